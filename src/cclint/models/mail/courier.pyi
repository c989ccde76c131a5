"""Courier: POST /send and its library. https://www.courier.com/docs/reference/send/message

Each of several recipients is sent a notification of its own: the documentation calls them an ad hoc list. Payloads observed with 9.13.0.
"""

# distribution: trycourier 9.13.0
# found by: courier.com, trycourier, import courier

from typing import TypedDict

from cclint.models.vocabulary import Each, Sent, To, endpoint

# module: courier.resources.send
class Recipient(TypedDict):
    email: Each[To]

class Message(TypedDict):
    to: list[Recipient]

class Body(TypedDict):
    message: Message

class SendResource:
    def message(self, *, message: Message, **kwargs) -> Sent: ...

# module: courier
class Courier:
    send: SendResource
    def __init__(self, *, api_key=None, **kwargs): ...

class AsyncCourier(Courier): ...

@endpoint("https://api.courier.com/send")
def send(body: Body) -> Sent: ...
