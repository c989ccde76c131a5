"""Mailgun's web API. https://documentation.mailgun.com/docs/mailgun/user-manual/sending-messages/batch-sending

All of `to` see each other, unless `recipient-variables` is given, be it empty: then each is sent a message of its own.
"""

from typing import TypedDict

from cclint.models.vocabulary import Bcc, Cc, Overrides, Sent, Splits, To, endpoint

# module: mailgun
Message = TypedDict("Message", {"to": To, "cc": Cc, "bcc": Bcc, "recipient-variables": Splits})

@endpoint("https://api*.mailgun.net/v3/*/messages")
def messages(body: Message, query: Message) -> Sent: ...
