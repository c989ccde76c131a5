"""The built-in output formats, offered through the hook as a plug-in offers its own. One file a format, imported when
used.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from cclint.hooks import hookimpl
from cclint.report import Rendering, Report, Reporter


@hookimpl
def cclint_reporters() -> list[Reporter]:
    """The formats."""
    return [
        Reporter("full", "for people: code, who sees whom, the way of the addresses, how to repair it", _later("full")),
        Reporter("concise", "for people and editors: one line for each finding", _later("concise")),
        Reporter("json", "for programs: cclint's own format, version 1", _later("json")),
        Reporter("sarif", "for code scanning: SARIF 2.1.0", _later("sarif")),
        Reporter("github", "for workflows on GitHub: annotations", _later("github")),
        Reporter("gitlab", "for merge requests on GitLab: a code quality report", _later("gitlab")),
        Reporter("rdjson", "for reviewdog: diagnostics, with suggestions", _later("rdjson")),
        Reporter("junit", "for servers that show tests: JUnit's XML", _later("junit")),
        Reporter("markdown", "for the summary of a CI job", _later("markdown")),
        Reporter("html", "for a data-protection officer: one page, to be read and printed", _later("html")),
    ]


def _later(name: str) -> Callable[[Report, Rendering], str]:
    """A format whose module is imported when a report is written in it."""

    def render(report: Report, rendering: Rendering) -> str:
        return str(import_module(f"cclint.reporters.{name}").render(report, rendering))

    return render
