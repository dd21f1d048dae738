package main

// fanIn is many tasks that send to one.
type fanIn struct {
	N        int64 `json:"n"`
	Capacity int64 `json:"capacity"`
	Messages int64 `json:"messages"`
}

func newFanIn() workload { return &fanIn{missing, missing, missing} }

func (p *fanIn) units() int64 { return p.Messages }

func (p *fanIn) notes() map[string]string { return nil }

func (p *fanIn) check() error { return checkFan(p.N, p.Capacity, p.Messages) }

// checkFan is fan-out's too.
func checkFan(n, capacity, messages int64) error {
	if err := within(
		number{"n", n, 1, 1 << 24},
		number{"capacity", capacity, 1, 1 << 31},
		number{"messages", messages, 1, most},
	); err != nil {
		return err
	}
	return divides("n", n, "messages", messages)
}

func (p *fanIn) play(r *round) error {
	shared := make(chan uint64, p.Capacity)
	r.count(1, p.Messages)
	r.until(1)
	r.begin()
	r.start(1, func(int) {
		c := r.counter(0)
		for i := int64(0); i < p.Messages; i++ {
			c.add(mix(<-shared))
		}
		c.end()
		r.done()
	})
	r.start(p.N, func(i int) { produce(shared, i, uint64(p.Messages/p.N)) })
	return r.time()
}
