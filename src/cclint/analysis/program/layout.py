"""Which file an import means, told by the paths of the project's files alone."""

from __future__ import annotations

import sys
from collections.abc import Collection
from dataclasses import dataclass, field

STANDARD = sys.stdlib_module_names
SOURCES = ("src", "lib", "libs", "common", "python")
"""Folders that programs put on the path to find their own modules there."""
MANAGING = "/manage.py"
"""The script of a Django project: https://docs.djangoproject.com/en/5.2/ref/django-admin/"""


def is_test(path: str) -> bool:
    """Whether a file is test code by its name or folder, as test runners have it."""
    *folders, name = path.split("/")
    return (
        bool({"test", "tests", "testing"} & set(folders))
        or name.startswith(("test_", "tests_"))
        or name == "tests.py"
        or name.endswith("_test.py")
        or name == "conftest.py"
    )


def is_example(path: str) -> bool:
    """Whether a file shows how the project's code may be used: others will use it for what its authors do not know."""
    return bool({"example", "examples", "sample", "samples", "demo", "demos"} & set(path.split("/")[:-1]))


@dataclass(slots=True)
class Layout:
    """The paths of one run.

    Parameters
    ----------
    sources: all of them.
    libraries: the packages that stubs describe: an unpacked release of one is no part of the programs beside it.
    """

    sources: Collection[str]
    libraries: frozenset[str] = field(default=frozenset(), init=False)
    _above: dict[str, list[str]] = field(default_factory=dict, init=False)  # by the name of a folder, where it stands
    _packages: set[str] = field(default_factory=set, init=False)
    _folders: set[str] = field(default_factory=set, init=False)
    _resolved: dict[tuple[str, str], str | None] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        for path in sorted(self.sources):
            folder, _, name = path.rpartition("/")
            if name.partition(".")[0] == "__init__":
                self._packages.add(folder)
            while folder and folder not in self._folders:
                self._folders.add(folder)
                above, _, last = folder.rpartition("/")
                self._above.setdefault(last, []).append(above)
                folder = above
        # A script's folder comes first on the path, also where an `__init__.py` lies beside it.
        self._packages.difference_update(path[: -len(MANAGING)] for path in self.sources if path.endswith(MANAGING))

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
        return f"{base}/" if base in self._folders else None  # a namespace package

    def _absolute(self, name: str, importer: str) -> str | None:
        own = importer.rpartition("/")[0]
        first, _, _ = name.partition(".")
        if own not in self._packages:  # a script's folder comes first on the path
            found = self._file(own, name)
            if found is not None:
                return found
        if first in STANDARD:
            return None
        folder, found = own, None
        while found is None:  # the folders around it: source folders, the root
            if folder not in self._packages or folder == "":
                inner = (f"{folder}/{one}".lstrip("/") for one in SOURCES)
                found = self._file(folder, name) or next(filter(None, (self._file(one, name) for one in inner)), None)
            if not folder:
                break
            folder = folder.rpartition("/")[0]
        found = found or self._anywhere(name, importer)
        if found in (None, importer) and own in self._packages and first not in self.libraries:
            beside = self._file(own, name)  # which Python 2 means by it, before all others
            return found if beside in (None, importer) else beside
        return found

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
        found = [
            path
            for top in self._above.get(parts[0], ())
            if top not in self._packages
            and not self._is_release(parts[0], top)
            and (path := self._file(top, name)) is not None
        ]
        return min(found, key=lambda path: (-_shared(path, importer), path)) if found else None

    def _is_release(self, package: str, folder: str) -> bool:
        """Whether a folder is an unpacked release of a library, `SQLAlchemy-2.0.41`, seen from outside."""
        last = folder.rpartition("/")[2].lower()
        name, _, version = last.rpartition("-")
        return package in self.libraries and name.replace("-", "_") == package.lower() and version[:1].isdigit()

    def dotted(self, path: str) -> str:
        """The name that a file has as a module."""
        folder, _, name = path.rpartition("/")
        stem = name.partition(".")[0]
        parts = [] if stem == "__init__" else [stem]
        while folder and folder in self._packages:  # the root's own package has no name
            folder, _, last = folder.rpartition("/")
            parts.insert(0, last)
        return ".".join(parts)

    def top(self, path: str) -> str:
        """The topmost package that a file stands in; its own path where that is none."""
        found, folder = path, path.rpartition("/")[0]
        while folder and folder in self._packages:  # the root's own package has no name
            found, folder = folder, folder.rpartition("/")[0]
        return found

    def submodule(self, package: str, name: str) -> str | None:
        """The file of a module inside a package, given the package's `__init__` or folder; any other module has none in it."""
        folder, _, own = package.rpartition("/")
        return self._file(folder, name) if own.partition(".")[0] in ("", "__init__") else None

    def submodules(self, package: str, importer: str, ending: str = "") -> list[str]:
        """The files of all modules right below a package whose names end so, given its dotted name."""
        folder = f"/{package.replace('.', '/')}/"
        found: list[str] = []
        for path in sorted(self.sources):
            above, _, name = path.rpartition("/")
            stem = name.removesuffix(".py")
            below = f"/{above}/".endswith(folder) and name.endswith(f"{ending}.py") and stem != "__init__"
            if below and self.resolve(f"{package}.{stem}", importer) == path:
                found.append(path)
        return found


def _shared(path: str, other: str) -> int:
    """How many leading folders two paths share."""
    mine, theirs = path.split("/"), other.split("/")
    number = 0
    while number < min(len(mine), len(theirs)) and mine[number] == theirs[number]:
        number += 1
    return number
