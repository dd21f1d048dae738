"""What a workload of ../WORKLOADS.md is: its parameters, and a round of it."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, ClassVar, Self

from check import names

if TYPE_CHECKING:
    from round import Round


@dataclass(frozen=True, slots=True)
class Workload(ABC):
    """The fields are the parameters, spelled as the contract spells them; check.py says how each is read."""

    # For the hello: what a reader must know to judge the numbers.
    NOTES: ClassVar[dict[str, str]] = {}

    @classmethod
    def of(cls, asked: Any) -> Self:
        known = {f.name.rstrip("_"): f for f in fields(cls)}  # a word of Python's has a line below it
        names(asked, "parameters", set(known))
        workload = cls(**{f.name: f.metadata["read"](name, asked[name]) for name, f in known.items()})
        workload.check()
        return workload

    def check(self) -> None:  # noqa: B027
        """Refuses parameters that don't go together, or can't be had here."""

    @property
    @abstractmethod
    def units(self) -> int:
        """How many a round has to count."""

    @abstractmethod
    async def play(self, r: "Round") -> None:
        """Runs a round. The answer is left in its tallies, in what its tasks return, or in `answer`."""
