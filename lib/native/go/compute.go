package main

// compute is work that waits for nothing.
type compute struct {
	N    int64  `json:"n"`
	Size int64  `json:"size"`
	Seed string `json:"seed"`

	seed uint64
}

func newCompute() workload { return &compute{N: missing, Size: missing} }

func (p *compute) units() int64 { return p.N }

func (p *compute) notes() map[string]string { return nil }

func (p *compute) check() (err error) {
	if err := within(number{"n", p.N, 1, 1 << 24}, number{"size", p.Size, 0, most}); err != nil {
		return err
	}
	p.seed, err = seedOf(p.Seed)
	return err
}

func (p *compute) play(r *round) error {
	r.computes()
	r.countTasks(p.N)
	r.begin()
	r.each(func(i int) uint64 {
		return mixed(mix(p.seed+uint64(i)), p.Size)
	})
	return r.time()
}
