"""compute: work that waits for nothing."""

from dataclasses import dataclass

from check import LARGEST, unsigned, within
from mix import MASK, mix, mixed
from round import Round
from workload import Workload


@dataclass(frozen=True, slots=True)
class Compute(Workload):
    NOTES = {"compute": "on the loop's thread, one task after the other"}

    n: int = within(1, 1 << 24)
    size: int = within(0, LARGEST)
    seed: int = unsigned()

    @property
    def units(self) -> int:
        return self.n

    async def play(self, r: Round) -> None:
        r.computes()

        async def part(i: int) -> int:
            return mixed(mix(self.seed + i & MASK), self.size)

        r.each(self.n, part)
        await r.time()
