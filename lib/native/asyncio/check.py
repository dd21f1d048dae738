"""How a request's values are read: each is checked, and what isn't understood is refused in one line."""

from collections.abc import Callable
from dataclasses import field
from typing import Any

LARGEST = 1 << 53  # the contract's bound of a number

Read = Callable[[str, Any], int | str]


class RefusedError(Exception):
    """The request can't be understood or run."""


def within(least: int, most: int) -> Any:
    """A workload's parameter that is a whole number."""
    return parameter(lambda name, value: number(name, value, least, most))


def among(*values: str) -> Any:
    """A workload's parameter that is one of these words."""
    return parameter(lambda name, value: choice(name, value, *values))


def unsigned() -> Any:
    """A workload's parameter of 64 bits, which travels as decimal text."""
    return parameter(word)


def parameter(read: Read) -> Any:
    return field(metadata={"read": read})


def number(name: str, value: Any, least: int, most: int) -> int:
    if type(value) is not int or not least <= value <= most:
        raise RefusedError(f"{name} is {value!r}, not a whole number within {least} and {most}")
    return value


def choice(name: str, value: Any, *values: str) -> str:
    if value not in values:
        raise RefusedError(f"{name} is {value!r}, not one of {', '.join(values)}")
    return value


def word(name: str, value: Any) -> int:
    if not (isinstance(value, str) and value.isascii() and value.isdigit() and int(value[:21]) < 1 << 64):
        raise RefusedError(f"{name} is {value!r}, not a decimal number of 64 bits")
    return int(value)


def names(asked: Any, what: str, known: set[str]) -> None:
    if not isinstance(asked, dict):
        raise RefusedError(f"{what} is {asked!r}, not an object")
    if strange := sorted(asked.keys() - known):
        raise RefusedError(f"{what}: {', '.join(strange)} is not known here")
    if missing := sorted(known - asked.keys()):
        raise RefusedError(f"{what}: {', '.join(missing)} is missing")


def divides(name: str, divisor: int, whole: str, of: int) -> None:
    if of % divisor != 0:
        raise RefusedError(f"{name} is {divisor} and doesn't divide {whole}, which is {of}")
