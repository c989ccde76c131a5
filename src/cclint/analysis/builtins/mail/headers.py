"""The header fields of the standard library's message objects: written, read back and taken away.

Facts were measured on CPython 2.7 to 3.13: assignment appends under the compat32 policy and raises under all others when the
field is there already; `del` removes every field of a name; a list as a value raises when a compat32 message is written out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cclint.analysis.base.invocation import Invocation
from cclint.analysis.base.paths import DivergesError
from cclint.analysis.messages.sending import canonical
from cclint.analysis.values.code import External
from cclint.analysis.values.count import ONE, Count
from cclint.analysis.values.fields import LIBRARYS, Field, names_of
from cclint.analysis.values.heap import Instance, Mail, Mapping, Sequence
from cclint.analysis.values.lattice import join, join_all, join_runs, normal
from cclint.analysis.values.rope import Text, plain, text
from cclint.analysis.values.text import join as join_text
from cclint.analysis.values.turns import varies
from cclint.analysis.values.value import (
    NOTHING,
    STRING,
    Opaque,
    Ref,
    Run,
    Runs,
    Seq,
    Value,
    alternatives,
    each,
    total,
    truth,
)
from cclint.ir import nodes as ir

SINGLE: Final = frozenset({
    "to", "cc", "bcc", "from", "sender", "reply-to", "subject", "date", "message-id", "in-reply-to", "references",
    "mime-version", "content-type", "content-transfer-encoding", "content-disposition", "orig-date",
})  # fmt: skip
"""Header fields of which a message has one at most (RFC 5322, section 3.6), as `email.policy` enforces it."""


def mail_of(call: Invocation) -> tuple[Ref, Mail] | None:
    """The message whose method is called."""
    receiver = call.receiver
    record = call.core.record(receiver) if isinstance(receiver, Ref) else None
    if isinstance(receiver, Ref) and isinstance(record, Instance) and isinstance(record.native, Mail):
        return receiver, record.native
    return None


def fields_of(call: Invocation, mail: Mail) -> Runs:
    return call.core.header_runs(mail)


def untold(mail: Mail, name: str) -> bool:
    """Whether a message may have a field that no line of the program has written."""
    return mail.received or name.lower() in LIBRARYS


def put_back(call: Invocation, owner: Ref, mail: Mail, runs: Runs, *, anew: bool = False) -> None:
    """Give a message other header fields; `anew` where Python makes a new list, so that shallow copies part."""
    core = call.core
    targets = [one for one in alternatives(mail.headers) if isinstance(one, Ref)]
    if (anew and mail.shared) or len(targets) != 1:
        fresh = core.new_list(runs, call.node)
        record = core.record(owner)
        assert isinstance(record, Instance)
        core.write(owner.id, Instance(record.cls, mail.altered(headers=fresh, shared=False), record.born))
        return
    record = core.record(targets[0])
    assert isinstance(record, Sequence)
    core.write(targets[0].id, record.holding(normal(runs)))


def names(value: Value | None) -> list[str] | None:
    """The constant names that a header's name can be; None where it is not known."""
    if value is None:
        return None
    found = [plain(one) for one in alternatives(value)]
    return None if any(not isinstance(one, str) for one in found) else [str(one) for one in found]


def set_item(call: Invocation) -> Value:
    value = call.get(1, "val") or call.get(1, "_value")
    if value is not None:
        add(call, call.get(0, "name") or call.get(0, "_name"), value)
    return NOTHING


def add(call: Invocation, name: Value | None, value: Value) -> None:
    known = names(name)
    if known is None:
        return
    put(call, known, value, ONE if len(known) == 1 else ONE.optional)


def put(call: Invocation, known: list[str], value: Value, count: Count) -> None:
    """Add a field; where the policy refuses a second one, the path ends."""
    found = mail_of(call)
    if found is None:
        return
    owner, mail = found
    if mail.unique is False:
        kept = [one for one in alternatives(value) if not is_listed(call, one)]
        if not kept:
            return  # a list raises when the message is written out
        value = join_all(kept).along(value.trail)
    for name in known:
        found = mail_of(call)
        assert found is not None
        owner, mail = found
        runs = fields_of(call, mail)
        if mail.unique and name.lower() in SINGLE:
            present = sum(run.count.least for run in runs if names_of(run.value) == {name.lower()})
            if present and count == ONE:
                call.core.raises(External("builtins.ValueError"))
                raise DivergesError
            runs = without(runs, name)
        elif mail.unique is None and count == ONE:
            runs = without(runs, name)
        shown = canonical(name)
        again = mail.unique is False and not set(call.core.running) <= set(mail.born) and is_spelt_out(call.node)
        trail = call.hop("another" if again else "header", shown, prev=value.trail)
        older = set(call.core.running) - set(mail.born)
        field = Field(name, value, trail, anew=bool(older) and varies(value, older))
        put_back(call, owner, mail, (*runs, Run(field, count)))


def is_spelt_out(node: ir.Node) -> bool:
    """Whether a field's name stands where it is written: `message["To"] = ...`, `message.add_header("To", ...)`."""
    if isinstance(node, ir.Call):
        return bool(node.arguments) and isinstance(node.arguments[0].value, ir.Constant)
    targets = node.targets if isinstance(node, ir.Assign) else (node,)
    return any(isinstance(one, ir.Subscript) and isinstance(one.key, ir.Constant) for one in targets)


def is_listed(call: Invocation, value: Value) -> bool:
    record = call.core.record(value)
    return isinstance(value, Seq) or isinstance(record, (Sequence, Mapping))


