// The yardstick: the actor mesh as a bare Go program, with nothing around it.
//
// No contract, no recording, no watchdog, no count of deliveries. What the runtime in ../../go measures with
// recording off is held against this program, so nothing here may be slower than a straightforward program has to be.
//
// One line a timed round on standard output: the answer and the nanoseconds it took.
//
// The Go is that of 1.18 without type parameters, so that the same program is gccgo's yardstick too.
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
)

func main() {
	var m mesh
	flag.IntVar(&m.actors, "actors", 10_000, "actors")
	flag.IntVar(&m.messages, "messages", 1_000_000, "deliveries in all")
	flag.IntVar(&m.inFlight, "in-flight", 1_000, "tokens under way")
	flag.IntVar(&m.bound, "mailbox", 64, "bound of a mailbox, 0 = unbounded")
	payload := flag.Int("payload", 0, "bytes a hop, a multiple of 8")
	flag.Uint64Var(&m.seed, "seed", 42, "seed")
	warmup := flag.Int("warmup", 2, "rounds that are not printed")
	iterations := flag.Int("iterations", 5, "rounds that are")
	workers := flag.Int("workers", 0, "GOMAXPROCS, 0 = one a processor")
	flag.Parse()

	m.words = *payload / 8
	if m.inFlight > m.messages {
		m.inFlight = m.messages // more tokens would have no hop to make
	}
	if m.actors < 1 || m.inFlight < 1 || m.bound < 0 || *payload < 0 || *payload%8 != 0 {
		fmt.Fprintln(os.Stderr, "a number is out of range")
		os.Exit(2)
	}
	if *workers > 0 {
		runtime.GOMAXPROCS(*workers)
	}
	for i := 0; i < *warmup+*iterations; i++ {
		runtime.GC() // one round's garbage is not the next one's
		answer, elapsed := m.round()
		if i >= *warmup {
			fmt.Printf("%016x %d\n", answer, elapsed.Nanoseconds())
		}
	}
}
