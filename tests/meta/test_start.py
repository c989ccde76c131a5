"""Starting is cheap: what a run does not need is not imported, and a commit without mail is over at once."""

from __future__ import annotations

import subprocess
import sys

import pytest

from making import LEAK

HEAVY = (
    "libcst",
    "fissix",
    "yaml",
    "json",
    "difflib",
    "importlib.metadata",
    "hashlib",
    "asyncio",
    "tempfile",
    "ctypes",
    "pygls",
    "cclint.ir.nodes",
)


def imported(files, arguments: list[str]) -> set[str]:
    code = (
        "import sys; from cclint.cli import main; main(sys.argv[1:]); print('\\n'.join(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=files(), capture_output=True, text=True, check=True
    )
    return set(done.stderr.splitlines())


@pytest.mark.parametrize("name", HEAVY)
def test_a_run_over_sources_without_mail_imports_nothing_heavy(files, name):
    files({"a.py": "import os\n", "b.py": "x = 1\n"})
    assert name not in imported(files, ["-q", "."])


@pytest.mark.parametrize("name", ["libcst", "fissix", "yaml", "json", "difflib", "importlib.metadata"])
def test_a_run_with_findings_imports_no_parser_that_it_does_not_need(files, name):
    files({"a.py": LEAK})
    assert name not in imported(files, ["-q", "--exit-zero", "."])


def test_the_version_needs_no_engine(files):
    code = (
        "import sys; from cclint.cli import main\n"
        "try: main(['--version'])\nexcept SystemExit: pass\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=files(), capture_output=True, text=True, check=True)
    assert "cclint.engine" not in done.stderr.split()
    assert "cclint.analysis.evaluate" not in done.stderr.split()  # the door shows facts, and facts need no evaluator


def test_a_project_without_mail_is_looked_at_without_a_parser(files):
    """However large it is: no file is parsed, and the evaluator is not even loaded."""
    files({f"pkg{number % 20}/m{number}.py": "import os\nx = os.getcwd()\n" for number in range(1000)})
    loaded = imported(files, ["-q", "--no-cache", "."])
    assert loaded.isdisjoint({"cclint.frontends.python", "cclint.frontends.syntax", "cclint.analysis.run"})
