"""io-mix: sockets: an echo server with a task a connection. Its client is a process of its own."""

import asyncio
from asyncio import IncompleteReadError, StreamReader, StreamWriter
from dataclasses import dataclass

from check import RefusedError, unsigned, within
from files_limit import file_limit
from round import Round
from words import sum_of_words
from workload import Workload

MESSAGE_BYTES = 64
SPARE_FILES = 16  # what the program needs beside its connections


@dataclass(frozen=True, slots=True)
class IoMix(Workload):
    NOTES = {
        "files": "the limit of open files was raised to its hard value",
        "server": "asyncio.start_server, streams; TCP_NODELAY is set; the backlog holds all connections, as far as "
        "net.core.somaxconn allows",
    }

    connections: int = within(1, 1 << 20)
    requests: int = within(1, 1 << 32)
    think: int = within(0, 3600 * 1000 * 1000)  # µs
    seed: int = unsigned()  # the client's

    def check(self) -> None:
        limit = file_limit()
        if self.connections + SPARE_FILES > limit:
            raise RefusedError(
                f"connections is {self.connections}, and {limit} files may be open here, {SPARE_FILES} of them needed otherwise"
            )

    @property
    def units(self) -> int:
        return self.connections * self.requests

    async def play(self, r: Round) -> None:
        r.asleep_s = self.think / 1e6
        r.count(self.connections)
        r.until(self.connections)
        r.awaited = self.connections
        unused = iter(range(self.connections))

        def accept(reader: StreamReader, writer: StreamWriter) -> None:
            r.group.create_task(self.serve(r, next(unused), reader, writer))

        server = await asyncio.start_server(accept, "127.0.0.1", 0, backlog=self.connections)
        try:
            r.lines.write({"line": "listening", "round": r.index, "port": server.sockets[0].getsockname()[1]})
            await r.time()
        finally:
            server.close()

    async def serve(self, r: Round, i: int, reader: StreamReader, writer: StreamWriter) -> None:
        """Echoes on one connection until the client closes it."""
        try:
            await self.greet(r, i, reader, writer)
            tally = r.tallies[i]
            while message := await next_message(reader):
                writer.write(message)
                await writer.drain()
                tally.sum += sum_of_words(message)
                tally.delivered += 1
            r.done()
        finally:
            writer.close()

    async def greet(self, r: Round, i: int, reader: StreamReader, writer: StreamWriter) -> None:
        """The first echo, which isn't counted.

        The client begins when all have had theirs; the last one is held back until the counters are read and the clock with
        them, as the client's first requests would else come before it.
        """
        hello = await reader.readexactly(MESSAGE_BYTES)
        r.acknowledge()
        if r.awaited == 0:
            await r.gate.wait()
        writer.write(hello)
        await writer.drain()


async def next_message(reader: StreamReader) -> bytes:
    """A whole message, or none when the client has closed the connection between two."""
    try:
        return await reader.readexactly(MESSAGE_BYTES)
    except IncompleteReadError as end:
        if end.partial:
            raise
        return b""
