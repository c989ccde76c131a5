"""The patterns of ignore files and excludes, read as git reads them; pathspec is imported where there are any."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

Specs: TypeAlias = "tuple[tuple[str, GitIgnoreSpec], ...]"
"""Patterns in force, the outermost first, each with the folder (and a separator) that they speak about."""


def ignored(specs: Specs, path: str, *, folder: bool) -> bool:
    """Whether ignore files exclude a path: the innermost one that says something decides, as git does it.

    Parameters
    ----------
    specs: what is in force.
    path: an absolute path.
    folder: whether it is a folder, which patterns that end with a slash ask for.
    """
    for base, spec in reversed(specs):
        if not path.startswith(base):
            continue
        verdict = spec.check_file(path[len(base) :].replace(os.sep, "/") + ("/" if folder else "")).include
        if verdict is not None:
            return verdict
    return False


def patterns_of(patterns: Sequence[str]) -> GitIgnoreSpec:
    """The lines of an ignore file, compiled.

    Parameters
    ----------
    patterns: one pattern a line; comments and empty lines count for nothing.
    """
    from pathspec import GitIgnoreSpec

    try:
        return GitIgnoreSpec.from_lines(patterns)
    except ValueError:  # git takes no notice of a pattern that means nothing, such as a lone "!"
        return GitIgnoreSpec.from_lines([pattern for pattern in patterns if _means_something(pattern)])


def _means_something(pattern: str) -> bool:
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([pattern])
    except ValueError:
        return False
    return True
