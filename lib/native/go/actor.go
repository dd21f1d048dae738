package main

import (
	"math/bits"
	"sync/atomic"
)

// token travels as a pointer: by value, 10,000 mailboxes of 64 slots would take 40 MB instead of 6.
type token struct {
	state   uint64
	z       uint64 // the draw that sent it here
	left    int64  // hops to go, this one included
	stamp   int64  // set only if the hop that z draws is recorded
	payload []uint64
	trace   *trace // nil where nothing is recorded
}

// actor is what a goroutine keeps between hops, on its own stack: a line elsewhere would be one more to fetch a hop.
type actor struct {
	self      uint64
	sum       uint64
	delivered uint64
	kept      [][]uint64 // the last payloads, a ring
	oldest    int
	tally     *tally
}

// unread stands for a clock that hasn't been read in this hop.
const unread int64 = -1

// runActor is the goroutine. The two kinds of mailbox differ only in how a message is taken and put.
func runActor(self uint64, m *mesh) {
	defer m.gone.Done()
	a := actor{self: self, tally: &m.tallies[self]}
	defer a.end()
	if m.channels != nil {
		mailbox := m.channels[self]
		<-mailbox
		m.ready.Done()
		for t := range mailbox {
			if t = a.hop(m, t); t != nil {
				m.channels[m.destination(t.z)] <- t
			}
		}
		return
	}
	mailbox := m.queues[self]
	mailbox.take()
	m.ready.Done()
	for t, more := mailbox.take(); more; t, more = mailbox.take() {
		if t = a.hop(m, t); t != nil {
			m.queues[m.destination(t.z)].put(t)
		}
	}
}

// end hands over what is still private.
func (a *actor) end() {
	a.tally.sum = a.sum
	atomic.StoreUint64(&a.tally.delivered, a.delivered)
}

// hop receives a token and returns what is to be sent, nil if that was its last hop.
func (a *actor) hop(m *mesh, t *token) *token {
	now := unread
	if m.recorded(t.z) {
		now = m.clock()
		t.trace.hop(now-t.stamp, m)
	}
	for _, word := range t.payload {
		a.sum += word
	}
	if m.retain > 0 {
		a.keep(t.payload, m.retain)
	}
	a.sum += mix(t.z ^ a.self)
	if m.work > 0 {
		a.sum += m.think(t.z)
		now = unread // work is no latency: the stamp is read after it
	}
	a.delivered++
	if a.delivered&m.unseen == 0 {
		atomic.StoreUint64(&a.tally.delivered, a.delivered)
	}

	t.left--
	if t.left == 0 {
		m.retire(t)
		return nil
	}
	m.draw(t)
	if m.recorded(t.z) {
		if now == unread {
			now = m.clock()
		}
		t.stamp = now
	}
	if m.fresh {
		another := *t
		t = &another
	}
	m.load(t)
	return t
}

func (a *actor) keep(payload []uint64, most int) {
	if len(a.kept) < most {
		a.kept = append(a.kept, payload)
		return
	}
	a.kept[a.oldest] = payload
	a.oldest++
	if a.oldest == len(a.kept) {
		a.oldest = 0
	}
}

// draw moves a token's generator on by a hop.
func (m *mesh) draw(t *token) {
	t.state += gamma
	t.z = mix(t.state)
}

func (m *mesh) destination(z uint64) uint64 {
	among := m.among
	if z&255 < m.skew {
		among = m.favoured
	}
	return (z >> 32) * among >> 32
}

// load gives the token a payload of its own.
func (m *mesh) load(t *token) {
	if m.words > 0 {
		payload := make([]uint64, m.words)
		for i := range payload {
			payload[i] = t.z
		}
		t.payload = payload
	}
}

// think is the work of a hop.
func (m *mesh) think(z uint64) uint64 {
	rounds := m.work
	if m.tail {
		rounds <<= uint(bits.TrailingZeros64(z>>16 | 1<<12))
	}
	x := z
	for ; rounds > 0; rounds-- {
		x = mix(x)
	}
	return x
}
