"""Files that are not Python's: which of them take part, and what they become."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from cclint.finding import Notice
from cclint.ir.source import Source

if TYPE_CHECKING:
    from cclint.frontends.files import Lower
    from cclint.ir import nodes as ir

LARGEST: Final = 8 * 1024 * 1024
"""Bytes of the largest file that is looked at."""


class Other(NamedTuple):
    """A kind of file.

    Parameters
    ----------
    lower: from a path and a text to a module.
    words: patterns of which one must be found in a file for it to be lowered; none where every file is. One that begins
        with a constant is searched many times as fast as one of several alternatives; they are compiled when there is
        such a file.
    """

    lower: Lower
    words: tuple[bytes, ...] = ()


class Others(NamedTuple):
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
        if (other := self.names.get(f"{name.partition('.')[0]}.*")) is not None:
            return other
        folder = source.path.rpartition("/")[0].rpartition("/")[2]
        if "." not in name and (other := self.names.get(f"{folder}/*")) is not None:
            return other
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
        sources: those that `takes_part` has let through.
        """
        from cclint.frontends.files import read_other  # most projects have no such file

        modules: dict[str, ir.Module] = {}
        notices: list[Notice] = []
        for source in sources:
            other = self.of(source)
            found = read_other(source, other.lower) if other is not None else None
            if isinstance(found, Notice):
                notices.append(found)
            elif found is not None and len(found.body.body) > 1:
                modules[source.path] = found
        return modules, notices


def takes_part(source: Source, other: Other) -> bool | Notice:
    """Whether a file holds one of the words of its kind; a notice where it cannot be looked at.

    Parameters
    ----------
    source: a file that is not Python's.
    other: its kind.
    """
    try:
        if source.content is None and os.path.getsize(source.file) > LARGEST:
            return Notice(source.path, 1, 1, "cut", f"the file has more than {LARGEST:,} bytes", fatal=False)
        data = source.read()
    except OSError as error:
        return Notice(source.path, 1, 1, "unreadable", f"the file cannot be read: {error.strerror or error}")
    return not other.words or any(re.search(word, data) for word in other.words)
