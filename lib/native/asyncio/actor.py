"""The hop: what an actor does with a token."""

import asyncio
import time
from array import array
from collections import deque
from typing import TYPE_CHECKING

from mix import GAMMA, MASK, mix

if TYPE_CHECKING:
    from actor_mesh import Mesh


class Token:
    """A message: it knows where it goes next, and how often still."""

    __slots__ = ("state", "z", "left", "stamp", "payload", "intended", "started")

    def __init__(self, state: int, left: int):
        self.state = state
        self.z = 0  # the draw that sent it here
        self.left = left  # hops to go, this one included
        self.stamp = 0  # ns, set only if the hop that z draws is recorded
        self.payload: array[int] | None = None
        self.intended = self.started = 0  # ns, open loop

    def draw(self) -> None:
        """Moves the token's generator on by a hop."""
        self.state = self.state + GAMMA & MASK
        self.z = mix(self.state)

    def another(self) -> "Token":
        copy = Token(self.state, self.left)
        copy.z, copy.stamp, copy.payload = self.z, self.stamp, self.payload
        copy.intended, copy.started = self.intended, self.started
        return copy


class Actor:
    """A task with a mailbox."""

    __slots__ = ("number", "mesh", "mailbox", "sum", "delivered", "kept")

    def __init__(self, number: int, mesh: "Mesh", mailbox: asyncio.Queue[Token | None]):
        self.number = number
        self.mesh = mesh
        self.mailbox = mailbox
        self.sum = 0  # grows past 64 bits, and is cut once at the end
        self.delivered = 0  # the watchdog reads it while it grows
        self.kept: deque[array[int]] = deque(maxlen=mesh.retain)  # the last payloads

    async def run(self) -> None:
        """Acknowledges the first message, then makes hops until None comes."""
        receive, mesh, mailboxes = self.mailbox.get, self.mesh, self.mesh.mailboxes
        await receive()
        mesh.r.acknowledge()
        while (token := await receive()) is not None:
            onward = self.hop(token)
            if onward is not None:
                to = mesh.destination(onward.z)
                if to == self.number:
                    # A queue that can take or give at once lets nobody else run: to itself an actor would send for ever.
                    await asyncio.sleep(0)
                await mailboxes[to].put(onward)

    def hop(self, token: Token) -> Token | None:
        """Receives a token; what is to be sent, None if that was its last hop."""
        mesh = self.mesh
        now = 0  # a clock that hasn't been read in this hop
        if token.z & mesh.mask == mesh.hit:
            now = time.monotonic_ns()
            mesh.hop_latencies.record(now - token.stamp)
        if token.payload is not None:
            self.sum += sum(token.payload)
            self.kept.append(token.payload)
        self.sum += mix(token.z ^ self.number)
        if mesh.work > 0:
            self.sum += mesh.think(token.z)
            now = 0  # work is no latency: the stamp is read after it
        self.delivered += 1

        token.left -= 1
        if token.left == 0:
            mesh.retire(token)
            return None
        if mesh.fresh:
            token = token.another()
        mesh.ready_to_go(token, now)
        return token
