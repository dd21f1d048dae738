"""The process's counters."""

import gc
import sys
import time
from dataclasses import dataclass
from resource import RUSAGE_SELF, getrusage, struct_rusage
from typing import Any


class Collections:
    """Counts the runs of Python's collector, and the time that they stop the program."""

    def __init__(self) -> None:
        self.count = self.pause_ns = self.began = 0
        gc.callbacks.append(self.hear)

    def hear(self, phase: str, _: dict[str, int]) -> None:
        if phase == "start":
            self.began = time.monotonic_ns()
        else:
            self.count += 1
            self.pause_ns += time.monotonic_ns() - self.began


collections = Collections()


@dataclass(frozen=True, slots=True)
class Meters:
    """The counters at one moment."""

    usage: struct_rusage
    gc_count: int
    gc_pause_ns: int

    @classmethod
    def read(cls) -> "Meters":
        return cls(getrusage(RUSAGE_SELF), collections.count, collections.pause_ns)

    def until_now(self) -> dict[str, int]:
        """The differences, by their names in the contract."""
        now = Meters.read()
        cpu_s = now.usage.ru_utime + now.usage.ru_stime - self.usage.ru_utime - self.usage.ru_stime
        metrics = {
            "cpu_ns": round(cpu_s * 1e9),
            "gc_count": now.gc_count - self.gc_count,
            "gc_pause_ns": now.gc_pause_ns - self.gc_pause_ns,
            "minor_faults": now.usage.ru_minflt - self.usage.ru_minflt,
            "involuntary_switches": now.usage.ru_nivcsw - self.usage.ru_nivcsw,
        }
        if (threads := status_of("Threads:")) > 0:
            metrics["threads"] = threads
        return metrics


def resident_bytes() -> int:
    """The process's resident memory, 0 where the system doesn't tell."""
    return status_of("VmRSS:") << 10


def kernel_bytes() -> int:
    """What the kernel holds for the process: page tables, and a stack of 16 KiB a thread."""
    return (status_of("VmPTE:") << 10) + (status_of("Threads:") << 14)


def available_bytes() -> int:
    """The memory that the machine can still give, 0 where it doesn't tell."""
    return number_in("/proc/meminfo", "MemAvailable:") << 10


def status_of(name: str) -> int:
    return number_in("/proc/self/status", name)


def number_in(file: str, name: str) -> int:
    """A number of a file of names and numbers, 0 if it isn't there."""
    try:
        with open(file) as lines:
            return next((int(line.split()[1]) for line in lines if line.startswith(name)), 0)
    except OSError:
        return 0


def chain_bytes(suspended: Any) -> int:
    """The size of a suspended coroutine and of all that it awaits, down to the innermost."""
    size = 0
    while suspended is not None:
        size += sys.getsizeof(suspended)
        suspended = getattr(suspended, "cr_await", None) or getattr(suspended, "gi_yieldfrom", None)
    return size
