"""Bytes to text, for every kind of file: byte order marks, PEP 263 cookies, and what to do without either."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
BLANK = re.compile(rb"^[ \t\f]*(?:#.*)?$")
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class UndecodableError(Exception):
    """The bytes cannot be read as text; the message says why and what would help."""


@dataclass(frozen=True, slots=True)
class Text:
    """Decoded text with line ends normalised to LF, and the encoding that it was read with.

    `guessed` is set where neither a mark nor a cookie nor UTF-8 explains the bytes.
    """

    content: str
    encoding: str
    guessed: bool = False

    @property
    def lines(self) -> list[str]:
        """The lines as Python counts them: only LF, CR and CRLF end one."""
        return self.content.split("\n")


def cookie_of(data: bytes) -> str | None:
    """The encoding that a PEP 263 comment in the first two lines names, if any."""
    for line in data.split(b"\n", 2)[:2]:
        if match := COOKIE.match(line):
            return match[1].decode("ascii", "replace")
        if not BLANK.match(line.rstrip(b"\r")):
            return None
    return None


def decode(data: bytes, *, cookies: bool = False) -> Text:
    """Decode a file's bytes.

    Parameters
    ----------
    data: the whole file.
    cookies: whether a PEP 263 comment counts, as it does in Python's own files.

    Returns
    -------
    The text. Without a mark or a cookie it is UTF-8, else Windows-1252 with Latin-1 for what that leaves open: old
    scripts
    carry names in one of the two, and every byte then stands for one character.

    Raises
    ------
    UndecodableError: NUL bytes (binary data), an unknown encoding, or bytes that the named encoding has no meaning for.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            try:
                return Text(_lines(data.decode(encoding)), encoding)
            except UnicodeDecodeError as error:
                raise UndecodableError(
                    f"the bytes are not {encoding}, as the byte order mark says: {error.reason}"
                ) from error
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise UndecodableError(f"line {line} holds a NUL byte: binary data, or UTF-16 without a byte order mark")
    named = cookie_of(data) if cookies else None
    if named is not None:
        try:
            return Text(_lines(data.decode(named)), named)
        except LookupError as error:
            raise UndecodableError(f"the coding line names an unknown encoding, {named!r}") from error
        except (UnicodeDecodeError, ValueError) as error:
            raise UndecodableError(f"the bytes are not {named}, as the coding line says") from error
    try:
        return Text(_lines(data.decode("utf-8")), "utf-8")
    except UnicodeDecodeError:
        try:
            return Text(_lines(data.decode("cp1252")), "cp1252", guessed=True)
        except UnicodeDecodeError:
            return Text(_lines(data.decode("latin-1")), "latin-1", guessed=True)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
