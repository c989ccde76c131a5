"""djmail 1.0 to 2.0. https://github.com/bameda/djmail

One message for each `send`. Observed with 2.0.0.
"""

# distribution: djmail 2.0.0

from cclint.models.vocabulary import Bcc, Cc, ReplyTo, Sent, To

# module: djmail.template_mail
class TemplateMail:
    def __init__(self, name=None): ...
    def make_email_object(self, to: To, context, *, cc: Cc = None, bcc: Bcc = None, reply_to: ReplyTo = None, **kwargs) -> django.core.mail.message.EmailMultiAlternatives: ...
    def send(self, to: To, context, *, cc: Cc = None, bcc: Bcc = None, reply_to: ReplyTo = None, **kwargs) -> Sent: ...

class InlineCSSTemplateMail(TemplateMail): ...

def make_email(name, to: To, context=None, template_mail_cls=..., *, cc: Cc = None, bcc: Bcc = None, **kwargs) -> django.core.mail.message.EmailMultiAlternatives: ...
