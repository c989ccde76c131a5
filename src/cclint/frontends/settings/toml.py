"""TOML with places: tomli says what is valid, and a reader of our own says where it stands.

No library gives places and Python's values both: tomlkit keeps the text but no offsets, the others neither. Since tomli
has judged the text, this reader only has to find its way through what is valid.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from cclint.frontends.settings.reading import MalformedError, Reading
from cclint.ir.data import Data, Entry, Items, Scalar, Table, Value
from cclint.ir.nodes import Span

BLANK: Final = re.compile(r"[ \t]*")
FREE: Final = re.compile(r"(?:[ \t\n]+|#[^\n]*)*")
BARE: Final = re.compile(r"[^\s.=\]\"']+")
PLAIN: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9][^\s,\]}#]*|[^\s,\]}#]+")
BASIC: Final = re.compile(r'"([^"\\\n]*(?:\\.[^"\\\n]*)*)"')
LITERAL: Final = re.compile(r"'([^'\n]*)'")
LONG_BASIC: Final = re.compile(r'"""\n?([^"\\]*(?:(?:\\.|"{1,2}(?!"))[^"\\]*)*"{0,2})"""', re.DOTALL)
LONG_LITERAL: Final = re.compile(r"'''\n?([^']*(?:'{1,2}(?!')[^']*)*'{0,2})'''")
ESCAPE: Final = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|[ \t]*\n[ \t\n]*|(.))")
ESCAPES: Final = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b", '"': '"', "\\": "\\"}
INTEGER: Final = re.compile(r"[-+]?(?:0|[1-9][0-9_]*)|0[xob][0-9a-fA-F_]+")
PLACE: Final = re.compile(r" \(at line ([0-9]+), column ([0-9]+)\)$")
FLOAT: Final = re.compile(r"[-+]?(?:inf|nan|[0-9][0-9_]*(?:\.[0-9_]+)?(?:[eE][-+]?[0-9_]+)?)")


