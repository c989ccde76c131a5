"""Microsoft Graph: POST sendMail, and the libraries msgraph-sdk, O365 and Office365-REST-Python-Client. https://learn.microsoft.com/en-us/graph/api/user-sendmail

All of `toRecipients` and `ccRecipients` see each other, of a message that is forwarded too. A draft (POST messages) is not sent. The names of the
payload may be written with capitals, as the Outlook API before Graph had them. In O365, `add` adds to what there is, a pair is a name and an address, and a text is one
recipient, commas or not. msgraph-sdk 1.65.0 and
Office365-REST-Python-Client 2.6.2 and 3.3.0 read, payloads observed with O365 2.1.10.
"""

# distribution: msgraph-sdk 1.65.0
# distribution: O365 2.1.10
# distribution: Office365-REST-Python-Client 2.6.2 to 3.3.0
# found by: graph.microsoft.com, toRecipients, ToRecipients, msgraph, O365, office365 & to_recipients, office365 & send_mail, office365 & forward

from typing import Self, TypedDict

from cclint.models.vocabulary import Alone, Bcc, Cc, Clears, ReplyTo, Sent, To, endpoint
from cclint.models import vocabulary as mark

# module: microsoft_graph
class Message(TypedDict):
    toRecipients: To
    ccRecipients: Cc
    bccRecipients: Bcc[Alone]
    replyTo: ReplyTo
    ToRecipients: To
    CcRecipients: Cc
    BccRecipients: Bcc[Alone]
    ReplyTo: ReplyTo

class Body(TypedDict):
    message: Message
    Message: Message

class Answer(TypedDict):
    toRecipients: To
    message: Message
    ToRecipients: To
    Message: Message

@endpoint("https://graph.microsoft.com/*/sendMail", "https://graph.microsoft.com/*/microsoft.graph.sendMail", "https://graph.microsoft.com/*/sendmail", "https://outlook.office.com/api/*/sendmail", "https://outlook.office.com/api/*/sendMail", "https://outlook.office365.com/api/*/sendmail", "https://outlook.office365.com/api/*/sendMail")
def send(body: Body) -> Sent: ...

@endpoint("https://graph.microsoft.com/*/messages/*/forward", "https://graph.microsoft.com/*/messages/*/reply", "https://graph.microsoft.com/*/messages/*/replyAll")
def answer(body: Answer) -> Sent: ...

# module: msgraph.generated.models.email_address
class EmailAddress:
    address: mark.Address
    def __init__(self, *, address: mark.Address = None, name=None, **kwargs): ...

# module: msgraph.generated.models.recipient
class Recipient:
    email_address: EmailAddress
    def __init__(self, *, email_address: EmailAddress = None, **kwargs): ...

# module: msgraph.generated.models.message
class Message:
    to_recipients: To
    cc_recipients: Cc
    bcc_recipients: Bcc[Alone]
    reply_to: ReplyTo
    def __init__(self, *, to_recipients: To = None, cc_recipients: Cc = None, bcc_recipients: Bcc[Alone] = None, reply_to: ReplyTo = None, **kwargs): ...

# module: msgraph.generated.users.item.send_mail.send_mail_post_request_body
class SendMailPostRequestBody:
    message: Message
    def __init__(self, *, message: Message = None, save_to_sent_items=None, **kwargs): ...

# module: msgraph.generated.users.item.send_mail.send_mail_request_builder
class SendMailRequestBuilder:
    def post(self, body: SendMailPostRequestBody, request_configuration=None) -> Sent: ...
# module: msgraph.generated.users.item.user_item_request_builder
class UserItemRequestBuilder:
    send_mail: SendMailRequestBuilder
# module: msgraph.generated.users.users_request_builder
class UsersRequestBuilder:
    def by_user_id(self, user_id) -> UserItemRequestBuilder: ...
# module: msgraph
class GraphServiceClient:
    me: UserItemRequestBuilder
    users: UsersRequestBuilder
    def __init__(self, credentials=None, scopes=None, request_adapter=None): ...

# module: msgraph.graph_service_client
from msgraph import GraphServiceClient as GraphServiceClient

# module: O365.message
class ToRecipients:
    def add(self, recipients: To[mark.Pair]) -> None: ...
    def clear(self) -> Clears[To[mark.Pair]]: ...
class CcRecipients:
    def add(self, recipients: Cc[mark.Pair]) -> None: ...
    def clear(self) -> Clears[Cc[mark.Pair]]: ...
class BccRecipients:
    def add(self, recipients: Bcc[mark.Pair]) -> None: ...
    def clear(self) -> Clears[Bcc[mark.Pair]]: ...
class ReplyToRecipients:
    def add(self, recipients: ReplyTo[mark.Pair]) -> None: ...
    def clear(self) -> Clears[ReplyTo[mark.Pair]]: ...

class Message:
    to: ToRecipients = ...
    cc: CcRecipients = ...
    bcc: BccRecipients = ...
    reply_to: ReplyToRecipients = ...
    def __init__(self, **kwargs): ...
    def send(self, save_to_sent_folder=True) -> Sent: ...

# module: O365.mailbox
class MailBox:
    def new_message(self) -> O365.message.Message: ...

# module: O365
class Account:
    def __init__(self, credentials=None, **kwargs): ...
    def new_message(self, resource=None) -> O365.message.Message: ...
    def mailbox(self, resource=None) -> O365.mailbox.MailBox: ...
from O365.mailbox import MailBox as MailBox
from O365.message import Message as Message

# module: office365.outlook.mail.messages.message
class Message:
    to_recipients: To
    def send(self) -> Sent: ...
    def forward(self, to_recipients: To, comment="") -> Sent: ...

# module: office365.outlook.mail.messages.collection
class MessageCollection:
    def add(self, subject=None, body=None, to_recipients: To = None, **kwargs) -> office365.outlook.mail.messages.message.Message: ...
    def __getitem__(self, key) -> office365.outlook.mail.messages.message.Message: ...

# module: office365.directory.users.user
class User:
    messages: office365.outlook.mail.messages.collection.MessageCollection
    def send_mail(self, subject, body, to_recipients: To, cc_recipients: Cc = None, bcc_recipients: Bcc[Alone] = None, reply_to: ReplyTo = None, save_to_sent_items=False, body_type="Text") -> Sent: ...

# module: office365.directory.users.collection
class UserCollection:
    def get_by_principal_name(self, name) -> office365.directory.users.user.User: ...
    def __getitem__(self, key) -> office365.directory.users.user.User: ...

# module: office365.graph_client
class GraphClient:
    me: office365.directory.users.user.User
    users: office365.directory.users.collection.UserCollection
    def __init__(self, token_callback=None, tenant=None, scopes=None, token_cache=None, environment=None): ...
    def with_certificate(self, client_id, thumbprint=None, private_key=None, **kwargs) -> Self: ...
    def with_client_secret(self, client_id, client_secret) -> Self: ...
    def with_token_interactive(self, client_id, username=None) -> Self: ...
    def with_username_and_password(self, client_id, username, password) -> Self: ...
