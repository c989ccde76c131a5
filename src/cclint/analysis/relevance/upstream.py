"""Which modules lead to the files that a user asked about: those from which something in these can be reached."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Final

from cclint.ir.source import Source

MODULES: Final = (".py", ".pyw", ".ipynb")
DOCUMENTS: Final = (".md", ".rst")
"""Kinds of files that no program reads its recipients from."""


def upstream(
    selected: AbstractSet[str], sources: Iterable[Source], reached: Mapping[str, AbstractSet[str]]
) -> set[str]:
    """The modules from which something in some files can be reached.

    Parameters
    ----------
    selected: the paths that a user asked about.
    sources: all files of the project: what is no module that takes part is found by who names it, on any way.
    reached: by the path of each module that takes part, the files whose functions it can name.
    """
    found = (selected & reached.keys()) | _naming(selected - reached.keys(), sources, reached.keys())
    while True:
        more = {path for path, others in reached.items() if path not in found and not others.isdisjoint(found)}
        if not more:
            return found
        found |= more


def _naming(paths: AbstractSet[str], sources: Iterable[Source], modules: AbstractSet[str]) -> set[str]:
    """The modules that name one of some files, or a file that does: settings, constants, what hands them on."""
    found: set[str] = set()
    left = {source.path: source for source in sources if source.path.endswith(MODULES)} if paths else {}
    pending = {path for path in paths if not path.endswith(DOCUMENTS)}
    while pending and left:
        names = re.compile(b"|".join(sorted({_named(path) for path in pending})))
        naming = {path for path, source in left.items() if path not in pending and names.search(_bytes(source))}
        for path in naming:
            del left[path]
        found |= naming & modules
        pending = naming - modules
    return found


def _named(path: str) -> bytes:
    """A pattern for the ways in which modules speak of a file: a module by its word, other files in texts."""
    folder, _, name = path.rpartition("/")
    stem = name.partition(".")[0]
    if not path.endswith(MODULES) and stem:
        return rb"""["'/\\}]""" + re.escape(stem.encode("utf-8", "surrogateescape")) + rb"(?!\w)"
    word = folder.rpartition("/")[2] or stem if stem == "__init__" else stem or name.strip(".")
    return rb"(?<!\w)" + re.escape(word.encode("utf-8", "surrogateescape")) + rb"(?!\w)"


def _bytes(source: Source) -> bytes:
    try:
        return source.glance()
    except OSError:
        return b""
