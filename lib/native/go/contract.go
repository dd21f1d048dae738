package main

import (
	"encoding/json"
	"fmt"
	"io"
	"sync"
	"time"
)

const contractVersion = 1

type helloLine struct {
	Line     string            `json:"line"`
	Contract int               `json:"contract"`
	Runtime  string            `json:"runtime"`
	Version  string            `json:"version"`
	Workers  int               `json:"workers"`
	Notes    map[string]string `json:"notes"`
}

type progressLine struct {
	Line       string `json:"line"`
	Round      int    `json:"round"`
	Deliveries int64  `json:"deliveries"`
}

type roundLine struct {
	Line       string                `json:"line"`
	Index      int                   `json:"index"`
	Answer     string                `json:"answer"`
	Deliveries int64                 `json:"deliveries"`
	ElapsedNs  int64                 `json:"elapsed_ns"`
	StartNs    int64                 `json:"start_ns"`
	Metrics    map[string]float64    `json:"metrics"`
	Histograms map[string][][2]int64 `json:"histograms"`
}

type doneLine struct {
	Line string `json:"line"`
}

type errorLine struct {
	Line    string `json:"line"`
	Kind    string `json:"kind"`
	Message string `json:"message"`
}

// lines writes one JSON object a line. The watchdog writes too, hence the lock.
type lines struct {
	lock sync.Mutex
	to   *json.Encoder
}

func newLines(to io.Writer) *lines {
	return &lines{to: json.NewEncoder(to)}
}

func (l *lines) write(line interface{}) {
	l.lock.Lock()
	defer l.lock.Unlock()
	l.to.Encode(line) // a reader that is gone has closed standard input as well
}

func newHello(w workload) helloLine {
	notes := map[string]string{
		"clock":     fmt.Sprintf("time.Since, monotonic, %.0f ns a read", costOfClock()),
		"timer":     "time.Sleep; an idle process waits in epoll, in whole milliseconds, so a short sleep can last 1 ms longer",
		"allocator": "Go's own, with its collector",
		"collector": "one forced collection before a round's tasks start, so no round pays for another's garbage; none is forced while the clock runs",
	}
	if callInC != nil && runtimeName == "go" {
		notes["libc"] = "the C library that ffi needs is mapped whatever the workload: some 2 MB more of resident memory"
	}
	for _, more := range []map[string]string{compilerNotes, w.notes()} {
		for name, note := range more {
			notes[name] = note
		}
	}
	return helloLine{"hello", contractVersion, runtimeName, version(), workers(), notes}
}

// costOfClock is what one clock read costs in a loop, in nanoseconds: the best of a few, as interruptions only add.
func costOfClock() float64 {
	const reads = 10000
	best := time.Hour
	base := time.Now()
	for i := 0; i < 5; i++ {
		before := time.Since(base)
		var last time.Duration
		for j := 0; j < reads; j++ {
			last = time.Since(base)
		}
		if took := last - before; took < best {
			best = took
		}
	}
	return float64(best) / reads
}
