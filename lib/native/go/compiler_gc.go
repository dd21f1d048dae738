//go:build !gccgo && !tinygo

package main

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
)

const runtimeName = "go"

func version() string { return runtime.Version() }

// stackIsOnePiece: a goroutine's stack is copied to a larger one, so distances in it are sizes.
const stackIsOnePiece = true

// howStacksGrow is deep-stack's note.
const howStacksGrow = "a goroutine begins with 2 KiB, or after a collection with what goroutines used on average; a stack grows by being copied " +
	"to one of twice the size, and what ended goroutines had may be used again"

// compilerNotes are those that differ from the common ones.
var compilerNotes map[string]string

func workers() int { return runtime.GOMAXPROCS(0) }

// endOfInput returns when standard input has ended.
func endOfInput(in io.Reader) { io.Copy(io.Discard, in) }

func collections(m *runtime.MemStats) (count uint32, pauseNs uint64) { return m.NumGC, m.PauseTotalNs }

func heapAndStacks(m *runtime.MemStats) int64 { return int64(m.HeapAlloc + m.StackInuse) }

func checkMemoryLimit(mebibytes int64) error { return nil }

func setMemoryLimit(mebibytes int64) {
	limit := int64(math.MaxInt64)
	if mebibytes > 0 {
		limit = mebibytes << 20
	}
	debug.SetMemoryLimit(limit)
}

// checkLinked refuses what only TinyGo's linker can choose.
func checkLinked(scheduler, collector string) error {
	if scheduler+collector != "" {
		return errors.New("scheduler and gc are TinyGo's settings")
	}
	return nil
}

// checkPreemption holds the setting against GODEBUG, so that no figure stands under the wrong one.
func checkPreemption(setting string) error {
	is := "on"
	for _, word := range strings.Split(os.Getenv("GODEBUG"), ",") {
		if word == "asyncpreemptoff=1" {
			is = "off"
		}
	}
	if setting != "" && setting != is {
		return fmt.Errorf("asyncpreempt is asked to be %q, but GODEBUG=%s makes it %s", setting, os.Getenv("GODEBUG"), is)
	}
	return nil
}
