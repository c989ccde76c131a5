"""Loops: POST /api/v1/transactional. https://loops.so/docs/api-reference/send-transactional-email

A call sends to one address. Not observed.
"""

from typing import TypedDict

from cclint.models.vocabulary import Each, Sent, To, endpoint

# module: loops
class Body(TypedDict):
    email: Each[To]

@endpoint("https://app.loops.so/api/v1/transactional")
def send(body: Body) -> Sent: ...
