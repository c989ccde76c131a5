"""The functions that nothing has called so far, and which of them comes next: those that none of the others mentions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import TypeAlias

from cclint.analysis.relevance.outline import called_as
from cclint.ir import nodes as ir

Placed: TypeAlias = tuple[str, ir.Function]
"""A path and a function in it."""


class Unreached:
    """Functions that are left, with how many of them mention which names. What goes is taken off these numbers, so that not
    all is counted again for each that goes: there are programs with thousands of them, in circles.

    Parameters
    ----------
    functions: all, in the order in which they stand.
    meant: by name, the functions that it is another name for.
    """

    def __init__(self, functions: Iterable[Placed], meant: Mapping[str, AbstractSet[str]] | None = None) -> None:
        self.left = {id(one[1]): (number, one) for number, one in enumerate(functions)}
        self.meant = meant or {}
        self.mentioned = Counter(name for _, (_, one) in self.left.values() for name in self.mentions(one))
        self.named: dict[str, list[int]] = defaultdict(list)
        for key, (_, (_, one)) in self.left.items():
            self.named[called_as(one)].append(key)
        self.free = {key for key, (_, (_, one)) in self.left.items() if self.is_free(one)}
        """Those that none of the others mentions; they stay so, as the others only become fewer."""

    def mentions(self, function: ir.Function) -> AbstractSet[str]:
        """What a function mentions, under whatever name."""
        others = self.meant.keys() & function.mentions
        return function.mentions.union(*map(self.meant.__getitem__, others)) if others else function.mentions

    def is_free(self, function: ir.Function) -> bool:
        """Whether no function that is left mentions this one, but for itself."""
        name = called_as(function)
        return self.mentioned[name] == (name in self.mentions(function))

    def roots(self, reached: AbstractSet[int]) -> list[Placed]:
        """Those that none of the others mentions; of a circle the first; none where nothing is left.

        Parameters
        ----------
        reached: the functions that have been called.
        """
        for key in self.left.keys() & reached:
            self.drop(key)
        found = sorted(self.left[key] for key in self.free) or [*self.left.values()][:1]
        return [one for _, one in found]

    def drop(self, key: int) -> None:
        """Take a function out, and see whom that sets free."""
        _, (_, gone) = self.left.pop(key)
        self.free.discard(key)
        mentions = self.mentions(gone)
        self.mentioned.subtract(mentions)
        for name in mentions:
            # As long as others mention a name as well, none of those that have it is free.
            for other in self.named.get(name, ()) if self.mentioned[name] < 2 else ():
                if other in self.left and self.is_free(self.left[other][1][1]):
                    self.free.add(other)
