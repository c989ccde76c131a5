"""Workflow commands, which GitHub turns into annotations of a pull request; the worst first, for it shows ten of a
level.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from cclint.finding import Finding, Level
from cclint.report import Rendering, Report
from cclint.reporters.wording import path_text, private

SHOWN: Final = 10
"""How many annotations of one level GitHub shows of one step."""
COMMANDS: Final = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}


def render(report: Report, rendering: Rendering) -> str:
    """Write the report.

    Parameters
    ----------
    report: what was found.
    rendering: whether addresses are masked.
    """
    lines = []
    for finding in sorted(report.findings, key=lambda finding: (-finding.level, finding.order)):
        message = private(finding.message, rendering)
        properties = _properties(finding, report.prefix)
        lines.append(f"::{COMMANDS[finding.level]} {properties}::{_data(message)}")
    for notice in report.notices:
        if notice.fatal:
            where = {
                "file": report.prefix + path_text(notice.path),
                "line": str(max(notice.line, 1)),
                "title": "cclint: not read",
            }
            lines.append(f"::error {_joined(where)}::{_data(private(notice.reason, rendering))}")
    counts = Counter(line.split(" ", 1)[0] for line in lines)
    hidden = sum(max(count - SHOWN, 0) for count in counts.values())
    if hidden:
        told = f"{len(lines)} annotations, of which GitHub shows {SHOWN} of each level; the log has them all"
        lines.insert(0, f"::notice title=cclint::{_data(told)}")
    return "".join(f"{line}\n" for line in lines)


def _properties(finding: Finding, prefix: str) -> str:
    place = finding.place
    found = {"file": prefix + path_text(place.path), "line": str(place.line)}
    if place.end_line > place.line:
        found["endLine"] = str(place.end_line)  # columns mean something within one line only
    else:
        found["col"] = str(place.column)
        if place.end_column:
            found["endColumn"] = str(place.end_column)
    return _joined({**found, "title": f"cclint: {finding.rule}"})


def _joined(properties: dict[str, str]) -> str:
    return ",".join(f"{name}={_property(value)}" for name, value in properties.items())


def _data(text: str) -> str:
    """Escape a message, as the toolkit of GitHub's actions does."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
