"""The fix oracle over the project's own examples: run against a sink, repaired, and run again."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from email import message_from_bytes
from email.utils import getaddresses
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from fixes.oracle import compared

PROJECT = Path(__file__).parent.parent.parent
PROGRAMS = sorted(path.name for path in (PROJECT / "examples" / "leaky").glob("*.py"))


@dataclass
class Delivery:
    envelope: list[str]
    content: bytes

    @property
    def shown(self) -> dict[str, set[str]]:
        message = message_from_bytes(self.content)
        return {role: {one for _, one in getaddresses(message.get_all(role, []))} for role in ("To", "Cc", "Bcc")}

    @property
    def exposes(self) -> bool:
        shown = self.shown
        return len(shown["To"]) > 1 or len(shown["Cc"]) > 1 or bool(shown["Bcc"])


@dataclass
class Sink:
    deliveries: list[Delivery] = field(default_factory=list)

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 (aiosmtpd's name)
        self.deliveries.append(Delivery(list(envelope.rcpt_tos), envelope.content))
        return "250 OK"


def sent(program: Path) -> list[Delivery]:
    sink = Sink()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        env = {**os.environ, "MAIL_HOST": "127.0.0.1", "MAIL_PORT": str(port)}
        subprocess.run([sys.executable, str(program)], env=env, check=True, timeout=60)
    finally:
        controller.stop()
    return sink.deliveries


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_repaired_example_sends_the_same_mail_and_exposes_nobody(cclint, tmp_path, name):
    shutil.copytree(PROJECT / "examples", tmp_path / "examples")
    program = tmp_path / "examples" / "leaky" / name
    before = sent(program)
    assert any(one.exposes for one in before)
    original = program.read_bytes()
    done = cclint("check", "--persona", "auditor", "--fix-only", "--unsafe-fixes", program)
    assert done.status == 0, done.err
    assert program.read_bytes() != original
    after = sent(program)
    assert not any(one.exposes for one in after)
    assert compared(before, after, {}).startswith("repaired")
