"""Libraries whose functions write into the payload that they are given, which a stub cannot say, and payloads of their own.

MailerSend before 2.0: `mailer.set_mail_to(recipients, message)` is `message["to"] = recipients` (read in 0.5.8).
"""

from __future__ import annotations

from typing import Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.base.paths import Arguments
from cclint.analysis.values.heap import Mapping
from cclint.analysis.values.rope import text
from cclint.analysis.values.value import NOTHING, Run, Runs, Seq, Value, each

MAILERSEND: Final = {
    "set_mail_to": ("mail_to", "to"),
    "set_cc_recipients": ("cc_recipient", "cc"),
    "set_bcc_recipients": ("bcc_recipient", "bcc"),
    "set_reply_to": ("reply_to", "reply_to"),
}


def writes(parameter: str, key: str) -> Handler:
    """A method that puts its first argument under a key of its second."""

    def handler(call: Invocation) -> Value:
        value, message = call.get(0, parameter), call.get(1, "message")
        if value is not None and message is not None:
            trail = call.hop("entry", key, prev=value.trail)
            call.core.set_item(message, text(key), value.along(trail), call.node)
        return NOTHING

    return handler


def form(call: Invocation) -> Value:
    """`aiohttp.FormData(fields)`: pairs of a name and a value, of which more are added one by one."""
    given = call.get(0, "fields")
    record = call.core.record(given) if given is not None else None
    if isinstance(record, Mapping):
        runs: Runs = tuple(Run(Seq("tuple", each((entry.key, entry.value)))) for entry in record.entries)
    else:
        runs = call.core.iterate(given, call.node) if given is not None else ()
    return call.core.new_list(runs, call.node)


def add_field(call: Invocation) -> Value:
    """`form.add_field(name, value)`."""
    name, value = call.get(0, "name"), call.get(1, "value")
    if call.receiver is not None and name is not None and value is not None:
        pair = Seq("tuple", each((name, value)), value.trail)
        call.core.call_method(call.receiver, "append", Arguments.of(pair), call.node)
    return NOTHING


HANDLERS: Final[dict[str, Handler]] = {
    f"mailersend.emails.NewEmail.{name}": writes(*what) for name, what in MAILERSEND.items()
} | {"aiohttp.FormData": form, "list.add_field": add_field}
