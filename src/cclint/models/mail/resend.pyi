"""Resend: POST /emails and /emails/batch, and its library. https://resend.com/docs/api-reference/emails/send-email

All of `to` and `cc` see each other; a batch sends each of its messages for itself. Payloads observed with 2.52.0.
"""

# distribution: resend 2.52.0

from typing import TypedDict

from cclint.models.vocabulary import Bcc, Cc, Each, ReplyTo, Sent, To, endpoint

# module: resend
class Params(TypedDict):
    to: To
    cc: Cc
    bcc: Bcc
    reply_to: ReplyTo

class Emails:
    SendParams = dict
    @classmethod
    def send(cls, params: Params, options=None) -> Sent: ...
    @classmethod
    def send_async(cls, params: Params, options=None) -> Sent: ...

class Batch:
    @classmethod
    def send(cls, params: Each[Params], options=None) -> Sent: ...
    @classmethod
    def send_async(cls, params: Each[Params], options=None) -> Sent: ...

@endpoint("https://api.resend.com/emails")
def emails(body: Params) -> Sent: ...
@endpoint("https://api.resend.com/emails/batch")
def batch(body: Each[Params]) -> Sent: ...
