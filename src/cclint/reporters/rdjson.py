"""Reviewdog's diagnostic format, as one object: https://github.com/reviewdog/reviewdog/tree/master/proto/rdf.

Its columns count bytes of UTF-8, ends are exclusive. A permission that nothing needs comes with the suggestion to take
it away; nothing else can be repaired without changing who sees what.
"""

from __future__ import annotations

import json
from typing import Any, Final

from cclint.finding import Finding, Level, Place
from cclint.privacy import masked
from cclint.report import Rendering, Report
from cclint.reporters.repairs import merged, offered
from cclint.reporters.wording import located, path_text, private, sentence

SEVERITY: Final = {Level.ERROR: "ERROR", Level.WARNING: "WARNING", Level.NOTE: "INFO"}


def render(report: Report, rendering: Rendering) -> str:
    """Write the report.

    Parameters
    ----------
    report: what was found.
    rendering: whether addresses are masked.
    """
    found = [_diagnostic(finding, report, rendering) for finding in report.findings]
    found += [
        {
            "message": f"not read: {private(path_text(notice.reason), rendering)}",
            "location": {
                "path": located(notice.path, report),
                "range": {"start": {"line": max(notice.line, 1)}},
            },
            "severity": "ERROR",
            "code": {"value": f"not-read-{notice.kind}"},
        }
        for notice in report.notices
        if notice.fatal
    ]
    return json.dumps({"source": {"name": "cclint"}, "diagnostics": found}, indent=1) + "\n"


def _diagnostic(finding: Finding, report: Report, rendering: Rendering) -> dict[str, Any]:
    lines = report.lines(finding.place.path)
    made: dict[str, Any] = {
        "message": sentence(finding, rendering),
        "location": {"path": located(finding.place.path, report), "range": _range(finding.place, lines)},
        "severity": SEVERITY[finding.level],
        "code": {"value": finding.rule},
    }
    if finding.rule == "unused-suppression" and lines and (removal := _removal(finding.place, lines)):
        made["suggestions"] = [removal]
    fix = offered(finding, rendering)
    one = merged(fix, lines) if fix is not None and fix.edits[0].place.path == finding.place.path and lines else None
    if one is not None and (rendering.addresses or masked(one.text) == one.text):
        made["suggestions"] = [{"range": _range(one.place, lines), "text": one.text}]
    return made


def _range(place: Place, lines: list[str]) -> dict[str, Any]:
    start = {"line": max(place.line, 1)}
    if not lines:
        return {"start": start}
    start["column"] = _bytes(lines, place.line, place.column)
    if not place.end_column:
        return {"start": start}
    return {
        "start": start,
        "end": {"line": place.last_line, "column": _bytes(lines, place.last_line, place.end_column)},
    }


def _removal(place: Place, lines: list[str]) -> dict[str, Any] | None:
    """Take a comment away that ends its line and names one rule; whoever wrote more decides what stays."""
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    start = line.rfind("#", 0, place.column)
    if start < 0 or "," in line[start:].split("]", 1)[0] or line[place.end_column - 1 :].strip():
        return None
    column = len(line[:start].rstrip().encode()) + 1
    end = len(line.encode()) + 1
    return {
        "range": {"start": {"line": place.line, "column": column}, "end": {"line": place.line, "column": end}},
        "text": "",
    }


def _bytes(lines: list[str], line: int, column: int) -> int:
    """A column in characters as one in bytes."""
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    return len(text[: column - 1].encode("utf-8", "surrogatepass")) + 1
