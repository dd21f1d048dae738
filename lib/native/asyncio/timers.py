"""timers: many tasks that sleep."""

import asyncio
from dataclasses import dataclass

from check import unsigned, within
from histogram import Histogram
from mix import MASK, mix
from round import Round
from workload import Workload


@dataclass(frozen=True, slots=True)
class Timers(Workload):
    n: int = within(1, 1 << 24)
    spread: int = within(1, 3600 * 1000 * 1000)  # µs
    seed: int = unsigned()

    @property
    def units(self) -> int:
        return self.n

    async def play(self, r: Round) -> None:
        late = r.histograms["late"] = Histogram()
        r.asleep_s = self.spread / 1e6

        async def part(i: int) -> int:
            asked_us = mix(self.seed + i & MASK) % self.spread
            before = r.clock()
            await asyncio.sleep(asked_us / 1e6)
            late.record(r.clock() - before - asked_us * 1000)
            return mix(i)

        r.each(self.n, part)
        await r.time()
