"""channel: one channel that all use."""

from asyncio import Queue
from dataclasses import dataclass

from check import LARGEST, divides, within
from mix import mix
from round import Round
from workload import Workload


@dataclass(frozen=True, slots=True)
class Channel(Workload):
    NOTES = {"close": "asyncio.Queue can't be closed before Python 3.13: the last producer sends each consumer a None"}

    producers: int = within(1, 1 << 24)
    consumers: int = within(1, 1 << 24)
    capacity: int = within(1, 1 << 31)
    messages: int = within(1, LARGEST)

    def check(self) -> None:
        divides("producers", self.producers, "messages", self.messages)

    @property
    def units(self) -> int:
        return self.messages

    async def play(self, r: Round) -> None:
        shared = Queue[int | None](self.capacity)
        tallies = r.count(self.consumers)
        producing = self.producers
        r.until(self.consumers)

        async def consume(i: int) -> None:
            tally = tallies[i]
            while (v := await shared.get()) is not None:
                tally.sum += mix(v)
                tally.delivered += 1
            r.done()

        async def send(i: int) -> None:
            nonlocal producing
            await produce(shared, i, self.messages // self.producers)
            producing -= 1
            if producing == 0:
                for _ in range(self.consumers):
                    await shared.put(None)

        r.start(self.consumers, consume)
        r.start(self.producers, send)
        await r.time()


async def produce(to: Queue, producer: int, share: int) -> None:
    """Sends a producer's share: the numbers from its own times the share on."""
    for v in range(producer * share, (producer + 1) * share):
        await to.put(v)
