"""Messages leave: what the marks of a stub make of a call's arguments, and what escapes to code that is not in sight."""

from __future__ import annotations

from collections.abc import Iterable

from cclint.analysis.base.binding import Given
from cclint.analysis.base.core import Core
from cclint.analysis.base.pending import PendingField
from cclint.analysis.facts import Sending
from cclint.analysis.messages.drafts import Draft
from cclint.analysis.messages.endpoints import endpoints_of
from cclint.analysis.messages.forms import Reader
from cclint.analysis.messages.frozen import form_of, frozen, frozen_fields
from cclint.analysis.messages.sending import of_fields, of_text, take_down
from cclint.analysis.messages.webquery import parameters
from cclint.analysis.values.code import External
from cclint.analysis.values.count import Count
from cclint.analysis.values.fields import LIBRARYS, Snapshot, names_of
from cclint.analysis.values.heap import Entry, Instance, Mail, Mapping, Sequence
from cclint.analysis.values.lattice import join_runs
from cclint.analysis.values.rope import Hole, Text
from cclint.analysis.values.value import (
    LISTS,
    NOTHING,
    Const,
    Opaque,
    Ref,
    Run,
    Runs,
    Seq,
    Value,
    alternatives,
)
from cclint.ir import nodes as ir
from cclint.ir.types import Type
from cclint.models.library import Parameter, Signature, is_role, role_of


