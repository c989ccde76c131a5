"""Messages out of text and into files: `email.parser`, `email.message_from_string`, `email.generator`."""

from __future__ import annotations

from typing import Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.builtins.mail.messages import refuses, snapshot
from cclint.analysis.messages.rawmail import header_fields
from cclint.analysis.values.code import External
from cclint.analysis.values.fields import Field, Snapshot
from cclint.analysis.values.heap import Buffer, Instance, Mail
from cclint.analysis.values.lattice import join_all, join_runs
from cclint.analysis.values.rope import EMPTY, Hole, Text
from cclint.analysis.values.text import concat
from cclint.analysis.values.trail import Trail
from cclint.analysis.values.value import (
    NOTHING,
    Opaque,
    Ref,
    Run,
    Runs,
    Value,
    alternatives,
)


def parse(call: Invocation) -> Value:
    """`message_from_string(text)`, `Parser(policy=...).parsestr(text)`: the header fields that the text has."""
    return parsed(call, call.get(0, "s") or call.get(0, "text") or call.get(0, "fp"))


def parsed(call: Invocation, source: Value | None) -> Value:
    """The message that a text is."""
    policy = call.get(None, "policy")
    if policy is None and isinstance(call.receiver, Ref):
        policy = call.core.cell(call.receiver.id, "policy")
    unique = False if policy is None or policy == NOTHING else refuses(policy)
    ways: list[Runs] = []
    received = source is None
    for one in alternatives(source) if source is not None else ():
        record = call.core.record(one)
        read = record.text if isinstance(record, Buffer) else one
        if not isinstance(read, Text):
            received = True
            continue
        for way in header_fields(read):
            runs: list[Run] = []
            for field in way:
                if isinstance(field, Snapshot):
                    runs.extend(field.fields)
                else:
                    value = Text(
                        field.value, next((part.trail for part in field.value if part.trail is not None), one.trail)
                    )
                    runs.append(Run(Field(field.name, value, _entered(value))))
            ways.append(tuple(runs))
        received = received or any(isinstance(part, Hole) and isinstance(part.value, Opaque) for part in read.parts[:1])
    fields: Runs = ways[0] if ways else ()
    for other in ways[1:]:
        fields = join_runs(fields, other)
    cls = "email.message.EmailMessage" if unique else "email.message.Message"
    mail = Mail(call.core.new_list(fields, call.node), unique, received=received, born=call.core.running)
    return call.core.new(Instance(External(cls), mail), call.node, source.trail if source is not None else None)


def _entered(value: Text) -> Trail | None:
    """Where a field of a text was written: where its value entered it."""
    for part in value.parts:
        hop = part.trail
        while hop is not None:
            if hop.what == "text":
                return hop
            hop = hop.prev
    return value.trail


def parser(call: Invocation) -> Value:
    """`Parser(policy=...)`: remembers the policy."""
    policy = call.get(None, "policy")
    if policy is not None and isinstance(call.receiver, Ref):
        call.core.write((call.receiver.id, "policy"), policy)
    return NOTHING


def feed(call: Invocation) -> Value:
    """`FeedParser.feed(text)`: the text goes on."""
    if isinstance(call.receiver, Ref) and (more := call.get(0, "data")) is not None:
        before = call.core.cell(call.receiver.id, "fed")
        start = before if isinstance(before, Text) else EMPTY
        call.core.write((call.receiver.id, "fed"), concat(start, call.core.string(more, call.node)))
    return NOTHING


def close(call: Invocation) -> Value:
    """`FeedParser.close()`: the message."""
    return parsed(call, call.core.cell(call.receiver.id, "fed") if isinstance(call.receiver, Ref) else None)


def flatten(call: Invocation) -> Value:
    """`Generator(fp).flatten(message)`: its text goes to the file."""
    target = call.core.cell(call.receiver.id, "file") if isinstance(call.receiver, Ref) else None
    source = call.get(0, "msg")
    record = call.core.record(target) if target is not None else None
    mails = [call.core.record(one) for one in alternatives(source)] if source is not None else []
    texts = [
        snapshot(call, mail.native) for mail in mails if isinstance(mail, Instance) and isinstance(mail.native, Mail)
    ]
    if isinstance(record, Buffer) and isinstance(target, Ref) and texts:
        written = call.core.string(join_all(texts), call.node)
        call.core.write(target.id, record.altered(text=concat(record.text, written)))
    return NOTHING


def generator(call: Invocation) -> Value:
    target = call.get(0, "outfp")
    if isinstance(call.receiver, Ref) and target is not None:
        call.core.write((call.receiver.id, "file"), target)
    return NOTHING


HANDLERS: Final[dict[str, Handler]] = {
    **dict.fromkeys(
        (
            "email.message_from_string", "email.message_from_bytes", "email.message_from_file",
            "email.message_from_binary_file", "http.client.parse_headers",
            "email.parser.Parser.parsestr", "email.parser.Parser.parse",
        ),
        parse,
    ),
    "email.parser.Parser.__init__": parser, "email.parser.FeedParser.__init__": parser,
    "email.parser.FeedParser.feed": feed, "email.parser.FeedParser.close": close,
    "email.generator.Generator.__init__": generator,
    "email.generator.Generator.flatten": flatten,
}  # fmt: skip
