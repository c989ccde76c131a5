"""django-mailer 1.0 to 2.3. https://github.com/pinax/django-mailer

Django's functions with a queue: one message for each call, one for each tuple of `send_mass_mail`. `send_html_mail` has its list one place
further back. Observed with 2.3.2.
"""

# found by: send_html_mail, from mailer import send_mail, mailer.send_mail, from mailer import mail_admins
# distribution: django-mailer 2.0 to 2.3.2

from typing import Any

from cclint.models.vocabulary import Each, Overrides, Sent, To
from django.conf import settings

# module: mailer
def send_mail(subject, message, from_email, recipient_list: To, priority=None, fail_silently=False, auth_user=None, auth_password=None) -> Sent: ...
def send_html_mail(subject, message, message_html, from_email, recipient_list: To, priority=None, fail_silently=False, auth_user=None, auth_password=None, headers: Overrides = None) -> Sent: ...
def send_mass_mail(datatuple: Each[tuple[Any, Any, Any, To]], fail_silently=False, auth_user=None, auth_password=None, connection=None) -> Sent: ...
def mail_admins(subject, message, fail_silently=False, connection=None, priority=None, *, _recipients: To = settings.ADMINS) -> Sent: ...
def mail_managers(subject, message, fail_silently=False, connection=None, priority=None, *, _recipients: To = settings.MANAGERS) -> Sent: ...
