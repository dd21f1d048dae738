//go:build gccgo

package main

import (
	"errors"
	"io"
	"runtime"
)

const runtimeName = "gccgo"

// version says what can be known: here runtime.Version is what the packager made of it ("unknown" in Debian's).
func version() string { return "gccgo " + runtime.Version() + ", Go 1.18's library" }

// stackIsOnePiece: gccgo's stacks are segments anywhere in memory, so distances between frames say nothing.
const stackIsOnePiece = false

// howStacksGrow is deep-stack's note.
const howStacksGrow = "split stacks: a stack grows by a further segment, somewhere else in memory"

// compilerNotes are those that differ from the common ones.
var compilerNotes = map[string]string{"allocator": "libgo's, with its collector"}

func workers() int { return runtime.GOMAXPROCS(0) }

// endOfInput returns when standard input has ended.
func endOfInput(in io.Reader) { io.Copy(io.Discard, in) }

func collections(m *runtime.MemStats) (count uint32, pauseNs uint64) { return m.NumGC, m.PauseTotalNs }

func heapAndStacks(m *runtime.MemStats) int64 { return int64(m.HeapAlloc + m.StackInuse) }

// checkMemoryLimit refuses a limit: gccgo's library is Go 1.18's, the limit came with 1.19.
func checkMemoryLimit(mebibytes int64) error {
	if mebibytes > 0 {
		return errors.New("gomemlimit needs Go 1.19 or newer, gccgo's library is older")
	}
	return nil
}

func setMemoryLimit(mebibytes int64) {}

// checkPreemption refuses any choice: gccgo's library never interrupts a goroutine that computes.
func checkPreemption(setting string) error {
	if setting != "" {
		return errors.New("asyncpreempt can't be chosen: gccgo has no asynchronous preemption")
	}
	return nil
}

// checkLinked refuses what only TinyGo's linker can choose.
func checkLinked(scheduler, collector string) error {
	if scheduler+collector != "" {
		return errors.New("scheduler and gc are TinyGo's settings")
	}
	return nil
}
