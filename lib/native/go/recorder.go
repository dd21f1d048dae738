package main

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Where latencies go. A hop writes one number into a small buffer that travels with its token: nothing there is shared,
// and the token's memory has to come to this processor anyway. An actor's own buffer would be one more cold line a
// hop, as there are more actors than tokens. A full buffer is emptied into one of a few histograms, under its lock.

// trace is the part of a token that only recording needs; 240 bytes are a size class of the allocator.
type trace struct {
	number   int64
	intended int64 // open loop: when the token should have started
	started  int64 // open loop: when it did
	filled   int64
	hops     [26]int64 // latency·2, and 1 more when it belongs to the drain
}

// traces keeps the buffers of retired tokens, for an open loop that starts more than it has under way.
var traces = sync.Pool{New: func() interface{} { return new(trace) }}

func newTrace(number int64) *trace {
	t := traces.Get().(*trace)
	t.number = number
	return t
}

// The kinds of histogram, and their names in the contract.
const (
	ofHop = iota
	ofHopDrain
	ofToken
	ofTokenUncorrected
	ofPacerLate
	kinds
)

var kindNames = [kinds]string{"hop", "hop_drain", "token", "token_uncorrected", "pacer_late"}

type shard struct {
	lock sync.Mutex
	of   [kinds]histogram
	_    [64]byte
}

// shards are outside the heap: inside, they would count as live memory, and recording would slow the collector's pace.
var shards [16]shard

// recorder is one round's use of the shards.
type recorder struct {
	mask     int64 // shards in use, less one
	_        [56]byte
	draining uint32 // set by the first retirement; every recorded hop reads it, so nothing else is written beside it
	_        [60]byte
}

func (r *recorder) reset() {
	r.draining = 0
	r.mask = 1
	for int(r.mask) < runtime.GOMAXPROCS(0) && int(r.mask) < len(shards) {
		r.mask *= 2
	}
	r.mask--
	for i := range shards {
		for kind := range shards[i].of {
			shards[i].of[kind].clear()
		}
	}
}

// hop records the latency of a hop.
func (t *trace) hop(ns int64, m *mesh) {
	t.hops[t.filled] = ns<<1 | int64(atomic.LoadUint32(&m.recorder.draining))
	t.filled++
	if int(t.filled) == len(t.hops) {
		s := &shards[t.number&m.recorder.mask]
		s.lock.Lock()
		s.empty(t)
		s.lock.Unlock()
	}
}

// retire empties a trace for good.
func (t *trace) retire(now int64, m *mesh) {
	s := &shards[t.number&m.recorder.mask]
	s.lock.Lock()
	s.empty(t)
	if m.open {
		s.of[ofToken].record(now - t.intended)
		s.of[ofTokenUncorrected].record(now - t.started)
		s.of[ofPacerLate].record(t.started - t.intended)
	}
	s.lock.Unlock()
	traces.Put(t)
}

func (s *shard) empty(t *trace) {
	for _, v := range t.hops[:t.filled] {
		s.of[ofHop+v&1].record(v >> 1)
	}
	t.filled = 0
}

// histograms are the sums over the shards, read when nothing records any more.
func (r *recorder) histograms() map[string][][2]int64 {
	sums := make(map[string][][2]int64)
	for kind, name := range kindNames {
		var sum histogram
		for i := range shards[:r.mask+1] {
			sum.add(&shards[i].of[kind])
		}
		if pairs := sum.pairs(); len(pairs) > 0 {
			sums[name] = pairs
		}
	}
	return sums
}
