"""What is passed by: the project's excludes, its ignore files, and the folders that hold nobody's own sources."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cclint.config import Config
from cclint.config.patterns import Specs, ignored, patterns_of
from cclint.config.roots import repository

NEVER: Final = frozenset({".git", ".hg", ".svn", ".bzr", ".jj"})
"""Folders that hold no sources, whatever a project's `exclude` says."""

EXCLUDED: Final = frozenset(
    {
        *(".venv", "venv", ".env", "env", "site-packages", "node_modules", "__pypackages__", "__pycache__", ".eggs"),
        *(".tox", ".nox", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".cclint_cache", ".ipynb_checkpoints"),
        *("build", "dist", "_build", ".direnv", ".idea", ".vscode"),
    }
)
"""Folders that are not walked into unless they are named, where the project does not set `exclude`."""


@dataclass(slots=True, eq=False, repr=False)
class Excludes:
    """What one run passes by, by absolute path.

    Parameters
    ----------
    config: the project's root and its excludes.
    gitignore: whether ignore files count.
    root: the absolute path of the root.
    troubles: ignore files that could not be read, each with the reason.
    """

    config: Config
    gitignore: bool = True
    root: str = ""
    troubles: list[tuple[str, str]] = field(default_factory=list)
    _own: Specs = ()
    _top: str = ""
    _read: dict[str, Specs] = field(default_factory=dict)
    _folders: frozenset[str] = NEVER

    def __post_init__(self) -> None:
        self.root = os.path.abspath(self.config.root)
        self._top = repository(self.root) or self.root
        if patterns := [*(self.config.exclude or ()), *self.config.extend_exclude]:
            self._own = ((slashed(self.root), patterns_of(patterns)),)
        if self.config.exclude is None:
            self._folders = NEVER | EXCLUDED

    def skips(self, name: str) -> bool:
        """Whether a folder of that name is passed by unless it is named itself."""
        return name in self._folders or (name.endswith(".egg-info") and self.config.exclude is None)

    def covers(self, path: str, *, folder: bool) -> bool:
        """Whether the project excludes a path, or a folder that it lies in; what lies outside of it is not its
        business.
        """
        if path == self.root or not path.startswith(slashed(self.root)):
            return False
        specs = self.above(path)
        parts = path[len(slashed(self.root)) :].split(os.sep)
        places = [slashed(self.root) + os.sep.join(parts[:end]) for end in range(1, len(parts) + 1)]
        return any(ignored(specs, place, folder=folder or place != path) for place in places)

    def above(self, path: str) -> Specs:
        """What is ignored at a path, by the configuration and by the ignore files of the folders that it lies in."""
        specs = self._own
        if self.gitignore and path.startswith(slashed(self._top)):
            here = self._top
            for part in path[len(slashed(self._top)) :].split(os.sep):
                specs = self.extended(specs, here)
                here = os.path.join(here, part)
        return specs

    def extended(self, specs: Specs, folder: str) -> Specs:
        """Add a folder's ignore file, if it has one."""
        if folder not in self._read:
            self._read[folder] = self._ignore_file(folder)
        return (*specs, *self._read[folder])

    def _ignore_file(self, folder: str) -> Specs:
        try:
            lines = Path(folder, ".gitignore").read_bytes().decode("utf-8", "surrogateescape").splitlines()
        except (FileNotFoundError, NotADirectoryError):
            return ()
        except OSError as error:
            self.troubles.append((os.path.join(folder, ".gitignore"), error.strerror or str(error)))
            return ()
        return ((slashed(folder), patterns_of(lines)),)


def slashed(folder: str) -> str:
    """A folder as the beginning of what lies in it."""
    return folder if folder.endswith(os.sep) else folder + os.sep
