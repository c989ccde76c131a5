"""What is finally reported: findings of one place are put together, completed, weighed, ordered, and parted by
suppressions.

This happens once, between rules and reporters, so that every format and the exit status speak about the same list.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from cclint.allowing.allowances import Allowances
from cclint.finding import Finding, Place, Step
from cclint.ir.source import Source
from cclint.policy import Policy
from cclint.report import Suppressed, lines_of, text_at

if TYPE_CHECKING:
    from cclint.allowing.audiences import Lines, Verdict

SINK: Final = 200
"""The most characters of source text that go into a finding's identity."""

_DEFINITION: Final = re.compile(r"^(\s*)(?:async\s+)?(?:def|class)\s+(\w+)")


class Settled(NamedTuple):
    """Findings to report, and those that comments allow, each in order; and the files that they name."""

    findings: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...]
    sources: Mapping[str, Source]


def settle(
    findings: Iterable[Finding],
    sources: Sequence[Source],
    policy: Policy,
    allowances: Allowances | None = None,
    *,
    everything: bool = False,
) -> Settled:
    """Turn what rules yielded into what is reported.

    Parameters
    ----------
    findings: from all rules, in any order.
    sources: the files of the run.
    policy: what weighs how much, and who may see whom.
    allowances: what is allowed besides; remembers what of it is used.
    everything: findings about files that the run was not asked about count, too (an entry of the configuration that
        allows what is not there any more).
    """
    selected = {source.path for source in sources if source.selected}
    asked_about = [one for one in findings if everything or not selected.isdisjoint(_touched(one))]
    if not asked_about:
        return Settled((), (), {})
    from cclint.allowing.comments import extents  # what finds nothing needs to read no comments

    by_path = {source.path: source for source in sources}
    texts: dict[str, list[str]] = {}
    statements: dict[str, Mapping[int, tuple[int, int]]] = {}

    def lines(path: str) -> list[str]:
        if path not in texts:
            texts[path] = lines_of(by_path[path]) if path in by_path else []
        return texts[path]

    reported, silenced = [], []
    judged = (_judged(group, policy, lines) for group in _groups(asked_about))
    for one in sorted(judged, key=lambda one: one.finding.order):
        path = one.finding.place.path
        if path not in statements:
            statements[path] = extents(path, lines(path))
        finding = _identified(one.finding, lines(path), statements[path])
        by = allowances.allowing(finding, lines(path)) if allowances else None
        if one.allowed:
            by = by or Suppressed(finding, one.allowed, by="policy", where="policy")
        if by is not None:
            silenced.append(by)
        else:
            reported.append(finding)
    named = {path for finding in asked_about for path in _touched(finding)}
    return Settled(tuple(reported), tuple(silenced), {path: by_path[path] for path in sorted(named) if path in by_path})


def of_files(settled: Settled, selected: Collection[str], sources: Sequence[Source]) -> Settled:
    """What of a result tells of some files, with the files that it names.

    Parameters
    ----------
    settled: about a whole project.
    selected: the paths of those files.
    sources: the files of the run.
    """
    chosen = frozenset(selected)
    findings = tuple(one for one in settled.findings if not chosen.isdisjoint(_touched(one)))
    suppressed = tuple(one for one in settled.suppressed if not chosen.isdisjoint(_touched(one.finding)))
    named = {path for one in (*findings, *(one.finding for one in suppressed)) for path in _touched(one)}
    return Settled(findings, suppressed, {source.path: source for source in sources if source.path in named})


def both(one: Settled, other: Settled) -> Settled:
    """Two results as one, in order."""
    findings = sorted((*one.findings, *other.findings), key=lambda finding: finding.order)
    suppressed = sorted((*one.suppressed, *other.suppressed), key=lambda silenced: silenced.finding.order)
    return Settled(tuple(findings), tuple(suppressed), {**one.sources, **other.sources})


def _touched(finding: Finding) -> Collection[str]:
    """The files that a finding tells of."""
    steps = [*finding.trace, *(step for trace in finding.others for step in trace)]
    return {finding.place.path, *(step.place.path for step in steps)}


