package main

import "sync"

// queue is an unbounded mailbox of one receiver. Senders append to a slice; the receiver takes the whole slice at
// once and leaves the one it has emptied, so a backlog costs one lock, not one a message.
type queue struct {
	lock     sync.Mutex
	arrived  []*token
	sleeping bool
	wake     chan struct{} // a full buffer of one is the wake-up

	taken []*token // the receiver's own
	next  int
}

func newQueue() *queue {
	return &queue{wake: make(chan struct{}, 1)}
}

func (q *queue) put(t *token) {
	q.lock.Lock()
	q.arrived = append(q.arrived, t)
	sleeping := q.sleeping
	q.sleeping = false
	q.lock.Unlock()
	if sleeping {
		q.wake <- struct{}{}
	}
}

func (q *queue) take() *token {
	if q.next == len(q.taken) {
		q.refill()
	}
	t := q.taken[q.next]
	q.taken[q.next] = nil // or the slice would keep a payload alive
	q.next++
	return t
}

func (q *queue) refill() {
	q.lock.Lock()
	for len(q.arrived) == 0 {
		q.sleeping = true
		q.lock.Unlock()
		<-q.wake
		q.lock.Lock()
	}
	q.taken, q.arrived = q.arrived, q.taken[:0]
	q.next = 0
	q.lock.Unlock()
}
