"""JSON with places, and what editors and compilers let people add to it: comments, and a comma behind the last value.

Strings are read by the standard library's own scanner. Whether a file keeps to what `json.load` accepts is said by its
format: "json" where it does, "jsonc" where it does not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from json import decoder
from json.decoder import JSONDecodeError
from typing import Any, Final

from cclint.frontends.settings.reading import Reading, unique
from cclint.ir.data import Data, Entry, Items, Scalar, Table, Value
from cclint.ir.nodes import Span

BLANK: Final = re.compile(r"[ \t\n\r]*")
COMMENT: Final = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
NUMBER: Final = re.compile(r"(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][-+]?[0-9]+)?")
WORD: Final = re.compile(r"-?[A-Za-z]+")
SCAN: Final[Any] = vars(decoder)["scanstring"]
"""From a text and the offset behind a quote to a string and the offset behind it; written in C where there is one."""
WORDS: Final[dict[str, Value]] = {
    "true": True, "false": False, "null": None,
    "NaN": float("nan"), "Infinity": float("inf"), "-Infinity": float("-inf"),
}  # fmt: skip


@dataclass(slots=True)
class Open:
    """An array or object whose end was not seen yet."""

    start: int
    items: list[Data] = field(default_factory=list)
    entries: list[Entry] | None = None
    key: tuple[Span, str] = ((0, 0, 0, 0), "")

    @property
    def close(self) -> str:
        return "]" if self.entries is None else "}"


class Reader:
    """The work on one text. `offset` is where it stands, `extended` whether the text goes beyond JSON."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.text = reading.text
        self.offset = 0
        self.extended = False
        self.open: list[Open] = []

    def skip(self) -> str:
        """Go to the next character that means something, and return it; "" at the end."""
        text, offset = self.text, self.offset
        while True:
            match = BLANK.match(text, offset)
            offset = match.end() if match else offset
            if not text.startswith("/", offset):
                break
            match = COMMENT.match(text, offset)
            if match is None:
                raise self.reading.error(offset, "this is not valid JSON: a comment has no end")
            self.extended = True
            offset = match.end()
        self.offset = offset
        return text[offset : offset + 1]

    def document(self) -> Data:
        """The one value of a JSON file."""
        data = self.value()
        if self.skip():
            raise self.reading.error(
                self.offset,
                "this is not valid JSON: more follows behind its value",
                "name the file .jsonl if it holds a value on each line",
            )
        return data

    def value(self) -> Data:
        """The next value, whole; without recursion, so that nesting costs nothing."""
        while True:
            char = self.skip()
            if char in ("{", "["):
                self.open.append(Open(self.offset, entries=[] if char == "{" else None))
                self.reading.depth(len(self.open), self.offset)
                self.offset += 1
                if self.skip() != self.open[-1].close:
                    self.key()
                    continue
                data = self.finish()
            else:
                data = self.scalar(char)
            while self.open and not self.more(data):
                data = self.finish()
            if not self.open:
                return data

    def more(self, data: Data) -> bool:
        """Add a value to the innermost collection; whether another follows there."""
        inner = self.open[-1]
        if inner.entries is None:
            inner.items.append(data)
        else:
            inner.entries.append(Entry(*inner.key, data))
        char = self.skip()
        if char == inner.close:
            return False
        if char != ",":
            raise self.expected(f"a comma or {inner.close}")
        self.offset += 1
        if self.skip() == inner.close:
            self.extended = True
            return False
        self.key()
        return True

    def finish(self) -> Data:
        """Close the innermost collection."""
        inner = self.open.pop()
        self.offset += 1
        self.reading.count()
        at = self.reading.at(inner.start, self.offset)
        return Items(at, tuple(inner.items)) if inner.entries is None else Table(at, unique(inner.entries))

    def key(self) -> None:
        """Read the key of the next entry, where the innermost collection is an object."""
        inner = self.open[-1]
        if inner.entries is None:
            return
        if self.skip() != '"':
            raise self.expected("a key in double quotes")
        start = self.offset
        text = self.string()
        inner.key = self.reading.at(start, self.offset), text
        if self.skip() != ":":
            raise self.expected("a colon")
        self.offset += 1

    def string(self) -> str:
        try:
            found: tuple[str, int] = SCAN(self.text, self.offset + 1)
        except JSONDecodeError as error:
            raise self.reading.error(error.pos, f"this is not valid JSON: {error.msg}") from error
        self.offset = found[1]
        return found[0]

    def scalar(self, char: str) -> Scalar:
        start = self.offset
        if char == '"':
            text = self.string()
            return self.reading.scalar(start, self.offset, text)
        if match := NUMBER.match(self.text, start):
            self.offset = match.end()
            if match[2] is None and match[3] is None:
                value: Value = self.integer(match[0])
            else:
                value = float(match[0])
            return self.reading.scalar(start, self.offset, value)
        if (match := WORD.match(self.text, start)) and match[0] in WORDS:
            self.offset = match.end()
            return self.reading.scalar(start, self.offset, WORDS[match[0]])
        raise self.expected("a value")

    def integer(self, digits: str) -> int:
        try:
            return int(digits)
        except ValueError as error:  # more digits than the interpreter converts
            raise self.reading.error(
                self.offset, "the file holds a number that is too long", "put it in quotes", "cut"
            ) from error

    def expected(self, what: str) -> Exception:
        found = "the end of the file" if self.offset >= len(self.text) else repr(self.text[self.offset])
        return self.reading.error(self.offset, f"this is not valid JSON: {what} is due here, not {found}")


def parse(reading: Reading) -> tuple[tuple[Data, ...], str]:
    """The value of a JSON file, and the format that it really has.

    Raises
    ------
    MalformedError: it is none, or goes beyond a limit.
    """
    reader = Reader(reading)
    root = reader.document()
    return (root,), "jsonc" if reader.extended else "json"


def parse_lines(reading: Reading) -> tuple[Data, ...]:
    """The values of a file that has a JSON value on each line.

    Raises
    ------
    MalformedError: it is none, or goes beyond a limit.
    """
    reader = Reader(reading)
    roots = []
    while reader.skip():
        roots.append(reader.value())
    return tuple(roots)
