"""All that is allowed in one run, by comments and by the configuration; and, afterwards, what of it was needed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from cclint.allowing.fact import NEEDLE, Allowance
from cclint.config import Config
from cclint.config.declared import Allow
from cclint.config.patterns import patterns_of
from cclint.config.reasons import is_empty
from cclint.finding import Finding, Place
from cclint.ir.source import Source
from cclint.refusal import Refused, suggestion
from cclint.report import Suppressed, lines_of

if TYPE_CHECKING:
    from cclint.allowing.comments import Suppression


class Names(NamedTuple):
    """The rules' names.

    Parameters
    ----------
    known: all names that there are or were, and what each is now.
    ran: the rules that have run.
    """

    known: Mapping[str, str] = MappingProxyType({})
    ran: frozenset[str] = frozenset()

    def present(self, name: str) -> str:
        """What a rule is called now."""
        return self.known.get(name, name)


@dataclass(slots=True, eq=False, repr=False)
class Allowances:
    """What is allowed.

    Parameters
    ----------
    names: the rules' names.
    today: expired ones are told by this day.
    entries: those of the configuration.
    file: the configuration file, as reports name it.
    comments: whether comments count.
    used: what was needed: the file, the line and the column of an allowance, and the rule.
    """

    names: Names = field(default_factory=Names)
    today: dt.date = dt.date.min
    entries: tuple[Allow, ...] = ()
    file: str = ""
    comments: bool = True
    used: set[tuple[str, int, int, str]] = field(default_factory=set)
    _files: dict[str, tuple[Suppression, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, config: Config, names: Names, today: dt.date, *, wanted: bool = True) -> Allowances:
        """What a project allows.

        Parameters
        ----------
        config: has entries of its own.
        names: the rules' names.
        today: the day of the run.
        wanted: False to allow nothing, as an auditor may want it.

        Raises
        ------
        Refused: an entry names a rule that there is not.
        """
        for number, entry in enumerate(config.allow):
            for name in entry.rules:
                if name not in names.known:
                    where = config.where(f"allow.{number}.rules") or config.where("allow")
                    raise Refused(f"{where}unknown rule {name!r}{suggestion(name, names.known)}")
        return cls(names, today, config.allow if wanted else (), config.file, wanted)

    def allowing(self, finding: Finding, lines: Sequence[str]) -> Suppressed | None:
        """Whether a finding is allowed, and by what; that is remembered as used.

        Parameters
        ----------
        finding: with its place.
        lines: the text of the file that it is placed in.
        """
        path, first, last = finding.place.path, finding.place.line, finding.place.last_line
        allowed = None
        for one in self._comments(path, lines):
            if not one.fault and one.covers(first, last) and self._names(one.rules, finding.rule):
                self.used.add((path, one.line, one.column, finding.rule))
                if not self._over(one.until):
                    where = f"{path}:{one.line}"
                    allowed = allowed or Suppressed(finding, one.reason, one.line, "comment", where, _iso(one.until))
        for number, entry in enumerate(self.entries):
            if _matches(entry, path) and self._names(entry.rules, finding.rule):
                self.used.add((self.file, number, 0, finding.rule))
                if not self._over(entry.until):
                    where = f"{self.file}:{entry.line}"
                    told = Suppressed(finding, entry.reason, entry.line, "configuration", where, _iso(entry.until))
                    allowed = allowed or told
        return allowed

    def facts(
        self,
        sources: Iterable[Source],
        uncertain: Callable[[str], bool],
        addresses_us: Callable[[Source], bool] | None = None,
    ) -> Iterator[Allowance]:
        """Every allowance of the files that were asked about, once all findings have been shown to `allowing`.

        Parameters
        ----------
        sources: all files of the run.
        uncertain: whether nothing is known about what a file would be found to do.
        addresses_us: whether a file holds such a comment, where that is known without reading it.
        """
        everything = list(sources)
        for source in everything:
            if source.selected and self.comments and (addresses_us or mentions_us)(source):
                for one in self._comments(source.path, None, source):
                    place = Place(source.path, one.line, one.column, one.line, one.end_column)
                    yield self._fact(place, one, (source.path, one.line, one.column), uncertain(source.path))
        for number, entry in enumerate(self.entries):
            reached = [source for source in everything if _matches(entry, source.path)] or everything
            partly = not all(source.selected and not uncertain(source.path) for source in reached)
            if any(source.selected for source in reached):
                yield self._fact(Place(self.file, entry.line), entry, (self.file, number, 0), partly)

    def _fact(self, place: Place, one: Suppression | Allow, key: tuple[str, int, int], unclear: bool) -> Allowance:
        rules = tuple(dict.fromkeys(self.names.present(name) for name in one.rules))
        unknown = [name for name in one.rules if name not in self.names.known]
        fault = "" if isinstance(one, Allow) else one.fault
        if unknown and not fault:
            fault = f"there is no rule {unknown[0]!r}{suggestion(unknown[0], self.names.known)}"
        unused = [rule for rule in rules if rule in self.names.ran and (*key, rule) not in self.used]
        return Allowance(
            place=place,
            rules=rules,
            reason="" if is_empty(one.reason) else one.reason,
            until=one.until,
            expired=self._over(one.until),
            unused=() if unclear or fault else tuple(unused),
            fault=fault,
        )

    def _comments(
        self, path: str, lines: Sequence[str] | None, source: Source | None = None
    ) -> tuple[Suppression, ...]:
        if not self.comments:
            return ()
        if path not in self._files:
            if lines is None and source is not None:
                lines = lines_of(source)
            from cclint.allowing.comments import suppressions  # most runs have none to read

            self._files[path] = suppressions(path, lines or ())
        return self._files[path]

    def _names(self, rules: Iterable[str], rule: str) -> bool:
        return rule in map(self.names.present, rules)

    def _over(self, until: dt.date | None) -> bool:
        return until is not None and until < self.today


def _matches(entry: Allow, path: str) -> bool:
    return patterns_of(entry.paths).match_file(path)


def mentions_us(source: Source) -> bool:
    """Whether a file holds what our comments begin with."""
    try:
        return NEEDLE.encode() in source.glance()
    except OSError:
        return False


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
