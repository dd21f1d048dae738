package main

import "sync"

// queue is an unbounded mailbox of one receiver. Go has no unbounded channel. Senders append to a slice; the receiver
// takes the whole slice at once and leaves the one it has emptied, so a backlog costs one lock, not one a message.
type queue struct {
	lock     sync.Mutex
	arrived  []*token
	sleeping bool
	closed   bool
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

// take waits for a message. Like a channel's receive it says false when the queue is closed and empty.
func (q *queue) take() (*token, bool) {
	if q.next == len(q.taken) && !q.refill() {
		return nil, false
	}
	t := q.taken[q.next]
	q.taken[q.next] = nil // or the slice would keep a payload alive
	q.next++
	return t, true
}

func (q *queue) refill() bool {
	q.lock.Lock()
	defer q.lock.Unlock()
	for len(q.arrived) == 0 {
		if q.closed {
			return false
		}
		q.sleeping = true
		q.lock.Unlock()
		<-q.wake
		q.lock.Lock()
	}
	q.taken, q.arrived = q.arrived, q.taken[:0]
	q.next = 0
	return true
}

// close is called by the one who knows that nothing is sent any more.
func (q *queue) close() {
	q.lock.Lock()
	q.closed = true
	sleeping := q.sleeping
	q.sleeping = false
	q.lock.Unlock()
	if sleeping {
		q.wake <- struct{}{}
	}
}
