"""AgentMail. https://docs.agentmail.to/api-reference/inboxes/messages/send

`to` and `cc` are one message, whose addresses are taken to see each other as those of any message do; the documentation does not say so in words.
Read with 2.0.18, payloads observed.
"""

# distribution: agentmail 2.0.18

from typing import TypedDict

from cclint.models.vocabulary import Bcc, Cc, Headers, ReplyTo, Sent, To, endpoint

# module: agentmail.inboxes.messages.client
class Message(TypedDict):
    to: To
    cc: Cc
    bcc: Bcc
    reply_to: ReplyTo
    headers: Headers

class MessagesClient:
    def send(self, inbox_id, *, to: To = None, cc: Cc = None, bcc: Bcc = None, reply_to: ReplyTo = None, headers: Headers = None, **kwargs) -> Sent: ...
    def reply(self, inbox_id, message_id, *, to: To = None, cc: Cc = None, bcc: Bcc = None, reply_to: ReplyTo = None, headers: Headers = None, **kwargs) -> Sent: ...
    def forward(self, inbox_id, message_id, *, to: To = None, cc: Cc = None, bcc: Bcc = None, reply_to: ReplyTo = None, headers: Headers = None, **kwargs) -> Sent: ...

class Inboxes:
    messages: MessagesClient

# module: agentmail
class AgentMail:
    inboxes: Inboxes
    def __init__(self, *, api_key=None, **kwargs): ...

class AsyncAgentMail(AgentMail): ...

@endpoint("https://api.agentmail.to/v0/inboxes/*/messages/send")
def send(body: Message) -> Sent: ...
