"""Reading what a program hands to a library against the form that the library's stub gives: which messages does it make?

A form is read value by value, as its marks say (`models/vocabulary.py`). Where a value can be one of several, each way in
which the message can turn out is a draft of its own.
"""

from __future__ import annotations

from typing import Final

from cclint.analysis.base.pending import PendingField
from cclint.analysis.messages.drafts import WAYS, Draft, Ways
from cclint.analysis.messages.frozen import UNDECIDED, Table, Thing, constant_of, elements, entries, unpacked
from cclint.analysis.messages.recipients import recipients
from cclint.analysis.messages.sending import ROLES as HEADERS
from cclint.analysis.messages.sending import canonical
from cclint.analysis.values.count import ONE
from cclint.analysis.values.fields import Snapshot
from cclint.analysis.values.lattice import join_all
from cclint.analysis.values.rope import Text
from cclint.analysis.values.trail import Trail
from cclint.analysis.values.value import LISTS, MAPPINGS, NOTHING, Opaque, Run, Seq, Union, Value, alternatives
from cclint.ir.types import Type
from cclint.models.library import Models
from cclint.models.vocabulary import ROLES

NAMED: Final = {"to": "To", "cc": "Cc", "bcc": "Bcc", "1": "To", "2": "Cc", "3": "Bcc"}
"""What the value of a `Named` part stands for; numbers are Outlook's `OlMailRecipientType`."""
PLACED: Final = ("header", "entry")
"""Hops that say where a value was written into its part of a form."""
CHOSEN: Final = 1000
"""Where the numbers of fields that exclude each other begin: the header fields of a message are numbered from 1."""


