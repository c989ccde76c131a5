"""SparkPost: POST /api/v1/transmissions and its library. https://developers.sparkpost.com/api/transmissions/

Each of `recipients` is sent a message that shows its own address only, unless `header_to` says what To shows. The library writes `cc` into a Cc header
that every copy carries; copies for `bcc` show the first recipient. Payloads observed with 1.3.10.
"""

# distribution: sparkpost 1.3.10

from typing import TypedDict

from cclint.models.vocabulary import Bcc, Cc, Each, Headers, Overrides, Sent, To, endpoint

# module: sparkpost.transmissions
class Address(TypedDict):
    email: Each[To]
    header_to: Overrides[To]

class Recipient(TypedDict):
    address: Address | Each[To]

class Content(TypedDict):
    headers: Headers

class Transmission(TypedDict):
    recipients: list[Recipient | Each[To]]
    content: Content

class Transmissions:
    def send(self, *, recipients: list[Recipient | Each[To]] = None, cc: Cc = None, bcc: Bcc = None, custom_headers: Headers = None, **kwargs) -> Sent: ...

# module: sparkpost
class SparkPost:
    transmissions: Transmissions
    transmission: Transmissions
    def __init__(self, api_key=None, base_uri="api.sparkpost.com", version="1"): ...

@endpoint("https://api.sparkpost.com/api/v1/transmissions", "https://api.eu.sparkpost.com/api/v1/transmissions")
def transmissions(body: Transmission) -> Sent: ...
