package main

import (
	"sync"
	"time"
)

// ticker wants to run each millisecond, and records how late it was for each. Tick j is owed at j ms after the clock's
// start; a tick that is never had is recorded all the same, when the ticker next runs or at the end.
type ticker struct {
	idle, late *histogram // before the gate, and while the clock runs
	owed, had  int64

	lock  sync.Mutex // the end and a tick exclude each other
	ended bool
}

const (
	tickNs    = int64(time.Millisecond)
	idleTicks = 200
)

// newTicker makes a ticker that runs from the gate until the clock stops. It has rehearsed when this returns.
func (r *round) newTicker() *ticker {
	t := &ticker{idle: new(histogram), late: new(histogram)}
	rehearsed := make(chan struct{})
	r.stop = func() int64 { return t.end(r.clock) }
	r.gone.Add(1)
	go func() {
		defer r.gone.Done()
		t.rehearse()
		close(rehearsed)
		<-r.gate
		t.run(r.clock)
	}()
	<-rehearsed
	return t
}

// rehearse finds the timer's own resolution: ticks with nothing beside them.
func (t *ticker) rehearse() {
	epoch := time.Now()
	for owed := int64(0); owed < idleTicks; {
		time.Sleep(time.Duration((owed+1)*tickNs) - time.Since(epoch))
		now := int64(time.Since(epoch))
		due := now / tickNs
		if due > idleTicks {
			due = idleTicks
		}
		owed = settle(t.idle, owed, due, now)
	}
}

func (t *ticker) run(clock func() int64) {
	for next, more := tickNs, true; more; {
		time.Sleep(time.Duration(next - clock()))
		next, more = t.tick(clock)
	}
}

// tick is the ticker's turn. It says when the next one is owed, and false when there is none any more.
func (t *ticker) tick(clock func() int64) (next int64, more bool) {
	t.lock.Lock()
	defer t.lock.Unlock()
	if t.ended {
		return 0, false
	}
	now := clock()
	if now/tickNs > t.owed { // else it was woken early
		t.had++
		t.owed = settle(t.late, t.owed, now/tickNs, now)
	}
	return (t.owed + 1) * tickNs, true
}

// end records what is still owed and returns that moment.
func (t *ticker) end(clock func() int64) int64 {
	t.lock.Lock()
	defer t.lock.Unlock()
	t.ended = true
	now := clock()
	t.owed = settle(t.late, t.owed, now/tickNs, now)
	return now
}

// settle records the ticks after `from` up to `to` as had at this moment.
func settle(h *histogram, from, to, now int64) int64 {
	for from < to {
		from++
		h.record(now - from*tickNs)
	}
	return from
}

// into adds what a ticker has to say to a round's line.
func (t *ticker) into(r *round) {
	r.histograms["late_idle"] = t.idle.pairs()
	if t.owed > 0 {
		r.histograms["late"] = t.late.pairs()
	}
	r.metrics["ticks_owed"] = float64(t.owed)
	r.metrics["ticks_had"] = float64(t.had)
}
