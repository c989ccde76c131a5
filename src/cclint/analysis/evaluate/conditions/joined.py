"""What is learnt about a list holds for the texts that were joined from it, and for the text that it was parted from:

to = ", ".join(people)
if len(people) > 1:
    to = "office@example.com"

people = to.split(",")
if len(people) > 1:
    raise ValueError(to)
"""

from __future__ import annotations

from typing import TypeGuard

from cclint.analysis.base.core import Core
from cclint.analysis.evaluate.conditions.bounds import holding
from cclint.analysis.values import runs as sequences
from cclint.analysis.values import text as ropes
from cclint.analysis.values.count import Count
from cclint.analysis.values.heap import Sequence
from cclint.analysis.values.rope import Joined, Part, Text
from cclint.analysis.values.value import Opaque, Value


class JoinedTexts(Core):
    """Texts that know which list they were joined from."""

    joined: dict[object, object]
    """The lists that something was joined from, by their marks."""

    def source_of(self, value: Value) -> object:
        """What a list is called as it is now: a list that changes gets another record."""
        source = self.list_in(value)
        if source is not None:
            self.joined[mark(source)] = source
        return source

    def list_in(self, value: Value) -> object:
        if isinstance(value, Opaque):
            return value.key
        record = self.record(value)
        return record if isinstance(record, Sequence) and record.kind != "iterator" else None

    sources: dict[int, tuple[Sequence, object]]
    """The lists that texts were parted into, and what those texts are called."""

    def parted_into(self, value: Value, made: Value) -> None:
        record = self.record(made)
        if isinstance(value, Opaque) and isinstance(record, Sequence):
            self.sources[id(record)] = (record, value.key)

    def parted_alike(self, value: Value, made: Value) -> None:
        record, found = self.record(made), self.sources.get(id(self.record(value)))
        if found is not None and isinstance(record, Sequence):
            self.sources[id(record)] = (record, found[1])

    def limit_parted(self, record: Sequence, kept: Sequence, bounds: Count) -> None:
        found = self.sources.get(id(record))
        if found is None:
            return
        self.sources[id(kept)] = (kept, found[1])
        frame, addresses = self.frame, Count(0, max(bounds.most, 1))
        for name in sorted(frame.scope.locals):
            held = self.state.get((frame.id, name))
            if isinstance(held, Opaque) and held.key == found[1]:
                self.state.set((frame.id, name), holding(held, addresses, addresses))

    def limit_joined(self, value: Value, bounds: Count) -> None:
        """Limit the texts of the running function that were joined from a list whose length lies within bounds."""
        source = mark(self.list_in(value))
        if source not in self.joined:
            return
        frame = self.frame
        for name in sorted(frame.scope.locals):
            held = self.state.get((frame.id, name))
            if isinstance(held, Text) and any(is_from(part, source) for part in held.parts):
                self.state.set((frame.id, name), limited(held, source, bounds))


def mark(source: object) -> object:
    """What only the same list in the same state has: one record, or the name of one unknown thing."""
    return id(source) if isinstance(source, Sequence) else source


def is_from(part: Part, source: object) -> TypeGuard[Joined]:
    """Whether a part of a text was joined from the list with a mark."""
    return isinstance(part, Joined) and part.source is not None and mark(part.source) == source


def limited(text: Text, source: object, bounds: Count) -> Text:
    """A text of which the parts that were joined from a list have no more and no fewer elements than it."""
    made: list[Part] = []
    for part in text.parts:
        runs = sequences.limited(part.runs, bounds) if is_from(part, source) else None
        if runs is not None and isinstance(part, Joined):
            made += ropes.join(Text(part.separator), runs, part.trail, part.source).parts
        else:
            made.append(part)
    return Text(tuple(made), text.trail, binary=text.binary)
