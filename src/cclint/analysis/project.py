"""The project's files as modules: which file an import means, and what its lowered form is, made when it is asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cclint.analysis.files import Files
from cclint.finding import Notice
from cclint.frontends.files import Reading
from cclint.ir import nodes as ir
from cclint.ir.source import Source

STANDARD = sys.stdlib_module_names


@dataclass(slots=True)
class Project:
    """The files of one run.

    Parameters
    ----------
    sources: by path.
    read: the front end: lowers a source, and says in notices what of it cannot be read.
    files: what the program can open.
    settings: the modules that Django takes for its settings, once somebody has asked.
    """

    sources: Mapping[str, Source]
    read: Callable[[Source], Reading]
    files: Files
    modules: dict[str, ir.Module | None] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    settings: list[str] | None = None
    _by_name: dict[str, list[str]] = field(default_factory=dict)
    _packages: set[str] = field(default_factory=set)
    _resolved: dict[tuple[str, str], str | None] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        sources: Iterable[Source],
        read: Callable[[Source], Reading],
        root: Path = Path(),
        others: Iterable[Source] = (),
    ) -> Project:
        by_path = {source.path: source for source in sources}
        project = cls(by_path, read, Files(root, by_path, {source.path: source for source in others}))
        for path in sorted(project.sources):
            folder, _, name = path.rpartition("/")
            stem = name.partition(".")[0]
            if stem == "__init__":
                project._packages.add(folder)
                stem = folder.rpartition("/")[2]
            project._by_name.setdefault(stem, []).append(path)
        return project

    def module(self, path: str) -> ir.Module | None:
        """The lowered module of a file; None where it cannot be read."""
        if path not in self.modules:
            source = self.sources.get(path)
            reading = Reading() if source is None else self.read(source)
            self.notices += reading.notices
            self.modules[path] = reading.module
        return self.modules[path]

    def resolve(self, name: str, importer: str, level: int = 0) -> str | None:
        """The file that `import name` means in a file.

        Parameters
        ----------
        name: the dotted name; "" in `from . import x`.
        importer: the path of the importing file.
        level: the leading dots.

        Returns
        -------
        A path; of a package its `__init__` file, or the folder with a slash behind it where it has none; None for a
        library.
        """
        key = (f"{level}:{name}", importer)
        if key not in self._resolved:
            self._resolved[key] = self._relative(name, importer, level) if level else self._absolute(name, importer)
        return self._resolved[key]

    def _relative(self, name: str, importer: str, level: int) -> str | None:
        folder = importer.rpartition("/")[0]
        for _ in range(level - 1):
            folder = folder.rpartition("/")[0]
        return self._below(folder, name)

    def _below(self, folder: str, name: str) -> str | None:
        base = "/".join(part for part in (folder, *name.split(".")) if part)
        for candidate in (f"{base}.py", f"{base}/__init__.py"):
            if candidate.lstrip("/") in self.sources:
                return candidate.lstrip("/")
        if base and any(path.startswith(f"{base}/") for path in self._near(name, base)):
            return f"{base}/"  # a namespace package
        return None

    def _near(self, name: str, base: str) -> Iterable[str]:
        """Files that may lie in a folder that is a namespace package."""
        return self.sources if name or base else ()

    def _absolute(self, name: str, importer: str) -> str | None:
        own = importer.rpartition("/")[0]
        first, _, _ = name.partition(".")
        if own not in self._packages:  # a script's folder comes first on the path
            found = self._file(own, name)
            if found is not None:
                return found
        if first in STANDARD:
            return None
        folder = own
        while True:  # the folders around it: source folders, the root
            if folder not in self._packages or folder == "":
                found = self._file(folder, name) or self._file(f"{folder}/src".lstrip("/"), name)
                if found is not None:
                    return found
            if not folder:
                break
            folder = folder.rpartition("/")[0]
        return self._anywhere(name, importer)

    def _file(self, folder: str, name: str) -> str | None:
        base = "/".join(part for part in (folder, *name.split(".")) if part)
        for candidate in (f"{base}.py", f"{base}/__init__.py"):
            if candidate in self.sources:
                return candidate
        return None

    def _anywhere(self, name: str, importer: str) -> str | None:
        """A file elsewhere in the project whose path ends with the dotted name and whose top folder is no package."""
        parts = name.split(".")
        if len(parts) < 2:
            return None
        endings = ("/" + "/".join(parts) + ".py", "/" + "/".join(parts) + "/__init__.py")
        found = []
        for path in self._by_name.get(parts[-1], ()):
            for ending in endings:
                if ("/" + path).endswith(ending):
                    top = ("/" + path)[: -len(ending)].lstrip("/")
                    if top not in self._packages:
                        found.append(path)
        return min(found, key=lambda path: (-_shared(path, importer), path)) if found else None

    def dotted(self, path: str) -> str:
        """The name that a file has as a module."""
        folder, _, name = path.rpartition("/")
        stem = name.partition(".")[0]
        parts = [] if stem == "__init__" else [stem]
        while folder in self._packages:
            folder, _, last = folder.rpartition("/")
            parts.insert(0, last)
        return ".".join(parts)

    def submodule(self, package: str, name: str) -> str | None:
        """The file of a module inside a package, given the package's `__init__` or folder."""
        folder = package.rpartition("/")[0]
        return self._file(folder, name)


def _shared(path: str, other: str) -> int:
    """How many leading folders two paths share."""
    mine, theirs = path.split("/"), other.split("/")
    number = 0
    while number < min(len(mine), len(theirs)) and mine[number] == theirs[number]:
        number += 1
    return number
