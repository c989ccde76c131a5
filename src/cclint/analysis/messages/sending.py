"""Messages that leave: taken down with all that they hold at that moment, and made into facts when the entry is over.

The second step comes later because what happens behind a send can tell what was sent: a text that is split at commas
for the envelope holds several addresses in the header, too.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from cclint.analysis.base.pending import PendingField, PendingSend
from cclint.analysis.facts import Field as FieldFact
from cclint.analysis.facts import Medium, Send, Sending
from cclint.analysis.messages.drawn import drawn, pool
from cclint.analysis.messages.rawmail import header_fields
from cclint.analysis.messages.recipients import recipients
from cclint.analysis.values.addresses import read_value
from cclint.analysis.values.count import ONE, UNBOUNDED, Count
from cclint.analysis.values.entering import parts_of
from cclint.analysis.values.fields import Field, Snapshot
from cclint.analysis.values.lattice import join_all
from cclint.analysis.values.reading import Reading
from cclint.analysis.values.rope import Hole, Joined, Part, Parts, Text
from cclint.analysis.values.runs import is_nameless, part_of
from cclint.analysis.values.trail import Trail, story, telling
from cclint.analysis.values.turns import varies
from cclint.analysis.values.value import LISTS, STRING, Opaque, Run, Runs, Seq, Union, Value, alternatives

if TYPE_CHECKING:
    from cclint.analysis.base.core import Core
    from cclint.ir import nodes as ir


def canonical(name: str) -> str:
    """A header's name as it is usually written."""
    return "-".join(part.capitalize() for part in name.split("-"))


ROLES: Final = {
    "to": "To",
    "cc": "Cc",
    "bcc": "Bcc",
    "reply-to": "Reply-To",
    "resent-to": "To",
    "resent-cc": "Cc",
    "apparently-to": "To",
}
"""Header fields that hold recipients, by their name in lower case (RFC 5322, sections 3.6.2, 3.6.3 and 3.6.6)."""


@dataclass(frozen=True, slots=True)
class Plural:
    """Unknown values that were seen to be used as many: gone through like lists, or as texts that are taken apart."""

    lists: Mapping[Any, Trail | None]
    texts: Container[Any]
    left: Container[tuple[int, int]] = ()


# Taking down


def of_fields(fields: Runs, born: tuple[int, ...]) -> tuple[PendingField, ...]:
    """The fields of a message that hold recipients."""
    made = []
    for number, run in enumerate(fields, 1):
        options = alternatives(run.value)
        roles = [ROLES.get(one.name.lower()) if isinstance(one, Field) else None for one in options]
        count = run.count if len(set(roles)) == 1 else run.count.optional
        for role, one in zip(roles, options):
            if role is not None and isinstance(one, Field):
                choice = number if roles.count(role) > 1 and count.most == 1 else 0
                made.append(PendingField(role, recipients(one.value), count, one.trail, born, choice=choice))
    return tuple(made)


def of_text(value: Value) -> list[tuple[PendingField, ...]]:
    """The fields of a message that is handed over as text, for each way in which the text can turn out."""
    ways: list[tuple[PendingField, ...]] = []
    for one in alternatives(value):
        text = one if isinstance(one, Text) else Text(parts_of(one), one.trail)
        ways.extend(of_header_fields(fields) for fields in header_fields(text))
    return ways


def of_header_fields(fields: Iterable[Any]) -> tuple[PendingField, ...]:
    """The fields of one reading of a raw message; a message object's text in it brings its own."""
    made: list[PendingField] = []
    for field in fields:
        if isinstance(field, Snapshot):
            made.extend(of_fields(field.fields, field.born))
            continue
        role = ROLES.get(field.name.lower())
        if role is not None:
            text = Text(field.value)
            made.append(PendingField(role, text, ONE, None, None))
    return tuple(made)


def take_down(
    core: Core,
    node: ir.Node,
    api: str,
    sending: Sending,
    fields: tuple[PendingField, ...],
    envelope: Value | None = None,
    medium: Medium = Medium.PROGRAM,
) -> None:
    """Note that a message leaves here; its parts are free of the heap."""
    trail = core.hop(node, "sent", api)
    core.sends.append(
        PendingSend(trail, api, sending, fields, core.running, core.frame.scope.qualname, envelope, medium)
    )


# Making facts


def settle(send: PendingSend, plural: Plural, scope: Callable[[Trail], tuple[str, str]]) -> Send:
    """The fact that a taken-down send is.

    Parameters
    ----------
    plural: the unknown values that were seen to be used as many.
    scope: gives the enclosing scope of a place, and the source text of its first line.
    """
    send = replace(send, fields=_told_apart(send.fields))
    facts = [_field(field, send, plural, scope) for field in send.fields]
    facts = _drawn(_piling(facts, send), send)
    envelope = None
    if send.envelope is not None:
        envelope = read_value(_as_plural(send.envelope, plural)).count
    return Send(send.trail.place, send.api, send.sending, tuple(facts), envelope, send.scope, send.medium)


def _told_apart(fields: tuple[PendingField, ...]) -> tuple[PendingField, ...]:
    """The fields without a Bcc of somebody who is named in To or Cc anyway: it hides nobody."""
    named = [field.value for field in fields if field.role in ("To", "Cc")]
    return tuple(field for field in fields if field.role != "Bcc" or field.value not in named)


