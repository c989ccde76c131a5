"""Markdown files as test suites: a heading is a test, a fenced block a file, a comment on the line an expectation.

    # error: [rule]              a finding of that rule and level on this line; also `warning:` and `note:`
    # error: [rule] "text"       ... whose message contains the text
    # revealed: [1, 1]           what `reveal(...)` on this line shows
    # notice: [kind] "text"      something on this line cannot be read, or not wholly
    # missed: [rule]             a known missed alarm: the test fails on the day that it is found
    # false alarm: [rule]        a known false alarm: the test fails on the day that it is gone

An expectation that stands alone on a line speaks about the statement that begins below it. A line `` `name.py`: ``
before a block names its file; blocks of one name are joined. A `toml` block without a name is the configuration. A
`snapshot` block is the report as `--output-format full` writes it. Blocks without a language, and `text` and `console`,
are prose. Whatever is not expected fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cclint.allowing.comments import extents
from cclint.analysis import Reveal
from cclint.config import load
from cclint.discovery.paths import Targets
from cclint.engine import run
from cclint.finding import Finding, Notice, Place
from cclint.plugins import load as load_plugins
from cclint.report import Rendering, Report
from cclint.reporters.full import render

HEADING: Final = re.compile(r"^(#{1,6}) +(.+?)\s*#*$")
FENCE: Final = re.compile(r"^(\s*)(`{3,}|~{3,})\s*([\w+-]*)\s*(.*)$")
NAMED: Final = re.compile(r"^`([^`]+)`:$")
SIGN: Final = r"(?:#|//|;|<!--|\{#|--)"
EXPECTATION: Final = re.compile(
    SIGN + r"\s*(error|warning|note|notice|missed|false alarm):\s*\[([\w-]+)\](?:\s*\"([^\"]*)\")?"
    rf"|{SIGN}\s*(revealed):\s*(.*?)\s*(?={SIGN}|-->|#\}}|$)"
)
NEARLY: Final = re.compile(
    SIGN + r"\s*(errors?|warnings?|notes?|notices?|missed|missing|false alarms?|reveals?|revealed)\b\s*:"
)
ALONE: Final = re.compile(rf"^\s*{SIGN}")

NAMES: Final = {"py": "main.py", "python": "main.py", "toml": "cclint.toml"}
"""What a block without a name is called, by its language."""
PROSE: Final = frozenset({"", "text", "console"})
SNAPSHOT: Final = "snapshot"


class SuiteError(ValueError):
    """A suite that cannot be read: it would silently test less than it shows."""


@dataclass(slots=True)
class File:
    """A file of a test, and the line of the suite that each of its lines comes from."""

    name: str
    lines: list[str] = field(default_factory=list)
    origins: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(f"{line}\n" for line in self.lines)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A block that shows the report: its text, and the lines of the suite between its fences."""

    first: int
    last: int
    text: str