class LostError(Exception):
    """The reader does not find its way, so the text is not valid."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


@dataclass(slots=True)
class Building:
    """A table that later lines may add to."""

    at: Span
    entries: dict[str, tuple[Span, Part]] = field(default_factory=dict)


@dataclass(slots=True)
class Tables:
    """An array of tables that later lines may add to."""

    at: Span
    items: list[Building]


Part: TypeAlias = Building | Tables | Data
Key: TypeAlias = list[tuple[Span, str]]


def parse(reading: Reading) -> tuple[Data, ...]:
    """The table of a TOML file.

    Raises
    ------
    MalformedError: it is none, or goes beyond a limit.
    """
    import tomli

    lost: LostError | None = None
    root = Building(reading.whole)
    try:
        Reader(reading).document(root)  # first, since it holds the limits that tomli does not have
    except LostError as error:
        lost = error
    try:
        tomli.loads(reading.text)
    except (ValueError, RecursionError) as error:  # a TOMLDecodeError is a ValueError
        reason, line, column = str(error), *reading.position(len(reading.text))
        if match := PLACE.search(reason):
            reason, line, column = reason[: match.start()], int(match[1]), int(match[2])
        raise MalformedError(f"this is not valid TOML: {reason}", line, column) from error
    if lost is not None:
        raise reading.error(
            lost.offset,
            "cclint does not understand this TOML, though it is valid",
            "write it more plainly, or exclude the file",
            "cut",
        )
    return (finished(root),)


def finished(part: Part) -> Data:
    """The data of what can no longer be added to. It is not deeper than the reader allowed."""
    if isinstance(part, Building):
        entries = [Entry(at, key, finished(value)) for key, (at, value) in part.entries.items()]
        return Table(part.at, tuple(entries))
    if isinstance(part, Tables):
        return Items(part.at, tuple(finished(item) for item in part.items))
    return part


class Reader:
    """The work on one text; `offset` is where it stands."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.text = reading.text
        self.offset = 0

    def skip(self, pattern: re.Pattern[str] = BLANK) -> None:
        match = pattern.match(self.text, self.offset)
        self.offset = match.end() if match else self.offset

    def take(self, text: str) -> None:
        if not self.text.startswith(text, self.offset):
            raise LostError(self.offset)
        self.offset += len(text)

    def document(self, root: Building) -> None:
        """Fill the root table from all lines."""
        table, depth = root, 1
        while True:
            self.skip(FREE)
            if self.offset >= len(self.text):
                return
            if self.text.startswith("[", self.offset):
                table, depth = self.header(root)
            else:
                self.pair(table, depth)
            self.skip()
            if self.offset < len(self.text) and self.text[self.offset] not in "#\n":
                raise LostError(self.offset)

    def header(self, root: Building) -> tuple[Building, int]:
        """The table that a header line opens, and its depth."""
        start = self.offset
        many = self.text.startswith("[[", start)
        self.take("[[" if many else "[")
        key = self.key()
        self.take("]]" if many else "]")
        at = self.reading.at(start, self.offset)
        depth = 1 + 2 * len(key)  # each part may be a list of tables
        self.reading.depth(depth, start)
        self.reading.count()
        table = self.inner(root, key[:-1])
        place, name = key[-1]
        _, part = table.entries.get(name, (at, None))
        if many:
            made = Building(at)
            if isinstance(part, Tables):
                part.items.append(made)
            else:
                table.entries[name] = (place, Tables(at, [made]))
        elif isinstance(part, Building):
            part.at = at  # it was only implied by the header of a table within it
            made = part
        else:
            made = Building(at)
            table.entries[name] = (place, made)
        return made, depth

    def inner(self, table: Building, key: Key) -> Building:
        """The table that a dotted key leads to, made where it is only implied."""
        for at, name in key:
            _, part = table.entries.setdefault(name, (at, Building(at)))
            if isinstance(part, Tables):
                part = part.items[-1]
            if not isinstance(part, Building):
                raise LostError(self.offset)
            table = part
        return table

    def pair(self, table: Building, depth: int) -> None:
        """One `key = value`."""
        start = self.offset
        key = self.key()
        self.take("=")
        self.skip()
        depth += len(key) - 1
        self.reading.depth(depth, start)
        value = self.value(depth)
        self.inner(table, key[:-1]).entries[key[-1][1]] = (key[-1][0], value)

    def key(self) -> Key:
        """A dotted key, and the blanks around its parts."""
        parts: Key = []
        while True:
            self.skip()
            start = self.offset
            if self.text.startswith(('"', "'"), start):
                text = self.string()
            elif match := BARE.match(self.text, start):
                self.offset, text = match.end(), match[0]
            else:
                raise LostError(start)
            parts.append((self.reading.at(start, self.offset), text))
            self.skip()
            if not self.text.startswith(".", self.offset):
                return parts
            self.offset += 1

    def value(self, depth: int) -> Data:
        start = self.offset
        char = self.text[start : start + 1]
        if char in ("[", "{"):
            self.reading.depth(depth + 1, start)
            self.reading.count()
            self.offset += 1
            return self.array(start, depth + 1) if char == "[" else self.inline(start, depth + 1)
        if char in ('"', "'"):
            text = self.string()
            return self.reading.scalar(start, self.offset, text)
        return self.plain(start)

    def array(self, start: int, depth: int) -> Items:
        items: list[Data] = []
        while self.another("]"):
            items.append(self.value(depth))
            self.skip(FREE)
        return Items(self.reading.at(start, self.offset), tuple(items))

    def inline(self, start: int, depth: int) -> Table:
        table = Building((0, 0, 0, 0))
        while self.another("}"):
            self.pair(table, depth)
            self.skip(FREE)
        table.at = self.reading.at(start, self.offset)
        made = finished(table)
        assert isinstance(made, Table)
        return made

    def another(self, close: str) -> bool:
        """Whether another value follows in an array or an inline table; its end is passed over."""
        self.skip(FREE)
        if self.text.startswith(",", self.offset):
            self.offset += 1
            self.skip(FREE)
        if self.text.startswith(close, self.offset):
            self.offset += 1
            return False
        return True

    def plain(self, start: int) -> Scalar:
        match = PLAIN.match(self.text, start)
        if match is None:
            raise LostError(start)
        self.offset = match.end()
        return self.reading.scalar(start, self.offset, value_of(match[0]))

    def string(self) -> str:
        kinds = (('"""', LONG_BASIC), ("'''", LONG_LITERAL), ('"', BASIC), ("'", LITERAL))
        quotes, pattern = next(kind for kind in kinds if self.text.startswith(kind[0], self.offset))
        match = pattern.match(self.text, self.offset)
        if match is None:
            raise LostError(self.offset)
        self.offset = match.end()
        return match[1] if quotes[0] == "'" else ESCAPE.sub(unescaped, match[1])


def unescaped(match: re.Match[str]) -> str:
    """What an escape in a basic string stands for; a line end with the blanks around it stands for nothing."""
    if digits := match[1] or match[2] or match[3]:
        number = int(digits, 16)
        return chr(number) if number < 0x110000 else match[0]
    return ESCAPES.get(match[4], match[0]) if match[4] else ""


def value_of(text: str) -> Value:
    """The value of what stands without quotes: a number, a boolean, or a date, which stays text."""
    if text in ("true", "false"):
        return text == "true"
    try:
        if INTEGER.fullmatch(text):
            return int(text.replace("_", ""), 0)
        if FLOAT.fullmatch(text):
            return float(text.replace("_", ""))
    except ValueError:  # more digits than the interpreter converts; tomli says so
        return text
    return text
