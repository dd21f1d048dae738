//go:build cgo && !tinygo

#include "../c/add.c"
