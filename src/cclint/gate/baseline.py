"""The baseline: findings that were there before the gate was put up, each accepted with a reason.

An entry recognises its findings without line numbers, addresses or hashes of any: by the rule, the path, the enclosing
definition, the normal text of the place and the kind of the origin. It covers as many as it counts, as many ways of
addresses to the place, and as many people, so that what comes in beside an old finding is seen. The file has one line
for each entry, sorted, so that branches merge; an entry that both sides have counts once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, NamedTuple

from cclint.config.reasons import is_empty
from cclint.finding import Finding, Level, Notice
from cclint.ir.source import Source
from cclint.privacy import anonymous
from cclint.refusal import Refused, suggestion
from cclint.report import Report, Suppressed

VERSION: Final = 1
UNBOUNDED: Final = "unbounded"
HEAD: Final = (
    "# Findings that were there before cclint was. `cclint baseline` writes this file; `cclint baseline prune` takes away\n"
    "# what has been repaired. After a conflict, keep the lines of both sides.\n"
)
KEYS: Final = ("rule", "path", "scope", "sink", "origin", "shows", "ways", "count", "reason")


class Key(NamedTuple):
    """What an entry recognises its findings by."""

    rule: str
    path: str
    scope: str
    sink: str
    origin: str


@dataclass(frozen=True, slots=True)
class Entry:
    """Accepted findings.

    Parameters
    ----------
    key: what they are recognised by.
    shows: how many people each shows at most; None where nothing bounds that.
    ways: on how many ways addresses come to each.
    count: how many they are.
    reason: why they are accepted.
    line: where this stands.
    """

    key: Key
    shows: int | None
    ways: int
    count: int
    reason: str
    line: int = 0

    def covers(self, finding: Finding) -> bool:
        """Whether it accepts as much as a finding of its key shows."""
        shows = shown_by(finding)
        enough = self.shows is None or (shows is not None and shows <= self.shows)
        return enough and ways_of(finding) <= self.ways

    @property
    def order(self) -> tuple[object, ...]:
        return (self.key.path, self.key[:1] + self.key[2:], self.shows is None, self.shows or 0, self.ways)


@dataclass(slots=True)
class Matching:
    """What has become of a baseline in a run.

    Parameters
    ----------
    new: the findings that it does not accept.
    accepted: those that it does.
    left: for each entry, how many of its findings are not there any more.
    entries: the entry of each accepted finding.
    """

    new: list[Finding] = field(default_factory=list)
    accepted: list[Suppressed] = field(default_factory=list)
    left: dict[Entry, int] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Baseline:
    """The entries of a file.

    Parameters
    ----------
    name: how reports call the file.
    entries: in order.
    """

    name: str
    entries: tuple[Entry, ...] = ()

    def match(self, findings: Iterable[Finding], present: Collection[str], old: Collection[Finding] = ()) -> Matching:
        """Part findings into new and accepted ones.

        Parameters
        ----------
        findings: those of a run; notes fail nothing and are left alone.
        present: all files of the project. An entry about a file that is gone follows it to where it has moved.
        old: those that are known to be older than others; they are covered first.
        """
        result = Matching(left={entry: entry.count for entry in self.entries})
        ordered = sorted(findings, key=lambda one: (one not in old, one.order))
        waiting = [one for one in ordered if one.level > Level.NOTE]
        for moved in (False, True):
            still = []
            for finding in waiting:
                key = key_of(finding)
                fitting = [
                    entry
                    for entry, left in result.left.items()
                    if left and _fits(entry, key, present, moved=moved) and entry.covers(finding)
                ]
                if fitting:
                    entry = min(fitting, key=lambda one: one.order)
                    result.left[entry] -= 1
                    where = f"{self.name}:{entry.line}"
                    result.accepted.append(Suppressed(finding, entry.reason, entry.line, "baseline", where))
                    result.entries.append(entry)
                else:
                    still.append(finding)
            waiting = still
        new = {*waiting, *(one for one in ordered if one.level <= Level.NOTE)}
        result.new = [self._told(one) for one in sorted(new, key=lambda one: one.order)]
        return result

    def _told(self, finding: Finding) -> Finding:
        """A finding, with a word about an entry that accepts less."""
        for entry in self.entries:
            if entry.key == key_of(finding) and not entry.covers(finding):
                shows = UNBOUNDED if entry.shows is None else entry.shows
                ways = f"{entry.ways} way{'s' if entry.ways > 1 else ''} of addresses to here"
                said = f"the baseline accepts {shows} visible addresses and {ways}; this shows more"
                return replace(finding, decisions=(*finding.decisions, said))
        return finding


def accept(report: Report, everything: Sequence[Finding], baseline: Baseline, sources: Iterable[Source]) -> Report:
    """A report without the findings that a baseline accepts, and with a notice for each entry that is too large.

    Parameters
    ----------
    report: its findings are matched.
    everything: the same findings and older ones, which are covered first.
    baseline: what is accepted.
    sources: the files of the run.
    """
    files = {source.path: source.selected for source in sources}
    new = {_name(one) for one in report.findings}
    matching = baseline.match(everything, files, [one for one in everything if _name(one) not in new])
    still = {_name(one): one.decisions for one in matching.new}
    findings = [replace(one, decisions=still[_name(one)]) for one in report.findings if _name(one) in still]
    notices = [
        Notice(baseline.name, entry.line, 1, "stale", _stale(entry, left), fatal=False)
        for entry, left in stale(matching, report, files).items()
    ]
    return replace(
        report,
        findings=tuple(findings),
        suppressed=tuple(sorted((*report.suppressed, *matching.accepted), key=lambda one: one.finding.order)),
        notices=tuple(sorted((*report.notices, *notices))),
    )


def stale(matching: Matching, report: Report, files: Mapping[str, bool]) -> dict[Entry, int]:
    """The entries that cover more than there is, and how much more.

    Parameters
    ----------
    matching: of all findings.
    report: tells which rules ran, and which files could not be read.
    files: all files of the project, and whether each was asked about; of the others nothing is known.
    """
    ran = {rule.name for rule in report.rules}
    unread = {notice.path for notice in report.notices if notice.fatal or notice.kind == "cut"}
    return {
        entry: left
        for entry, left in matching.left.items()
        if left and entry.key.rule in ran and files.get(entry.key.path, True) and entry.key.path not in unread
    }


def _stale(entry: Entry, left: int) -> str:
    of = "the finding" if entry.count == 1 else f"{left} of the {entry.count} findings"
    are = "is" if entry.count == 1 else "are"
    return f"{of} [{entry.key.rule}] in {entry.key.path} that this accepts {are} gone; `cclint baseline prune`"


def _name(finding: Finding) -> tuple[object, ...]:
    """What tells the findings of one run apart."""
    return (finding.rule, finding.place, finding.role)


def key_of(finding: Finding) -> Key:
    """What a finding is recognised by."""
    path = finding.place.path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return Key(finding.rule, path, finding.scope, anonymous(finding.sink), finding.origin)


def shown_by(finding: Finding) -> int | None:
    """How many people a finding shows; None where nothing bounds that."""
    counts = [one.most for one in finding.who if one.visible and finding.role in ("", one.role)]
    return None if None in counts else max((count for count in counts if count is not None), default=0)


def ways_of(finding: Finding) -> int:
    """On how many ways addresses come to the place of a finding."""
    return 1 + len(finding.others)


def entries_of(findings: Iterable[Finding], reason: str) -> tuple[Entry, ...]:
    """Entries that accept some findings.

    Parameters
    ----------
    findings: what to accept.
    reason: why.
    """
    single = [Entry(key_of(one), shown_by(one), ways_of(one), 1, reason) for one in findings]
    return joined(single, add=True)


def joined(entries: Iterable[Entry], *, add: bool) -> tuple[Entry, ...]:
    """Entries in order, those that accept the same as one: their counts are added, or the higher one counts."""
    found: dict[tuple[object, ...], Entry] = {}
    for entry in entries:
        same = found.setdefault(entry.order, replace(entry, count=0))
        count = same.count + entry.count if add else max(same.count, entry.count)
        found[entry.order] = replace(same, count=count)
    return tuple(sorted(found.values(), key=lambda entry: entry.order))


# The file


def read(file: str, name: str) -> Baseline:
    """Read a baseline.

    Parameters
    ----------
    file: where it is.
    name: how messages call it.

    Raises
    ------
    Refused: it cannot be read, or is not what `write` writes.
    """
    import tomli

    try:
        text = Path(file).read_bytes().decode()
        table = tomli.loads(text)
    except OSError as error:
        raise Refused(f"{name}: the baseline cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, tomli.TOMLDecodeError) as error:
        conflict = "; keep the lines of both sides of the conflict" if b"<<<<<<<" in Path(file).read_bytes() else ""
        raise Refused(f"{name}: is not TOML: {error}{conflict}") from error
    if table.get("version") != VERSION:
        raise Refused(f"{name}: this is no baseline of version {VERSION}: `version = {table.get('version')!r}`")
    rows = table.get("findings", [])
    numbers = [number for number, line in enumerate(text.split("\n"), 1) if re.match(r"\s*\{", line)]
    if not isinstance(rows, list) or set(table) - {"version", "findings"}:
        raise Refused(f"{name}: a baseline has the keys 'version' and 'findings', and the latter is a list of tables")
    places = numbers if len(numbers) == len(rows) else [1] * len(rows)
    entries = [_entry(row, f"{name}:{line}: ", line) for row, line in zip(rows, places)]
    return Baseline(name, joined(entries, add=False))


def written(entries: Iterable[Entry]) -> str:
    """The text of a baseline."""
    rows = [_row(entry) for entry in joined(entries, add=False)]
    return f"{HEAD}version = {VERSION}\nfindings = [\n{''.join(rows)}]\n"


def _row(entry: Entry) -> str:
    shows: str | int = UNBOUNDED if entry.shows is None else entry.shows
    values = (*entry.key, shows, entry.ways, entry.count, entry.reason)
    fields = ", ".join(f"{key} = {_toml(value)}" for key, value in zip(KEYS, values))
    return f"  {{ {fields} }},\n"


def _toml(value: str | int) -> str:
    """A string or number as TOML writes it: what JSON writes, but for one character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _entry(row: Any, where: str, line: int) -> Entry:
    if not isinstance(row, dict):
        raise Refused(f"{where}an entry is a table")
    for key in row:
        if key not in KEYS:
            raise Refused(f"{where}unknown key {key!r}{suggestion(key, KEYS)}")
    for key in KEYS:
        if key not in row:
            raise Refused(f"{where}an entry needs {key!r}")
        value = row[key]
        number = isinstance(value, int) and not isinstance(value, bool) and value >= 0
        if key in ("shows", "ways", "count"):
            if not number and not (key == "shows" and value == UNBOUNDED):
                raise Refused(f"{where}{key!r} must be a whole number, not {value!r}")
        elif not isinstance(value, str):
            raise Refused(f"{where}{key!r} must be a string, not {value!r}")
    if is_empty(row["reason"]):
        raise Refused(f"{where}'reason' must tell somebody else why this is accepted, not {row['reason']!r}")
    shows = None if row["shows"] == UNBOUNDED else row["shows"]
    key = Key(*(row[name] for name in Key._fields))
    return Entry(key, shows, row["ways"], row["count"], row["reason"], line)


def _fits(entry: Entry, key: Key, present: Collection[str], *, moved: bool) -> bool:
    own = entry.key
    if key.origin == "parameter":  # a caller that has gone leaves the function to callers that are not in sight
        own = own._replace(origin="parameter")
    if not moved:
        return own == key
    return own.path not in present and own._replace(path=key.path) == key
