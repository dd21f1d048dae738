"""A workload's run in this process, and io-mix's client, for the tests."""

import asyncio
import io
import json
import threading

from contract import Lines
from main import serve
from mix import MASK, mix
from test_asyncio import DEFAULTS
from words import bytes_of_words

# The parameters' defaults, as ../WORKLOADS.md has them.
USUAL = {
    "actor-mesh": DEFAULTS,
    "channel": {"producers": 4, "consumers": 4, "capacity": 64, "messages": 1_000_000},
    "colour": {"calls": 100_000, "way": "plain"},
    "compute": {"n": 1000, "size": 10_000, "seed": "42"},
    "deep-await": {"depth": "16", "chain": "async", "suspends": 1, "times": 100_000, "seed": "42"},
    "deep-stack": {"depth": 100, "tasks": 1, "ticker": 0, "seed": "42"},
    "fan-in": {"n": 1000, "capacity": 64, "messages": 1_000_000},
    "fan-out": {"n": 1000, "capacity": 64, "messages": 1_000_000},
    "ffi": {"calls": 10_000_000, "way": "call"},
    "file-read": {"files": 1000, "size": 65_536, "seed": "42"},
    "hog": {"hogs": 1, "rounds": 100_000_000, "yield": 0, "place": "task", "seed": "42"},
    "idle-tasks": {"n": 10_000, "depth": 0},
    "io-mix": {"connections": 1000, "requests": 100, "think": 0, "seed": "42"},
    "ping-pong": {"pairs": 1, "rounds": 100_000},
    "ring": {"tasks": 1000, "hops": 100_000},
    "spawn": {"n": 100_000, "shape": "flat"},
    "timers": {"n": 10_000, "spread": 100_000, "seed": "42"},
}


def asking(workload: str, changes: dict) -> bytes:
    """A request for two rounds."""
    asked = {"contract": 1, "workload": workload, "warmup": 1, "iterations": 1}
    asked |= {"parameters": USUAL[workload] | changes, "settings": {"workers": 0, "ffi": "ctypes"}}
    return json.dumps(asked).encode() + b"\n"


class Driver(Lines):
    """Keeps the lines, and starts io-mix's client when the program says that it listens."""

    def __init__(self, converse) -> None:
        super().__init__(io.StringIO())
        self.lines: list[dict] = []
        self.converse = converse
        self.failures: list[BaseException] = []
        self.clients: list[threading.Thread] = []

    def write(self, line: dict) -> None:
        self.lines.append(json.loads(json.dumps(line)))
        if line["line"] == "listening":
            self.clients.append(threading.Thread(target=self.drive, args=(line["port"],)))
            self.clients[-1].start()

    def drive(self, port: int) -> None:
        try:
            asyncio.run(self.converse(port))
        except BaseException as e:
            self.failures.append(e)


def run(workload: str, converse=None, **changes) -> tuple[int, list[dict]]:
    asked = USUAL[workload] | changes

    async def usual(port: int) -> None:
        await all_converse(port, asked["connections"], asked["requests"], asked["think"] / 1e6, int(asked["seed"]))

    driver = Driver(converse or usual)
    status = serve(asking(workload, changes), driver)
    for client in driver.clients:
        client.join()
    if driver.failures:
        raise driver.failures[0]
    return status, driver.lines


def rounds(workload: str, **changes) -> list[dict]:
    status, lines = run(workload, **changes)
    assert status == 0, lines[-1]
    return [line for line in lines if line["line"] == "round"]


async def all_converse(port: int, connections: int, requests: int, think_s: float, seed: int) -> None:
    """Opens all connections, waits until each has had an echo, and then sends the requests on all of them at once."""
    opened = [await asyncio.open_connection("127.0.0.1", port) for _ in range(connections)]
    for _, writer in opened:
        writer.write(bytes(64))
    for reader, _ in opened:
        assert await reader.readexactly(64) == bytes(64)
    await asyncio.gather(*(converse(*opened[k], k * requests, requests, think_s, seed) for k in range(connections)))


async def converse(reader, writer, first: int, requests: int, think_s: float, seed: int) -> None:
    for q in range(requests):
        if q > 0:
            await asyncio.sleep(think_s)
        message = bytes_of_words(mix(seed + (first + q) * 8 + j & MASK) for j in range(8))
        writer.write(message[:20])  # in two pieces: a message needn't arrive whole
        await asyncio.sleep(0)
        writer.write(message[20:])
        assert await reader.readexactly(64) == message
    writer.close()