def without(runs: Runs, name: str) -> Runs:
    """The fields but those of a name."""
    made = []
    for run in runs:
        kept = [
            one for one in alternatives(run.value) if not (isinstance(one, Field) and one.name.lower() == name.lower())
        ]
        if len(kept) == len(alternatives(run.value)):
            made.append(run)
        elif kept:
            made.append(Run(join_all(kept), run.count.optional))
    return tuple(made)


def delete(call: Invocation) -> Value:
    found, known = mail_of(call), names(call.get(0, "name"))
    if found is None:
        return NOTHING
    owner, mail = found
    runs = fields_of(call, mail)
    if known is None:
        put_back(call, owner, mail, tuple(Run(run.value, run.count.optional) for run in runs), anew=True)
    elif len(known) == 1:
        put_back(call, owner, mail, without(runs, known[0]), anew=True)
    else:
        options = [without(runs, name) for name in known]
        joined = options[0]
        for option in options[1:]:
            joined = join_runs(joined, option)
        put_back(call, owner, mail, joined, anew=True)
    return NOTHING


def replace_header(call: Invocation) -> Value:
    """The first field of a name gets another value; without one it is a KeyError."""
    found, known, value = mail_of(call), names(call.get(0, "_name")), call.get(1, "_value")
    if found is None or known is None or value is None or len(known) != 1:
        return NOTHING
    owner, mail = found
    made: list[Run] = []
    done = False
    for run in fields_of(call, mail):
        if not done and known[0].lower() in names_of(run.value):
            field = Field(known[0], value, call.hop("header", canonical(known[0]), prev=value.trail))
            if run.count.least and names_of(run.value) == {known[0].lower()}:
                made.append(Run(field))
                rest = run.count.less(1)
                if rest.most:
                    made.append(Run(run.value, rest))
                done = True
            else:  # it need not be there; where it is not, this raises
                made.append(Run(field))
                rest = run.count.less(1)
                if rest.most:
                    made.append(Run(run.value, rest.optional))
                done = True
        else:
            made.append(run)
    if not done:
        if not untold(mail, known[0]):
            call.core.raises(External("builtins.KeyError"))
            raise DivergesError
        # What came from outside, or from the library, had the field, and has this one in its place now.
        made.append(Run(Field(known[0], value, call.hop("header", canonical(known[0]), prev=value.trail))))
    put_back(call, owner, mail, tuple(made))
    return NOTHING


def matching(call: Invocation, name: str) -> Iterator[tuple[Value, Count]]:
    """The values of the fields of a name."""
    found = mail_of(call)
    if found is None:
        return
    for run in fields_of(call, found[1]):
        options = alternatives(run.value)
        for one in options:
            if isinstance(one, Field) and one.name.lower() == name.lower():
                yield one.value, run.count if len(options) == 1 else run.count.optional


def get(call: Invocation) -> Value:
    """`message[name]`, `message.get(name, failobj)`: the first field's value."""
    found, known = mail_of(call), names(call.get(0, "name"))
    default = call.get(1, "failobj") or NOTHING
    if found is None or known is None:
        return call.core.unknown(call.node, "name", "a header field")
    values: list[Value] = []
    for name in known:
        certain = False
        for value, count in matching(call, name):
            values.append(as_header(call, value))
            if count.least:
                certain = True
                break
        if not certain:
            unknown = Opaque(
                ("header", name.lower(), call.core.path), STRING, trail=call.hop("name", f"the header field {name}")
            )
            values.append(
                unknown if found[1].received else join(unknown, default) if untold(found[1], name) else default
            )
    return join_all(values)


def as_header(call: Invocation, value: Value) -> Value:
    """A header's value as it is read back: a text."""
    if any(is_listed(call, one) for one in alternatives(value)):
        found = []
        for one in alternatives(value):
            runs = call.core.iterate(one, call.node) if is_listed(call, one) else (Run(one),)
            spelt = tuple(Run(call.core.string(run.value, call.node), run.count) for run in runs)
            found.append(join_text(text(", "), spelt, one.trail))
        return join_all(found)
    return value if isinstance(value, (Text, Opaque)) else call.core.string(value, call.node)


def get_all(call: Invocation) -> Value:
    found, known = mail_of(call), names(call.get(0, "name"))
    default = call.get(1, "failobj") or NOTHING
    if found is None or known is None or len(known) != 1 or found[1].received:
        header = call.core.unknown(call.node, "name", "a header field", type=STRING)
        return join(call.core.new_list((Run(header, Count(1, 1 << 40)),), call.node, header.trail), default)
    runs = tuple(Run(as_header(call, value), count) for value, count in matching(call, known[0]))
    if not runs:
        return default
    made = call.core.new_list(runs, call.node, runs[0].value.trail)
    return made if total(runs).least else join(made, default)


def contains(call: Invocation) -> Value:
    found, known = mail_of(call), names(call.get(0))
    if found is None or known is None or len(known) != 1:
        return truth(None, ("header", call.core.path, call.node.at))
    counts = [count for _, count in matching(call, known[0])]
    if any(count.least for count in counts):
        return truth(True)
    return truth(None if counts or untold(found[1], known[0]) else False, ("header", call.core.path, call.node.at))


def items(call: Invocation) -> Value:
    """`keys`, `values`, `items` of a message."""
    found = mail_of(call)
    which = call.name.rpartition(".")[2]
    if found is None or found[1].received:
        return call.core.new_list(
            (Run(call.core.unknown(call.node, "name", "a header field", type=STRING), Count(0, 1 << 40)),), call.node
        )
    runs = []
    for run in fields_of(call, found[1]):
        for one in alternatives(run.value):
            if isinstance(one, Field):
                value = as_header(call, one.value)
                shown = {"keys": text(one.name), "values": value}.get(
                    which, Seq("tuple", each((text(one.name), value)))
                )
                runs.append(Run(shown, run.count))
    return call.core.new_list(tuple(runs), call.node)
