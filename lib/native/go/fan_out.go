package main

// fanOut is one task that sends to many.
type fanOut struct {
	N        int64 `json:"n"`
	Capacity int64 `json:"capacity"`
	Messages int64 `json:"messages"`
}

func newFanOut() workload { return &fanOut{missing, missing, missing} }

func (p *fanOut) units() int64 { return p.Messages }

func (p *fanOut) notes() map[string]string { return nil }

func (p *fanOut) check() error { return checkFan(p.N, p.Capacity, p.Messages) }

func (p *fanOut) play(r *round) error {
	channels := channelsOf(p.N, p.Capacity)
	share := p.Messages / p.N
	r.count(p.N, share)
	r.until(p.N)
	r.begin()
	r.start(p.N, func(i int) {
		c := r.counter(i)
		for k := int64(0); k < share; k++ {
			c.add(mix(<-channels[i]))
		}
		c.end()
		r.done()
	})
	r.start(1, func(int) {
		for v := int64(0); v < share; v++ {
			for i, c := range channels {
				c <- uint64(v*p.N + int64(i))
			}
		}
	})
	return r.time()
}
