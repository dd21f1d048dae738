"""Progress from outside, and the end of a round that makes none."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from contract import Lines

if TYPE_CHECKING:
    from actor_mesh import Mesh

TICK_S = 0.25
PATIENT = 20  # ticks without progress: ticks, not time, so a process that was stopped for a while isn't taken for a deadlock


class DeadlockError(Exception):
    """No message is delivered and no token retired any more."""


@contextmanager
def watched(mesh: "Mesh", index: int, lines: Lines) -> Iterator[None]:
    """A thread, because a task of the loop would wait while a hop computes; it takes turns with the loop's thread."""
    over = threading.Event()
    thread = threading.Thread(target=watch, args=(mesh, index, lines, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def watch(mesh: "Mesh", index: int, lines: Lines, over: threading.Event) -> None:
    still, last = 0, -1
    while not over.wait(TICK_S):
        deliveries = sum(actor.delivered for actor in mesh.actors)
        lines.write({"line": "progress", "round": index, "deliveries": deliveries})
        moved = deliveries + mesh.retired
        still = 0 if moved != last or may_rest(mesh) else still + 1
        last = moved
        if still == PATIENT:
            mesh.loop.call_soon_threadsafe(give_up, mesh)
            return


def may_rest(mesh: "Mesh") -> bool:
    """Whether nothing has to move: before and after the clock, and while the pacer waits with no token under way."""
    return mesh.epoch == 0 or mesh.retired == mesh.tokens or (mesh.open and mesh.started == mesh.retired)


def give_up(mesh: "Mesh") -> None:
    if not mesh.finished.done():
        mesh.finished.set_exception(
            DeadlockError(
                f"the mesh is deadlocked: no message was delivered and no token retired for {TICK_S * PATIENT:.0f} s; "
                f"{mesh.retired} of {mesh.tokens} tokens were retired"
            )
        )
