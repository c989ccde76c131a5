"""Small programs, which are followed as a whole: there is no need to guess by names who calls whom there."""

from __future__ import annotations

import re
from typing import Final

from cclint.analysis.relevance.callers import Callers, python_in
from cclint.analysis.relevance.functions import Relevant
from cclint.analysis.relevance.parts import linked

FUNCTIONS: Final = 120
"""Functions that a small program has at most."""
FILES: Final = 40
"""Files that it has at most."""
FUNCTION: Final = re.compile(rb"^[ \t]*(?:async[ \t]+)?def[ \t]", re.MULTILINE)


class Wholly:
    """Finds them by the import statements of files, before those are lowered.

    Parameters
    ----------
    callers: knows which files import which; tests, which belong to no program, are not among them.
    """

    def __init__(self, callers: Callers) -> None:
        self.callers = callers
        self.sources = {source.path: source for source in callers.sources}
        self._counts: dict[str, int] = {}

    def programs(self, relevant: Relevant, mailers: set[str]) -> set[str]:
        """The files of the small programs that send mail.

        Parameters
        ----------
        relevant: is told which files have decided that a program is not small.
        mailers: the paths of files that have to do with mail by what they say themselves.
        """
        left = [program for program in self.senders(relevant, mailers) if self.is_small(program)]
        while True:
            for program in left:
                self.take_in_imported(program)
            new = self.importing([program for program in left if self.is_small(program)])
            large = [program for program in left if not self.is_small(program)]
            relevant.near.update(*large)
            left = [program for program in left if self.is_small(program)]
            if not new:
                return set[str]().union(*left)

    def senders(self, relevant: Relevant, mailers: set[str]) -> list[set[str]]:
        """Files that have to do with mail, together with those that they are linked to, as far as is known."""
        outlines = {path: one for path, one in relevant.outlines.items() if path in self.sources}
        groups = map(set, linked({path: one.reaches & outlines.keys() for path, one in outlines.items()}))
        return [group for group in groups if not mailers.isdisjoint(group)]

    def take_in_imported(self, program: set[str]) -> None:
        """Take in what the files of a program import, as long as it is small."""
        pending = sorted(program)
        while pending and self.is_small(program):
            source = self.sources[pending.pop()]
            new = {path for path, _, _ in self.callers.imported(source)} & self.sources.keys() - program
            program |= new
            pending += sorted(new)

    def importing(self, programs: list[set[str]]) -> bool:
        """Take in the files that import one of some programs, as long as those are small: whether there are any."""
        owners: dict[str, list[set[str]]] = {}
        for program in programs:
            for path in program:
                owners.setdefault(path, []).append(program)
        new = False
        for path, imported in sorted(self.callers.importing({*owners}).items()):
            for program in (program for other in sorted(imported) for program in owners[other]):
                if path not in program and self.is_small(program):
                    program.add(path)
                    new = True
        return new

    def is_small(self, program: set[str]) -> bool:
        """Whether a program has few files, and few functions in those."""
        return len(program) <= FILES and sum(map(self.functions_in, program)) <= FUNCTIONS

    def functions_in(self, path: str) -> int:
        """How many functions a file has, by a look at its text."""
        if path not in self._counts:
            self._counts[path] = len(FUNCTION.findall(python_in(self.sources[path])))
        return self._counts[path]
