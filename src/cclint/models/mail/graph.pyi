"""Microsoft Graph. https://learn.microsoft.com/en-us/graph/api/user-sendmail

toRecipients and ccRecipients of a message see each other.
"""

from typing import TypedDict

from cclint.models.vocabulary import Bcc, Cc, ReplyTo, Sent, To, endpoint

# module: microsoft_graph
class Message(TypedDict):
    toRecipients: To
    ccRecipients: Cc
    bccRecipients: Bcc
    replyTo: ReplyTo

class Body(TypedDict):
    message: Message

@endpoint("https://graph.microsoft.com/*/sendMail", "https://graph.microsoft.com/*/microsoft.graph.sendMail")
def send(body: Body) -> Sent: ...
