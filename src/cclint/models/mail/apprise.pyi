"""Apprise 0.9 to 2.2. https://appriseit.com/

One message for each target of an address, so that the targets of `mailto://` and of all services do not see each other; those of `?cc=` stand
in every one of them. Only `batch=yes` of mailgun:// and smtp2go:// puts all targets into one request; those in the path are not looked at.
Observed with 2.2.0.
"""

# distribution: apprise 0.9.9 to 2.2.0
# found by: import apprise

from typing import Literal, TypedDict

from cclint.models.vocabulary import Bcc, Cc, Each, Posted, Sent, To, Url, endpoint

# module: apprise.apprise
class Apprise:
    def __init__(self, services=None, asset=None, location=None, debug=False, **kwargs): ...
    def add(self, services: Url, asset=None, tag=None) -> Posted: ...
    def notify(self, body, title="", *args, **kwargs): ...
    def async_notify(self, body, title="", *args, **kwargs): ...

# module: apprise
from apprise.apprise import Apprise as Apprise

class Query(TypedDict):
    to: Each[To]
    cc: Cc
    bcc: Bcc

@endpoint("mailto://*", "mailtos://*")
def mailto(query: Query) -> Sent: ...

class Batch(TypedDict):
    batch: Literal["yes", "Yes", "true", "True", "on", "y", "1"]
    to: To
    cc: Cc
    bcc: Bcc

@endpoint("mailgun://*", "smtp2go://*")
def service(query: Batch | Query) -> Sent: ...
