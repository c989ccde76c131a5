"""The benchmarks work; how long anything takes is no business of a test."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.skipif(sys.platform == "win32", reason="processes are measured with wait4")
def test_the_benchmarks_run(project, tmp_path):
    command = [
        sys.executable,
        "-m",
        "benchmarks",
        "smoke",
        "hook",
        "--runs",
        "1",
        "--peers",
        "grep",
        "--cache",
        str(tmp_path),
    ]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=300, check=True)
    for words in ("smoke, cold", "cclint, one file changed", "three files that send mail", "argparse, pluggy"):
        assert words in done.stdout
    assert (tmp_path / "smoke" / ".cclint_cache").is_dir()


def test_an_unknown_scenario_is_a_mistake(project):
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "everything"], cwd=project, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "there is no scenario 'everything'" in done.stderr
