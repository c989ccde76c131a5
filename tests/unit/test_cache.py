"""A run that remembers comes to what a run comes to that does not: whatever has happened to the files, or to the cache."""

from __future__ import annotations

import itertools
import json
import os
import random
import re
import subprocess
import sys

import pytest

from cclint import engine, following
from cclint.cache import facts
from cclint.cache.folder import KEY, NAME, Folder
from cclint.cli import main
from cclint.config import load
from cclint.discovery.paths import Targets
from cclint.plugins import load as load_plugins
from cclint.report import Rendering
from making import LEAK

SENDER = """\
import smtplib
from email.message import EmailMessage
{imports}

def notify(people):
    message = EmailMessage()
    message["To"] = {value}
    smtplib.SMTP("localhost").send_message(message)
"""
CALLER = """\
from shop.mailing import notify
from shop.people import BOARD

notify({argument})
"""
JOB = """\
from shop import alarm


class Job:
    def execute(self):
        alarm.notify({people})
"""
MANY = "".join(f"def f{number}(): pass\n" for number in range(130))
WORKFLOW = "jobs:\n  a:\n    steps:\n      - uses: dawidd6/action-send-mail@v3\n        with:\n          to: {}\n"
FIXED_LIST = """\
import smtplib
smtplib.SMTP("h").sendmail("a@example.org", [], "To: eve@example.org, zoe@example.org\\n\\nHi")
"""
VARIANTS = {
    "pyproject.toml": ["", "[tool.cclint.policy]\nmax-visible = 3\n", '[tool.cclint]\nmodels = ["own.pyi"]\n'],
    "own.pyi": [
        "from cclint.models.vocabulary import Sent, To\n# module: acme\ndef push(to: To) -> Sent: ...\n",
        "from cclint.models.vocabulary import Bcc, Sent\n# module: acme\ndef push(to: Bcc) -> Sent: ...\n",
    ],
    "shop/__init__.py": [None, "", "from .mailing import notify\n"],
    "shop/mailing.py": [
        SENDER.format(imports="", value="people"),
        SENDER.format(imports="", value="', '.join(people)"),
        SENDER.format(imports="", value="', '.join(people)  # cclint: allow[visible-recipients] they know each other"),
        SENDER.format(imports="from shop.people import BOARD", value="', '.join(BOARD)"),
        None,
    ],
    "shop/people.py": [
        'BOARD = ["ann@example.org"]\n',
        'BOARD = ["ann@example.org", "bob@example.org"]\n',
        'BOARD = open("people.txt").read().splitlines()\n',
        "import os\nBOARD = os.environ['BOARD'].split(',')\n",
        None,
    ],
    "shop/alarm.py": [SENDER.format(imports="", value="', '.join(people)"), None],
    "shop/job.py": [JOB.format(people="['ann@example.org']"), JOB.format(people="['a@example.org', input()]"), None],
    "runner.py": [
        "def run(jobs):\n    for job in jobs:\n        job.execute()\n",
        "def run(jobs):\n    print(jobs)\n",
        f"def run(jobs):\n    for job in jobs:\n        job.execute()\n{MANY}",
        None,
    ],
    "start.py": [
        "import runner\nfrom shop import job\nrunner.run([job.Job()])\n",
        "import runner\nfrom shop import people\nrunner.run(people.BOARD)\n",
        "import runner\nrunner.run([])\n",
        f"import runner\n{MANY}",
        "print(2)\n",
        None,
    ],
    "people.txt": [None, "ann@example.org", "ann@example.org\nbob@example.org\ncyd@example.org\n"],
    "main.py": [
        CALLER.format(argument="BOARD"),
        CALLER.format(argument='", ".join(BOARD)'),
        CALLER.format(argument="BOARD[0]"),
        "import shop\nshop.notify([input(), input()])\n",
        "print(1)\n",
        None,
    ],
    "other.py": [
        "x = 1\n",
        "x = 2\n",
        "import acme\nacme.push(open('people.txt').read().split())\n",
        LEAK,
        "x = (\n",
        None,
    ],
    "plain.py": ["import os\n", "import dotenv\ndotenv.load_dotenv()\n", "# cclint: allow[visible-recipients] old\n"],
    ".env": [None, "BOARD=ann@example.org\n", "BOARD=ann@example.org,bob@example.org\n"],
    ".github/workflows/ci.yml": [
        None,
        WORKFLOW.format("a@example.org"),
        WORKFLOW.format("a@example.org,b@example.org"),
    ],
    "tests/test_a.py": [None, "from shop.mailing import notify\nnotify(['a@example.org', 'b@example.org'])\n"],
}


