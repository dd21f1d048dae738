package main

import (
	"math"
	"sync/atomic"
	"time"
)

// injector prepares the tokens, or their schedule, and returns the task that sends them.
func (m *mesh) injector() func() {
	if m.open {
		m.schedule = m.newSchedule()
		return m.pace
	}
	tokens := make([]*token, m.tokens)
	for k := range tokens {
		tokens[k] = m.newToken(int64(k))
	}
	return func() {
		defer m.gone.Done()
		for _, t := range tokens {
			m.sendFirst(t, unread)
		}
	}
}

// newToken makes token k, ready to draw its first hop.
func (m *mesh) newToken(k int64) *token {
	t := &token{state: mix(m.p.seed + uint64(k+1)*gamma), left: m.p.Messages / m.tokens}
	if k < m.p.Messages%m.tokens {
		t.left++
	}
	if m.open || m.p.Record != "off" {
		t.trace = newTrace(k)
	}
	return t
}

func (m *mesh) sendFirst(t *token, now int64) {
	m.draw(t)
	if m.recorded(t.z) {
		if now == unread {
			now = m.clock()
		}
		t.stamp = now
	}
	m.load(t)
	m.send(m.destination(t.z), t)
}

// newSchedule gives the intended start of every token, in nanoseconds after the clock's.
func (m *mesh) newSchedule() []int64 {
	schedule := make([]int64, m.tokens)
	seconds := 0.0
	for k := range schedule {
		u := (float64(mix(m.p.seed^uint64(k+1)*gamma)>>11) + 0.5) / (1 << 53)
		seconds -= math.Log(u) * float64(m.p.Hops) / float64(m.p.Rate)
		schedule[k] = int64(seconds * 1e9)
	}
	return schedule
}

// pace is the open loop's task: it sleeps until the next intended start and never spins; when late it sends at once.
func (m *mesh) pace() {
	defer m.gone.Done()
	for k, intended := range m.schedule {
		now := m.clock()
		for now < intended {
			time.Sleep(time.Duration(intended - now))
			now = m.clock()
		}
		t := m.newToken(int64(k))
		t.trace.intended, t.trace.started = intended, now
		atomic.StoreInt64(&m.started, int64(k+1))
		m.sendFirst(t, now)
	}
}

// offered is the rate that the schedule asked for.
func (m *mesh) offered() float64 {
	return float64(m.p.Messages) / (float64(m.schedule[len(m.schedule)-1]) / 1e9)
}
