"""What `test_on_the_wire` cannot run as it stands runs on a stage: every server is the sink, functions are called with people.

Run only where `CCLINT_SDKS` names a folder for the virtual environments: `CCLINT_SDKS=~/.cache/cclint-sdks python -m pytest
tests/wire/smtp`. A section that begins with `Not observed:` is left out, with the reason.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cclint.testing.mdtest import Case, expectations, parse

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from sink import sink  # noqa: E402
from stages import STAGES, interpreter  # noqa: E402
from test_on_the_wire import OBSERVED, PEOPLE, PORT, SDKS, SHOWN, SUITES  # noqa: E402

UNSEEN = "Not observed:"
"""A section whose program is not run says so, with the reason."""
ANNOTATED = re.compile(r"^\s*(?:async )?def .*(?:\w: |->)|f\"", re.MULTILINE)
"""What older interpreters cannot read."""

pytestmark = pytest.mark.skipif(not SDKS, reason="CCLINT_SDKS is not set: CONTRIBUTING.md has the command")


def cases(library: str) -> list[Case]:
    """The programs that `test_on_the_wire` does not run."""
    text = (SUITES / f"{library}.md").read_text(encoding="utf-8")
    found = [case for case in parse(text, library) if "main.py" in case.files]
    return [case for case in found if library not in OBSERVED or PORT not in case.files["main.py"].text]


def prose(library: str, case: Case) -> str:
    """What stands between the heading of a test and its program."""
    lines = (SUITES / f"{library}.md").read_text(encoding="utf-8").split("\n")
    return "\n".join(lines[case.line : case.files["main.py"].origins[0]])


def pytest_generate_tests(metafunc):
    if "case" in metafunc.fixturenames:
        pairs = [(library, case) for library in STAGES for case in cases(library)]
        metafunc.parametrize(("library", "case"), pairs, ids=[case.name for _, case in pairs])


def test_what_is_sent(library: str, case: Case, tmp_path: Path):
    told = prose(library, case)
    if UNSEEN in told:
        pytest.skip(" ".join(told.partition(UNSEEN)[2].partition("\n\n")[0].split()))
    stage = STAGES[library]
    if stage.python and ANNOTATED.search(case.files["main.py"].text):
        pytest.skip(f"Python {stage.python} cannot read it")
    folder = Path(SDKS).expanduser() / library
    python = interpreter(folder, library)
    if python is None:
        pytest.skip(f"there is no Python {stage.python}")
    with sink() as (port, messages):
        for file in case.files.values():
            (tmp_path / file.name).write_text(file.text.replace(PORT, str(port)), encoding="utf-8")
        (tmp_path / "people.txt").write_text(PEOPLE, encoding="utf-8")
        environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "CCLINT_SINK": str(port)}
        if stage.python == "2.7":
            environment["PYTHONPATH"] = str(folder / "packages")
        done = subprocess.run(
            [python, HERE / "stage" / "run.py", stage.prepared, "main.py"],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    assert messages, f"nothing was sent\n{done.stdout}\n{done.stderr}"
    assert done.returncode == 0, done.stderr
    predicted = {
        SHOWN.get(one.name, "visible") for one in expectations(case) if one.kind in ("error", "warning", "missed")
    }
    assert set().union(*(message.exposed for message in messages)) == predicted, messages
