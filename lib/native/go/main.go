// The runtime `go`: goroutines and channels, speaking the contract of ../CONTRACT.md.
//
// # Layout
//
//	main.go        one request in, one run, an exit status
//	contract.go    the lines that are written
//	request.go     the request that is read; check.go: what it may say
//	settings.go    GOMAXPROCS, GOGC, GOMEMLIMIT
//	workloads.go   the workloads by name; each is a file of its name, of its parameters, their check, and its round
//	round.go       what rounds share: the tasks' start, the gate, what came out
//	clock.go       the clock's boundary, and how a round ends
//	tally.go       how a task counts
//	watchdog.go    progress from outside, and the end of a run that makes none
//	meters.go      processor time, collections, faults, memory
//	file_limit.go  how many files may be open
//	histogram.go   HdrHistogram's layout
//	ticker.go      what wants to run each millisecond, beside hog and deep-stack
//	ffi_cgo.go     the way into C, with add.c; ffi_none.go where there is no cgo
//
// and of actor-mesh, besides actor_mesh.go:
//
//	actor.go       the hop
//	injector.go    the task that sends the first tokens, at once or on a schedule
//	queue.go       the unbounded mailbox
//	recorder.go    where latencies go
//
// The Go of these files is that of 1.18 without type parameters, so that gccgo can build them too; what
// differs between compilers stands in compiler_*.go.
package main

import (
	"bufio"
	"errors"
	"fmt"
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
		endOfInput(in)
		files.abandon()
		os.Exit(exitCancelled)
	}()
	os.Exit(serve(request, out))
}

// serve runs one request and returns the exit status.
func serve(line []byte, out *lines) int {
	raiseFileLimit()
	r, err := parseRequest(line)
	if err != nil {
		out.write(errorLine{"error", "refused", err.Error()})
		return exitRefused
	}
	r.Settings.apply()
	out.write(newHello(r.workload))
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
		round := newRound(i, out)
		err := r.workload.play(round)
		round.unwatch()
		if err != nil {
			return err
		}
		line := round.line()
		if line.Deliveries != r.workload.units() {
			return fmt.Errorf("%d units were counted, not %d", line.Deliveries, r.workload.units())
		}
		out.write(line)
	}
	return nil
}
