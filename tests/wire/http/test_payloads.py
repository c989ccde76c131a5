"""The programs of tests/libraries run with the real SDKs against a local sink: do they expose what cclint says they expose?

Run only where `CCLINT_SDKS` names a folder for the virtual environments, one for each stub, which are made when they are
missing: `CCLINT_SDKS=~/.cache/cclint-sdks python -m pytest tests/wire/http`.
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

from environments import SDKS, STAGES, WEB, interpreter  # noqa: E402
from providers import read  # noqa: E402
from recorder import sink  # noqa: E402

STAGE = HERE.parent / "smtp" / "stage"
LIBRARIES = HERE.parent.parent / "libraries"
UNSEEN = "Not observed:"
"""A section whose program is not run says so, with the reason."""
PEOPLE = "alice@example.org\nbob@example.org\ncarol@example.org\n"

pytestmark = pytest.mark.skipif(not SDKS, reason="CCLINT_SDKS is not set: CONTRIBUTING.md has the command")


def cases(library: str) -> list[Case]:
    text = (LIBRARIES / f"{library}.md").read_text(encoding="utf-8")
    return [case for case in parse(text, library) if "main.py" in case.files]


def prose(library: str, case: Case) -> str:
    """What stands between the heading of a test and its program."""
    lines = (LIBRARIES / f"{library}.md").read_text(encoding="utf-8").split("\n")
    return "\n".join(lines[case.line : case.files["main.py"].origins[0]])


def pytest_generate_tests(metafunc):
    if "case" in metafunc.fixturenames:
        pairs = [(library, case) for library in WEB for case in cases(library)]
        metafunc.parametrize(("library", "case"), pairs, ids=[case.name for _, case in pairs], scope="module")


def test_what_is_sent(library: str, case: Case, tmp_path: Path):
    if UNSEEN in prose(library, case):
        pytest.skip(prose(library, case).partition(UNSEEN)[2].partition("\n")[0].strip())
    for file in case.files.values():
        (tmp_path / file.name).write_text(file.text, encoding="utf-8")
    (tmp_path / "people.txt").write_text(PEOPLE, encoding="utf-8")
    with sink() as (port, requests):
        environment = {"CCLINT_SINK": str(port), "PYTHONPATH": str(HERE / "redirect"), "PATH": os.environ["PATH"]}
        staged = [STAGE / "run.py", STAGES[library]] if library in STAGES else []
        done = subprocess.run(
            [interpreter(library), *staged, "main.py"],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    messages = [message for request in requests for message in read(request)]
    assert messages, f"nothing was sent\n{[(one.host, one.path) for one in requests]}\n{done.stderr}"
    assert done.returncode == 0, done.stderr
    predicted = {one.kind for one in expectations(case)} & {"error", "warning", "missed"}
    assert any(message.exposes for message in messages) == bool(predicted), messages
