"""Mailgun: POST /v3/{domain}/messages and its library. https://documentation.mailgun.com/docs/mailgun/user-manual/sending-messages/batch-sending

All of `to` see each other, unless `recipient-variables` is given, be it empty: then each is sent a message of its own. `h:To` is shown in place of
`to`. In MIME, whoever To names is shown, whatever X-Mailgun-Recipient-Variables holds. Payloads observed with 1.10.0.
"""

# distribution: mailgun 1.10.0

from typing import TypedDict

from cclint.models.vocabulary import Bcc, Cc, Overrides, Raw, Sent, Splits, To, endpoint

# module: mailgun.endpoints
Message = TypedDict("Message", {"to": To, "cc": Cc, "bcc": Bcc, "recipient-variables": Splits, "h:To": Overrides[To]})

class Endpoint:
    def create(self, data: Message = None, filters=None, domain=None, headers=None, files=None, **kwargs) -> Sent: ...

# module: mailgun.client
class Client:
    messages: Endpoint
    def __init__(self, auth=None, **kwargs): ...
    def __enter__(self) -> Self: ...
    def __aenter__(self) -> Self: ...

class AsyncClient(Client): ...

# module: mailgun
from mailgun.client import Client as Client
from mailgun.client import AsyncClient as AsyncClient

@endpoint("https://api*.mailgun.net/v*/*/messages")
def messages(body: Message, query: Message) -> Sent: ...
