module interleave/baseline-go

go 1.22
