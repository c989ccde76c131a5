"""Messages that have left, as they are kept until the entry is over and they become facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cclint.analysis.facts import Medium, Sending
from cclint.analysis.values.count import Count
from cclint.analysis.values.trail import Trail
from cclint.analysis.values.value import Value


@dataclass(frozen=True, slots=True)
class PendingField:
    """A header field of a message that left: its value free of the heap, how often it is there, and where it was written.

    Parameters
    ----------
    born: the loops that were running when the message was made; None where the field is an argument of a call.
    each: the API makes a message of its own for each of the addresses.
    travels: a Bcc that the API writes into what it sends.
    choice: not 0 where this is one of several fields of which the message has one: they have the same number.
    """

    role: str
    value: Value
    count: Count
    trail: Trail | None
    born: tuple[int, ...] | None = None
    each: bool = False
    travels: bool = False
    choice: int = 0

    def altered(
        self, *, value: Value | None = None, count: Count | None = None, each: bool | None = None
    ) -> PendingField:
        """The same field with another value, another number, or sent to each by itself."""
        value, count = self.value if value is None else value, self.count if count is None else count
        each = self.each if each is None else each
        return PendingField(self.role, value, count, self.trail, self.born, each, self.travels, self.choice)


@dataclass(frozen=True, slots=True)
class PendingSend:
    """A message that left."""

    trail: Trail
    api: str
    sending: Sending
    fields: tuple[PendingField, ...]
    running: tuple[int, ...]
    scope: str
    envelope: Value | None = None
    medium: Medium = Medium.PROGRAM

    def is_made_in(self, chosen: Callable[[str], bool]) -> bool:
        """Whether all header fields are written in certain files."""
        return all(chosen((one.trail or self.trail).path) for one in self.fields)

    def lines(self) -> Iterator[tuple[str, int]]:
        """Where it is sent, and where its header fields are written."""
        for trail in (self.trail, *(one.trail for one in self.fields)):
            if trail is not None:
                yield trail.path, trail.at[0]
