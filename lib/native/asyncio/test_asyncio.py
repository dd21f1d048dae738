"""The answers, the layout, the refusals and the ends of the program. `python3 -m unittest` in this folder runs them."""

import io
import json
import subprocess
import sys
import unittest
from pathlib import Path
from unittest import mock

import watchdog
from contract import Lines
from histogram import Histogram
from main import CANCELLED, FAILED, REFUSED, serve

HERE = Path(__file__).parent
DEFAULTS = {
    "actors": 100,
    "messages": 1000,
    "inFlight": 10,
    "mailbox": 64,
    "payload": 0,
    "retain": 0,
    "work": 0,
    "tail": 0,
    "skew": 0,
    "rate": 0,
    "hops": 20,
    "record": "all",
    "message": "reused",
    "seed": "42",
}


def request(*, settings=None, parameters=None, **changes) -> bytes:
    asked = {"contract": 1, "workload": "actor-mesh", "warmup": 0, "iterations": 1}
    asked |= {"parameters": DEFAULTS | (parameters or {}), "settings": settings or {"workers": 0, "ffi": "ctypes"}} | changes
    return json.dumps(asked).encode() + b"\n"


def answer(line: bytes) -> tuple[int, list[dict]]:
    out = io.StringIO()
    status = serve(line, Lines(out))
    return status, [json.loads(written) for written in out.getvalue().splitlines()]


def only_round(**parameters) -> dict:
    status, lines = answer(request(parameters=parameters))
    assert status == 0, lines
    return next(line for line in lines if line["line"] == "round")


class Answers(unittest.TestCase):
    def test_vectors(self):
        for vector in json.loads((HERE.parent / "vectors/actor-mesh.json").read_text()):
            if vector["parameters"]["messages"] > 20_000:
                continue
            for more in {}, {"message": "fresh", "mailbox": 0, "retain": 3}:
                with self.subTest(vector=vector, more=more):
                    self.assertEqual(only_round(**(vector["parameters"] | more))["answer"], vector["answer"])

    def test_records_the_same_hops_as_every_language(self):
        for record, expected in ("all", 64_000), ("64", 981), ("off", 0):
            with self.subTest(record=record):
                made = only_round(messages=64_000, record=record)["histograms"]
                self.assertEqual(sum(n for kind in made.values() for _, n in kind), expected)

    def test_rounds_leave_nothing_behind(self):
        status, lines = answer(request(warmup=2, iterations=1))
        self.assertEqual(status, 0)
        self.assertEqual([line["answer"] for line in lines if line["line"] == "round"], ["e7725aeac851e358"] * 3)


class Layout(unittest.TestCase):
    def test_a_value_is_counted_in_the_smallest_of_its_bucket(self):
        for value, lowest in (0, 0), (2047, 2047), (2049, 2048), (4097, 4096), (1_000_000, 999_936), (-5, 0):
            histogram = Histogram()
            histogram.record(value)
            self.assertEqual(histogram.pairs(), [(lowest, 1)])

    def test_an_hour_is_the_most(self):
        histogram = Histogram()
        histogram.record(10**15)
        ((value, _),) = histogram.pairs()
        self.assertLessEqual(value, 3600 * 10**9)


class Ends(unittest.TestCase):
    def test_refusals(self):
        for line in (
            b"what?\n",
            b"[]\n",
            request(contract=2),
            request(workload="unheard"),
            request(iterations=0),
            request(unheard=1),
            request(settings={"workers": 2, "ffi": "ctypes"}),
            request(settings={"workers": 0, "ffi": "cffi"}),
            request(settings={"workers": 0, "ffi": "ctypes", "unheard": 1}),
            *(
                request(parameters=change)
                for change in (
                    {"actors": 0},
                    {"actors": True},
                    {"actors": 1.5},
                    {"payload": 7},
                    {"rate": 5, "hops": 3},
                    {"record": "some"},
                    {"message": "old"},
                    {"seed": "-1"},
                    {"seed": "18446744073709551616"},
                    {"unheard": 1},
                )
            ),
        ):
            with self.subTest(line=line):
                status, lines = answer(line)
                self.assertEqual((status, [written.get("kind") for written in lines]), (REFUSED, ["refused"]))

    def test_a_deadlock_is_told(self):
        with mock.patch.object(watchdog, "TICK_S", 0.02):
            status, lines = answer(request(parameters={"actors": 1, "mailbox": 1, "inFlight": 3}))
        self.assertEqual((status, lines[-1]["kind"]), (FAILED, "deadlock"))
        self.assertIn("of 3 tokens", lines[-1]["message"])

    def test_waiting_for_an_intended_start_is_none(self):
        with mock.patch.object(watchdog, "TICK_S", 0.01):
            status, _ = answer(request(parameters={"messages": 4, "hops": 1, "rate": 4}))
        self.assertEqual(status, 0)

    def test_end_of_input_ends_the_program(self):
        for given in b"", b"half a line", request(parameters={"work": 1_000_000}):
            with self.subTest(given=given):
                ended = subprocess.run([sys.executable, "main.py"], input=given, cwd=HERE, capture_output=True, timeout=20)
                self.assertEqual(ended.returncode, CANCELLED)


if __name__ == "__main__":
    unittest.main()
