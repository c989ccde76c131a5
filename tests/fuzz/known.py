"""One leak, and worlds to run it in, with which the fuzzers are themselves tested."""

from __future__ import annotations

from fuzz.program import World

LEAK = """\
import os
import smtplib
from email.message import EmailMessage

people = os.environ["PEOPLE"].split(",")
message = EmailMessage()
message["From"] = "office@lit.example"
message["To"] = ", ".join(people)
with smtplib.SMTP("localhost") as smtp:
    smtp.send_message(message)
"""
TWO = World(environment={"PEOPLE": "ann@out.example,bob@out.example"})
ONE = World(environment={"PEOPLE": "ann@out.example"})
