"""Operations on ropes: what the methods and operators of strings do to text that is known in part."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import reduce
from typing import Final

from cclint.analysis.values.count import MANY, ONE, SOME, UNBOUNDED, Count
from cclint.analysis.values.entering import Hop, entered, parts_of, same
from cclint.analysis.values.lattice import join_all, join_runs, normal, summary
from cclint.analysis.values.rope import Hole, Joined, Part, Parts, Piece, Text
from cclint.analysis.values.runs import at, mirrored, tail
from cclint.analysis.values.trail import Trail
from cclint.analysis.values.value import STRING, Opaque, Run, Runs, Union, Value, alternatives, is_list, total

SPELT_OUT: Final = 64
"""Joins over more elements than this stay joins."""
PARTS: Final = 400
"""Beyond so many parts of a rope, pieces that hold no address are put together."""
MOST: Final = 8_000
"""The most parts of a rope."""
LONGEST: Final = 250_000
"""The most characters of the constant parts of a rope."""


def concat(left: Text, right: Text, hop: Hop = same) -> Text:
    """`left + right`."""
    before, added = left.size, entered(right.parts, hop, left.parts)
    known = entered(left.parts, hop) if before is None else left.parts
    size = (_size(known) if before is None else before) + _size(added)
    if len(known) + len(added) > MOST or size > LONGEST:
        return Text(bounded(known + added), left.trail or right.trail, binary=left.binary)
    if len(known) + len(added) <= PARTS:
        parts = known + added
    elif before is None or len(known) <= PARTS:
        parts = _merged(known + added)
    else:
        parts = known[:-1] + _merged(known[-1:] + added)
    made = Text(parts, left.trail or right.trail, binary=left.binary)
    made.size = size if hop is not same else None
    return made


def _size(parts: Parts) -> int:
    return sum(len(part.text) for part in parts if isinstance(part, Piece))


def _merged(parts: Parts) -> Parts:
    """Parts with neighbouring pieces put together that hold no address."""
    made: list[Part] = []
    for part in parts:
        last = made[-1] if made else None
        if isinstance(part, Piece) and isinstance(last, Piece) and "@" not in part.text and "@" not in last.text:
            made[-1] = Piece(last.text + part.text, last.trail)
        else:
            made.append(part)
    return tuple(made)


def bounded(parts: Parts) -> Parts:
    """A rope that is neither too long nor made of too many parts: what is, is known by its addresses only."""
    if len(parts) > PARTS:
        parts = _merged(parts)
    if len(parts) > MOST or _size(parts) > LONGEST:
        return (Hole(summary([Text(parts[:MOST])]), parts[0].trail),)
    return parts


def join(separator: Text, runs: Runs, trail: Trail | None, source: object = None) -> Text:
    """`separator.join(elements)`."""
    size = total(runs)

    def hop(before: Trail | None) -> Trail | None:
        if trail is None:
            return before
        return Trail(trail.path, trail.at, trail.what, trail.detail, before, trail.prev, trail.loops)

    if size.exact and size.most <= SPELT_OUT:
        parts: list[Part] = []
        for run in runs:
            for _ in range(run.count.most):
                if parts:
                    parts.extend(separator.parts)
                parts.extend(entered(parts_of(_joined(run.value)), hop) or (Piece(""),))
        return Text(bounded(tuple(parts)), trail, binary=separator.binary)
    inner = next((run.value.trail for run in runs if run.value.trail is not None), None)
    elements = tuple(Run(_element(run.value), run.count) for run in runs)
    return Text((Joined(separator.parts, elements, hop(inner), source),), trail, binary=separator.binary)


def _element(value: Value) -> Value:
    return _joined(value) if isinstance(value, (Text, Opaque, Union)) else Text(parts_of(value))


def _joined(value: Value) -> Value:
    """What is joined is a text, or `join` fails: it is no list, whatever the program does with it elsewhere."""
    if isinstance(value, Opaque) and (value.type is None or is_list(value.type)):
        return value.refined(type=STRING)
    if isinstance(value, Union) and any(isinstance(one, Opaque) for one in value.alternatives):
        return join_all(map(_joined, value.alternatives))
    return value


def mapped(text: Text, change: Callable[[str], str]) -> Text:
    """Apply something that works character by character to all that is known."""
    return Text(_mapped(text.parts, change), text.trail, binary=text.binary)


def _mapped(parts: Parts, change: Callable[[str], str]) -> Parts:
    made: list[Part] = []
    for part in parts:
        if isinstance(part, Piece):
            made.append(Piece(change(part.text), part.trail))
        elif isinstance(part, Joined):
            runs = tuple(
                Run(mapped(run.value, change), run.count) if isinstance(run.value, Text) else run for run in part.runs
            )
            made.append(Joined(_mapped(part.separator, change), runs, part.trail, part.source))
        elif isinstance(part.value, Union):
            inner = join_all(mapped(one, change) if isinstance(one, Text) else one for one in part.value.alternatives)
            made.append(Hole(inner, part.trail))
        else:
            made.append(part)
    return tuple(made)


def replaced(text: Text, old: str, new: str) -> Text:
    """`text.replace(old, new)`; an unknown text in which separators are made is taken for a list of addresses."""
    text = mapped(text, lambda content: content.replace(old, new))
    makes_list = re.search(r"[,;]", new) is not None and re.fullmatch(r"[,;\s|/]+", old) is not None
    if not makes_list:
        return text
    parts = tuple(
        Hole(part.value.refined(count=Count(part.value.count.least, UNBOUNDED)), part.trail)
        if isinstance(part, Hole) and isinstance(part.value, Opaque)
        else part
        for part in text.parts
    )
    return Text(parts, text.trail, binary=text.binary)


def stripped(text: Text, characters: str | None, *, left: bool = True, right: bool = True) -> Text:
    """`strip` and its one-sided forms: constant ends are stripped, holes stay as they are."""
    parts = list(text.parts)
    while left and parts and isinstance(parts[0], Piece):
        piece = parts[0]
        rest = piece.text.lstrip(characters)
        if rest:
            parts[0] = Piece(rest, piece.trail)
            break
        parts.pop(0)
    while right and parts and isinstance(parts[-1], Piece):
        piece = parts[-1]
        rest = piece.text.rstrip(characters)
        if rest:
            parts[-1] = Piece(rest, piece.trail)
            break
        parts.pop()
    return Text(tuple(parts), text.trail, binary=text.binary)


def split(text: Text, separator: str | None, trail: Trail | None) -> Runs:
    """`text.split(separator)`; None is the split at white space.

    A hole beside a constant separator is taken to hold none itself; a hole that is all there is can hold any number.
    """
    known = text.constant
    if known is not None:
        found = known.split(separator)
        return normal(map(Run, _cut(found, text, trail)))
    if len(text.parts) == 1 and isinstance(text.parts[0], Hole):
        options = alternatives(text.parts[0].value)
        if len(options) > 1 and all(isinstance(one, Text) and one.constant is not None for one in options):
            ways = [split(one, separator, trail) for one in options if isinstance(one, Text)]
            return reduce(join_runs, ways)
        return (Run(_field_of(text.parts[0].value, trail), _fields(text.parts[0].value) if separator else MANY),)
    fields: list[tuple[list[Part], Count]] = [([], ONE)]
    for part in text.parts:
        if isinstance(part, Piece):
            _split_piece(part, separator, fields)
        elif isinstance(part, Hole):
            fields[-1][0].append(part)
        else:
            _split_joined(part, separator, fields, trail)
    made = []
    for parts, count in fields:
        if separator is None and not parts:
            continue
        made.append(Run(_whole(tuple(parts), text, trail), count))
    return normal(made)


def _fields(value: Value) -> Count:
    """How many parts a split at a separator makes of something unknown."""
    if not isinstance(value, Opaque) or value.length == MANY or value.type != STRING:
        return SOME
    return Count(max(value.length.least, 1), max(value.length.most, 1))


def _split_piece(piece: Piece, separator: str | None, fields: list[tuple[list[Part], Count]]) -> None:
    chunks = re.split(r"\s+", piece.text) if separator is None else piece.text.split(separator)
    for index, chunk in enumerate(chunks):
        if index:
            fields.append(([], ONE))
        if chunk:
            fields[-1][0].append(Piece(chunk, piece.trail))


def _split_joined(
    part: Joined, separator: str | None, fields: list[tuple[list[Part], Count]], trail: Trail | None
) -> None:
    between = "".join(piece.text for piece in part.separator if isinstance(piece, Piece))
    at_separator = separator in between if separator else between != between.strip() or not between
    inside = []
    for run in part.runs:
        inner = split(run.value, separator, trail) if isinstance(run.value, Text) else (Run(run.value),)
        inside.append((inner, run.count))
    if not at_separator and all(len(inner) == 1 and inner[0].count == ONE for inner, _ in inside):
        fields[-1][0].append(part)
        return
    before = fields[-1][0]
    if before:
        fields.append(([], ONE))
    for inner, count in inside:
        fields.extend((list(parts_of(run.value)), run.count * count) for run in inner if run.value != Text(()))
    fields.append(([], ONE))
    fields[:] = [field for field in fields if field[0]] or [([], ONE)]


def _whole(parts: Parts, text: Text, trail: Trail | None) -> Value:
    if len(parts) == 1 and isinstance(parts[0], Hole):
        return parts[0].value
    return Text(parts, trail or text.trail, binary=text.binary)


def _cut(contents: Iterable[str], text: Text, trail: Trail | None) -> Iterator[Value]:
    """Parts of a constant text, one behind the other, with the trails of the pieces that they stood in."""
    pieces = [part if isinstance(part, Piece) else Piece("", part.trail) for part in text.parts]
    whole = "".join(piece.text for piece in pieces)
    number = start = end = 0  # of the piece that is looked at, and where the last part has ended
    for content in contents:
        begin = whole.find(content, end)
        end = max(begin, end) + len(content)
        found: list[Part] = []
        while content and begin >= 0 and number < len(pieces):
            piece = pieces[number]
            held = piece.text[max(begin - start, 0) : end - start]
            if held:
                found.append(Piece(held, piece.trail))
            if start + len(piece.text) >= end:
                break
            start += len(piece.text)
            number += 1
        spelt = tuple(found) or ((Piece(content, text.trail),) if content else ())
        yield Text(spelt, trail or text.trail, binary=text.binary)


def _field_of(value: Value, trail: Trail | None) -> Value:
    if isinstance(value, Opaque):
        return Opaque((value.key, "part"), STRING, born=value.born, trail=trail or value.trail)
    found: list[Value] = []
    for one in alternatives(value):
        if isinstance(one, Text):
            found.append(one)
        else:
            found.append(Opaque(("part",), STRING, trail=trail))
    return join_all(found)


def lines(text: Text, trail: Trail | None, *, ends: bool = False) -> Runs:
    """`text.splitlines(ends)`."""
    known = text.constant
    if known is not None:
        return normal(map(Run, _cut(known.splitlines(ends), text, trail)))
    runs = split(replaced(text, "\r\n", "\n"), "\n", trail)
    last: Runs = runs[-1:]
    if last and last[0].value == Text(()):
        runs, last = runs[:-1], ()
    if ends:
        whole = runs[: len(runs) - len(last)]
        runs = (*(Run(Text((*parts_of(run.value), Piece("\n")), run.value.trail), run.count) for run in whole), *last)
    return tuple(Run(run.value, MANY) if run.count == SOME else run for run in runs)


def sliced(text: Text, lower: int | None, upper: int | None) -> Text | None:
    """`text[lower:upper]` where both ends fall into constant text; None where they do not."""
    known = text.constant
    if known is not None:
        content = known[lower:upper]
        return Text((Piece(content, text.trail),) if content else (), text.trail, binary=text.binary)
    parts = list(text.parts)
    if lower is not None and lower > 0:
        if not parts or not isinstance(parts[0], Piece) or len(parts[0].text) < lower:
            return None
        parts[0] = Piece(parts[0].text[lower:], parts[0].trail)
    elif lower is not None and lower < 0:
        return None
    if upper is not None:
        if upper >= 0:
            return None
        last = parts[-1] if parts else None
        if isinstance(last, Piece) and len(last.text) >= -upper:
            parts[-1] = Piece(last.text[:upper], last.trail)
        elif not isinstance(last, Joined):  # a trailing separator is cut off a repetition
            return None
    return Text(tuple(parts), text.trail, binary=text.binary)


def cut(text: Text, separator: str) -> tuple[Text, Text] | None:
    """What stands before and behind the first separator, if constant text holds one; holes are taken to hold none."""
    marked = "".join(part.text if isinstance(part, Piece) else "\0" for part in text.parts)
    start = marked.find(separator)
    if start < 0:
        return None
    left, rest = _divided(text.parts, start)
    _, right = _divided(rest, len(separator))
    return Text(left, text.trail, binary=text.binary), Text(right, text.trail, binary=text.binary)


def first_and_rest(text: Text, separator: str, number: int, *, backwards: bool = False) -> Runs | None:
    """What `text.split(separator, number)` makes of elements that were joined with that separator; None for any other text."""
    part = text.parts[0] if len(text.parts) == 1 else None
    if not isinstance(part, Joined) or separator not in (Text(part.separator).constant or ""):
        return None
    runs = mirrored(part.runs) if backwards else part.runs
    size = total(runs)
    made = [
        Run(value, ONE if index < max(size.least, 1) else Count(0, 1))
        for index in range(number)
        if (value := at(runs, index)) is not None
    ]
    rest = tail(runs, number)
    if rest:
        rope = join(Text(part.separator), mirrored(rest) if backwards else rest, part.trail)
        made.append(Run(rope, ONE if size.least > number else Count(0, 1)))
    return tuple(reversed(made) if backwards else made)


def _divided(parts: Parts, offset: int) -> tuple[Parts, Parts]:
    """Parts before and behind an offset, at which every hole counts as one character."""
    for index, part in enumerate(parts):
        length = len(part.text) if isinstance(part, Piece) else 1
        if offset < length:
            if offset == 0 or not isinstance(part, Piece):
                return parts[:index], parts[index:]
            before, behind = Piece(part.text[:offset], part.trail), Piece(part.text[offset:], part.trail)
            return (*parts[:index], before), (behind, *parts[index + 1 :])
        offset -= length
    return parts, ()


def contains(text: Text, wanted: str) -> bool | None:
    """`wanted in text`, where that can be told."""
    known = text.constant
    if known is not None:
        return wanted in known
    for part in text.parts:
        if isinstance(part, Piece) and wanted in part.text:
            return True
    return None


def beginning(text: Text) -> str:
    """The constant text that a rope begins with."""
    made = ""
    for part in text.parts:
        if not isinstance(part, Piece):
            break
        made += part.text
    return made
