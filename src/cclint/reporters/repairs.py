"""Repairs in reports: those that may be shown, and several changes of one file as one."""

from __future__ import annotations

from collections.abc import Sequence

from cclint.finding import Edit, Finding, Fix, Place
from cclint.privacy import masked
from cclint.report import Rendering, text_at


def offered(finding: Finding, rendering: Rendering) -> Fix | None:
    """The repair that a finding brings. One whose new text names addresses is left out where these are masked: what is
    masked cannot be applied.

    Parameters
    ----------
    finding: what is reported.
    rendering: whether addresses are shown.
    """
    fix = finding.fix
    if fix is None or (not rendering.addresses and any(masked(edit.text) != edit.text for edit in fix.edits)):
        return None
    return fix


def merged(fix: Fix, lines: Sequence[str]) -> Edit | None:
    """All changes of a repair as a single one, with what stands between them; None where they concern several files.

    Parameters
    ----------
    fix: the repair.
    lines: the text of its file.
    """
    edits = sorted(fix.edits, key=lambda edit: (edit.place.line, edit.place.column))
    if len({edit.place.path for edit in edits}) != 1:
        return None
    first, last = edits[0].place, edits[-1].place
    text, line, column = "", first.line, first.column
    for edit in edits:
        text += _between(lines, first.path, (line, column), (edit.place.line, edit.place.column)) + edit.text
        line, column = edit.place.end_line, edit.place.end_column
    return Edit(Place(first.path, first.line, first.column, last.end_line, last.end_column), text)


def _between(lines: Sequence[str], path: str, start: tuple[int, int], end: tuple[int, int]) -> str:
    if start == end:
        return ""
    if end[1] == 1:  # the line end before it belongs to what is between
        return text_at(Place(path, *start, end[0] - 1, len(lines[end[0] - 2]) + 1), lines) + "\n"
    return text_at(Place(path, *start, *end), lines)
