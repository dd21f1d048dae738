package main

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// mesh is one round of actor-mesh: what its actors share. They only read it, apart from the last fields.
type mesh struct {
	among, favoured uint64 // actors in all, and those that skew prefers
	skew            uint64
	work            uint64
	words           int64 // of a payload
	retain          int   // payloads that an actor keeps
	tail, fresh     bool
	open            bool // the open loop

	// A hop is recorded if z&mask == hit: always, for one in 64, or never. Never reads no clock.
	mask, hit uint64

	// An actor shows its deliveries to the watchdog when delivered&unseen == 0: after every one if they are slow, so that
	// none passes for a deadlock; one in 16 otherwise, since showing them is a cache miss.
	unseen uint64

	p        *actorMesh
	tokens   int64
	channels []chan *token // the mailboxes, if bounded
	queues   []*queue      // the mailboxes, if not
	tallies  []tally
	epoch    time.Time // the clock's start
	schedule []int64   // open loop: the intended starts
	recorder recorder
	ready    sync.WaitGroup
	gone     sync.WaitGroup
	finished chan<- int64
	_        [64]byte
	retired  int64 // atomic, as is the next one
	started  int64 // open loop: tokens that the pacer has sent
	_        [64]byte
}

func newMesh(p *actorMesh) *mesh {
	m := &mesh{
		among: uint64(p.Actors), favoured: 1, skew: uint64(p.Skew), work: uint64(p.Work), words: p.Payload / 8,
		tail: p.Tail == 1, fresh: p.Message == "fresh", open: p.Rate > 0,
		p: p, tokens: p.InFlight,
	}
	if p.Actors >= 200 {
		m.favoured = m.among / 100
	}
	if m.tokens > p.Messages {
		m.tokens = p.Messages // the others have no hop to make
	}
	if m.open {
		m.tokens = p.Messages / p.Hops
	}
	switch p.Record {
	case "all":
		m.mask, m.hit = 0, 0
	case "64":
		m.mask, m.hit = 63<<8, 0
	case "off":
		m.mask, m.hit = 0, 1
	}
	if p.Payload > 0 {
		m.retain = int(p.Retain)
	}
	if p.Work == 0 && p.Payload <= 4096 {
		m.unseen = 15
	}
	m.recorder.reset()
	return m
}

func (m *mesh) clock() int64 {
	return int64(time.Since(m.epoch))
}

func (m *mesh) recorded(z uint64) bool {
	return z&m.mask == m.hit
}

// play runs the mesh, from the first actor to the last one's end.
func (p *actorMesh) play(r *round) error {
	m := newMesh(p)
	m.finished = r.finished
	m.tallies = r.count(p.Actors, p.Messages/p.Actors)
	r.rests, r.moved, r.stuck = m.mayRest, m.tokensRetired, m.stuck
	r.begin()
	m.start()
	r.gather()
	inject := m.injector()
	m.gone.Add(1)
	if err := r.timeTask(func() { m.epoch = r.epoch; inject() }); err != nil {
		return err
	}
	m.end()
	r.histograms = m.recorder.histograms()
	if m.open {
		r.metrics["offered_per_s"] = m.offered()
	}
	return nil
}

// start makes the actors and waits until each has acknowledged a message.
func (m *mesh) start() {
	n := int(m.p.Actors)
	if m.p.Mailbox > 0 {
		m.channels = make([]chan *token, n)
	} else {
		m.queues = make([]*queue, n)
	}
	for i := 0; i < n; i++ {
		if m.channels != nil {
			m.channels[i] = make(chan *token, m.p.Mailbox)
		} else {
			m.queues[i] = newQueue()
		}
	}
	m.ready.Add(n)
	m.gone.Add(n)
	for i := 0; i < n; i++ {
		go runActor(uint64(i), m)
	}
	for i := 0; i < n; i++ {
		m.send(uint64(i), nil)
	}
	m.ready.Wait()
}

// send puts a token into a mailbox; for those who aren't actors.
func (m *mesh) send(dest uint64, t *token) {
	if m.channels != nil {
		m.channels[dest] <- t
	} else {
		m.queues[dest].put(t)
	}
}

// retire ends a token. Only here does a hop touch what others write.
func (m *mesh) retire(t *token) {
	retired := atomic.AddInt64(&m.retired, 1)
	var now int64
	if m.open || retired == m.tokens {
		now = m.clock()
	}
	if retired == m.tokens {
		m.finished <- now
	}
	if retired == 1 && !m.open {
		atomic.StoreUint32(&m.recorder.draining, 1)
	}
	if t.trace != nil {
		t.trace.retire(now, m)
	}
}

// end closes the mailboxes, which ends the actors, and waits until they are gone.
func (m *mesh) end() {
	for _, c := range m.channels {
		close(c)
	}
	for _, q := range m.queues {
		q.close()
	}
	m.gone.Wait()
}

// mayRest says whether nothing has to move: when all is retired, and while the pacer waits with no token under way.
func (m *mesh) mayRest() bool {
	retired := m.tokensRetired()
	return retired == m.tokens || m.open && atomic.LoadInt64(&m.started) == retired
}

func (m *mesh) tokensRetired() int64 {
	return atomic.LoadInt64(&m.retired)
}

func (m *mesh) stuck() string {
	return fmt.Sprintf("no message was delivered and no token retired; %d of %d tokens were retired", m.tokensRetired(), m.tokens)
}
