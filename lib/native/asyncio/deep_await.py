"""deep-await: a chain of async calls, each awaiting the next."""

import asyncio
from dataclasses import dataclass

from check import RefusedError, among, unsigned, within
from meters import chain_bytes
from mix import MASK, mix
from round import Round
from workload import Workload


@dataclass(frozen=True, slots=True)
class DeepAwait(Workload):
    NOTES = {
        "await": "each level is a coroutine object of its own, made anew for each chain; the innermost awaits asyncio.sleep(0), "
        "and what wakes the task goes through all levels",
        "task_bytes": "sys.getsizeof of the chain's coroutines when it is suspended, asyncio.sleep's with them",
    }

    depth: str = among("1", "4", "16", "64")
    chain: str = among("async", "nested", "flat")
    suspends: int = within(0, 1)
    times: int = within(1, 1 << 53)
    seed: int = unsigned()

    def check(self) -> None:
        if self.chain != "async":
            raise RefusedError(
                f"chain={self.chain} is not applicable: a suspended function is an object of the interpreter's: "
                "nobody writes it by hand"
            )

    @property
    def units(self) -> int:
        return self.times

    async def play(self, r: Round) -> None:
        (tally,) = r.count(1)
        r.until(1)
        r.metrics["task_bytes"] = self.layout()

        async def part(_: int) -> None:
            depth = int(self.depth)
            for t in range(self.times):
                tally.sum += await level(0, depth, self.suspends, self.seed + t & MASK)
                tally.delivered += 1
            r.done()

        r.start(1, part)
        await r.time()

    def layout(self) -> int:
        chain = level(0, int(self.depth), 1, 0)
        chain.send(None)  # up to where it suspends
        size = chain_bytes(chain)
        chain.close()
        return size


async def level(f: int, depth: int, suspends: int, acc: int) -> int:
    if f + 1 < depth:
        acc = await level(f + 1, depth, suspends, acc)
    elif suspends:
        await asyncio.sleep(0)
    return mix(acc ^ f)
