"""What rounds share: the start, the gate, the clock, the counters."""

import asyncio
import gc
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, Protocol

from contract import Lines
from histogram import Histogram
from meters import Meters, resident_bytes
from mix import MASK
from watchdog import DeadlockError, watched
from workload import Workload


class Counting(Protocol):
    """What a task that counts many units leaves: its own, hence no lock; the watchdog reads it while it grows."""

    sum: int
    delivered: int


class Tally:
    __slots__ = ("sum", "delivered")

    def __init__(self) -> None:
        self.sum = 0  # grows past 64 bits, and is cut once at the end
        self.delivered = 0


class Round:
    """One execution of a workload.

    A workload that has many units a task counts them in tallies; one whose tasks are a unit each leaves what each
    returns in `returned`, and the countdown of tasks is the count.
    """

    def __init__(self, index: int, lines: Lines):
        gc.collect()
        self.index, self.lines = index, lines
        self.loop = asyncio.get_running_loop()
        self.group = asyncio.TaskGroup()
        self.gate = asyncio.Event()  # set when the clock has started
        self.tallies: Sequence[Counting] = []
        self.returned: list[int] = []
        self.tasks = self.left = 0  # how many have to be done, and how many have yet to be; the last one stops the clock
        self.awaited = 0  # acknowledgements
        self.ready: asyncio.Future[None] = self.loop.create_future()
        self.finished: asyncio.Future[int] = self.loop.create_future()

        # What the watchdog has to know of a workload, where its usual way won't do.
        self.asleep_s = 0.0  # a task may sleep so long on purpose
        self.rests: Callable[[], bool] = lambda: False  # whether nothing has to move
        self.moved = 0  # what else shows progress
        self.stuck: Callable[[], str] = self.what_is_stuck

        self.stop = self.clock  # reads the clock for the last time
        self.measuring = False  # the clock runs
        self.began = time.monotonic_ns()
        self.start_ns = self.epoch = self.elapsed_ns = 0
        self.answer = 0  # of a workload that has neither tallies nor returned
        self.metrics: dict[str, float] = {}
        self.histograms: dict[str, Histogram] = {}

    async def play(self, workload: Workload) -> None:
        """Runs it to its end; no task is left then."""
        with watched(self):
            async with self.group:
                await workload.play(self)

    def computes(self) -> None:
        """Says that a task may compute for long, so that silence is no deadlock."""
        self.rests = lambda: True

    def count(self, tasks: int) -> list[Tally]:
        """Makes tallies for so many tasks."""
        tallies = [Tally() for _ in range(tasks)]
        self.tallies = tallies
        return tallies

    def until(self, tasks: int) -> None:
        """Says how many have to be done until the clock stops."""
        self.tasks = self.left = tasks

    def start(self, tasks: int, part: Callable[[int], Awaitable[None]]) -> None:
        """Starts tasks that acknowledge, wait at the gate, and then do their part."""
        self.awaited += tasks
        for i in range(tasks):
            self.group.create_task(self.task(i, part))

    async def task(self, i: int, part: Callable[[int], Awaitable[None]]) -> None:
        await self.arrive()
        await part(i)

    def each(self, tasks: int, part: Callable[[int], Awaitable[int]]) -> None:
        """Starts tasks that are a unit each."""
        self.until(tasks)
        self.returned = [0] * tasks

        async def unit(i: int) -> None:
            self.returned[i] = await part(i)
            self.done()

        self.start(tasks, unit)

    async def arrive(self) -> None:
        """Acknowledges and waits at the gate."""
        self.acknowledge()
        await self.gate.wait()

    def acknowledge(self) -> None:
        self.awaited -= 1
        if self.awaited == 0:
            self.ready.set_result(None)

    def done(self) -> None:
        self.left -= 1
        if self.left == 0 and not self.finished.done():
            self.finished.set_result(self.stop())

    def clock(self) -> int:
        """Nanoseconds since the clock's start."""
        return time.monotonic_ns() - self.epoch

    async def gather(self) -> None:
        """Waits until all tasks have acknowledged."""
        if self.awaited > 0:
            await self.ready
        self.start_ns = time.monotonic_ns() - self.began

    async def time(self, first: Coroutine[Any, Any, None] | None = None) -> None:
        """Gathers the tasks, opens the gate (or starts a first task instead), and waits until the clock has stopped."""
        await self.gather()
        await self.measure(first)

    async def measure(self, first: Coroutine[Any, Any, None] | None = None) -> None:
        idle = resident_bytes()
        before = Meters.read()
        self.epoch = time.monotonic_ns()
        self.measuring = True
        if first is None:
            self.gate.set()
        else:
            self.group.create_task(first)
        self.elapsed_ns = await self.finished
        self.metrics |= before.until_now()
        self.measuring = False
        if idle > 0:
            self.metrics["idle_rss_bytes"] = idle

    def delivered(self) -> int:
        """The units that were counted so far."""
        return sum(tally.delivered for tally in self.tallies) if self.tallies else self.tasks - self.left

    def what_is_stuck(self) -> str:
        return f"{self.delivered()} units were counted, and {self.left} of {self.tasks} tasks were not done"

    def give_up(self, patience_s: float) -> None:
        """The end of a round that makes no progress."""
        if not self.finished.done():
            self.finished.set_exception(DeadlockError(f"nothing moved for {patience_s:.0f} s: {self.stuck()}"))

    def line(self) -> dict[str, Any]:
        """Adds up what the tasks left, when they are gone."""
        answer = self.answer + sum(tally.sum for tally in self.tallies) + sum(self.returned)
        return {
            "line": "round",
            "index": self.index,
            "answer": f"{answer & MASK:016x}",
            "deliveries": self.delivered(),
            "elapsed_ns": self.elapsed_ns,
            "start_ns": self.start_ns,
            "metrics": self.metrics,
            "histograms": {kind: h.pairs() for kind, h in self.histograms.items() if h.counts},
        }
