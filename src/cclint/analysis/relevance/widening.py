"""Which modules take part: those that mention a mail API, and those that can call what does, to a fixed point."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cclint.analysis.deep import deeply
from cclint.analysis.program.project import Project
from cclint.analysis.relevance.callers import Callers
from cclint.analysis.relevance.functions import Relevant, Tests
from cclint.analysis.relevance.outline import Outline, outlined
from cclint.analysis.relevance.wholly import Wholly
from cclint.analysis.shares import shared
from cclint.finding import Notice
from cclint.ir.source import Source

HELD: Final = 3 << 20
"""Bytes of source whose nodes are kept for what comes next; they take some fifteen times as much."""
AT_ONCE: Final = 1 << 20
"""Bytes whose nodes are there at a time where all would be too many."""
WORTH: Final = 8
"""Files that are worth a process."""


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
    wholly = Wholly(callers)
    unsure = {path for path in kept if relevant.apis.says_little(path)}
    kept -= unsure
    mailers = {*kept}
    pending = sorted(kept)
    looking = _Looking(project)
    while pending:
        for outline in looking.at(pending):
            relevant.outlines[outline.path] = outline
        pending = deeply(_more, kept, unsure, mailers, relevant, callers, wholly)
        kept |= {*pending}
        if looking.much:
            project.let_go()


def _more(
    kept: set[str], unsure: set[str], mailers: set[str], relevant: Relevant, callers: Callers, wholly: Wholly
) -> list[str]:
    """The paths of further files that take part."""
    relevant.extend()
    found = callers.of(relevant.helpers(), kept, relevant.lent())
    more = relevant.beside(unsure - kept)
    new = {*(source.path for source in found), *more, *(relevant.known.renamed.keys() - kept)}
    if not new:
        relevant.whole = wholly.programs(relevant, mailers)
        new = relevant.whole - kept
    return sorted(new)


class _Looking:
    """Outlines of files: their nodes are kept for what comes next, as long as they are not too many. Then several processes
    share the work, and each forgets them as it goes on.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self.taken = 0
        self.much = False

    def at(self, paths: list[str]) -> list[Outline]:
        self.taken += sum(_size(self.project.sources[path]) for path in paths)
        if self.taken <= HELD:
            return deeply(self.outlines, paths)[0]
        self.much = True
        self.project.let_go()
        import pickle

        def work(numbers: range) -> list[bytes]:
            return [pickle.dumps(deeply(self.outlines, [paths[number] for number in numbers]))]

        found: list[Outline] = []
        for one in shared(work, len(paths), WORTH):
            outlines, notices = pickle.loads(one)  # noqa: S301 (this very program made it)
            found += outlines
            self.project.notices += notices
        self.project.seen.update(paths)
        return found

    def outlines(self, paths: list[str]) -> tuple[list[Outline], list[Notice]]:
        """Look at some files: what they are, and what is to be said of them."""
        project = self.project
        found, held, told = [], 0, len(project.notices)
        for path in paths:
            module = project.module(path)
            if module is not None:
                found.append(outlined(module, project))
                held += len(project.sources[path].content or b"")
                if self.much and held > AT_ONCE:
                    project.let_go()
                    held = 0
        return found, project.notices[told:]


def _size(source: Source) -> int:
    """How many bytes a file has; that it cannot be read any more is said by who reads it."""
    try:
        return len(source.glance())
    except OSError:
        return 0