@pytest.fixture(autouse=True)
def eager(monkeypatch, tmp_path_factory):
    """Remember even small projects, and trust the times of files at once."""
    monkeypatch.setattr(following, "FEW", 0)
    monkeypatch.setattr(facts, "TICK", -(10**18))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("home")))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path_factory.mktemp("home")))
    monkeypatch.delenv(KEY, raising=False)


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(project, name: str, text: str | None) -> None:
    file = project / name
    if text is None:
        file.unlink(missing_ok=True)
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def seen(*paths: str, cached: bool) -> str:
    config = load(paths or ["."])
    plugins = load_plugins(config)
    report = engine.run(Targets(paths or (".",)), config, plugins, cached=cached)
    shown = plugins.reporters["json"].render(report, Rendering()) + plugins.reporters["full"].render(
        report, Rendering()
    )
    return f"{shown}{report.figures if not paths else ''}"


def remembered(monkeypatch) -> list[int]:
    """Counts the runs that did not know already."""
    looked: list[int] = []
    real = engine.looked
    monkeypatch.setattr(engine, "looked", lambda *given: looked.append(1) or real(*given))
    return looked


@pytest.mark.parametrize("seed", range(6))
def test_a_history_of_edits_is_seen_as_by_runs_without_memory(project, monkeypatch, seed):
    chance = random.Random(seed)
    for name, texts in VARIANTS.items():
        put(project, name, texts[0])
    looked = remembered(monkeypatch)
    known = 0
    for _ in range(30):
        name = chance.choice(sorted(VARIANTS))
        put(project, name, chance.choice(VARIANTS[name]))
        before = len(looked)
        told = seen(cached=True)
        known += len(looked) == before
        assert told == seen(cached=False)
        assert seen(cached=True) == told
        some = sorted(one for one in ("main.py", "other.py", "shop/people.py") if (project / one).exists())
        if some:
            one = chance.choice(some)
            assert (
                json.loads(seen(one, cached=True).partition("\n}\n")[0] + "}")["findings"]
                == json.loads(seen(one, cached=False).partition("\n}\n")[0] + "}")["findings"]
            )
    assert known  # some edits change nothing


def test_what_is_known_is_not_looked_at_again(project, monkeypatch):
    put(project, "pyproject.toml", "")
    put(project, "a.py", LEAK)
    put(project, "b.py", "x = 1\n")
    looked = remembered(monkeypatch)
    told = seen(cached=True)
    assert (seen(cached=True), len(looked)) == (told, 1)
    put(project, "b.py", "x = 2\n")  # takes no part, before and after
    assert (seen(cached=True), len(looked)) == (told, 1)
    assert "visible-recipients" not in seen("b.py", cached=True)
    assert len(looked) == 1
    put(project, "a.py", LEAK.replace("News", "Newt"))
    seen(cached=True)
    assert len(looked) == 2
    put(project, "b.py", "from a import send\nsend([])\n")
    seen(cached=True)
    assert len(looked) == 3
    put(project, "c.py", "x = 1\n")
    seen(cached=True)
    assert len(looked) == 4


def records(project):
    return [file for file in (project / NAME).iterdir() if file.name not in (".gitignore", "CACHEDIR.TAG")]


DAMAGES = {
    "cut": lambda data: data[: len(data) // 2],
    "empty": lambda data: b"",
    "garbage": lambda data: os.urandom(len(data)),
    "forged": lambda data: data.replace(b"visible-recipients", b"visible-recipientx"),
    "resealed": lambda data: b"0" * 40 + b"\n" + data.partition(b"\n")[2],
    "another version": lambda data: b'{"version":99}',
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_record_does_not_count(project, damage):
    put(project, "pyproject.toml", "")
    put(project, "a.py", LEAK)
    told = seen(cached=True)
    for file in records(project):
        file.write_bytes(DAMAGES[damage](file.read_bytes()))
    assert seen(cached=True) == told == seen(cached=False)


def test_a_record_that_somebody_else_has_planted_does_not_count(project, monkeypatch, tmp_path_factory):
    put(project, "pyproject.toml", "")
    put(project, "a.py", "x = 1\n")
    seen(cached=True)
    clean = {file.name: file.read_bytes() for file in records(project)}
    put(project, "a.py", LEAK)
    told = seen(cached=False)
    for name, data in clean.items():
        (project / NAME / name).write_bytes(data)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("victim")))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path_factory.mktemp("victim")))
    assert seen(cached=True) == told


def test_a_record_under_another_name_does_not_count(project):
    folder = Folder(str(project))
    folder.write("run-1", {"a": 1})
    assert folder.read("run-1") == {"a": 1}
    os.rename(project / NAME / "run-1", project / NAME / "run-2")
    assert folder.read("run-2") is None


def test_a_shared_key_opens_what_another_machine_has_kept(project, monkeypatch, tmp_path_factory):
    monkeypatch.setenv(KEY, "of our CI")
    Folder(str(project)).write("files", [1])
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("other")))
    assert Folder(str(project)).read("files") == [1]
    monkeypatch.setenv(KEY, "of another CI")
    assert Folder(str(project)).read("files") is None


