"""Mailchimp Transactional (Mandrill). https://mailchimp.com/developer/transactional/api/messages/send-new-message/

Each of `to` is sent a message of its own, unless `preserve_recipients` is true; without it an option of the account decides, which is off at
first. A raw message goes out with the header that it has. Payloads observed with mailchimp-transactional 1.4.1 and mandrill 1.0.60.
"""

# distribution: mailchimp-transactional 1.4.1
# distribution: mandrill 1.0.60

from typing import TypedDict

from cclint.models.vocabulary import Each, Envelope, Named, Raw, Sent, Shows, To, endpoint

# module: mailchimp_transactional
class Recipient(TypedDict):
    email: Each[To]
    type: Named

class Message(TypedDict):
    to: list[Recipient]
    preserve_recipients: Shows[True]

class Body(TypedDict):
    message: Message

class RawBody(TypedDict):
    raw_message: Raw
    to: Envelope

# module: mailchimp_transactional.api.messages_api
class MessagesApi:
    def send(self, body: Body = ..., **kwargs) -> Sent: ...
    def send_template(self, body: Body = ..., **kwargs) -> Sent: ...
    def send_mc_template(self, body: Body = ..., **kwargs) -> Sent: ...
    def send_raw(self, body: RawBody = ..., **kwargs) -> Sent: ...

# module: mailchimp_transactional
class Client:
    messages: MessagesApi
    def __init__(self, api_key=""): ...

# module: mandrill
class Messages:
    def send(self, message: Message, send_async=False, ip_pool=None, send_at=None, **kwargs) -> Sent: ...
    def send_template(self, template_name, template_content, message: Message, send_async=False, ip_pool=None, send_at=None, **kwargs) -> Sent: ...
    def send_raw(self, raw_message: Raw, from_email=None, from_name=None, to: Envelope = None, send_async=False, ip_pool=None, send_at=None, return_path_domain=None, **kwargs) -> Sent: ...

class Mandrill:
    messages: Messages
    def __init__(self, apikey=None, debug=False): ...

@endpoint("https://mandrillapp.com/api/1.0/messages/send", "https://mandrillapp.com/api/1.0/messages/send.json", "https://mandrillapp.com/api/1.0/messages/send-template", "https://mandrillapp.com/api/1.0/messages/send-template.json")
def send(body: Body) -> Sent: ...
@endpoint("https://mandrillapp.com/api/1.0/messages/send-raw", "https://mandrillapp.com/api/1.0/messages/send-raw.json")
def send_raw(body: RawBody) -> Sent: ...
