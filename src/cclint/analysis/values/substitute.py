"""Objects by their numbers: which ones something refers to, and giving them other numbers.

The first when a call is over and what it made is left behind, the second when a loop's body is left and when a call
that is known already is made again.
"""

from __future__ import annotations

from collections.abc import Container
from collections.abc import Mapping as Table

from cclint.analysis.values.code import Bound, Class, External, Frame, Func, Method, Module, Partial, Pending, Super
from cclint.analysis.values.fields import Field
from cclint.analysis.values.heap import (
    Bag,
    Buffer,
    Content,
    Entry,
    Generator,
    Instance,
    Mail,
    Mapping,
    Record,
    Sequence,
)
from cclint.analysis.values.rope import Text
from cclint.analysis.values.state import Key
from cclint.analysis.values.value import Const, Opaque, Ref, Run, Runs, Seq, Union, Value

Numbers = Table[int, int]
LEAVES = (Text, Opaque, Const, External, Module, Pending)
"""Values that never refer to an object of the heap."""


def in_value(value: Value, numbers: Numbers) -> Value:
    """The value with references replaced; itself where it holds none of them."""
    if isinstance(value, LEAVES):
        return value
    match value:
        case Ref():
            return type(value)(numbers[value.id], value.trail, value.turn) if value.id in numbers else value
        case Class():
            return Class(numbers[value.id], value.trail) if value.id in numbers else value
        case Seq():
            runs = in_runs(value.runs, numbers)
            return value if runs is value.runs else Seq(value.kind, runs, value.trail)
        case Union():
            found = [in_value(one, numbers) for one in value.alternatives]
            if all(one is two for one, two in zip(found, value.alternatives)):
                return value
            return Union(tuple(dict.fromkeys(found)), value.trail)
        case Func():
            frame = in_frame(value.frame, numbers)
            defaults = tuple((name, in_value(given, numbers)) for name, given in value.defaults)
            if frame is value.frame and defaults == value.defaults:
                return value
            return Func(value.scope, frame, defaults, value.kind, value.owner, value.given, value.trail)
        case Bound():
            return Bound(in_value(value.function, numbers), in_value(value.receiver, numbers), value.trail)
        case Method():
            return Method(in_value(value.receiver, numbers), value.name, value.trail)
        case Partial():
            positional = tuple(in_value(one, numbers) for one in value.positional)
            keywords = tuple((name, in_value(one, numbers)) for name, one in value.keywords)
            more = in_runs(value.more, numbers)
            return Partial(in_value(value.function, numbers), positional, keywords, value.trail, more)
        case Super():
            return Super(numbers.get(value.owner, value.owner), in_value(value.receiver, numbers), value.trail)
        case Field():
            return Field(value.name, in_value(value.value, numbers), value.trail, anew=value.anew)
    return value


def in_runs(runs: Runs, numbers: Numbers) -> Runs:
    """The runs with references replaced; themselves where they hold none."""
    made = []
    changed = False
    for run in runs:
        value = in_value(run.value, numbers)
        changed = changed or value is not run.value
        made.append(run if value is run.value else Run(value, run.count))
    return tuple(made) if changed else runs


def in_frame(frame: Frame, numbers: Numbers) -> Frame:
    """The frame, and those around it, under other numbers."""
    parent = in_frame(frame.parent, numbers) if frame.parent is not None else None
    number = numbers.get(frame.id, frame.id) if isinstance(frame.id, int) else frame.id
    if number == frame.id and parent is frame.parent:
        return frame
    return Frame(number, frame.scope, parent, numbers.get(frame.owner, frame.owner))


def in_content(content: Content, numbers: Numbers) -> Content:
    """A cell's content with references replaced."""
    return in_value(content, numbers) if isinstance(content, Value) else in_record(content, numbers)


