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
