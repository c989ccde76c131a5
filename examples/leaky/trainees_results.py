"""Tell the trainees their results: a fixed list of people, all of whom read who else failed."""

import os
import smtplib
from email.message import EmailMessage

RESIT = [
    "r.adeyemi@example.org",
    "s.brandt@example.net",
    "t.castellanos@example.com",
]


def main() -> None:
    message = EmailMessage()
    message["Subject"] = "Your examination: please register for the resit"
    message["From"] = "training@college.example.org"
    message["To"] = ", ".join(RESIT)
    message.set_content("We are sorry to tell you that you did not pass.\n")

    with smtplib.SMTP(os.environ.get("MAIL_HOST", "localhost"), int(os.environ.get("MAIL_PORT", "25"))) as smtp:
        smtp.send_message(message)


if __name__ == "__main__":
    main()
