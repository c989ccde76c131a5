"""Reading a rope as an address list: how many distinct addresses would a reader of this header see?

The grammar is RFC 5322 section 3.4 (mailbox, group, display name, angle address), read as leniently as the people who look
at a header do: an address is an address also after a semicolon or a blank, and twice the same address is one.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from cclint.analysis.values.count import ONE, UNBOUNDED, Count
from cclint.analysis.values.reading import Reading, all_of
from cclint.analysis.values.rope import COPIES, Hole, Joined, Part, Parts, Piece, Text, within
from cclint.analysis.values.trail import Trail
from cclint.analysis.values.value import BOOLEAN, NUMBER, Const, Opaque, Seq, Union, Value, alternatives, is_list

CHOICES: Final = 16
"""The most combinations of alternatives that are read one by one."""
HEAVY: Final = 8_000
"""Texts of more parts than this, those within them spelt out, are not read as a whole: each part is read by itself."""
ENCODED: Final = re.compile(r"=\?[^?\s]+\?[bBqQ]\?[^?]*\?=")


def read_value(value: Value) -> Reading:
    """How many addresses a value holds, where it stands for a header's value as a whole.

    Parameters
    ----------
    value: a text, a sequence of addresses, or something unknown; references to the heap are resolved before.
    """
    match value:
        case Text():
            if value.reading is None:
                value.reading = read(value.parts, value.trail) if value.weight <= HEAVY else _piecemeal(value)
            known: Reading = value.reading
            return known
        case Opaque():
            trails = (value.trail,) if value.trail is not None else ()
            if value.type in (NUMBER, BOOLEAN):
                return Reading()
            if is_list(value.type):
                return Reading(extra=value.length * value.count, trails=trails, fixed=False)
            return Reading(extra=value.count, trails=trails, fixed=False)
        case Union():
            readings = [read_value(one) for one in value.alternatives]
            joined = readings[0]
            for reading in readings[1:]:
                joined = joined | reading
            return joined
        case Seq():
            summed = Reading()
            for run in value.runs:
                summed = summed + read_value(run.value).times(run.count)
            return summed
        case Const():
            return Reading()
    return Reading(extra=ONE, trails=(value.trail,) if value.trail is not None else (), fixed=False)


def read(parts: Parts, trail: Trail | None = None) -> Reading:
    """Read a rope as an address list.

    Parameters
    ----------
    parts: the rope.
    trail: where the text as a whole comes from, for pieces that have no trail of their own.
    """
    choices = list(itertools.islice(_choices(parts), CHOICES + 1))
    if len(choices) > CHOICES:
        choices = [_extreme(parts, most=True), _extreme(parts, most=False)]
    joined: Reading | None = None
    for choice in choices:
        reading = _bounds(choice, trail)
        joined = reading if joined is None else joined | reading
    return joined or Reading()


def _piecemeal(text: Text) -> Reading:
    """What the parts of a text hold, as if a separator stood between any two."""
    found: list[Reading] = []
    for part in text.parts:
        if isinstance(part, Piece):
            found.append(_scan(iter((part,)), text.trail))
        elif isinstance(part, Hole):
            found.append(read_value(part.value))
        else:
            found += [read_value(run.value).times(run.count) for run in part.runs]
    return all_of(found)


def _choices(parts: Parts) -> Iterator[Parts]:
    """The ropes that come of choosing one alternative for each hole that has structure of its own."""
    options: list[tuple[Part, ...]] = []
    for part in parts:
        if (
            isinstance(part, Hole)
            and isinstance(part.value, Union)
            and any(isinstance(v, Text) for v in part.value.alternatives)
        ):
            options.append(
                tuple(Hole(one, part.trail) for value in part.value.alternatives for one in _told_apart(value))
            )
        else:
            options.append((part,))
    yield from itertools.product(*options)


def _told_apart(value: Value) -> list[Value]:
    """The texts that a text can be, with all alternatives within it decided."""
    if not isinstance(value, Text) or not any(isinstance(part, Hole) for part in value.parts):
        return [value]
    return [Text(choice, value.trail) for choice in itertools.islice(_choices(value.parts), CHOICES + 1)]


def _extreme(parts: Parts, *, most: bool) -> Parts:
    """A rope with the alternative that holds most, or least, in each place that has several.

    Where several hold most, each place gets another one: what stands in two places is one address only.
    """
    made: list[Part] = []
    places = 0
    for part in parts:
        if isinstance(part, Hole) and isinstance(part.value, Union):
            sizes = [read_value(one).count for one in part.value.alternatives]
            wanted = max(size.most for size in sizes) if most else min(size.least for size in sizes)
            fitting = [
                one
                for one, size in zip(part.value.alternatives, sizes)
                if (size.most if most else size.least) == wanted
            ]
            one = fitting[places % len(fitting) if most else 0]
            places += 1
            chosen = Text(_extreme(one.parts, most=most), one.trail) if isinstance(one, Text) else one
            made.append(Hole(chosen, part.trail))
        else:
            made.append(part)
    return tuple(made)


def _bounds(parts: Parts, trail: Trail | None) -> Reading:
    longest = _longest(parts)
    high = _scan(_flat(parts, COPIES, most=True), trail)
    if longest > COPIES:
        slope = high.count.most - _scan(_flat(parts, COPIES - 1, most=True), trail).count.most
        if slope > 0:
            most = UNBOUNDED if longest >= UNBOUNDED else high.extra.most + slope * (longest - COPIES)
            high = Reading(high.certain, high.possible, Count(high.extra.least, most), high.trails, high.fixed)
    low = _scan(_flat(parts, COPIES, most=False), trail) if longest else high
    if low is high:
        return high
    certain = low.certain & high.certain
    possible = (high.certain | high.possible | low.certain | low.possible) - certain
    extra = Count(max(low.count.least - len(certain), 0), high.count.most - len(certain))
    return Reading(certain, possible, extra, high.trails, high.fixed)


def _longest(parts: Parts) -> int:
    """The length of the longest run, 0 without any."""
    longest = 0
    for part in parts:
        if isinstance(part, Joined):
            for run in part.runs:
                inner = _longest(run.value.parts) if isinstance(run.value, Text) else 0
                longest = max(longest, run.count.most, inner, 1)
        elif isinstance(part, Hole) and isinstance(part.value, Text):
            longest = max(longest, _longest(part.value.parts))
    return longest


SOFT: Final = "\0"
"""Between elements that are joined by blanks: they are several, unless an angle address makes them one display name."""


def _flat(parts: Parts, copies: int, *, most: bool) -> Iterator[Piece | Hole]:
    """The rope without joins: each run repeated as often as it can be, or as it must be."""
    for part in parts:
        if isinstance(part, Piece):
            yield part
        elif isinstance(part, Hole):
            if isinstance(part.value, Text):
                yield from _flat(within(part), copies, most=most)
            else:
                yield part
        else:
            separator = tuple(_flat(part.separator, copies, most=most))
            constant = "".join(piece.text for piece in separator if isinstance(piece, Piece))
            if any(isinstance(piece, Hole) for piece in separator):
                separator = (Piece(",", part.trail),)
            elif constant and not constant.strip() and "\n" not in constant:
                separator = (Piece(constant + SOFT, part.trail),)
            first = True
            for run in part.runs:
                options = _separated(run.value, most=most)
                for index in range(min(run.count.most if most else run.count.least, copies)):
                    if not first:
                        yield from separator
                    first = False
                    value = options[index % len(options)]
                    if isinstance(value, Text):
                        yield from _flat(value.parts, copies, most=most)
                    else:
                        yield Hole(value, part.trail)


def _separated(value: Value, *, most: bool) -> list[Value]:
    """What an element of a join can be, one after the other: the texts that bring their own separators are told apart.

    Parameters
    ----------
    value: the element.
    most: those that hold most, otherwise one that holds least.
    """
    if not isinstance(value, Union) or not any(_separates(one) for one in value.alternatives):
        return [value]
    sizes = [read_value(one).count for one in value.alternatives]
    if most:
        widest = max(size.most for size in sizes)
        found = [one for one, size in zip(value.alternatives, sizes) if size.most == widest]
        alone = [one.parts for one in value.alternatives if isinstance(one, Text) and _is_separator(one)]
        # One that is an element by itself follows any of the others.
        return [Text((Hole(one, one.trail), *alone[0])) for one in found] if alone and widest else found
    return [min(zip(sizes, value.alternatives), key=lambda pair: pair[0].least)[1]]


def _is_separator(value: Text) -> bool:
    return (value.constant or "").strip() in (",", ";")


def _separates(value: Value) -> bool:
    """Whether a text begins or ends with a separator."""
    if not isinstance(value, Text) or not value.parts:
        return False
    ends = [part.text for part in (value.parts[0], value.parts[-1]) if isinstance(part, Piece)]
    return any(end.strip(" ")[:1] in (",", ";", "\n") or end.strip(" ")[-1:] in (",", ";", "\n") for end in ends)


BREAKS: Final = frozenset(" \t\r\n,;:<>()'\"" + SOFT)


@dataclass(slots=True)
class _Token:
    """Text without a break: constant characters and holes."""

    characters: str = ""
    holes: list[Hole] = field(default_factory=list)
    angle: bool = False
    trail: Trail | None = None

    @property
    def is_address(self) -> bool:
        if "@" not in self.characters:
            return False
        local, _, domain = self.characters.partition("@")
        return bool(self.holes) or bool(local.strip() and domain.strip())


@dataclass(slots=True)
class _Scanner:
    """One pass over a flat rope."""

    default: Trail | None
    found: list[Reading] = field(default_factory=list)
    item: list[_Token] = field(default_factory=list)
    token: _Token | None = None
    quoted: bool = False
    phrase: str | None = None
    comments: int = 0
    angle: bool = False
    soft: bool = False

    def open(self) -> _Token:
        if self.token is None:
            self.token = _Token(angle=self.angle)
            self.item.append(self.token)
        return self.token

    def piece(self, piece: Piece) -> None:
        text = piece.text
        if "=?" in text and ENCODED.search(text):
            text = _decoded(text)
        for character in text:
            if self.quoted:
                self.quoted = character != '"'
                self.phrase = f"{self.phrase}{character}" if self.quoted else self.phrase
                continue
            if self.comments:
                self.comments += (character == "(") - (character == ")")
                continue
            phrase, self.phrase = self.phrase, None
            if character not in BREAKS:
                token = self.open()
                if character == "@" and phrase is not None and not token.characters:
                    token.characters = phrase.replace("@", "")  # a local part in quotes
                token.characters += character
                token.trail = piece.trail or self.default
                continue
            self.token = None
            if character == '"':
                self.quoted, self.phrase = True, ""
            elif character == "(":
                self.comments = int(bool(self.item))  # at the beginning it is a tuple that was printed: all can read it
            elif character == "<":
                self.angle = True
            elif character == ">":
                self.angle = False
            elif character in ",;":
                self.close()
            elif character == SOFT:
                self.soft = True
            elif character == ":" and not self.angle:
                self.item = [token for token in self.item if token.is_address]  # a group's name

    def hole(self, hole: Hole) -> None:
        self.phrase = None
        if not self.quoted and not self.comments:
            self.open().holes.append(hole)

    def close(self) -> None:
        """End one mailbox: which of its tokens are addresses?"""
        tokens, self.item, self.token, self.angle = self.item, [], None, False
        soft, self.soft = self.soft, False
        angled = any(token.angle for token in tokens)
        addresses = [token for token in tokens if token.is_address]
        for token in addresses:
            trail = token.trail
            if token.holes:
                origin = token.holes[-1].trail or trail
                self.found.append(
                    Reading(extra=_run_together(token), trails=(origin,) if origin else (), fixed=_fixed(token))
                )
            else:
                known = token.characters.strip(".").lower()
                self.found.append(Reading(certain=frozenset((known,)), trails=(trail,) if trail else ()))
        bare = [token for token in tokens if token.holes and not token.is_address and (token.angle or not angled)]
        if addresses and not angled:
            bare = [token for token in bare if any(_is_many(hole.value) for hole in token.holes)]
        readings = [_of_token(token) for token in bare]
        if len(readings) > 1 and not soft and not angled and all(reading.count.most <= 1 for reading in readings):
            readings = readings[-1:]  # a name and an address, or a name in parts
        self.found.extend(readings)


def _of_token(token: _Token) -> Reading:
    if len(token.holes) == 1:
        hole = token.holes[0]
        reading = read_value(hole.value)
        trails = (hole.trail, *reading.trails) if hole.trail is not None else reading.trails
        return Reading(reading.certain, reading.possible, reading.extra, trails, reading.fixed)
    trail = token.holes[-1].trail
    return Reading(extra=_run_together(token), trails=(trail,) if trail else (), fixed=False)


def _run_together(token: _Token) -> Count:
    """How many addresses text and holes without a break make: one, unless a hole may bring breaks of its own."""
    many = [read_value(hole.value).count for hole in token.holes if _is_many(hole.value)]
    if not many:
        return ONE
    most = sum(min(count.most, UNBOUNDED) for count in many)
    return Count(max(1, *(count.least for count in many)), UNBOUNDED if most >= UNBOUNDED else most + 1)


def _is_many(value: Value) -> bool:
    return any(read_value(one).count.most > 1 for one in alternatives(value))


def _fixed(token: _Token) -> bool:
    return all(
        isinstance(hole.value, Union) and all(isinstance(v, Text) for v in hole.value.alternatives)
        for hole in token.holes
    )


def _scan(flat: Iterator[Piece | Hole], default: Trail | None) -> Reading:
    scanner = _Scanner(default)
    for part in flat:
        if isinstance(part, Piece):
            scanner.piece(part)
        else:
            scanner.hole(part)
    scanner.close()
    return all_of(scanner.found)


def _decoded(text: str) -> str:
    """Encoded words (RFC 2047) as a reader sees them."""
    from email.errors import HeaderParseError
    from email.header import decode_header, make_header

    try:
        return str(make_header(decode_header(text)))
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        return text
