package main

import (
	"errors"
	"unsafe"
)

// deepStack is a stack that has to grow: calls that are deep for the first time, and then for the second.
type deepStack struct {
	Depth  int64  `json:"depth"`
	Tasks  int64  `json:"tasks"`
	Ticker int64  `json:"ticker"`
	Seed   string `json:"seed"`

	seed uint64
}

func newDeepStack() workload { return &deepStack{Depth: missing, Tasks: missing, Ticker: missing} }

func (p *deepStack) units() int64 { return 2 * p.Tasks }

func (p *deepStack) notes() map[string]string {
	return map[string]string{"stack": howStacksGrow}
}

// check: a goroutine's stack may be 1 GB by Go's default, grows by doubling, and a frame takes some 150 bytes.
func (p *deepStack) check() (err error) {
	if err := within(
		number{"depth", p.Depth, 1, 2000000},
		number{"tasks", p.Tasks, 1, 1 << 24},
		number{"ticker", p.Ticker, 0, 1},
	); err != nil {
		return err
	}
	p.seed, err = seedOf(p.Seed)
	return err
}

// descent is a task's two calls.
type descent struct {
	depth, seed         uint64
	deepest             uintptr // where the innermost frame was
	outermost, stayed   uintptr // where the outermost was, before it called and after that returned
	first, second       int64   // ns
	folded, foldedAgain uint64
}

func (p *deepStack) play(r *round) error {
	descents := make([]descent, p.Tasks)
	r.count(p.Tasks, 2)
	r.until(p.Tasks)
	r.begin()
	r.start(p.Tasks, func(i int) {
		d, c := &descents[i], r.counter(i)
		d.depth, d.seed = uint64(p.Depth), p.seed+uint64(i)*gamma
		d.folded, d.first = d.call(r)
		c.add(d.folded)
		d.foldedAgain, d.second = d.call(r)
		c.one()
		c.end()
		r.done()
	})
	r.gather()
	var t *ticker
	if p.Ticker == 1 {
		t = r.newTicker()
	}
	if err := r.timeTask(nil); err != nil {
		return err
	}
	if t != nil {
		t.into(r)
	}
	return p.report(descents, r)
}

func (d *descent) call(r *round) (folded uint64, ns int64) {
	before := r.clock()
	folded = d.frame(0)
	return folded, r.clock() - before
}

func (p *deepStack) report(descents []descent, r *round) error {
	first, second := make([]int64, p.Tasks), make([]int64, p.Tasks)
	for i := range descents {
		d := &descents[i]
		if d.folded != d.foldedAgain {
			return errors.New("the second call folded to something else than the first")
		}
		first[i], second[i] = d.first, d.second
		// A stack that was copied during the call, larger or smaller, has two places; the second call is seldom moved.
		if stackIsOnePiece && d.outermost == d.stayed {
			r.metrics["stack_bytes"] = float64(d.outermost - d.deepest)
		}
	}
	r.histograms["first_call"], r.histograms["second_call"] = pairsOf(first), pairsOf(second)
	return nil
}

// frame keeps eight words across the call. The loops stay loops, so the words are an array in memory.
//
//go:noinline
func (d *descent) frame(f uint64) uint64 {
	var words [8]uint64
	for j := range words {
		words[j] = mix(d.seed + 8*f + uint64(j))
	}
	if f == 0 {
		d.outermost = uintptr(unsafe.Pointer(&words))
	}
	acc := d.seed
	if f+1 < d.depth {
		acc = d.frame(f + 1)
	} else {
		d.deepest = uintptr(unsafe.Pointer(&words))
	}
	if f == 0 {
		d.stayed = uintptr(unsafe.Pointer(&words))
	}
	for _, word := range words {
		acc = mix(acc ^ word)
	}
	return acc
}
