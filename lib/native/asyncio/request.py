"""What a request may say. A name that is unknown here is refused too: run without it, the figures would be of something
else than was asked for."""

import json
from dataclasses import dataclass, fields
from typing import Any

from contract import CONTRACT

LARGEST = 1 << 53  # the contract's bound of a number

# Each number's least and greatest value.
RANGES = {
    "actors": (1, 1 << 31),
    "messages": (1, LARGEST),
    "inFlight": (1, 1 << 31),
    "mailbox": (0, 1 << 31),
    "payload": (0, 1 << 31),
    "retain": (0, 1 << 31),
    "work": (0, 1 << 31),
    "tail": (0, 1),
    "skew": (0, 255),
    "rate": (0, LARGEST),
    "hops": (1, LARGEST),
}


class RefusedError(Exception):
    """The request can't be understood or run."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """actor-mesh's, spelled as the contract spells them."""

    actors: int
    messages: int
    inFlight: int  # noqa: N815
    mailbox: int
    payload: int
    retain: int
    work: int
    tail: int
    skew: int
    rate: int
    hops: int
    record: str
    message: str
    seed: int


@dataclass(frozen=True, slots=True)
class Request:
    warmup: int
    iterations: int
    parameters: Parameters


def parse(line: bytes) -> Request:
    try:
        asked = json.loads(line)
    except ValueError as e:
        raise RefusedError(f"the request can't be read: {e}") from None
    names(asked, "request", {"contract", "workload", "warmup", "iterations", "parameters", "settings"})
    if asked["contract"] != CONTRACT:
        raise RefusedError(f"contract {asked['contract']} is not spoken here, only {CONTRACT}")
    if asked["workload"] != "actor-mesh":
        raise RefusedError(f"the workload {asked['workload']!r} is not one of this runtime's")
    warmup, iterations = (number(asked, name, 0, LARGEST) for name in ("warmup", "iterations"))
    if warmup + iterations < 1:
        raise RefusedError(f"warmup {warmup} and iterations {iterations} ask for no round")
    names(asked["settings"], "settings", {"workers"})
    number(asked["settings"], "workers", 0, 1)
    return Request(warmup, iterations, parameters(asked["parameters"]))


def parameters(asked: Any) -> Parameters:
    names(asked, "parameters", {field.name for field in fields(Parameters)})
    for name, (least, most) in RANGES.items():
        number(asked, name, least, most)
    if asked["payload"] % 8 != 0:
        raise RefusedError(f"payload is {asked['payload']}, not a multiple of 8")
    if asked["rate"] > 0 and asked["messages"] % asked["hops"] != 0:
        raise RefusedError(f"hops is {asked['hops']} and doesn't divide messages, which is {asked['messages']}")
    choice(asked, "record", "all", "64", "off")
    choice(asked, "message", "reused", "fresh")
    seed = asked["seed"]
    if not (isinstance(seed, str) and seed.isascii() and seed.isdigit() and int(seed[:21]) < 1 << 64):
        raise RefusedError(f"seed is {seed!r}, not a decimal number of 64 bits")
    return Parameters(**(asked | {"seed": int(seed)}))


def names(asked: Any, what: str, known: set[str]) -> None:
    if not isinstance(asked, dict):
        raise RefusedError(f"{what} is {asked!r}, not an object")
    if strange := sorted(asked.keys() - known):
        raise RefusedError(f"{what}: {', '.join(strange)} is not known here")
    if missing := sorted(known - asked.keys()):
        raise RefusedError(f"{what}: {', '.join(missing)} is missing")


def number(asked: dict[str, Any], name: str, least: int, most: int) -> int:
    value = asked[name]
    if type(value) is not int or not least <= value <= most:
        raise RefusedError(f"{name} is {value!r}, not a whole number within {least} and {most}")
    return value


def choice(asked: dict[str, Any], name: str, *values: str) -> None:
    if asked[name] not in values:
        raise RefusedError(f"{name} is {asked[name]!r}, not one of {', '.join(values)}")
