"""Bytes to text, for every kind of file: byte order marks, PEP 263 cookies, and what to do without either."""

from __future__ import annotations

import codecs
import re
from typing import Final, NamedTuple

COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
BLANK = re.compile(rb"^[ \t\f]*(?:#.*)?$")
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
NOT_FOR_FILES: Final = frozenset({"idna", "punycode", "undefined"})
"""Encodings that Python has for other things than files; decoding them can take time in the square of the length."""
BINARY: Final = 100
"""One NUL byte in so many, and the file is no text."""


class UndecodableError(Exception):
    """The bytes cannot be read as text; the message says why and what would help, `line` where."""

    def __init__(self, reason: str, line: int = 1) -> None:
        super().__init__(reason)
        self.line = line


class Text(NamedTuple):
    """Decoded text with line ends normalised to LF, and the encoding that it was read with.

    `guessed` is set where neither a mark nor a cookie nor UTF-8 explains the bytes; `complaint` says what is wrong with
    what the file says of itself, and `line` where.
    """

    content: str
    encoding: str
    guessed: bool = False
    complaint: str = ""
    line: int = 1

    @property
    def lines(self) -> list[str]:
        """The lines as Python counts them: only LF, CR and CRLF end one."""
        return self.content.split("\n")


def cookie_of(data: bytes) -> str | None:
    """The encoding that a PEP 263 comment in the first two lines names, if any; as Python has it, `utf-8-unix` is UTF-8."""
    for line in re.split(rb"\r\n?|\n", data[:1000], maxsplit=2)[:2]:
        if match := COOKIE.match(line):
            return _normal(match[1].decode("ascii", "replace"))
        if not BLANK.match(line):
            return None
    return None


def _normal(name: str) -> str:
    """Emacs adds the kind of line ends to a name; Python cuts it off (`get_normal_name` in Parser/tokenizer)."""
    plain = name[:12].lower().replace("_", "-")
    if plain == "utf-8" or plain.startswith("utf-8-"):
        return "utf-8"
    if plain in {"latin-1", "iso-8859-1", "iso-latin-1"} or plain.startswith(
        ("latin-1-", "iso-8859-1-", "iso-latin-1-")
    ):
        return "iso-8859-1"
    return name


def decode(data: bytes, *, cookies: bool = False) -> Text:
    """Decode a file's bytes.

    Parameters
    ----------
    data: the whole file.
    cookies: whether a PEP 263 comment counts, as it does in Python's own files.

    Returns
    -------
    The text. Without a mark or a cookie it is UTF-8, else Windows-1252 with Latin-1 for what that leaves open: old scripts
    carry names in one of the two, and every byte then stands for one character. Where the mark or the cookie is wrong, the
    text is read in the same way, and the complaint says so: Python would refuse the file, but who looks for leaks should not
    miss one for a typing error in a comment. Single NUL bytes are read as blanks.

    Raises
    ------
    UndecodableError: binary data, by its many NUL bytes.
    """
    nul = data.count(b"\0")
    line, complaint = 1, ""
    mark, encoding = next(((mark, name) for mark, name in MARKS if data.startswith(mark)), (b"", ""))
    if nul and encoding in {"", "utf-8-sig"}:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        if nul * BINARY > len(data):
            raise UndecodableError(f"line {line} holds a NUL byte: this is binary data, no text", line)
        complaint = f"line {line} holds a NUL byte, which Python refuses; it was read as a blank"
        data = data.replace(b"\0", b" ")
    named = encoding or (cookie_of(data) if cookies else None)
    if named is not None:
        source = "byte order mark" if encoding else "coding line"
        try:
            return Text(_lines(_decoded(data, named)), named, complaint=complaint, line=line)
        except LookupError:
            complaint = f"the coding line names an unknown encoding, {named!r}"
        except ValueError as error:
            line = data.count(b"\n", 0, getattr(error, "start", 0)) + 1
            complaint = f"the bytes are not {named}, as the {source} says"
        complaint += "; the text was read as UTF-8, or else as Windows-1252"
    data = data.removeprefix(mark)
    for guess in ("utf-8", "cp1252"):
        try:
            return Text(_lines(data.decode(guess)), guess, guess != "utf-8", complaint, line)
        except UnicodeDecodeError:
            continue
    return Text(_lines(data.decode("latin-1")), "latin-1", True, complaint, line)


def _decoded(data: bytes, encoding: str) -> str:
    """The text in an encoding.

    Raises
    ------
    LookupError: there is none of this name, or it is for other things than files.
    ValueError: the bytes have no meaning in it.
    """
    if codecs.lookup(encoding).name in NOT_FOR_FILES:
        raise LookupError(encoding)
    try:
        return data.decode(encoding)
    except UnicodeError:
        raise
    except (AssertionError, MemoryError, TypeError) as error:  # what single codecs raise for bytes that are not theirs
        raise ValueError(str(error)) from error


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
