"""fan-out: one task that sends to many."""

from asyncio import Queue
from dataclasses import dataclass

from check import LARGEST, divides, within
from mix import mix
from round import Round
from workload import Workload


@dataclass(frozen=True, slots=True)
class FanOut(Workload):
    n: int = within(1, 1 << 24)
    capacity: int = within(1, 1 << 31)
    messages: int = within(1, LARGEST)

    def check(self) -> None:
        divides("n", self.n, "messages", self.messages)

    @property
    def units(self) -> int:
        return self.messages

    async def play(self, r: Round) -> None:
        channels = [Queue[int](self.capacity) for _ in range(self.n)]
        tallies = r.count(self.n)
        r.until(self.n)

        async def consume(i: int) -> None:
            tally, receive = tallies[i], channels[i].get
            for _ in range(self.messages // self.n):
                tally.sum += mix(await receive())
                tally.delivered += 1
            r.done()

        async def send(_: int) -> None:
            for v in range(self.messages):
                await channels[v % self.n].put(v)

        r.start(self.n, consume)
        r.start(1, send)
        await r.time()
