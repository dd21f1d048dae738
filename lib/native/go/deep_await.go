package main

import (
	"runtime"
	"strconv"
)

// deepAwait is a chain of async calls, which in Go are plain ones: calls have no colour.
type deepAwait struct {
	Depth string `json:"depth"`
	Times int64  `json:"times"`
	Seed  string `json:"seed"`

	depth, seed uint64
}

func newDeepAwait() workload { return &deepAwait{Times: missing} }

func (p *deepAwait) units() int64 { return p.Times }

func (p *deepAwait) notes() map[string]string {
	return map[string]string{"await": "calls have no colour: the levels are plain calls that are not inlined, the innermost calls runtime.Gosched"}
}

func (p *deepAwait) check() (err error) {
	if err := within(number{"times", p.Times, 1, most}); err != nil {
		return err
	}
	if err := among("depth", p.Depth, "1", "4", "16", "64"); err != nil {
		return err
	}
	if p.depth, err = strconv.ParseUint(p.Depth, 10, 64); err != nil {
		return err
	}
	p.seed, err = seedOf(p.Seed)
	return err
}

func (p *deepAwait) play(r *round) error {
	r.count(1, p.Times)
	r.until(1)
	r.begin()
	r.start(1, func(int) {
		c := r.counter(0)
		for t := uint64(0); t < uint64(p.Times); t++ {
			c.add(level(0, p.depth, p.seed+t))
		}
		c.end()
		r.done()
	})
	return r.time()
}

//go:noinline
func level(f, depth, acc uint64) uint64 {
	if f+1 < depth {
		acc = level(f+1, depth, acc)
	} else {
		runtime.Gosched()
	}
	return mix(acc ^ f)
}
