// In the place of ../go/go.mod: a go line decides which toolchains may build, and the defaults of GODEBUG.
module interleave/go

go 1.22
