"""Where a project begins, as the folders around some paths tell: repositories and package files, not configuration."""

from __future__ import annotations

import os
from typing import Final

MARKERS: Final = ("pyproject.toml", "setup.py", "setup.cfg")


def root_without_configuration(base: str) -> str:
    """Where a project without configuration begins.

    Parameters
    ----------
    base: the folder that all paths of a run lie in.

    Returns
    -------
    The top of its repository, else the nearest folder with a package file, else the folder itself.
    """
    if (top := repository(base)) is not None:
        return top
    for place in ancestors(base):
        if any(os.path.isfile(os.path.join(place, marker)) for marker in MARKERS):
            return place
    return base


def is_project(folder: str) -> bool:
    """Whether a folder is where somebody's project begins, and not just some folder that paths have in common."""
    return any(os.path.exists(os.path.join(folder, marker)) for marker in (".git", "cclint.toml", *MARKERS))


def repository(folder: str) -> str | None:
    """The top of the git work tree that a folder lies in; git need not be installed for that.

    Parameters
    ----------
    folder: where to begin to look.

    Returns
    -------
    An absolute path, or None outside of any repository.
    """
    for place in ancestors(os.path.abspath(folder)):
        if os.path.exists(os.path.join(place, ".git")):  # a file in worktrees and submodules
            return place
    return None


def existing_folder(path: str) -> str:
    """The nearest folder that exists at or above a path."""
    folder = os.path.abspath(path)
    while not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    return folder


def ancestors(folder: str) -> list[str]:
    """A folder and all that it lies in, the innermost first."""
    found = [folder]
    while (parent := os.path.dirname(found[-1])) != found[-1]:
        found.append(parent)
    return found
