package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
)

type request struct {
	Contract   int        `json:"contract"`
	Workload   string     `json:"workload"`
	Warmup     int        `json:"warmup"`
	Iterations int        `json:"iterations"`
	Parameters parameters `json:"parameters"`
	Settings   settings   `json:"settings"`
}

// parameters are actor-mesh's.
type parameters struct {
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

// parseRequest reads the request and refuses what can't be run. A name that this program doesn't know is refused
// too: run without it, the figures would be of something else than was asked for.
func parseRequest(line []byte) (*request, error) {
	const missing = -1 // below every range, so that an absent number is refused
	r := &request{Warmup: missing, Iterations: missing, Settings: defaultSettings}
	r.Parameters = parameters{Actors: missing, Messages: missing, InFlight: missing, Mailbox: missing, Payload: missing,
		Retain: missing, Work: missing, Tail: missing, Skew: missing, Rate: missing, Hops: missing}
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(r); err != nil {
		return nil, fmt.Errorf("the request can't be read: %v", err)
	}
	if r.Contract != contractVersion {
		return nil, fmt.Errorf("contract %d is not spoken here, only %d", r.Contract, contractVersion)
	}
	if r.Workload != "actor-mesh" {
		return nil, fmt.Errorf("the workload %q is not one of this runtime's", r.Workload)
	}
	if r.Warmup < 0 || r.Iterations < 0 || r.Warmup+r.Iterations < 1 {
		return nil, fmt.Errorf("warmup %d and iterations %d ask for no round", r.Warmup, r.Iterations)
	}
	if err := r.Settings.check(); err != nil {
		return nil, err
	}
	return r, r.Parameters.check()
}

func (p *parameters) check() (err error) {
	const most = 1 << 53 // the contract's bound of a number
	for _, n := range []struct {
		name        string
		value       int64
		least, most int64
	}{
		{"actors", p.Actors, 1, 1 << 31},
		{"messages", p.Messages, 1, most},
		{"inFlight", p.InFlight, 1, 1 << 31},
		{"mailbox", p.Mailbox, 0, 1 << 31},
		{"payload", p.Payload, 0, 1 << 31},
		{"retain", p.Retain, 0, 1 << 31},
		{"work", p.Work, 0, 1 << 31},
		{"tail", p.Tail, 0, 1},
		{"skew", p.Skew, 0, 255},
		{"rate", p.Rate, 0, most},
		{"hops", p.Hops, 1, most},
	} {
		if n.value < n.least || n.value > n.most {
			return fmt.Errorf("%s is %d or missing, not within %d and %d", n.name, n.value, n.least, n.most)
		}
	}
	if p.Payload%8 != 0 {
		return fmt.Errorf("payload is %d, not a multiple of 8", p.Payload)
	}
	if p.Rate > 0 && p.Messages%p.Hops != 0 {
		return fmt.Errorf("hops is %d and doesn't divide messages, which is %d", p.Hops, p.Messages)
	}
	if p.Record != "all" && p.Record != "64" && p.Record != "off" {
		return fmt.Errorf("record is %q, not all, 64 or off", p.Record)
	}
	if p.Message != "reused" && p.Message != "fresh" {
		return fmt.Errorf("message is %q, not reused or fresh", p.Message)
	}
	if p.seed, err = strconv.ParseUint(p.Seed, 10, 64); err != nil {
		return fmt.Errorf("seed is %q, not a decimal number of 64 bits", p.Seed)
	}
	return nil
}
