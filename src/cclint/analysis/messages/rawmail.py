"""Reading a rope as a message: the header fields before the first empty line (RFC 5322, sections 2.1 and 2.2)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cclint.analysis.values.count import Count
from cclint.analysis.values.fields import Snapshot
from cclint.analysis.values.rope import Hole, Joined, Part, Parts, Piece, Text, within
from cclint.analysis.values.value import Opaque, Run, Union, Value, alternatives

CHOICES: Final = 16
NAME: Final = frozenset("!#$%&'*+-.^_`|~abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
"""The characters of a field's name that occur in practice; RFC 5322 allows all printable ones but the colon."""


@dataclass(frozen=True, slots=True)
class HeaderText:
    """One header field of a raw message: its name as it is written, and its unfolded value."""

    name: str
    value: Parts


def header_fields(text: Text) -> list[list[HeaderText | Snapshot]]:
    """The header section of a message text.

    Returns
    -------
    For each way in which the alternatives inside the text can turn out, the fields in their order; the text of a
    message object
    stands as a whole.
    """
    found: list[list[HeaderText | Snapshot]] = []
    for choice in itertools.islice(_choices(text.parts), CHOICES):
        fields = _fields(choice)
        if fields not in found:
            found.append(fields)
    return found


def _choices(parts: Parts) -> Iterator[Parts]:
    options: list[tuple[Parts, ...]] = []
    for part in parts:
        if (
            isinstance(part, Hole)
            and isinstance(part.value, Union)
            and any(isinstance(v, (Text, Snapshot)) for v in part.value.alternatives)
        ):
            options.append(tuple(_spliced(Hole(one, part.trail)) for one in part.value.alternatives))
        else:
            options.append((_spliced(part),))
    for choice in itertools.product(*options):
        yield tuple(itertools.chain.from_iterable(choice))


def _spliced(part: Part) -> Parts:
    """A part with texts in holes spliced in and repetitions that hold lines written out once."""
    if isinstance(part, Hole) and isinstance(part.value, Text):
        return tuple(itertools.chain.from_iterable(map(_spliced, within(part))))
    if isinstance(part, Joined) and _has_lines(part):
        written: list[Part] = []
        for value, count in ((one, run.count) for run in part.runs for one in _ways(run)):
            if written:
                written.extend(part.separator)
            written.extend(_repeated(piece, count) for piece in _spliced(Hole(value, part.trail)))
        return tuple(written)
    return (part,)


def _ways(run: Run) -> tuple[Value, ...]:
    """What the elements of a run can be: where there are several of them, one may be this and another one that."""
    return alternatives(run.value) if run.count.most > 1 else (run.value,)


def _repeated(part: Part, count: Count) -> Part:
    """A part of a line that is there several times: what differs from line to line stands in one of them together."""
    if count.most > 1 and isinstance(part, Hole) and isinstance(part.value, Opaque):
        return Joined((Piece(", "),), (Run(part.value, count),), part.trail)
    return part


def _has_lines(part: Joined) -> bool:
    return any("\n" in piece.text for piece in part.separator if isinstance(piece, Piece)) or any(
        isinstance(run.value, Text) and any(isinstance(p, Piece) and "\n" in p.text for p in run.value.parts)
        for run in part.runs
    )


def _fields(parts: Parts) -> list[HeaderText | Snapshot]:
    fields: list[HeaderText | Snapshot] = []
    for line in _lines(parts):
        first = line[0] if line else None
        if isinstance(first, Hole) and isinstance(first.value, Snapshot):
            fields.append(first.value)
            break
        if not any(not isinstance(part, Piece) or part.text for part in line):
            break
        if isinstance(first, Piece) and first.text[:1] in " \t":
            last = fields[-1] if fields else None
            if isinstance(last, HeaderText):
                fields[-1] = HeaderText(last.name, (*last.value, *line))
            continue
        name, value = _named(line)
        if name is not None:
            fields.append(HeaderText(name, value))
        elif isinstance(first, Piece) and first.text.startswith("From "):
            continue  # an mbox line
        elif all(isinstance(part, Piece) for part in line):
            break  # a line that is no header field ends the header, as Python's parser has it
    return fields


def _lines(parts: Parts) -> Iterator[list[Part]]:
    line: list[Part] = []
    for part in parts:
        if not isinstance(part, Piece):
            line.append(part)
            continue
        chunks = part.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for index, chunk in enumerate(chunks):
            if index:
                yield line
                line = []
            if chunk:
                line.append(Piece(chunk, part.trail))
    if line:
        yield line


def _named(line: list[Part]) -> tuple[str | None, Parts]:
    """Split a line at its colon; the name must be constant."""
    name = ""
    for index, part in enumerate(line):
        if not isinstance(part, Piece):
            return None, ()
        before, colon, behind = part.text.partition(":")
        name += before
        if colon:
            stem = name.rstrip(" \t")
            if not stem or not set(stem) <= NAME:
                return None, ()
            rest = ((Piece(behind.lstrip(), part.trail),) if behind.strip() else ()) + tuple(line[index + 1 :])
            return stem, rest
    return None, ()
