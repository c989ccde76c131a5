"""django-anymail 1.0 to 15.2. https://anymail.dev/

Django's messages through a web service: all of `to` see each other, unless `merge_data`, `merge_metadata` or `merge_headers` is set, to an
empty dictionary even: then each address of To is sent a message of its own, and `cc` stands in every one of them. Payloads observed with
15.2, for Mailgun, SendGrid, Postmark, Mailjet, Brevo, Resend, MailerSend, SparkPost, Unisender Go and Amazon SES.
"""

# found by: anymail
# distribution: django-anymail 8.0 to 15.2

from cclint.models.vocabulary import Bcc, Cc, Overrides, ReplyTo, Splits, To

# module: anymail.message
class AnymailMessageMixin(django.core.mail.message.EmailMessage):
    def attach_inline_image(self, content, filename=None, subtype=None, idstring="img", domain=None) -> str: ...
    def attach_inline_image_file(self, path, subtype=None, idstring="img", domain=None) -> str: ...

class AnymailMessage(AnymailMessageMixin, django.core.mail.message.EmailMultiAlternatives):
    def __init__(self, subject="", body="", from_email=None, to: To = None, bcc: Bcc = None, connection=None, attachments=None, headers: Overrides = None, alternatives=None, cc: Cc = None, reply_to: ReplyTo = None, *, merge_data: Splits = None, merge_metadata: Splits = None, merge_headers: Splits = None, **kwargs): ...
