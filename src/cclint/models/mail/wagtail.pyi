"""Wagtail 2 to 8. https://docs.wagtail.org/

`send_mail` is Django's with another order of arguments: the list comes before the sender; its further arguments are those of
EmailMultiAlternatives. A form page mails each submission to all of `to_address`, which is split
at commas. Observed with 8.0.1.
"""

# found by: wagtail & send_mail, wagtail & AbstractEmailForm, wagtail & to_address
# distribution: wagtail 5.2 to 8.0.1

from cclint.models.vocabulary import Bcc, Cc, Overrides, ReplyTo, Sent, To

# module: wagtail.admin.mail
def send_mail(subject, message, recipient_list: To, from_email=None, *, bcc: Bcc = None, cc: Cc = None, headers: Overrides = None, reply_to: ReplyTo = None, **kwargs) -> Sent: ...

# module: wagtail.admin.utils
from wagtail.admin.mail import send_mail as send_mail

# module: wagtail.contrib.forms.models
class AbstractEmailForm:
    def __init__(self, *args, to_address: To = None, **kwargs) -> Sent: ...
