"""Which modules take part: those that mention a mail API, and those that can call what does, to a fixed point."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cclint.analysis.callers import Callers
from cclint.analysis.project import Project
from cclint.analysis.relevance import Relevant, Tests
from cclint.ir.source import Source

HELD: Final = 6 << 20
"""Bytes of source whose nodes are kept for what comes next; they take some fifteen times as much."""


def take_in(project: Project, kept: set[str], relevant: Relevant, sources: Sequence[Source], tests: Tests) -> None:
    """Find the modules that can send mail, and those that can call a function that does, to a fixed point.

    Parameters
    ----------
    project, sources: the files.
    kept: the paths of those that mention a mail API.
    relevant: is told of each module.
    tests: tells test code from others: what only that calls is judged by itself.
    """
    callers = Callers((source for source in sources if not tests(source.path)), project)
    unsure = {path for path in kept if relevant.apis.says_little(path)}
    kept -= unsure
    pending = sorted(kept)
    held = 0
    while pending:
        for path in pending:
            module = project.module(path)
            if module is not None:
                relevant.look_at(module)
                held += len(project.sources[path].content or b"")
                if held > HELD:  # they are lowered again when their part's turn comes
                    project.let_go()
                    held = 0
        relevant.extend()
        found = callers.of(relevant.helpers(), kept)
        more = relevant.beside(unsure - kept)
        pending = sorted({*(source.path for source in found), *more, *(relevant.renamed.keys() - kept)})
        kept |= set(pending)
