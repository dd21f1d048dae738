package main

// ring passes one token round: a switch to a task that hasn't run for long.
type ring struct {
	Tasks int64 `json:"tasks"`
	Hops  int64 `json:"hops"`
}

func newRing() workload { return &ring{missing, missing} }

func (p *ring) units() int64 { return p.Hops }

func (p *ring) notes() map[string]string { return nil }

func (p *ring) check() error {
	return within(number{"tasks", p.Tasks, 1, 1 << 24}, number{"hops", p.Hops, 1, most})
}

func (p *ring) play(r *round) error {
	channels := channelsOf(p.Tasks, 1)
	r.count(p.Tasks, p.Hops/p.Tasks)
	r.until(1)
	r.begin()
	r.start(p.Tasks, func(i int) {
		c := r.counter(i)
		defer c.end()
		if i == 0 {
			channels[1%p.Tasks] <- 1
		}
		next := channels[(i+1)%len(channels)]
		for hop := range channels[i] {
			c.add(mix(hop ^ uint64(i)))
			if hop == uint64(p.Hops) {
				r.done()
				closeAll(channels)
			} else {
				next <- hop + 1
			}
		}
	})
	return r.time()
}

func closeAll(channels []chan uint64) {
	for _, c := range channels {
		close(c)
	}
}
