"""idle-tasks: what a task at rest weighs."""

import gc
import sys
import time
from dataclasses import dataclass

from check import RefusedError, within
from meters import available_bytes, chain_bytes, kernel_bytes, resident_bytes
from mix import mix
from round import Round
from workload import Workload

# The task, its coroutines, and the future that it awaits weigh about 1.3 KB, each call more about 0.2 KB (CPython 3.11).
LEAST_BYTES, LEAST_CALL_BYTES = 1000, 150
MORE_CALLS = 1000  # what the program needs beside those of a task


@dataclass(frozen=True, slots=True)
class IdleTasks(Workload):
    NOTES = {
        "memory": "resident after a forced collection; the live heap isn't told; kernel: VmPTE and 16 KiB a thread; "
        "what earlier rounds took is kept for later ones, so only the first grows",
        "task_bytes": "sys.getsizeof of a task at rest and of what it awaits, down to the future; what refers to it comes on top",
    }

    n: int = within(1, 1 << 26)
    depth: int = within(0, 10_000)

    def check(self) -> None:
        wanted, available = self.n * (LEAST_BYTES + LEAST_CALL_BYTES * self.depth), available_bytes()
        if 0 < available < wanted:
            raise RefusedError(
                f"n is {self.n}, which would take about {wanted >> 20} MiB, and {available >> 20} MiB of memory are available"
            )

    @property
    def units(self) -> int:
        return self.n

    async def play(self, r: Round) -> None:
        sys.setrecursionlimit(max(sys.getrecursionlimit(), self.depth + MORE_CALLS))
        before = Weight.now()
        r.began = time.monotonic_ns()
        r.until(self.n)
        r.awaited = self.n
        r.returned = [0] * self.n
        for i in range(self.n):
            task = r.group.create_task(self.idle(r, i))
        await r.gather()
        idle = Weight.now()
        r.metrics["task_bytes"] = sys.getsizeof(task) + chain_bytes(task.get_coro())
        await r.measure()
        r.metrics |= before.named("rss_before_bytes", "kernel_before_bytes")
        r.metrics |= idle.named("idle_rss_bytes", "idle_kernel_bytes")

    async def idle(self, r: Round, i: int) -> None:
        await self.nest(r, self.depth)
        r.returned[i] = mix(i)
        r.done()

    async def nest(self, r: Round, depth: int) -> None:
        """Waits at the gate, so many calls deep."""
        if depth == 0:
            await r.arrive()
        else:
            await self.nest(r, depth - 1)


@dataclass(frozen=True, slots=True)
class Weight:
    """The process's memory at one moment; 0 where the system doesn't tell."""

    resident: int
    kernel: int

    @classmethod
    def now(cls) -> "Weight":
        gc.collect()
        return cls(resident_bytes(), kernel_bytes())

    def named(self, resident: str, kernel: str) -> dict[str, int]:
        return {resident: self.resident, kernel: self.kernel} if self.resident > 0 else {}
