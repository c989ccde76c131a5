"""One report about all repositories: every path in it begins with the name of its repository."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from cclint.audit.running import Audited
from cclint.cache.plain import finding_of, notice_of, suppressed_of
from cclint.catalogue import Rule
from cclint.finding import Finding, Notice, Place, Step
from cclint.plugins import Plugins
from cclint.report import Figures, Report, Suppressed

FAILED = "repository"
"""The kind of the notice about a repository that could not be looked at."""


def merged(audited: Iterable[Audited], plugins: Plugins) -> Report:
    """The reports about some repositories as one.

    Parameters
    ----------
    audited: the repositories.
    plugins: the rules of this installation.
    """
    parts = [report_of(one) for one in audited]
    findings = sorted((one for part in parts for one in part.findings), key=lambda one: one.order)
    suppressed = sorted((one for part in parts for one in part.suppressed), key=lambda one: one.finding.order)
    named = {one.rule for one in findings} | {one.finding.rule for one in suppressed}
    figures = Figures(
        sum(part.figures.files for part in parts),
        sum(part.figures.mailers for part in parts),
        sum(part.figures.messages for part in parts),
        sum(part.figures.excluded for part in parts),
    )
    return Report(
        findings=tuple(findings),
        suppressed=tuple(suppressed),
        notices=tuple(sorted(notice for part in parts for notice in part.notices)),
        figures=figures,
        rules=_rules(plugins, named),
    )


def report_of(one: Audited) -> Report:
    """The report about one repository."""
    name = one.listed.name
    if one.result is None:
        return Report(notices=(Notice(name, 0, 0, FAILED, f"could not be looked at: {one.reason}"),))
    result = one.result
    return Report(
        findings=tuple(_finding(finding_of(row), name) for row in result["findings"]),
        suppressed=tuple(_suppressed(suppressed_of(row), name) for row in result["suppressed"]),
        notices=tuple(_notice(notice_of(row), name) for row in result["notices"]),
        figures=Figures(*result["figures"]),
    )


def _rules(plugins: Plugins, named: set[str]) -> tuple[Rule, ...]:
    """The rules that run everywhere, and those that some repository chooses."""
    return tuple(rule for rule in plugins.rules.values() if not rule.preview or rule.name in named)


def _finding(finding: Finding, name: str) -> Finding:
    return replace(
        finding,
        place=_place(finding.place, name),
        trace=_trace(finding.trace, name),
        others=tuple(_trace(trace, name) for trace in finding.others),
    )


def _suppressed(one: Suppressed, name: str) -> Suppressed:
    return replace(one, finding=_finding(one.finding, name), where=_path(one.where, name) if one.where else "")


def _notice(notice: Notice, name: str) -> Notice:
    return replace(notice, path=_path(notice.path, name))


def _trace(trace: Iterable[Step], name: str) -> tuple[Step, ...]:
    return tuple(replace(step, place=_place(step.place, name)) for step in trace)


def _place(place: Place, name: str) -> Place:
    return replace(place, path=_path(place.path, name))


def _path(path: str, name: str) -> str:
    return name if path == "." else f"{name}/{path}"
