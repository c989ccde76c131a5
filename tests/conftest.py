"""Fixtures for all tests: folders with files, and the program as a process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

pytest_plugins = ["cclint.testing.pytest_plugin", "pytester"]

PROJECT = Path(__file__).parent.parent

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell starts what runs in the background so, and programs inherit it: those that a test interrupts would never end.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@dataclass(frozen=True)
class Done:
    """A finished process."""

    status: int
    out: str
    err: str

    @property
    def last(self) -> str:
        """The last line on standard error, which says what was looked at and why the status is what it is."""
        return self.err.rstrip("\n").split("\n")[-1]


@pytest.fixture
def project() -> Path:
    """The checkout."""
    return PROJECT


@pytest.fixture
def files(tmp_path: Path) -> Callable[..., Path]:
    """Writes files below a folder of the test's own, and returns that."""

    def write(contents: Mapping[str, str | bytes] | None = None, **named: str) -> Path:
        for name, text in {**(contents or {}), **named}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return tmp_path

    return write


@pytest.fixture
def cclint(tmp_path: Path) -> Callable[..., Done]:
    """Runs the program in the test's folder."""

    def run(*arguments: str | Path, cwd: Path = tmp_path, stdin: bytes = b"", **environment: str) -> Done:
        kept = {
            name: value
            for name, value in os.environ.items()
            if name not in ("NO_COLOR", "FORCE_COLOR", "PYTHONIOENCODING")
        }
        done = subprocess.run(
            [sys.executable, "-m", "cclint", *map(str, arguments)],
            cwd=cwd,
            input=stdin,
            capture_output=True,
            env={**kept, "PYTHONUTF8": "1", **environment},
            timeout=120,
            check=False,
        )
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run
