// The runtime `go`: goroutines and channels, speaking the contract of ../CONTRACT.md.
//
// # Layout
//
//	main.go        one request in, one run, an exit status
//	contract.go    the lines: the request that is read, the lines that are written
//	request.go     what a request may say, and its check
//	settings.go    GOMAXPROCS, GOGC, GOMEMLIMIT
//	actor_mesh.go  the workload: a round from the first actor to the last
//	actor.go       the hop
//	injector.go    the task that sends the first tokens, at once or on a schedule
//	queue.go       the unbounded mailbox
//	recorder.go    where latencies go
//	histogram.go   HdrHistogram's layout
//	watchdog.go    progress from outside, and the end of a run that makes none
//	meters.go      processor time, collections, faults, memory
//
// The Go of these files is that of 1.18 without type parameters, so that gccgo can build them too.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
)

const (
	exitFailed    = 1
	exitRefused   = 2
	exitCancelled = 130
)

func main() {
	in := bufio.NewReader(os.Stdin)
	out := newLines(os.Stdout)
	request, err := in.ReadBytes('\n')
	if err != nil {
		os.Exit(exitCancelled)
	}
	go func() {
		// The end of standard input is the cancellation, wherever the run is.
		io.Copy(io.Discard, in)
		os.Exit(exitCancelled)
	}()
	os.Exit(serve(request, out))
}

// serve runs one request and returns the exit status.
func serve(line []byte, out *lines) int {
	r, err := parseRequest(line)
	if err != nil {
		out.write(errorLine{"error", "refused", err.Error()})
		return exitRefused
	}
	r.Settings.apply()
	out.write(newHello())
	if err := run(r, out); err != nil {
		kind := "failed"
		if errors.Is(err, errDeadlock) {
			kind = "deadlock"
		}
		out.write(errorLine{"error", kind, err.Error()})
		return exitFailed
	}
	out.write(doneLine{"done"})
	return 0
}

func run(r *request, out *lines) error {
	for i := 0; i < r.Warmup+r.Iterations; i++ {
		m := newMesh(r.Parameters)
		line, err := m.round(i, out)
		if err != nil {
			return err
		}
		if line.Deliveries != r.Parameters.Messages {
			return fmt.Errorf("%d messages were delivered, not %d", line.Deliveries, r.Parameters.Messages)
		}
		out.write(line)
	}
	return nil
}
