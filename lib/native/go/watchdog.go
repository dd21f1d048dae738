package main

import (
	"errors"
	"sync/atomic"
	"time"
)

var errDeadlock = errors.New("the mesh is deadlocked")

// The watchdog looks every tick, and gives up after so many of them without progress. It counts ticks rather than
// time, so that a process that was stopped for a while isn't taken for a deadlock. Tests shorten the tick.
var (
	tick    = 250 * time.Millisecond
	patient = 20
)

// watchdog adds up from outside what the actors count, writes the progress lines, and sees when nothing moves.
type watchdog struct {
	deadlock chan struct{} // closed when nothing moved for too long
	quit     chan struct{}
	gone     chan struct{}
}

func watch(m *mesh, round int, out *lines) *watchdog {
	w := &watchdog{make(chan struct{}), make(chan struct{}), make(chan struct{})}
	go w.run(m, round, out)
	return w
}

func (w *watchdog) patience() time.Duration {
	return tick * time.Duration(patient)
}

func (w *watchdog) stop() {
	close(w.quit)
	<-w.gone
}

func (w *watchdog) run(m *mesh, round int, out *lines) {
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
		var deliveries int64
		for i := range m.tallies {
			deliveries += int64(atomic.LoadUint64(&m.tallies[i].delivered))
		}
		out.write(progressLine{"progress", round, deliveries})

		retired := atomic.LoadInt64(&m.retired)
		still++
		if deliveries+retired != last || m.mayRest(retired) {
			still = 0
		}
		last = deliveries + retired
		if still == patient {
			close(w.deadlock)
			return
		}
	}
}

// mayRest says whether nothing has to move: before and after the clock, and while the pacer waits with no token under way.
func (m *mesh) mayRest(retired int64) bool {
	return atomic.LoadInt32(&m.measuring) == 0 || retired == m.tokens ||
		m.open && atomic.LoadInt64(&m.started) == retired
}
