"""Send the parish newsletter: one message, with the whole congregation in Cc."""

import csv
import os
import smtplib
from email.message import EmailMessage
from pathlib import Path

DATA = Path(__file__).parent.parent / "data"


def congregation() -> list[str]:
    """The addresses of those who want the newsletter."""
    with open(DATA / "parishioners.csv", newline="") as file:
        return [row["email"] for row in csv.DictReader(file) if row["newsletter"] == "yes"]


def main() -> None:
    message = EmailMessage()
    message["Subject"] = "Parish newsletter: the roof fund"
    message["From"] = "office@parish.example.org"
    message["To"] = "office@parish.example.org"
    message["Cc"] = ", ".join(congregation())
    message.set_content("Dear all,\n\nthe roof is paid for. Thank you!\n")

    with smtplib.SMTP(os.environ.get("MAIL_HOST", "localhost"), int(os.environ.get("MAIL_PORT", "25"))) as smtp:
        smtp.send_message(message)


if __name__ == "__main__":
    main()
