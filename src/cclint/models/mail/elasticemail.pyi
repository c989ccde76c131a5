"""Elastic Email: v4 and v2 of its web API, and its library. https://elasticemail.com/developers/api-documentation/rest-api

v4: `Recipients.To` and `CC` of a transactional message see each other; each of the `Recipients` of the bulk call is sent a message of its own. v2:
each of `to` is sent a message of its own; `msgTo` and `msgCC` are one message that all can read, and are not used where there is a `to`. Read with
4.4.0, payloads observed.
"""

# distribution: ElasticEmail 4.4.0

from typing import Required, TypedDict

from cclint.models.vocabulary import Address, Bcc, Cc, Each, Sent, To, endpoint

# module: ElasticEmail
class Transactional(TypedDict):
    To: To
    CC: Cc
    BCC: Bcc

class TransactionalBody(TypedDict):
    Recipients: Transactional

class Single(TypedDict):
    Email: Each[To]

class BulkBody(TypedDict):
    Recipients: list[Single]

class Apart(TypedDict):
    to: Required[Each[To]]

class Form(TypedDict):
    msgTo: To
    msgCC: Cc
    msgBcc: Bcc

# The fields can be given by their names in Python and by those of the payload; before 4.1 the former alone.
class TransactionalRecipient:
    To: To
    CC: Cc
    BCC: Bcc
    to: To
    cc: Cc
    bcc: Bcc
    def __init__(self, *, To: To = None, CC: Cc = None, BCC: Bcc = None, to: To = None, cc: Cc = None, bcc: Bcc = None): ...

class EmailTransactionalMessageData:
    Recipients: TransactionalRecipient | Transactional
    recipients: TransactionalRecipient | Transactional
    def __init__(self, *, Recipients: TransactionalRecipient | Transactional = None, recipients: TransactionalRecipient | Transactional = None, **kwargs): ...

class EmailRecipient:
    Email: Each[To]
    email: Each[To]
    def __init__(self, *, Email: Each[To] = None, email: Each[To] = None, **kwargs): ...

class EmailMessageData:
    Recipients: list[EmailRecipient | Single]
    recipients: list[EmailRecipient | Single]
    def __init__(self, *, Recipients: list[EmailRecipient | Single] = None, recipients: list[EmailRecipient | Single] = None, **kwargs): ...

class EmailsApi:
    def __init__(self, api_client=None): ...
    def emails_transactional_post(self, email_transactional_message_data: EmailTransactionalMessageData | TransactionalBody, **kwargs) -> Sent: ...
    def emails_post(self, email_message_data: EmailMessageData | BulkBody, **kwargs) -> Sent: ...

# module: ElasticEmail.api.emails_api
from ElasticEmail import EmailsApi as EmailsApi
# module: ElasticEmail.models.transactional_recipient
from ElasticEmail import TransactionalRecipient as TransactionalRecipient
# module: ElasticEmail.models.email_transactional_message_data
from ElasticEmail import EmailTransactionalMessageData as EmailTransactionalMessageData
# module: ElasticEmail.models.email_message_data
from ElasticEmail import EmailMessageData as EmailMessageData
# module: ElasticEmail.models.email_recipient
from ElasticEmail import EmailRecipient as EmailRecipient

@endpoint("https://api.elasticemail.com/v4/emails/transactional")
def transactional(body: TransactionalBody) -> Sent: ...
@endpoint("https://api.elasticemail.com/v4/emails")
def bulk(body: BulkBody) -> Sent: ...
@endpoint("https://api.elasticemail.com/v2/email/send")
def send(body: Apart | Form, query: Apart | Form) -> Sent: ...
