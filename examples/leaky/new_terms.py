"""Announce new terms to each subscriber: one MIME object for all, to which each round adds a To header."""

import json
import os
import smtplib
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

DATA = Path(__file__).parent.parent / "data"


def confirmed() -> list[str]:
    """The addresses of the subscribers who confirmed theirs."""
    data = json.loads((DATA / "subscribers.json").read_text())
    return [person["email"] for person in data["subscribers"] if person["confirmed"]]


def main() -> None:
    message = MIMEMultipart()
    message["Subject"] = "Our terms have changed"
    message["From"] = "terms@service.example.net"
    message.attach(MIMEText("You find the new terms on our site.\n"))

    with smtplib.SMTP(os.environ.get("MAIL_HOST", "localhost"), int(os.environ.get("MAIL_PORT", "25"))) as smtp:
        for address in confirmed():
            message["To"] = address
            smtp.sendmail("terms@service.example.net", [address], message.as_string())


if __name__ == "__main__":
    main()
