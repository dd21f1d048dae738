//go:build tinygo

package main

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"syscall"
	"time"
)

const runtimeName = "tinygo"

// What the build chose: TinyGo's scheduler, collector and stack are the linker's business, and so is telling of them here.
var scheduler, collector, stackSize string

// stackIsOnePiece: a goroutine's stack is as large as it ever gets from its start.
const stackIsOnePiece = true

// howStacksGrow is deep-stack's note.
const howStacksGrow = "not at all: every goroutine's stack has the size that the linker was told"

func version() string { return "tinygo " + runtime.Version() }

// compilerNotes are those that differ from the common ones.
var compilerNotes = map[string]string{
	"timer":     "time.Sleep; tasks: looked at between two goroutines, else a futex with a time-out; threads: the thread's own sleep",
	"allocator": "TinyGo's, with its collector: -gc=" + collector,
	"scheduler": "-scheduler=" + scheduler + ": tasks = one thread, cooperative, first in first out; threads = a thread a goroutine",
	"stack":     "-stack-size=" + stackSize + " for every goroutine; it can't grow, and an overflow may go unnoticed",
}

func workers() int { return runtime.NumCPU() } // 1 with tasks

// endOfInput looks again and again: with the scheduler tasks a read that waits would stop every goroutine.
func endOfInput(io.Reader) {
	const stdin = 0
	if syscall.SetNonblock(stdin, true) != nil {
		return
	}
	var dropped [512]byte
	for {
		n, err := syscall.Read(stdin, dropped[:])
		if err == syscall.EAGAIN || err == syscall.EINTR {
			time.Sleep(20 * time.Millisecond)
		} else if n <= 0 {
			return
		}
	}
}

// collections aren't counted by TinyGo.
func collections(*runtime.MemStats) (count uint32, pauseNs uint64) { return 0, 0 }

// heapAndStacks: TinyGo counts no stacks apart; with the scheduler tasks they are on the heap.
func heapAndStacks(m *runtime.MemStats) int64 { return int64(m.HeapInuse) }

func checkMemoryLimit(mebibytes int64) error {
	if mebibytes > 0 {
		return errors.New("gomemlimit is not TinyGo's")
	}
	return nil
}

func setMemoryLimit(mebibytes int64) {}

// checkPreemption refuses any choice: tasks never preempts, and threads is preempted by the kernel.
func checkPreemption(setting string) error {
	if setting != "" {
		return errors.New("asyncpreempt can't be chosen: TinyGo has no preemption of its own")
	}
	return nil
}

// checkLinked holds the settings against the build, so that no figure stands under the wrong ones.
func checkLinked(askedScheduler, askedCollector string) error {
	if askedScheduler != scheduler || askedCollector != collector {
		return fmt.Errorf("scheduler and gc are asked to be %q and %q, but this program was built with %q and %q",
			askedScheduler, askedCollector, scheduler, collector)
	}
	return nil
}
