package main

// pingPong is a wake-up and a switch: pairs of tasks that pass a message to and fro.
type pingPong struct {
	Pairs  int64 `json:"pairs"`
	Rounds int64 `json:"rounds"`
}

func newPingPong() workload { return &pingPong{missing, missing} }

func (p *pingPong) units() int64 { return p.Pairs * p.Rounds }

func (p *pingPong) notes() map[string]string { return nil }

func (p *pingPong) check() error {
	return within(number{"pairs", p.Pairs, 1, 1 << 24}, number{"rounds", p.Rounds, 1, 1 << 40})
}

func (p *pingPong) play(r *round) error {
	to, fro := channelsOf(p.Pairs, 1), channelsOf(p.Pairs, 1)
	r.count(2*p.Pairs, p.Rounds)
	r.until(p.Pairs)
	r.begin()
	r.start(2*p.Pairs, func(i int) {
		c, pair := r.counter(i), i/2
		if i%2 == 0 {
			p.serve(pair, &c, to[pair], fro[pair])
			c.end()
			r.done()
		} else {
			p.answer(&c, to[pair], fro[pair])
			c.end()
		}
	})
	return r.time()
}

// serve is the first of a pair: it counts the round trips.
func (p *pingPong) serve(pair int, c *counter, to chan<- uint64, fro <-chan uint64) {
	first := uint64(pair) * uint64(p.Rounds)
	for i := uint64(0); i < uint64(p.Rounds); i++ {
		to <- first + i
		<-fro
		c.one()
	}
}

// answer is the second: it adds.
func (p *pingPong) answer(c *counter, to <-chan uint64, fro chan<- uint64) {
	for i := int64(0); i < p.Rounds; i++ {
		v := <-to
		c.sum += mix(v)
		fro <- v
	}
}

func channelsOf(n, capacity int64) []chan uint64 {
	channels := make([]chan uint64, n)
	for i := range channels {
		channels[i] = make(chan uint64, capacity)
	}
	return channels
}
