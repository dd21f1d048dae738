"""The task that sends the first tokens, at once or on a schedule."""

import asyncio
import math
from typing import TYPE_CHECKING

from actor import Token
from mix import GAMMA, MASK, mix

if TYPE_CHECKING:
    from actor_mesh import ActorMesh, Mesh


def new_token(mesh: "Mesh", k: int) -> Token:
    each, rest = divmod(mesh.p.messages, mesh.tokens)
    return Token(mix(mesh.p.seed + (k + 1) * GAMMA & MASK), each + (k < rest))


async def inject(mesh: "Mesh") -> None:
    for k in range(mesh.tokens):
        await send_first(mesh, new_token(mesh, k))


async def send_first(mesh: "Mesh", token: Token) -> None:
    mesh.ready_to_go(token)
    await mesh.mailboxes[mesh.destination(token.z)].put(token)


def schedule(p: "ActorMesh", tokens: int) -> list[int]:
    """The intended start of every token, in nanoseconds after the clock's."""
    starts, seconds = [], 0.0
    for k in range(1, tokens + 1):
        u = ((mix(p.seed ^ (k * GAMMA & MASK)) >> 11) + 0.5) * 2.0**-53
        seconds -= math.log(u) * p.hops / p.rate
        starts.append(int(seconds * 1e9))
    return starts


async def pace(mesh: "Mesh") -> None:
    """The open loop's task: sleeps until the next intended start and never spins; when late it sends at once."""
    for k, intended in enumerate(mesh.schedule):
        while (now := mesh.r.clock()) < intended:
            await asyncio.sleep((intended - now) / 1e9)
        token = new_token(mesh, k)
        token.intended, token.started = intended, now
        mesh.started = k + 1
        await send_first(mesh, token)
