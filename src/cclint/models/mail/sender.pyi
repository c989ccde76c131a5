"""sender 0.3. https://sender.readthedocs.io/

One message for each Message; `bcc` is not written into the header. A pair is a name and an address; of a text with several addresses only
the first is taken. Observed with 0.3.
"""

# found by: import sender
# distribution: sender 0.3

from cclint.models import vocabulary as mark
from cclint.models.vocabulary import Bcc, Cc, First, Headers, Pair, ReplyTo, Sent, To

# module: sender
class Message:
    to: To[Pair, First]
    cc: Cc[Pair, First]
    bcc: Bcc[Pair, First]
    extra_headers: Headers
    def __init__(self, subject=None, to: To[Pair, First] = None, body=None, html=None, fromaddr=None, cc: Cc[Pair, First] = None, bcc: Bcc[Pair, First] = None, attachments=None, reply_to: ReplyTo = None, date=None, charset="utf-8", extra_headers: Headers = None, mail_options=None, rcpt_options=None): ...
    def attach(self, attachment_or_attachments) -> None: ...

class Connection:
    def __init__(self, mail): ...
    def __enter__(self) -> Self: ...
    def send(self, message: mark.Mail) -> Sent: ...

class Mail:
    def __init__(self, host="localhost", username=None, password=None, port=25, use_tls=False, use_ssl=False, debug_level=None, fromaddr=None): ...
    def connection(self) -> Connection: ...
    def send(self, message_or_messages: mark.Mail) -> Sent: ...
    def send_message(self, subject=None, to: To[Pair, First] = None, body=None, html=None, fromaddr=None, cc: Cc[Pair, First] = None, bcc: Bcc[Pair, First] = None, attachments=None, reply_to: ReplyTo = None, date=None, charset="utf-8", extra_headers: Headers = None, mail_options=None, rcpt_options=None) -> Sent: ...
