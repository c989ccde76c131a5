"""Mailchimp Transactional (Mandrill). https://mailchimp.com/developer/transactional/api/messages/send-new-message/

Each of `to` is sent a message of its own, unless `preserve_recipients` is true; without it an option of the account decides, which is off at
first. Payloads observed with mailchimp-transactional 1.4.1 and mandrill 1.0.60.
"""

from typing import TypedDict

from cclint.models.vocabulary import Each, Named, Sent, Shows, To, endpoint

# module: mailchimp_transactional
class Recipient(TypedDict):
    email: Each[To]
    type: Named

class Message(TypedDict):
    to: list[Recipient]
    preserve_recipients: Shows[True]

class Body(TypedDict):
    message: Message

class Messages:
    def send(self, body: Body = ...) -> Sent: ...
    def send_template(self, body: Body = ...) -> Sent: ...

class Client:
    messages: Messages
    def __init__(self, api_key="", **kwargs): ...

# module: mandrill
class Messages:
    def send(self, message: Message, **kwargs) -> Sent: ...
    def send_template(self, template_name, template_content, message: Message, **kwargs) -> Sent: ...

class Mandrill:
    messages: Messages
    def __init__(self, apikey=None, debug=False): ...

@endpoint("https://mandrillapp.com/api/1.0/messages/send*")
def send(body: Body) -> Sent: ...
