package main

import (
	"reflect"
	"testing"
)

const us = int64(1000)

// clockOf is a clock that stands where it was set last.
func clockOf(now *int64) func() int64 { return func() int64 { return *now } }

func newFakeTicker() (*ticker, *int64) {
	return &ticker{idle: new(histogram), late: new(histogram)}, new(int64)
}

// expect compares lateness by the buckets it falls in.
func expect(t *testing.T, h *histogram, late ...int64) {
	t.Helper()
	if got, want := h.pairs(), pairsOf(late); !reflect.DeepEqual(got, want) {
		t.Errorf("%v was recorded, not %v", got, want)
	}
}

// A ticker that was kept waiting has one tick, and all that were owed by then are late.
func TestTicksThatWereMissedAreLateOnce(t *testing.T) {
	tick, now := newFakeTicker()
	for _, turn := range []struct{ at, next int64 }{
		{1100 * us, 2000 * us},
		{1900 * us, 2000 * us}, // woken early: no tick
		{7500 * us, 8000 * us},
		{8000 * us, 9000 * us},
	} {
		*now = turn.at
		if next, more := tick.tick(clockOf(now)); next != turn.next || !more {
			t.Errorf("at %d the next tick is owed at %d, %v", turn.at, next, more)
		}
	}
	*now = 10300 * us
	if end := tick.end(clockOf(now)); end != *now {
		t.Errorf("the end is at %d", end)
	}
	expect(t, tick.late, 100*us, 5500*us, 4500*us, 3500*us, 2500*us, 1500*us, 500*us, 0, 1300*us, 300*us)
	if tick.owed != 10 || tick.had != 3 {
		t.Errorf("%d owed, %d had", tick.owed, tick.had)
	}
}

func TestNoTickAfterTheEnd(t *testing.T) {
	tick, now := newFakeTicker()
	*now = 2500 * us
	tick.end(clockOf(now))
	*now = 9000 * us
	if _, more := tick.tick(clockOf(now)); more {
		t.Error("a tick after the end")
	}
	expect(t, tick.late, 1500*us, 500*us)
	if tick.owed != 2 || tick.had != 0 {
		t.Errorf("%d owed, %d had", tick.owed, tick.had)
	}
}

// The real ticker: every tick of the run is in the histogram, those of the rehearsal in the other.
func TestEveryTickOwedIsRecorded(t *testing.T) {
	for workload, changes := range map[string]string{
		"hog":        `{"hogs":3,"rounds":20000000}`,
		"deep-stack": `{"depth":100,"tasks":20000,"ticker":1}`,
	} {
		line := one(t, workload, changes)
		owed := line.ElapsedNs / tickNs
		if n := count(line.Histograms["late"]); n != owed || line.Metrics["ticks_owed"] != float64(owed) || owed == 0 {
			t.Errorf("%s: %d ticks recorded, %v owed, in %d ns", workload, n, line.Metrics["ticks_owed"], line.ElapsedNs)
		}
		if had := line.Metrics["ticks_had"]; had > float64(owed) {
			t.Errorf("%s: %v ticks had, of %d", workload, had, owed)
		}
		if n := count(line.Histograms["late_idle"]); n != idleTicks {
			t.Errorf("%s: %d ticks rehearsed", workload, n)
		}
	}
}
