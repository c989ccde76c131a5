"""A repository over thirty commits: leaks come, move, are renamed, repaired, and come again, some by the change of a list
in another file only. At every commit `--diff-base` and the baseline must be right about what is new.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from cclint.cli import main
from gitting import Git

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

SEND = """\
import smtplib
from email.message import EmailMessage


def send(people, subject="News"):
    message = EmailMessage()
    message["From"] = "office@example.org"
    message["To"] = ", ".join(people)
    message["Subject"] = subject
    smtplib.SMTP("localhost").send_message(message)
"""
EACH = SEND.replace('message["To"] = ", ".join(people)', 'message["To"] = people[0]')
ONE = 'BOARD = ["ann@example.org"]\n'
TWO = 'BOARD = ["ann@example.org", "bob@example.net"]\n'
THREE = 'BOARD = [\n    "ann@example.org",\n    "bob@example.net",\n    "cem@example.com",\n]\n'
OTHERS = 'BOARD = ["ann@example.org", "dan@example.net"]\n'
BOARD = """\
import smtplib
from email.message import EmailMessage

from people import BOARD


def invite():
    invitation = EmailMessage()
    invitation["Cc"] = ", ".join(BOARD)
    smtplib.SMTP("localhost").send_message(invitation)


invite()
"""
CSV = """\
import csv

from mail import send


def members():
    with open("members.csv") as file:
        return [row["mail"] for row in csv.DictReader(file)]


send(members())
"""


@dataclass(frozen=True)
class Commit:
    """A step of the history.

    `new` says what `--diff-base HEAD~1` must report, `baseline` what a run with a baseline must report that is brought
    up to date after every commit: both as files, one for each finding.
    """

    what: str
    change: Callable[[Path], None]
    new: tuple[str, ...] = ()
    baseline: tuple[str, ...] | None = None

    @property
    def by_baseline(self) -> tuple[str, ...]:
        return self.new if self.baseline is None else self.baseline


def write(name: str, text: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)

    return change


def replace(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        text = (folder / name).read_text()
        assert old in text
        (folder / name).write_text(text.replace(old, new))

    return change


def move(old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / new).parent.mkdir(parents=True, exist_ok=True)
        (folder / old).rename(folder / new)

    return change


def remove(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def all_of(*changes: Callable[[Path], None]) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        for one in changes:
            one(folder)

    return change


HISTORY = (
    Commit("a program without mail", write("main.py", "print('hello')\n")),
    Commit("a helper that writes to one person", write("mail.py", EACH)),
    Commit("the helper leaks", write("mail.py", SEND), ("mail.py",)),
    Commit("a remark above it", replace("mail.py", "import smtplib\n", '"""Mail."""\n\nimport smtplib\n')),
    Commit("another format", replace("mail.py", '", ".join(people)', "(\n        ', '.join(people)\n    )")),
    Commit("back to the first format", replace("mail.py", "(\n        ', '.join(people)\n    )", '", ".join(people)')),
    Commit("the file moves", move("mail.py", "lib/mail.py")),
    Commit("and comes back", move("lib/mail.py", "mail.py")),
    # Without git, a function with another name is not told from a new one.
    Commit("a parameter with another name", replace("mail.py", "people", "readers"), (), ("mail.py",)),
    Commit("its old name again", replace("mail.py", "readers", "people"), (), ("mail.py",)),
    Commit("repaired", write("mail.py", EACH)),
    Commit("the leak comes again", write("mail.py", SEND), ("mail.py",)),
    Commit("a board of one, invited openly", all_of(write("people.py", ONE), write("board.py", BOARD))),
    Commit("a second member, in another file only", write("people.py", TWO), ("board.py",)),
    Commit("a third member", write("people.py", THREE), ("board.py",)),
    Commit("the list in another format", write("people.py", THREE.replace("\n    ", " ").replace(",\n]", "]"))),
    Commit("a member leaves", write("people.py", TWO)),
    # A baseline holds no names, so it cannot tell one person from another.
    Commit("another member instead", write("people.py", OTHERS), ("board.py",), ()),
    Commit("back to a board of one", write("people.py", ONE)),
    Commit("a caller with a query of many, into the old leak", write("news.py", CSV), ("mail.py",)),
    # ... nor what a file is called.
    Commit("another file of people", replace("news.py", "members.csv", "patients.csv"), ("mail.py",), ()),
    Commit("a remark in the caller", replace("news.py", "import csv\n", "# who\nimport csv\n")),
    Commit("the caller goes", remove("news.py")),
    Commit("a copy beside the old leak", write("twin.py", SEND), ("twin.py",)),
    Commit("the old one is repaired, the copy stays", write("mail.py", EACH)),
    Commit("the copy moves to where the old one was", all_of(remove("mail.py"), move("twin.py", "mail.py"))),
    Commit(
        "a function with another name", replace("mail.py", "def send(people", "def deliver(people"), (), ("mail.py",)
    ),
    Commit(
        "a second header",
        replace("mail.py", '    message["Sub', '    message["Cc"] = ", ".join(people)\n    message["Sub'),
        ("mail.py",),
    ),
    Commit(
        "the first is repaired",
        replace("mail.py", 'message["To"] = ", ".join(people)', 'message["To"] = "office@example.org"'),
    ),
    Commit("all is repaired", write("mail.py", EACH)),
    Commit("two leaks at once", all_of(write("mail.py", SEND), write("people.py", TWO)), ("board.py", "mail.py")),
    Commit("nothing but prose", write("README.md", "# Mail\n")),
)


@pytest.fixture
def cclint(tmp_path, monkeypatch, capsys):
    """The program, within this process: a history takes many runs."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Done:
        status = main(arguments)
        told = capsys.readouterr()
        return Done(status, told.out, told.err)

    return run


