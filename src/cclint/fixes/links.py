"""`mailto:` links: the addresses go behind `bcc=` (RFC 6068). Who writes the message sees them, who gets it does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cclint.analysis.facts import Medium
from cclint.finding import Edit, Place
from cclint.fixes.hiding import HIDDEN
from cclint.fixes.problem import Change, Problem

LINK: Final = re.compile(r"mailto:", re.IGNORECASE)


def link_to_bcc(problem: Problem) -> Iterator[Change]:
    """Put the addresses of a link behind `bcc=`.

    Parameters
    ----------
    problem: a link that addresses many.
    """
    code, place = problem.code, problem.finding.place
    if code is None or any(send.medium is not Medium.TEMPLATE for send in problem.sends) or problem.roles != {"To"}:
        return
    found = LINK.match(code.slice(place))
    if found is None:
        return
    start = place.column + found.end()
    edits = [Edit(code.gap(place.line, start), "?bcc=")]
    rest = code.lines[place.end_line - 1][place.end_column - 1 :]
    if rest.startswith("?"):
        separator = "&" if "&" in rest and "&amp;" not in rest else "&amp;"
        edits.append(
            Edit(Place(code.path, place.end_line, place.end_column, place.end_line, place.end_column + 1), separator)
        )
    yield Change("Put the addresses of the link behind bcc=", tuple(edits), HIDDEN, gone=True)
