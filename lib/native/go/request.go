package main

import (
	"bytes"
	"encoding/json"
	"fmt"
)

type request struct {
	Contract   int             `json:"contract"`
	Workload   string          `json:"workload"`
	Warmup     int             `json:"warmup"`
	Iterations int             `json:"iterations"`
	Parameters json.RawMessage `json:"parameters"`
	Settings   settings        `json:"settings"`

	workload workload
}

// parseRequest reads the request and refuses what can't be run. A name that this program doesn't know is refused
// too: run without it, the figures would be of something else than was asked for.
func parseRequest(line []byte) (*request, error) {
	r := &request{Warmup: missing, Iterations: missing, Settings: defaultSettings}
	if err := decode(line, r); err != nil {
		return nil, fmt.Errorf("the request can't be read: %v", err)
	}
	if r.Contract != contractVersion {
		return nil, fmt.Errorf("contract %d is not spoken here, only %d", r.Contract, contractVersion)
	}
	if r.Warmup < 0 || r.Iterations < 0 || r.Warmup+r.Iterations < 1 {
		return nil, fmt.Errorf("warmup %d and iterations %d ask for no round", r.Warmup, r.Iterations)
	}
	if err := r.Settings.check(); err != nil {
		return nil, err
	}
	blank, known := workloads[r.Workload]
	if !known {
		return nil, fmt.Errorf("the workload %q is not one of this runtime's", r.Workload)
	}
	r.workload = blank()
	if err := decode(r.Parameters, r.workload); err != nil {
		return nil, fmt.Errorf("the parameters of %s can't be read: %v", r.Workload, err)
	}
	return r, r.workload.check()
}

func decode(text []byte, into interface{}) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	return decoder.Decode(into)
}
