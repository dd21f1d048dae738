"""actor-mesh: a round from the first actor to the last."""

import asyncio
import gc
import time
from array import array
from typing import Any

from actor import MASK, Actor, Token, mix
from contract import Lines
from histogram import Histogram
from injector import inject, pace, schedule
from meters import Meters, resident_bytes
from request import Parameters
from watchdog import watched

# A hop is recorded if z & mask == hit: always, for one in 64, or never. Never reads no clock.
RECORDED = {"all": (0, 0), "64": (63 << 8, 0), "off": (0, 1)}
KINDS = ("hop", "hop_drain", "token", "token_uncorrected", "pacer_late")


class Mesh:
    """One round: what its actors share."""

    def __init__(self, p: Parameters):
        self.p = p
        self.open = p.rate > 0
        # In the closed loop more tokens than messages would have no hop to make.
        self.tokens = p.messages // p.hops if self.open else min(p.inFlight, p.messages)
        self.schedule = schedule(p, self.tokens) if self.open else []
        self.mask, self.hit = RECORDED[p.record]
        self.work, self.retain, self.fresh = p.work, p.retain, p.message == "fresh"
        self.favoured = max(1, p.actors // 100)
        self.words = p.payload // 8
        self.histograms = {kind: Histogram() for kind in KINDS}
        self.hop_latencies = self.histograms["hop"]
        self.mailboxes: list[asyncio.Queue[Token | None]] = []
        self.actors: list[Actor] = []
        self.awaited = p.actors  # acknowledgements
        self.started = 0  # open loop: tokens that the pacer has sent
        self.retired = 0
        self.epoch = 0  # ns, the clock's start; 0 while it doesn't run
        self.loop = asyncio.get_running_loop()
        self.ready: asyncio.Future[None] = self.loop.create_future()
        self.finished: asyncio.Future[int] = self.loop.create_future()

    async def round(self, index: int, lines: Lines) -> dict[str, Any]:
        gc.collect()
        begin = time.monotonic_ns()
        with watched(self, index, lines):
            async with asyncio.TaskGroup() as group:
                await self.start(group)
                start_ns = time.monotonic_ns() - begin
                idle = resident_bytes()
                before = Meters.read()
                self.epoch = time.monotonic_ns()
                group.create_task(pace(self) if self.open else inject(self))
                elapsed_ns = await self.finished - self.epoch
                metrics = before.until_now()
                for mailbox in self.mailboxes:
                    mailbox.put_nowait(None)  # the end of an actor; all mailboxes are empty
        if idle > 0:
            metrics["idle_rss_bytes"] = idle
        if self.open:
            metrics["offered_per_s"] = self.p.messages / (self.schedule[-1] / 1e9)
        return {
            "line": "round",
            "index": index,
            "answer": f"{sum(actor.sum for actor in self.actors) & MASK:016x}",
            "deliveries": sum(actor.delivered for actor in self.actors),
            "elapsed_ns": elapsed_ns,
            "start_ns": start_ns,
            "metrics": metrics,
            "histograms": {kind: h.pairs() for kind, h in self.histograms.items() if h.counts},
        }

    async def start(self, group: asyncio.TaskGroup) -> None:
        """Makes the actors and waits until each has acknowledged a message."""
        self.mailboxes = [asyncio.Queue(self.p.mailbox) for _ in range(self.p.actors)]
        self.actors = [Actor(i, self, mailbox) for i, mailbox in enumerate(self.mailboxes)]
        for actor in self.actors:
            group.create_task(actor.run())
        for mailbox in self.mailboxes:
            await mailbox.put(None)
        await self.ready

    def acknowledge(self) -> None:
        self.awaited -= 1
        if self.awaited == 0:
            self.ready.set_result(None)

    def destination(self, z: int) -> int:
        among = self.favoured if z & 255 < self.p.skew else self.p.actors
        return (z >> 32) * among >> 32

    def ready_to_go(self, token: Token, now: int = 0) -> None:
        """Draws a token's next hop, stamps it, and gives it a payload of its own. `now` is 0 if the clock is to be read."""
        token.draw()
        if token.z & self.mask == self.hit:
            token.stamp = now or time.monotonic_ns()
        if self.words > 0:
            token.payload = array("Q", (token.z,)) * self.words

    def think(self, z: int) -> int:
        """The work of a hop."""
        rounds = self.work
        if self.p.tail:
            bits = z >> 16 | 1 << 12
            rounds <<= (bits & -bits).bit_length() - 1  # trailing zeros
        x = z
        for _ in range(rounds):
            x = mix(x)
        return x

    def retire(self, token: Token) -> None:
        self.retired += 1
        if self.open:
            now = time.monotonic_ns() - self.epoch
            self.histograms["token"].record(now - token.intended)
            self.histograms["token_uncorrected"].record(now - token.started)
            self.histograms["pacer_late"].record(token.started - token.intended)
        elif self.retired == 1:
            self.hop_latencies = self.histograms["hop_drain"]
        if self.retired == self.tokens:
            self.finished.set_result(time.monotonic_ns())
