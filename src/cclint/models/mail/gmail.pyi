"""The Gmail API through google-api-python-client. https://developers.google.com/workspace/gmail/api/guides/sending

`raw` is a whole message in base64, whose header goes out as it is.
"""

# found by: gmail

from typing import Literal, Protocol, TypedDict

from cclint.models.vocabulary import Raw, Sent

# module: googleapiclient.discovery
class Message(TypedDict):
    raw: Raw

class Draft(TypedDict):
    message: Message

class Messages:
    def send(self, *, userId=None, body: Message = None, **kwargs) -> Sent: ...

class Users:
    def messages(self) -> Messages: ...

class Gmail:
    def users(self) -> Users: ...

@overload
def build(serviceName: Literal["gmail"], version, *args, **kwargs) -> Gmail: ...
@overload
def build(serviceName, version, *args, **kwargs): ...

class LikeMessages(Protocol):
    def send(self, *, userId, body: Message, **kwargs) -> Sent: ...

# module: apiclient.discovery
from googleapiclient.discovery import build as build

# module: apiclient
from googleapiclient import discovery as discovery
