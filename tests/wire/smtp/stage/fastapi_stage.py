"""A configuration where a program names none."""

import asyncio

from fastapi import BackgroundTasks
from fastapi_mail import ConnectionConfig, FastMail

config = ConnectionConfig(
    MAIL_USERNAME="office",
    MAIL_PASSWORD="secret",
    MAIL_FROM="office@example.org",
    MAIL_SERVER="localhost",
    MAIL_PORT=25,
    MAIL_STARTTLS=False,
    MAIL_SSL_TLS=False,
    USE_CREDENTIALS=False,
)
make = FastMail.__init__
FastMail.__init__ = lambda self, given: make(self, given or config)

tasks = BackgroundTasks()
GIVEN = {"tasks": tasks}


def afterwards(program):
    """Runs what is to be done after an answer."""
    asyncio.run(tasks())
