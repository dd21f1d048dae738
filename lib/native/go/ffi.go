package main

import "errors"

// ffi is calls into C, and from C back.
type ffi struct {
	Calls int64  `json:"calls"`
	Way   string `json:"way"`
}

func newFfi() workload { return &ffi{Calls: missing} }

func (p *ffi) units() int64 { return p.Calls }

func (p *ffi) notes() map[string]string {
	return map[string]string{"ffi": "cgo; callback: a function that cgo exports; loop: a Go function that isn't inlined"}
}

func (p *ffi) check() error {
	if err := within(number{"calls", p.Calls, 1, most}); err != nil {
		return err
	}
	if p.Way != "loop" && callInC == nil {
		return errors.New("way=" + p.Way + " needs cgo, without which this program was built")
	}
	return among("way", p.Way, "call", "callback", "loop")
}

func (p *ffi) play(r *round) error {
	way := map[string]func(uint64) uint64{"call": callInC, "callback": callBack, "loop": addInLoop}[p.Way]
	r.computes()
	r.count(1, p.Calls)
	r.until(1)
	r.begin()
	r.start(1, func(int) {
		c := r.counter(0)
		c.sum = way(uint64(p.Calls))
		c.delivered = uint64(p.Calls)
		c.end()
		r.done()
	})
	return r.time()
}

// addInLoop is what is to be taken off: the loop, and a call that isn't inlined.
func addInLoop(n uint64) (z uint64) {
	for i := uint64(1); i <= n; i++ {
		z = add(z, i)
	}
	return z
}

//go:noinline
func add(z, i uint64) uint64 { return z + i }
