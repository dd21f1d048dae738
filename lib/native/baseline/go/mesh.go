package main

import (
	"sync"
	"sync/atomic"
	"time"
)

const gamma = 0x9e3779b97f4a7c15

func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// token travels as a pointer: by value, 10,000 mailboxes of 64 slots would take 30 MB instead of 6.
type token struct {
	state, z uint64
	left     int
	payload  []uint64
}

// mesh holds the parameters and what the actors of one round share.
type mesh struct {
	actors, messages, inFlight, bound, words int
	seed                                     uint64

	channels []chan *token // the mailboxes, if bounded
	queues   []*queue      // the mailboxes, if not
	ready    sync.WaitGroup
	gone     sync.WaitGroup
	retired  int64 // atomic
	finished chan time.Time
}

// round runs the mesh once: actors start and acknowledge, the clock runs until the last token retires, actors end.
func (m *mesh) round() (answer uint64, elapsed time.Duration) {
	m.channels, m.queues = nil, nil
	m.retired = 0
	m.finished = make(chan time.Time, 1)
	sums := make([]uint64, m.actors)
	m.ready.Add(m.actors)
	m.gone.Add(m.actors)
	for i := 0; i < m.actors; i++ {
		if m.bound > 0 {
			m.channels = append(m.channels, make(chan *token, m.bound))
		} else {
			m.queues = append(m.queues, newQueue())
		}
	}
	for i := 0; i < m.actors; i++ {
		if m.bound > 0 {
			go m.channelActor(uint64(i), &sums[i])
		} else {
			go m.queueActor(uint64(i), &sums[i])
		}
	}
	for i := 0; i < m.actors; i++ {
		m.send(i, nil) // to be acknowledged
	}
	m.ready.Wait()

	start := time.Now()
	go m.inject()
	elapsed = (<-m.finished).Sub(start)

	for i := 0; i < m.actors; i++ {
		m.send(i, nil) // to end
	}
	m.gone.Wait()
	for _, sum := range sums {
		answer += sum
	}
	return answer, elapsed
}

func (m *mesh) send(dest int, t *token) {
	if m.bound > 0 {
		m.channels[dest] <- t
	} else {
		m.queues[dest].put(t)
	}
}

func (m *mesh) inject() {
	for k := 0; k < m.inFlight; k++ {
		t := &token{state: mix(m.seed + uint64(k+1)*gamma), left: m.messages / m.inFlight}
		if k < m.messages%m.inFlight {
			t.left++
		}
		m.send(int(m.next(t)), t)
	}
}

// next draws the token's next hop, fills its payload and says where it goes.
func (m *mesh) next(t *token) (dest uint64) {
	t.state += gamma
	t.z = mix(t.state)
	if m.words > 0 {
		t.payload = make([]uint64, m.words)
		for i := range t.payload {
			t.payload[i] = t.z
		}
	}
	return (t.z >> 32) * uint64(m.actors) >> 32
}

func (m *mesh) channelActor(self uint64, result *uint64) {
	defer m.gone.Done()
	mailbox := m.channels[self]
	<-mailbox
	m.ready.Done()
	var sum uint64
	for t := <-mailbox; t != nil; t = <-mailbox {
		sum += consume(t, self)
		if t.left--; t.left > 0 {
			m.channels[m.next(t)] <- t
		} else {
			m.retire()
		}
	}
	*result = sum
}

func (m *mesh) queueActor(self uint64, result *uint64) {
	defer m.gone.Done()
	mailbox := m.queues[self]
	mailbox.take()
	m.ready.Done()
	var sum uint64
	for t := mailbox.take(); t != nil; t = mailbox.take() {
		sum += consume(t, self)
		if t.left--; t.left > 0 {
			m.queues[m.next(t)].put(t)
		} else {
			m.retire()
		}
	}
	*result = sum
}

func consume(t *token, self uint64) (sum uint64) {
	for _, word := range t.payload {
		sum += word
	}
	return sum + mix(t.z^self)
}

func (m *mesh) retire() {
	if atomic.AddInt64(&m.retired, 1) == int64(m.inFlight) {
		m.finished <- time.Now()
	}
}
