package main

import "time"

// timers is many tasks that sleep.
type timers struct {
	N      int64  `json:"n"`
	Spread int64  `json:"spread"` // µs
	Seed   string `json:"seed"`

	seed uint64
}

func newTimers() workload { return &timers{N: missing, Spread: missing} }

func (p *timers) units() int64 { return p.N }

func (p *timers) notes() map[string]string { return nil }

func (p *timers) check() (err error) {
	if err := within(number{"n", p.N, 1, 1 << 24}, number{"spread", p.Spread, 1, 3600 * 1000 * 1000}); err != nil {
		return err
	}
	p.seed, err = seedOf(p.Seed)
	return err
}

func (p *timers) play(r *round) error {
	late := make([]int64, p.N)
	r.asleep = time.Duration(p.Spread) * time.Microsecond
	r.countTasks(p.N)
	r.begin()
	r.each(func(i int) uint64 {
		asked := time.Duration(mix(p.seed+uint64(i))%uint64(p.Spread)) * time.Microsecond
		before := r.clock()
		time.Sleep(asked)
		late[i] = r.clock() - before - int64(asked)
		return mix(uint64(i))
	})
	if err := r.time(); err != nil {
		return err
	}
	r.histograms["late"] = pairsOf(late)
	return nil
}
