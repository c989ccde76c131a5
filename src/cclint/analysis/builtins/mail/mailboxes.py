"""Headers and addresses as objects and texts: `email.header`, `email.headerregistry`, `email.utils`."""

from __future__ import annotations

from typing import Any, Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.base.paths import Arguments
from cclint.analysis.values.addresses import read_value
from cclint.analysis.values.code import External
from cclint.analysis.values.count import Count
from cclint.analysis.values.heap import Buffer
from cclint.analysis.values.lattice import join_all
from cclint.analysis.values.rope import EMPTY, Parts, Piece, Text, plain, text
from cclint.analysis.values.text import concat
from cclint.analysis.values.text import join as join_text
from cclint.analysis.values.trail import Trail
from cclint.analysis.values.value import (
    NOTHING,
    STRING,
    Const,
    Opaque,
    Ref,
    Run,
    Seq,
    Value,
    alternatives,
    each,
)


def header(call: Invocation) -> Value:
    """`Header(s, charset)`: what it holds is its text."""
    value = call.get(0, "s")
    if value is None or value == NOTHING:
        return call.core.new(Buffer("header"), call.node)
    made = call.core.string(value, call.node)
    return call.core.new(Buffer("header", made), call.node, value.trail)


def header_append(call: Invocation) -> Value:
    record, value = call.core.record(call.receiver) if call.receiver is not None else None, call.get(0, "s")
    if isinstance(record, Buffer) and isinstance(call.receiver, Ref) and value is not None:
        more = call.core.string(value, call.node)
        between = text(" ") if record.text.parts else EMPTY
        call.core.write(call.receiver.id, record.altered(text=concat(concat(record.text, between), more)))
    return NOTHING


def header_text(call: Invocation) -> Value:
    record = call.core.record(call.receiver) if call.receiver is not None else None
    return record.text if isinstance(record, Buffer) else call.unknown()


def address(call: Invocation) -> Value:
    """`Address(display_name, username, domain, addr_spec)` of `email.headerregistry`."""
    if not isinstance(call.receiver, Ref):
        return NOTHING
    core, owner = call.core, call.receiver.id
    name = call.get(0, "display_name") or EMPTY
    spec = call.get(None, "addr_spec")
    if spec is None:
        user, domain = call.get(1, "username") or EMPTY, call.get(2, "domain") or EMPTY
        left, right = core.string(user, call.node), core.string(domain, call.node)
        trail = (
            call.hop("literal", "an address")
            if left.constant is not None and right.constant is not None
            else user.trail
        )
        spec = Text((*_told(left, trail), Piece("@", trail), *_told(right, trail)), trail) if right.parts else left
        core.write((owner, "username"), user)
        core.write((owner, "domain"), domain)
    core.write((owner, "addr_spec"), spec)
    core.write((owner, "display_name"), name)
    call.receiver.trail = call.receiver.trail or spec.trail
    return NOTHING


def _told(value: Text, trail: Trail | None) -> Parts:
    return tuple(Piece(part.text, trail) if isinstance(part, Piece) else part for part in value.parts)


def address_text(call: Invocation) -> Value:
    if not isinstance(call.receiver, Ref):
        return call.unknown()
    name, spec = (call.core.cell(call.receiver.id, label) for label in ("display_name", "addr_spec"))
    return mailbox(call, name, spec)


def mailbox(call: Invocation, name: Value | None, spec: Value | None) -> Value:
    """A mailbox as text: the name quoted, since it can hold commas, the address in angle brackets."""
    if spec is None:
        return Opaque(("address", call.core.path, call.node.at), STRING)
    spelt = call.core.string(spec, call.node)
    if name is None or name in (EMPTY, NOTHING):
        return spelt
    shown = call.core.string(name, call.node)
    return Text((Piece('"'), *shown.parts, Piece('" <'), *spelt.parts, Piece(">")), spec.trail)


def group(call: Invocation) -> Value:
    """`Group(display_name, addresses)`."""
    if isinstance(call.receiver, Ref):
        addresses = call.get(1, "addresses")
        call.core.write((call.receiver.id, "display_name"), call.get(0, "display_name") or NOTHING)
        call.core.write(
            (call.receiver.id, "addresses"), addresses if addresses not in (None, NOTHING) else Seq("tuple", ())
        )
    return NOTHING


def group_text(call: Invocation) -> Value:
    if not isinstance(call.receiver, Ref):
        return call.unknown()
    addresses = call.core.cell(call.receiver.id, "addresses")
    name = call.core.cell(call.receiver.id, "display_name")
    runs = call.core.iterate(addresses, call.node) if addresses is not None else ()
    spelt = tuple(Run(call.core.string(run.value, call.node), run.count) for run in runs)
    members = join_text(text(", "), spelt, None)
    if name is None or name == NOTHING:
        return members
    return Text((Piece("group: "), *members.parts, Piece(";")), members.trail)


