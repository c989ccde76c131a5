"""Where paths meet: a name that leads to an object on some of the paths only knows the object as it is on those.

    if len(people) > 1:
        people = people[:1]

Behind this, the list that came in has any length, but `people` is either the new list or the old one where that has at
most one element. So the name gets the object under another number, a twin, with what those paths know of it. What is
written to one of the two is written to the other as well.
"""

from __future__ import annotations

from collections.abc import Iterable

from cclint.analysis.base.core import Core
from cclint.analysis.base.paths import DEAD
from cclint.analysis.values.heap import Content, Sequence
from cclint.analysis.values.lattice import join_all
from cclint.analysis.values.state import Key, State, join_contents
from cclint.analysis.values.value import Ref, Value, alternatives


class Joining(Core):
    """Joining states."""

    def join(self, base: State, states: Iterable[State]) -> State:
        arrived = [state for state in states if state is not DEAD]
        if len(arrived) > 1:
            self.part(base, arrived)
        return super().join(base, arrived)

    def part(self, base: State, arrived: list[State]) -> None:
        """Give names that lead to an object on some of the paths a twin of it."""
        tables = [state.changes(base) for state in arrived]
        suspects = self.suspects(base, tables)
        if not suspects:
            return
        made: dict[tuple[int, tuple[int, ...]], int] = {}
        forked: set[int] = set()
        for cell in dict.fromkeys(key for table in tables for key in table if type(key) is tuple):
            before = base.get(cell)
            held = [table.get(cell, before) for table in tables]
            if all(one is held[0] or one == held[0] for one in held):
                continue
            for number in suspects:
                having = tuple(index for index, one in enumerate(held) if leads_to(one, number))
                if not 0 < len(having) < len(held):
                    continue
                known = {index: arrived[index].get(number) for index in having}
                key = (number, having)
                if key not in made:
                    made[key] = self.twin(number)
                for index in having:
                    if index not in forked:
                        forked.add(index)
                        arrived[index] = State(arrived[index])
                    arrived[index].set(made[key], known[index])
                    arrived[index].set(cell, exchanged(held[index], number, made[key]))
                    held[index] = arrived[index].get(cell)

    def suspects(self, base: State, tables: list[dict[Key, Content | None]]) -> list[int]:
        """The lists of this round of the loops that paths know to be different."""
        found = []
        times: dict[int, int] = {}
        for table in tables:
            for key in table:
                if type(key) is int:
                    times[key] = times.get(key, 0) + 1
        for number, having in times.items():
            if number in self.shared:
                continue
            before = base.get(number)
            if before is None and having < len(tables):
                continue
            contents = [table.get(number, before) for table in tables]
            if not all(isinstance(one, Sequence) and self.is_of_this_round(one) for one in contents):
                continue
            if any(one != contents[0] for one in contents):
                found.append(number)
        return found

    def is_of_this_round(self, record: Sequence) -> bool:
        this_round = record.born == self.running or (self.single == self.running and record.born == self.running[:-1])
        return this_round and record.kind != "iterator"

    def twin(self, number: int) -> int:
        """Another number for an object."""
        self.number += 1
        site = self.sites[number]
        self.sites[self.number] = site if site[0] == "twin" else ("twin", *site)
        self.twins[self.number] = self.twins.get(number, number)
        return self.number

    def write(self, key: Key, content: Content | None) -> None:
        super().write(key, content)
        if self.twins and type(key) is int and content is not None:
            own = self.twins.get(key, key)
            if own in self.twins.values():
                others = [own, *(twin for twin, one in self.twins.items() if one == own)]
                for other in others:
                    before = self.state.get(other) if other != key else None
                    if before is not None:
                        self.state.set(other, join_contents(before, content))


def leads_to(content: Content | None, number: int) -> bool:
    """Whether a cell refers to an object."""
    if not isinstance(content, Value):
        return False
    return any(isinstance(one, Ref) and one.id == number for one in alternatives(content))


def exchanged(content: Content | None, number: int, twin: int) -> Content | None:
    """What a cell holds, with the twin in place of the object."""
    if not isinstance(content, Value):
        return content
    options = alternatives(content)
    return join_all(Ref(twin, one.trail) if isinstance(one, Ref) and one.id == number else one for one in options)
