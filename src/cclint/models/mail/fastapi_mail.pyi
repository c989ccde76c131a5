"""FastAPI-Mail 1.0 to 1.6. https://sabuhish.github.io/fastapi-mail/

One message for each MessageSchema; `send_message` takes one or a list of them. Bcc is taken out before sending; `headers` are added beside
the others. Observed with 1.6.8.
"""

# distribution: fastapi-mail 1.0.0 to 1.6.8

from cclint.models.vocabulary import Bcc, Cc, Headers, Mail, ReplyTo, Sent, To

# module: fastapi_mail.schemas
class MessageSchema:
    recipients: To
    cc: Cc
    bcc: Bcc
    reply_to: ReplyTo
    headers: Headers

# module: fastapi_mail.fastmail
class FastMail:
    def __init__(self, config): ...
    def send_message(self, message: Mail, template_name=None, html_template=None, plain_template=None) -> Sent: ...

# module: fastapi_mail
from fastapi_mail.schemas import MessageSchema as MessageSchema
from fastapi_mail.fastmail import FastMail as FastMail

class ConnectionConfig: ...