def _groups(findings: Iterable[Finding]) -> Iterable[list[Finding]]:
    """What becomes one finding: the contexts in which a rule objects to a role at a place."""
    groups: dict[tuple[object, ...], list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.rule, finding.place, finding.role].append(finding)
    return groups.values()


def _judged(group: Sequence[Finding], policy: Policy, lines: Lines) -> Verdict:
    """One verdict for the contexts of a place. Those that the policy allows are not shown where others are left: what
    is told is the worst of what is forbidden, and a decision says what is allowed.
    """
    from cclint.allowing.audiences import Verdict, verdict  # most runs find nothing

    path = group[0].place.path
    verdicts = [verdict(replace(one, level=policy.level(path, one.level)), policy, lines) for one in group]
    if not all(one.allowed for one in verdicts):
        merged = _merged([one.finding for one in verdicts if not one.allowed])
        also = sorted({f"another list that comes here is allowed: {one.allowed}" for one in verdicts if one.allowed})
        return Verdict(replace(merged, decisions=(*merged.decisions, *also)))
    return Verdict(_merged([one.finding for one in verdicts]), "; ".join(sorted({one.allowed for one in verdicts})))


def _merged(group: Sequence[Finding]) -> Finding:
    """The finding that shows most, with the others' traces."""
    worst, *rest = sorted(group, key=_severity)
    traces = dict.fromkeys([*worst.others, *(trace for other in rest for trace in (other.trace, *other.others))])
    others = tuple(trace for trace in traces if trace and trace != worst.trace)
    return replace(worst, others=tuple(sorted(others, key=_steps)))


def _severity(finding: Finding) -> tuple[object, ...]:
    """Orders findings of one place: higher level, more visible addresses, shorter trace, and then anything that is
    stable.
    """
    counts = [(shown.most is None, shown.most or 0, shown.least) for shown in finding.who if shown.visible]
    unbounded, most, least = max(counts, default=(False, 0, 0))
    return (-finding.level, not unbounded, -most, -least, len(finding.trace), finding.message, _steps(finding.trace))


def _steps(trace: tuple[Step, ...]) -> tuple[object, ...]:
    return (len(trace), *((step.place, step.text) for step in trace))


def _identified(finding: Finding, lines: Sequence[str], statements: Mapping[int, tuple[int, int]]) -> Finding:
    """Complete what survives moved lines: the enclosing definition, and the text of the place."""
    from cclint.allowing.comments import is_python
    from cclint.normal import normal

    place = finding.place
    scope, sink = finding.scope, finding.sink
    if is_python(place.path) and lines:
        scope = _scope(lines, statements.get(place.line, (place.line, 0))[0])
    if not finding.sink and 0 < place.line <= len(lines):
        sink = normal(text_at(place, lines), python=is_python(place.path))[:SINK]
    return replace(finding, message=f"{_cell(place, lines)}{finding.message}", scope=scope, sink=sink)


def _cell(place: Place, lines: Sequence[str]) -> str:
    """Which cell of a notebook a place is in, as the beginning of a message; nothing for other files."""
    if not place.path.endswith(".ipynb"):
        return ""
    number = sum('"cell_type":' in line for line in lines[: place.line])
    return f"cell {number}: " if number else ""


def _scope(lines: Sequence[str], line: int) -> str:
    """The qualified name of the definition around a line, read from the indentation: this works for every version of
    Python.
    """
    names: list[str] = []
    if line > len(lines):
        return ""
    around = _indent(lines[line - 1])
    for text in reversed(lines[: line - 1]):
        if around == 0:
            break
        match = _DEFINITION.match(text)
        if match and len(match[1].expandtabs()) < around:
            names.append(match[2])
            around = len(match[1].expandtabs())
    return ".".join(reversed(names))


def _indent(line: str) -> int:
    expanded = line.expandtabs()
    return len(expanded) - len(expanded.lstrip())
