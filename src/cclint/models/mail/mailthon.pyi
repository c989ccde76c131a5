"""mailthon 0.1. https://mailthon.readthedocs.io/

One message for each envelope; a Bcc is taken out. Observed with 0.1.1.
"""

# distribution: mailthon 0.1.1

from cclint.models import vocabulary as mark
from cclint.models.vocabulary import Bcc, Cc, Sent, To

# module: mailthon.envelope
class Envelope:
    receivers: To
    cc: Cc
    bcc: Bcc
    def __init__(self, headers=None, enclosure=None, mail_from=None): ...

# module: mailthon.postman
class Postman:
    def __init__(self, host, port=25, middlewares=(), options=None): ...
    def send(self, envelope: mark.Mail) -> Sent: ...

# module: mailthon
def email(sender=None, receivers: To = (), cc: Cc = (), bcc: Bcc = (), subject=None, content=None, encoding="utf8", attachments=()) -> mailthon.envelope.Envelope: ...
def postman(host, port=587, auth=(None, None), force_tls=False, options=None) -> mailthon.postman.Postman: ...

# module: mailthon.api
from mailthon import email as email
from mailthon import postman as postman
