"""Facts, findings and reports, made by hand for tests of what comes after the analysis."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cclint.analysis.facts import Field, Send, Sending
from cclint.analysis.values.count import MANY, Count
from cclint.catalogue import Rule
from cclint.config import Config
from cclint.finding import Finding, Level, Place, Shown, Step
from cclint.ir.source import Source
from cclint.plugins import Plugins, load

LEAK = """\
import smtplib
from email.message import EmailMessage


def send(people: list[str]) -> None:
    message = EmailMessage()
    message["From"] = "office@example.org"
    message["To"] = ", ".join(people)
    message["Subject"] = "News"
    with smtplib.SMTP("localhost") as smtp:
        smtp.send_message(message)
"""
"""A program with one finding, [visible-recipients] in line 8."""

FIXED = """\
import smtplib
from email.message import EmailMessage

message = EmailMessage()
message["To"] = "ann.lee@example.org, rob.roy@example.net"
with smtplib.SMTP("localhost") as smtp:
    smtp.send_message(message)
"""
"""A program with one finding, [visible-fixed-list] in line 5, and two addresses in it."""

CLEAN = """\
import smtplib
from email.message import EmailMessage

message = EmailMessage()
message["To"] = "ann.lee@example.org"
with smtplib.SMTP("localhost") as smtp:
    smtp.send_message(message)
"""
"""A program that writes to one person."""


BROKEN = """\
import smtplib


def send(:
    smtplib.SMTP("localhost").sendmail("a", "b", "c")
"""
"""A program that may send mail, but cannot be parsed because of line 4."""


def place(path: str = "main.py", line: int = 1, column: int = 1, end_line: int = 0, end_column: int = 0) -> Place:
    return Place(path, line, column, end_line, end_column)


def field(role: str = "To", count: Count = MANY, **rest: Any) -> Field:
    rest.setdefault("place", place(line=3, column=17, end_line=3, end_column=34))
    rest.setdefault("trace", (Step(place(line=1), "rows of a file"), Step(rest["place"], f"becomes {role}")))
    rest.setdefault("origin", "file")
    return Field(role, count, **rest)


def send(*fields: Field, sending: Sending = Sending.MESSAGE, **rest: Any) -> Send:
    rest.setdefault("place", place(line=5))
    return Send(api="smtplib.SMTP.send_message", sending=sending, fields=fields, **rest)


def finding(**changes: Any) -> Finding:
    made: dict[str, Any] = {
        "rule": "visible-recipients",
        "level": Level.ERROR,
        "message": "To holds an unbounded number of addresses: every recipient sees all the others",
        "place": place(line=3, column=17, end_line=3, end_column=34),
        "role": "To",
        "who": (
            Shown("To", visible=True, least=0, most=None, origin="file"),
            Shown("Bcc", visible=False, least=1, most=1, origin="literal", addresses=("ann.lee@example.org",)),
        ),
        "trace": (Step(place(line=1), "rows of a file"), Step(place(line=3, column=17), "becomes To")),
        "advice": ("Send each recipient a message of their own.",),
        "scope": "send",
        "sink": '", ".join(people)',
        "origin": "file",
        **changes,
    }
    return Finding(**made)


def source(path: str = "main.py", text: str = "", *, selected: bool = True) -> Source:
    return Source(path, Path("/nowhere", path), selected, text.encode())


def plugins(*extra: object) -> Plugins:
    return load(Config(root=Path()), [(f"extra {number}", one) for number, one in enumerate(extra)])


def built_in_rules() -> dict[str, Rule]:
    return dict(plugins().rules)


def found(done) -> list[str]:
    """The places of findings, from a concise report."""
    return [line.partition(": ")[0] for line in done.out.splitlines() if "[visible-" in line]
