"""hog: tasks that compute and don't give way, or seldom do, beside one that wants to run each millisecond."""

import asyncio
import time
from dataclasses import dataclass

from check import LARGEST, among, unsigned, within
from mix import mix, mixed
from round import Round
from ticker import Ticker
from workload import Workload


@dataclass(frozen=True, slots=True)
class Hog(Workload):
    NOTES = {
        "yield": "asyncio.sleep(0): the task goes to the end of the loop's queue; in a thread time.sleep(0): it lets go of the GIL",
        "ticker": "a task with asyncio.sleep, made after the hogs, which wait at the gate while it rehearses",
        "place": "blocking: asyncio.to_thread, whose pool has min(32, processors + 4) threads; the GIL lets one of them run at a "
        "time, and passes from one that computes to one that waits for it after 5 ms (sys.getswitchinterval)",
    }

    hogs: int = within(1, 1 << 20)
    rounds: int = within(0, LARGEST)
    # `yield` is a word of Python's, so the field can't be spelled like the parameter.
    yield_: int = within(0, LARGEST)
    place: str = among("task", "blocking")
    seed: int = unsigned()

    @property
    def units(self) -> int:
        return self.hogs

    async def play(self, r: Round) -> None:
        z = [0] * self.hogs
        r.computes()
        r.until(self.hogs)

        async def part(i: int) -> None:
            z[i] = await (asyncio.to_thread(self.block, i) if self.place == "blocking" else self.compute(i))
            r.done()

        r.start(self.hogs, part)
        await r.gather()
        ticker = await Ticker.rehearsed(r)
        await r.measure()
        ticker.report(r)
        r.answer = self.seed
        for x in z:
            r.answer = mix(r.answer ^ x)

    async def compute(self, i: int) -> int:
        """A hog on the loop."""
        z, (bursts, rest) = mix(i + 1), self.bursts()
        for _ in range(bursts):
            z = mixed(z, self.yield_)
            await asyncio.sleep(0)
        return mixed(z, rest)

    def block(self, i: int) -> int:
        """A hog in a thread."""
        z, (bursts, rest) = mix(i + 1), self.bursts()
        for _ in range(bursts):
            z = mixed(z, self.yield_)
            time.sleep(0)
        return mixed(z, rest)

    def bursts(self) -> tuple[int, int]:
        """How often it gives way, and the rounds after the last time."""
        return divmod(self.rounds, self.yield_) if self.yield_ > 0 else (0, self.rounds)