@dataclass(slots=True)
class Case:
    """One test: its heading, with those above it, and its files."""

    name: str
    line: int
    files: dict[str, File] = field(default_factory=dict)
    snapshot: Snapshot | None = None


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a comment says about a line.

    Parameters
    ----------
    file: the file.
    first, last: the lines that it speaks about.
    kind: error, warning, note, notice, revealed, missed or false alarm.
    name: the rule, or the kind of notice.
    text: what the message contains, or the whole of what is revealed.
    at: the line of the comment.
    """

    file: File
    first: int
    last: int
    kind: str
    name: str
    text: str
    at: int

    def __str__(self) -> str:
        told = f"[{self.name}]" if self.name else self.text
        quoted = f' "{self.text}"' if self.name and self.text else ""
        return f"{self.kind}: {told}{quoted}"


# Reading


def parse(text: str, title: str) -> list[Case]:
    """Read a suite.

    Parameters
    ----------
    text: the Markdown.
    title: what the names of its tests begin with.

    Returns
    -------
    The tests, in order. Headings without any file are prose.

    Raises
    ------
    SuiteError: a block is not closed or has no name, two tests have one name, or what looks like an expectation is
    none.
    """
    cases: list[Case] = []
    trail: list[str] = []
    lines = text.split("\n")
    pending = ""
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        if heading := HEADING.match(line):
            trail = [*trail[: len(heading[1]) - 1], heading[2].strip()]
            below = trail[1:] if trail[0] == title else trail
            cases.append(Case(" - ".join([title, *below]), number))
        elif named := NAMED.match(line.strip()):
            pending = named[1]
        elif fence := FENCE.match(line):
            end = _closing(lines, number, fence, title)
            if not cases:
                cases.append(Case(title, number))
            _block(cases[-1], fence[3], pending, lines[number:end], number, title)
            pending, number = "", end + 1
        elif line.strip() and pending:
            raise SuiteError(f"{title}:{number}: `{pending}`: names a file, but no block follows")
    kept = [case for case in cases if case.files]
    names = [case.name for case in kept]
    if twice := next((case for case in kept if names.count(case.name) > 1), None):
        raise SuiteError(f"{title}:{twice.line}: two tests are called {twice.name!r}")
    if lost := next((case for case in cases if case.snapshot and not case.files), None):
        raise SuiteError(f"{title}:{lost.line}: a snapshot without any file")
    return kept


def _closing(lines: Sequence[str], number: int, fence: re.Match[str], title: str) -> int:
    """The index of the line that closes a block."""
    if fence[1]:
        raise SuiteError(f"{title}:{number}: a block must not be indented, it would not be run")
    if fence[4]:
        raise SuiteError(f"{title}:{number}: only a language may stand behind {fence[2]}, not {fence[4]!r}")
    for index in range(number, len(lines)):
        if lines[index].rstrip() == fence[2]:
            return index
    raise SuiteError(f"{title}:{number}: this block is never closed")


def _block(case: Case, language: str, name: str, body: Sequence[str], number: int, title: str) -> None:
    """Add a block, whose text begins below line `number` of the suite, to a test."""
    if language == SNAPSHOT:
        if case.snapshot is not None:
            raise SuiteError(f"{title}:{number}: a test has one snapshot")
        case.snapshot = Snapshot(number, number + len(body), "".join(f"{line}\n" for line in body))
    elif name or language in NAMES:
        name = name or NAMES[language]
        file = case.files.setdefault(name, File(name))
        file.lines += body
        file.origins += range(number + 1, number + 1 + len(body))
        for offset, line in enumerate(body, 1):
            if NEARLY.search(line) and not EXPECTATION.search(line):
                raise SuiteError(
                    f"{title}:{number + offset}: this looks like an expectation, but is none: {line.strip()}"
                )
    elif language not in PROSE:
        raise SuiteError(f"{title}:{number}: a {language} block needs a name: a line `name.{language}`: before it")


def expectations(case: Case) -> Iterator[Expectation]:
    """What the comments of a test expect, in order.

    Parameters
    ----------
    case: the test.
    """
    for file in case.files.values():
        statements = extents(file.name, file.lines)
        for number, line in enumerate(file.lines, 1):
            first = last = number
            if ALONE.match(line):  # speaks about the statement below, which may have no room for a comment
                first = _next(file.lines, number)
                first, last = statements.get(first, (first, first))
            for match in EXPECTATION.finditer(line):
                kind, name, text = (match[4], "", match[5]) if match[4] else (match[1], match[2], match[3] or "")
                yield Expectation(file, first, last, kind, name, text, number)


def _next(lines: Sequence[str], number: int) -> int:
    for index in range(number, len(lines)):
        if lines[index].strip() and not ALONE.match(lines[index]):
            return index + 1
    return number


# Running


def examine(case: Case, folder: Path, extra: Iterable[tuple[str, object]] = ()) -> Report:
    """Write a test's files below a folder and run cclint over them, plug-ins and configuration included.

    Parameters
    ----------
    case: the test.
    folder: an empty folder.
    extra: plug-ins that are neither installed nor named by the test's own configuration, with their names.

    Raises
    ------
    Refused: the configuration is wrong.
    """
    for file in case.files.values():
        path = folder / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.text.encode())
    if not any(name in case.files for name in ("cclint.toml", "pyproject.toml")):
        (folder / "cclint.toml").touch()  # the root; what lies above the folder is not the test's business
    config = load([str(folder)])
    return run(Targets((str(folder),)), config, load_plugins(config, extra))


def problems(case: Case, report: Report) -> list[str]:
    """Compare a report with what a test expects.

    Parameters
    ----------
    case: the test.
    report: what was found.

    Returns
    -------
    One sentence for each difference; none if the test passes. A snapshot is compared by `snapshot_of`.
    """
    left = _Left(list(report.findings), list(report.notices), list(report.reveals))
    found = [
        f"line {expected.file.origins[expected.at - 1]} ({expected.file.name}:{expected.at}): {difference}"
        for expected in expectations(case)
        if (difference := left.take(expected))
    ]
    return [*found, *(f"{_origin(case, place)}: {text}" for place, text in left.unexpected())]


@dataclass(slots=True)
class _Left:
    """What a run found and no expectation has asked for yet."""

    findings: list[Finding]
    notices: list[Notice]
    reveals: list[Reveal]

    def take(self, expected: Expectation) -> str:
        """Strike out what an expectation speaks about, and say what is wrong with it."""
        if expected.kind == "revealed":
            return self.take_reveal(expected)
        if expected.kind == "notice":
            return self.take_notice(expected)
        return self.take_finding(expected)

    def take_finding(self, expected: Expectation) -> str:
        hit = next((one for one in self.findings if _fits(one, expected)), None)
        if hit is not None:
            self.findings.remove(hit)
            return (
                f"[{expected.name}] is found now: turn `missed` into `{hit.level}`" if expected.kind == "missed" else ""
            )
        if expected.kind == "missed":
            return ""
        if expected.kind == "false alarm":
            return f"the false alarm [{expected.name}] is gone: drop the comment"
        return f"no {expected}"

    def take_notice(self, expected: Expectation) -> str:
        hit = next((one for one in self.notices if _fits_notice(one, expected)), None)
        if hit is None:
            return f"no {expected}"
        self.notices.remove(hit)
        return ""

    def take_reveal(self, expected: Expectation) -> str:
        hit = next((one for one in self.reveals if _stands(one.place, expected)), None)
        if hit is None:
            return f"nothing is revealed here, expected {expected.text}"
        self.reveals.remove(hit)
        return f"revealed {hit.text}, expected {expected.text}" if hit.text != expected.text else ""

    def unexpected(self) -> Iterator[tuple[Place, str]]:
        for finding in self.findings:
            yield finding.place, f"unexpected {finding.level} [{finding.rule}] {finding.message}"
        for notice in self.notices:
            yield Place(notice.path, notice.line), f"unexpected notice [{notice.kind}] {notice.reason}"
        for reveal in self.reveals:
            yield reveal.place, f"unexpected: revealed {reveal.text}"


def snapshot_of(report: Report) -> str:
    """The report as a snapshot shows it.

    Parameters
    ----------
    report: what was found.
    """
    return render(report, Rendering()).rstrip("\n") + "\n"


def _stands(place: Place, expected: Expectation) -> bool:
    return place.path == expected.file.name and expected.first <= place.line <= expected.last


def _fits(finding: Finding, expected: Expectation) -> bool:
    return (
        _stands(finding.place, expected)
        and finding.rule == expected.name
        and (expected.kind in ("missed", "false alarm") or str(finding.level) == expected.kind)
        and expected.text in finding.message
    )


def _fits_notice(notice: Notice, expected: Expectation) -> bool:
    """A notice about a whole file has no line: it may be expected anywhere in it."""
    return (
        notice.path == expected.file.name
        and (notice.line == 0 or _stands(Place(notice.path, notice.line), expected))
        and notice.kind == expected.name
        and expected.text in notice.reason
    )


def _origin(case: Case, place: Place) -> str:
    """A place in a file, as a place in the suite."""
    file = case.files.get(place.path)
    if file is None or not 0 < place.line <= len(file.origins):
        return str(place)
    return f"line {file.origins[place.line - 1]} ({place.path}:{place.line})"
