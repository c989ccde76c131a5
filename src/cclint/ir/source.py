"""An input file: where it is, what it is called in reports, and its bytes, read once."""

from __future__ import annotations

import codecs
import errno
import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, overload

LARGEST: Final = 50_000_000
"""Bytes of a file that are read; what people write is a thousand times smaller."""
WIDE: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(slots=True, eq=False, repr=False)
class Source:
    """A file of the project, or text that stands for one.

    Parameters
    ----------
    path: relative to the project's root, with forward slashes; what places and reports name.
    file: where its bytes are read from.
    selected: whether the run was asked about it; the others are context for following calls and values.
    content: its bytes where they do not come from `file` (standard input, an object of a repository).
    largest: how many bytes the file may have.
    """

    path: str
    file: Path
    selected: bool = True
    content: bytes | None = field(default=None, repr=False)
    largest: int = LARGEST
    narrowed: bool = field(default=False, repr=False)
    fetched: bool = field(default=False, repr=False)

    def read(self) -> bytes:
        """The bytes of the file, kept after the first time; UTF-16 and UTF-32 as UTF-8, so that words can be searched.

        Raises
        ------
        OSError: the file cannot be read, is none (any more), or is larger than it may be.
        """
        if self.content is None:
            # Not to wait: a pipe may have taken the file's place since it was found.
            handle = os.open(self.file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
            with os.fdopen(handle, "rb") as file:
                if not stat.S_ISREG(os.fstat(handle).st_mode):
                    raise OSError(errno.EINVAL, "it is no regular file")
                content = file.read(self.largest + 1)
            if len(content) > self.largest:
                raise OSError(errno.EFBIG, f"it has more than {self.largest} bytes (limits.bytes)")
            self.content, self.fetched = content, True
        if not self.narrowed:
            self.content, self.narrowed = narrow(self.content), True
        return self.content

    def glance(self) -> bytes:
        """The bytes of the file for one look: they are kept only where they were at hand already.

        Raises
        ------
        OSError: as for `read`.
        """
        known = self.content is not None
        data = self.read()
        if not known:
            self.forget()
        return data

    def forget(self) -> None:
        """Let go of bytes that can be read again."""
        if self.fetched:
            self.content, self.narrowed, self.fetched = None, False, False


class Lines(Sequence[str]):
    """The lines of a text, taken apart when somebody asks: of most files nobody does, and the text alone takes half as much.

    Parameters
    ----------
    text: the text.
    """

    __slots__ = ("_lines", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines: list[str] = []

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        self._lines = self._lines or self._text.split("\n")
        return self._lines[index]

    def __len__(self) -> int:
        return len(self._lines) or self._text.count("\n") + 1


def narrow(data: bytes) -> bytes:
    """The same text as UTF-8 where the bytes are UTF-16 or UTF-32, by a mark or by every other byte being NUL.

    What cannot be decoded is left as it is.
    """
    encoding = next((name for mark, name in WIDE if data.startswith(mark)), "")
    if not encoding and data[:1024].count(0) * 3 >= len(data[:1024]) > 1:
        even, odd = data[:1024:2].count(0), data[1:1024:2].count(0)
        encoding = "utf-16-be" if even > 8 * odd else "utf-16-le" if odd > 8 * even else ""
    if not encoding:
        return data
    try:
        return data.decode(encoding).encode()
    except UnicodeError:
        return data
