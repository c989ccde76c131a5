"""Flask-Mail 0.9 to 0.10. https://flask-mail.readthedocs.io/

One message for each Message, all recipients in its To, in any order; `bcc` is never written into the header (since 0.9.0), extra headers
are, beside the others. Of a text with several addresses only the first is taken; a pair as `reply_to` is one address with its name. A
connection only saves time. Observed with 0.10.0, and 0.9.1 on Python 2.7.
"""

# found by: flask_mail, flask.ext.mail, flaskext.mail, flask.ext import mail
# distribution: Flask-Mail 0.9.1 to 0.10.0

from cclint.models import vocabulary as mark
from cclint.models.vocabulary import Alone, Bcc, Cc, First, Headers, Pair, ReplyTo, Sent, To

# module: flask_mail
class Message:
    recipients: To[First]
    cc: Cc[First]
    bcc: Bcc[Alone, First]
    reply_to: ReplyTo[Pair, First]
    extra_headers: Headers
    def __init__(self, subject="", recipients: To[First] = None, body=None, html=None, alts=None, sender=None, cc: Cc[First] = None, bcc: Bcc[Alone, First] = None, attachments=None, reply_to: ReplyTo[Pair, First] = None, date=None, charset=None, extra_headers: Headers = None, mail_options=None, rcpt_options=None): ...
    def add_recipient(self, recipient: To[First]) -> None: ...
    def attach(self, filename=None, content_type=None, data=None, disposition=None, headers=None) -> None: ...
    def send(self, connection) -> Sent: ...

class _MailMixin:
    def send(self, message: mark.Mail) -> Sent: ...
    def send_message(self, subject="", recipients: To[First] = None, body=None, html=None, alts=None, sender=None, cc: Cc[First] = None, bcc: Bcc[Alone, First] = None, attachments=None, reply_to: ReplyTo[Pair, First] = None, date=None, charset=None, extra_headers: Headers = None, mail_options=None, rcpt_options=None) -> Sent: ...
    def connect(self) -> Connection: ...

class Mail(_MailMixin):
    def __init__(self, app=None): ...
    def init_app(self, app): ...

class Connection:
    def __init__(self, mail): ...
    def __enter__(self) -> Self: ...
    def send(self, message: mark.Mail, envelope_from=None) -> Sent: ...
    def send_message(self, subject="", recipients: To[First] = None, body=None, html=None, alts=None, sender=None, cc: Cc[First] = None, bcc: Bcc[Alone, First] = None, attachments=None, reply_to: ReplyTo[Pair, First] = None, date=None, charset=None, extra_headers: Headers = None, mail_options=None, rcpt_options=None) -> Sent: ...

# Its names before Flask 1.0
# module: flask.ext.mail
from flask_mail import Message as Message
from flask_mail import Mail as Mail
from flask_mail import Connection as Connection

# module: flaskext.mail
from flask_mail import Message as Message
from flask_mail import Mail as Mail
from flask_mail import Connection as Connection
