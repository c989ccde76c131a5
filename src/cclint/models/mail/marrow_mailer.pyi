"""marrow.mailer 4. https://github.com/marrow/mailer

One message for each Message; texts are split at commas. `bcc` is not written into the header, `headers` are. Observed with 4.0.3.
"""

# found by: import marrow
# distribution: marrow.mailer 4.0.3

from cclint.models import vocabulary as mark
from cclint.models.vocabulary import Bcc, Cc, Headers, ReplyTo, Sent, To

# module: marrow.mailer.message
class Message:
    to: To
    cc: Cc
    bcc: Bcc
    reply: ReplyTo
    headers: Headers
    def __init__(self, author=None, to: To = None, subject=None, *, cc: Cc = None, bcc: Bcc = None, reply: ReplyTo = None, headers: Headers = None, **kw): ...
    def attach(self, name, *args, **kwargs) -> None: ...
    def send(self) -> Sent: ...

# module: marrow.mailer
from marrow.mailer.message import Message as Message

class Mailer:
    def __init__(self, config, prefix=None): ...
    def start(self) -> Self: ...
    def stop(self): ...
    def new(self, author=None, to: To = None, subject=None, *, cc: Cc = None, bcc: Bcc = None, reply: ReplyTo = None, headers: Headers = None, **kw) -> marrow.mailer.message.Message: ...
    def send(self, message: mark.Mail) -> Sent: ...

Delivery = Mailer
