package main

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// round is one execution of a workload: its tasks' start, the gate, the clock, the counters, and what came out.
// A workload that has many units a task counts them in tallies; one whose tasks are a unit each leaves what each
// returns in its slot, and the countdown of tasks is the count.
type round struct {
	index int
	out   *lines

	tallies []tally
	unseen  uint64   // see counter
	slots   []uint64 // what tasks return, if a task is a unit
	left    int64    // atomic: how many must yet say that they are done; the last one stops the clock
	tasks   int64    // how many those are
	ready   sync.WaitGroup
	gone    sync.WaitGroup
	gate    chan struct{} // closed when the clock has started

	// What the watchdog has to know of a workload, where its usual way won't do.
	asleep time.Duration // a task may sleep so long on purpose
	rests  func() bool   // whether nothing has to move
	moved  func() int64  // what else shows progress
	stuck  func() string // what a deadlock's message says

	stop func() int64 // reads the clock for the last time

	measuring int32 // atomic: the clock runs
	finished  chan int64
	failed    chan error
	dog       *watchdog

	started    time.Time // of the first task
	startNs    int64
	epoch      time.Time // the clock's start
	elapsedNs  int64
	answer     uint64 // for a workload that has neither tallies nor slots
	metrics    map[string]float64
	histograms map[string][][2]int64
}

func newRound(index int, out *lines) *round {
	runtime.GC()
	r := &round{
		index: index, out: out, gate: make(chan struct{}), finished: make(chan int64, 1), failed: make(chan error, 1),
		rests: func() bool { return false }, moved: func() int64 { return 0 },
		metrics: map[string]float64{}, histograms: map[string][][2]int64{},
	}
	r.stop = r.clock
	return r
}

// count makes tallies for n tasks of so many units each.
func (r *round) count(n, each int64) []tally {
	r.tallies = make([]tally, n)
	if each >= 256 {
		r.unseen = 15
	}
	return r.tallies
}

// computes says that a task may compute for long, so that silence is no deadlock.
func (r *round) computes() {
	r.rests = func() bool { return true }
}

// begin is called when all fields stand: from here on the watchdog looks, and the start is timed.
func (r *round) begin() {
	r.dog = watch(r)
	r.started = time.Now()
}

// unwatch ends what begin began, however the round ended; it may have failed before.
func (r *round) unwatch() {
	if r.dog != nil {
		r.dog.stop()
	}
}

// start makes tasks that acknowledge, wait at the gate, and then do their part.
func (r *round) start(n int64, part func(i int)) {
	r.ready.Add(int(n))
	r.gone.Add(int(n))
	for i := 0; i < int(n); i++ {
		go r.task(i, part)
	}
}

func (r *round) task(i int, part func(i int)) {
	defer r.gone.Done()
	r.arrive()
	part(i)
}

// arrive acknowledges and waits at the gate.
func (r *round) arrive() {
	r.ready.Done()
	<-r.gate
}

// countTasks makes a slot for each of n tasks that are a unit each. Slots are written when the clock runs, not before:
// until then they take no memory.
func (r *round) countTasks(n int64) {
	r.slots = make([]uint64, n)
	r.until(n)
}

// each starts them.
func (r *round) each(part func(i int) uint64) {
	r.start(r.tasks, func(i int) {
		r.slots[i] = part(i)
		r.done()
	})
}

// delivered is the units that were counted so far, approximately while tasks run.
func (r *round) delivered() (units int64) {
	if r.tallies == nil {
		return r.tasks - atomic.LoadInt64(&r.left)
	}
	for i := range r.tallies {
		units += int64(atomic.LoadUint64(&r.tallies[i].delivered))
	}
	return units
}

func (r *round) whatIsStuck() string {
	if r.stuck != nil {
		return r.stuck()
	}
	return fmt.Sprintf("%d units were counted, and %d of %d tasks were not done", r.delivered(), atomic.LoadInt64(&r.left), r.tasks)
}

// line adds up what the tasks leave, when they are gone.
func (r *round) line() *roundLine {
	answer := r.answer
	for i := range r.tallies {
		answer += r.tallies[i].sum
	}
	for _, value := range r.slots {
		answer += value
	}
	return &roundLine{"round", r.index, fmt.Sprintf("%016x", answer), r.delivered(), r.elapsedNs, r.startNs,
		r.metrics, r.histograms}
}
