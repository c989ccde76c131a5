"""Java properties, by the rules of java.util.Properties.load, with places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cclint.frontends.settings.reading import Reading, unique
from cclint.ir.data import Data, Entry, Table

BLANKS: Final = " \t\f"
ESCAPE: Final = re.compile(r"\\(?:\n[ \t\f]*|u([0-9a-fA-F]{4})|(.))", re.DOTALL)
ESCAPES: Final = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}
KEY: Final = re.compile(r"[^\\=: \t\f]*(?:\\(?:\n[ \t\f]*|.)[^\\=: \t\f]*)*", re.DOTALL)
SEPARATOR: Final = re.compile(r"(?:[ \t\f]|\\\n)*(?:[=:](?:[ \t\f]|\\\n)*)?")


def parse(reading: Reading) -> tuple[Data, ...]:
    """The keys of a file of properties.

    Raises
    ------
    MalformedError: an escape in it is none, or it goes beyond a limit.
    """
    entries = []
    for start, end in logical_lines(reading.text):
        key = KEY.match(reading.text, start, end)
        assert key
        separator = SEPARATOR.match(reading.text, key.end(), end)
        first = separator.end() if separator else key.end()
        value = reading.scalar(first, end, unescaped(reading, first, end))
        entries.append(Entry(reading.at(start, key.end()), unescaped(reading, start, key.end()), value))
    return (Table(reading.whole, unique(entries)),)


def logical_lines(text: str) -> Iterator[tuple[int, int]]:
    """The offsets of each line that holds a key, with the lines that continue it."""
    offset = 0
    while offset < len(text):
        end = ended(text, offset)
        start = offset + len(text[offset:end]) - len(text[offset:end].lstrip(BLANKS))
        offset = end + 1
        if start == end or text[start] in "#!":
            continue
        while end < len(text) and trails(text, start, end):
            end = ended(text, end + 1)
        offset = end + 1
        yield start, end


def ended(text: str, offset: int) -> int:
    """The end of the line that an offset is in."""
    end = text.find("\n", offset)
    return len(text) if end < 0 else end


def trails(text: str, start: int, end: int) -> bool:
    """Whether the line ends in a backslash that is not itself escaped."""
    count = 0
    while end > start and text[end - 1] == "\\":
        count, end = count + 1, end - 1
    return count % 2 == 1


def unescaped(reading: Reading, start: int, end: int) -> str:
    """The text between two offsets, with what its escapes stand for."""

    def stands_for(match: re.Match[str]) -> str:
        if match[1]:
            return chr(int(match[1], 16))
        if match[2] == "u":
            raise reading.error(
                start + match.start(), "this is not a valid file of properties: \\u is not followed by four digits",
                "write \\\\ for a backslash",
            )  # fmt: skip
        return ESCAPES.get(match[2], match[2]) if match[2] else ""

    text = ESCAPE.sub(stands_for, reading.text[start:end])
    return text.removesuffix("\\") if end == len(reading.text) else text
