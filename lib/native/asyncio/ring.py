"""ring: one token goes round: a switch to a task that hasn't run for long."""

from asyncio import Queue
from dataclasses import dataclass

from check import LARGEST, within
from mix import mix
from round import Round
from workload import Workload


@dataclass(frozen=True, slots=True)
class Ring(Workload):
    tasks: int = within(1, 1 << 24)
    hops: int = within(1, LARGEST)

    @property
    def units(self) -> int:
        return self.hops

    async def play(self, r: Round) -> None:
        channels = [Queue[int | None](1) for _ in range(self.tasks)]
        tallies = r.count(self.tasks)
        r.until(1)

        async def part(i: int) -> None:
            tally, receive, successor = tallies[i], channels[i].get, channels[(i + 1) % self.tasks]
            if i == 0:
                await successor.put(1)
            while (hop := await receive()) is not None:
                tally.sum += mix(hop ^ i)
                tally.delivered += 1
                if hop == self.hops:
                    r.done()
                    for channel in channels:
                        channel.put_nowait(None)  # the end; all channels are empty
                else:
                    await successor.put(hop + 1)

        r.start(self.tasks, part)
        await r.time()
