package main

import "sync/atomic"

// tally is what others see of a task that counts many units: a cache line of its own.
type tally struct {
	delivered uint64 // read by the watchdog while it grows, hence atomic
	sum       uint64 // set at the end
	_         [64 - 16]byte
}

// counter is the task's own side of a tally. It shows its units when delivered&unseen == 0.
type counter struct {
	delivered, sum, unseen uint64
	tally                  *tally
}

// counter gives task i its counter. Of many units one in 16 is shown, since showing them is an exchange on the bus.
func (r *round) counter(i int) counter {
	return counter{tally: &r.tallies[i], unseen: r.unseen}
}

func (c *counter) add(value uint64) {
	c.sum += value
	c.one()
}

func (c *counter) one() {
	c.delivered++
	if c.delivered&c.unseen == 0 {
		atomic.StoreUint64(&c.tally.delivered, c.delivered)
	}
}

// end hands over what is still private.
func (c *counter) end() {
	c.tally.sum = c.sum
	atomic.StoreUint64(&c.tally.delivered, c.delivered)
}
