//go:build gccgo

package main

import "errors"

const runtimeName = "gccgo"

// checkMemoryLimit refuses a limit: gccgo's library is Go 1.18's, the limit came with 1.19.
func checkMemoryLimit(mebibytes int64) error {
	if mebibytes > 0 {
		return errors.New("gomemlimit needs Go 1.19 or newer, gccgo's library is older")
	}
	return nil
}

func setMemoryLimit(mebibytes int64) {}
