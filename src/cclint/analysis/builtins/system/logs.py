"""`logging.handlers.SMTPHandler`, whose `emit` programs override: what theirs says is sent.

https://docs.python.org/3/library/logging.handlers.html#smtphandler
"""

from __future__ import annotations

from typing import Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.values.rope import Text
from cclint.analysis.values.value import NOTHING, Ref, Run, Value

KEPT: Final = ("mailhost", "fromaddr", "toaddrs", "subject")
"""The parameters that are attributes as well, in their order."""


def made(call: Invocation) -> Value:
    """`SMTPHandler(mailhost, fromaddr, toaddrs, subject)`: sends, unless the object's class has an `emit` of its own."""
    core, receiver = call.core, call.receiver
    if not isinstance(receiver, Ref) or core.own_method(receiver, "emit") is None:
        return core.call_stub(call)
    for position, name in enumerate(KEPT):
        value = call.get(position, name)
        if value is None:
            continue
        if name == "toaddrs":
            value = core.new_list((Run(value),), call.node, value.trail) if isinstance(value, Text) else value
            value = value.along(call.hop("header", "To", prev=value.trail))  # where an inherited `emit` sends it
        core.write((receiver.id, name), value)
    return NOTHING


HANDLERS: Final[dict[str, Handler]] = {"logging.handlers.SMTPHandler.__init__": made}
