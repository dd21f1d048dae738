package main

import (
	"errors"
	"runtime"
)

// hog is tasks that compute and don't give way, or seldom do, beside one that wants to run each millisecond.
type hog struct {
	Hogs   int64  `json:"hogs"`
	Rounds int64  `json:"rounds"`
	Yield  int64  `json:"yield"`
	Place  string `json:"place"`
	Seed   string `json:"seed"`

	seed uint64
}

func newHog() workload { return &hog{Hogs: missing, Rounds: missing, Yield: missing} }

func (p *hog) units() int64 { return p.Hogs }

func (p *hog) notes() map[string]string {
	return map[string]string{
		"yield":  "runtime.Gosched: the goroutine goes to the end of the global queue",
		"ticker": "a goroutine with time.Sleep, made after the hogs, which wait at the gate while it rehearses",
	}
}

func (p *hog) check() (err error) {
	if err := within(
		number{"hogs", p.Hogs, 1, 1 << 20},
		number{"rounds", p.Rounds, 0, most},
		number{"yield", p.Yield, 0, most},
	); err != nil {
		return err
	}
	if p.Place == "blocking" {
		return errors.New("place=blocking is not applicable: Go has no place of its own for work that blocks")
	}
	if err := among("place", p.Place, "task"); err != nil {
		return err
	}
	p.seed, err = seedOf(p.Seed)
	return err
}

func (p *hog) play(r *round) error {
	z := make([]uint64, p.Hogs)
	r.computes()
	r.until(p.Hogs)
	r.begin()
	r.start(p.Hogs, func(i int) {
		z[i] = p.compute(uint64(i))
		r.done()
	})
	r.gather()
	t := r.newTicker()
	if err := r.timeTask(nil); err != nil {
		return err
	}
	t.into(r)
	r.answer = p.seed
	for _, x := range z {
		r.answer = mix(r.answer ^ x)
	}
	return nil
}

func (p *hog) compute(i uint64) uint64 {
	z := mix(i + 1)
	if p.Yield == 0 {
		return mixed(z, p.Rounds)
	}
	left := p.Rounds
	for ; left >= p.Yield; left -= p.Yield {
		z = mixed(z, p.Yield)
		runtime.Gosched()
	}
	return mixed(z, left)
}
