"""The ticker: a task that wants to run each millisecond, and records how late it was for each.

Tick j is owed at j ms after the clock's start; one that is never had is recorded all the same, when the ticker next runs or at
the end. All of it happens on the loop's thread.
"""

import asyncio
import time
from collections.abc import Callable

from histogram import Histogram
from round import Round

TICK_NS = 1_000_000
IDLE_TICKS = 200


class Ticker:
    def __init__(self, clock: Callable[[], int]):
        self.clock = clock
        self.idle, self.late = Histogram(), Histogram()  # before the gate, and while the clock runs
        self.owed = self.had = 0
        self.ended = False

    @classmethod
    async def rehearsed(cls, r: Round) -> "Ticker":
        """A ticker that has rehearsed, and runs from the gate until the clock stops."""
        ticker = cls(r.clock)
        await r.group.create_task(ticker.rehearse())
        r.group.create_task(ticker.run(r.gate))
        r.stop = ticker.end
        return ticker

    async def rehearse(self) -> None:
        """Finds the timer's own resolution: ticks with nothing beside them."""
        epoch, owed = time.monotonic_ns(), 0
        while owed < IDLE_TICKS:
            await asyncio.sleep((epoch + (owed + 1) * TICK_NS - time.monotonic_ns()) / 1e9)
            now = time.monotonic_ns() - epoch
            owed = settle(self.idle, owed, min(now // TICK_NS, IDLE_TICKS), now)

    async def run(self, gate: asyncio.Event) -> None:
        await gate.wait()
        while not self.ended:
            await asyncio.sleep(((self.owed + 1) * TICK_NS - self.clock()) / 1e9)
            self.tick()

    def tick(self) -> None:
        """The ticker's turn."""
        now = self.clock()
        if not self.ended and now // TICK_NS > self.owed:  # else it was woken early
            self.had += 1
            self.owed = settle(self.late, self.owed, now // TICK_NS, now)

    def end(self) -> int:
        """Records what is still owed and returns that moment."""
        self.ended = True
        now = self.clock()
        self.owed = settle(self.late, self.owed, now // TICK_NS, now)
        return now

    def report(self, r: Round) -> None:
        r.histograms |= {"late_idle": self.idle, "late": self.late}
        r.metrics |= {"ticks_owed": self.owed, "ticks_had": self.had}


def settle(late: Histogram, owed: int, due: int, now: int) -> int:
    """Records the ticks after `owed` up to `due` as had at this moment."""
    for tick in range(owed + 1, due + 1):
        late.record(now - tick * TICK_NS)
    return max(owed, due)
