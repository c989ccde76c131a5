"""Environment files as python-dotenv reads them, with places.

The grammar is that of `dotenv.parser` 1.2 and the expansion that of `dotenv.variables`. What the process's environment
adds is not known here: a variable that neither the file nor a default defines stays as it is written.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from cclint.frontends.settings.reading import LENGTH, Reading, unique
from cclint.ir.data import Data, Entry, Scalar, Table

FREE: Final = re.compile(r"\s*")
EXPORT: Final = re.compile(r"(?:export[^\S\n]+)?")
KEY: Final = re.compile(r"[^=#\s]+")
QUOTED_KEY: Final = re.compile(r"'([^']+)'")
BLANK: Final = re.compile(r"[^\S\n]*")
END: Final = re.compile(r"[^\S\n]*(?:#[^\n]*)?(?:\n|\Z)")
QUOTED: Final = {
    "'": (re.compile(r"'([^'\\]*(?:\\.[^'\\]*)*)'", re.DOTALL), re.compile(r"\\[\\']")),
    '"': (re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"', re.DOTALL), re.compile(r"\\[\\'\"abfnrtv]")),
}
VARIABLE: Final = re.compile(r"\$\{([^}:]*)(?::-([^}]*))?\}")


class SkippedError(Exception):
    """The rest of the line says nothing that the loader understands."""


class Reader:
    """The work on one text; `offset` is where it stands, `known` what the variables above mean."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.text = reading.text
        self.offset = 0
        self.entries: list[Entry] = []
        self.known: dict[str, str] = {}
        self.length = 0

    def document(self) -> Table:
        while True:
            self.match(FREE)
            start = self.offset
            if start >= len(self.text):
                return Table(self.reading.whole, unique(self.entries))
            try:
                self.binding()
            except SkippedError:
                self.reading.note(start, "the line is not understood, and python-dotenv passes over it, too")
                end = self.text.find("\n", self.offset)
                self.offset = len(self.text) if end < 0 else end + 1

    def match(self, pattern: re.Pattern[str]) -> re.Match[str]:
        match = pattern.match(self.text, self.offset)
        if match is None:
            raise SkippedError
        self.offset = match.end()
        return match

    def binding(self) -> None:
        """Read one `export KEY=value`."""
        self.match(EXPORT)
        if self.text.startswith("#", self.offset):
            self.match(END)
            return
        start = self.offset
        quoted = self.text.startswith("'", start)
        key = self.match(QUOTED_KEY)[1] if quoted else self.match(KEY)[0]
        at = self.reading.at(start, self.offset)
        end = self.offset
        self.match(BLANK)
        value = Scalar(self.reading.at(end, end), None)
        if self.text.startswith("=", self.offset):
            value = self.value()
        self.match(END)
        self.reading.count()
        if isinstance(value.value, str):
            value.value = self.known[key] = self.expanded(value.value)
        else:
            self.known[key] = ""
        self.entries.append(Entry(at, key, value))

    def value(self) -> Scalar:
        """Read what stands behind the sign of equality."""
        self.offset += 1
        start = self.offset
        self.match(BLANK)
        first = self.text[self.offset : self.offset + 1]
        if first in QUOTED:
            pattern, escapes = QUOTED[first]
            start = self.offset
            text = escapes.sub(lambda match: codecs.decode(match[0], "unicode-escape"), self.match(pattern)[1])
        elif first == "#" and self.offset > start:  # a comment behind an empty value
            text, start = "", self.offset
        else:
            start = self.offset
            text = self.unquoted()
            self.offset = start + len(text)
        return Scalar(self.reading.at(start, self.offset), text)

    def unquoted(self) -> str:
        """The rest of the line, without a comment that stands behind a blank."""
        end = self.text.find("\n", self.offset)
        text = self.text[self.offset : end if end >= 0 else len(self.text)]
        sign = text.find("#", 1)
        while sign > 0 and not text[sign - 1].isspace():
            sign = text.find("#", sign + 1)
        return (text if sign < 0 else text[:sign]).rstrip()

    def expanded(self, text: str) -> str:
        """The value with the variables of the file in it."""
        parts: list[str] = []
        offset = 0
        while text.find("}", offset) >= 0 and (match := VARIABLE.search(text, offset)):
            parts += (
                text[offset : match.start()],
                self.known.get(match[1], match[2] or (match[0] if match[2] is None else "")),
            )
            offset = match.end()
            self.length += len(parts[-1]) + len(parts[-2])
            if self.length > LENGTH:
                raise self.reading.error(
                    self.offset,
                    f"the variables of the file stand for more than {LENGTH:,} characters",
                    "use fewer of them, or exclude the file",
                    "cut",
                )
        return "".join([*parts, text[offset:]])


def parse(reading: Reading) -> tuple[Data, ...]:
    """The variables of an environment file. Nothing is malformed: lines that are not understood are passed over.

    Raises
    ------
    MalformedError: it goes beyond a limit.
    """
    return (Reader(reading).document(),)
