package main

import (
	"fmt"
	"sync/atomic"
)

// spawn starts tasks and joins them, nothing else.
type spawn struct {
	N     int64  `json:"n"`
	Shape string `json:"shape"`
}

func newSpawn() workload { return &spawn{N: missing} }

func (p *spawn) units() int64 {
	if p.Shape == "tree" {
		return p.N + (p.N-1)/9
	}
	return p.N
}

func (p *spawn) notes() map[string]string {
	return map[string]string{
		"join": "a goroutine has no handle: flat, it returns through a channel of one that is its own; in a tree, ten share their node's channel of ten",
	}
}

func (p *spawn) check() error {
	if err := within(number{"n", p.N, 1, 1 << 31}); err != nil {
		return err
	}
	if p.Shape == "tree" {
		for leaves := p.N; leaves > 1; leaves /= 10 {
			if leaves%10 != 0 {
				return fmt.Errorf("n is %d, not a power of ten, as a tree's has to be", p.N)
			}
		}
	}
	return among("shape", p.Shape, "flat", "tree")
}

func (p *spawn) play(r *round) error {
	t := new(tree)
	r.moved = func() int64 { return atomic.LoadInt64(&t.moved) }
	r.count(1, p.N)
	r.until(1)
	r.begin()
	r.gather()
	return r.timeTask(func() {
		c := r.counter(0)
		if p.Shape == "flat" {
			p.flat(&c, t)
		} else {
			root := make(chan branch, 1)
			go t.node(root, 0, uint64(p.N))
			all := <-root
			c.sum, c.delivered = all.sum, all.tasks
		}
		c.end()
		r.done()
	})
}

func (p *spawn) flat(c *counter, t *tree) {
	futures := make([]chan uint64, p.N)
	for i := range futures {
		future := make(chan uint64, 1)
		futures[i] = future
		go func(i uint64) { future <- mix(i) }(uint64(i))
		if i%1024 == 0 {
			atomic.AddInt64(&t.moved, 1)
		}
	}
	for _, future := range futures {
		c.add(<-future)
	}
}

// tree shows the watchdog that it grows: its nodes count only when all are back.
type tree struct{ moved int64 }

// branch is what a node returns.
type branch struct{ sum, tasks uint64 }

func (t *tree) node(parent chan<- branch, first, leaves uint64) {
	if leaves == 1 {
		parent <- branch{mix(first), 1}
		return
	}
	children := make(chan branch, 10)
	for k := uint64(0); k < 10; k++ {
		go t.node(children, first+k*(leaves/10), leaves/10)
	}
	total := branch{tasks: 1}
	for k := 0; k < 10; k++ {
		child := <-children
		total.sum += child.sum
		total.tasks += child.tasks
	}
	if leaves == 1000 {
		atomic.AddInt64(&t.moved, 1)
	}
	parent <- total
}
