"""What a run found, whole: what reporters write and what the exit status is taken from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from cclint.finding import Finding, Level, Notice, Place
from cclint.frontends.decode import UndecodableError, decode

if TYPE_CHECKING:
    from cclint.analysis import Reveal
    from cclint.analysis.facts import Send
    from cclint.catalogue import Rule
    from cclint.config import Config
    from cclint.ir.source import Source


@dataclass(frozen=True, slots=True)
class Figures:
    """What was looked at, in numbers; "clean" means nothing without them.

    Parameters
    ----------
    files: how many files the run was asked about.
    mailers: how many of the project's files send mail.
    messages: how many messages were predicted.
    excluded: how many named paths the project excludes.
    """

    files: int = 0
    mailers: int = 0
    messages: int = 0
    excluded: int = 0


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A finding that somebody allows.

    Parameters
    ----------
    finding: what would have been reported.
    reason: their words, "" where there are none.
    line: where the comment or the entry stands.
    by: what allows it: "comment", "configuration", "policy" or "baseline".
    where: the file and the line of that.
    until: the last day on which that counts, in ISO form.
    """

    finding: Finding
    reason: str
    line: int = 0
    by: str = "comment"
    where: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The result of a run.

    Parameters
    ----------
    findings: what is reported, in order.
    suppressed: what comments, the configuration, its policy or the baseline allow, in order.
    notices: what was not, or not wholly, looked at, in order.
    figures: what was looked at.
    rules: the rules that ran.
    sources: the files that findings name, by path.
    prefix: the project's root, seen from the top of its repository; "" or it ends with a slash.
    reveals: what `reveal(...)` showed, for test suites.
    day: the day of the run, in ISO form.
    files: the files that the run was asked about.
    config: what was in force; None where a report is made by hand.
    base: the earlier version that findings are new against; "" where there is none.
    old: how many findings that version has, too.
    sends: the messages that were predicted, for repairs; none where the result is remembered.
    """

    findings: tuple[Finding, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    notices: tuple[Notice, ...] = ()
    figures: Figures = field(default_factory=Figures)
    rules: tuple[Rule, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=lambda: MappingProxyType({}))
    prefix: str = ""
    reveals: tuple[Reveal, ...] = ()
    day: str = ""
    files: tuple[str, ...] = ()
    config: Config | None = None
    base: str = ""
    old: int = 0
    sends: tuple[Send, ...] = ()

    @property
    def failing(self) -> tuple[Finding, ...]:
        """The findings that fail a run: notes never do."""
        return tuple(finding for finding in self.findings if finding.level > Level.NOTE)

    @property
    def with_allowed(self) -> list[tuple[Finding, Suppressed | None]]:
        """All findings, and behind them those that somebody allows, each with what allows it."""
        return [*((finding, None) for finding in self.findings), *((one.finding, one) for one in self.suppressed)]

    @property
    def not_read(self) -> int:
        """How many files were not, or not wholly, looked at."""
        return len({notice.path for notice in self.notices if notice.fatal})

    @property
    def complete(self) -> bool:
        return not any(notice.fatal for notice in self.notices)

    def lines(self, path: str) -> list[str]:
        """The lines of a file that a finding names; none where it cannot be read any more."""
        return lines_of(self.sources[path]) if path in self.sources else []


PLAIN: Final = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "–": "-", "—": "-", "→": "->", "×": "x"}
)
"""What stands for characters that a plain terminal has not."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """How a report is to be written.

    Parameters
    ----------
    colour: escape sequences are understood.
    unicode: characters beyond ASCII can be shown.
    addresses: show the addresses that stand in the sources; otherwise they are masked.
    """

    colour: bool = False
    unicode: bool = False
    addresses: bool = False

    def spelt(self, text: str) -> str:
        """Words of ours, without the quotes and dashes that a plain terminal has not."""
        return text if self.unicode else text.translate(PLAIN)


@dataclass(frozen=True, slots=True)
class Reporter:
    """An output format.

    Parameters
    ----------
    name: what `--output-format` calls it.
    summary: one line about it.
    render: writes the report; the text ends with a line end, or is empty.
    """

    name: str
    summary: str
    render: Callable[[Report, Rendering], str]


def lines_of(source: Source) -> list[str]:
    """The lines of a source, as places count them; none where it cannot be read as text."""
    try:
        return decode(source.read(), cookies=True).lines
    except (OSError, UndecodableError):
        return []


def text_at(place: Place, lines: Sequence[str]) -> str:
    """The source text of a place.

    Parameters
    ----------
    place: a region; one without an end reaches to the end of its line.
    lines: the text of its file.
    """
    text = list(lines[place.line - 1 : place.last_line])
    if text and place.end_column:
        text[-1] = text[-1][: place.end_column - 1]
        text[0] = text[0][place.column - 1 :]
    return "\n".join(text)
