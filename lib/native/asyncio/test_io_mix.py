"""io-mix beside its answers: its clock, and clients that break."""

import asyncio
import unittest
from unittest import mock

import watchdog
from main import FAILED
from trying import rounds, run


class Connections(unittest.TestCase):
    def test_the_clock_starts_before_the_first_request(self):
        for line in rounds("io-mix", connections=30, requests=3, think=20_000):
            self.assertGreater(line["elapsed_ns"], 2 * 20_000_000)

    def test_a_silent_client_is_a_deadlock(self):
        async def silent(port: int) -> None:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(bytes(64))
            await reader.read()  # the echo, and the end
            writer.close()

        with mock.patch.object(watchdog, "TICK_S", 0.005):
            status, lines = run("io-mix", silent, connections=1, requests=2)
        self.assertEqual((status, lines[-1]["kind"]), (FAILED, "deadlock"))
        self.assertIn("1 of 1 tasks", lines[-1]["message"])

    def test_a_connection_that_breaks_fails(self):
        for more, says in (b"", "0 units were counted"), (b"too short", "IncompleteReadError"):

            async def broken(port: int, more: bytes = more) -> None:
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.write(bytes(64))
                await reader.readexactly(64)
                writer.write(more)
                writer.close()

            status, lines = run("io-mix", broken, connections=1, requests=2)
            self.assertEqual((status, lines[-1]["kind"]), (FAILED, "failed"))
            self.assertIn(says, lines[-1]["message"])


if __name__ == "__main__":
    unittest.main()
