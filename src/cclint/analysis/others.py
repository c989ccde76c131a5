"""Files that are not Python's: which of them take part, and what they become."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from cclint.finding import Notice
from cclint.frontends.files import Lower, read_other
from cclint.ir import nodes as ir
from cclint.ir.source import Source

LARGEST: Final = 8 * 1024 * 1024
"""Bytes of the largest file that is looked at."""


@dataclass(frozen=True, slots=True)
class Other:
    """A kind of file.

    Parameters
    ----------
    lower: from a path and a text to a module.
    words: what must be found in a file for it to be lowered; None where every file is.
    """

    lower: Lower
    words: re.Pattern[bytes] | None = None


@dataclass(frozen=True, slots=True)
class Others:
    """The kinds of files besides Python's own.

    Parameters
    ----------
    suffixes, names, interpreters: how they are told by the end of a name, by a whole name, and by a first line.
    """

    suffixes: Mapping[str, Other]
    names: Mapping[str, Other]
    interpreters: tuple[tuple[bytes, Other], ...] = ()

    def of(self, source: Source) -> Other | None:
        """The kind of a file; None for Python's."""
        name = source.path.rpartition("/")[2]
        suffix = os.path.splitext(name)[1].lower()
        if name in self.names:
            return self.names[name]
        if suffix or source.path.startswith("-"):
            return self.suffixes.get(suffix)
        try:
            first = source.read()[:128].split(b"\n", 1)[0]
        except OSError:
            return None
        if not first.startswith(b"#!") or b"python" in first:
            return None
        return next((other for word, other in self.interpreters if word in first), None)

    def modules(self, sources: Iterable[Source]) -> tuple[dict[str, ir.Module], list[Notice]]:
        """The modules of the files that send something, and notices about those that could not be read.

        Parameters
        ----------
        sources: those among which they are.
        """
        modules: dict[str, ir.Module] = {}
        notices: list[Notice] = []
        for source in sources:
            other = self.of(source)
            found = _module(source, other) if other is not None else None
            if isinstance(found, Notice):
                notices.append(found)
            elif found is not None and len(found.body.body) > 1:
                modules[source.path] = found
        return modules, notices


def _module(source: Source, other: Other) -> ir.Module | Notice | None:
    kept = source.content
    try:
        if kept is None and os.path.getsize(source.file) > LARGEST:
            return Notice(source.path, 1, 1, "cut", f"the file has more than {LARGEST:,} bytes", fatal=False)
        data = source.read()
    except OSError as error:
        return Notice(source.path, 1, 1, "unreadable", f"the file cannot be read: {error.strerror or error}")
    if other.words is not None and other.words.search(data) is None:
        source.content = kept  # not needed any more
        return None
    return read_other(source, other.lower)
