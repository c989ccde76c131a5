"""What messages are made of: header fields, and the text of a message as it was at one moment."""

from __future__ import annotations

from typing import Any, Final

from cclint.analysis.values.trail import Trail
from cclint.analysis.values.value import Runs, Value, alternatives

LIBRARYS: Final = frozenset({"mime-version", "content-type", "content-transfer-encoding"})
"""Header fields that the standard library writes into a message by itself: MIME classes, `set_content`, `set_payload`."""


class Field(Value):
    """A header field of a message object: its name as it is written, its value, and where it was written (the trail).

    One that is `anew` holds another address in each round of a loop that the message is older than. Of the same unknown
    value written in front of the loop it is told apart: that is one address more, not the same one again.
    """

    __slots__ = ("anew", "name", "value")

    def __init__(self, name: str, value: Value, trail: Trail | None = None, *, anew: bool = False) -> None:
        self.name = name
        self.value = value
        self.trail = trail
        self.anew = anew

    @property
    def identity(self) -> Any:
        return (self.name.lower(), self.value.token, self.anew)


def names_of(value: Value) -> frozenset[str]:
    """The names, in lower case, of the fields that a value can be."""
    return frozenset(one.name.lower() for one in alternatives(value) if isinstance(one, Field))


class Snapshot(Value):
    """The text of a message as it was at one moment: what `as_string()` gives. It stands in the hole of a text."""

    __slots__ = ("born", "fields")

    def __init__(self, fields: Runs, born: tuple[int, ...] = (), trail: Trail | None = None) -> None:
        self.fields = fields
        self.born = born
        self.trail = trail

    @property
    def identity(self) -> Any:
        return tuple(run.identity for run in self.fields)
