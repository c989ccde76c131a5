"""Each action of a program is told of a checkpoint that has failed."""

from great_expectations import checkpoint
from great_expectations.checkpoint import actions

made = []
make = checkpoint.EmailAction


def remembered(**kwargs):
    made.append(make(**kwargs))
    return made[-1]


checkpoint.EmailAction = remembered


def afterwards(program):
    for one in made:
        actions.send_email(
            title="Failed",
            html="<p>Hello</p>",
            smtp_address=one.smtp_address,
            smtp_port=one.smtp_port,
            sender_login=None,
            sender_password=None,
            sender_alias="office@example.org",
            receiver_emails_list=[email.strip() for email in one.receiver_emails.split(",")],
            use_tls=False,
            use_ssl=False,
        )
