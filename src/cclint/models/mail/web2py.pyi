"""web2py (gluon.tools.Mail) 2, and py4web 1. http://www.web2py.com/ https://py4web.com/

One message, To joined with commas. `bcc` is not written into the header, but the list that is given as `to` is itself extended by the
addresses of `cc` and `bcc`: whoever uses it again writes them into the next message's To. `headers` are added beside the others. Observed
with web2py 2.1.1 on Python 2.7, and py4web 1.20260805.0.
"""

# found by: gluon, py4web
# distribution: py4web 1.20250908.3 to 1.20260805.0

from cclint.models.vocabulary import Bcc, Cc, Gathers, Headers, ReplyTo, Sent, To

# module: gluon.tools
class Mail:
    def __init__(self, server=None, sender=None, login=None, tls=True): ...
    def send(self, to: To[Gathers], subject="[no subject]", message="[no message]", attachments=None, cc: Cc = None, bcc: Bcc = None, reply_to: ReplyTo = None, sender=None, encoding="utf-8", raw=False, headers: Headers = None, from_address=None, **kwargs) -> Sent: ...

class Auth: ...

# module: py4web.utils.mailer
class Mailer:
    def __init__(self, server=None, sender=None, login=None, tls=True, ssl=False): ...
    def send(self, to: To[Gathers], subject="[no subject]", body="[no body]", sender=None, attachments=None, cc: Cc = None, bcc: Bcc = None, reply_to: ReplyTo = None, encoding="utf-8", raw=False, headers: Headers = None, from_address=None, **kwargs) -> Sent: ...
