"""ffi: calls into C, and from C back, through ctypes."""

import ctypes
import os
from collections.abc import Callable
from ctypes import CFUNCTYPE, c_uint64
from dataclasses import dataclass

from check import LARGEST, RefusedError, among, within
from round import Round
from workload import Workload

Function = CFUNCTYPE(c_uint64, c_uint64, c_uint64)

# The built ../c/add.c. main.py sets it to what the manifest's run says.
library = ""


@dataclass(frozen=True, slots=True)
class Ffi(Workload):
    NOTES = {
        "ffi": "ctypes: CDLL, argument and result types declared; a call lets go of the GIL and takes it again, a callback the "
        "reverse; callback: CFUNCTYPE of a Python function; loop: a Python function, which is never inlined",
    }

    calls: int = within(1, LARGEST)
    way: str = among("call", "callback", "loop")

    def check(self) -> None:
        if self.way != "loop" and not os.path.isfile(library):
            raise RefusedError(f"way={self.way} needs ../c/add.c built, which had no C compiler (cc) when this program was built")

    @property
    def units(self) -> int:
        return self.calls

    async def play(self, r: Round) -> None:
        way = {"call": call, "callback": call_back, "loop": loop}[self.way]
        (tally,) = r.count(1)
        r.computes()
        r.until(1)

        async def part(_: int) -> None:
            tally.sum = way(self.calls)
            tally.delivered = self.calls
            r.done()

        r.start(1, part)
        await r.time()


def in_c() -> ctypes.CDLL:
    c = ctypes.CDLL(library)
    c.add.restype, c.add.argtypes = c_uint64, (c_uint64, c_uint64)
    c.each.restype, c.each.argtypes = c_uint64, (c_uint64, Function)
    return c


def call(n: int) -> int:
    return add_up(in_c().add, n)


def call_back(n: int) -> int:
    return in_c().each(n, Function(add))


def loop(n: int) -> int:
    """What is to be taken off."""
    return add_up(add, n)


def add_up(function: Callable[[int, int], int], n: int) -> int:
    z = 0
    for i in range(1, n + 1):
        z = function(z, i)
    return z


def add(z: int, i: int) -> int:
    return z + i
