"""deep-stack: calls that are deep for the first time, and then for the second."""

import sys
from dataclasses import dataclass

from check import unsigned, within
from histogram import Histogram
from mix import GAMMA, MASK, mix
from round import Round
from ticker import Ticker
from workload import Workload

MORE_CALLS = 1000  # what the program needs beside those of a task


@dataclass(frozen=True, slots=True)
class DeepStack(Workload):
    NOTES = {
        "stack": "CPython's frames of Python functions stand in chunks of the heap, one behind the other, not on the "
        "thread's stack; a chunk that is left is given back, and where a frame stands isn't told; sys.setrecursionlimit is raised; "
        "tasks share the one stack, one after the other, as a call that doesn't await can't be interrupted"
    }

    depth: int = within(1, 1_000_000)
    tasks: int = within(1, 1 << 24)
    ticker: int = within(0, 1)
    seed: int = unsigned()

    @property
    def units(self) -> int:
        return 2 * self.tasks

    async def play(self, r: Round) -> None:
        sys.setrecursionlimit(max(sys.getrecursionlimit(), self.depth + MORE_CALLS))
        first, second = (r.histograms.setdefault(kind, Histogram()) for kind in ("first_call", "second_call"))
        tallies = r.count(self.tasks)
        r.computes()
        r.until(self.tasks)

        async def part(i: int) -> None:
            tally, seed = tallies[i], self.seed + i * GAMMA & MASK
            tally.sum = self.call(r, seed, first)
            tally.delivered = 1
            if self.call(r, seed, second) != tally.sum:
                raise RuntimeError("the second call folded to something else than the first")
            tally.delivered = 2
            r.done()

        r.start(self.tasks, part)
        await r.gather()
        ticker = await Ticker.rehearsed(r) if self.ticker else None
        await r.measure()
        if ticker is not None:
            ticker.report(r)

    def call(self, r: Round, seed: int, took: Histogram) -> int:
        before = r.clock()
        folded = self.frame(seed, 0)
        took.record(r.clock() - before)
        return folded

    def frame(self, s: int, f: int) -> int:
        """Keeps eight words across the call."""
        w0, w1, w2, w3, w4, w5, w6, w7 = (mix(s + 8 * f + j & MASK) for j in range(8))
        acc = self.frame(s, f + 1) if f + 1 < self.depth else s
        for w in (w0, w1, w2, w3, w4, w5, w6, w7):
            acc = mix(acc ^ w)
        return acc
