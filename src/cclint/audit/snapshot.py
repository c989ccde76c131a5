"""A commit without a checkout: its sources come from git's objects; a folder of ours holds what else is read of it.

That is its configuration, ignore files, stubs, baselines, and data that programs open: all else that is no source is left
where it is. They are written as plain files, whatever attributes, filters or links the commit has.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Final

from cclint.discovery.kinds import suffix_of
from cclint.gate.git import LINK, SUBMODULE, Entry, Repository

SUFFIXES: Final = frozenset({".toml", ".pyi", ".csv", ".tsv", ".env", ".dat", ".data", ".lst", ".list"})
NAMES: Final = frozenset({".gitignore", ".env", "CODEOWNERS"})


def write_surroundings(repository: Repository, entries: Iterable[Entry], folder: str) -> None:
    """Write what is read of a commit besides its sources.

    Parameters
    ----------
    repository: where the commit is.
    entries: its files.
    folder: an empty folder.

    Raises
    ------
    OSError: it cannot be written.
    """
    os.mkdir(os.path.join(folder, ".git"))  # the top of a repository ends there, whatever the folder lies in
    wanted = [entry for entry in entries if _is_read(entry) and _is_below(entry.path)]
    contents = repository.contents(entry.name for entry in wanted)
    for entry in wanted:
        if entry.name in contents:
            place = os.path.join(folder, *entry.path.split("/"))
            os.makedirs(os.path.dirname(place), exist_ok=True)
            with open(place, "xb") as file:
                file.write(contents[entry.name])


def _is_read(entry: Entry) -> bool:
    name = entry.path.rpartition("/")[2]
    return entry.mode not in (LINK, SUBMODULE) and (name in NAMES or suffix_of(name) in SUFFIXES)


def _is_below(path: str) -> bool:
    """Whether a path leads into the folder: a tree that somebody has forged can hold others."""
    forbidden = ("", ".", "..", ".git")
    return not any(part.lower() in forbidden or set(part) & {"\\", ":", "\0"} for part in path.split("/"))
