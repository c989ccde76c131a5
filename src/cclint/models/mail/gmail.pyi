"""The Gmail API through google-api-python-client, simplegmail and ezgmail. https://developers.google.com/workspace/gmail/api/guides/sending

`raw` is a whole message in base64, whose header goes out as it is. There is no envelope beside it: Gmail sends to the addresses in `To`, `Cc` and `Bcc`
(reference of users.drafts.send), and is said to show those in `Bcc` to nobody else (googleapis/google-api-nodejs-client#1779; one user reported
otherwise, google-api-dotnet-client#2016, without what it takes to see it). Not observed. simplegmail and ezgmail write `to`,
`cc` and `bcc` into that header as they are given. google-api-python-client 2.202.0 observed, simplegmail 5.0.0 and ezgmail 2026.4.28 read.
"""

# distribution: google-api-python-client 2.202.0
# distribution: simplegmail 5.0.0
# distribution: EZGmail 2026.4.28
# found by: "gmail", 'gmail', import simplegmail, import ezgmail

from typing import Literal, Protocol, TypedDict

from cclint.models.vocabulary import Bcc, Cc, Hidden, Raw, Sent, To, endpoint

# module: googleapiclient.discovery
class Message(TypedDict):
    raw: Raw[Hidden]

class Draft(TypedDict):
    message: Message

class Messages:
    def send(self, *, userId=None, body: Message = None, **kwargs) -> Sent: ...

class Drafts:
    def create(self, *, userId=None, body=None, **kwargs): ...
    def update(self, *, userId=None, id=None, body=None, **kwargs): ...
    def send(self, *, userId=None, body: Draft = None, **kwargs) -> Sent: ...

class Users:
    def messages(self) -> Messages: ...
    def drafts(self) -> Drafts: ...

class Gmail:
    def users(self) -> Users: ...

@overload
def build(serviceName: Literal["gmail"], version, http=None, **kwargs) -> Gmail: ...
@overload
def build(serviceName, version, http=None, **kwargs): ...

class LikeMessages(Protocol):
    def send(self, *, userId, body: Message, **kwargs) -> Sent: ...

@endpoint("https://gmail.googleapis.com/gmail/v1/users/*/messages/send", "https://www.googleapis.com/gmail/v1/users/*/messages/send")
def send(body: Message) -> Sent: ...

# module: apiclient.discovery
from googleapiclient.discovery import build as build

# module: apiclient
from googleapiclient import discovery as discovery

# module: simplegmail
class Gmail:
    def __init__(self, client_secret_file=..., creds_file=..., access_type=..., noauth_local_webserver=False, **kwargs): ...
    def send_message(self, sender, to: To, subject="", msg_html=None, msg_plain=None, cc: Cc = None, bcc: Bcc = None, attachments=None, signature=False, user_id="me", reply_to=None) -> Sent: ...

# module: ezgmail
def send(recipient: To, subject, body, attachments=None, sender=None, cc: Cc = None, bcc: Bcc = None, mimeSubtype="plain", _threadId=None) -> Sent: ...
