package main

import "fmt"

// colour is what crossing from one colour of function to the other costs; Go's have none, so there is the plain call alone.
type colour struct {
	Calls int64  `json:"calls"`
	Way   string `json:"way"`
}

func newColour() workload { return &colour{Calls: missing} }

func (p *colour) units() int64 { return p.Calls }

func (p *colour) notes() map[string]string { return nil }

func (p *colour) check() error {
	if err := within(number{"calls", p.Calls, 1, most}); err != nil {
		return err
	}
	switch p.Way {
	case "await", "block-on":
		return fmt.Errorf("way=%s is not applicable: functions have no colour, whatever waits is called like any other", p.Way)
	case "offload":
		return fmt.Errorf("way=offload is not applicable: a goroutine calls what blocks where it stands, and the runtime gives its processor to another thread")
	}
	return among("way", p.Way, "plain")
}

func (p *colour) play(r *round) error {
	r.computes()
	r.count(1, p.Calls)
	r.until(1)
	r.begin()
	r.start(1, func(int) {
		c := r.counter(0)
		for i := int64(0); i < p.Calls; i++ {
			c.sum = next(c.sum)
		}
		c.delivered = uint64(p.Calls)
		c.end()
		r.done()
	})
	return r.time()
}

//go:noinline
func next(i uint64) uint64 { return i + 1 }
