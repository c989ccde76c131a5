"""Which files are sources: what a name alone tells, and what the first line of a script does."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import NamedTuple

from cclint.hooks import Frontend


class Kinds(NamedTuple):
    """All kinds of files that can be read, put together for quick questions.

    Parameters
    ----------
    suffixes: how names end, in lower case and with the dot.
    filenames: whole names; `cron.d/*` is every file without a suffix in a folder of that name,
        `Jenkinsfile.*` one with any suffix.
    interpreters: what the first line of a file without a suffix names.
    """

    suffixes: frozenset[str]
    filenames: frozenset[str]
    interpreters: tuple[bytes, ...]

    @classmethod
    def of(cls, frontends: Iterable[Frontend]) -> Kinds:
        """The kinds that front ends offer."""
        kinds = tuple(frontends)
        return cls(
            frozenset(suffix for kind in kinds for suffix in kind.suffixes),
            frozenset(name for kind in kinds for name in kind.filenames),
            tuple(name.encode() for kind in kinds for name in kind.interpreters),
        )

    def possible(self, name: str) -> bool:
        """Whether a name alone leaves it open; cheap, for it is asked of everything."""
        dot = name.rfind(".")
        return (
            name in self.filenames
            or f"{name.partition('.')[0]}.*" in self.filenames
            or (suffix_of(name) in self.suffixes if dot > 0 else dot < 0)
        )

    def certain(self, path: str) -> bool | None:
        """Whether a path alone tells that a file is a source; None where its first line decides."""
        folder, name = os.path.split(path)
        if (
            name in self.filenames
            or f"{name.partition('.')[0]}.*" in self.filenames
            or ("." not in name and f"{os.path.basename(folder)}/*" in self.filenames)
        ):
            return True
        suffix = suffix_of(name)
        return suffix in self.suffixes if suffix else None

    def script(self, start: bytes) -> bool:
        """Whether the first bytes of a file name an interpreter that we read for."""
        first = start.split(b"\n", 1)[0]
        return first.startswith(b"#!") and any(name in first for name in self.interpreters)


def suffix_of(name: str) -> str:
    """The suffix of a name in lower case; a dot at the beginning makes none, a template's `.in` counts with the one before."""
    stem, suffix = os.path.splitext(os.path.basename(name).lower())
    return os.path.splitext(stem)[1] + suffix if suffix == ".in" else suffix
