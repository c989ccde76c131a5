"""Where a value comes from and how it got here: the raw material of a finding's trace.

A trail is a small graph of hops that points backwards. It is no part of a value's identity: two values that are equal
may have come different ways, and the one that was met first tells its story.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Final

from cclint.finding import HANDS_ON, Place, Step
from cclint.ir.nodes import Span

LONGEST: Final = 50
"""The most steps that a trace shows: SARIF consumers cut at 1,000, people read fewer."""

WORDS: Final = {
    "literal": "{0}",
    "parameter": "the parameter `{0}`, given by callers that are not in sight",
    "query": "{0} yields any number of rows",
    "file": "is read from {0}",
    "settings": "{0}",
    "environment": "the environment variable {0}",
    "input": "{0}",
    "call": "the result of `{0}`, which is not in sight",
    "name": "`{0}`, which is not in sight",
    "passed": HANDS_ON + "{0}` as `{1}`",
    "handed": "`{2}` is handed to `{0}` as `{1}`",
    "called": HANDS_ON + "{0}`",
    "returned": "is returned by `{0}`",
    "element": "each of them in turn",
    "picked": "one of them is picked",
    "appended": "is added to `{0}`",
    "joined": "is joined with {0}",
    "split": "is split at {0}",
    "text": "becomes part of a text",
    "stored": "is kept as `{0}`",
    "header": "is written to {0}",
    "another": "is written to {0}, one more field in each round of the loop",
    "entry": "stands under the key `{0}`",
    "argument": HANDS_ON + "{0}` as `{1}`",
    "sent": "is sent by `{0}`",
}
ORIGINS: Final = ("settings", "query", "file", "environment", "input", "parameter", "call", "name", "literal")
"""The kinds of roots, the most telling first."""

_ticks = itertools.count()


class Trail:
    """One hop.

    `prev` and `also` lead back; `loops` are the loops that were running, the outermost first; `base` those that were
    running when the collection was made that something is added to.
    """

    __slots__ = ("also", "at", "base", "detail", "loops", "path", "prev", "tick", "what")

    def __init__(
        self,
        path: str,
        at: Span,
        what: str,
        detail: tuple[str, ...] = (),
        prev: Trail | None = None,
        also: Trail | None = None,
        loops: tuple[int, ...] = (),
        base: tuple[int, ...] | None = None,
    ) -> None:
        self.path = path
        self.at = at
        self.what = what
        self.detail = detail
        self.prev = prev
        self.also = also
        self.loops = loops
        self.base = base
        self.tick = next(_ticks)  # only ever compared: puts the hops of one trace in the order in which they happen

    def besides(self, other: Trail | None) -> Trail:
        """The same hop, to which another way leads as well: that of a part of what has come here."""
        if other is None or other is self:
            return self
        made = Trail(self.path, self.at, self.what, self.detail, other, self, self.loops, self.base)
        made.tick = self.tick
        return made

    @property
    def place(self) -> Place:
        return Place(self.path, *self.at)

    def hops(self) -> list[Trail]:
        """This hop and all before it, in the order in which they happened."""
        seen: dict[int, Trail] = {}
        pending: list[Trail] = [self]
        while pending and len(seen) < 4 * LONGEST:
            hop = pending.pop()
            if id(hop) not in seen:
                seen[id(hop)] = hop
                pending.extend(back for back in (hop.also, hop.prev) if back is not None)
        return sorted(seen.values(), key=lambda hop: hop.tick)

    def steps(self) -> tuple[Step, ...]:
        """The hops as a reader sees them, each said once."""
        told: dict[Step, None] = {}
        for hop in self.hops():
            told.setdefault(Step(hop.place, WORDS[hop.what].format(*hop.detail)))
        steps = tuple(told)
        return steps if len(steps) <= LONGEST else (*steps[: LONGEST - 10], *steps[-10:])

    @property
    def origin(self) -> str:
        """The kind of the most telling root."""
        roots = {hop.what for hop in self.hops() if hop.prev is None and hop.also is None}
        return next((kind for kind in ORIGINS if kind in roots), "call")

    def __iter__(self) -> Iterator[Trail]:
        return iter(self.hops())
