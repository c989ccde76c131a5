"""The message objects of the standard library: `email.message`, `email.mime.*`; their header fields are in `headers.py`."""

from __future__ import annotations

from typing import Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.builtins.mail.headers import (
    contains,
    delete,
    fields_of,
    get,
    get_all,
    items,
    mail_of,
    put,
    put_back,
    replace_header,
    set_item,
)
from cclint.analysis.messages.frozen import frozen_fields
from cclint.analysis.messages.rawmail import HeaderText, header_fields
from cclint.analysis.values.code import External
from cclint.analysis.values.count import ONE, Count
from cclint.analysis.values.fields import Snapshot
from cclint.analysis.values.heap import Instance, Mail
from cclint.analysis.values.rope import Hole, Text
from cclint.analysis.values.value import NOTHING, STRING, Opaque, Ref, Run, Value, alternatives

# Construction


def init(call: Invocation) -> Value:
    """`Message(policy)`, `MIMEText(..., policy=...)`: the policy decides what a second field of a name does."""
    found = mail_of(call)
    position = 0 if call.name.startswith("email.message.") else None
    given = call.get(position, "policy")
    if found is not None:
        owner, mail = found
        unique = mail.unique if given is None or given == NOTHING else refuses(given)
        record = call.core.record(owner)
        assert isinstance(record, Instance)
        native = Mail(
            mail.headers, unique, attached=mail.attached, shared=mail.shared, received=mail.received, born=mail.born
        )
        call.core.write(owner.id, Instance(record.cls, native, record.born))
    if call.name.endswith("MIMEMultipart.__init__"):
        for run in call.runs(2, "_subparts") if call.get(2, "_subparts") not in (None, NOTHING) else ():
            mark_attached(call, run.value)
    return NOTHING


def refuses(policy: Value) -> bool | None:
    """Whether a policy refuses a second field of a name."""
    if isinstance(policy, External):
        return not policy.name.endswith("compat32")
    return None if not isinstance(policy, Opaque) or policy.type is None else not policy.type.name.endswith("Compat32")


def mark_attached(call: Invocation, value: Value) -> None:
    """A message that becomes a part of another one is no message of its own."""
    for one in alternatives(value):
        record = call.core.record(one)
        if isinstance(one, Ref) and isinstance(record, Instance) and isinstance(record.native, Mail):
            call.core.write(one.id, Instance(record.cls, record.native.altered(attached=True), record.born))


def attach(call: Invocation) -> Value:
    value = call.get(0)
    if value is not None:
        mark_attached(call, value)
    return NOTHING


def content(call: Invocation) -> Value:
    """`set_content` and its kin: a message among the arguments becomes a part; header fields can be given as text."""
    for value in call.arguments.values():
        mark_attached(call, value)
    given = call.arguments.keywords.get("headers")
    if given is not None and mail_of(call) is not None and call.name.endswith("set_content"):
        for run in call.core.iterate(given, call.node):
            if isinstance(run.value, Text):
                for way in header_fields(run.value):
                    for field in way:
                        if isinstance(field, HeaderText):
                            put(call, [field.name], Text(field.value), ONE)
    return NOTHING


def cleared(call: Invocation) -> Value:
    """`clear()`: no header field is left."""
    found = mail_of(call)
    if found is not None:
        put_back(call, *found, (), anew=True)
    return NOTHING


# Writing out


def as_text(call: Invocation) -> Value:
    """`as_string()`, `as_bytes()`, `str(message)`: the text as it is at this moment."""
    found = mail_of(call)
    if found is None:
        return call.unknown()
    return snapshot(call, found[1], binary="bytes" in call.name)


def snapshot(call: Invocation, mail: Mail, *, binary: bool = False) -> Text:
    fields = frozen_fields(call.core, fields_of(call, mail), call.node)
    if mail.received and not fields:
        return Text((Hole(Opaque(("received", call.core.path, call.node.at), STRING)),), binary=binary)
    trail = next((one.trail for run in fields for one in alternatives(run.value) if one.trail is not None), None)
    return Text((Hole(Snapshot(fields, mail.born, trail), trail),), trail, binary=binary)


def walk(call: Invocation) -> Value:
    return call.core.new_list((Run(call.receiver or call.unknown(), Count(1, 1 << 40)),), call.node, kind="iterator")


def nothing(call: Invocation) -> Value:
    return NOTHING


MESSAGE: Final[dict[str, Handler]] = {
    "__init__": init, "__setitem__": set_item, "add_header": set_item, "set_raw": set_item, "__delitem__": delete,
    "replace_header": replace_header, "__getitem__": get, "get": get, "get_all": get_all, "__contains__": contains,
    "has_key": contains, "keys": items, "values": items, "items": items, "as_string": as_text, "as_bytes": as_text,
    "__str__": as_text, "__bytes__": as_text, "attach": attach, "walk": walk, "set_payload": nothing,
    "set_type": nothing, "set_charset": nothing, "set_param": nothing, "set_boundary": nothing, "make_mixed": nothing,
    "make_alternative": nothing, "make_related": nothing, "clear_content": nothing,
    **dict.fromkeys(("set_content", "add_attachment", "add_alternative", "add_related"), content),
}  # fmt: skip
HANDLERS: Final[dict[str, Handler]] = {
    **{f"email.message.Message.{name}": handler for name, handler in MESSAGE.items()},
    **{f"message.{name}": handler for name, handler in MESSAGE.items()},
    **dict.fromkeys(
        (f"email.message.MIMEPart.{name}" for name in ("set_content", "add_attachment", "add_alternative", "add_related")),
        content,
    ),
    "email.message.MIMEPart.clear": cleared,
    "email.mime.base.MIMEBase.__init__": init,
    "email.mime.multipart.MIMEMultipart.__init__": init,
}  # fmt: skip
