"""colour: what crossing from one colour of function to the other costs."""

import asyncio
import threading
from dataclasses import dataclass

from check import LARGEST, among, within
from round import Round, Tally
from workload import Workload


def plain(i: int) -> int:
    return i + 1


async def coloured(i: int) -> int:
    return i + 1


@dataclass(frozen=True, slots=True)
class Colour(Workload):
    NOTES = {
        "way": "await: a coroutine that is ready at once, without a task; block-on: run_coroutine_threadsafe(…).result() "
        "in a thread outside the loop; offload: asyncio.to_thread",
    }

    calls: int = within(1, LARGEST)
    way: str = among("plain", "await", "block-on", "offload")

    @property
    def units(self) -> int:
        return self.calls

    async def play(self, r: Round) -> None:
        (tally,) = r.count(1)
        r.until(1)
        if self.way == "block-on":
            await self.from_outside(r, tally)
            return
        if self.way != "offload":
            r.computes()  # these never come back to the loop before they are done
        part = {"plain": self.call_plain, "await": self.call_coloured, "offload": self.offload}[self.way]
        r.start(1, lambda _: part(r, tally))
        await r.time()

    async def call_plain(self, r: Round, tally: Tally) -> None:
        z = 0
        for _ in range(self.calls):
            z = plain(z)
        self.end(r, tally, z)

    async def call_coloured(self, r: Round, tally: Tally) -> None:
        z = 0
        for _ in range(self.calls):
            z = await coloured(z)
        self.end(r, tally, z)

    async def offload(self, r: Round, tally: Tally) -> None:
        z = 0
        for _ in range(self.calls):
            z = await asyncio.to_thread(plain, z)
            tally.delivered += 1
        self.end(r, tally, z)

    async def from_outside(self, r: Round, tally: Tally) -> None:
        """block-on: a thread that waits at a gate of its own."""
        gate = threading.Event()

        async def part(_: int) -> None:
            gate.set()

        outside = threading.Thread(target=self.block_on, args=(r, tally, gate), daemon=True)
        outside.start()
        r.start(1, part)
        await r.time()
        outside.join()

    def block_on(self, r: Round, tally: Tally, gate: threading.Event) -> None:
        gate.wait()
        z = 0
        for _ in range(self.calls):
            z = asyncio.run_coroutine_threadsafe(coloured(z), r.loop).result()
            tally.delivered += 1
        r.loop.call_soon_threadsafe(self.end, r, tally, z)

    def end(self, r: Round, tally: Tally, z: int) -> None:
        tally.sum, tally.delivered = z, self.calls
        r.done()
