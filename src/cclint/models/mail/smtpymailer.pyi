"""smtpymailer 0.1. https://pypi.org/project/smtpymailer/

One message; `bcc_recipients` is the envelope only. Observed with 0.1.10.
"""

# distribution: smtpymailer 0.1.10

from cclint.models.vocabulary import Bcc, Cc, ReplyTo, Sent, To

# module: smtpymailer.mailer
class SmtpMailer:
    def __init__(self, sender_email, sender_name=None, **kwargs): ...
    def send_email(self, recipients: To, subject, cc_recipients: Cc = None, bcc_recipients: Bcc = None, reply_to: ReplyTo = None, attachments=None, html_content=None, template=None, template_directory=None, **kwargs) -> Sent: ...

# module: smtpymailer
from smtpymailer.mailer import SmtpMailer as SmtpMailer
