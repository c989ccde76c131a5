"""Infobip: POST /email/4/messages and /email/3/send, and its library. https://www.infobip.com/docs/api/channels/email

Each of `to` is sent a message of its own, unless `preserveRecipients` is true: then all see the whole list. `cc` is seen by all. The descriptions of the
fields of 6.0.0 say so; payloads observed with it.
"""

# distribution: infobip-api-python-client 6.0.0

from typing import TypedDict

from cclint.models.vocabulary import Address, Bcc, Cc, Each, Sent, Shows, To, endpoint
from cclint.models import vocabulary as mark

# module: infobip_api_client.models
class Place(TypedDict):
    destination: mark.Address

class Destination(TypedDict):
    to: Each[To]
    cc: Cc
    bcc: Bcc
    preserveRecipients: Shows[True]

class Message(TypedDict):
    destinations: Each[Destination]

class Body(TypedDict):
    messages: Each[Message]

class Form(TypedDict):
    to: Each[To]
    cc: Cc
    bcc: Bcc
    preserveRecipients: Shows[True, "true", "True"]

class EmailToDestination:
    destination: mark.Address
    def __init__(self, *, destination: mark.Address = None, message_id=None, placeholders=None, **kwargs): ...

class EmailGroupDestination:
    to: Each[To]
    cc: Cc
    bcc: Bcc
    preserve_recipients: Shows[True]
    def __init__(self, *, to: Each[To] = None, cc: Cc = None, bcc: Bcc = None, reply_to=None, preserve_recipients: Shows[True] = False, preserveRecipients: Shows[True] = False, **kwargs): ...

class EmailMessage:
    destinations: Each[EmailGroupDestination | Destination]
    def __init__(self, *, sender=None, destinations: Each[EmailGroupDestination | Destination] = None, content=None, **kwargs): ...

class EmailRequest:
    messages: Each[EmailMessage | Message]
    def __init__(self, *, messages: Each[EmailMessage | Message] = None, options=None): ...

# module: infobip_api_client
class EmailApi:
    def __init__(self, api_client=None): ...
    def send_email(self, email_request: EmailRequest | Body, **kwargs) -> Sent: ...

# module: infobip_api_client.api.email_api
from infobip_api_client import EmailApi as EmailApi
# module: infobip_api_client.models.email_request
from infobip_api_client.models import EmailRequest as EmailRequest
# module: infobip_api_client.models.email_message
from infobip_api_client.models import EmailMessage as EmailMessage
# module: infobip_api_client.models.email_group_destination
from infobip_api_client.models import EmailGroupDestination as EmailGroupDestination
# module: infobip_api_client.models.email_to_destination
from infobip_api_client.models import EmailToDestination as EmailToDestination

@endpoint("https://*.infobip.com/email/4/messages")
def messages(body: Body) -> Sent: ...
@endpoint("https://*.infobip.com/email/3/send", "https://*.infobip.com/email/2/send")
def send(body: Form) -> Sent: ...