def test_no_address_is_kept(project):
    put(project, "pyproject.toml", "")
    for name, texts in VARIANTS.items():
        put(project, name, next(text for text in reversed(texts) if text is not None))
    put(project, "fixed.py", FIXED_LIST)
    assert "visible-fixed-list" in seen(cached=True)
    for file in records(project):
        assert re.findall(rb"[\w.]@[\w-]+\.\w", file.read_bytes()) == []


@pytest.mark.skipif(sys.platform == "win32" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write")
def test_a_folder_that_cannot_be_written_is_nobodys_loss(project):
    put(project, "pyproject.toml", "")
    put(project, "a.py", LEAK)
    project.chmod(0o555)
    try:
        assert seen(cached=True) == seen(cached=False)
    finally:
        project.chmod(0o755)


def test_a_file_in_the_folders_place_is_nobodys_loss(project):
    put(project, "pyproject.toml", "")
    put(project, "a.py", LEAK)
    put(project, NAME, "")
    assert seen(cached=True) == seen(cached=False)


def test_a_key_that_cannot_be_made_is_nobodys_loss(project, monkeypatch):
    put(project, "pyproject.toml", "")
    put(project, "a.py", LEAK)
    monkeypatch.setenv("XDG_CACHE_HOME", str(project / "a.py"))
    monkeypatch.setenv("LOCALAPPDATA", str(project / "a.py"))
    assert seen(cached=True) == seen(cached=False)
    assert not (project / NAME).exists()


def test_processes_share_a_cache(project):
    put(project, "pyproject.toml", "")
    for number in range(60):
        put(project, f"a{number}.py", LEAK if number == 7 else f"x = {number}\n")
    command = [sys.executable, "-m", "cclint", "check", "--output-format", "concise", "."]
    several = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) for _ in range(4)]
    told = {one.communicate()[0] for one in several}
    assert len(told) == 1
    assert b"a7.py:8" in told.pop()
    assert {one.returncode for one in several} == {1}
    assert not [file for file in (project / NAME).iterdir() if re.search(r"\.\d+$", file.name)]  # half-written ones


def test_few_runs_are_kept(project):
    put(project, "pyproject.toml", "")
    for number in range(12):
        put(project, "a.py", LEAK)
        put(project, f"b{number}.py", "x = 1\n")  # another choice of files, another record
        seen(cached=True)
    assert sum(file.name.startswith("run-") for file in records(project)) == 8


def test_the_folder_ignores_itself_and_is_removed(project, capsys):
    put(project, "pyproject.toml", "")
    put(project, "a.py", LEAK)
    assert main(["check", "--exit-zero", "-q", "."]) == 0
    assert (project / NAME / ".gitignore").read_text() == "*\n"
    assert main(["clean"]) == 0
    assert not (project / NAME).exists()
    assert main(["clean"]) == 0
    assert "there is no" in capsys.readouterr().err
    assert main(["check", "--exit-zero", "-q", "--no-cache", "."]) == 0
    assert main(["check", "--exit-zero", "-q", "--show-addresses", "."]) == 0
    assert not (project / NAME).exists()


def test_a_plug_in_counts(project, monkeypatch):
    put(project, "pyproject.toml", '[tool.cclint]\nplugins = ["rules.py"]\n')
    rule = (
        "from cclint import Send, hookimpl, rule\n\n"
        '@rule("any-mail", on=Send)\ndef any_mail(send):\n    """Any.\n\n    ## Example\n    """\n'
        '    yield any_mail.finding("MESSAGE", at=send)\n\n'
        "@hookimpl\ndef cclint_rules():\n    return [any_mail]\n"
    )
    put(project, "rules.py", rule.replace("MESSAGE", "one"))
    put(project, "a.py", LEAK)
    assert '"one"' in seen(cached=True)
    put(project, "rules.py", rule.replace("MESSAGE", "two"))
    assert '"two"' in seen(cached=True)


def test_what_is_allowed_for_a_time_expires(project, monkeypatch):
    put(project, "pyproject.toml", "")
    put(
        project,
        "a.py",
        LEAK.replace("(people)", "(people)  # cclint: allow[visible-recipients] until=2020-05-01 colleagues"),
    )
    for day in (1588230000, 1588630000):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(day))
        assert seen(cached=True) == seen(cached=False)


def test_files_of_all_kinds_are_remembered_by_what_they_hold(project, monkeypatch):
    """Each pair of variants, one after the other."""
    for name, texts in VARIANTS.items():
        put(project, name, texts[0])
    for name in ("people.txt", ".env", "shop/people.py", ".github/workflows/ci.yml"):
        for one, other in itertools.permutations(VARIANTS[name], 2):
            put(project, name, one)
            seen(cached=True)
            put(project, name, other)
            assert seen(cached=True) == seen(cached=False), (name, one, other)
        put(project, name, VARIANTS[name][0])
