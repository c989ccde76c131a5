"""Large programs in parts: what belongs together stays together, and what is found does not depend on who has found it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cclint.analysis import analyse, run
from cclint.analysis.limits import Limits
from cclint.analysis.program.layout import Layout
from cclint.analysis.relevance import parts
from cclint.ir.source import Source
from cclint.models import load_models

SENDS = """\
import smtplib
from email.message import EmailMessage
{imports}

def send(people):
    message = EmailMessage()
    message["To"] = ", ".join(people)
    smtplib.SMTP("localhost").send_message(message)
"""
CALLS = "from {sender} import send\n\nsend({people})\n"


def files() -> dict[str, str]:
    """Programs that have nothing to do with each other, and some that have."""
    made = {"app/__init__.py": "", "app/mail.py": SENDS.format(imports=""), "app/other.py": SENDS.format(imports="")}
    made["shop/people.py"] = "TEAM = ['ann@example.org', 'bob@example.org']\n"
    made["shop/mail.py"] = SENDS.format(imports="from people import TEAM")
    made["shop/jobs.py"] = CALLS.format(sender="mail", people="['ann@example.org']")
    for number in range(4):
        made[f"job{number}/letters.py"] = SENDS.format(imports="")
        made[f"job{number}/run.py"] = CALLS.format(
            sender="letters", people=f"[f'{{n}}@example.org' for n in range({number})]"
        )
    return made


def followed(root: Path) -> run.Analysis:
    sources = [Source(path, root / path, content=text.encode()) for path, text in sorted(files().items())]
    return analyse(sources, root, load_models(), Limits())


def the_parts(monkeypatch: pytest.MonkeyPatch, root: Path) -> list[list[str]]:
    seen: list[list[str]] = []

    def spied(*given: object) -> list[list[str]]:
        seen.extend(parts.parts(*given))  # type: ignore[arg-type]
        return seen

    monkeypatch.setattr(run, "parts", spied)
    followed(root)
    return seen


def test_a_small_program_is_one_part(monkeypatch, tmp_path):
    assert the_parts(monkeypatch, tmp_path) == [sorted(path for path in files() if path not in ALONE)]


ALONE = {"app/__init__.py"}
"""Nothing imports it, and it imports nothing."""


def test_packages_and_what_imports_each_other_stay_together(monkeypatch, tmp_path):
    monkeypatch.setattr(parts, "WORTH", 1)
    assert the_parts(monkeypatch, tmp_path) == [
        ["app/mail.py", "app/other.py"],
        *([f"job{number}/letters.py", f"job{number}/run.py"] for number in range(4)),
        ["shop/jobs.py", "shop/mail.py", "shop/people.py"],
    ]


@pytest.mark.parametrize("worth", [1, 2, 4])
def test_what_is_found_does_not_depend_on_parts_or_processes(monkeypatch, tmp_path, worth):
    monkeypatch.setattr(run, "can_fork", lambda: False)
    whole = followed(tmp_path)
    assert len(whole.sends) > 5
    monkeypatch.setattr(parts, "WORTH", worth)
    one_by_one = followed(tmp_path)
    monkeypatch.setattr("cclint.analysis.relevance.widening.HELD", 0)
    forgetting = followed(tmp_path)
    monkeypatch.setattr("cclint.analysis.relevance.widening.WORTH", worth)
    monkeypatch.setattr("cclint.analysis.relevance.widening.AT_ONCE", 0)
    monkeypatch.setattr(run, "can_fork", lambda: hasattr(os, "fork"))
    monkeypatch.setattr("cclint.analysis.shares.can_fork", lambda: hasattr(os, "fork"))
    monkeypatch.setattr(run, "processors", lambda: 3)
    monkeypatch.setattr("cclint.analysis.shares.processors", lambda: 3)
    side_by_side = followed(tmp_path)
    for other in (one_by_one, forgetting, side_by_side):
        assert other.sends == whole.sends
        assert other.notices == whole.notices
        assert other.inputs.contents == whole.inputs.contents
        assert other.inputs.helpers == whole.inputs.helpers


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no processes that fail")
def test_a_process_that_fails_leaves_its_parts_to_this_one(monkeypatch, tmp_path):
    whole = followed(tmp_path)
    monkeypatch.setattr(parts, "WORTH", 1)
    for name in ("cclint.analysis.run", "cclint.analysis.shares"):
        monkeypatch.setattr(f"{name}.can_fork", lambda: True)
        monkeypatch.setattr(f"{name}.processors", lambda: 3)
    monkeypatch.setattr("cclint.analysis.shares.marshal.dumps", lambda answer: 1 / 0)
    assert followed(tmp_path).sends == whole.sends


def test_the_root_may_be_a_package():
    layout = Layout(["__init__.py", "main.py", "app/__init__.py", "app/mail.py"])
    assert layout.dotted("main.py") == "main"
    assert layout.top("main.py") == "main.py"
    assert layout.top("app/mail.py") == "app"


def test_an_unpacked_release_of_a_library_is_that_to_those_beside_it():
    layout = Layout(["SQLAlchemy-2.0.41/sqlalchemy/orm.py", "own/sqlalchemy/orm.py", "lib/shop/orm.py", "jobs/run.py"])
    assert layout.resolve("sqlalchemy.orm", "SQLAlchemy-2.0.41/tests/run.py") == "SQLAlchemy-2.0.41/sqlalchemy/orm.py"
    layout.libraries = frozenset({"sqlalchemy"})
    assert layout.resolve("sqlalchemy.orm", "SQLAlchemy-2.0.41/tests/other.py") == "SQLAlchemy-2.0.41/sqlalchemy/orm.py"
    assert layout.resolve("sqlalchemy.orm", "jobs/run.py") == "own/sqlalchemy/orm.py"
    assert layout.resolve("shop.orm", "jobs/run.py") == "lib/shop/orm.py"
    layout = Layout(["SQLAlchemy-2.0.41/sqlalchemy/orm.py", "jobs/run.py"])
    assert layout.resolve("sqlalchemy.orm", "jobs/run.py") is not None
    layout = Layout(["SQLAlchemy-2.0.41/sqlalchemy/orm.py", "jobs/run.py"])
    layout.libraries = frozenset({"sqlalchemy"})
    assert layout.resolve("sqlalchemy.orm", "jobs/run.py") is None