def format_address(call: Invocation) -> Value:
    """`formataddr((name, address))`."""
    pair = call.get(0, "pair")
    if pair is None:
        return call.unknown()
    found = []
    for one in alternatives(pair):
        name, spec = (call.core.item(one, Const(index), call.node) for index in (0, 1))
        found.append(mailbox(call, name, spec))
    return join_all(found)


def parse_address(call: Invocation) -> Value:
    """`parseaddr(text)`: one name and one address."""
    value = call.get(0, "addr")
    trail = value.trail if value is not None else None
    known = plain(value) if value is not None else ...
    if isinstance(known, str):
        from email.utils import parseaddr

        name, spec = parseaddr(known)
        return Seq("tuple", each((text(name, trail), text(spec, trail))), trail)
    key = value.identity if value is not None else call.node.at
    return Seq(
        "tuple",
        each((Opaque(("name of", key), STRING, trail=trail), Opaque(("address of", key), STRING, trail=trail))),
        trail,
    )


def get_addresses(call: Invocation) -> Value:
    """`getaddresses(values)`: every mailbox of several header values."""
    runs = call.runs(0, "fieldvalues")
    made: list[Run] = []
    for run in runs:
        known = plain(run.value)
        if isinstance(known, str):
            from email.utils import getaddresses

            pairs = getaddresses([known])
            made.extend(
                Run(Seq("tuple", each((text(name, run.value.trail), text(spec, run.value.trail)))), run.count)
                for name, spec in pairs
            )
            continue
        if run.count.most == 1:  # of one text it is told; of a list, that each of its texts is one address or more
            call.core.taken_apart(run.value)
        key = run.value.identity
        trail = run.value.trail
        pair = (Opaque(("name of", key), STRING, born=call.core.running, trail=trail),
                Opaque(("address of", key), STRING, born=call.core.running, trail=trail))  # fmt: skip
        made.append(Run(Seq("tuple", each(pair), trail), Count(0, 1 << 40)))
    found: Value = call.core.new_list(tuple(made), call.node, runs[0].value.trail if runs else None)
    if len(runs) == 1:
        call.core.parted_into(runs[0].value, found)
    return found


def addresses(call: Invocation) -> Value:
    """`message["To"].addresses`: an `Address` for each mailbox of a header's value."""
    value = call.get(0)
    known = plain(value) if value is not None else ...
    if value is None:
        return Seq("tuple", ())
    if isinstance(known, str):
        from email.utils import getaddresses

        pairs = [(text(name, value.trail), text(spec, value.trail)) for name, spec in getaddresses([known])]
        return Seq("tuple", each(_made(call, name, spec) for name, spec in pairs), value.trail)
    reading = read_value(value)
    one = Opaque(("address of", value.identity), STRING, born=call.core.running, trail=value.trail)
    return Seq("tuple", (Run(_made(call, EMPTY, one), reading.count),), value.trail)


def groups(call: Invocation) -> Value:
    """`message["To"].groups`: the groups of a header's value, and one without a name for each address that is in none."""
    value = call.get(0)
    known = plain(value)
    if value is not None and isinstance(known, str):
        from email.headerregistry import AddressHeader

        kept: dict[str, Any] = {"defects": []}
        AddressHeader.parse(known, kept)
        made = []
        for one in kept["groups"]:
            found = [
                _made(call, text(member.display_name), text(member.addr_spec, value.trail)) for member in one.addresses
            ]
            label = NOTHING if one.display_name is None else text(one.display_name)
            made.append(_group(call, label, Seq("tuple", each(found), value.trail)))
        return Seq("tuple", each(made), value.trail)
    held = addresses(call)
    return Seq("tuple", each((_group(call, call.unknown(), held),)), held.trail)


def _group(call: Invocation, name: Value, members: Value) -> Value:
    given = Arguments((), {"display_name": name, "addresses": members})
    return call.core.call(External("email.headerregistry.Group"), given, call.node)


def registered(call: Invocation) -> Value:
    """`HeaderRegistry()(name, value)`: a header's value, as a text."""
    value = call.get(1, "value")
    return call.unknown() if value is None else call.core.string(value, call.node)


def _made(call: Invocation, name: Value, spec: Value) -> Value:
    given = Arguments((), {"display_name": name, "addr_spec": spec})
    return call.core.call(External("email.headerregistry.Address"), given, call.node)


HANDLERS: Final[dict[str, Handler]] = {
    "email.header.Header": header, "header.append": header_append, "header.encode": header_text,
    "header.__str__": header_text, "email.header.make_header": header,
    "email.headerregistry.Address.__init__": address, "email.headerregistry.Address.__str__": address_text,
    "email.headerregistry.Group.__init__": group, "email.headerregistry.Group.__str__": group_text,
    "email.utils.formataddr": format_address, "email.utils.parseaddr": parse_address,
    "email.utils.getaddresses": get_addresses, "cclint.header.addresses": addresses,
    "cclint.header.groups": groups, "email.headerregistry.HeaderRegistry.__call__": registered,
}  # fmt: skip