class Reader:
    """The reading of one call.

    Parameters
    ----------
    models: what the stubs say.
    site: the hop of the call, for values that do not say where they were written.
    """

    def __init__(self, models: Models, site: Trail) -> None:
        self.models = models
        self.site = site
        self.born: tuple[int, ...] | None = None
        self.named: str | None = None
        self.batches: tuple[Trail, ...] = ()  # how the forms that are being read came into the lists that they stand in

    def read(self, kind: Type, value: Value, ways: Ways) -> Ways:
        """Read a value as a part of a form.

        Parameters
        ----------
        kind: what the form says of the part.
        value: free of the heap.
        ways: the drafts so far.

        Returns
        -------
        The drafts with what the value adds; none where the value shows that the form is not meant.
        """
        value = unpacked(value)
        if kind.name in ROLES:
            for draft in ways:
                self.address(draft, kind, value)
            return ways
        options = alternatives(value)
        if len(options) == 1:
            return self.part(kind, value, ways)
        made: Ways = []
        for option in options:
            made += self.part(kind, option, [draft.fork() for draft in ways])
        return made[:WAYS]

    def part(self, kind: Type, value: Value, ways: Ways) -> Ways:
        if kind.name == "Literal":
            return self.literal(kind, value, ways)
        if value == NOTHING:
            return ways
        match kind.name:
            case "Each":
                return self.several(kind.arguments[0], value, ways)
            case "Mail" | "Raw":
                return self.whole(value, ways, raw=kind.name == "Raw" and Type("Hidden") not in kind.arguments)
            case "Overrides" if kind.arguments and kind.arguments[0].name in ROLES:
                return self.replacing(ROLES[kind.arguments[0].name], value, ways)
            case "Headers" | "Overrides":
                return self.headers(kind, value, ways)
            case "Splits" | "Shows":
                return self.flag(kind, value, ways)
            case "BaseUrl" | "Url" | "Payload" | "UrlQuery":
                return self.posted(kind.name, value, ways)
            case "Union":
                return self.read(self.fitting(kind, value), value, ways)
            case "tuple" if kind.arguments[:1] == (Type("exactly"),):
                return self.items(kind, value, ways)
        if kind.name in LISTS and kind.arguments:
            return self.merged(kind.arguments[0], value, ways)
        if kind.name in MAPPINGS and len(kind.arguments) == 2:
            return self.merged(kind.arguments[1], value, ways)
        return self.form(kind, value, ways)

    # Addresses

    def address(self, draft: Draft, kind: Type, value: Value, *, each: bool = False) -> None:
        """Addresses that are given for a role."""
        if value == NOTHING:
            return
        options = {one.name.rpartition(".")[2] for one in kind.arguments}
        each = each or self.apart(value)
        for own, part in self.by_role(value, ROLES[kind.name]):
            held = recipients(part, pair="Pair" in options, first="First" in options, shown="Shown" in options)
            if own == "Envelope":
                draft.envelope = held
                continue
            self.spread(self.named or own, held, draft, travels=kind.name == "BccHeader", each=each)

    def by_role(self, value: Value, role: str) -> list[tuple[str, Value]]:
        """Addresses by the roles that they name for themselves; those that name none have the role of the list."""
        if not isinstance(value, Seq) or not any(isinstance(run.value, Thing) for run in value.runs):
            return [(role, value)]
        parts: dict[str, list[Run]] = {}
        for run in value.runs:
            parts.setdefault(self.own_role(run.value) or role, []).append(run)
        return [(name, Seq(value.kind, tuple(runs), value.trail)) for name, runs in parts.items()]

    def own_role(self, value: Value) -> str | None:
        """The role that a recipient names for itself."""
        if not isinstance(value, Thing):
            return None
        return self.naming(self.models.slots(value.form), {name: (held, True) for name, held in value.attributes})

    def apart(self, value: Value) -> bool:
        """Whether recipients say for themselves that each is sent a message of its own."""
        if isinstance(value, Seq):
            return any(self.apart(run.value) for run in value.runs)
        if isinstance(value, Union):
            return all(map(self.apart, value.alternatives))
        if not isinstance(value, Thing):
            return False
        slots = self.models.slots(value.form)
        return any(name in slots and slots[name].name == "Splits" for name, _ in value.attributes)

    def spread(self, role: str, value: Value, draft: Draft, *, travels: bool, each: bool) -> None:
        """A list of addresses as one field, and what was added to it since it was put there as fields of their own."""
        where = self.place(value, role)
        kept: list[Run] = []
        for run in value.runs if isinstance(value, Seq) else ():
            options = alternatives(run.value)  # a loop may have put what was there and what it adds into one
            hops = [self.added(one.trail, where) for one in options]
            either = run.count.most == 1 and None not in hops and len(options) > 1
            choice = CHOSEN + len(draft.fields) if either else 0
            for one, hop in zip(options, hops):
                if hop is None:
                    continue
                held, count = one, run.count if either or len(options) == 1 else run.count.optional
                if count.most > 1 and (self.born is None or set(hop.loops) <= set(self.born)):
                    held, count = Seq("list", (Run(one, count),), one.trail), ONE  # at once, not one again and again
                draft.fields.append(PendingField(role, held, count, hop, self.born, each, travels, choice))
            there = [one for one, hop in zip(options, hops) if hop is None]
            if there:
                kept.append(Run(join_all(there), run.count) if len(there) < len(options) else run)
        if isinstance(value, Seq):
            if value.runs and not kept:
                return
            value = Seq(value.kind, tuple(kept), value.trail)
        draft.fields.append(PendingField(role, value, ONE, where, self.born, each, travels))

    def added(self, trail: Trail | None, where: Trail) -> Trail | None:
        """Where something came into a list after this had been written into the form, if it did. That the form itself was
        added to others leads all that it holds further, and adds nothing to it.
        """
        if trail is not None and self.is_batched(trail):
            trail = next((hop for hop in reversed(trail.hops()) if not self.is_batched(hop)), None)
        if trail is None or where is self.site or trail.what not in ("header", "appended") or trail.tick <= where.tick:
            return None
        return trail

    def is_batched(self, hop: Trail) -> bool:
        """Whether this is where the form was added to others."""
        return any(hop.what == one.what and hop.place == one.place for one in self.batches)

    def place(self, value: Value, role: str) -> Trail:
        """Where a value was written into its part of the form."""
        trail = value.trail
        if trail is not None and trail.what in PLACED:
            return trail
        return Trail(self.site.path, self.site.at, "header", (role,), trail, loops=self.site.loops)

    # Parts of other kinds

    def literal(self, kind: Type, value: Value, ways: Ways) -> Ways:
        known = constant_of(value)
        return [] if known is not UNDECIDED and known not in kind.values else ways

    def flag(self, kind: Type, value: Value, ways: Ways) -> Ways:
        """A switch that is given: without a value of its own it counts whatever it holds."""
        known = constant_of(value)
        wanted = kind.values
        if wanted and known is not UNDECIDED:
            known = bool(known) if isinstance(wanted[0], bool) else known
        hit = not wanted or known is UNDECIDED or any(known == one and type(known) is type(one) for one in wanted)
        for draft in ways:
            if kind.name == "Splits" and hit:
                draft.splits = True
            elif kind.name == "Shows" and hit and known is not UNDECIDED:
                draft.shows = True
        return ways

    def several(self, inner: Type, value: Value, ways: Ways) -> Ways:
        """`Each[...]`: addresses that are sent a message each, or messages each of which is a form."""
        if inner.name in ROLES:
            for draft in ways:
                self.address(draft, inner, value, each=True)
            return ways
        batch: list[Draft] = []
        around = self.batches
        for run in elements(value):
            self.batches = (*around, run.value.trail) if run.value.trail is not None else around
            batch += self.read(inner, run.value, [Draft()])
        self.batches = around
        for draft in ways:
            draft.batch += batch
        return ways

    def merged(self, inner: Type, value: Value, ways: Ways) -> Ways:
        """A list of forms that all belong to the same message."""
        for run in elements(value):
            before = [len(draft.fields) for draft in ways]
            ways = self.read(inner, run.value, ways)
            if run.count != ONE:
                for draft, start in zip(ways, before):
                    draft.fields[start:] = [
                        field.altered(value=Seq("list", (Run(field.value, run.count),), field.value.trail))
                        for field in draft.fields[start:]
                    ]
        return ways

    def whole(self, value: Value, ways: Ways, *, raw: bool) -> Ways:
        """A message object or text; a list of them is several messages."""
        if isinstance(value, Seq):
            return self.several(Type("Raw" if raw else "Mail"), value, ways)
        if isinstance(value, Thing) and value.mail is None:
            made = self.thing(value, [Draft()])
            for draft in ways:
                draft.batch += made
            return ways
        for draft in ways:
            draft.wholes.append((value, raw))
        return ways

    def headers(self, kind: Type, value: Value, ways: Ways) -> Ways:
        """Header fields in words; a Bcc among them goes out like the others, but for `Headers[Hidden]`."""
        replace, travels = kind.name == "Overrides", Type("Hidden") not in kind.arguments
        if isinstance(value, Seq) and not any(entries(value)):  # several mappings, each added by a call of its own
            for run in value.runs:
                ways = self.read(kind, run.value, ways)
            return ways
        for name, held, certain in entries(value):
            role = HEADERS.get(name.lower())
            if role is None or held == NOTHING:
                continue
            trail = self.place(held, canonical(name))
            for draft in ways:
                count = ONE if certain else ONE.optional
                draft.fields.append(PendingField(role, recipients(held), count, trail, self.born, False, travels))
                if replace and certain:
                    draft.replaced.add(role)
        return ways

    def replacing(self, role: str, value: Value, ways: Ways) -> Ways:
        """What one header shows in place of the addresses that are given for it."""
        for draft in ways:
            draft.fields.append(
                PendingField(role, recipients(value), ONE, self.place(value, role), self.born, False, True)
            )
            draft.replaced.add(role)
        return ways

    def posted(self, part: str, value: Value, ways: Ways) -> Ways:
        for draft in ways:
            if part == "Url" and isinstance(value, Thing):  # an object that holds the rest of the request, too
                return self.thing(value, ways)
            if part == "Url":
                draft.url = value
            elif part == "BaseUrl":
                draft.base = value
            elif part == "Payload" and draft.payload is None:
                draft.payload = value
            elif part == "UrlQuery":
                draft.url_query = value
        return ways

    def items(self, kind: Type, value: Value, ways: Ways) -> Ways:
        """A tuple whose items are parts by their positions."""
        items = value.items if isinstance(value, Seq) else None
        for inner, item in zip(kind.arguments[1:], items or ()):
            ways = self.read(inner, item, ways)
        return ways

    # Forms

    def form(self, kind: Type, value: Value, ways: Ways) -> Ways:
        """An object or a dictionary, part by part."""
        if isinstance(value, Thing):
            return self.thing(value, ways)
        slots = self.models.slots(kind.name)
        table = {name: (held, certain) for name, held, certain in entries(value)}
        if not slots or not isinstance(value, (Table, Seq)):
            return ways
        outer, self.named = self.named, self.naming(slots, table)
        for name in sorted(slots, key=lambda name: slots[name].name == "Each"):
            if name in table:
                held, certain = table[name]
                ways = self.entry(slots[name], held, ways, certain=certain)
            elif name in self.models.required(kind.name):
                ways = []
        self.named = outer
        return ways

    def naming(self, slots: dict[str, Type], table: dict[str, tuple[Value, bool]]) -> str | None:
        """The role that a form of one recipient names by a value."""
        for name, kind in slots.items():
            if kind.name == "Named" and name in table:
                known = {constant_of(one) for one in alternatives(table[name][0])} - {UNDECIDED}
                return NAMED.get(str(known.pop()).lower()) if len(known) == 1 else None
        return self.named

    def entry(self, kind: Type, value: Value, ways: Ways, *, certain: bool) -> Ways:
        before = [len(draft.fields) for draft in ways]
        kept = [] if certain else [draft.fork() for draft in ways]
        ways = self.read(kind, value, ways)
        if not certain and kind.name in ("Splits", "Shows", "Each", "Literal"):
            return (ways + kept)[:WAYS]
        if not certain:
            for draft, start in zip(ways, before):
                draft.fields[start:] = [field.altered(count=field.count.optional) for field in draft.fields[start:]]
        return ways

    def thing(self, value: Thing, ways: Ways) -> Ways:
        """An object by its attributes."""
        slots = self.models.slots(value.form)
        outer, self.born = self.born, value.born
        table = {name: (held, True) for name, held in value.attributes}
        named, self.named = self.named, self.naming(slots, table)
        if value.mail is not None:
            for draft in ways:
                draft.wholes.append((value.mail, False))
        for name in sorted(slots, key=lambda name: slots[name].name == "Each"):
            if name in table and slots[name].name not in ("Address", "Named"):
                ways = self.read(slots[name], table[name][0], ways)
        self.born, self.named = outer, named
        return ways

    def fitting(self, kind: Type, value: Value) -> Type:
        """The alternative of a type that a value looks like."""
        options = [one for one in kind.arguments if one.name != "None"]
        for one in options:
            if self.fits(one, value):
                return one
        return options[-1]

    def fits(self, kind: Type, value: Value) -> bool:
        """Whether a value can be what a part takes, as far as one can see."""
        match value:
            case Thing() if value.mail is not None:
                return kind.name in ("Mail", "Raw")
            case Thing():
                return kind.name in ("Mail", "Url") or self.models.derives(value.form, kind.name)
            case Snapshot():
                return kind.name in ("Mail", "Raw")
            case Table() if self.models.keyed(kind.name):
                return self.has_required(kind.name, value)
            case Table():
                return kind.name in ("Headers", "Overrides", "Payload", *MAPPINGS)
            case Seq():
                return kind.name in LISTS or kind.name in ("Each", *ROLES)
            case Text():
                return kind.name in ("Raw", "Url", "str", "Payload", *ROLES)
            case Opaque() if value.type is not None:
                return kind == value.type or (
                    kind.name in self.models.classes and self.models.derives(value.type.name, kind.name)
                )
        return False

    def has_required(self, form: str, value: Table) -> bool:
        """Whether a dictionary has the keys, and the constants, that a form asks for."""
        slots = self.models.slots(form)
        for name in self.models.required(form):
            held = value.find(name)
            if held is None or (slots[name].name == "Literal" and not self.literal(slots[name], held[0], [Draft()])):
                return False
        return True
