"""Postmark's web API. https://postmarkapp.com/developer/api/email-api

All of To and Cc see each other; a batch sends each of its messages for itself.
"""

from typing import TypedDict

from cclint.models.vocabulary import Bcc, Cc, Each, ReplyTo, Sent, To, endpoint

# module: postmark_api
class Message(TypedDict):
    To: To
    Cc: Cc
    Bcc: Bcc
    ReplyTo: ReplyTo

class Batch(TypedDict):
    Messages: Each[Message]

@endpoint("https://api.postmarkapp.com/email", "https://api.postmarkapp.com/email/withTemplate")
def email(body: Message) -> Sent: ...
@endpoint("https://api.postmarkapp.com/email/batch")
def batch(body: Each[Message]) -> Sent: ...
@endpoint("https://api.postmarkapp.com/email/batchWithTemplates")
def templates(body: Batch) -> Sent: ...
