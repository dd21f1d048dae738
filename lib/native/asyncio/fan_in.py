"""fan-in: many tasks that send to one."""

from asyncio import Queue
from dataclasses import dataclass

from channel import produce
from check import LARGEST, divides, within
from mix import mix
from round import Round
from workload import Workload


@dataclass(frozen=True, slots=True)
class FanIn(Workload):
    n: int = within(1, 1 << 24)
    capacity: int = within(1, 1 << 31)
    messages: int = within(1, LARGEST)

    def check(self) -> None:
        divides("n", self.n, "messages", self.messages)

    @property
    def units(self) -> int:
        return self.messages

    async def play(self, r: Round) -> None:
        shared = Queue[int](self.capacity)
        (tally,) = r.count(1)
        r.until(1)

        async def consume(_: int) -> None:
            for _ in range(self.messages):
                tally.sum += mix(await shared.get())
                tally.delivered += 1
            r.done()

        r.start(1, consume)
        r.start(self.n, lambda i: produce(shared, i, self.messages // self.n))
        await r.time()
