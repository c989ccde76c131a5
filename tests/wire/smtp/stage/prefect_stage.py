"""Credentials that no Prefect server keeps; the task's own function runs, without a server."""

import asyncio

import prefect_email
from prefect_email import EmailServerCredentials

task = prefect_email.email_send_message
prefect_email.email_send_message = lambda *args, **kwargs: asyncio.run(task.fn(*args, **kwargs))


def load(name):
    return EmailServerCredentials(
        username="office@example.org", password="secret", smtp_server="localhost", smtp_type="INSECURE"
    )


EmailServerCredentials.load = staticmethod(load)
