"""django-post-office 3.6 to 3.12. https://github.com/ui/django-post_office

One message for each call; `send_many` makes one of each dictionary of arguments. `bcc` is never written into the header; a text is one
address. Observed with 3.12.0.
"""

# found by: post_office
# distribution: django-post-office 3.6.0 to 3.12.0

from typing import TypedDict

from cclint.models.vocabulary import Bcc, Cc, Each, Overrides, Sent, To

# module: post_office.mail
class Arguments(TypedDict):
    recipients: To
    cc: Cc
    bcc: Bcc
    headers: Overrides

def send(recipients: To = None, sender=None, template=None, context=None, subject="", message="", html_message="", scheduled_time=None, expires_at=None, headers: Overrides = None, priority=None, attachments=None, render_on_delivery=False, log_level=None, commit=True, cc: Cc = None, bcc: Bcc = None, language="", backend="") -> Sent: ...
def send_many(kwargs_list: Each[Arguments]) -> Sent: ...
def create(sender, recipients: To = None, cc: Cc = None, bcc: Bcc = None, subject="", message="", html_message="", context=None, scheduled_time=None, expires_at=None, headers: Overrides = None, template=None, priority=None, render_on_delivery=False, commit=True, backend="") -> Sent: ...
