//go:build cgo && !tinygo

package main

// #include <stdint.h>
// uint64_t add(uint64_t z, uint64_t i);
// uint64_t each(uint64_t n, uint64_t (*f)(uint64_t z, uint64_t i));
// uint64_t addInGo(uint64_t z, uint64_t i);
import "C"

// The C side is ../c/add.c, which add.c here has compiled apart from cgo's own.
var (
	callInC  = callAdd
	callBack = callEach
)

func callAdd(n uint64) uint64 {
	z := C.uint64_t(0)
	for i := C.uint64_t(1); i <= C.uint64_t(n); i++ {
		z = C.add(z, i)
	}
	return uint64(z)
}

func callEach(n uint64) uint64 {
	return uint64(C.each(C.uint64_t(n), (*[0]byte)(C.addInGo)))
}

//export addInGo
func addInGo(z, i C.uint64_t) C.uint64_t { return z + i }
