"""One message as it left a program, and who it shows to whom: the definition of an exposure, applied to bytes."""

from __future__ import annotations

import email
import email.header
import email.policy
import re
from dataclasses import dataclass, field

ADDRESS = re.compile(r"[^\s,;:<>()\"']+@[^\s,;:<>()\"']+")
QUOTED = re.compile(r'"[^"]*"')
LIMITS = {"To": 1, "Cc": 1, "Bcc": 0}
"""How many addresses a role may show."""

Line = tuple[str, int]
"""A path and a line of the program."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message that was delivered.

    Parameters
    ----------
    shown: the distinct addresses in each role's header fields.
    envelope: whom the message went to.
    site: the program's lines that were being called when the message left, the innermost first.
    written: for each role the lines at which its header fields were written, innermost first, where that is known.
    raw: the program handed over text, not a message object.
    """

    shown: dict[str, tuple[str, ...]]
    envelope: tuple[str, ...]
    site: tuple[Line, ...]
    written: dict[str, tuple[Line, ...]] = field(default_factory=dict)
    raw: bool = False

    @property
    def exposing(self) -> tuple[str, ...]:
        """The roles that show too many."""
        return tuple(role for role, limit in LIMITS.items() if len(self.shown[role]) > limit)


@dataclass(frozen=True, slots=True)
class Run:
    """What happened in one world.

    Parameters
    ----------
    deliveries: all messages, in order.
    failure: the exception that ended the program, and where; empty when it ended well.
    lines: the lines of the program that were executed.
    """

    deliveries: tuple[Delivery, ...]
    failure: str
    lines: frozenset[Line]


def readable(value: str) -> str:
    """A header field's value as a person reads it: encoded words decoded, quoted names left out."""
    return QUOTED.sub("", str(email.header.make_header(email.header.decode_header(value))))


def shown(content: bytes) -> dict[str, tuple[str, ...]]:
    """The distinct addresses that a message's header fields hold, by role."""
    message = email.message_from_bytes(content, policy=email.policy.compat32)
    found = {}
    for role in LIMITS:
        values = [readable(str(value)) for value in message.get_all(role, [])]
        found[role] = tuple(sorted({word.lower() for value in values for word in ADDRESS.findall(value)}))
    return found
