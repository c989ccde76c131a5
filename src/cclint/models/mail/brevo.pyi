"""Brevo, formerly Sendinblue: POST /v3/smtp/email and its libraries. https://developers.brevo.com/docs/batch-send-transactional-emails

All of `to` and `cc` see each other. With `messageVersions` each version is a message of its own. Payloads observed with brevo-python 5.1.0 and
sib-api-v3-sdk 7.6.0.
"""

# distribution: brevo-python 5.1.0
# distribution: sib-api-v3-sdk 7.6.0

from typing import TypedDict

from cclint.models.vocabulary import Address, Bcc, Cc, Each, Headers, Mail, ReplyTo, Sent, To, endpoint

# module: brevo.transactional_emails.client
class Version(TypedDict):
    to: To
    cc: Cc
    bcc: Bcc
    replyTo: ReplyTo

class Message(TypedDict):
    to: To
    cc: Cc
    bcc: Bcc
    replyTo: ReplyTo
    headers: Headers
    messageVersions: Each[Version]

class TransactionalEmailsClient:
    def send_transac_email(self, *, to: To = None, cc: Cc = None, bcc: Bcc = None, reply_to: ReplyTo = None, headers: Headers = None, message_versions: Each[Version | SendTransacEmailRequestMessageVersionsItem] = None, **kwargs) -> Sent: ...

# module: brevo
class Brevo:
    transactional_emails: TransactionalEmailsClient
    def __init__(self, *, api_key=None, **kwargs): ...

class AsyncBrevo(Brevo): ...

# module: brevo.client
from brevo import Brevo as Brevo
from brevo import AsyncBrevo as AsyncBrevo

# module: brevo.transactional_emails
class SendTransacEmailRequestToItem:
    email: Address
    def __init__(self, *, email: Address = None, name=None): ...
class SendTransacEmailRequestCcItem(SendTransacEmailRequestToItem): ...
class SendTransacEmailRequestBccItem(SendTransacEmailRequestToItem): ...
class SendTransacEmailRequestMessageVersionsItemToItem(SendTransacEmailRequestToItem): ...
class SendTransacEmailRequestMessageVersionsItemCcItem(SendTransacEmailRequestToItem): ...
class SendTransacEmailRequestMessageVersionsItemBccItem(SendTransacEmailRequestToItem): ...
class SendTransacEmailRequestMessageVersionsItem:
    to: To
    cc: Cc
    bcc: Bcc
    def __init__(self, *, to: To = None, cc: Cc = None, bcc: Bcc = None, **kwargs): ...

# module: sib_api_v3_sdk
class SendSmtpEmailTo:
    email: Address
    def __init__(self, email: Address = None, name=None): ...
class SendSmtpEmailCc(SendSmtpEmailTo): ...
class SendSmtpEmailBcc(SendSmtpEmailTo): ...

class SendSmtpEmailMessageVersions:
    to: To
    cc: Cc
    bcc: Bcc
    def __init__(self, to: To = None, params=None, bcc: Bcc = None, cc: Cc = None, reply_to: ReplyTo = None, subject=None): ...

class SendSmtpEmail:
    to: To
    cc: Cc
    bcc: Bcc
    reply_to: ReplyTo
    headers: Headers
    message_versions: Each[Version | SendSmtpEmailMessageVersions]
    def __init__(self, sender=None, to: To = None, bcc: Bcc = None, cc: Cc = None, html_content=None, text_content=None, subject=None, reply_to: ReplyTo = None, attachment=None, headers: Headers = None, template_id=None, params=None, message_versions: Each[Version | SendSmtpEmailMessageVersions] = None, tags=None, scheduled_at=None, batch_id=None): ...

class TransactionalEmailsApi:
    def __init__(self, api_client=None): ...
    def send_transac_email(self, send_smtp_email: SendSmtpEmail | Message, **kwargs) -> Sent: ...

# module: brevo_python
from sib_api_v3_sdk import SendSmtpEmailTo as SendSmtpEmailTo
from sib_api_v3_sdk import SendSmtpEmailCc as SendSmtpEmailCc
from sib_api_v3_sdk import SendSmtpEmailBcc as SendSmtpEmailBcc
from sib_api_v3_sdk import SendSmtpEmail as SendSmtpEmail
from sib_api_v3_sdk import TransactionalEmailsApi as TransactionalEmailsApi

@endpoint("https://api.brevo.com/v3/smtp/email", "https://api.sendinblue.com/v3/smtp/email")
def email(body: Message) -> Sent: ...
