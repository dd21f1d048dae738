package main

import "syscall"

// raiseFileLimit raises the limit of open files to the hard one: a connection is a file.
func raiseFileLimit() {
	var limit syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit) == nil && limit.Cur < limit.Max {
		limit.Cur = limit.Max
		syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit) // if refused, fileLimit says what is left
	}
}

// fileLimit is how many files may be open.
func fileLimit() int64 {
	var limit syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit) != nil || limit.Cur > most {
		return most
	}
	return int64(limit.Cur)
}
