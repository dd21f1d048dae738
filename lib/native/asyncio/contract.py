"""The lines of the contract."""

import json
import platform
import threading
import time
from typing import Any, TextIO

CONTRACT = 1

NOTES = {
    "timer": "asyncio.sleep; the loop waits in epoll, in whole milliseconds rounded up, so a sleep lasts up to 1 ms longer",
    "allocator": "CPython's own: references are counted, and its collector looks for cycles, of which these programs make few",
    "collector": "one forced collection before a round's tasks start, so none pays for another's garbage; "
    "none is forced while the clock runs",
    "channel": "asyncio.Queue, bounded by maxsize: a deque, and a deque of futures on each side",
    "count": "units: an attribute of the task's own, counted up once a unit",
}


class Lines:
    """Writes one JSON object a line. The watchdog writes too, hence the lock."""

    def __init__(self, to: TextIO):
        self.to = to
        self.lock = threading.Lock()

    def write(self, line: dict[str, Any]) -> None:
        with self.lock:
            self.to.write(json.dumps(line, separators=(",", ":")) + "\n")
            self.to.flush()

    def error(self, kind: str, message: str) -> None:
        self.write({"line": "error", "kind": kind, "message": message})


def hello(notes: dict[str, str]) -> dict[str, Any]:
    return {
        "line": "hello",
        "contract": CONTRACT,
        "runtime": "asyncio",
        "version": f"{platform.python_implementation()} {platform.python_version()}",
        "workers": 1,
        "notes": {"clock": f"time.monotonic_ns, {cost_of_clock():.0f} ns a read"} | NOTES | notes,
    }


def cost_of_clock() -> float:
    """What one clock read costs in a loop, in nanoseconds: the best of a few, as interruptions only add."""
    reads = 10_000
    best = float("inf")
    for _ in range(5):
        before = last = time.monotonic_ns()
        for _ in range(reads):
            last = time.monotonic_ns()
        best = min(best, last - before)
    return best / reads
