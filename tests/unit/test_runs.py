"""One process may analyse several projects: what one run leaves behind must not change the next."""

from __future__ import annotations

from pathlib import Path

from cclint.analysis import Limits, analyse
from cclint.ir.source import Source
from cclint.models import load_models

PROGRAM = b"""\
import smtplib

people = list(filter(None, open("people.txt").read().split(",")))
chosen = [one for one in people if one is not None and one != ""]
smtplib.SMTP("localhost").sendmail("office@example.com", people, "To: " + ", ".join(chosen) + "\\n\\nHello")
"""


def test_a_second_run_predicts_what_the_first_did():
    models = load_models()
    found = []
    for _ in range(3):
        source = Source("main.py", Path("/nowhere/main.py"), content=PROGRAM)
        found.append(analyse([source], Path("/nowhere"), models, Limits()).sends)
    assert found[0]
    assert found[0][0].audience("To").count.unbounded
    assert found[1] == found[0]
    assert found[2] == found[0]
