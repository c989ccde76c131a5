"""async-sender 1 to 3. https://github.com/theruziev/async_sender

One message for each Message; `bcc` is not written into the header. Observed with 3.0.0.
"""

# distribution: async-sender 3.0.0

from cclint.models import vocabulary as mark
from cclint.models.vocabulary import Bcc, Cc, Headers, ReplyTo, Sent, To

# module: async_sender.api
class Message:
    to: To
    cc: Cc
    bcc: Bcc
    extra_headers: Headers
    def __init__(self, subject=None, to: To = None, body=None, html=None, from_address=None, cc: Cc = None, bcc: Bcc = None, attachments=None, reply_to: ReplyTo = None, date=None, charset="utf-8", extra_headers: Headers = None, mail_options=None, rcpt_options=None): ...
    def attach(self, *attachment) -> None: ...

class Connection:
    def __init__(self, mail): ...
    def __aenter__(self) -> Self: ...
    def send(self, message: mark.Mail) -> Sent: ...

class Mail:
    def __init__(self, hostname="", port=None, use_tls=False, use_ehlo=False, use_starttls=False, username=None, password=None, from_address=None, **kwargs): ...
    def connection(self) -> Connection: ...
    def send(self, *messages: mark.Mail) -> Sent: ...
    def send_message(self, subject=None, to: To = None, body=None, html=None, from_address=None, cc: Cc = None, bcc: Bcc = None, attachments=None, reply_to: ReplyTo = None, date=None, charset="utf-8", extra_headers: Headers = None, **kwargs) -> Sent: ...

# module: async_sender
from async_sender.api import Message as Message
from async_sender.api import Mail as Mail
