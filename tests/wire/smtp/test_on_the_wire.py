"""The programs of tests/libraries run with the real libraries against an SMTP server: do they show what cclint says?

Run only where `CCLINT_SDKS` names a folder for the virtual environments, one for each stub, which are made when they are
missing: `CCLINT_SDKS=~/.cache/cclint-sdks python -m pytest tests/wire/smtp`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cclint.testing.mdtest import Case, expectations, parse

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from sink import sink  # noqa: E402
from stages import interpreter  # noqa: E402

PROJECT = HERE.parent.parent.parent
SUITES = PROJECT / "tests/libraries"

OBSERVED = (
    "aiosmtplib", "apprise", "async_sender", "email", "emails", "envelope", "envelopes", "fastapi_mail", "flask_mail",
    "flask_mailman", "logbook", "logging", "notifiers", "outbox", "pyramid_mailer", "redmail", "repoze_sendmail",
    "salmon", "sender", "smtplib", "twisted", "yagmail", "zmail", "zope_sendmail",
)  # fmt: skip
"""The stubs whose programs are run as they stand."""
PORT = "1025"
"""Where the programs of the suites send to; those that name it are run."""
SHOWN = {"bcc-on-the-wire": "bcc"}
"""What a rule says is shown; all others speak of To and Cc."""
PEOPLE = "alice@example.org\nbob@example.org\ncarol@example.org\n"
SDKS = os.environ.get("CCLINT_SDKS", "")

pytestmark = pytest.mark.skipif(not SDKS, reason="CCLINT_SDKS is not set: CONTRIBUTING.md has the command")


def cases(library: str) -> list[Case]:
    """The programs that send to the server."""
    found = parse((SUITES / f"{library}.md").read_text(encoding="utf-8"), library)
    return [case for case in found if PORT in case.files["main.py"].text]


def pytest_generate_tests(metafunc):
    if "case" in metafunc.fixturenames:
        pairs = [(library, case) for library in OBSERVED for case in cases(library)]
        metafunc.parametrize(("library", "case"), pairs, ids=[case.name for _, case in pairs])


def test_what_is_sent(library: str, case: Case, tmp_path: Path):
    python = interpreter(Path(SDKS).expanduser() / library, library)
    assert python is not None
    with sink() as (port, messages):
        for file in case.files.values():
            (tmp_path / file.name).write_text(file.text.replace(PORT, str(port)), encoding="utf-8")
        (tmp_path / "people.txt").write_text(PEOPLE, encoding="utf-8")
        environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
        done = subprocess.run(
            [python, "main.py"],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert messages, f"nothing was sent\n{done.stdout}\n{done.stderr}"
    assert done.returncode == 0, done.stderr
    predicted = {
        SHOWN.get(one.name, "visible") for one in expectations(case) if one.kind in ("error", "warning", "missed")
    }
    assert set().union(*(message.exposed for message in messages)) == predicted, messages
