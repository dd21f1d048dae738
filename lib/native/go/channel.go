package main

import "sync/atomic"

// channel is one channel that all use.
type channel struct {
	Producers int64 `json:"producers"`
	Consumers int64 `json:"consumers"`
	Capacity  int64 `json:"capacity"`
	Messages  int64 `json:"messages"`
}

func newChannel() workload { return &channel{missing, missing, missing, missing} }

func (p *channel) units() int64 { return p.Messages }

func (p *channel) notes() map[string]string { return nil }

func (p *channel) check() error {
	if err := within(
		number{"producers", p.Producers, 1, 1 << 24},
		number{"consumers", p.Consumers, 1, 1 << 24},
		number{"capacity", p.Capacity, 1, 1 << 31},
		number{"messages", p.Messages, 1, most},
	); err != nil {
		return err
	}
	return divides("producers", p.Producers, "messages", p.Messages)
}

func (p *channel) play(r *round) error {
	shared := make(chan uint64, p.Capacity)
	producing := p.Producers
	r.count(p.Consumers, p.Messages/p.Consumers)
	r.until(p.Consumers)
	r.begin()
	r.start(p.Consumers, func(i int) {
		c := r.counter(i)
		for v := range shared {
			c.add(mix(v))
		}
		c.end()
		r.done()
	})
	r.start(p.Producers, func(i int) {
		produce(shared, i, uint64(p.Messages/p.Producers))
		if atomic.AddInt64(&producing, -1) == 0 {
			close(shared)
		}
	})
	return r.time()
}

// produce sends a producer's share: the numbers from its own times the share on.
func produce(to chan<- uint64, producer int, share uint64) {
	first := uint64(producer) * share
	for i := uint64(0); i < share; i++ {
		to <- first + i
	}
}
