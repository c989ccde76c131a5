"""salmon-mail 3. https://salmon-mail.readthedocs.io/

One message, To joined with a semicolon; a Bcc header goes out as it is. The `To` of `deliver` is the envelope only. Observed with 3.3.0.
"""

# distribution: salmon-mail 3.2.0 to 3.3.0

from cclint.models import vocabulary as mark
from cclint.models.vocabulary import BccHeader, Cc, Envelope, Headers, Sent

# module: salmon.mail
class MailResponse:
    To: mark.To
    def __init__(self, To: mark.To = None, From=None, Subject=None, Body=None, Html=None): ...
    def attach(self, filename=None, content_type=None, data=None, disposition=None) -> None: ...

# module: salmon.server
class Relay:
    def __init__(self, host="127.0.0.1", port=25, username=None, password=None, ssl=False, starttls=False, debug=0, lmtp=False): ...
    def send(self, To: mark.To, From, Subject, Body) -> Sent: ...
    def deliver(self, message: mark.Mail, To: Envelope = None, From=None) -> Sent: ...
    def reply(self, original, From, Subject, Body): ...
