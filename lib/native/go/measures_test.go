package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

func TestDeepStackHoldsItsWords(t *testing.T) {
	line := one(t, "deep-stack", `{"depth":1000,"tasks":10}`)
	for _, name := range []string{"first_call", "second_call"} {
		if n := count(line.Histograms[name]); n != 10 {
			t.Errorf("%s has %d values", name, n)
		}
	}
	if bytes := line.Metrics["stack_bytes"]; stackIsOnePiece && (bytes < 999*64 || bytes > 999*64*4) {
		t.Errorf("%v bytes of stack", bytes)
	}
}

// A task at rest is a stack of 2 KiB, less what earlier tasks left to it, and of more when it waits in deep calls.
func TestIdleTasksWeigh(t *testing.T) {
	weigh := func(changes string) float64 {
		m := one(t, "idle-tasks", changes).Metrics
		for _, name := range []string{"rss_before_bytes", "idle_rss_bytes", "kernel_before_bytes", "idle_kernel_bytes"} {
			if m[name] <= 0 {
				t.Errorf("no %s", name)
			}
		}
		return m["idle_heap_bytes"] - m["heap_before_bytes"]
	}
	flat, deep := weigh(`{"n":2000}`), weigh(`{"n":2000,"depth":200}`)
	if stackIsOnePiece && (flat < 2000*1500 || deep < 2000*8192) {
		t.Errorf("%v bytes at rest, %v in deep calls", flat, deep)
	}
}

func TestEverySleepIsRecorded(t *testing.T) {
	line := one(t, "timers", `{"n":300,"spread":3000}`)
	if n := count(line.Histograms["late"]); n != 300 {
		t.Errorf("%d values", n)
	}
}

func TestSleepOnPurposeIsNoDeadlock(t *testing.T) {
	shortenWatchdog(t) // 100 ms
	// The one task sleeps 179 ms.
	if line := one(t, "timers", `{"n":1,"spread":3600000,"seed":"1"}`); line.ElapsedNs < int64(178*time.Millisecond) {
		t.Errorf("slept %d ns only", line.ElapsedNs)
	}
}

func TestComputingIsNoDeadlock(t *testing.T) {
	shortenWatchdog(t)
	if line := one(t, "compute", `{"n":1,"size":100000000}`); line.ElapsedNs < int64(110*time.Millisecond) {
		t.Errorf("%d ns are too short to tell", line.ElapsedNs)
	}
}

// A task that never comes to its end.
type stuck struct{ compute }

func (s *stuck) play(r *round) error {
	r.countTasks(2)
	r.begin()
	r.each(func(i int) uint64 {
		if i == 1 {
			select {}
		}
		return 0
	})
	return r.time()
}

func TestTaskThatNeverEndsIsADeadlock(t *testing.T) {
	shortenWatchdog(t)
	if _, err := play(new(stuck)); !errors.Is(err, errDeadlock) {
		t.Errorf("%v", err)
	}
}

func TestFilesAreGoneAfterTheRoundAndAfterACancellation(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	one(t, "file-read", `{"files":5,"size":800}`)
	if left, _ := filepath.Glob(folder + "/*"); len(left) > 0 {
		t.Errorf("%v is left", left)
	}

	program := exec.Command(os.Args[0])
	program.Env = append(os.Environ(), "INTERLEAVE_BE_THE_PROGRAM=1")
	input, err := program.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	input.Write(append(bytes.TrimSpace(asking(t, "file-read", `{"files":100000,"size":8000}`)), '\n'))
	for found := false; !found; time.Sleep(time.Millisecond) {
		written, _ := filepath.Glob(folder + "/*/10")
		found = len(written) > 0
	}
	input.Close()
	program.Wait()
	if status := program.ProcessState.ExitCode(); status != exitCancelled {
		t.Errorf("status %d", status)
	}
	if left, _ := filepath.Glob(folder + "/*"); len(left) > 0 {
		t.Errorf("%v is left", left)
	}
}
