"""What is new in a version of a program: flows are compared, not lines."""

from __future__ import annotations

import pytest

from cclint.config import Config
from cclint.discovery.paths import Discovery
from cclint.engine import examine
from cclint.gate.compare import Version as Compared
from cclint.gate.compare import fresh
from cclint.judging import Judging
from making import LEAK, plugins, source

MAIN = """\
import smtplib
from email.message import EmailMessage
from people import BOARD, members


def notify(people):
    message = EmailMessage()
    message["To"] = ", ".join(people)
    smtplib.SMTP("localhost").send_message(message)


notify(BOARD)
"""
PEOPLE = """\
import csv

BOARD = ["ann@example.org", "bob@example.net"]


def members():
    with open("members.csv") as file:
        return [row["mail"] for row in csv.DictReader(file)]
"""
CALLED = MAIN.replace("notify(BOARD)", "notify(members())")


def version(tmp_path, files: dict[str, str]) -> Compared:
    loaded = plugins()
    config = Config(root=tmp_path)
    sources = tuple(source(path, text) for path, text in sorted(files.items()))
    report = examine(Discovery(sources), config, loaded, Judging.of(config, loaded))
    return Compared(report.findings, report.lines)


@pytest.fixture
def new(tmp_path):
    def compare(before: dict[str, str], now: dict[str, str]) -> list[str]:
        found = fresh(version(tmp_path, now), version(tmp_path, before))
        return [f"{one.place.path}:{one.place.line}" for one in found]

    return compare


def test_the_same_is_not_new(new):
    assert new({"main.py": LEAK}, {"main.py": LEAK}) == []
    assert new({}, {"main.py": LEAK}) == ["main.py:8"]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: "# a remark\n\n" + text, id="lines above"),
        pytest.param(lambda text: text.replace("\n    ", "\n        "), id="another indentation"),
        pytest.param(
            lambda text: text.replace('", ".join(people)', "(\n        ', '.join(people)\n    )"), id="format"
        ),
        pytest.param(lambda text: text.replace("News", "Olds"), id="another subject"),
        pytest.param(lambda text: text.replace("people: list[str]", "people, when=None"), id="another parameter"),
        pytest.param(lambda text: text.replace("people", "readers"), id="a variable with another name"),
        pytest.param(lambda text: text.replace("def send(", "def send_news("), id="a function with another name"),
        pytest.param(
            lambda text: text.replace("def send", "class A:\n  @staticmethod\n  def send"), id="a class around it"
        ),
    ],
)
def test_the_same_in_another_form_is_not_new(new, change):
    assert new({"main.py": LEAK}, {"main.py": change(LEAK)}) == []


def test_the_same_in_another_file_is_not_new(new):
    assert new({"main.py": LEAK}, {"tools/mail.py": LEAK}) == []
    assert new({"main.py": LEAK}, {"tools/mail.py": LEAK.replace("def send(", "def send_news(")}) == []


def test_a_copy_is_new(new):
    assert new({"main.py": LEAK}, {"main.py": LEAK, "copy.py": LEAK}) == ["copy.py:8"]
    twice = LEAK + LEAK.split("\n\n\n")[1].replace("def send", "def send_again")
    assert new({"main.py": LEAK}, {"main.py": twice}) == ["main.py:15"]


def test_another_origin_in_the_same_header_is_new(new):
    before = {"main.py": MAIN, "people.py": PEOPLE}
    assert new(before, before) == []
    assert new(before, {**before, "main.py": CALLED}) == ["main.py:8"]


def test_a_further_caller_is_new_though_the_header_is_old(new):
    before = {"main.py": CALLED, "people.py": PEOPLE}
    assert new(before, {**before, "main.py": CALLED + "notify(open('patients.txt').read().split())\n"}) == ["main.py:8"]


def test_another_text_beside_the_addresses_is_not_new(new):
    before = CALLED.replace("people):", "people, text):").replace("notify(members())", 'notify(members(), "hello")')
    assert new({"main.py": before, "people.py": PEOPLE}, {"main.py": before, "people.py": PEOPLE}) == []
    now = before.replace('"hello"', '"good day", 3')
    assert new({"main.py": before, "people.py": PEOPLE}, {"main.py": now, "people.py": PEOPLE}) == []
    twice = before + 'notify(members(), "bye")\n'
    assert new({"main.py": before, "people.py": PEOPLE}, {"main.py": twice, "people.py": PEOPLE}) == ["main.py:8"]


def test_a_person_more_in_a_list_in_another_file_is_new_and_one_less_is_not(new):
    before = {"main.py": MAIN, "people.py": PEOPLE}
    longer = PEOPLE.replace('"bob@', '"cem@example.com", "bob@')
    other = PEOPLE.replace('"bob@', '"cem@')
    assert new(before, {**before, "people.py": longer}) == ["main.py:8"]
    assert new(before, {**before, "people.py": other}) == ["main.py:8"]
    assert new({**before, "people.py": longer}, before) == []


def test_another_file_with_addresses_is_new(new):
    before = {"main.py": CALLED, "people.py": PEOPLE}
    assert new(before, {**before, "people.py": PEOPLE.replace("members.csv", "patients.csv")}) == ["main.py:8"]


def test_another_of_two_parameters_is_no_new_name(new):
    before = LEAK.replace("people: list[str]", "people, patients")
    now = before.replace('", ".join(people)', '", ".join(patients)')
    assert new({"main.py": before}, {"main.py": now}) == ["main.py:8"]
    assert new({"main.py": before}, {"other.py": now}) == ["other.py:8"]


def test_another_import_is_another_origin(new):
    before = LEAK.replace("import smtplib", "import smtplib\nfrom crm import members").replace(
        "(people)", "(members())"
    )
    now = before.replace("members", "patients")
    assert new({"main.py": before}, {"main.py": now}) == ["main.py:9"]


def test_a_function_with_another_name_in_another_file(new):
    before = {"main.py": CALLED, "people.py": PEOPLE}
    now = {
        name: text.replace("members(", "member_list(").replace(", members", ", member_list")
        for name, text in before.items()
    }
    assert new(before, now) == []


def test_another_header_is_new(new):
    now = LEAK.replace('message["To"]', 'message["Cc"]')
    assert new({"main.py": LEAK}, {"main.py": now}) == ["main.py:8"]


def test_what_was_a_list_and_is_unbounded_now_is_new(new):
    before = {"main.py": MAIN, "people.py": PEOPLE}
    grown = PEOPLE.replace('["ann@example.org", "bob@example.net"]', 'open("board.txt").read().split()')
    assert new(before, {**before, "people.py": grown}) == ["main.py:8"]
