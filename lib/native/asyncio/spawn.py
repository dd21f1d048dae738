"""spawn: starts tasks and joins them, nothing else."""

import asyncio
from dataclasses import dataclass

from check import RefusedError, among, within
from mix import mix
from round import Round, Tally
from workload import Workload


async def leaf(i: int) -> int:
    return mix(i)


@dataclass(frozen=True, slots=True)
class Spawn(Workload):
    NOTES = {"join": "a task is its own handle, and awaited; create_task without a TaskGroup, as each is awaited right here"}

    n: int = within(1, 1 << 31)
    shape: str = among("flat", "tree")

    def check(self) -> None:
        leaves = self.n
        while leaves % 10 == 0:
            leaves //= 10
        if self.shape == "tree" and leaves != 1:
            raise RefusedError(f"n is {self.n}, not a power of ten, as a tree's has to be")

    @property
    def units(self) -> int:
        return self.n + (self.n - 1) // 9 if self.shape == "tree" else self.n

    async def play(self, r: Round) -> None:
        (tally,) = r.count(1)
        r.until(1)
        await r.time(self.flat(r, tally) if self.shape == "flat" else self.tree(r, tally))

    async def flat(self, r: Round, tally: Tally) -> None:
        tasks = []
        for i in range(self.n):
            tasks.append(asyncio.create_task(leaf(i)))
            if i & 1023 == 0:
                r.moved += 1  # nothing is counted before the first is joined
        for task in tasks:
            tally.sum += await task
            tally.delivered += 1
        r.done()

    async def tree(self, r: Round, tally: Tally) -> None:
        tally.sum, tally.delivered = await asyncio.create_task(node(r, 0, self.n))
        r.done()


async def node(r: Round, first: int, leaves: int) -> tuple[int, int]:
    """What a node returns: the sum of its leaves, and how many tasks it took."""
    if leaves == 1:
        return mix(first), 1
    each = leaves // 10
    children = [asyncio.create_task(node(r, first + k * each, each)) for k in range(10)]
    total, tasks = 0, 1
    for child in children:
        branch = await child
        total += branch[0]
        tasks += branch[1]
    if leaves == 1000:
        r.moved += 1  # the tree counts only when all are back
    return total, tasks
