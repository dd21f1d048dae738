"""Executes notebooks with visible progress, and checks that the committed ones are fit to be read."""

from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]


def shown(path: Path) -> str:
    """The path as it is printed: relative to the project, so output is the same on every machine."""
    path = path.resolve()
    return str(path.relative_to(PROJECT)) if path.is_relative_to(PROJECT) else path.name