def in_record(record: Record, numbers: Numbers) -> Record:
    """A record with references replaced; itself where it holds none."""
    match record:
        case Sequence():
            runs = in_runs(record.runs, numbers)
            return record if runs is record.runs else record.holding(runs)
        case Mapping():
            entries = tuple(
                Entry(in_value(entry.key, numbers), in_value(entry.value, numbers), entry.certain)
                for entry in record.entries
            )
            key = None if record.key is None else in_value(record.key, numbers)
            value = None if record.value is None else in_value(record.value, numbers)
            factory = None if record.factory is None else in_value(record.factory, numbers)
            return Mapping(record.kind, entries, record.rest, key, value, factory, record.born)
        case Instance():
            native = None if record.native is None else in_record(record.native, numbers)
            return Instance(in_value(record.cls, numbers), native, record.born)
        case Mail():
            headers = in_value(record.headers, numbers)
            return record if headers is record.headers else record.altered(headers=headers)
        case Buffer():
            command = None if record.command is None else in_value(record.command, numbers)
            return Buffer(record.kind, record.text, command, sent=record.sent, born=record.born)
        case Generator():
            function = in_value(record.function, numbers)
            assert isinstance(function, Func)
            return Generator(function, in_frame(record.frame, numbers), record.born)
        case Bag():
            return Bag(
                record.kind, tuple((name, in_value(value, numbers)) for name, value in record.facts), record.born
            )
    return record


def numbers_in_value(value: Value, found: set[int]) -> None:
    """Collect the numbers of the objects that a value refers to."""
    if isinstance(value, LEAVES):
        return
    match value:
        case Ref() | Class():
            found.add(value.id)
        case Seq():
            for run in value.runs:
                numbers_in_value(run.value, found)
        case Union():
            for one in value.alternatives:
                numbers_in_value(one, found)
        case Func():
            numbers_in_frame(value.frame, found)
            found.add(value.owner)
            for _, one in (*value.defaults, *value.given):
                numbers_in_value(one, found)
        case Bound():
            numbers_in_value(value.function, found)
            numbers_in_value(value.receiver, found)
        case Method():
            numbers_in_value(value.receiver, found)
        case Partial():
            numbers_in_value(value.function, found)
            for one in (*value.positional, *(run.value for run in value.more)):
                numbers_in_value(one, found)
            for _, one in value.keywords:
                numbers_in_value(one, found)
        case Super():
            found.add(value.owner)
            numbers_in_value(value.receiver, found)
        case Field():
            numbers_in_value(value.value, found)


def numbers_in_frame(frame: Frame | None, found: set[int]) -> None:
    """The frame's own number, and those of the frames around it."""
    while frame is not None:
        if isinstance(frame.id, int):
            found.add(frame.id)
        found.add(frame.owner)
        frame = frame.parent


def numbers_in(content: Content, found: set[int]) -> None:
    """Collect the numbers of the objects that a cell's content refers to."""
    match content:
        case Value():
            numbers_in_value(content, found)
        case Sequence():
            for run in content.runs:
                numbers_in_value(run.value, found)
        case Mapping():
            for entry in content.entries:
                numbers_in_value(entry.value, found)
                numbers_in_value(entry.key, found)
            for one in (content.key, content.value, content.factory):
                if one is not None:
                    numbers_in_value(one, found)
        case Instance():
            numbers_in_value(content.cls, found)
            if content.native is not None:
                numbers_in(content.native, found)
        case Mail():
            numbers_in_value(content.headers, found)
        case Buffer():
            if content.command is not None:
                numbers_in_value(content.command, found)
        case Generator():
            numbers_in_value(content.function, found)
            numbers_in_frame(content.frame, found)
        case Bag():
            for _, one in content.facts:
                numbers_in_value(one, found)


def reachable(
    cells: dict[Key, Content | None], roots: Value, first: int, lasting: Container[Key]
) -> dict[Key, Content | None]:
    """The cells that can still be reached when a call is over.

    Parameters
    ----------
    cells: all that the call wrote.
    roots: what it gave back.
    first: objects with higher numbers were made by the call itself.
    lasting: but for these, which modules made that were loaded in the meantime.
    """
    owned: dict[int, list[Key]] = {}
    kept: dict[Key, Content | None] = {}
    found: set[int] = set()
    numbers_in_value(roots, found)
    for key, content in cells.items():
        owner = key if isinstance(key, int) else key[0]
        if isinstance(owner, int) and owner > first and owner not in lasting:
            owned.setdefault(owner, []).append(key)
        else:
            kept[key] = content
            if content is not None:
                numbers_in(content, found)
    pending = [number for number in found if number in owned]
    seen = set(pending)
    while pending:
        number = pending.pop()
        for key in owned[number]:
            content = kept[key] = cells[key]
            if content is not None:
                inner: set[int] = set()
                numbers_in(content, inner)
                for one in inner:
                    if one in owned and one not in seen:
                        seen.add(one)
                        pending.append(one)
    return kept
