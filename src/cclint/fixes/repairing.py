"""Repairs, one after the other: each is tried, proved by a new analysis of the whole program, and kept or dropped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from cclint.catalogue import who_sees_whom
from cclint.config import Config
from cclint.discover import Discovery, Targets
from cclint.engine import Judging, examine, gather, run
from cclint.finding import Edit, Finding, Fix, Shown
from cclint.fixes.candidates import candidates
from cclint.fixes.code import Code
from cclint.fixes.problem import Change, Problem
from cclint.fixes.proof import objection
from cclint.fixes.writing import Original, UnrepairableError
from cclint.frontends.decode import UndecodableError, decode
from cclint.identity import fingerprints
from cclint.ir.source import Source
from cclint.models import load_models
from cclint.models.library import Models
from cclint.plugins import Plugins
from cclint.report import Report

MOST: Final = 1_000
"""The most repairs of one run."""

Decide = Callable[[Finding, Fix, "Version", "Version"], bool]
"""Whether a proved repair is wanted: the finding, the repair, the program before and after it."""


class EnoughError(Exception):
    """Raised by who decides: no more repairs are wanted."""


@dataclass(slots=True)
class Version:
    """The program at one moment, and what is found in it."""

    found: Discovery
    report: Report
    _codes: dict[str, Code | None] = field(default_factory=dict)

    def source(self, path: str) -> Source | None:
        return next((one for one in self.found.sources if one.path == path), None)

    def open(self, path: str) -> Code | None:
        """A file, as repairs see it; only those that the run was asked about may be changed."""
        if path not in self._codes:
            source = self.source(path)
            try:
                known = source is not None and source.selected
                text = decode(source.read(), cookies=True).content if known and source is not None else None
            except (OSError, UndecodableError):
                text = None
            self._codes[path] = None if text is None else Code(path, text)
        return self._codes[path]

    def shown(self, finding: Finding) -> tuple[tuple[Shown, ...], ...]:
        """Who sees whom in the messages that the functions send which the finding is about, each way once.

        Parameters
        ----------
        finding: of this version, or of the one before.
        """
        last = finding.trace[-1].place.path if finding.trace else finding.place.path
        sends = [send for send in self.report.sends if send.place.path == last and send.scope == finding.scope]
        sends = sends or [send for send in self.report.sends if send.place.path == last]
        return tuple(dict.fromkeys(map(who_sees_whom, sends)))

    def changed(self, edits: tuple[Edit, ...]) -> Discovery:
        """The files with some changes.

        Raises
        ------
        UnrepairableError: a file cannot be changed without loss.
        """
        paths = {edit.place.path for edit in edits}
        made = []
        for source in self.found.sources:
            if source.path in paths:
                original = Original.of(source.read())
                data = original.edited(edit for edit in edits if edit.place.path == source.path)
                made.append(Source(source.path, source.file, source.selected, data, source.largest))
            else:
                made.append(source)
        return replace(self.found, sources=tuple(made))


@dataclass(frozen=True, slots=True)
class Applied:
    """A repair that was made."""

    finding: Finding
    fix: Fix


@dataclass(frozen=True, slots=True)
class Repaired:
    """What became of a program.

    Parameters
    ----------
    before, after: its versions.
    applied: the repairs, in order.
    unsafe: how many findings have a repair that was not asked for, since it is not safe.
    """

    before: Version
    after: Version
    applied: tuple[Applied, ...]
    unsafe: int = 0

    @property
    def changes(self) -> dict[str, tuple[Source, bytes, bytes]]:
        """The files that are different, by path: each with what it held and what it is to hold."""
        made = {}
        for old, new in zip(self.before.found.sources, self.after.found.sources, strict=True):
            if old is not new and old.read() != new.read():
                made[old.path] = (old, old.read(), new.read())
        return made


@dataclass(slots=True)
class Repairs:
    """The repairs of a run.

    Parameters
    ----------
    targets, config, plugins: as for `engine.run`.
    unsafe: whether repairs that change who sees what are wanted.
    """

    targets: Targets
    config: Config
    plugins: Plugins
    unsafe: bool = False
    judging: Judging = field(init=False)
    models: Models = field(init=False)

    def __post_init__(self) -> None:
        """Read what a new analysis needs."""
        self.judging = Judging.of(self.config, self.plugins)
        self.models = load_models([*self.plugins.models, *self.config.models])

    def begin(self) -> tuple[Version, Report, set[str]]:
        """The program as it is, the report about it, and the fingerprints of what that objects to."""
        found = gather(self.targets, self.config, self.plugins)
        version = self.version(found)
        plain = not (self.targets.base or self.config.baselined)
        report = version.report if plain else run(self.targets, self.config, self.plugins)
        names = dict(zip(version.report.findings, fingerprints(version.report.findings), strict=True))
        return version, report, {names[one] for one in report.findings if one in names}

    def version(self, found: Discovery) -> Version:
        return Version(found, examine(found, self.config, self.plugins, self.judging))

    def repair(self, decide: Decide | None = None) -> Repaired:
        """Repair what can be repaired.

        Parameters
        ----------
        decide: is asked about each repair; all are wanted where it is left out.
        """
        first, _, wanted = self.begin()
        seen = set(fingerprints(first.report.findings))
        now, applied, unsafe = first, list[Applied](), 0
        for _ in range(MOST):
            names = fingerprints(now.report.findings)
            wanted.update(name for name in names if name not in seen)  # what was hidden behind what has been repaired
            seen.update(names)
            target = next((one for one, name in zip(now.report.findings, names, strict=True) if name in wanted), None)
            if target is None:
                break
            wanted.discard(names[now.report.findings.index(target)])
            refused = False
            try:
                for change, after in self.proved(target, now):
                    if not (change.safe or self.unsafe):
                        unsafe, refused = unsafe + (not refused), True
                        continue
                    fix = _fix(change)
                    if decide is None or decide(target, fix, now, after):
                        now = after
                        applied.append(Applied(target, fix))
                        break
            except EnoughError:
                break
        return Repaired(first, now, tuple(applied), unsafe)

    def proposed(self) -> Report:
        """The report of a run whose findings bring their repairs, each as if it were the only one."""
        version, report, _ = self.begin()
        findings = []
        for finding in report.findings:
            ways = (change for change, _ in self.proved(finding, version) if change.safe or self.unsafe)
            best = next(ways, None)
            findings.append(finding if best is None else replace(finding, fix=_fix(best)))
        return replace(report, findings=tuple(findings))

    def proved(self, finding: Finding, now: Version) -> Iterator[tuple[Change, Version]]:
        """The repairs of a finding that hold, the best first, each with the program that it makes.

        Parameters
        ----------
        finding: one of the version's.
        now: the program.
        """
        problem = Problem(finding, now.report.sends, self.models, now.open)
        for change in candidates(problem):
            try:
                after = self.version(now.changed(change.edits))
            except UnrepairableError:
                continue
            if not objection(problem, change, now.report, after.report):
                yield change, after


def _fix(change: Change) -> Fix:
    ordered = sorted(change.edits, key=lambda edit: (edit.place.line, edit.place.column))
    return Fix(change.title, tuple(ordered), change.safe, change.reason)
