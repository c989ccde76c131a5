"""django-templated-mail 1.0 to 1.1, which djoser mails with. https://github.com/sunscrapers/django-templated-mail

One message for each `send`; `bcc` is never written into the header. Observed with 1.1.1.
"""

# found by: templated_mail, djoser
# distribution: django-templated-mail 1.0.0 to 1.1.1

from cclint.models.vocabulary import Bcc, Cc, Overrides, ReplyTo, Sent, To

# module: templated_mail.mail
class BaseEmailMessage(django.core.mail.message.EmailMultiAlternatives):
    def __init__(self, request=None, context=None, template_name=None, *args, **kwargs): ...
    def get_context_data(self, **kwargs): ...
    def render(self) -> None: ...
    def send(self, to: To, *args, cc: Cc = None, bcc: Bcc = None, reply_to: ReplyTo = None, headers: Overrides = None, from_email=None, **kwargs) -> Sent: ...
