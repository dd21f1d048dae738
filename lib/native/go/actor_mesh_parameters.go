package main

import "fmt"

// actorMesh is the workload by its parameters.
type actorMesh struct {
	Actors   int64  `json:"actors"`
	Messages int64  `json:"messages"`
	InFlight int64  `json:"inFlight"`
	Mailbox  int64  `json:"mailbox"`
	Payload  int64  `json:"payload"`
	Retain   int64  `json:"retain"`
	Work     int64  `json:"work"`
	Tail     int64  `json:"tail"`
	Skew     int64  `json:"skew"`
	Rate     int64  `json:"rate"`
	Hops     int64  `json:"hops"`
	Record   string `json:"record"`
	Message  string `json:"message"`
	Seed     string `json:"seed"`

	seed uint64
}

func newActorMesh() workload {
	return &actorMesh{Actors: missing, Messages: missing, InFlight: missing, Mailbox: missing, Payload: missing,
		Retain: missing, Work: missing, Tail: missing, Skew: missing, Rate: missing, Hops: missing}
}

func (p *actorMesh) units() int64 { return p.Messages }

func (p *actorMesh) notes() map[string]string {
	return map[string]string{
		"mailbox": "bounded: a channel of pointers; unbounded: a mutex and two slices that the receiver swaps, " +
			"and a channel of one to wake it",
		"message": "a pointer to a token of 64 bytes",
		"count":   "deliveries: an atomic store of the actor's own word a hop, in every mode of recording",
		"record": "a token carries a buffer of latencies (240 bytes), emptied into one of a few histograms when full or at its retirement; " +
			"the open loop takes a clock read a token",
	}
}

func (p *actorMesh) check() (err error) {
	if err := within(
		number{"actors", p.Actors, 1, 1 << 31},
		number{"messages", p.Messages, 1, most},
		number{"inFlight", p.InFlight, 1, 1 << 31},
		number{"mailbox", p.Mailbox, 0, 1 << 31},
		number{"payload", p.Payload, 0, 1 << 31},
		number{"retain", p.Retain, 0, 1 << 31},
		number{"work", p.Work, 0, 1 << 31},
		number{"tail", p.Tail, 0, 1},
		number{"skew", p.Skew, 0, 255},
		number{"rate", p.Rate, 0, most},
		number{"hops", p.Hops, 1, most},
	); err != nil {
		return err
	}
	if p.Payload%8 != 0 {
		return fmt.Errorf("payload is %d, not a multiple of 8", p.Payload)
	}
	if p.Rate > 0 {
		if err := divides("hops", p.Hops, "messages", p.Messages); err != nil {
			return err
		}
	}
	if err := among("record", p.Record, "all", "64", "off"); err != nil {
		return err
	}
	if err := among("message", p.Message, "reused", "fresh"); err != nil {
		return err
	}
	p.seed, err = seedOf(p.Seed)
	return err
}
