"""Backends of Django that only queue or carry: django-celery-email 3.0, django-yubin 2.0, django-ses 4.8, django-amazon-ses 4.0.

A message means what it means to Django; of django-sendgrid-v5 (1.3.1) too, whose `make_private` stands with Django's messages.
https://github.com/pmclanahan/django-celery-email https://github.com/APSL/django-yubin https://github.com/django-ses/django-ses
Observed with django-celery-email 3.0.0 and django-yubin 2.0.6; read from the code of the others.
"""

# found by: django_yubin, djcelery_email, django_ses, sendgrid_backend
# distribution: django-yubin 2.0.6
# distribution: django-celery-email 3.0.0
# distribution: django-ses 4.8.2
# distribution: django-sendgrid-v5 1.3.1

from cclint.models.vocabulary import Each, Mail, Sent, To
from django.conf import settings

# module: django_yubin
def queue_email_message(email_message: Mail, fail_silently=False) -> Sent: ...
def send_mail(subject, message, from_email, recipient_list: To, fail_silently=False, auth_user=None, auth_password=None) -> Sent: ...
def mail_admins(subject, message, fail_silently=False, *, _recipients: To = settings.ADMINS) -> Sent: ...
def mail_managers(subject, message, fail_silently=False, *, _recipients: To = settings.MANAGERS) -> Sent: ...

# module: djcelery_email.backends
class CeleryEmailBackend(django.core.mail.backends.base.BaseEmailBackend):
    def __init__(self, fail_silently=False, **kwargs): ...
    def send_messages(self, email_messages: Each[Mail]) -> Sent: ...

# module: django_ses
class SESBackend(django.core.mail.backends.base.BaseEmailBackend):
    def __init__(self, fail_silently=False, **kwargs): ...
    def send_messages(self, email_messages: Each[Mail]) -> Sent: ...

# module: sendgrid_backend.mail
class SendgridBackend(django.core.mail.backends.base.BaseEmailBackend):
    def __init__(self, *args, **kwargs): ...
    def send_messages(self, email_messages: Each[Mail]) -> Sent: ...
