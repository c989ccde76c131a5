"""The example programs leak on the wire, their twins do not, and cclint knows which is which without running them."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from email import message_from_bytes
from email.utils import getaddresses
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
RULES = {
    "parish_newsletter.py": "visible-recipients",
    "severance_letter.py": "visible-recipients",
    "trainees_results.py": "visible-fixed-list",
    "new_terms.py": "reused-message",
    "complaint.py": "bcc-on-the-wire",
}


FILES = {
    "patch_day.yml": "visible-recipients-in-settings",
    "school_trip.eml.j2": "visible-recipients-in-template",
}
"""What sends without Python; it is not run."""


class Sink:
    """An SMTP server that keeps what it gets."""

    def __init__(self) -> None:
        self.messages: list[tuple[list[str], bytes]] = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 -- the name that the library calls
        self.messages.append((envelope.rcpt_tos, envelope.content))
        return "250 OK"


@pytest.fixture
def sink() -> Iterator[tuple[Sink, int]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    handler = Sink()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, port
    controller.stop()


def leaks(message: bytes) -> bool:
    """Whether a message shows two addresses in To or in Cc, or any in Bcc."""
    headers = message_from_bytes(message)
    shown = {role: {address for _, address in getaddresses(headers.get_all(role, []))} for role in ("To", "Cc", "Bcc")}
    return len(shown["To"]) > 1 or len(shown["Cc"]) > 1 or bool(shown["Bcc"])


def observed(program: Path, sink: tuple[Sink, int]) -> list[tuple[list[str], bytes]]:
    handler, port = sink
    environment = {**os.environ, "MAIL_HOST": "127.0.0.1", "MAIL_PORT": str(port)}
    subprocess.run([sys.executable, program], env=environment, check=True, timeout=60)
    return handler.messages


def test_leaky_and_repaired_are_twins():
    for folder in ("leaky", "repaired"):
        assert {path.name for path in (EXAMPLES / folder).glob("*.*")} == {*RULES, *FILES}


@pytest.mark.parametrize("name", RULES)
def test_leaky_programs_leak_on_the_wire(name, sink):
    assert any(leaks(content) for _, content in observed(EXAMPLES / "leaky" / name, sink))


@pytest.mark.parametrize("name", RULES)
def test_repaired_programs_reach_everybody_and_show_nobody(name, sink):
    messages = observed(EXAMPLES / "repaired" / name, sink)
    assert messages
    assert not any(leaks(content) for _, content in messages)


@pytest.mark.parametrize("name", RULES)
def test_both_reach_the_same_people(name, sink):
    handler, _ = sink
    reached = []
    for folder in ("leaky", "repaired"):
        handler.messages.clear()
        found = {address for recipients, _ in observed(EXAMPLES / folder / name, sink) for address in recipients}
        reached.append(found - {"office@parish.example.org"})  # the parish wrote to itself, too
    assert reached[0] == reached[1]
    assert reached[0]


def test_cclint_tells_them_apart(cclint):
    done = cclint("examples", "--output-format", "json", cwd=EXAMPLES.parent)
    assert done.status == 1
    found = {Path(one["place"]["path"]): one["rule"] for one in json.loads(done.out)["findings"]}
    assert found == {Path("examples/leaky", name): rule for name, rule in {**RULES, **FILES}.items()}
    assert done.last.startswith("cclint: 16 files, 14 send mail,")


def test_the_page_lists_them():
    page = (EXAMPLES / "README.md").read_text()
    for name, rule in {**RULES, **FILES}.items():
        assert any(f"`{name}`" in line and f"`{rule}`" in line for line in page.splitlines())
