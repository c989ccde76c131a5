"""What the analysis states and rules judge: the messages that a program can send."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from cclint.analysis.values.count import NONE, UNBOUNDED, Count
from cclint.finding import Place, Step


class Sending(enum.Enum):
    """How a predicted message leaves the program."""

    MESSAGE = "message"
    """An object is handed over and the API writes the header fields itself; Bcc stays hidden."""
    RAW = "raw"
    """Text goes out as it is, every header field that it holds included."""
    ESCAPED = "escaped"
    """The program returns it, keeps it or hands it to code that is not in sight; how it is sent is not known."""


class Medium(enum.Enum):
    """What kind of file says to whom a message goes."""

    PROGRAM = "program"
    SETTINGS = "settings"
    """The settings of something that sends by itself, to customers or the public."""
    COLLEAGUES = "colleagues"
    """The settings of something that tells colleagues what has happened: CI, monitoring, jobs."""
    TEMPLATE = "template"


@dataclass(frozen=True, slots=True)
class Field:
    """One header field of a predicted message, or one argument of an API that becomes such a field.

    Parameters
    ----------
    role: "To", "Cc", "Bcc", "Reply-To": the header's name, in its canonical spelling.
    count: how many distinct addresses the value can hold.
    addresses: those of them that stand in the sources.
    place: where the value enters the header.
    trace: from the origin to the header.
    origin: the kind of the origin: "literal", "parameter", "query", "file", "settings", "environment", "input", "call".
    fixed: every address stands in the sources.
    piles_up: the field is added, round after round, to a message that is older than the loop.
    grows: the value comes from a collection or text that is older than the loop and grows in it.
    scope: the qualified name of the function or class around the place, "" at module level.
    sink: the source text of the place's first line, its white space normalised.
    each: the API makes a message of its own for each of these addresses.
    travels: the API writes this Bcc into what it sends.
    drawn: it holds an address of the same list as the Bcc or the envelope, which hold several of them.
    choice: not 0 where the message has one of several fields, as a branch decides: these have the same number.
    listed: the value is a collection of addresses, not a text that holds them.
    """

    role: str
    count: Count
    place: Place
    trace: tuple[Step, ...] = ()
    addresses: tuple[str, ...] = ()
    origin: str = ""
    fixed: bool = False
    piles_up: bool = False
    grows: bool = False
    scope: str = ""
    sink: str = ""
    each: bool = False
    travels: bool = False
    drawn: bool = False
    choice: int = 0
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Audience:
    """Everybody that one role of a message shows, over all the header fields of that name."""

    role: str
    count: Count
    fields: tuple[Field, ...]
    addresses: tuple[str, ...]

    @property
    def widest(self) -> Field:
        """The field to blame: the one that holds most, the last of equals (piling up shows there)."""
        return max(reversed(self.fields), key=lambda field: (field.count.most, field.count.least))

    @property
    def fixed(self) -> bool:
        return all(field.fixed for field in self.fields)


@dataclass(frozen=True, slots=True)
class Send:
    """A message leaves.

    Parameters
    ----------
    place: the call that sends, or where the message escapes.
    api: what it is called with, as a user would name it: "smtplib.SMTP.sendmail".
    sending: see `Sending`.
    fields: the header fields that hold addresses, in the order in which they are written.
    envelope: how many addresses the SMTP envelope holds, where the program says so.
    scope: the qualified name of the function that sends.
    medium: what kind of file says all this.
    """

    place: Place
    api: str
    sending: Sending
    fields: tuple[Field, ...]
    envelope: Count | None = None
    scope: str = ""
    medium: Medium = Medium.PROGRAM

    @property
    def bcc_on_the_wire(self) -> Audience:
        """The addresses of Bcc that go out with the header."""
        raw = self.sending is Sending.RAW
        fields = tuple(field for field in self.fields if field.role == "Bcc" and (raw or field.travels))
        return _audience("Bcc", fields)

    def audience(self, role: str, *, each: bool = False) -> Audience:
        """All that the message's header fields of one name show.

        Parameters
        ----------
        role: "To", "Cc", "Bcc" or "Reply-To".
        each: instead those that are sent a message each, and see nobody but themselves.
        """
        fields = tuple(field for field in self.fields if field.role == role and field.each is each)
        return _audience(role, fields)


def _audience(role: str, fields: tuple[Field, ...]) -> Audience:
    if not fields:
        return Audience(role, NONE, (), ())
    groups: dict[int, list[Field]] = {}
    for number, field in enumerate(fields):
        groups.setdefault(field.choice or -1 - number, []).append(field)
    known = frozenset(address.lower() for field in fields for address in field.addresses)
    certain = [frozenset.intersection(*map(_certain, group)) for group in groups.values()]
    everywhere = frozenset[str]().union(*certain)
    shared = sum(map(len, certain)) - len(everywhere)
    least = max(len(everywhere), *(min(field.count.least for field in group) for group in groups.values()))
    most = sum(max(field.count.most for field in group) for group in groups.values()) - shared
    if all(field.fixed and field.count.most <= len(field.addresses) for field in fields):
        most = max(least, min(most, len(known)))  # there are no others, whichever of the fields are there
    return Audience(role, Count(least, min(most, UNBOUNDED)), fields, tuple(sorted(known)))


def _certain(field: Field) -> frozenset[str]:
    """The addresses that a field holds in any case."""
    names = frozenset(address.lower() for address in field.addresses)
    return names if field.fixed and len(names) <= field.count.least else frozenset()
