"""INI files as `configparser` reads them, with places; values are raw, as with `interpolation=None`.

It accepts all that some setting of `configparser` accepts: keys without a value, sections and keys that are repeated,
and keys before the first section, which become entries beside the sections.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from cclint.frontends.settings.reading import Reading
from cclint.ir.data import Data, Entry, Scalar, Table
from cclint.ir.nodes import Span

COMMENTS: Final = ("#", ";")
DEFAULT: Final = "DEFAULT"


@dataclass(slots=True)
class Option:
    """A key and the lines of its value that were seen; `lines` is None where nothing stands behind the key."""

    at: Span
    start: int
    end: int
    lines: list[str] | None


@dataclass(slots=True)
class Section:
    """A section, or what stands before the first one. Keys are in lower case, as `optionxform` makes them."""

    at: Span
    options: dict[str, Option] = field(default_factory=dict)


class Reader:
    """The work on one text: the section and the option that are open, and how far the option's line is indented."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.text = reading.text
        self.before = Section(reading.at(0, 0))
        self.sections: dict[str, Section] = {}
        self.section = self.before
        self.option: Option | None = None
        self.indent = 0

    def document(self) -> Table:
        start = 0
        for line in self.text.split("\n"):
            self.line(start, line)
            start += len(line) + 1
        return self.table()

    def line(self, start: int, line: str) -> None:
        """Read one line, which begins at an offset."""
        text = line.strip()
        if not text:
            if self.option and self.option.lines is not None:
                self.option.lines.append("")
            return
        if text.startswith(COMMENTS):
            return
        indent = len(line) - len(line.lstrip())
        start += indent
        if self.option and indent > self.indent:
            self.continued(self.option, start, text)
            return
        self.indent = indent
        if text.startswith("[") and text.rfind("]") > 1:
            end = text.rindex("]")
            self.option = None
            at = self.reading.at(start, start + end + 1)
            self.section = self.sections.setdefault(text[1:end], Section(at))
            self.reading.count()
        else:
            self.opened(start, text)

    def continued(self, option: Option, start: int, text: str) -> None:
        """Add a line to the value of an option."""
        if option.lines is None:
            option.lines = []
        if not any(option.lines):
            option.start = start
        option.lines.append(text)
        option.end = start + len(text)

    def opened(self, start: int, text: str) -> None:
        """Read the line that begins an option."""
        found = [offset for offset in (text.find("="), text.find(":")) if offset >= 0]
        split = min(found, default=len(text))
        key = text[:split].rstrip()
        if not found and self.section is self.before:
            raise self.reading.error(
                start,
                "this is not a valid INI file: no section begins before this line",
                "begin the file with a line such as [settings]",
            )
        if not key:
            raise self.reading.error(start, "this is not a valid INI file: the line has no key", "name the key")
        value = text[split + 1 :].lstrip()
        end = start + len(text)
        at = self.reading.at(start, start + len(key))
        self.option = Option(at, end - len(value), end, [value] if found else None)
        self.section.options[key.lower()] = self.option
        self.reading.count()

    def table(self) -> Table:
        """The sections, each with what it inherits from DEFAULT."""
        defaults = self.entries(self.sections[DEFAULT]) if DEFAULT in self.sections else {}
        root: dict[str, Entry] = self.entries(self.before)
        for name, section in self.sections.items():
            entries = {**defaults, **self.entries(section)}
            self.reading.count(len(entries))
            root[name] = Entry(section.at, name, Table(section.at, tuple(entries.values())))
        return Table(self.reading.whole, tuple(root.values()))

    def entries(self, section: Section) -> dict[str, Entry]:
        return {key: Entry(option.at, key, self.scalar(option)) for key, option in section.options.items()}

    def scalar(self, option: Option) -> Scalar:
        value = None if option.lines is None else "\n".join(option.lines).rstrip()
        return Scalar(self.reading.at(option.start, option.end), value)


def parse(reading: Reading) -> tuple[Data, ...]:
    """The sections of an INI file, as a table of tables.

    Raises
    ------
    MalformedError: no setting of `configparser` reads it.
    """
    return (Reader(reading).document(),)
