"""outbox 0.1. https://github.com/nathan-hoad/outbox

One message for each Email. The only Cc and Bcc are header fields in `fields`, which go out as they are. Observed with 0.1.8.
"""

# found by: import outbox
# distribution: outbox 0.1.8

from cclint.models import vocabulary as mark
from cclint.models.vocabulary import Headers, Sent, To

# module: outbox
class Email:
    recipients: To
    fields: Headers
    def __init__(self, recipients: To, subject, body=None, html_body=None, charset="utf8", fields: Headers = None, rfc2231=True): ...

class Outbox:
    def __init__(self, username, password, server, port, mode="TLS", debug=False): ...
    def __enter__(self) -> Self: ...
    def connect(self): ...
    def send(self, email: mark.Mail, attachments=()) -> Sent: ...
