"""`cclint trace FILE:LINE` as a process."""

from __future__ import annotations

PROGRAM = """\
import csv
import smtplib
from email.message import EmailMessage

BOSS = "boss@example.org"


def send(people, text):
    message = EmailMessage()
    header = ", ".join(people)
    message["To"] = header
    smtplib.SMTP("localhost").send_message(message)


def main():
    rows = list(csv.DictReader(open("people.csv")))
    send([row["email"] for row in rows], BOSS)
    send([BOSS], "hello")


def unused():
    return 1


main()
"""


def test_values_counts_and_origins_are_told(files, cclint):
    files({"main.py": PROGRAM, "cclint.toml": ""})
    done = cclint("trace", "main.py:10")
    assert done.status == 0
    assert done.out.startswith("main.py:10\n")
    assert "reached through main -> send" in done.out
    assert "    people: a list; holds an unbounded number of addresses\n" in done.out
    assert "      main.py:16: csv.DictReader.__iter__ yields any number of rows\n" in done.out


def test_the_messages_that_pass_by_are_told(files, cclint):
    files({"main.py": PROGRAM, "cclint.toml": ""})
    done = cclint("trace", "main.py:11")
    assert "message 1 of 2, sent by smtplib.SMTP.send_message at main.py:12" in done.out
    assert "    To: an unbounded number of addresses, written at main.py:11\n" in done.out
    assert "    To: 1 address, written at main.py:11\n" in done.out
    assert "main.py:17: is passed to `send` as `people`" in done.out


def test_addresses_are_masked_unless_they_are_asked_for(files, cclint):
    files({"main.py": PROGRAM, "cclint.toml": ""})
    assert "boss@example.org" not in cclint("trace", "main.py:18").out
    assert "boss@example.org" in cclint("trace", "main.py:18", "--show-addresses").out


def test_a_line_that_nothing_gets_to(files, cclint):
    files({"main.py": PROGRAM, "cclint.toml": ""})
    done = cclint("trace", "main.py:22")
    assert done.status == 2
    assert "nothing is known here" in done.out


def test_what_is_no_place(files, cclint):
    files({"main.py": PROGRAM, "cclint.toml": ""})
    for given, said in (
        ("main.py", "'main.py' is no place: give FILE:LINE"),
        ("main.py:0", "is no place"),
        ("main.py:99", "'main.py' has 25 lines, so there is no line 99"),
        ("other.py:1", "there is no file 'other.py'"),
    ):
        done = cclint("trace", given)
        assert (done.status, done.out) == (2, "")
        assert said in done.err


def test_a_terminal_that_knows_ascii_only(files, cclint):
    files({"main.py": PROGRAM, "cclint.toml": ""})
    plain = cclint("trace", "main.py:18", PYTHONUTF8="0", PYTHONIOENCODING="ascii").out
    assert "\\u" not in plain
    assert plain.isascii()
    assert plain == cclint("trace", "main.py:18").out.replace("“", '"').replace("”", '"')
