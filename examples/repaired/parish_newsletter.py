"""Send the parish newsletter: a message of their own for everybody."""

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


def newsletter(address: str) -> EmailMessage:
    """The newsletter for one person."""
    message = EmailMessage()
    message["Subject"] = "Parish newsletter: the roof fund"
    message["From"] = "office@parish.example.org"
    message["To"] = address
    message.set_content("Dear parishioner,\n\nthe roof is paid for. Thank you!\n")
    return message


def main() -> None:
    with smtplib.SMTP(os.environ.get("MAIL_HOST", "localhost"), int(os.environ.get("MAIL_PORT", "25"))) as smtp:
        for address in congregation():
            smtp.send_message(newsletter(address))


if __name__ == "__main__":
    main()
