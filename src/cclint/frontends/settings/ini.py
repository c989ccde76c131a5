"""INI files as `configparser` reads them, with places; values are raw, as with `interpolation=None`.

It accepts all that some setting of `configparser` accepts: keys without a value, sections and keys that are repeated,
and keys before the first section, which become entries beside the sections.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from cclint.frontends.settings.reading import Reading
from cclint.ir.data import Data, Entry, Scalar, Table
from cclint.ir.nodes import Span

DEFAULT: Final = "DEFAULT"


class Dialect(NamedTuple):
    """How a parser reads, by the names of the parameters of `configparser.ConfigParser`.

    Parameters
    ----------
    default: the section whose options all others have (`default_section`).
    delimiters: what stands between a key and its value.
    comments: what lines of comment begin with (`comment_prefixes`).
    inline: what begins a comment behind a value, where a blank stands in front of it (`inline_comment_prefixes`).
    exact: keys are kept as they are written (`optionxform = str`).
    """

    default: str = DEFAULT
    delimiters: tuple[str, ...] = ("=", ":")
    comments: tuple[str, ...] = ("#", ";")
    inline: tuple[str, ...] = ()
    exact: bool = False


USUAL: Final = Dialect()
"""What a parser does that is told nothing."""


@dataclass(slots=True)
class Option:
    """A key and the lines of its value that were seen; `lines` is None where nothing stands behind the key."""

    at: Span
    start: int
    end: int
    lines: list[str] | None


@dataclass(slots=True)
class Section:
    """A section, or what stands before the first one."""

    at: Span
    options: dict[str, Option] = field(default_factory=dict)


class Reader:
    """The work on one text: the section and the option that are open, and how far the option's line is indented."""

    def __init__(self, reading: Reading, dialect: Dialect = USUAL) -> None:
        self.reading = reading
        self.dialect = dialect
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
        text = self.without_comment(line).strip()
        if not text:
            if line.strip():
                return
            if self.option and self.option.lines is not None:
                self.option.lines.append("")
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

    def without_comment(self, line: str) -> str:
        """A line as far as no comment begins in it."""
        if line.strip().startswith(self.dialect.comments):
            return ""
        for prefix in self.dialect.inline:
            at = line.find(prefix)
            while at >= 0:
                if at == 0 or line[at - 1].isspace():
                    line = line[:at]
                    break
                at = line.find(prefix, at + 1)
        return line

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
        found = [(offset, one) for one in self.dialect.delimiters if (offset := text.find(one)) >= 0]
        split, delimiter = min(found, default=(len(text), ""))
        key = text[:split].rstrip()
        if not found and self.section is self.before:
            raise self.reading.error(
                start,
                "this is not a valid INI file: no section begins before this line",
                "begin the file with a line such as [settings]",
            )
        if not key:
            raise self.reading.error(start, "this is not a valid INI file: the line has no key", "name the key")
        value = text[split + len(delimiter) :].lstrip()
        end = start + len(text)
        at = self.reading.at(start, start + len(key))
        self.option = Option(at, end - len(value), end, [value] if found else None)
        self.section.options[key if self.dialect.exact else key.lower()] = self.option
        self.reading.count()

    def table(self) -> Table:
        """The sections, each with what it inherits from the one that has what is there for all."""
        common = self.sections.get(self.dialect.default)
        defaults = self.entries(common) if common is not None else {}
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


def parse(reading: Reading, dialect: Dialect = USUAL) -> tuple[Data, ...]:
    """The sections of an INI file, as a table of tables.

    Parameters
    ----------
    reading: the work on its text.
    dialect: how the program's parser reads.

    Raises
    ------
    MalformedError: no setting of `configparser` reads it.
    """
    return (Reader(reading, dialect).document(),)