class Mailing(Core):
    """Forms are filled, read and sent."""

    # Filling

    def fill(self, receiver: Ref, form: str, signature: Signature, bound: Given, node: ir.Node) -> None:
        """Keep in an object what a method is given for its parts: a constructor sets them, all others add to them."""
        initial = signature.name.endswith("__init__")
        pair: dict[str, Value] = {}
        headers = Type("Headers")
        for parameter in self.models.parts(signature):
            value = bound.get(parameter.name)
            if value is None or value == NOTHING or parameter.type is None:
                continue
            if parameter.type.name in ("HeaderName", "HeaderValue"):
                pair[parameter.type.name] = value
                headers = Type("Headers", parameter.type.arguments) if parameter.type.name == "HeaderName" else headers
                continue
            slot = self.models.slot(form, parameter.type)
            if initial or parameter.type.name in ("Splits", "Shows", "Named", "BaseUrl", "Url", "Payload", "UrlQuery"):
                self.set_part(receiver, slot, parameter.type, value, node)
            else:
                self.add_part(receiver, slot, parameter.type, value, node)
        if len(pair) == 2:
            one = self.new(Mapping("dict", (Entry(pair["HeaderName"], pair["HeaderValue"]),)), node)
            self.add_part(receiver, self.models.slot(form, headers), headers, one, node)

    def set_part(self, receiver: Ref, slot: str, kind: Type, value: Value, node: ir.Node) -> None:
        """Give a part of a form a value, with a hop that says where."""
        owner, options = self.record(receiver), alternatives(value)
        if is_role(kind) and any(map(self.is_listed, options)):
            runs: Runs | None = self.iterate(value, node)  # as libraries do
        elif Type("Adds") in kind.arguments and len(options) == 1 and not isinstance(value, Const):
            runs = (Run(value),)  # what is added later joins it
        else:
            runs = None
        if runs is not None:
            trail = value.trail
            value = self.new_list(runs, node, trail)
            record = self.record(value)
            if record is not None and owner is not None:
                record.born = owner.born
        self.write((receiver.id, slot), self.part_value(kind, value, node))

    def part_value(self, kind: Type, value: Value, node: ir.Node) -> Value:
        if not is_role(kind):
            return value
        return value.along(self.hop(node, "header", role_of(kind), prev=value.trail))

    def add_part(self, receiver: Ref, slot: str, kind: Type, value: Value, node: ir.Node) -> None:
        """Add to a part of a form: addresses to addresses, header fields to header fields, messages to a batch."""
        target = self.part_list(receiver, slot, kind, node)
        record = self.record(target)
        if not isinstance(record, Sequence):
            return
        listed = is_role(kind) and any(self.is_listed(one) for one in alternatives(value))
        runs = self.iterate(value, node) if listed else (Run(value),)
        if any(run.count.most > 1 for run in runs):  # kept together: they are several, not one and the same again
            runs = (Run(Seq("list", runs, value.trail)),)
        if is_role(kind):
            runs = tuple(Run(self.part_value(kind, run.value, node), run.count) for run in runs)
        self.write_native(target, record.holding((*record.runs, *runs)))

    def is_listed(self, value: Value) -> bool:
        """Whether a value is a list, not one address."""
        record = self.record(value)
        if isinstance(record, Instance):
            record = record.native
        if isinstance(value, Seq):
            return value.kind != "tuple" or len(value.runs) != 2
        return isinstance(record, Sequence) or (
            isinstance(value, Opaque) and value.type is not None and value.type.name in LISTS
        )

    def alike(self, options: tuple[Value, ...]) -> None:
        """What is not known of one value that may be a list as well is taken for a list: `settings.PEOPLE or []`."""
        if len(options) > 1 and any(map(self.is_listed, options)):
            for one in options:
                if isinstance(one, External) or (isinstance(one, Opaque) and one.type is None):
                    self.plural.setdefault(one.key, one.trail)

    def part_list(self, receiver: Ref, slot: str, kind: Type, node: ir.Node) -> Ref:
        """The list that a part of a form is kept in; made when it is first asked for."""
        held = self.cell(receiver.id, slot)
        if isinstance(held, Ref) and isinstance(self.record(held), Sequence):
            return held
        runs: Runs = ()
        if held is not None and held != NOTHING:
            runs = self.iterate(held, node) if any(map(self.is_listed, alternatives(held))) else (Run(held),)
        trail = held.trail if held is not None else None
        if trail is None and is_role(kind):
            trail = self.hop(node, "header", role_of(kind))
        record = self.record(receiver)
        born = record.born if record is not None else self.running
        made = self.new_list(runs, node, trail)
        kept = self.record(made)
        assert kept is not None
        kept.born = born  # it is as old as the message
        self.write((receiver.id, slot), made)
        return made

    # Reading

    def drafts(self, parameters: Iterable[Parameter], bound: Given, node: ir.Node, ways: list[Draft]) -> list[Draft]:
        """What the arguments of a call make up."""
        reader = Reader(self.models, self.hop(node, "header", "a message"))
        pair: dict[str, Value] = {}
        for parameter in sorted(parameters, key=lambda one: one.type is not None and one.type.name == "Each"):
            value = bound.get(parameter.name)
            if value is None and parameter.default:
                value = self.setting(parameter.default, node)
                if parameter.type is not None and parameter.type.name == "Splits" and not is_constant(value):
                    continue  # a setting that is not known decides nothing
            if value is None or parameter.type is None:
                continue
            kept = frozen(self, value, node)
            if parameter.type.name in ("HeaderName", "HeaderValue"):
                pair[parameter.type.name] = kept
                continue
            if is_role(parameter.type):
                self.alike(alternatives(value))
                kept = kept.along(self.hop(node, "header", role_of(parameter.type), prev=kept.trail))
            ways = reader.read(parameter.type, kept, ways)
        return ways

    def setting(self, name: str, node: ir.Node) -> Value | None:
        """A setting of the project that is a parameter's default."""
        owner, _, last = name.rpartition(".")
        found = self.attribute(External(self.models.canonical(owner)), last, node)
        return None if isinstance(found, External) else found

    def object_drafts(self, value: Ref, node: ir.Node) -> list[Draft]:
        """What an object that is a form makes up."""
        reader = Reader(self.models, self.hop(node, "header", "a message"))
        return reader.read(Type("Mail"), frozen(self, value, node), [Draft()])

    # Leaving

    def leave(self, ways: Iterable[Draft], node: ir.Node, api: str, sending: Sending = Sending.MESSAGE) -> None:
        """Note all messages that drafts make up."""
        for draft in ways:
            for part in draft.batch:
                self.leave([part.under(draft)], node, api, sending)
            for value, raw in draft.wholes:
                self.leave_whole(value, draft, node, api, raw=raw)
            if (draft.fields or not (draft.batch or draft.wholes)) and not draft.wholes:
                take_down(self, node, api, sending, draft.final, draft.envelope)

    def leave_whole(self, value: Value, draft: Draft, node: ir.Node, api: str, *, raw: bool) -> None:
        """A message object or a text leaves, with header fields that the call's other arguments replace."""
        given = draft.final
        roles = {field.role for field in given}
        for one in alternatives(value):
            snapshot = one if isinstance(one, Snapshot) else None
            ways: list[tuple[PendingField, ...]] = []
            if snapshot is not None:
                ways.append(of_fields(snapshot.fields, snapshot.born))
            elif isinstance(one, Text) or (raw and isinstance(one, Opaque)):
                ways += of_text(one)
            if not ways and given:
                ways.append(())  # whatever the message says, the call's own recipients are in it
            for fields in ways:
                kept = (*(field for field in fields if field.role not in roles), *given)
                sending = Sending.RAW if raw else Sending.MESSAGE
                take_down(self, node, api, sending, kept, draft.envelope)

    def post(self, ways: Iterable[Draft], node: ir.Node) -> None:
        """Something is posted to a web service: what it means is said by the service's own stub."""
        for draft in ways:
            if draft.url is None:
                continue
            for address in endpoints_of(draft.url, draft.base):
                for endpoint in self.models.posted_to(address):
                    reader = Reader(self.models, self.hop(node, "header", "a message"))
                    drafts = [Draft()]
                    given = {"body": draft.payload, "query": draft.url_query or parameters(draft.url)}
                    for parameter in endpoint.signature.parameters:
                        value = given.get(parameter.name)
                        if value is not None and parameter.type is not None:
                            drafts = reader.read(parameter.type, value, drafts)
                    self.leave(drafts, node, endpoint.address)
                    break

    # Message objects of the standard library

    def header_runs(self, mail: Mail) -> Runs:
        """The header fields of a message, in their order."""
        runs: Runs | None = None
        for one in alternatives(mail.headers):
            record = self.record(one)
            if isinstance(record, Sequence):
                runs = record.runs if runs is None else join_runs(runs, record.runs)
        return runs or ()

    def narrow_field(self, owner: Value, name: str, *, present: bool) -> bool:
        """Take it that a message has, or has not, a field of a name; False where that cannot be."""
        record = self.record(owner)
        if not isinstance(record, Instance) or not isinstance(record.native, Mail) or record.native.received:
            return True
        runs = self.header_runs(record.native)
        named = [run for run in runs if name.lower() in names_of(run.value)]
        if present and not named:
            return name.lower() in LIBRARYS  # the library has written it
        if not present and any(run.count.least and names_of(run.value) == {name.lower()} for run in named):
            return False
        headers = record.native.headers
        kept = self.record(headers)
        if not isinstance(headers, Ref) or not isinstance(kept, Sequence) or headers.id in self.shared:
            return True
        if not present:
            runs = tuple(run for run in runs if names_of(run.value) != {name.lower()})
        elif len(named) == 1 and names_of(named[0].value) == {name.lower()}:
            certain = Run(named[0].value, Count(max(named[0].count.least, 1), named[0].count.most))
            runs = tuple(certain if run is named[0] else run for run in runs)
        self.state.set(headers.id, kept.holding(runs))
        return True

    def pending_fields(self, mail: Mail, node: ir.Node) -> tuple[PendingField, ...]:
        """The recipients that a message shows now."""
        return of_fields(frozen_fields(self, self.header_runs(mail), node), mail.born)

    def mail_of(self, value: Value) -> Mail | None:
        """The message that a value is, if it is one."""
        record = self.record(value)
        if isinstance(record, Instance) and isinstance(record.native, Mail):
            return record.native
        return None

    # Escaping

    def escape(self, value: Value, node: ir.Node, name: str, depth: int = 0) -> None:
        """A message that reaches code out of sight counts as sent, one that is part of another message does not."""
        if depth > 3:
            return
        for one in alternatives(value):
            mail = self.mail_of(one)
            if mail is not None:
                fields = self.pending_fields(mail, node)
                if not mail.attached and (fields or not mail.received) and self.is_message_for_sure(one, mail):
                    take_down(self, node, name, Sending.ESCAPED, fields)
                continue
            if isinstance(one, Text):
                for part in one.parts:
                    if isinstance(part, Hole) and isinstance(part.value, Snapshot):
                        take_down(self, node, name, Sending.ESCAPED, of_fields(part.value.fields, part.value.born))
                continue
            record = self.record(one)
            if isinstance(one, Ref) and isinstance(record, Instance) and self.is_message(record):
                self.leave(self.object_drafts(one, node), node, name, Sending.ESCAPED)
            elif isinstance(record, Sequence):
                for run in record.runs:
                    self.escape(run.value, node, name, depth + 1)
            elif isinstance(record, Mapping):
                for run in record.values:
                    self.escape(run.value, node, name, depth + 1)
            elif isinstance(one, Seq):
                for run in one.runs:
                    self.escape(run.value, node, name, depth + 1)

    def is_message(self, record: Instance) -> bool:
        """Whether an object is a message of a library: it knows its recipients."""
        form = form_of(self, record)
        return form is not None and any(is_role(kind) for kind in self.models.slots(form).values())


def is_constant(value: Value | None) -> bool:
    """Whether a value is known, whichever of several it is."""
    options = alternatives(value) if value is not None else ()
    return all(isinstance(one, Text) and one.constant is not None for one in options)
