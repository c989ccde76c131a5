"""Edits become bytes, and bytes become files: each file keeps its encoding, mark and line ends, and is written whole or not
at all.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cclint.finding import Edit
from cclint.frontends.decode import UndecodableError, decode

END = re.compile(r"\r\n|\r|\n")


class UnrepairableError(Exception):
    """A file that cannot be changed without loss; the message says why."""


@dataclass(frozen=True, slots=True)
class Original:
    """A file's text as its bytes have it, line ends included, and how it becomes bytes again."""

    text: str
    encoding: str
    newline: str

    @classmethod
    def of(cls, data: bytes, *, cookies: bool = True) -> Original:
        """Decode a file so that nothing is lost.

        Parameters
        ----------
        data: the file's bytes.
        cookies: whether a coding line counts, as in Python's files.

        Raises
        ------
        UnrepairableError: the same bytes would not come out again.
        """
        try:
            known = decode(data, cookies=cookies)
            text = data.decode(known.encoding)
        except (UndecodableError, LookupError, ValueError) as error:
            raise UnrepairableError("its encoding is not known for certain") from error
        if known.complaint or text.encode(known.encoding) != data:
            raise UnrepairableError("its encoding is not known for certain")
        ends = END.findall(text)
        newline = max(("\n", "\r\n", "\r"), key=ends.count) if ends else "\n"
        return cls(text, known.encoding, newline)

    def edited(self, edits: Iterable[Edit]) -> bytes:
        """The file with some changes.

        Parameters
        ----------
        edits: places of the text, which count its lines as Python does.

        Raises
        ------
        UnrepairableError: two overlap, or the encoding has no word for what is new.
        """
        starts = [0, *(match.end() for match in END.finditer(self.text))]
        starts.append(len(self.text))

        def offset(line: int, column: int) -> int:
            return starts[min(line, len(starts)) - 1] + column - 1

        text, last = self.text, len(self.text) + 1
        ordered = sorted(
            enumerate(edits), key=lambda item: (item[1].place.line, item[1].place.column, item[0]), reverse=True
        )
        for _, edit in ordered:
            start = offset(edit.place.line, edit.place.column)
            end = offset(edit.place.end_line, edit.place.end_column)
            if not start <= end <= last:
                raise UnrepairableError("two changes overlap")
            new = edit.text.replace("\n", self.newline) if self.newline != "\n" else edit.text
            text, last = text[:start] + new + text[end:], start
        try:
            return text.encode(self.encoding)
        except UnicodeEncodeError as error:
            raise UnrepairableError(f"its encoding, {self.encoding}, lacks a character of the repair") from error


def write(changes: Mapping[str, tuple[bytes, bytes]]) -> dict[str, str]:
    """Write changed files: each becomes the new one in one step, and keeps its mode.

    Parameters
    ----------
    changes: for each file what it held when it was read, and what it is to hold.

    Returns
    -------
    The files that were left alone, and why. They are only written if all of them can be: a repair may reach over several.
    """
    ready: list[tuple[str, str]] = []
    left: dict[str, str] = {}
    try:
        for file, (old, new) in sorted(changes.items()):
            reason, temporary = _prepared(os.path.realpath(file), old, new)
            if reason:
                left[file] = reason
            else:
                ready.append((temporary, os.path.realpath(file)))
        if left:
            return left | {file: "another file of the repair cannot be written" for file in changes if file not in left}
        for temporary, target in ready:
            os.replace(temporary, target)
        ready.clear()
    finally:
        for temporary, _ in ready:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
    return left


def _prepared(target: str, old: bytes, new: bytes) -> tuple[str, str]:
    """The reason why a file cannot be written, or the finished file that is to take its place."""
    temporary = ""
    try:
        facts = os.stat(target)
        if not stat.S_ISREG(facts.st_mode) or not os.access(target, os.W_OK):
            return "it may not be written", ""
        with open(target, "rb") as file:
            if file.read() != old:
                return "it has changed since it was read; run cclint again", ""
        handle, temporary = tempfile.mkstemp(dir=os.path.dirname(target), prefix=".cclint-")
        with open(handle, "wb") as file:
            file.write(new)
        os.chmod(temporary, stat.S_IMODE(facts.st_mode))
    except OSError as error:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        return error.strerror or str(error), ""
    return "", temporary
