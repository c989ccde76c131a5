"""Calls that are known already: the same function with the same arguments, in a state where all that it read is the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from cclint.analysis.evaluate.paths import Raised
from cclint.analysis.heap import Content
from cclint.analysis.state import Key, Log
from cclint.analysis.substitute import in_content, in_value
from cclint.analysis.value import Value

if TYPE_CHECKING:
    from cclint.analysis.evaluate.core import Core
    from cclint.analysis.sending import PendingSend

KEPT: Final = 8
"""Calls remembered for each function and arguments."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a call did: what it read, what it changed, what it gave, what it sent; objects from `first` to `last` are its own."""

    reads: Log
    writes: dict[Key, Content | None]
    result: Value
    sends: tuple[PendingSend, ...]
    first: int
    last: int
    raised: tuple[Value | None, ...] = ()
    hazardous: bool = True


@dataclass(slots=True)
class Memo:
    """The calls of one run of the analysis."""

    known: dict[Any, list[Outcome]] = field(default_factory=dict)

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

    def keep(self, key: Any, outcome: Outcome) -> None:
        kept = self.known.setdefault(key, [])
        if len(kept) < KEPT:
            kept.append(outcome)

    def again(self, core: Core, outcome: Outcome) -> Value:
        """Do to the state what the call did; the objects that it made are made anew."""
        core.hazards += outcome.hazardous
        if outcome.raised:
            collector = core.activation.handlers[-1] if core.activation.handlers else core.activation.raises
            before = core.state
            core.state = before.fork()
            collector.extend(Raised(value, before) for value in outcome.raised)
        owners = {key if isinstance(key, int) else key[0] for key in outcome.writes}
        own = sorted(owner for owner in owners if isinstance(owner, int) and outcome.first < owner <= outcome.last)
        numbers: dict[int, int] = {}
        for owner in own:
            if owner in core.shared:
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
