"""Repairs, one after the other: each is tried, proved by a new analysis of the whole program, and kept or dropped."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from cclint.analysis.facts import Send
from cclint.catalogue import who_sees_whom
from cclint.config import Config
from cclint.discovery.paths import Discovery, Targets
from cclint.engine import examine, gather, run
from cclint.finding import Edit, Finding, Fix, Shown
from cclint.fixes.candidates import candidates
from cclint.fixes.cells import Notebook, in_cells, in_files, is_notebook
from cclint.fixes.code import Code
from cclint.fixes.problem import Change, Problem
from cclint.fixes.proof import objection
from cclint.fixes.writing import Original, UnrepairableError
from cclint.frontends.decode import UndecodableError, decode
from cclint.identity import fingerprints
from cclint.ir.source import Source
from cclint.judging import Judging
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
    """The program at one moment.

    Parameters
    ----------
    found: its files.
    look: analyses files, and judges what they send.
    whole: all of the program, where this is a part of it.
    """

    found: Discovery
    look: Callable[[Discovery], Report]
    whole: Version | None = None
    _report: Report | None = None
    _codes: dict[str, Code | None] = field(default_factory=dict)
    _books: dict[str, Notebook] = field(default_factory=dict)
    _parts: dict[frozenset[str], Version] = field(default_factory=dict)

    @property
    def report(self) -> Report:
        """What is found in it; looked for when it is first asked for."""
        if self._report is None:
            self._report = self.look(self.found)
        return self._report

    def narrowed(self, paths: Collection[str], look: Callable[[Discovery], Report]) -> Version:
        """The same files, of which only some are asked about: all that can reach these is analysed, and no more.

        Parameters
        ----------
        paths: those to ask about.
        look: as for the version; it is the same for all parts.
        """
        wanted = frozenset(paths)
        if wanted not in self._parts:
            sources = tuple(replace(one, selected=one.selected and one.path in wanted) for one in self.found.sources)
            self._parts[wanted] = Version(self.found._replace(sources=sources), look, self)
        return self._parts[wanted]

    def source(self, path: str) -> Source | None:
        return next((one for one in self.found.sources if one.path == path), None)

    def open(self, path: str) -> Code | None:
        """A file, as repairs see it; only those that the run was asked about may be changed."""
        if path not in self._codes:
            source = self.source(path)
            try:
                known = source is not None and source.selected
                text = decode(source.read(), cookies=True).content if known and source is not None else None
                if text is not None and is_notebook(path):
                    self._books[path] = Notebook(path, text)
                    text = self._books[path].text
            except (OSError, UndecodableError, UnrepairableError):
                text = None
            self._codes[path] = None if text is None else Code(path, text)
        return self._codes[path]

    def notebooks(self, finding: Finding, sends: Iterable[Send]) -> dict[str, Notebook]:
        """The notebooks that a finding and messages tell of, as far as they can be repaired.

        Parameters
        ----------
        finding, sends: what tells of files.
        """
        paths = {*_paths(finding), *(send.place.path for send in sends)}
        return {path: self._books[path] for path in sorted(paths) if is_notebook(path) and self.open(path) is not None}

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

    def changed(self, edits: tuple[Edit, ...]) -> Version:
        """The program with some changes.

        Parameters
        ----------
        edits: the changes.

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
        known = {path: code for path, code in self._codes.items() if path not in paths}
        return Version(self.found._replace(sources=tuple(made)), self.look, _codes=known, _books=dict(self._books))

    def differs(self, other: Version, paths: Collection[str]) -> bool:
        """Whether one of some files holds something else in another version."""
        pairs = zip(self.found.sources, other.found.sources, strict=True)
        return any(old is not new and old.path in paths for old, new in pairs)


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
    strict: Judging = field(init=False)
    models: Models = field(init=False)

    def __post_init__(self) -> None:
        """Read what a new analysis needs."""
        self.judging = Judging.of(self.config, self.plugins)
        everything = Judging.of(self.config._replace(select=None, ignore=()), self.plugins)
        rules = {rule.name: rule for rule in (*everything.rules, *self.judging.rules)}
        self.strict = replace(everything, rules=tuple(rules[name] for name in sorted(rules)))
        self.models = load_models([*self.plugins.models, *self.config.models])

    def begin(self) -> tuple[Version, Report, set[str]]:
        """The program as it is, the report about it, and the fingerprints of what that objects to."""
        found = gather(self.targets, self.config, self.plugins)
        version = Version(found, self.look)
        plain = not (self.targets.base or self.config.baselined)
        report = version.report if plain else run(self.targets, self.config, self.plugins)
        names = dict(zip(version.report.findings, fingerprints(version.report.findings), strict=True))
        return version, report, {names[one] for one in report.findings if one in names}

    def look(self, found: Discovery) -> Report:
        """What the rules of the run object to."""
        return examine(found, self.config, self.plugins, self.judging)

    def look_closely(self, found: Discovery) -> Report:
        """What all rules object to: a repair of what one rule has found must not bring what another one would find."""
        return examine(found, self.config, self.plugins, self.strict)

    def repair(self, decide: Decide | None = None) -> Repaired:
        """Repair what can be repaired.

        Parameters
        ----------
        decide: is asked about each repair; all are wanted where it is left out.
        """
        first, _, wanted = self.begin()
        ours = set(first.report.findings)
        seen = dict(zip(fingerprints(first.report.findings), first.report.findings, strict=True))
        pending = [name for name in seen if name in wanted]
        now, applied, unsafe = first, list[Applied](), 0
        rules = {rule.name for rule in self.judging.rules}
        while pending and len(applied) < MOST:
            name = pending.pop(0)
            if seen[name] in ours and not self.may_help(seen[name], first, now):
                continue
            part = now.narrowed(_paths(seen[name]), self.look_closely)
            names = dict(zip(fingerprints(part.report.findings), part.report.findings, strict=True))
            if name not in names:
                continue  # it went with another one
            try:
                change, after = self.chosen(names[name], now, part, decide)
            except EnoughError:
                break
            if after is None:
                unsafe += change is not None
                continue
            assert change is not None
            applied.append(Applied(names[name], _fix(change)))
            now = after.whole or after
            for other, found in zip(fingerprints(after.report.findings), after.report.findings, strict=True):
                if other not in seen and found.rule in rules:  # it was hidden behind what has been repaired
                    seen[other] = found
                    pending.insert(0, other)
        return Repaired(first, now, tuple(applied), unsafe)

    def chosen(
        self, finding: Finding, now: Version, part: Version, decide: Decide | None
    ) -> tuple[Change | None, Version | None]:
        """The repair to make, and the part of the program that it concerns with it; without the latter, one that is not
        asked for, or none.

        Parameters
        ----------
        finding: one of the part's.
        now: the program.
        part: that of it which the finding concerns.
        decide: see `repair`.
        """
        refused = None
        for change, after in self.proved(finding, now, part):
            if not (change.safe or self.unsafe):
                refused = change
            elif decide is None or decide(finding, _fix(change), part, after):
                return change, after
        return refused, None

    def may_help(self, finding: Finding, first: Version, now: Version) -> bool:
        """Whether there is a repair to try; to find that out, nothing is analysed.

        Parameters
        ----------
        finding: of the first version.
        first, now: the program as it was at first, and as it is.
        """
        if self.judging.policy.is_test(finding.place.path):
            return False
        if first.differs(now, _paths(finding)):
            return True
        sends = first.report.sends
        problem = Problem(*in_cells(finding, sends, first.notebooks(finding, sends)), self.models, first.open)
        return next(candidates(problem), None) is not None

    def proposed(self) -> Report:
        """The report of a run whose findings bring their repairs, each as if it were the only one."""
        version, report, _ = self.begin()
        findings = []
        for finding in report.findings:
            best = next(self.ways(finding, version), None)
            findings.append(finding if best is None else replace(finding, fix=best))
        return replace(report, findings=tuple(findings))

    def ways(self, finding: Finding, version: Version) -> Iterator[Fix]:
        """The repairs of one finding that hold and are asked for, the best first.

        Parameters
        ----------
        finding: one of the version's.
        version: the program.
        """
        if not self.may_help(finding, version, version):
            return
        part = version.narrowed(_paths(finding), self.look_closely)
        known = next((one for one in part.report.findings if one.order == finding.order), finding)
        for change, _ in self.proved(known, version, part):
            if change.safe or self.unsafe:
                yield _fix(change)

    def proved(self, finding: Finding, now: Version, part: Version) -> Iterator[tuple[Change, Version]]:
        """The repairs of a finding that hold, the best first, each with the part of the program as it is then.

        Parameters
        ----------
        finding: one of the part's.
        now: the program.
        part: that of it which the finding concerns.
        """
        if self.judging.policy.is_test(finding.place.path):
            return  # its recipients are invented, and what it expects must stay what it tests
        books = now.notebooks(finding, part.report.sends)
        problem = Problem(*in_cells(finding, part.report.sends, books), self.models, now.open)
        paths = {one.path for one in part.found.sources if one.selected}
        for tried in candidates(problem):
            try:
                change = replace(tried, edits=in_files(tried.edits, books))
                after = now.changed(change.edits)
            except UnrepairableError:
                continue
            touched = {edit.place.path for edit in change.edits}
            before = part
            if not touched <= paths:
                paths |= touched
                before = now.narrowed(paths, self.look_closely)
            after = after.narrowed(paths, self.look_closely)
            if not objection(problem, change, before.report, after.report):
                yield change, after


def _paths(finding: Finding) -> set[str]:
    """The files that a finding tells of."""
    steps = [*finding.trace, *(step for trace in finding.others for step in trace)]
    return {finding.place.path, *(step.place.path for step in steps)}


def _fix(change: Change) -> Fix:
    ordered = sorted(change.edits, key=lambda edit: (edit.place.line, edit.place.column))
    return Fix(change.title, tuple(ordered), change.safe, change.reason)
