"""A Django project that mails through Mailgun."""

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="key",
    INSTALLED_APPS=["anymail"],
    EMAIL_BACKEND="anymail.backends.mailgun.EmailBackend",
    ANYMAIL={"MAILGUN_API_KEY": "key", "MAILGUN_SENDER_DOMAIN": "example.org", "IGNORE_RECIPIENT_STATUS": True},
    DEFAULT_FROM_EMAIL="office@example.org",
)
django.setup()

from anymail.backends.mailgun import EmailBackend  # noqa: E402 (it asks for the settings)

EmailBackend.parse_recipient_status = lambda self, response, payload, message: {}
