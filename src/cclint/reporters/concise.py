"""One line for each finding and notice, in the form that editors understand: `path:line:column: level [rule]
message`.
"""

from __future__ import annotations

from cclint.report import Rendering, Report
from cclint.reporters.wording import path_text, private


def render(report: Report, rendering: Rendering) -> str:
    """Write the report.

    Parameters
    ----------
    report: what was found.
    rendering: whether addresses are masked.
    """
    lines = [
        f"{path_text(finding.place.path)}:{finding.place.line}:{finding.place.column}: "
        f"{finding.level} [{finding.rule}] {private(finding.message, rendering)}"
        for finding in report.findings
    ]
    lines += [
        f"{path_text(notice.path)}:{max(notice.line, 1)}:{max(notice.column, 1)}: "
        f"not read [{notice.kind}] {private(path_text(notice.reason), rendering)}"
        for notice in report.notices
        if notice.fatal
    ]
    return "".join(f"{line}\n" for line in lines)
