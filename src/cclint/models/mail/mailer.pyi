"""mailer 0.5 to 0.8 (not django-mailer). https://pypi.org/project/mailer/

One message for each Message; `BCC` is written into the header and goes out with it. Observed with 0.8.1 on Python 2.7.
"""

# found by: import mailer

from cclint.models import vocabulary as mark
from cclint.models.vocabulary import BccHeader, Cc, ReplyTo, Sent, To

# module: mailer
class Message:
    To: mark.To
    CC: Cc
    BCC: BccHeader
    RTo: ReplyTo
    Subject: str
    def __init__(self, *, To: mark.To = None, From=None, CC: Cc = None, BCC: BccHeader = None, RTo: ReplyTo = None, Subject=None, Body=None, Html=None, Date=None, attachments=None, charset=None, headers=None): ...
    def attach(self, filename, *args, **kwargs) -> None: ...

class Mailer:
    def __init__(self, host="localhost", port=0, use_tls=False, usr=None, pwd=None, **kwargs): ...
    def login(self, usr, pwd) -> None: ...
    def send(self, msg: mark.Mail, debug=False) -> Sent: ...
