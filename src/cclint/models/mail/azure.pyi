"""Azure Communication Email. https://learn.microsoft.com/en-us/rest/api/communication/email/email/send

`recipients.to` and `recipients.cc` are one message, whose addresses are taken to see each other as those of any message do; the documentation does
not say so in words. Payloads observed with 1.1.0.
"""

# distribution: azure-communication-email 1.1.0
# found by: azure.communication.email, communication.azure.com

from typing import TypedDict

from cclint.models.vocabulary import Bcc, Cc, Headers, ReplyTo, Sent, To, endpoint

# module: azure.communication.email
class Recipients(TypedDict):
    to: To
    cc: Cc
    bcc: Bcc

class Message(TypedDict):
    recipients: Recipients
    replyTo: ReplyTo
    headers: Headers

class EmailClient:
    def __init__(self, endpoint, credential, **kwargs): ...
    @classmethod
    def from_connection_string(cls, conn_str, **kwargs) -> EmailClient: ...
    def begin_send(self, message: Message, *, operation_id=None, **kwargs) -> Sent: ...
    def __enter__(self) -> Self: ...

# module: azure.communication.email.aio
from azure.communication.email import EmailClient as EmailClient

@endpoint("https://*.communication.azure.com/emails:send")
def send(body: Message) -> Sent: ...
