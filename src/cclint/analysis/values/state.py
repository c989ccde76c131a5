"""The state of a program at one point: what its names, attributes and objects hold.

A state is a stack of layers. Taking a branch puts a new layer on top and copies nothing; joining two branches looks
only at what they changed. A layer that has others on top is never changed again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import reduce
from itertools import islice
from typing import Final, TypeAlias

from cclint.analysis.values.combining import join_records, widen_records
from cclint.analysis.values.heap import Content, Record
from cclint.analysis.values.lattice import join, widen
from cclint.analysis.values.value import NUMBER, Opaque, Value

Key: TypeAlias = int | tuple[int | str, str]
"""An object's number for its record; an owner (frame, instance, class, module) and a name for a cell."""
Log: TypeAlias = dict[Key, Content | None]
SMALL: Final = 32
"""Cells up to which a layer is looked through for those of one owner."""
DEEP: Final = 12
"""Layers beyond which those between two that are in use are put together."""
MUCH: Final = 4
"""A layer that holds so many times as many cells as those above it together is left alone."""


class State:
    """One layer and those below it. `pins` counts the evaluations that will come back to join at this layer."""

    __slots__ = ("_named", "_names", "cells", "log", "parent", "pins")

    def __init__(self, parent: State | None = None, cells: dict[Key, Content | None] | None = None) -> None:
        self.parent = parent
        self.cells: dict[Key, Content | None] = {} if cells is None else cells
        self.log: Log | None = None
        self._names: dict[int | str, list[str]] = {}  # by owner
        self._named = 0  # how many cells that are the names of
        self.pins = 0

    def get(self, key: Key) -> Content | None:
        """What a cell holds; None where it holds nothing (any more).

        Reads that go below a layer with a log are written down there: what a call has read from its caller.
        """
        layer: State | None = self
        logs: list[Log] | None = None
        content: Content | None = None
        while layer is not None:
            cells = layer.cells
            if key in cells:
                content = cells[key]
                break
            log = layer.log
            if log is not None:
                if key in log:
                    content = log[key]
                    break
                logs = [log] if logs is None else [*logs, log]
            layer = layer.parent
        if logs is not None:
            for log in logs:
                log[key] = content
        return content

    def set(self, key: Key, content: Content | None) -> None:
        self.cells[key] = content

    def fork(self) -> State:
        """A new layer on top of this one, which must not be changed from now on."""
        return State(self.compact())

    def compact(self) -> State:
        """This state, in fewer layers where there are many."""
        layer: State | None = self
        for _ in range(DEEP):
            if layer is None or layer.pins or layer.log is not None:
                return self
            layer = layer.parent
        return self.flattened()

    def flattened(self) -> State:
        """This layer and those down to the next one that is in use, as one layer; one that is much larger stays as it is,
        so that no cell is copied more than a few times.
        """
        chain: list[State] = []
        size = SMALL
        layer: State | None = self
        while layer is not None and not layer.pins and layer.log is None and len(layer.cells) <= MUCH * size:
            chain.append(layer)
            size += len(layer.cells)
            layer = layer.parent
        if len(chain) < 2:
            return self
        cells: dict[Key, Content | None] = {}
        for one in reversed(chain):
            cells.update(one.cells)
        return State(layer, cells)

    def changes(self, base: State | None) -> dict[Key, Content | None]:
        """All that has been written since `base`."""
        chain: list[State] = []
        layer: State | None = self
        while layer is not None and layer is not base:
            chain.append(layer)
            layer = layer.parent
        if len(chain) == 1:
            return chain[0].cells
        cells: dict[Key, Content | None] = {}
        for one in reversed(chain):
            cells.update(one.cells)
        return cells

    def names(self, owner: int | str) -> list[str]:
        """The names of an owner's cells, those that hold nothing any more included; of the topmost layer first."""
        found: dict[str, None] = {}
        layer: State | None = self
        while layer is not None:
            cells = layer.cells
            if len(cells) <= SMALL:
                for key in cells:
                    if type(key) is tuple and key[0] == owner:
                        found[key[1]] = None
            elif (known := layer.by_owner().get(owner)) is not None:
                found.update(dict.fromkeys(known))
            layer = layer.parent
        return list(found)

    def by_owner(self) -> dict[int | str, list[str]]:
        """The names in this layer: cells are added to it and never taken away."""
        new = len(self.cells) - self._named
        if new:
            for key in reversed([*islice(reversed(self.cells), new)]):
                if type(key) is tuple:
                    self._names.setdefault(key[0], []).append(key[1])
            self._named += new
        return self._names

    def keys(self) -> Iterator[Key]:
        """The keys of all cells."""
        seen: set[Key] = set()
        layer: State | None = self
        while layer is not None:
            for key in layer.cells:
                if key not in seen:
                    seen.add(key)
                    yield key
            layer = layer.parent


def join_contents(first: Content | None, second: Content | None) -> Content | None:
    """What a cell holds that one of two paths has left behind; one that only one path knows is kept as it is."""
    return _combined(first, second, join, join_records)


def widen_contents(old: Content | None, new: Content | None) -> Content | None:
    """The same for a cell that changes from round to round."""
    return _combined(old, new, widen, widen_records)


def _combined(
    first: Content | None,
    second: Content | None,
    values: Callable[[Value, Value], Value],
    records: Callable[[Record, Record], Record],
) -> Content | None:
    if first is second or second is None:
        return first
    if first is None:
        return second
    if isinstance(first, Value) and isinstance(second, Value):
        return values(first, second)
    if isinstance(first, Record) and isinstance(second, Record):
        return records(first, second)
    return first


def join_states(base: State, states: Iterable[State | None]) -> State | None:
    """The state behind a place where paths meet.

    Parameters
    ----------
    base: the state in which they parted.
    states: how each of them ended; None for one that did not arrive.
    """
    arrived = [state for state in states if state is not None]
    if len(arrived) < 2:
        return arrived[0] if arrived else None
    tables = [state.changes(base) for state in arrived]
    written: dict[Key, list[tuple[int, Content | None]]] = {}
    for number, table in enumerate(tables):
        for key, content in table.items():
            written.setdefault(key, []).append((number, content))
    cells: dict[Key, Content | None] = {}
    for key, contents in written.items():
        if len(contents) < len(tables):  # some have left the cell as it was: that counts where the first of them stands
            gap = next((at for at, (number, _) in enumerate(contents) if at != number), len(contents))
            before = [content for _, content in contents]
            before.insert(gap, base.get(key))
            cells[key] = reduce(join_contents, before)
        else:
            cells[key] = reduce(join_contents, [content for _, content in contents])
    return State(base, cells)


def widen_states(base: State, old: State, new: State) -> tuple[State, bool]:
    """One more round of a loop.

    Parameters
    ----------
    base: the state in front of the loop, which both stand on.
    old: the state at the loop's head so far.
    new: the state behind its body.

    Returns
    -------
    The state at the head that covers both, and whether that is more than before.
    """
    before, changed = old.changes(base), False
    cells = dict(before)
    for key, theirs in new.changes(base).items():
        mine = before[key] if key in before else base.get(key)
        content = widen_contents(mine, theirs)
        if isinstance(content, Opaque) and content.key == ("number",) and type(key) is tuple:
            content = Opaque(("number", *key), NUMBER)  # not the one that another name stands for
        if content is not mine and content != mine:
            cells[key] = content
            changed = True
    return State(base, cells), changed
