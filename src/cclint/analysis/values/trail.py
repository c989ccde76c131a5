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

FIRST: Final = 4
"""The ways of so many addresses are shown in any case."""
WAYS: Final = 32
"""The most ways of addresses to one header that are looked at."""

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
    "within": "is part of what is passed to `{0}` as `{1}`",
    "handed": "`{2}` is handed to `{0}` as `{1}`",
    "called": HANDS_ON + "{0}`",
    "returned": "is returned by `{0}`",
    "yielded": "is yielded by `{0}`",
    "element": "each of them in turn",
    "picked": "one of them is picked",
    "appended": "is added to {0}",
    "joined": "is joined with {0}",
    "split": "is split at {0}",
    "text": "becomes part of a text",
    "stored": "is kept as `{0}`",
    "header": "is written to {0}",
    "another": "is written to {0}, one more field in each round of the loop",
    "entry": "stands under the key `{0}`",
    "argument": HANDS_ON + "{0}` as `{1}`",
    "sent": "is sent by `{0}`",
    "made": "",
}
"""What a reader is told of each kind of hop; nothing of a collection's making, which only parts it from its elements."""
WHOLE: Final = frozenset({"passed", "within", "returned", "yielded", "stored", "appended", "called"})
"""The hops that a collection or an object makes as a whole, with all that is in it."""
WRITTEN: Final = frozenset({"header", "another", "entry"})
"""The hops by which it gets to where a message is addressed: what else it has gone by stands before."""
ORIGINS: Final = ("settings", "query", "file", "environment", "input", "parameter", "call", "name", "literal")
"""The kinds of roots, the most telling first."""
LEADING: Final = WHOLE | WRITTEN
KEPT: Final = WRITTEN | {"text"}
"""The hops that tell where a message is addressed: they stay the last one of what is taken out of something later."""

_ticks = itertools.count()


class Trail:
    """One hop.

    `prev` and `also` lead back; `loops` are the loops that were running, the outermost first; `base` those that were
    running when the collection was made that something is added to. Where `since` is given, `also` is the way of the
    collection that something was taken from, of which the hops since then count that it has made as a whole.
    """

    __slots__ = ("also", "at", "base", "detail", "loops", "path", "prev", "since", "tick", "what")

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
        self.since: int | None = None
        self.tick = next(_ticks)  # only ever compared: puts the hops of one trace in the order in which they happen

    def besides(self, other: Trail | None) -> Trail:
        """The same hop, to which another way leads as well: that of a part of what has come here."""
        if other is None or other is self:
            return self
        made = Trail(self.path, self.at, self.what, self.detail, other, self, self.loops, self.base)
        made.tick = self.tick
        return made

    def behind(self, other: Trail | None) -> Trail:
        """The same hop at the end of another way."""
        if other is self.prev:
            return self
        made = Trail(self.path, self.at, self.what, self.detail, other, self.also, self.loops, self.base)
        made.tick, made.since = self.tick, self.since
        return made

    def whole(self) -> Trail | None:
        """The last hop of a collection or an object as a whole; None where it has made none since it was made."""
        hop = self
        while hop.what in WRITTEN:
            back = hop.also if hop.since is not None else hop.prev
            if back is None:
                return None
            hop = back
        return hop if hop.what in WHOLE else None

    def carrying(self, part: Trail | None) -> Trail | None:
        """The way of something that was taken out of what has come here: its own, and with that since it was in it."""
        since, last = part.tick if part is not None else 0, self.whole()
        if last is None or last.tick <= since:
            return part
        head = part if part is not None and part.what in KEPT else last
        made = Trail(head.path, head.at, head.what, head.detail, part, self, head.loops, head.base)
        made.tick, made.since = head.tick, since
        return made

    @property
    def place(self) -> Place:
        return Place(self.path, *self.at)

    def hops(self) -> list[Trail]:
        """This hop and all before it, in the order in which they happened."""
        seen: dict[tuple[int, bool], Trail] = {}
        pending: list[tuple[Trail, int | None]] = [(self, None)]
        while pending and len(seen) < 4 * LONGEST:
            hop, since = pending.pop()
            key = (id(hop), since is None)
            if key in seen or (since is not None and hop.what not in LEADING):
                continue
            newer = since is None or hop.tick > since
            if newer:
                seen[key] = hop
            if hop.also is not None and (newer or hop.since is not None):
                pending.append((hop.also, max(hop.since, since or 0) if hop.since is not None else since))
            if hop.prev is not None and newer:
                pending.append((hop.prev, since))
        return sorted({id(hop): hop for hop in seen.values()}.values(), key=lambda hop: hop.tick)

    def steps(self) -> tuple[Step, ...]:
        """The hops as a reader sees them, each said once."""
        return story([self])

    @property
    def origin(self) -> str:
        """The kind of the most telling root."""
        roots = {hop.what for hop in self.hops() if hop.prev is None and hop.also is None}
        return next((kind for kind in ORIGINS if kind in roots), "call")

    def places(self) -> set[tuple[str, Span, str]]:
        """The hops by what tells them from others; literals are not among them, of which a list can have any number."""
        return {(hop.path, hop.at, hop.what) for hop in self.hops() if hop.what != "literal"}

    def __iter__(self) -> Iterator[Trail]:
        return iter(self.hops())


def story(trails: list[Trail]) -> tuple[Step, ...]:
    """The hops of several ways as a reader sees them, in the order in which they happen, each said once."""
    hops = {id(hop): hop for trail in trails for hop in trail.hops()}
    told: dict[Step, None] = {}
    for hop in sorted(hops.values(), key=lambda hop: hop.tick):
        if words := WORDS[hop.what]:
            told.setdefault(Step(hop.place, words.format(*hop.detail)))
    steps = tuple(told)
    return steps if len(steps) <= LONGEST else (*steps[: LONGEST - 10], *steps[-10:])


def telling(trails: tuple[Trail, ...]) -> list[Trail]:
    """Those of the ways of several addresses that a reader is shown: the first few, and what leads by other places."""
    chosen = list(trails[:FIRST])
    told = set[tuple[str, Span, str]]().union(*(trail.places() for trail in chosen))
    for trail in trails[FIRST:WAYS]:
        places = trail.places()
        if not places <= told:
            chosen.append(trail)
            told |= places
    return chosen
