"""Announce the severance terms: a letter of their own for everybody who has to leave."""

import os
import smtplib
from pathlib import Path

DATA = Path(__file__).parent.parent / "data"

LETTER = """\
From: hr@corp.example.com
To: {person}
Subject: Your severance agreement

Dear colleague,

your position ends this month. The terms are attached to this message in the portal.
"""


def leavers() -> list[str]:
    """The addresses of those who have to leave."""
    lines = (DATA / "leavers.txt").read_text().splitlines()
    return [line.split()[1] for line in lines if line and not line.startswith("#")]


def main() -> None:
    with smtplib.SMTP(os.environ.get("MAIL_HOST", "localhost"), int(os.environ.get("MAIL_PORT", "25"))) as smtp:
        for person in leavers():
            smtp.sendmail("hr@corp.example.com", [person], LETTER.format(person=person))


if __name__ == "__main__":
    main()
