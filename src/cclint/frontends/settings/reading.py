"""What all readers of settings share: places out of offsets, the limits, and the one way to say that a file is malformed."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

from cclint.finding import Notice
from cclint.ir.data import DEPTH, SIZE, Entry, Scalar, Value
from cclint.ir.nodes import Span

LENGTH: Final = 8 * 1024 * 1024
"""The characters of the largest file that is read. The slowest reader takes some seconds for one."""

LINE = re.compile("\n")


class MalformedError(Exception):
    """A text is not what its format asks for, or more than cclint takes on.

    Parameters
    ----------
    reason: what is wrong, in words.
    line, column: where, both from 1.
    remedy: what would help; "" where nothing general can be said.
    kind: "syntax"; "cut" where a limit was reached; "template" where the text is to be rendered first.
    """

    def __init__(self, reason: str, line: int = 1, column: int = 1, remedy: str = "", kind: str = "syntax") -> None:
        super().__init__(f"{reason}; {remedy}" if remedy else reason)
        self.reason = reason
        self.line = line
        self.column = column
        self.remedy = remedy
        self.kind = kind


class Reading:
    """The work on one text: readers ask it for places, and tell it of every value that they make.

    Parameters
    ----------
    text: the whole file, with LF line ends.
    path: what places are to name.
    """

    def __init__(self, text: str, path: str = "") -> None:
        self.text = text
        self.path = path
        self.values = 0
        self.notices: list[Notice] = []
        self._starts = [0, *(match.end() for match in LINE.finditer(text))]

    def position(self, offset: int) -> tuple[int, int]:
        """The line and the column of an offset in the text, both from 1."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def at(self, start: int, end: int) -> Span:
        """The place between two offsets."""
        return (*self.position(start), *self.position(end))

    @property
    def whole(self) -> Span:
        """The place of the whole text."""
        return self.at(0, len(self.text))

    def count(self, values: int = 1) -> None:
        """Note that values were made.

        Raises
        ------
        MalformedError: they are too many.
        """
        self.values += values
        if self.values > SIZE:
            raise MalformedError(
                f"the file holds more than {SIZE:,} values and is not read",
                remedy="keep data apart from settings, or exclude the file",
                kind="cut",
            )

    def depth(self, depth: int, offset: int) -> None:
        """Hold a depth against the limit.

        Raises
        ------
        MalformedError: it is too deep.
        """
        if depth > DEPTH:
            raise self.error(offset, f"values are nested more than {DEPTH} deep", "flatten them", "cut")

    def scalar(self, start: int, end: int, value: Value, tag: str = "") -> Scalar:
        """A scalar that stands between two offsets."""
        self.count()
        return Scalar(self.at(start, end), value, tag)

    def note(self, offset: int, reason: str) -> None:
        """Note something about the way the text was read that a reader should know."""
        self.notices.append(Notice(self.path, *self.position(offset), "settings", reason, fatal=False))

    def error(self, offset: int, reason: str, remedy: str = "", kind: str = "syntax") -> MalformedError:
        """The exception that says what is wrong at an offset."""
        return MalformedError(reason, *self.position(min(offset, len(self.text))), remedy, kind)


def unique(entries: list[Entry]) -> tuple[Entry, ...]:
    """The entries that are left when later ones replace earlier ones of the same key, as in a dict."""
    return tuple({entry.key: entry for entry in entries}.values())
