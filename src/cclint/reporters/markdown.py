"""Markdown, for the summary of a CI job and for comments: what was found, who would see whom, what was not looked at.

GitHub takes a megabyte of it for a step; what is left out is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from cclint.finding import Finding
from cclint.report import Rendering, Report
from cclint.reporters.wording import located, path_text, people, printable, private, sight, size

SHOWN: Final = 50
"""The most findings that are told in full."""
STEPS: Final = 12


def render(report: Report, rendering: Rendering) -> str:
    """Write the report.

    Parameters
    ----------
    report: what was found.
    rendering: whether addresses are masked.
    """
    return "".join(f"{line}\n" for line in _lines(report, rendering))


def _lines(report: Report, rendering: Rendering) -> Iterator[str]:
    figures = report.figures
    verdict = "No message shows its recipients to each other" if not report.findings else _count(report.findings)
    yield f"## cclint: {verdict if report.complete or report.findings else 'not everything could be looked at'}"
    yield ""
    yield (
        f"Files looked at: {figures.files}, of which send mail: {figures.mailers}; messages predicted: {figures.messages}; "
        f"not read: {report.not_read}; findings allowed: {len(report.suppressed)}"
        + (f"; only what is new since {prose(report.base)} (older ones: {report.old})." if report.base else ".")
    )
    if report.findings:
        yield ""
        yield "| level | rule | where | what |"
        yield "|---|---|---|---|"
        for finding in report.findings[:SHOWN]:
            message = prose(private(finding.message, rendering))
            yield f"| {finding.level} | `{finding.rule}` | {_where(finding, report)} | {message} |"
        if len(report.findings) > SHOWN:
            yield ""
            yield f"{len(report.findings) - SHOWN} more are left out here."
        for finding in report.findings[:SHOWN]:
            yield from _finding(finding, report, rendering)
    unread = [notice for notice in report.notices if notice.fatal]
    if unread:
        yield ""
        yield "### Not looked at"
        yield ""
        for notice in unread[:SHOWN]:
            line = f":{notice.line}" if notice.line else ""
            yield f"- `{code(notice.path)}{line}`: {prose(private(notice.reason, rendering))}"
        if len(unread) > SHOWN:
            yield f"- and {len(unread) - SHOWN} more"
    if report.suppressed:
        yield ""
        yield "### Allowed"
        yield ""
        for one in report.suppressed[:SHOWN]:
            reason = prose(private(one.reason, rendering)) or "no reason is given"
            until = f", until {one.until}" if one.until else ""
            yield f"- {_where(one.finding, report)} `{one.finding.rule}` ({one.by}{until}): {reason}"
        if len(report.suppressed) > SHOWN:
            yield f"- and {len(report.suppressed) - SHOWN} more"


def _finding(finding: Finding, report: Report, rendering: Rendering) -> Iterator[str]:
    yield ""
    yield f"<details><summary>{_where(finding, report, fenced=False)}: who sees whom, and the way of the addresses</summary>"
    yield ""
    for shown in finding.who:
        yield f"- **{shown.role}**: {prose(f'{size(shown)} {people(shown, rendering)}'.strip())}, {sight(shown)}"
    if finding.who and finding.trace:
        yield ""
    for number, step in enumerate(finding.trace[:STEPS], 1):
        yield f"{number}. `{code(step.place.path)}:{step.place.line}` {prose(private(step.text, rendering))}"
    if len(finding.trace) > STEPS:
        yield f"{STEPS + 1}. ... {len(finding.trace) - STEPS} steps are left out"
    for decision in finding.decisions:
        yield f"\nPolicy: {prose(private(decision, rendering))}"
    if finding.advice:
        yield ""
        yield f"Repair: {prose(finding.advice[0])}"
    yield ""
    yield "</details>"


def _where(finding: Finding, report: Report, *, fenced: bool = True) -> str:
    path = f"{located(finding.place.path, report)}:{finding.place.line}"
    return f"`{code(path)}`" if fenced else escape(printable(path))


def _count(findings: tuple[Finding, ...]) -> str:
    return "1 finding" if len(findings) == 1 else f"{len(findings)} findings"


def code(text: str) -> str:
    """What stands between back quotes."""
    return printable(path_text(text)).replace("`", "'").replace("|", "\\|")


def prose(text: str) -> str:
    """Words as Markdown shows them: nothing in them is markup."""
    text = " ".join(printable(path_text(text)).split())
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join(f"\\{character}" if character in "\\`*_[]|~#!@" else character for character in text)
