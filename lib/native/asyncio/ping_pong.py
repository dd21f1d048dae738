"""ping-pong: a wake-up and a switch: pairs of tasks that pass a message to and fro."""

from asyncio import Queue
from dataclasses import dataclass

from check import within
from mix import mix
from round import Round, Tally
from workload import Workload


@dataclass(frozen=True, slots=True)
class PingPong(Workload):
    pairs: int = within(1, 1 << 24)
    rounds: int = within(1, 1 << 40)

    @property
    def units(self) -> int:
        return self.pairs * self.rounds

    async def play(self, r: Round) -> None:
        to = [Queue[int](1) for _ in range(self.pairs)]
        fro = [Queue[int](1) for _ in range(self.pairs)]
        tallies = r.count(2 * self.pairs)
        r.until(self.pairs)

        async def part(i: int) -> None:
            pair, second = divmod(i, 2)
            if second:
                await self.reply(tallies[i], to[pair], fro[pair])
            else:
                await self.serve(tallies[i], pair, to[pair], fro[pair])
                r.done()

        r.start(2 * self.pairs, part)
        await r.time()

    async def serve(self, tally: Tally, pair: int, to: Queue[int], fro: Queue[int]) -> None:
        """The first of a pair: it counts the round trips."""
        for v in range(pair * self.rounds, (pair + 1) * self.rounds):
            await to.put(v)
            await fro.get()
            tally.delivered += 1

    async def reply(self, tally: Tally, to: Queue[int], fro: Queue[int]) -> None:
        """The second: it adds."""
        for _ in range(self.rounds):
            v = await to.get()
            tally.sum += mix(v)
            await fro.put(v)
