"""Progress from outside, and the end of a round that makes none."""

import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from round import Round

TICK_S = 0.25
PATIENT = 20  # ticks without progress: ticks, not time, so a process that was stopped for a while isn't taken for a deadlock


class DeadlockError(Exception):
    """Nothing moves any more."""


@contextmanager
def watched(r: "Round") -> Iterator[None]:
    """A thread, because a task of the loop would wait while another computes; it takes turns with the loop's thread."""
    over = threading.Event()
    thread = threading.Thread(target=watch, args=(r, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def watch(r: "Round", over: threading.Event) -> None:
    still, last = 0, -1
    while not over.wait(TICK_S):
        deliveries = r.delivered()
        r.lines.write({"line": "progress", "round": r.index, "deliveries": deliveries})
        moved = deliveries + r.moved
        still = 0 if moved != last or not r.measuring or r.rests() else still + 1
        last = moved
        patient = PATIENT + math.ceil(r.asleep_s / TICK_S)
        if still == patient:
            r.loop.call_soon_threadsafe(r.give_up, patient * TICK_S)
            return
