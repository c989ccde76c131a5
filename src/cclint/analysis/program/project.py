"""The project's files as modules: which file an import means, and what its lowered form is, made when it is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cclint.analysis.program.files import Files
from cclint.analysis.program.layout import Layout
from cclint.analysis.program.walking import forget
from cclint.finding import Notice
from cclint.frontends.files import Reading
from cclint.ir import nodes as ir
from cclint.ir.source import Source


@dataclass(slots=True)
class Project(Layout):
    """The files of one run.

    Parameters
    ----------
    sources: by path.
    read: the front end: lowers a source, and says in notices what of it cannot be read.
    files: what the program can open.
    settings: the modules that Django takes for its settings, once somebody has asked.
    seen: the paths of the modules that anybody has asked for.
    around: the folders in which files are searched, each with a slash behind it.
    searches: patterns that files were searched for, each with the paths of those that hold it.
    """

    sources: Mapping[str, Source]
    read: Callable[[Source], Reading]
    files: Files
    modules: dict[str, ir.Module | None] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    around: tuple[str, ...] = ("",)
    notices: list[Notice] = field(default_factory=list)
    settings: list[str] | None = None
    searches: dict[re.Pattern[bytes], list[str]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        sources: Iterable[Source],
        read: Callable[[Source], Reading],
        root: Path = Path(),
        others: Iterable[Source] = (),
    ) -> Project:
        by_path = {source.path: source for source in sources}
        return cls(by_path, read, Files(root, by_path, {source.path: source for source in others}))

    def module(self, path: str) -> ir.Module | None:
        """The lowered module of a file; None where it cannot be read."""
        if path not in self.modules:
            source = self.sources.get(path)
            reading = Reading() if source is None else self.read(source)
            self.notices += reading.notices
            self.modules[path] = reading.module
            self.seen.add(path)
        return self.modules[path]

    def begin(self, paths: Collection[str], *, apart: bool) -> None:
        """Turn to one part of the program: nothing has been asked about it yet, and its modules are all that is known.

        Parameters
        ----------
        paths: the modules of the part.
        apart: whether there are others: then files are searched around its packages only.
        """
        self.modules = {path: self.modules[path] for path in paths if path in self.modules}
        if apart:
            folders = {self.top(path).rpartition("/")[0] for path in paths}
            self.around = tuple(sorted(f"{folder}/" if folder else "" for folder in folders))
        self.files = self.files.afresh()
        self.searches = {}
        self.settings = None

    def let_go(self) -> None:
        """Forget the nodes of all modules, and their bytes: who asks for one again has it lowered again."""
        for path in self.modules:
            if path in self.sources:
                self.sources[path].forget()
        self.modules.clear()
        forget()

    def holding(self, pattern: re.Pattern[bytes], word: bytes = b"") -> list[str]:
        """The paths of the files whose bytes hold a pattern, in the order of paths.

        Parameters
        ----------
        pattern: what is searched.
        word: something that is in all that it finds; it is found many times as fast.
        """
        if pattern not in self.searches:
            near = (path for path in sorted(self.sources) if path.startswith(self.around))
            self.searches[pattern] = [path for path in near if self._holds(path, pattern, word)]
        return self.searches[pattern]

    def _holds(self, path: str, pattern: re.Pattern[bytes], word: bytes) -> bool:
        try:
            data = self.sources[path].glance()
        except OSError:
            return False
        return word in data and pattern.search(data) is not None
