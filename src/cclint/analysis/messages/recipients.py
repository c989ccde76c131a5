"""What libraries take for recipients besides text: pairs of a name and an address, records, objects.

Each of those is one recipient, however many words it holds; the result holds addresses only, as texts and sequences.
"""

from __future__ import annotations

from typing import Final

from cclint.analysis.messages.frozen import Table, Thing
from cclint.analysis.values.addresses import read_value
from cclint.analysis.values.count import ONE
from cclint.analysis.values.lattice import join_all
from cclint.analysis.values.rope import Text
from cclint.analysis.values.value import STRING, Const, Opaque, Run, Seq, Union, Value, is_list

KEYS: Final = ("email", "address", "emailaddress", "email_address", "mail", "e-mail", "addr", "mailbox")
"""Under which of its keys a record of a recipient has the address, in lower case, the likeliest first."""


def recipients(value: Value, *, pair: bool = False, first: bool = False, shown: bool = False) -> Value:
    """The recipients that a library understands a value as.

    Parameters
    ----------
    value: free of the heap.
    pair: a tuple of two is an address with a name, not two addresses.
    first: of a text with several addresses only the first is taken.
    shown: a dictionary's values are what the header shows.
    """
    match value:
        case Union():
            return join_all(recipients(one, pair=pair, first=first, shown=shown) for one in value.alternatives)
        case Seq():
            if pair and _is_pair(value):
                return _of_pair(value)
            runs = tuple(Run(_recipient(run.value, first=first), run.count) for run in value.runs)
            return Seq(value.kind, runs, value.trail)
        case Table() if shown:
            return Seq("list", value.values, value.trail)
        case Table():
            known = _address_in(value)
            if known is not None:
                return recipients(known, first=first).along(known.trail or value.trail)
            names = [key for key, _, _ in value.entries]
            if value.rest is None and not any(isinstance(one, Text) and "@" in (one.constant or "@") for one in names):
                return Opaque(("record", value.token), STRING, trail=value.trail)
            return Seq("list", value.keys, value.trail)
        case Thing():
            return _of_thing(value)
        case Text():
            return _first(value) if first else value
    return value


def _recipient(value: Value, *, first: bool) -> Value:
    """One element of a list of recipients."""
    match value:
        case Union():
            return join_all(_recipient(one, first=first) for one in value.alternatives)
        case Seq() if _is_pair(value):
            return _of_pair(value)
        case Table():
            known = _address_in(value)
            if known is None:
                return Opaque(("record", value.token), STRING, trail=value.trail)
            held = recipients(known, first=first)
            return held.along(known.trail) if value.trail is None else held.along(value.trail.besides(known.trail))
        case Opaque() if is_list(value.type):  # a list of lists is taken by nobody: it is a pair, or no list here
            return value.refined(type=STRING)
    return recipients(value, first=first)


def _is_pair(value: Seq) -> bool:
    items = value.items
    return value.kind == "tuple" and items is not None and len(items) == 2


def _of_pair(value: Seq) -> Value:
    """The address of a pair: what is not certainly a name, or looks like an address; else the second, as in `formataddr`."""
    one, other = value.items or (value, value)
    if isinstance(other, Const) or (_is_name(other) and not _is_name(one)):
        return one
    looks = [item for item in (one, other) if isinstance(item, Text) and any("@" in name for name in _known(item))]
    return looks[0] if looks else _single(other)


def _is_name(value: Value) -> bool:
    """Whether a text is known to be no address."""
    return isinstance(value, Text) and value.constant is not None and "@" not in value.constant


def _known(value: Text) -> tuple[str, ...]:
    return read_value(value).addresses


def _single(value: Value) -> Value:
    """A value that holds one address, whatever it looks like."""
    return value if read_value(value).count.most <= 1 else Opaque(("one of", value.token), STRING, trail=value.trail)


def _address_in(value: Table) -> Value | None:
    """The address of a record."""
    by_name = {
        key.constant.casefold(): held for key, held, _ in value.entries if isinstance(key, Text) and key.constant
    }
    return next((by_name[key] for key in KEYS if key in by_name), None)


def _of_thing(value: Thing) -> Value:
    """The address of an object that stands for a recipient."""
    for _, held in value.attributes:
        made = recipients(held)
        return made if value.trail is None else made.along(value.trail.besides(made.trail))
    return Opaque(("thing", value.token), STRING, ONE, trail=value.trail)


def _first(value: Text) -> Value:
    reading = read_value(value)
    if reading.count.most <= 1:
        return value
    return Opaque(("first of", value.token), STRING, ONE, trail=reading.trails[0] if reading.trails else value.trail)
