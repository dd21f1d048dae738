"""The runtime `asyncio`: tasks and queues of Python's standard library, speaking the contract of ../CONTRACT.md.

main.py        one request in, one run, an exit status
contract.py    the lines that are written
request.py     what a request may say, and its check
actor_mesh.py  the workload: a round from the first actor to the last
actor.py       the hop
injector.py    the task that sends the first tokens, at once or on a schedule
histogram.py   HdrHistogram's layout
watchdog.py    progress from outside, and the end of a run that makes none
meters.py      processor time, collections, faults, memory
"""

import asyncio
import os
import sys
import threading
from typing import IO

from actor_mesh import Mesh
from contract import Lines, hello
from request import RefusedError, Request, parse
from watchdog import DeadlockError

FAILED, REFUSED, CANCELLED = 1, 2, 130


async def run(request: Request, lines: Lines) -> None:
    for index in range(request.warmup + request.iterations):
        line = await Mesh(request.parameters).round(index, lines)
        delivered, asked = line["deliveries"], request.parameters.messages
        if delivered != asked:
            raise RuntimeError(f"{delivered} messages were delivered, not {asked}")
        lines.write(line)


def serve(line: bytes, lines: Lines) -> int:
    """Runs one request; its exit status."""
    try:
        request = parse(line)
    except RefusedError as refusal:
        lines.error("refused", str(refusal))
        return REFUSED
    lines.write(hello())
    status = FAILED
    try:
        asyncio.run(run(request, lines))
    except* DeadlockError as group:
        lines.error("deadlock", str(group.exceptions[0]))
    except* Exception as group:
        lines.error("failed", f"{type(group.exceptions[0]).__name__}: {group.exceptions[0]}")
    else:
        lines.write({"line": "done"})
        status = 0
    return status


def exit_at_end_of(stream: IO[bytes]) -> None:
    """The end of standard input is the cancellation, wherever the run is."""
    while stream.read(1 << 16):
        pass
    os._exit(CANCELLED)


def main() -> int:
    line = sys.stdin.buffer.readline()
    if not line.endswith(b"\n"):
        return CANCELLED
    threading.Thread(target=exit_at_end_of, args=(sys.stdin.buffer,), daemon=True).start()
    return serve(line, Lines(sys.stdout))


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    os._exit(status)  # the thread that waits for the end of input holds a lock that an ordinary exit wants
