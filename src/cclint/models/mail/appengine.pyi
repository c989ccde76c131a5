"""Google App Engine's mail service. https://cloud.google.com/appengine/docs/standard/services/mail

All of `to` and `cc` see each other, `bcc` is taken out. Observed with appengine-python-standard 3.1.0, which sends by SMTP.
"""

# distribution: appengine-python-standard 3.1.0
# found by: google.appengine.api, google.appengine, import appengine

from cclint.models.vocabulary import Bcc, Cc, Overrides, ReplyTo, Sent, To

# module: google.appengine.api.mail
def send_mail(sender, to: To, subject, body, make_sync_call=..., *, cc: Cc = None, bcc: Bcc = None, reply_to: ReplyTo = None, headers: Overrides = None, **kw) -> Sent: ...
def SendMail(sender, to: To, subject, body, make_sync_call=..., *, cc: Cc = None, bcc: Bcc = None, reply_to: ReplyTo = None, headers: Overrides = None, **kw) -> Sent: ...

class EmailMessage:
    to: To
    cc: Cc
    bcc: Bcc
    reply_to: ReplyTo
    headers: Overrides
    def __init__(self, mime_message=None, *, to: To = None, cc: Cc = None, bcc: Bcc = None, reply_to: ReplyTo = None, headers: Overrides = None, **kw): ...
    def send(self, make_sync_call=...) -> Sent: ...
    def initialize(self, *, to: To = None, cc: Cc = None, bcc: Bcc = None, reply_to: ReplyTo = None, **kw) -> None: ...
    def check_initialized(self) -> None: ...
    def is_initialized(self) -> bool: ...