@dataclass(frozen=True)
class Done:
    """A run."""

    status: int
    out: str
    err: str

    @property
    def last(self) -> str:
        return self.err.rstrip().split("\n")[-1]


def places(text: str) -> tuple[str, ...]:
    return tuple(sorted(re.findall(r"^(.+?):\d+:\d+: (?:error|warning) ", text, re.MULTILINE)))


def test_the_history_is_long_enough():
    assert len(HISTORY) >= 30


def test_what_is_new_is_right_at_every_commit(tmp_path, cclint):
    git = Git(tmp_path)
    git("init")
    git.commit("the first")
    wrong = []
    for commit in HISTORY:
        commit.change(tmp_path)
        dirty = cclint("--diff-base", "HEAD", "--output-format", "concise", "--no-baseline")
        git.commit(commit.what)
        done = cclint("--diff-base", "HEAD~1", "--output-format", "concise", "--no-baseline")
        wrong += [
            (commit.what, commit.new, one.out, one.last)
            for one in (dirty, done)
            if places(one.out) != commit.new or one.status != bool(commit.new)
        ]
    assert wrong == []


def test_the_baseline_is_right_at_every_commit(tmp_path, cclint):
    wrong = []
    assert cclint("baseline", "create", "--reason", "at the beginning").status == 0
    for commit in HISTORY:
        commit.change(tmp_path)
        done = cclint("--output-format", "concise")
        if places(done.out) != commit.by_baseline or done.status != bool(commit.by_baseline):
            wrong.append((commit.what, commit.by_baseline, done.out, done.last))
        assert cclint("baseline", "update", "--reason", f"accepted with: {commit.what}").status == 0
        assert cclint("baseline", "prune", "--check").status == 0
    assert wrong == []


def test_a_whole_branch_is_compared_with_where_it_began(tmp_path, cclint):
    git = Git(tmp_path)
    git("init")
    git.commit("the first")
    git("checkout", "-b", "work")
    for commit in HISTORY[:-2]:
        commit.change(tmp_path)
        git.commit(commit.what)
    assert cclint("--diff-base", "main").status == 0  # all is repaired
    HISTORY[-2].change(tmp_path)
    git.commit()
    assert places(cclint("--diff-base", "main", "--output-format", "concise").out) == ("board.py", "mail.py")
