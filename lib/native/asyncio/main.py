"""The runtime `asyncio`: tasks and queues of Python's standard library, speaking the contract of ../CONTRACT.md.

main.py       one request in, one run, an exit status
contract.py   the lines that are written
request.py    the request that is read; check.py: what it may say
workload.py   what a workload is; workloads.py: all by name, each a file of its name
round.py      what rounds share: the start, the gate, the clock, the counters
mix.py        the arithmetic
histogram.py  HdrHistogram's layout
watchdog.py   progress from outside, and the end of a round that makes none
meters.py     processor time, collections, faults, memory
ticker.py     what wants to run each millisecond, beside hog and deep-stack
crossing.py   no part of it: what crossing the colours takes, and what it breaks

and of actor-mesh, besides actor_mesh.py:

actor.py      the hop
injector.py   the task that sends the first tokens, at once or on a schedule
"""

import asyncio
import os
import sys
import threading
from typing import IO

import ffi
from check import RefusedError
from contract import Lines, hello
from file_read import written
from files_limit import raise_file_limit
from request import Request, parse
from round import Round
from watchdog import DeadlockError

FAILED, REFUSED, CANCELLED = 1, 2, 130


async def run(request: Request, lines: Lines) -> None:
    for index in range(request.warmup + request.iterations):
        r = Round(index, lines)
        await r.play(request.workload)
        line, asked = r.line(), request.workload.units
        if line["deliveries"] != asked:
            raise RuntimeError(f"{line['deliveries']} units were counted, not {asked}")
        lines.write(line)


def serve(line: bytes, lines: Lines) -> int:
    """Runs one request; its exit status."""
    raise_file_limit()
    try:
        request = parse(line)
    except RefusedError as refusal:
        lines.error("refused", str(refusal))
        return REFUSED
    lines.write(hello(request.workload.NOTES))
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
    written.abandon()
    os._exit(CANCELLED)


def main() -> int:
    ffi.library = os.path.abspath(sys.argv[1]) if len(sys.argv) > 1 else ""
    line = sys.stdin.buffer.readline()
    if not line.endswith(b"\n"):
        return CANCELLED
    threading.Thread(target=exit_at_end_of, args=(sys.stdin.buffer,), daemon=True).start()
    return serve(line, Lines(sys.stdout))


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    os._exit(status)  # the thread that waits for the end of input holds a lock that an ordinary exit wants