def _field(
    field: PendingField, send: PendingSend, plural: Plural, scope: Callable[[Trail], tuple[str, str]]
) -> FieldFact:
    value = _as_plural(field.value, plural)
    reading = read_value(value)
    older = _older(field)
    again = field.count.most > 1 and not varies(value, older)  # the same value as before
    count = Count(min(field.count.least, 1), 1) if again else field.count
    reading = reading.times(count)
    where = field.trail or _entry(reading) or send.trail
    trails = [trail for trail in (field.trail, *telling(reading.trails)) if trail is not None]
    enclosing, sink = scope(where)
    return FieldFact(
        field.role, reading.count, where.place, story([*trails, send.trail]), reading.addresses,
        _origin(reading, trails), reading.fixed and bool(reading.addresses) and not _of_data(reading),
        field.count.most > 1 and bool(older & set(send.running)), _grows(trails, send, plural.left),
        enclosing, sink, field.each, field.travels, choice=field.choice, listed=_listed(value),
    )  # fmt: skip


def _listed(value: Value) -> bool:
    """Whether a value is a collection in every case."""
    return all(
        isinstance(one, Seq) or (isinstance(one, Opaque) and one.type is not None and one.type.name in LISTS)
        for one in alternatives(value)
    )


def _piling(facts: list[FieldFact], send: PendingSend) -> list[FieldFact]:
    """Several fields of one name on a message that is older than the loop that sends it: they pile up."""
    made = list(facts)
    for role in {field.role for field in send.fields}:
        indices = [index for index, field in enumerate(send.fields) if field.role == role]
        if len({send.fields[index].choice or -index for index in indices}) > 1:
            for index in indices:
                if _older(send.fields[index]) & set(send.running):
                    made[index] = replace(made[index], piles_up=True)
    return made


def _drawn(facts: list[FieldFact], send: PendingSend) -> list[FieldFact]:
    """Mark the fields that hold an address of the list that is hidden in Bcc or in the envelope."""
    hidden = [field.value for field in send.fields if field.role == "Bcc"]
    pools = frozenset[Any]().union(*map(pool, hidden if send.envelope is None else [*hidden, send.envelope]))
    if not pools:
        return facts
    return [replace(fact, drawn=bool(pools & drawn(field.value))) for fact, field in zip(facts, send.fields)]


def _older(field: PendingField) -> set[int]:
    """The loops in which a field is written to a message that was made before them."""
    if field.trail is None or field.born is None:
        return set()
    return set(field.trail.loops) - set(field.born)


def _grows(trails: list[Trail], send: PendingSend, left: Container[tuple[int, int]]) -> bool:
    """Whether the addresses were added, in the loop that sends, to a collection that is older than it and goes on growing."""
    for trail in trails:
        for hop in trail.hops():
            if hop.base is None:
                continue
            number = int(hop.detail[1]) if len(hop.detail) > 1 else 0
            if any((loop, number) not in left for loop in (set(hop.loops) - set(hop.base)) & set(send.running)):
                return True
    return False


def _of_data(reading: Reading) -> bool:
    """Whether addresses come from a file of data: they are known today, but nobody has listed them in the program."""
    return any(trail.origin == "file" for trail in reading.trails)


def _origin(reading: Reading, trails: list[Trail]) -> str:
    if (
        reading.fixed
        and reading.addresses
        and not any(trail.origin in ("file", "settings") for trail in reading.trails)
    ):
        return "literal"
    return reading.trails[0].origin if reading.trails else trails[0].origin if trails else ""


def _entry(reading: Reading) -> Trail | None:
    """Where the addresses entered the text of a message."""
    for trail in reading.trails:
        hop: Trail | None = trail
        while hop is not None:
            if hop.what == "text":
                return hop
            hop = hop.prev
    return reading.trails[0] if reading.trails else None


def _as_plural(value: Value, plural: Plural, *, element: bool = False) -> Value:
    """A value with the unknown parts of it that were used as lists counted as such. What is an element of a list of
    recipients is no list itself there, but may be a text that holds several.
    """
    if not plural.lists:
        return value
    match value:
        case Opaque():
            if is_nameless(value.key):
                return value
            keys = (value.key, part_of(value.key))
            texts = value.type == STRING or (element and value.type is None)
            seen = plural.texts if texts else plural.lists if value.type is None else ()
            used = any(key in seen for key in keys)
            if used and value.count == ONE and value.length.most > 1:
                return value.refined(count=Count(1, UNBOUNDED))
            return value
        case Text():
            return Text(_parts_as_plural(value.parts, plural), value.trail, binary=value.binary)
        case Seq():
            runs = tuple(Run(_as_plural(run.value, plural, element=True), run.count) for run in value.runs)
            return Seq(value.kind, runs, value.trail)
        case Union():
            return join_all(_as_plural(one, plural, element=element) for one in value.alternatives)
    return value


def _parts_as_plural(parts: Parts, plural: Plural) -> Parts:
    made: list[Part] = []
    for part in parts:
        if isinstance(part, Hole):
            made.append(Hole(_as_plural(part.value, plural), part.trail))
        elif isinstance(part, Joined):
            runs = tuple(Run(_as_plural(run.value, plural), run.count) for run in part.runs)
            made.append(Joined(part.separator, runs, part.trail))
        else:
            made.append(part)
    return tuple(made)
