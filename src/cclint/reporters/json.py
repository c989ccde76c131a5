"""cclint's own JSON, for programs: a form with a version, declared here and not a dump of what the program uses inside.

Fields may be added within a version; one that is renamed, removed or given another meaning makes a new one.
"""

from __future__ import annotations

import json
from typing import Final, TypedDict

from cclint.finding import Finding, Fix, Notice, Place, Shown, Step
from cclint.identity import fingerprints
from cclint.report import Rendering, Report, Suppressed
from cclint.reporters.repairs import offered
from cclint.reporters.wording import path_text, private
from cclint.version import VERSION

FORMAT: Final = 1


class JsonPlace(TypedDict):
    """Lines and columns count from 1, columns count characters, the end is exclusive; 0 stands for not known."""

    path: str
    line: int
    column: int
    endLine: int
    endColumn: int


class JsonStep(TypedDict):
    """One hop of a trace."""

    place: JsonPlace
    text: str


class JsonShown(TypedDict):
    """One role of the message; `most` is null where nothing bounds the number; `apart`: one message for each."""

    role: str
    visible: bool
    least: int
    most: int | None
    apart: bool
    origin: str
    addresses: list[str]


class JsonEdit(TypedDict):
    """A region, and what is to stand there instead, with LF line ends."""

    place: JsonPlace
    text: str


class JsonFix(TypedDict):
    """A repair that has been proved by analysing the program with it; `reason` says why it is safe or not."""

    title: str
    safe: bool
    reason: str
    edits: list[JsonEdit]


class JsonFinding(TypedDict):
    """One place that a rule objects to; `suppressed` is the reason why it is allowed, else null; `suppressedBy`
    is then "comment", "configuration", "policy" or "baseline". `decisions`: what the project's policy says of it. `fix`:
    the repair, where repairs were asked for and one holds.
    """

    rule: str
    level: str
    message: str
    place: JsonPlace
    role: str
    scope: str
    origin: str
    who: list[JsonShown]
    traces: list[list[JsonStep]]
    advice: list[str]
    fingerprint: str
    suppressed: str | None
    suppressedBy: str | None
    suppressedWhere: str | None
    suppressedUntil: str | None
    decisions: list[str]
    fix: JsonFix | None


class JsonNotice(TypedDict):
    """Something that was not, or not wholly, looked at; `fatal` ones make the run incomplete."""

    path: str
    line: int
    column: int
    kind: str
    reason: str
    fatal: bool


class JsonFigures(TypedDict):
    """What was looked at."""

    files: int
    mailers: int
    messages: int
    findings: int
    suppressed: int
    notRead: int


class JsonReport(TypedDict):
    """The document."""

    version: int
    tool: str
    findings: list[JsonFinding]
    notices: list[JsonNotice]
    figures: JsonFigures


def render(report: Report, rendering: Rendering) -> str:
    """Write the report.

    Parameters
    ----------
    report: what was found.
    rendering: whether addresses are masked.
    """
    everything = report.with_allowed
    names = fingerprints(finding for finding, _ in everything)
    document: JsonReport = {
        "version": FORMAT,
        "tool": f"cclint {VERSION}",
        "findings": [
            _finding(finding, name, allowed, rendering)
            for (finding, allowed), name in zip(everything, names, strict=True)
        ],
        "notices": [_notice(notice, rendering) for notice in report.notices],
        "figures": figures(report),
    }
    return json.dumps(document, indent=2) + "\n"


def figures(report: Report) -> JsonFigures:
    """What was looked at, in numbers."""
    return {
        "files": report.figures.files,
        "mailers": report.figures.mailers,
        "messages": report.figures.messages,
        "findings": len(report.findings),
        "suppressed": len(report.suppressed),
        "notRead": report.not_read,
    }


def _finding(finding: Finding, fingerprint: str, allowed: Suppressed | None, rendering: Rendering) -> JsonFinding:
    return {
        "rule": finding.rule,
        "level": str(finding.level),
        "message": private(finding.message, rendering),
        "place": _place(finding.place),
        "role": finding.role,
        "scope": finding.scope,
        "origin": finding.origin,
        "who": [_shown(shown, rendering) for shown in finding.who],
        "traces": [[_step(step, rendering) for step in trace] for trace in (finding.trace, *finding.others) if trace],
        "advice": list(finding.advice),
        "fingerprint": fingerprint,
        "suppressed": None if allowed is None else private(allowed.reason, rendering),
        "suppressedBy": None if allowed is None else allowed.by,
        "suppressedWhere": None if allowed is None else allowed.where,
        "suppressedUntil": None if allowed is None else allowed.until or None,
        "decisions": [private(text, rendering) for text in finding.decisions],
        "fix": _fix(offered(finding, rendering)),
    }


def _fix(fix: Fix | None) -> JsonFix | None:
    if fix is None:
        return None
    edits: list[JsonEdit] = [{"place": _place(edit.place), "text": edit.text} for edit in fix.edits]
    return {"title": fix.title, "safe": fix.safe, "reason": fix.reason, "edits": edits}


def _place(place: Place) -> JsonPlace:
    return {
        "path": path_text(place.path),
        "line": place.line,
        "column": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _step(step: Step, rendering: Rendering) -> JsonStep:
    return {"place": _place(step.place), "text": private(step.text, rendering)}


def _shown(shown: Shown, rendering: Rendering) -> JsonShown:
    return {
        "role": shown.role,
        "visible": shown.visible,
        "least": shown.least,
        "most": shown.most,
        "apart": shown.apart,
        "origin": shown.origin,
        "addresses": [private(address, rendering) for address in shown.addresses],
    }


def _notice(notice: Notice, rendering: Rendering) -> JsonNotice:
    return {
        "path": path_text(notice.path),
        "line": notice.line,
        "column": notice.column,
        "kind": notice.kind,
        "reason": private(notice.reason, rendering),
        "fatal": notice.fatal,
    }
