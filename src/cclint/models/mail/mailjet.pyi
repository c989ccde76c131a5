"""Mailjet: POST /v3.1/send and /v3/send, and its library. https://dev.mailjet.com/email/guides/send-api-v31/

v3.1: the recipients of one of `Messages` see each other and its `Cc`; several messages are sent apart; `Globals` stands for what a message leaves
out. v3: each of `Recipients` is sent a message of its own, while `To` is one message that all can read, the `Recipients` among them if both are given. Payloads observed with mailjet-rest 1.9.1.
"""

# distribution: mailjet-rest 1.9.1

from typing import Required, TypedDict

from cclint.models.vocabulary import Bcc, Cc, Each, ReplyTo, Sent, To, endpoint

# module: mailjet_rest.endpoint
class Message(TypedDict):
    To: To
    Cc: Cc
    Bcc: Bcc
    ReplyTo: ReplyTo
    Recipients: Each[To]

class Common(TypedDict):
    To: To
    Cc: Cc

class Listed(TypedDict):
    To: Required[To]
    Recipients: Required[To]
    Cc: Cc
    Bcc: Bcc

class Body(TypedDict):
    Messages: Each[Message]
    Globals: Common
    Recipients: Each[To]
    To: To
    Cc: Cc
    Bcc: Bcc

class Endpoint:
    def create(self, data: Listed | Body = None, id=None, action_id=None, headers=None, ensure_ascii=None, data_encoding=None, **kwargs) -> Sent: ...

# module: mailjet_rest
class Client:
    send: Endpoint
    def __init__(self, auth=None, config=None, **kwargs): ...
    def __enter__(self) -> Self: ...

# module: mailjet_rest.client
from mailjet_rest import Client as Client

@endpoint("https://api.mailjet.com/v3.1/send", "https://api.us.mailjet.com/v3.1/send", "https://api.mailjet.com/v3/send", "https://api.us.mailjet.com/v3/send")
def send(body: Listed | Body) -> Sent: ...
