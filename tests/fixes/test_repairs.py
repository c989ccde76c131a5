"""Repairs as text before and after: every heading of the suites beside this file is a test.

The first fence under a heading is the program, the second what it becomes; a heading with one fence is a program that is left
alone, but for its findings. What is under `#` is a chapter. A fence of TOML selects rules that do not run by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import tomli

from cclint import Edit, Finding, Fix, Send, rule
from cclint.config import Config, Persona
from cclint.discovery.paths import Targets
from cclint.fixes.repairing import Repaired, Repairs
from cclint.plugins import load

HERE = Path(__file__).parent
FENCE = re.compile(r"^```(\w+)(?: ([\w./-]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def sections(file: Path) -> Iterator[tuple[str, str]]:
    """The headings of a suite, each with what stands under it."""
    for part in re.split(r"^## ", file.read_text(), flags=re.MULTILINE)[1:]:
        title, _, body = part.partition("\n")
        yield title, body


def headings() -> Iterator[object]:
    for file in sorted(HERE.glob("*.markdown")):
        for title, body in sections(file):
            yield pytest.param(body, id=f"{file.stem}: {title}")


def repaired(folder: Path, select: tuple[str, ...] | None = None, *, unsafe: bool = True) -> Repaired:
    config = Config(root=folder, persona=Persona.AUDITOR, select=select)
    return Repairs(Targets((str(folder),)), config, load(config), unsafe=unsafe).repair()


def text_after(result: Repaired, path: str) -> str:
    source = result.after.source(path)
    assert source is not None
    return source.read().decode()


@pytest.mark.parametrize("body", list(headings()))
def test_a_program_is_repaired_as_its_suite_says(body, tmp_path):
    fences = FENCE.findall(body)
    assert fences
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    select: tuple[str, ...] | None = None
    for language, named, text in fences:
        if language == "toml" and not named:
            select = tuple(tomli.loads(text)["select"])
            continue
        name = named or "main.py"
        (after if name in before else before)[name] = text
    for name, text in before.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    result = repaired(tmp_path, select)
    assert result.before.report.findings, "there is nothing to repair"
    for name, text in before.items():
        assert text_after(result, name) == after.get(name, text)
    assert bool(result.applied) is bool(after)
    if after:
        assert not result.after.report.findings
        for name in before:
            (tmp_path / name).write_text(text_after(result, name))
        assert not repaired(tmp_path, select).changes, "a second run changes something"


# Repairs of other people's rules


MOVED = """\
import smtplib
from email.message import EmailMessage

message = EmailMessage()
message["To"] = "ann@old.example.org"
smtplib.SMTP("localhost").send_message(message)
"""


def with_rule(folder: Path, text: str) -> Repaired:
    """Repair with a rule that objects to a domain, and replaces the whole assignment by a text."""

    @rule("moved-domain", on=Send)
    def moved_domain(send: Send) -> Iterator[Finding]:
        """
        An address of a domain that has moved.

        ## Example

        None.
        """
        for one in send.fields:
            if any(address.endswith("@old.example.org") for address in one.addresses):
                fix = Fix("Use the new domain", (Edit(one.place, text),), safe=True, reason="it is the same mailbox")
                yield moved_domain.finding("the domain has moved", at=one, send=send, fix=fix)

    config = Config(root=folder)
    plugins = load(config)
    plugins = plugins._replace(rules={**plugins.rules, "moved-domain": moved_domain})
    return Repairs(Targets((str(folder),)), config, plugins).repair()


def test_a_rule_of_a_plug_in_offers_its_repair(tmp_path):
    (tmp_path / "main.py").write_text(MOVED)
    result = with_rule(tmp_path, 'message["To"] = "ann@example.org"')
    assert [one.fix.title for one in result.applied] == ["Use the new domain"]
    assert text_after(result, "main.py") == MOVED.replace("old.", "")


@pytest.mark.parametrize(
    "text",
    [
        'message["To"] = "ann@old.example.org"  # checked',  # it is still found
        'message["To"] = "ann@example.org, ben@example.org"',  # something else is found
        'message["To"] = "ann@example.org',  # this is no Python
    ],
)
def test_a_repair_that_does_not_hold_is_dropped(tmp_path, text):
    (tmp_path / "main.py").write_text(MOVED)
    result = with_rule(tmp_path, text)
    assert not result.applied
    assert not result.changes
