"""SMTP2GO: POST /v3/email/send. https://developers.smtp2go.com/reference/send-standard-email

One message is made of each request: all of `to` and `cc` stand in its headers, `bcc` does not. Read from the documentation.
"""

# found by: smtp2go.com

from typing import TypedDict

from cclint.models.vocabulary import Bcc, Cc, Sent, To, endpoint

class Message(TypedDict):
    to: To
    cc: Cc
    bcc: Bcc

@endpoint("https://api.smtp2go.com/v3/email/send", "https://*-api.smtp2go.com/v3/email/send")
def send(body: Message) -> Sent: ...
