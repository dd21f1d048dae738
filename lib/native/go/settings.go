package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// settings are Go's own. They are set by calls, not by the environment: a call also overrides what is inherited. Only
// asynchronous preemption has no call: GODEBUG decides it before main starts, and here it is merely checked.
type settings struct {
	Workers      int    `json:"workers"`
	Gogc         int    `json:"gogc"`
	Gomemlimit   int64  `json:"gomemlimit"`   // MiB
	Asyncpreempt string `json:"asyncpreempt"` // empty: not asked for
	Scheduler    string `json:"scheduler"`    // TinyGo's, as is the next
	Gc           string `json:"gc"`
}

var defaultSettings = settings{Gogc: 100}

func (s settings) check() error {
	if s.Workers < 0 || s.Workers > 1024 {
		return fmt.Errorf("workers is %d, not within 0 and 1024", s.Workers)
	}
	if s.Gogc != -1 && (s.Gogc < 10 || s.Gogc > 10000) {
		return fmt.Errorf("gogc is %d, neither -1 (off) nor within 10 and 10000", s.Gogc)
	}
	if s.Gomemlimit < 0 || s.Gomemlimit > 1<<20 {
		return fmt.Errorf("gomemlimit is %d MiB, not within 0 and %d", s.Gomemlimit, 1<<20)
	}
	if err := checkMemoryLimit(s.Gomemlimit); err != nil {
		return err
	}
	if err := checkPreemption(s.Asyncpreempt); err != nil {
		return err
	}
	return checkLinked(s.Scheduler, s.Gc)
}

func (s settings) apply() {
	if s.Workers > 0 {
		runtime.GOMAXPROCS(s.Workers) // else Go's own choice stands: the processors it may use
	}
	debug.SetGCPercent(s.Gogc)
	setMemoryLimit(s.Gomemlimit)
}
