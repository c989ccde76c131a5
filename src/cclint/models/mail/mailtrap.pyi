"""Mailtrap: POST /api/send and /api/batch, and its library. https://api-docs.mailtrap.io/docs/mailtrap-api-docs/67f1d70aeb62c-send-email

All of `to` and `cc` see each other; a batch sends each of its requests for itself. Payloads observed with 2.11.0.
"""

# distribution: mailtrap 2.11.0

from typing import TypedDict

from cclint.models.vocabulary import Bcc, Cc, Each, Headers, ReplyTo, Sent, To, endpoint
from cclint.models import vocabulary as mark

# module: mailtrap
class Message(TypedDict):
    to: To
    cc: Cc
    bcc: Bcc
    reply_to: ReplyTo
    headers: Headers

class Batch(TypedDict):
    requests: Each[Message]

class Address:
    email: mark.Address
    def __init__(self, email: mark.Address, name=None): ...

class Mail:
    to: To
    cc: Cc
    bcc: Bcc
    reply_to: ReplyTo
    headers: Headers
    def __init__(self, *, to: To, sender=None, cc: Cc = None, bcc: Bcc = None, attachments=None, headers: Headers = None, custom_variables=None, reply_to: ReplyTo = None, subject=None, text=None, html=None, category=None): ...

class MailFromTemplate:
    to: To
    cc: Cc
    bcc: Bcc
    reply_to: ReplyTo
    headers: Headers
    def __init__(self, *, to: To, sender=None, cc: Cc = None, bcc: Bcc = None, attachments=None, headers: Headers = None, custom_variables=None, reply_to: ReplyTo = None, template_uuid=None, template_variables=None): ...

class BatchMail:
    def __init__(self, *, sender=None, headers=None, subject=None, text=None, html=None, **kwargs): ...

class BatchEmailRequest:
    to: To
    cc: Cc
    bcc: Bcc
    def __init__(self, *, to: To, sender=None, cc: Cc = None, bcc: Bcc = None, **kwargs): ...

class BatchSendEmailParams:
    requests: Each[BatchEmailRequest]
    def __init__(self, base=None, requests: Each[BatchEmailRequest] = None): ...

class MailtrapClient:
    def __init__(self, token=None, api_host=None, api_port=443, bulk=False, sandbox=False, account_id=None, inbox_id=None, **kwargs): ...
    def send(self, mail: mark.Mail) -> Sent: ...
    def batch_send(self, mail: BatchSendEmailParams) -> Sent: ...

@endpoint("https://send.api.mailtrap.io/api/send", "https://bulk.api.mailtrap.io/api/send", "https://sandbox.api.mailtrap.io/api/send/*")
def send(body: Message) -> Sent: ...
@endpoint("https://send.api.mailtrap.io/api/batch", "https://bulk.api.mailtrap.io/api/batch", "https://sandbox.api.mailtrap.io/api/batch/*")
def batch(body: Batch) -> Sent: ...
