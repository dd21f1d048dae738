"""The yardstick: the actor mesh as a bare asyncio program, with nothing around it.

No contract, no recording, no watchdog, no count of deliveries. What the runtime in ../../asyncio measures with recording
off is held against this program, so nothing here may be slower than a straightforward program has to be.

One line a timed round on standard output: the answer and the nanoseconds it took.
"""

import argparse
import asyncio
import gc
import time
from array import array

GAMMA = 0x9E3779B97F4A7C15
MASK = (1 << 64) - 1


def mix(z: int) -> int:
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & MASK
    z = (z ^ z >> 27) * 0x94D049BB133111EB & MASK
    return z ^ z >> 31


class Token:
    __slots__ = ("state", "z", "left", "payload")

    def __init__(self, state: int, left: int):
        self.state = state
        self.z = 0
        self.left = left
        self.payload: array[int] | None = None


class Mesh:
    """One round: actors start and acknowledge, the clock runs until the last token retires, actors end."""

    def __init__(self, p: argparse.Namespace):
        self.p = p
        self.tokens = min(p.in_flight, p.messages)  # more would have no hop to make
        self.words = p.payload // 8
        self.mailboxes: list[asyncio.Queue[Token | None]] = [asyncio.Queue(p.mailbox) for _ in range(p.actors)]
        self.retired = 0
        self.finished: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def round(self) -> tuple[int, int]:
        """The answer, and the nanoseconds."""
        async with asyncio.TaskGroup() as group:
            ready = [asyncio.Event() for _ in self.mailboxes]
            actors = [group.create_task(self.actor(i, ready[i])) for i in range(len(ready))]
            for mailbox in self.mailboxes:
                await mailbox.put(None)  # to be acknowledged
            for event in ready:
                await event.wait()
            start = time.monotonic_ns()
            group.create_task(self.inject())
            elapsed = await self.finished - start
            for mailbox in self.mailboxes:
                await mailbox.put(None)  # to end
        return sum(actor.result() for actor in actors) & MASK, elapsed

    async def inject(self) -> None:
        each, rest = divmod(self.p.messages, self.tokens)
        for k in range(self.tokens):
            token = Token(mix(self.p.seed + (k + 1) * GAMMA & MASK), each + (k < rest))
            await self.mailboxes[self.next(token)].put(token)

    def next(self, token: Token) -> int:
        """Draws the token's next hop, fills its payload and says where it goes."""
        token.state = token.state + GAMMA & MASK
        token.z = mix(token.state)
        if self.words > 0:
            token.payload = array("Q", (token.z,)) * self.words
        return (token.z >> 32) * self.p.actors >> 32

    async def actor(self, number: int, ready: asyncio.Event) -> int:
        receive, mailboxes = self.mailboxes[number].get, self.mailboxes
        await receive()
        ready.set()
        total = 0
        while (token := await receive()) is not None:
            if token.payload is not None:
                total += sum(token.payload)
            total += mix(token.z ^ number)
            token.left -= 1
            if token.left > 0:
                await mailboxes[self.next(token)].put(token)
            else:
                self.retire()
        return total

    def retire(self) -> None:
        self.retired += 1
        if self.retired == self.tokens:
            self.finished.set_result(time.monotonic_ns())


async def run(p: argparse.Namespace) -> tuple[int, int]:
    gc.collect()  # one round's garbage is not the next one's
    return await Mesh(p).round()


def main() -> None:
    parser = argparse.ArgumentParser(description="the bare mesh")
    parser.add_argument("--actors", type=int, default=10_000)
    parser.add_argument("--messages", type=int, default=1_000_000, help="deliveries in all")
    parser.add_argument("--in-flight", type=int, default=1_000, help="tokens under way")
    parser.add_argument("--mailbox", type=int, default=64, help="bound of a mailbox, 0 = unbounded")
    parser.add_argument("--payload", type=int, default=0, help="bytes a hop, a multiple of 8")
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--warmup", type=int, default=2, help="rounds that are not printed")
    parser.add_argument("--iterations", type=int, default=5, help="rounds that are")
    parser.add_argument("--workers", type=int, default=0, choices=(0, 1), help="an event loop has one thread")
    p = parser.parse_args()
    if p.actors < 1 or p.messages < 1 or p.in_flight < 1 or p.mailbox < 0 or p.payload < 0 or p.payload % 8 != 0:
        parser.error("a number is out of range")
    for i in range(p.warmup + p.iterations):
        answer, elapsed = asyncio.run(run(p))
        if i >= p.warmup:
            print(f"{answer:016x} {elapsed}", flush=True)


if __name__ == "__main__":
    main()
