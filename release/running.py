"""Commands of other programs, whose failure ends the release with what they have said."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


class NotReleasedError(Exception):
    """Why this is not released."""


def say(text: str) -> None:
    """Tell which step begins."""
    print(f"== {text}", flush=True)


def run(*command: str | Path, cwd: Path | None = None, expected: int = 0, **environment: str) -> str:
    """Run a command away from this interpreter's surroundings.

    Parameters
    ----------
    command: its words.
    cwd: where.
    expected: the status that it must end with.
    environment: further variables.

    Returns
    -------
    What it prints, standard error included.

    Raises
    ------
    NotReleasedError: it ends with another status than the expected one.
    """
    kept = {
        name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV", "PYTHONHOME")
    }
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env={**kept, "PYTHONUTF8": "1", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode != expected:
        words = " ".join(str(word) for word in command)
        raise NotReleasedError(f"`{words}` ends with {done.returncode}, not {expected}:\n{done.stdout}")
    return done.stdout


def python_of(environment: Path) -> Path:
    """The interpreter of a virtual environment."""
    return environment / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
