"""The small tree that every settings file becomes: scalars, lists and tables, each with its place.

It says what the file holds, as the loaders of Python give it to a program; nothing here knows a format. Places are those
of `cclint.ir.nodes`: lines and columns count from 1, columns count characters, the end is exclusive.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from cclint.finding import Notice
from cclint.ir.nodes import Span

DEPTH: Final = 100
"""No tree is deeper: a reader refuses the file instead. So a walk may recurse."""

SIZE: Final = 500_000
"""No document holds more values, shared ones counted as often as they are reached. So a walk ends."""

Value: TypeAlias = str | int | float | bool | None
"""What a scalar holds. A date is the text that stands in the file."""


@dataclass(slots=True, eq=False)
class Scalar:
    """A single value.

    Parameters
    ----------
    at: where it stands, quotes, tags and anchors included; empty, behind the key, where nothing is written.
    value: what the loader makes of it.
    tag: the tag of YAML that stands before it and that no safe loader knows ("!secret"): `value` is then the plain value
    beneath, and what the program gets depends on who gives the tag a meaning.
    """

    at: Span
    value: Value
    tag: str = ""


@dataclass(slots=True, eq=False)
class Items:
    """A list. `tag` is as for a scalar."""

    at: Span
    items: Sequence[Data]
    tag: str = ""


@dataclass(slots=True, eq=False)
class Entry:
    """A key and its value; `at` is the key's place, and the value has its own."""

    at: Span
    key: Value
    value: Data


@dataclass(slots=True, eq=False)
class Table:
    """A mapping. No key occurs twice: as with the loaders, the last one in the file has won. `tag` is as for a scalar.

    In files that open a table with a line of its own (TOML, INI), `at` is that line's header.
    """

    at: Span
    entries: Sequence[Entry]
    tag: str = ""

    def get(self, key: Value) -> Data | None:
        """The value under a key, or None where there is none."""
        return next((entry.value for entry in self.entries if entry.key == key), None)


Data: TypeAlias = Scalar | Items | Table


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A file that was read.

    Parameters
    ----------
    path: as its source names it.
    format: the format that it was read as; what `cclint.frontends.settings.parse` takes.
    roots: what it holds. YAML may hold several documents, JSON lines has a value on each line; a table (CSV) is a list of
    rows, which are lists of cells.
    notices: what a reader should know about the way it was read; never fatal.
    """

    path: str
    format: str
    roots: tuple[Data, ...]
    notices: tuple[Notice, ...] = ()


def plain(data: Data) -> Any:
    """The value as Python's own lists, dicts and scalars, places left out."""
    match data:
        case Scalar():
            return data.value
        case Items():
            return [plain(item) for item in data.items]
        case Table():
            return {entry.key: plain(entry.value) for entry in data.entries}
