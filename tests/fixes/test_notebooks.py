"""Repairs of notebooks: the lines of cells change, and not a byte besides."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fixes.test_repairs import repaired

HEAD = """\
import smtplib
from email.message import EmailMessage

%matplotlib inline
members = open("people.txt").read().split()"""
MAIL = """\
message = EmailMessage()
message["Subject"] = "Grüße \\"an alle\\""
message["To"] = ", ".join(members)
with smtplib.SMTP("localhost") as smtp:
    smtp.send_message(message)"""
REPAIRED = """\
message = EmailMessage()
message["Subject"] = "Grüße \\"an alle\\""
with smtplib.SMTP("localhost") as smtp:
    for recipient in members:
        del message["To"]
        message["To"] = recipient
        smtp.send_message(message)"""


def cell(text: str | list[str]) -> dict[str, object]:
    source = text.splitlines(keepends=True) if isinstance(text, str) else text
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [{"data": "5 €"}],
        "source": source,
    }


def notebook(*cells: str | list[str], indent: int | None = 1) -> str:
    prose = {"cell_type": "markdown", "metadata": {}, "source": ["# Größe\n", "To: nobody"]}
    made = {"cells": [prose, *map(cell, cells)], "metadata": {"a": 1.50}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(made, indent=indent, ensure_ascii=False) + "\n"


def after(folder: Path, before: str) -> str:
    (folder / "mail.ipynb").write_bytes(before.encode())
    result = repaired(folder)
    assert result.before.report.findings
    source = result.after.source("mail.ipynb")
    assert source is not None
    return source.read().decode()


@pytest.mark.parametrize("indent", [1, 2, None])
def test_lines_of_a_cell_change_and_nothing_else(tmp_path, indent):
    assert after(tmp_path, notebook(HEAD, MAIL, indent=indent)) == notebook(HEAD, REPAIRED, indent=indent)


def test_a_line_goes_from_one_cell_and_others_come_in_the_next_one(tmp_path):
    def parted(text: str) -> tuple[str, str]:
        first, _, second = text.partition("with")
        return first.rstrip("\n"), "with" + second

    assert after(tmp_path, notebook(HEAD, *parted(MAIL))) == notebook(HEAD, *parted(REPAIRED))


def test_line_ends_stay(tmp_path):
    before, then = (notebook(HEAD, text).replace("\n", "\r\n") for text in (MAIL, REPAIRED))
    assert after(tmp_path, before) == then


def test_a_loop_does_not_go_around_two_cells(tmp_path):
    post = """\
import requests
payload = {"from": "office@example.org", "to": open("people.txt").read().split(), "subject": "News"}
answer = requests.post("https://api.resend.com/emails", json=payload)"""
    before = notebook(post, "print(answer.text)")
    assert after(tmp_path, before) == before
    assert after(tmp_path, notebook(post)) != notebook(post)


def test_a_magic_command_is_not_written_over(tmp_path):
    before = notebook(
        HEAD, MAIL.replace("with smtplib", "!date\nwith smtplib").replace("    smtp", "    %time\n    smtp")
    )
    then = after(tmp_path, before)
    assert "!date" in then
    assert "%time" in then
    post = """\
import requests
answer = requests.post("https://api.resend.com/emails", json={"to": open("people.txt").read().split()})
%time
print(answer.text)"""
    assert after(tmp_path, notebook(post)) == notebook(post)


def test_a_cell_that_is_one_string_is_left_alone(tmp_path):
    before = notebook(HEAD, [MAIL])
    assert after(tmp_path, before) == before
