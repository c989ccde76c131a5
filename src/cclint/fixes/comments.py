"""Comments that allow nothing: they can be taken away without changing the program."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cclint.finding import Edit, Place
from cclint.fixes.problem import Change, Problem


def comment_removed(problem: Problem) -> Iterator[Change]:
    """Take away a comment that ends its line and names one rule; whoever wrote more decides what stays.

    Parameters
    ----------
    problem: a suppression that nothing needs.
    """
    code, place = problem.code, problem.finding.place
    if problem.finding.rule != "unused-suppression" or code is None or place.line > len(code.lines):
        return
    line = code.lines[place.line - 1]
    start = line.rfind("#", 0, place.column)
    if start < 0 or not re.match(r"#\s*cclint:", line[start:]) or "," in line[start:].split("]", 1)[0]:
        return
    if line[place.end_column - 1 :].strip():
        return
    kept = len(line[:start].rstrip())
    whole = not kept
    where = Place(code.path, place.line, 1, place.line + 1, 1) if whole else Place(
        code.path, place.line, kept + 1, place.line, len(line) + 1
    )  # fmt: skip
    yield Change("Take the comment away", (Edit(where, ""),), "a comment does nothing", safe=True)
