//go:build !cgo || tinygo

package main

// Without cgo there is no way into C.
var callInC, callBack func(n uint64) uint64
