"""A path in the file system, as a program holds one: `pathlib.Path` and its kin."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from typing import Any

from cclint.analysis.values.entering import parts_of
from cclint.analysis.values.rope import Text, text
from cclint.analysis.values.text import beginning, concat
from cclint.analysis.values.trail import Trail
from cclint.analysis.values.value import STRING, Opaque, Value


class PathValue(Value):
    """A `pathlib.Path`; `spelt` is its text."""

    __slots__ = ("spelt",)

    def __init__(self, spelt: Text, trail: Trail | None = None) -> None:
        self.spelt = spelt
        self.trail = trail

    @property
    def identity(self) -> Any:
        return self.spelt.token

    @property
    def parts_within(self) -> Iterable[Value]:
        return (self.spelt,)

    def along(self, trail: Trail | None) -> PathValue:
        return PathValue(self.spelt, trail)


def spelt(value: Value | None) -> Text | None:
    """The text of a path, a `Path` or a `str`; None where nothing of it is known."""
    if isinstance(value, PathValue):
        return value.spelt
    return value if isinstance(value, Text) else None


def joined(left: Value, right: Value) -> Value:
    """`os.path.join(left, right)`."""
    first, second = spelt(left), spelt(right)
    if first is None or second is None:
        return Opaque(("join", left.identity, right.identity), STRING)
    if first.constant is not None and second.constant is not None:
        return text(posixpath.join(first.constant, second.constant))
    if beginning(second).startswith("/"):
        return second
    return concat(concat(first, text("/")), second)


def as_path(value: Value) -> Value:
    """A path that is spelt as a text is."""
    shown = spelt(value)
    return PathValue(shown if shown is not None else Text(parts_of(value), value.trail), value.trail)


def divided(left: Value, right: Value) -> Value:
    """`path / part`."""
    return as_path(joined(left, right))
