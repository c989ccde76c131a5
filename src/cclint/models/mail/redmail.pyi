"""red-mail 0.1 to 0.6. https://red-mail.readthedocs.io/

One message; a sender's own `receivers`, `cc` and `bcc` are the defaults of each `send`. `send` takes Bcc out, from `headers` too, `get_message` gives a message
that still has it. Observed with 0.6.0.
"""

# distribution: redmail 0.5.0 to 0.6.0

from cclint.models.vocabulary import Alone, Bcc, Cc, Headers, Hidden, Mail, Sent, To

# module: redmail.email.sender
class EmailSender:
    receivers: To
    cc: Cc
    bcc: Bcc[Alone]
    sender: str
    def __init__(self, host, port, username=None, password=None, cls_smtp=..., use_starttls=True, domain=None, **kwargs): ...
    def __enter__(self) -> Self: ...
    def send(self, subject=None, sender=None, receivers: To = None, cc: Cc = None, bcc: Bcc[Alone] = None, headers: Headers[Hidden] = None, html=None, text=None, html_template=None, text_template=None, body_images=None, body_tables=None, body_params=None, attachments=None, use_jinja=None, **kwargs) -> Sent: ...
    def get_message(self, subject=None, sender=None, receivers: To = None, cc: Cc = None, bcc: Bcc[Alone] = None, html=None, text=None, html_template=None, text_template=None, body_images=None, body_tables=None, body_params=None, attachments=None, headers: Headers[Hidden] = None, use_jinja=None) -> email.message.EmailMessage: ...
    def send_message(self, msg: Mail) -> Sent: ...
    def connect(self): ...
    def close(self) -> None: ...

# module: redmail
from redmail.email.sender import EmailSender as EmailSender

gmail: redmail.email.sender.EmailSender
outlook: redmail.email.sender.EmailSender
