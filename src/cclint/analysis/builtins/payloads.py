"""Libraries whose functions write into the payload that they are given, which a stub cannot say.

MailerSend before 2.0: `mailer.set_mail_to(recipients, message)` is `message["to"] = recipients` (read in 0.5.8).
"""

from __future__ import annotations

from typing import Final

from cclint.analysis.evaluate.calls import Handler, Invocation
from cclint.analysis.rope import text
from cclint.analysis.value import NOTHING, Value

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


HANDLERS: Final[dict[str, Handler]] = {
    f"mailersend.emails.NewEmail.{name}": writes(*what) for name, what in MAILERSEND.items()
}
