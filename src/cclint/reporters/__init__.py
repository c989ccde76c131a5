"""The built-in output formats, offered through the hook as a plug-in offers its own. One file a format, imported when
used.
"""

from __future__ import annotations

from cclint.hooks import hookimpl
from cclint.report import Rendering, Report, Reporter


@hookimpl
def cclint_reporters() -> list[Reporter]:
    """The formats."""
    return [
        Reporter("full", "for people: code, who sees whom, the way of the addresses, how to repair it", _full),
        Reporter("concise", "for people and editors: one line for each finding", _concise),
        Reporter("json", "for programs: cclint's own format, version 1", _json),
        Reporter("sarif", "for code scanning: SARIF 2.1.0", _sarif),
        Reporter("github", "for workflows on GitHub: annotations", _github),
        Reporter("gitlab", "for merge requests on GitLab: a code quality report", _gitlab),
        Reporter("rdjson", "for reviewdog: diagnostics, with suggestions", _rdjson),
        Reporter("junit", "for servers that show tests: JUnit's XML", _junit),
        Reporter("markdown", "for the summary of a CI job", _markdown),
        Reporter("html", "for a data-protection officer: one page, to be read and printed", _html),
    ]


def _full(report: Report, rendering: Rendering) -> str:
    from cclint.reporters.full import render

    return render(report, rendering)


def _concise(report: Report, rendering: Rendering) -> str:
    from cclint.reporters.concise import render

    return render(report, rendering)


def _json(report: Report, rendering: Rendering) -> str:
    from cclint.reporters.json import render

    return render(report, rendering)


def _sarif(report: Report, rendering: Rendering) -> str:
    from cclint.reporters.sarif import render

    return render(report, rendering)


def _github(report: Report, rendering: Rendering) -> str:
    from cclint.reporters.github import render

    return render(report, rendering)


def _gitlab(report: Report, rendering: Rendering) -> str:
    from cclint.reporters.gitlab import render

    return render(report, rendering)


def _rdjson(report: Report, rendering: Rendering) -> str:
    from cclint.reporters.rdjson import render

    return render(report, rendering)


def _junit(report: Report, rendering: Rendering) -> str:
    from cclint.reporters.junit import render

    return render(report, rendering)


def _markdown(report: Report, rendering: Rendering) -> str:
    from cclint.reporters.markdown import render

    return render(report, rendering)


def _html(report: Report, rendering: Rendering) -> str:
    from cclint.reporters.html import render

    return render(report, rendering)
