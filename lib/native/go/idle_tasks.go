package main

import (
	"fmt"
	"runtime"
	"time"
)

// idleTasks is what a task at rest weighs.
type idleTasks struct {
	N     int64 `json:"n"`
	Depth int64 `json:"depth"`
}

func newIdleTasks() workload { return &idleTasks{missing, missing} }

func (p *idleTasks) units() int64 { return p.N }

func (p *idleTasks) notes() map[string]string {
	return map[string]string{
		"memory": "heap: live objects and all stacks in use (runtime.MemStats), after a forced collection; kernel: VmPTE and 16 KiB a thread; " +
			"what goroutines took is kept for later ones, so only the first round grows",
	}
}

func (p *idleTasks) check() error {
	if err := within(number{"n", p.N, 1, 1 << 26}, number{"depth", p.Depth, 0, 2000000}); err != nil {
		return err
	}
	if wanted, available := p.predicted(), availableBytes(); available > 0 && wanted > available {
		return fmt.Errorf("n is %d, which would take about %d MiB, and %d MiB of memory are available", p.N, wanted>>20, available>>20)
	}
	return nil
}

// predicted is what the tasks will weigh at least: a stack of a power of two, and the runtime's own record of 700 bytes.
func (p *idleTasks) predicted() int64 {
	stack := int64(2048)
	for stack < 600+64*p.Depth {
		stack *= 2
	}
	return p.N * (stack + 700)
}

func (p *idleTasks) play(r *round) error {
	r.countTasks(p.N)
	r.begin()
	before := weigh()
	r.started = time.Now()
	r.ready.Add(int(p.N))
	r.gone.Add(int(p.N))
	for i := 0; i < int(p.N); i++ {
		go p.task(r, i)
	}
	r.gather()
	idle := weigh()
	if err := r.timeTask(nil); err != nil {
		return err
	}
	before.into(r.metrics, "rss_before_bytes", "kernel_before_bytes", "heap_before_bytes")
	idle.into(r.metrics, "idle_rss_bytes", "idle_kernel_bytes", "idle_heap_bytes")
	return nil
}

func (p *idleTasks) task(r *round, i int) {
	defer r.gone.Done()
	p.nest(r, p.Depth)
	r.slots[i] = mix(uint64(i))
	r.done()
}

// nest waits at the gate, so many calls deep. The check after the call keeps a compiler from making a loop of it.
//
//go:noinline
func (p *idleTasks) nest(r *round, depth int64) int64 {
	if depth == 0 {
		r.arrive()
		return 0
	}
	if below := p.nest(r, depth-1); below != depth-1 {
		panic("a frame was lost")
	}
	return depth
}

// weight is the process's memory at one moment; 0 where the system doesn't tell.
type weight struct{ resident, kernel, heap int64 }

func weigh() weight {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return weight{residentBytes(), kernelBytes(), heapAndStacks(&m)}
}

func (w weight) into(metrics map[string]float64, resident, kernel, heap string) {
	if w.resident > 0 {
		metrics[resident], metrics[kernel] = float64(w.resident), float64(w.kernel)
	}
	metrics[heap] = float64(w.heap)
}
