"""What is written of an audit: a table of repositories, in front of the formats that have room for one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from html import escape
from types import MappingProxyType

from cclint.audit.merging import report_of
from cclint.audit.running import Audited
from cclint.plugins import Plugins
from cclint.report import Rendering, Report, Reporter
from cclint.reporters.json import figures
from cclint.reporters.wording import path_text, printable

USUAL = "summary"
HEADS = ("findings", "allowed", "files", "not read", "repository")


def with_repositories(plugins: Plugins, audited: Callable[[], Sequence[Audited]]) -> Plugins:
    """The output formats of an audit.

    Parameters
    ----------
    plugins: have those of a report.
    audited: gives the repositories, once a report is written.
    """
    known = plugins.reporters

    def summary(report: Report, rendering: Rendering) -> str:
        return _table(audited()) + known["concise"].render(report, rendering)

    def to_json(report: Report, rendering: Rendering) -> str:
        document = json.loads(known["json"].render(report, rendering))
        head = {"version": document.pop("version"), "tool": document.pop("tool")}
        return json.dumps({**head, "repositories": [*map(_plain, audited())], **document}, indent=2) + "\n"

    def markdown(report: Report, rendering: Rendering) -> str:
        rows = [f"| {' | '.join(map(_cell, row))} |" for row in _rows(audited())]
        head = [f"| {' | '.join(HEADS)} |", "|---:|---:|---:|---:|---|"]
        return known["markdown"].render(report, rendering) + "\n".join(["", "### Repositories", "", *head, *rows, ""])

    ours = [
        Reporter(USUAL, "for people: the repositories, and a line for each finding", summary),
        replace(known["json"], render=to_json),
        replace(known["markdown"], render=markdown),
    ]
    return plugins._replace(reporters=MappingProxyType({**known, **{one.name: one for one in ours}}))


def _rows(audited: Sequence[Audited]) -> Iterator[tuple[str, ...]]:
    for one in audited:
        name = path_text(one.listed.name)
        if one.result is None:
            yield "-", "-", "-", "-", name
        else:
            report = report_of(one)
            numbers = (len(report.findings), len(report.suppressed), report.figures.files, report.not_read)
            yield (*map(str, numbers), name)


def _table(audited: Sequence[Audited]) -> str:
    """The repositories, a line each."""
    rows = [HEADS, *_rows(audited)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADS) - 1)]
    lines = ["  ".join([*(cell.rjust(width) for cell, width in zip(row, widths)), printable(row[-1])]) for row in rows]
    return "".join(f"{line}\n" for line in lines)


def _plain(one: Audited) -> dict[str, object]:
    report = report_of(one)
    state = "failed" if one.result is None else "findings" if report.failing else "clean"
    if one.result is not None and state == "clean" and not report.complete:
        state = "incomplete"
    return {
        "name": path_text(one.listed.name),
        "reference": one.listed.reference,
        "commit": one.result["commit"] if one.result else "",
        "status": state,
        "reason": one.reason or None,
        **figures(report),
    }


def _cell(text: str) -> str:
    return escape(printable(text), quote=False).replace("|", "\\|")
