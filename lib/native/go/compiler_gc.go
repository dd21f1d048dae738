//go:build !gccgo

package main

import (
	"math"
	"runtime/debug"
)

const runtimeName = "go"

func checkMemoryLimit(mebibytes int64) error { return nil }

func setMemoryLimit(mebibytes int64) {
	limit := int64(math.MaxInt64)
	if mebibytes > 0 {
		limit = mebibytes << 20
	}
	debug.SetMemoryLimit(limit)
}
