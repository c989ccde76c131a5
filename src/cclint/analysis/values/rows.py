"""Rows of a database whose columns have names: `row["email"]`, `row.email`, `row[1]`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from cclint.analysis.values.trail import Trail
from cclint.analysis.values.value import STRING, Opaque, Seq, Value, each

KIND: Final = "row"
GATHERED: Final = "sqlalchemy.Gathered"
"""The type of what an aggregate puts together out of many rows."""
METHODS: Final = frozenset({"count", "index", "keys", "values", "items", "get", "cursor_description"})
"""What rows have besides their columns, whichever library they are of."""


def row(columns: Iterable[tuple[str, Value]], trail: Trail | None) -> Seq:
    """A row; a column without a name of its own has an empty one."""
    held = list(columns)
    return Seq(" ".join((KIND, *(name or "?" for name, _ in held))), each(value for _, value in held), trail)


def is_row(value: Value) -> bool:
    """Whether a value is a row of a database."""
    return isinstance(value, Seq) and value.kind.partition(" ")[0] == KIND


def names(value: Seq) -> list[str]:
    """The names of a row's columns, in lower case."""
    return value.kind.split(" ")[1:]


def column(value: Seq, name: str | None) -> Value | None:
    """What stands in the column with a name; None for what is no column's name."""
    if name is None or not is_row(value) or name.startswith("_") or name in METHODS:
        return None
    known, wanted = names(value), name.casefold()
    if wanted in known:
        return value.runs[known.index(wanted)].value
    return Opaque(("column", value.token, wanted), STRING, born=born(value), trail=value.trail)


def born(value: Seq) -> tuple[int, ...]:
    """The loops that go through the rows."""
    return next((run.value.born for run in value.runs if isinstance(run.value, Opaque)), ())
