"""JUnit's XML, for servers that show tests: a file is a suite, a finding a failure, a file that was not read an error.

Only what the strictest reader knows is written (the schema `junit-10.xsd` of Jenkins's xunit plug-in).
"""

from __future__ import annotations

from collections import defaultdict
from xml.sax.saxutils import escape, quoteattr

from cclint.finding import Finding, Level, Notice
from cclint.report import Rendering, Report
from cclint.reporters.wording import located, path_text, printable, private, sentence


def render(report: Report, rendering: Rendering) -> str:
    """Write the report.

    Parameters
    ----------
    report: what was found.
    rendering: whether addresses are masked.
    """
    suites: dict[str, list[str]] = defaultdict(list)
    failures: dict[str, int] = defaultdict(int)
    errors: dict[str, int] = defaultdict(int)
    for finding in report.findings:
        path = located(finding.place.path, report)
        suites[path].append(_failure(finding, path, rendering))
        failures[path] += finding.level > Level.NOTE
    for notice in report.notices:
        if notice.fatal:
            path = located(notice.path, report)
            suites[path].append(_error(notice, path, rendering))
            errors[path] += 1
    if not suites:
        suites["cclint"].append(
            f"    <testcase name={_attribute('nothing was found')} classname={_attribute('cclint')}/>\n"
        )
    parts = ['<?xml version="1.0" encoding="UTF-8"?>\n']
    tests = sum(map(len, suites.values()))
    failed, broken = sum(failures.values()), sum(errors.values())
    parts.append(f'<testsuites name="cclint" tests="{tests}" failures="{failed}" errors="{broken}">\n')
    for path in sorted(suites):
        counts = f'tests="{len(suites[path])}" failures="{failures[path]}" errors="{errors[path]}"'
        parts += [f"  <testsuite name={_attribute(path)} {counts}>\n", *suites[path], "  </testsuite>\n"]
    return "".join([*parts, "</testsuites>\n"])


def _failure(finding: Finding, path: str, rendering: Rendering) -> str:
    name = f"{finding.rule}, line {finding.place.line}, column {finding.place.column}"
    text = sentence(finding, rendering)
    way = [f"{step.place}  {private(path_text(step.text), rendering)}" for step in finding.trace]
    body = escape(printable("\n".join([f"{path}:{finding.place.line}:{finding.place.column}", text, *way])))
    if finding.level > Level.NOTE:
        inner = f"<failure type={_attribute(str(finding.level))} message={_attribute(text)}>{body}</failure>"
    else:
        inner = f"<system-out>{body}</system-out>"
    return f"    <testcase name={_attribute(name)} classname={_attribute(path)}>{inner}</testcase>\n"


def _error(notice: Notice, path: str, rendering: Rendering) -> str:
    text = f"not read: {private(path_text(notice.reason), rendering)}"
    name = f"not read, line {notice.line}" if notice.line else "not read"
    inner = f"<error type={_attribute(notice.kind)} message={_attribute(text)}>{escape(printable(text))}</error>"
    return f"    <testcase name={_attribute(name)} classname={_attribute(path)}>{inner}</testcase>\n"


def _attribute(text: str) -> str:
    return quoteattr(printable(text))
