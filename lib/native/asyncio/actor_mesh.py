"""actor-mesh: a round from the first actor to the last."""

import asyncio
import time
from array import array
from dataclasses import dataclass

from actor import Actor, Token
from check import LARGEST, RefusedError, among, divides, unsigned, within
from histogram import Histogram
from injector import inject, pace, schedule
from mix import mix
from round import Round
from workload import Workload

# A hop is recorded if z & mask == hit: always, for one in 64, or never. Never reads no clock.
RECORDED = {"all": (0, 0), "64": (63 << 8, 0), "off": (0, 1)}
KINDS = ("hop", "hop_drain", "token", "token_uncorrected", "pacer_late")


@dataclass(frozen=True, slots=True)
class ActorMesh(Workload):
    NOTES = {
        "mailbox": "asyncio.Queue, bounded by maxsize or unbounded: a deque, and a deque of futures on each side; "
        "who sends to itself gives the loop a turn first, as a queue with room does not",
        "message": "a reference to an object with slots",
        "record": "one histogram, since there is one thread; the open loop takes a clock read a token",
    }

    actors: int = within(1, 1 << 31)
    messages: int = within(1, LARGEST)
    inFlight: int = within(1, 1 << 31)  # noqa: N815
    mailbox: int = within(0, 1 << 31)
    payload: int = within(0, 1 << 31)
    retain: int = within(0, 1 << 31)
    work: int = within(0, 1 << 31)
    tail: int = within(0, 1)
    skew: int = within(0, 255)
    rate: int = within(0, LARGEST)
    hops: int = within(1, LARGEST)
    record: str = among(*RECORDED)
    message: str = among("reused", "fresh")
    seed: int = unsigned()

    def check(self) -> None:
        if self.payload % 8 != 0:
            raise RefusedError(f"payload is {self.payload}, not a multiple of 8")
        if self.rate > 0:
            divides("hops", self.hops, "messages", self.messages)

    @property
    def units(self) -> int:
        return self.messages

    async def play(self, r: Round) -> None:
        mesh = Mesh(self, r)
        await mesh.start()
        await r.time(pace(mesh) if mesh.open else inject(mesh))
        for mailbox in mesh.mailboxes:
            mailbox.put_nowait(None)  # the end of an actor; all mailboxes are empty
        if mesh.open:
            r.metrics["offered_per_s"] = self.messages / (mesh.schedule[-1] / 1e9)


class Mesh:
    """One round: what its actors share."""

    def __init__(self, p: ActorMesh, r: Round):
        self.p, self.r = p, r
        self.open = p.rate > 0
        # In the closed loop more tokens than messages would have no hop to make.
        self.tokens = p.messages // p.hops if self.open else min(p.inFlight, p.messages)
        self.schedule = schedule(p, self.tokens) if self.open else []
        self.mask, self.hit = RECORDED[p.record]
        self.work, self.retain, self.fresh = p.work, p.retain, p.message == "fresh"
        self.favoured = max(1, p.actors // 100)
        self.words = p.payload // 8
        r.histograms = {kind: Histogram() for kind in KINDS}
        self.hop_latencies = r.histograms["hop"]
        self.mailboxes: list[asyncio.Queue[Token | None]] = []
        self.started = 0  # open loop: tokens that the pacer has sent

    async def start(self) -> None:
        """Makes the actors and sends each a message to acknowledge."""
        r, actors = self.r, self.p.actors
        r.until(self.tokens)
        r.rests, r.stuck = self.may_rest, self.what_is_stuck
        r.awaited = actors
        self.mailboxes = [asyncio.Queue(self.p.mailbox) for _ in range(actors)]
        r.tallies = [Actor(i, self, mailbox) for i, mailbox in enumerate(self.mailboxes)]
        for actor in r.tallies:
            r.group.create_task(actor.run())
        for mailbox in self.mailboxes:
            await mailbox.put(None)

    def may_rest(self) -> bool:
        """Whether nothing has to move: while the pacer waits with no token under way."""
        return self.open and self.started == self.retired

    @property
    def retired(self) -> int:
        return self.tokens - self.r.left

    def what_is_stuck(self) -> str:
        return f"no message was delivered and no token retired; {self.retired} of {self.tokens} tokens were retired"

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
        r = self.r
        if self.open:
            now = r.clock()
            r.histograms["token"].record(now - token.intended)
            r.histograms["token_uncorrected"].record(now - token.started)
            r.histograms["pacer_late"].record(token.started - token.intended)
        elif r.left == self.tokens:
            self.hop_latencies = r.histograms["hop_drain"]
        r.done()
