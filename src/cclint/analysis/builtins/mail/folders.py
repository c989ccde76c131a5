"""Folders that messages are kept in: `mailbox.mbox`, `Maildir` and their kin.

What a program puts into one comes out again, in any order, beside what lay there before. Each time it is another object, with
what the message held when it was put in. https://docs.python.org/3/library/mailbox.html
"""

from __future__ import annotations

from typing import Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.builtins.mail.messages import snapshot
from cclint.analysis.builtins.mail.parsing import parsed
from cclint.analysis.values.count import MANY
from cclint.analysis.values.heap import Instance, Mail, Sequence
from cclint.analysis.values.lattice import collapse, join_all
from cclint.analysis.values.value import NOTHING, STRING, Opaque, Ref, Run, Seq, Value, alternatives, each

KINDS: Final = ("mbox", "Maildir", "MH", "Babyl", "MMDF")


def folder(call: Invocation) -> Value:
    """`mbox(path)`: there may be messages in it, of which nothing is known."""
    found = parsed(Invocation(call.core, call.node, call.name, None, call.arguments), None)
    return call.core.new(Sequence("folder", (Run(found, MANY),)), call.node)


def held(call: Invocation) -> tuple[Ref, Sequence] | None:
    record = call.core.record(call.receiver) if isinstance(call.receiver, Ref) else None
    return (call.receiver, record) if isinstance(call.receiver, Ref) and isinstance(record, Sequence) else None


def add(call: Invocation) -> Value:
    """`folder.add(message)`: the message, or its text, as it is now."""
    found, given = held(call), call.get(0, "message")
    if found is not None and given is not None:
        owner, record = found
        kept = [parsed(call, as_it_is(call, one)) for one in alternatives(given)]
        call.core.write(owner.id, record.holding((*record.runs, Run(join_all(kept)))))
    return key(call)


def as_it_is(call: Invocation, message: Value) -> Value:
    """The text of a message object; what else it is as it stands."""
    record = call.core.record(message)
    mail = record.native if isinstance(record, Instance) else None
    return snapshot(call, mail) if isinstance(mail, Mail) else message


def key(call: Invocation) -> Value:
    return Opaque(("key", call.core.path, call.node.at), STRING)


def taken(call: Invocation) -> Value:
    """`folder[key]`, `get`, `pop`: one of the messages."""
    found = held(call)
    return collapse(found[1].runs).value if found is not None and found[1].runs else call.unknown()


def pairs(call: Invocation) -> Value:
    """`folder.items()`: each message with its key."""
    found = held(call)
    runs = found[1].runs if found is not None else ()
    made = tuple(Run(Seq("tuple", each((key(call), run.value))), run.count) for run in runs)
    return call.core.new_list(made, call.node)


def pair(call: Invocation) -> Value:
    """`folder.popitem()`."""
    return Seq("tuple", each((key(call), taken(call))))


def messages(call: Invocation) -> Value:
    """`folder.values()`."""
    found = held(call)
    return call.core.new_list(found[1].runs if found is not None else (), call.node)


def keys(call: Invocation) -> Value:
    """`folder.keys()`."""
    found = held(call)
    return call.core.new_list(tuple(Run(key(call), run.count) for run in (found[1].runs if found else ())), call.node)


def emptied(call: Invocation) -> Value:
    """`folder.clear()`."""
    if (found := held(call)) is not None:
        call.core.write(found[0].id, found[1].holding(()))
    return NOTHING


def nothing(_: Invocation) -> Value:
    """What is written to the disk, or removed by its key, may have been there or not."""
    return NOTHING


HANDLERS: Final[dict[str, Handler]] = {
    **{f"mailbox.{name}": folder for name in KINDS},
    "folder.add": add, "folder.get": taken, "folder.get_message": taken, "folder.pop": taken,
    "folder.popitem": pair, "folder.items": pairs, "folder.iteritems": pairs, "folder.values": messages,
    "folder.itervalues": messages, "folder.keys": keys, "folder.iterkeys": keys, "folder.clear": emptied,
    **dict.fromkeys([f"folder.{name}" for name in ("flush", "lock", "unlock", "close", "remove", "discard", "__delitem__")],
                    nothing),
}  # fmt: skip
