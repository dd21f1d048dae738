package main

import (
	"fmt"
	"runtime"
	"strconv"
)

// deepAwait is a chain of async calls, which in Go are plain ones: calls have no colour.
type deepAwait struct {
	Depth    string `json:"depth"`
	Chain    string `json:"chain"`
	Suspends int64  `json:"suspends"`
	Times    int64  `json:"times"`
	Seed     string `json:"seed"`

	depth, seed uint64
}

func newDeepAwait() workload { return &deepAwait{Suspends: missing, Times: missing} }

func (p *deepAwait) units() int64 { return p.Times }

func (p *deepAwait) notes() map[string]string {
	return map[string]string{"await": "calls have no colour: the levels are plain calls that are not inlined, the innermost calls runtime.Gosched, or with suspends 0 nothing"}
}

func (p *deepAwait) check() (err error) {
	if err := within(number{"times", p.Times, 1, most}, number{"suspends", p.Suspends, 0, 1}); err != nil {
		return err
	}
	if err := among("depth", p.Depth, "1", "4", "16", "64"); err != nil {
		return err
	}
	switch p.Chain {
	case "nested", "flat":
		return fmt.Errorf("chain=%s is not applicable: functions have no colour, so there is no state machine to write", p.Chain)
	}
	if err := among("chain", p.Chain, "async"); err != nil {
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
			c.add(p.level(0, p.seed+t))
		}
		c.end()
		r.done()
	})
	return r.time()
}

//go:noinline
func (p *deepAwait) level(f, acc uint64) uint64 {
	if f+1 < p.depth {
		acc = p.level(f+1, acc)
	} else if p.Suspends == 1 {
		runtime.Gosched()
	}
	return mix(acc ^ f)
}
