"""Answer a complaint, with a copy for the lawyer that nobody sees: send_message() strips the Bcc header."""

import os
import smtplib
from email.mime.text import MIMEText

SENDER = "service@shop.example.net"
LAWYER = "counsel@lawyers.example.com"


def answer(customer: str, text: str) -> None:
    """Write to one customer, and let the lawyer know."""
    message = MIMEText(text)
    message["Subject"] = "Your complaint"
    message["From"] = SENDER
    message["To"] = customer
    message["Bcc"] = LAWYER

    with smtplib.SMTP(os.environ.get("MAIL_HOST", "localhost"), int(os.environ.get("MAIL_PORT", "25"))) as smtp:
        smtp.send_message(message)


if __name__ == "__main__":
    answer("j.customer@example.org", "We are looking into it.\n")
