"""emails 0.5 to 1.1. https://python-emails.readthedocs.io/

One message. `send(to=...)` takes the place of the message's own `mail_to`, but for `set_mail_to=False`, where it is the envelope only. A pair is
a name and an address; of a text with several addresses only the first is taken. `headers` are added beside the others, a Bcc too. Observed
with 1.1.3.
"""

# distribution: emails 0.5.15 to 1.1.3

from typing import Literal

from cclint.models.vocabulary import Bcc, Cc, Envelope, First, Headers, Pair, ReplyTo, Sent, To

# module: emails.message
class Message:
    mail_to: To[Pair, First]
    cc: Cc[Pair, First]
    bcc: Bcc[Pair, First]
    reply_to: ReplyTo
    def __init__(self, charset=None, message_id=None, date=None, subject=None, mail_from=None, mail_to: To[Pair, First] = None, headers: Headers = None, html=None, text=None, attachments=None, cc: Cc[Pair, First] = None, bcc: Bcc[Pair, First] = None, headers_encoding=None, reply_to: ReplyTo = None): ...
    def attach(self, **kwargs) -> None: ...
    def render(self, **kwargs) -> None: ...
    @overload
    def send(self, to: Envelope = None, *, set_mail_to: Literal[False], mail_from=None, set_mail_from=False, render=None, smtp_mail_options=None, smtp_rcpt_options=None, smtp=None) -> Sent: ...
    @overload
    def send(self, to: To[Pair, First] = None, set_mail_to=True, mail_from=None, set_mail_from=False, render=None, smtp_mail_options=None, smtp_rcpt_options=None, smtp=None) -> Sent: ...
    @overload
    def send_async(self, to: Envelope = None, *, set_mail_to: Literal[False], **kwargs) -> Sent: ...
    @overload
    def send_async(self, to: To[Pair, First] = None, set_mail_to=True, **kwargs) -> Sent: ...

def html(*, html=None, text=None, subject=None, mail_from=None, mail_to: To[Pair, First] = None, cc: Cc[Pair, First] = None, bcc: Bcc[Pair, First] = None, headers: Headers = None, reply_to: ReplyTo = None, **kwargs) -> Message: ...

# module: emails
from emails.message import Message as Message
from emails.message import html as html

def loader(**kwargs): ...
