"""What a request may say. A name that is unknown here is refused too: run without it, the figures would be of something
else than was asked for."""

import json
from dataclasses import dataclass

from check import LARGEST, RefusedError, choice, names, number
from contract import CONTRACT
from workload import Workload
from workloads import WORKLOADS


@dataclass(frozen=True, slots=True)
class Request:
    warmup: int
    iterations: int
    workload: Workload


def parse(line: bytes) -> Request:
    try:
        asked = json.loads(line)
    except ValueError as e:
        raise RefusedError(f"the request can't be read: {e}") from None
    names(asked, "request", {"contract", "workload", "warmup", "iterations", "parameters", "settings"})
    if asked["contract"] != CONTRACT:
        raise RefusedError(f"contract {asked['contract']} is not spoken here, only {CONTRACT}")
    workload = choice("workload", asked["workload"], *WORKLOADS)
    warmup, iterations = (number(name, asked[name], 0, LARGEST) for name in ("warmup", "iterations"))
    if warmup + iterations < 1:
        raise RefusedError(f"warmup {warmup} and iterations {iterations} ask for no round")
    names(asked["settings"], "settings", {"workers", "ffi"})
    number("workers", asked["settings"]["workers"], 0, 1)
    choice("ffi", asked["settings"]["ffi"], "ctypes")
    return Request(warmup, iterations, WORKLOADS[workload].of(asked["parameters"]))
