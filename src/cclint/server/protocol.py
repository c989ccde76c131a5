"""Findings, traces and repairs in the words of the Language Server Protocol 3.17; its columns count UTF-16 units."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from lsprotocol import types as lsp

from cclint.analysis import Analysis
from cclint.finding import Edit, Finding, Fix, Level, Notice, Place, Step
from cclint.privacy import masked
from cclint.report import Rendering
from cclint.reporters.markdown import code, prose
from cclint.reporters.wording import people, private, sight, size

SEVERITIES: Final = {
    Level.ERROR: lsp.DiagnosticSeverity.Error,
    Level.WARNING: lsp.DiagnosticSeverity.Warning,
    Level.NOTE: lsp.DiagnosticSeverity.Information,
}
PLAIN: Final = Rendering(unicode=True)
Lines = Callable[[str], Sequence[str]]
"""The lines of a file, by its path; none where it cannot be read."""
Uri = Callable[[str], str]
"""The name of a file in the protocol, by its path."""


def span(place: Place, lines: Sequence[str]) -> lsp.Range:
    """A region, as editors count it.

    Parameters
    ----------
    place: lines and columns from 1, in characters; without an end it goes to the end of its line.
    lines: those of the file.
    """
    start = position(place.line, max(place.column, 1), lines)
    if not place.end_line:
        return lsp.Range(start, position(place.line, len(_line(place.line, lines)) + 1, lines))
    return lsp.Range(start, position(place.end_line, max(place.end_column, 1), lines))


def position(line: int, column: int, lines: Sequence[str]) -> lsp.Position:
    """A place of characters from 1, as a place of UTF-16 units from 0."""
    before = _line(line, lines)[: column - 1]
    return lsp.Position(max(line - 1, 0), len(before.encode("utf-16-le", "surrogatepass")) // 2)


def _line(number: int, lines: Sequence[str]) -> str:
    return lines[number - 1] if 0 < number <= len(lines) else ""


def diagnostic(finding: Finding, lines: Lines, uri: Uri) -> lsp.Diagnostic:
    """A finding; the steps of its trace are what it is related to.

    Parameters
    ----------
    finding: the finding.
    lines, uri: see `Lines` and `Uri`.
    """
    return lsp.Diagnostic(
        range=span(finding.place, lines(finding.place.path)),
        message=private(finding.message, PLAIN),
        severity=SEVERITIES[finding.level],
        code=finding.rule,
        source="cclint",
        related_information=[
            lsp.DiagnosticRelatedInformation(
                lsp.Location(uri(step.place.path), span(step.place, lines(step.place.path))), private(step.text, PLAIN)
            )
            for step in finding.trace
        ],
    )


def unread(notice: Notice, lines: Lines) -> lsp.Diagnostic:
    """What could not be looked at: a file without findings is not clean for that.

    Parameters
    ----------
    notice: what, and why.
    lines: see `Lines`.
    """
    return lsp.Diagnostic(
        range=span(Place(notice.path, max(notice.line, 1), notice.column), lines(notice.path)),
        message=private(notice.reason, PLAIN),
        severity=lsp.DiagnosticSeverity.Warning if notice.fatal else lsp.DiagnosticSeverity.Information,
        code=notice.kind,
        source="cclint",
    )


def hover(findings: Iterable[Finding], known: Analysis) -> str:
    """What is known at a line, in Markdown: findings with who sees whom, and the counts of its values.

    Parameters
    ----------
    findings: those at the line.
    known: what the analysis says of it.
    """
    parts = []
    for finding in findings:
        rows = ["| role | addresses | | |", "|---|---|---|---|"]
        rows += [f"| {row.role} | {size(row)} | {sight(row)} | {prose(people(row, PLAIN))} |" for row in finding.who]
        steps = [f"{number}. {_step(step)}" for number, step in enumerate(finding.trace, 1)]
        advice = [f"- {prose(one)}" for one in finding.advice]
        parts.append(
            "\n".join(
                [f"**{finding.rule}**: {prose(private(finding.message, PLAIN))}", "", *rows, "", *steps, "", *advice]
            )
        )
    counts = dict.fromkeys(
        f"- `{code(one.name)}` holds {'an unbounded number of' if one.addresses.unbounded else one.addresses.words} addresses"
        for one in known.known
    )
    if counts:
        parts.append("\n".join(counts))
    return masked("\n\n".join(parts))


def _step(step: Step) -> str:
    return f"`{code(step.place.path)}:{step.place.line}` {prose(private(step.text, PLAIN))}"


def action(fix: Fix, shown: lsp.Diagnostic, lines: Lines, uri: Uri) -> lsp.CodeAction:
    """A repair; what changes who sees what is no preferred one, and is never made unasked.

    Parameters
    ----------
    fix: the repair.
    shown: what it repairs.
    lines, uri: see `Lines` and `Uri`.
    """
    changes: dict[str, list[lsp.TextEdit]] = {}
    for edit in fix.edits:
        changes.setdefault(uri(edit.place.path), []).append(_edit(edit, lines))
    return lsp.CodeAction(
        title=f"cclint: {fix.title}",
        kind=lsp.CodeActionKind.QuickFix,
        diagnostics=[shown],
        is_preferred=fix.safe,
        edit=lsp.WorkspaceEdit(changes=changes),
    )


def _edit(edit: Edit, lines: Lines) -> lsp.TextEdit:
    return lsp.TextEdit(span(edit.place, lines(edit.place.path)), edit.text)
