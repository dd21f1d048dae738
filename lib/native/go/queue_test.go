package main

import (
	"sync"
	"testing"
)

func TestQueueKeepsEachSendersOrder(t *testing.T) {
	const senders, each = 4, 5000
	q := newQueue()
	var sent sync.WaitGroup
	for s := 0; s < senders; s++ {
		sent.Add(1)
		go func(s uint64) {
			defer sent.Done()
			for i := uint64(1); i <= each; i++ {
				q.put(&token{state: s, z: i})
			}
		}(uint64(s))
	}
	go func() { sent.Wait(); q.close() }()
	var last [senders]uint64
	for m, more := q.take(); more; m, more = q.take() {
		if m.z != last[m.state]+1 {
			t.Fatalf("message %d of sender %d came after %d", m.z, m.state, last[m.state])
		}
		last[m.state] = m.z
	}
	for s, n := range last {
		if n != each {
			t.Errorf("%d messages of sender %d came", n, s)
		}
	}
}
