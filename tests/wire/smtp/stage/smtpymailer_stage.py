"""The server's name and password come from the environment; the records of the sender's domain are not asked for."""

import os

from smtpymailer.mailer import SmtpMailer

os.environ.update(
    MAIL_SERVER="localhost",
    MAIL_PORT="25",
    MAIL_USERNAME="office",
    MAIL_PASSWORD="secret",
    MAIL_USE_TLS="False",
    MAIL_DKIM_SELECTOR="mail",
)
SmtpMailer._query_dns_records = lambda self, *args: ([], [], [])
SmtpMailer._validate_records = lambda self, *args: None
