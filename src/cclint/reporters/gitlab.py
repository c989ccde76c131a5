"""GitLab's code quality report: a list of issues, each with a fingerprint of its own that survives moved lines.

The form is that of "Import Code Quality results from a CI/CD job", https://docs.gitlab.com/ci/testing/code_quality/.
Paths are relative to the top of the repository.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

from cclint.finding import Finding, Level, Notice
from cclint.identity import fingerprints
from cclint.report import Rendering, Report
from cclint.reporters.wording import located, path_text, private, sentence

SEVERITY: Final = {Level.ERROR: "critical", Level.WARNING: "major", Level.NOTE: "info"}


def render(report: Report, rendering: Rendering) -> str:
    """Write the report.

    Parameters
    ----------
    report: what was found.
    rendering: whether addresses are masked.
    """
    names = fingerprints(report.findings)
    issues = [_issue(finding, name, report, rendering) for finding, name in zip(report.findings, names)]
    seen: dict[tuple[str, str, str], int] = {}
    for notice in report.notices:
        if notice.fatal:
            key = (notice.path, notice.kind, notice.reason)
            seen[key] = seen.get(key, 0) + 1
            issues.append(_unread(notice, seen[key], report, rendering))
    return json.dumps(issues, indent=1) + "\n"


def _issue(finding: Finding, fingerprint: str, report: Report, rendering: Rendering) -> dict[str, Any]:
    return {
        "description": sentence(finding, rendering),
        "check_name": finding.rule,
        "fingerprint": fingerprint,
        "severity": SEVERITY[finding.level],
        "location": {
            "path": located(finding.place.path, report),
            "lines": {"begin": max(finding.place.line, 1), "end": max(finding.place.last_line, 1)},
        },
    }


def _unread(notice: Notice, number: int, report: Report, rendering: Rendering) -> dict[str, Any]:
    text = "\0".join((notice.kind, notice.path, str(number)))
    return {
        "description": f"not read: {private(path_text(notice.reason), rendering)}",
        "check_name": f"not-read-{notice.kind}",
        "fingerprint": hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:32],
        "severity": "critical",
        "location": {"path": located(notice.path, report), "lines": {"begin": max(notice.line, 1)}},
    }
