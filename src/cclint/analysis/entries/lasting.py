"""Which objects outlive the entry that made them: those of modules, and those in the states that entries begin in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import islice
from typing import Any, TypeVar

from cclint.analysis.entries.instances import Instances
from cclint.analysis.entries.surroundings import Surroundings
from cclint.analysis.evaluate.machine import Machine
from cclint.analysis.values.state import State
from cclint.analysis.values.substitute import numbers_in

Kept = TypeVar("Kept")


class Lasting:
    """The numbers of such objects, gathered as states are added.

    Parameters
    ----------
    machine: the evaluator.
    ends: the states at the ends of modules, by their paths.
    instances, surroundings: those in which methods and functions are called.
    """

    def __init__(
        self, machine: Machine, ends: Mapping[str, State], instances: Instances, surroundings: Surroundings
    ) -> None:
        self.machine = machine
        self.ends = ends
        self.instances = instances
        self.surroundings = surroundings
        self.also: list[State] = []
        """States that have taken the place of others."""
        self._lengths = [0, 0, 0, 0, 0]
        self._seen: dict[int, State] = {}
        self._numbers: set[int] = set()

    def known(self) -> AbstractSet[int]:
        """All of them, by now."""
        for state in self.states():
            layer: State | None = state
            while layer is not None and id(layer) not in self._seen:
                self._seen[id(layer)] = layer
                for key, content in layer.cells.items():
                    owner = key if isinstance(key, int) else key[0]
                    if isinstance(owner, int):
                        self._numbers.add(owner)
                    if content is not None:
                        numbers_in(content, self._numbers)
                layer = layer.parent
        return self._numbers

    def states(self) -> Iterator[State]:
        """The states that are kept, and have not been asked for before: they are added at the end."""
        yield from self.also
        self.also.clear()
        yield from self._more(0, self.machine.loaded)
        yield from self._more(1, self.ends)
        yield from self._more(2, self.surroundings.known)
        yield from self._more(4, self.machine.defined)
        yield from (state for objects in self.machine.entrusted.values() for state in objects.values())
        for made in self._more(3, self.instances.known):
            for _, state in made:
                yield state

    def anew(self) -> None:
        """Some were taken away, so that others can take their places: all are looked at once more."""
        self._lengths = [0, 0, 0, 0, 0]

    def _more(self, number: int, kept: Mapping[Any, Kept]) -> list[Kept]:
        first, self._lengths[number] = self._lengths[number], len(kept)
        return list(islice(kept.values(), first, None))
