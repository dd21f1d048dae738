package main

import (
	"bytes"
	"os"
	"runtime"
	"strconv"
	"syscall"
)

// meters are the process's counters at one moment.
type meters struct {
	memory runtime.MemStats
	usage  syscall.Rusage
	usable bool // usage was read
}

// readMeters is called just before the clock starts. The collector's counters, which take longest and stop the program,
// are read farthest from the clock: first here, last in metricsSince.
func readMeters() *meters {
	m := new(meters)
	runtime.ReadMemStats(&m.memory)
	m.readUsage()
	return m
}

func (m *meters) readUsage() {
	m.usable = syscall.Getrusage(syscall.RUSAGE_SELF, &m.usage) == nil
}

// metricsSince puts the differences, by their names in the contract. What couldn't be read is left out.
func metricsSince(before *meters, all map[string]float64) {
	after := new(meters)
	after.readUsage()
	threads := statusOf("Threads:")
	runtime.ReadMemStats(&after.memory)
	all["allocated_bytes"] = float64(after.memory.TotalAlloc - before.memory.TotalAlloc)
	// A collection was forced before the round: a count of none means that nobody counts.
	if count, pauseNs := collections(&after.memory); count > 0 {
		countBefore, pauseNsBefore := collections(&before.memory)
		all["gc_count"] = float64(count - countBefore)
		all["gc_pause_ns"] = float64(pauseNs - pauseNsBefore)
	}
	if before.usable && after.usable {
		all["cpu_ns"] = float64(cpuNs(&after.usage) - cpuNs(&before.usage))
		all["minor_faults"] = float64(after.usage.Minflt - before.usage.Minflt)
		all["involuntary_switches"] = float64(after.usage.Nivcsw - before.usage.Nivcsw)
	}
	if threads > 0 {
		all["threads"] = float64(threads)
	}
}

func cpuNs(u *syscall.Rusage) int64 {
	return u.Utime.Nano() + u.Stime.Nano()
}

// residentBytes is the process's resident memory, 0 where the system doesn't tell.
func residentBytes() int64 {
	return statusOf("VmRSS:") << 10
}

// kernelBytes is what the kernel holds for the process: page tables, and a stack of 16 KiB a thread.
func kernelBytes() int64 {
	return statusOf("VmPTE:")<<10 + statusOf("Threads:")<<14
}

// availableBytes is the memory that the machine can still give, 0 where it doesn't tell.
func availableBytes() int64 {
	return numberIn("/proc/meminfo", "MemAvailable:") << 10
}

func statusOf(name string) int64 {
	return numberIn("/proc/self/status", name)
}

// numberIn reads a number of a file of names and numbers, 0 if it isn't there.
func numberIn(file, name string) int64 {
	text, err := os.ReadFile(file)
	if err != nil {
		return 0
	}
	at := bytes.Index(text, []byte("\n"+name))
	if at < 0 {
		return 0
	}
	fields := bytes.Fields(text[at+1+len(name):])
	if len(fields) == 0 {
		return 0
	}
	n, _ := strconv.ParseInt(string(fields[0]), 10, 64)
	return n
}
