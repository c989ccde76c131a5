"""Tell the trainees their results, each one alone."""

import os
import smtplib
from email.message import EmailMessage

RESIT = [
    "r.adeyemi@example.org",
    "s.brandt@example.net",
    "t.castellanos@example.com",
]


def main() -> None:
    with smtplib.SMTP(os.environ.get("MAIL_HOST", "localhost"), int(os.environ.get("MAIL_PORT", "25"))) as smtp:
        for trainee in RESIT:
            message = EmailMessage()
            message["Subject"] = "Your examination: please register for the resit"
            message["From"] = "training@college.example.org"
            message["To"] = trainee
            message.set_content("We are sorry to tell you that you did not pass.\n")
            smtp.send_message(message)


if __name__ == "__main__":
    main()
