"""Calls that are known already: the same function with the same arguments, in a state where all that it read is the same."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from cclint.analysis.base.paths import Raised
from cclint.analysis.values.code import Pending
from cclint.analysis.values.heap import Content
from cclint.analysis.values.state import Key, Log
from cclint.analysis.values.substitute import in_content, in_value, numbers_in_value
from cclint.analysis.values.value import Opaque, Value

if TYPE_CHECKING:
    from cclint.analysis.base.core import Core
    from cclint.analysis.base.pending import PendingSend

KEPT: Final = 8
"""Calls remembered for each function and arguments."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a call did: what it read, what it changed, what it gave, what it sent; objects from `first` to `last` are its own.

    `scarce` is one in which calls were left out, since the entry had too few steps for them.
    """

    reads: Log
    writes: dict[Key, Content | None]
    result: Value
    sends: tuple[PendingSend, ...]
    first: int
    last: int
    raised: tuple[Value | None, ...] = ()
    hazardous: bool = True
    scarce: bool = False


@dataclass(slots=True)
class Memo:
    """The calls of one run of the analysis, but for those that nobody can make again.

    Parameters
    ----------
    known: by function, arguments, and the loops that were running.
    looped: the keys of calls inside loops, by the number of the innermost one: it is never running again once it is left.
    fresh: the keys of the other calls of this entry.
    scarce: the keys of those calls of this entry that had too few steps: others may have more.
    """

    known: dict[Any, list[Outcome]] = field(default_factory=dict)
    looped: dict[int, list[Any]] = field(default_factory=dict)
    fresh: list[Any] = field(default_factory=list)
    scarce: list[Any] = field(default_factory=list)

    def find(self, core: Core, key: Any) -> Outcome | None:
        """A call whose outcome is the same here."""
        get = core.state.get
        for outcome in self.known.get(key, ()):
            for cell, content in outcome.reads.items():
                now = get(cell)
                if now is not content and now != content:
                    break
            else:
                return outcome
        return None

    def unchanged(self, core: Core, key: Any) -> bool:
        """Whether all that a call read still is what it was, or has only been looked up since."""
        get = core.state.get
        return any(
            all(
                (now := get(cell)) is content or now == content or _looked_up(cell, content, now)
                for cell, content in outcome.reads.items()
            )
            for outcome in self.known.get(key, ())
        )

    def keep(self, key: Any, outcome: Outcome) -> None:
        kept = self.known.get(key)
        if kept is None:
            kept = self.known[key] = []
            running = key[-1]
            (self.looped.setdefault(running[-1], []) if running else self.fresh).append(key)
        if len(kept) < KEPT:
            kept.append(outcome)
            if outcome.scarce:
                self.scarce.append(key)

    def left(self, loop: int) -> None:
        """A loop is over."""
        for key in self.looped.pop(loop, ()):
            self.known.pop(key, None)

    def ended(self, first: int, lasting: Container[int]) -> None:
        """An entry is over: calls with objects that were made for it alone are made by nobody else.

        Parameters
        ----------
        first: objects with higher numbers were made in this entry.
        lasting: those of them that others know.
        """
        for key in self.fresh:
            if any(number > first and number not in lasting for number in numbers_in_key(key)):
                self.known.pop(key, None)
        for key in self.scarce:
            self.known.pop(key, None)
        self.fresh.clear()
        self.scarce.clear()

    def again(self, core: Core, outcome: Outcome) -> Value:
        """Do to the state what the call did; the objects that it made are made anew."""
        core.hazards += outcome.hazardous
        core.scarce += outcome.scarce
        if outcome.raised:
            collector = core.activation.handlers[-1] if core.activation.handlers else core.activation.raises
            before = core.state
            core.state = before.fork()
            collector.extend(Raised(value, before) for value in outcome.raised)
        owners = {key if isinstance(key, int) else key[0] for key in outcome.writes}
        own = sorted(owner for owner in owners if isinstance(owner, int) and outcome.first < owner <= outcome.last)
        numbers: dict[int, int] = {}
        for owner in own:
            if owner in core.shared or owner in core.base:
                continue
            core.number += 1
            numbers[owner] = core.number
            core.sites[core.number] = core.sites[owner]
            if owner in core.classes:
                core.classes[core.number] = core.classes[owner]
        for owner, number in numbers.items():
            if owner in core.twins:
                core.twins[number] = numbers.get(core.twins[owner], core.twins[owner])
        for key, content in outcome.writes.items():
            renamed: Key
            if isinstance(key, int):
                renamed = numbers.get(key, key)
            else:
                renamed = (numbers.get(key[0], key[0]), key[1]) if isinstance(key[0], int) else key
            core.state.set(renamed, None if content is None else in_content(content, numbers))
        core.sends.extend(outcome.sends)
        return in_value(outcome.result, numbers)


def _looked_up(cell: Key, before: Content | None, now: Content | None) -> bool:
    """Whether a cell is known now that was there before: the name that an import binds, what a module holds that had not been
    evaluated, an object of one that waits, an attribute of something unknown.
    """
    if isinstance(before, Pending):
        return True
    if before is not None:
        return False
    of_object = isinstance(cell, tuple) and isinstance(cell[0], int)
    return not of_object or (isinstance(now, Opaque) and isinstance(now.key, tuple) and now.key[:1] == ("attribute",))


def numbers_in_key(key: Any) -> set[int]:
    """The objects that the key of a call names: the frame that the function was defined in, and what its arguments lead to."""
    function, positional, keywords, rest, *_ = key
    found: set[int] = {function[1]} if isinstance(function[1], int) else set()
    for run in positional:
        numbers_in_value(run.value, found)
    for _, value in keywords:
        numbers_in_value(value, found)
    if rest is not None:
        numbers_in_value(rest, found)
    return found
