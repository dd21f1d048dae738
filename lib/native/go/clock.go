package main

import (
	"fmt"
	"sync/atomic"
	"time"
)

// until says how many have to be done until the clock stops.
func (r *round) until(n int64) {
	r.tasks = n
	atomic.StoreInt64(&r.left, n)
}

func (r *round) done() {
	if atomic.AddInt64(&r.left, -1) == 0 {
		r.finished <- r.stop()
	}
}

func (r *round) clock() int64 {
	return int64(time.Since(r.epoch))
}

// fail ends the round with its first error.
func (r *round) fail(err error) {
	select {
	case r.failed <- err:
	default:
	}
}

// gather waits until all have acknowledged.
func (r *round) gather() {
	r.ready.Wait()
	r.startNs = int64(time.Since(r.started))
}

// time gathers the tasks, opens the gate, and waits until the clock has stopped and all are gone.
func (r *round) time() error {
	r.gather()
	return r.timeTask(nil)
}

// timeTask is time without the gathering, and with a task instead of the gate if one is given.
func (r *round) timeTask(task func()) error {
	idle := residentBytes()
	before := readMeters()
	r.epoch = time.Now()
	atomic.StoreInt32(&r.measuring, 1)
	if task != nil {
		go task()
	} else {
		close(r.gate)
	}
	if err := r.wait(); err != nil {
		return err
	}
	metricsSince(before, r.metrics)
	atomic.StoreInt32(&r.measuring, 0)
	if idle > 0 {
		r.metrics["idle_rss_bytes"] = float64(idle)
	}
	r.gone.Wait()
	return nil
}

// wait is for the last unit, or a failure. A task that fails says so before it is done.
func (r *round) wait() error {
	select {
	case r.elapsedNs = <-r.finished:
	case err := <-r.failed:
		return err
	case <-r.dog.deadlock:
		return fmt.Errorf("%w for %v: %s", errDeadlock, r.dog.patience(), r.whatIsStuck())
	}
	select {
	case err := <-r.failed:
		return err
	default:
		return nil
	}
}
