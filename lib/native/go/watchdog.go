package main

import (
	"errors"
	"sync/atomic"
	"time"
)

var errDeadlock = errors.New("nothing moved")

// The watchdog looks every tick, and gives up after so many of them without progress. It counts ticks rather than
// time, so that a process that was stopped for a while isn't taken for a deadlock. Tests shorten the tick.
var (
	tick    = 250 * time.Millisecond
	patient = 20
)

// watchdog adds up from outside what the tasks count, writes the progress lines, and sees when nothing moves.
type watchdog struct {
	deadlock chan struct{} // closed when nothing moved for too long
	quit     chan struct{}
	gone     chan struct{}
	patient  int // ticks; longer where tasks sleep on purpose
}

func watch(r *round) *watchdog {
	sleeps := int((r.asleep + tick - 1) / tick)
	w := &watchdog{make(chan struct{}), make(chan struct{}), make(chan struct{}), patient + sleeps}
	go w.run(r)
	return w
}

func (w *watchdog) patience() time.Duration {
	return tick * time.Duration(w.patient)
}

func (w *watchdog) stop() {
	close(w.quit)
	<-w.gone
}

func (w *watchdog) run(r *round) {
	defer close(w.gone)
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	still, last := 0, int64(-1)
	for {
		select {
		case <-w.quit:
			return
		case <-ticker.C:
		}
		deliveries := r.delivered()
		r.out.write(progressLine{"progress", r.index, deliveries})

		now := deliveries + r.moved()
		still++
		if now != last || atomic.LoadInt32(&r.measuring) == 0 || r.rests() {
			still = 0
		}
		last = now
		if still == w.patient {
			close(w.deadlock)
			return
		}
	}
}
