"""How many addresses something can hold: an interval with an open end, and the arithmetic on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

UNBOUNDED: Final = 1 << 40
"""Stands for "no upper bound"; arithmetic saturates here."""


@dataclass(slots=True, eq=False)
class Count:
    """At least `least` and at most `most`; the lattice's join widens both ends.

    It is never changed; it is not frozen only because making frozen ones takes three times as long.
    """

    least: int
    most: int

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Count) and self.least == other.least and self.most == other.most)

    def __hash__(self) -> int:
        return hash((self.least, self.most))

    def __or__(self, other: Count) -> Count:
        return Count(min(self.least, other.least), max(self.most, other.most))

    def __add__(self, other: Count) -> Count:
        return Count(self.least + other.least, min(self.most + other.most, UNBOUNDED))

    def __mul__(self, other: Count) -> Count:
        return Count(min(self.least * other.least, UNBOUNDED), min(self.most * other.most, UNBOUNDED))

    def at_most(self, limit: int) -> Count:
        """The count of the first `limit`."""
        return Count(min(self.least, limit), min(self.most, limit))

    def less(self, number: int) -> Count:
        """The count when `number` have been taken away."""
        most = self.most if self.most >= UNBOUNDED else max(self.most - number, 0)
        return Count(max(self.least - number, 0), most)

    @property
    def optional(self) -> Count:
        """The same, or none at all."""
        return self if self.least == 0 else Count(0, self.most)

    @property
    def exact(self) -> bool:
        return self.least == self.most

    @property
    def unbounded(self) -> bool:
        return self.most >= UNBOUNDED

    @property
    def proved(self) -> bool:
        """Whether more than one is certain, not only possible."""
        return self.least >= 2

    def __str__(self) -> str:
        """The notation of the test suites: `[1, 3]`, `[0, unbounded]`."""
        return f"[{self.least}, {'unbounded' if self.unbounded else self.most}]"

    @property
    def words(self) -> str:
        """The notation of reports: `3`, `up to 3`, `1 to 3`, `unbounded`."""
        if self.unbounded:
            return "unbounded"
        if self.exact:
            return str(self.most)
        return f"up to {self.most}" if self.least == 0 else f"{self.least} to {self.most}"


NONE: Final = Count(0, 0)
ONE: Final = Count(1, 1)
MANY: Final = Count(0, UNBOUNDED)
SOME: Final = Count(1, UNBOUNDED)
