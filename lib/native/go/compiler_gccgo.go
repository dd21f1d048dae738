//go:build gccgo

package main

import (
	"errors"
	"runtime"
)

const runtimeName = "gccgo"

// version says what can be known: here runtime.Version is what the packager made of it ("unknown" in Debian's).
func version() string { return "gccgo " + runtime.Version() + ", Go 1.18's library" }

// stackIsOnePiece: gccgo's stacks are segments anywhere in memory, so distances between frames say nothing.
const stackIsOnePiece = false

// howStacksGrow is deep-stack's note.
const howStacksGrow = "split stacks: a stack grows by a further segment, somewhere else in memory"

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
