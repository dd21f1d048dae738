module interleave/go

go 1.26
