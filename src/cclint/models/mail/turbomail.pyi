"""TurboMail 3. https://pypi.org/project/TurboMail/

One message for each Message; `bcc` is not written into the header. Observed with 3.0.3 on Python 2.7.
"""

# found by: turbomail

from cclint.models import vocabulary as mark
from cclint.models.vocabulary import Bcc, Cc, Headers, ReplyTo, Sent, To

# module: turbomail.message
class Message:
    to: To
    cc: Cc
    bcc: Bcc
    reply_to: ReplyTo
    def __init__(self, author=None, to: To = None, subject=None, *, cc: Cc = None, bcc: Bcc = None, replyto: ReplyTo = None, headers: Headers = None, **kw): ...
    def attach(self, file, name=None) -> None: ...
    def send(self) -> Sent: ...

# module: turbomail
from turbomail.message import Message as Message

def enqueue(message: mark.Mail) -> Sent: ...
def send(message: mark.Mail) -> Sent: ...
