"""zmail 0.2. https://github.com/zhangyunhao116/zmail

One message, whose To is written from `recipients` unless `auto_add_to=False`; there is no Bcc. A pair is a name and an address. Observed with
0.2.8.
"""

# distribution: zmail 0.2.8

from typing import Literal

from cclint.models.vocabulary import Cc, Envelope, Pair, Sent, To

# module: zmail.server
class MailServer:
    def __init__(self, username, password, smtp_host=None, smtp_port=None, *args, **kwargs): ...
    @overload
    def send_mail(self, recipients: Envelope, mail, cc: Cc[Pair] = None, timeout=None, auto_add_from=True, *, auto_add_to: Literal[False]) -> Sent: ...
    @overload
    def send_mail(self, recipients: To[Pair], mail, cc: Cc[Pair] = None, timeout=None, auto_add_from=True, auto_add_to=True) -> Sent: ...

# module: zmail
def server(username, password, smtp_host=None, smtp_port=None, smtp_ssl=None, smtp_tls=None, *args, **kwargs) -> zmail.server.MailServer: ...
