"""Trying what was built as somebody would who has just got it: a clean environment, and the README's first command."""

from __future__ import annotations

import os
import re
import shutil
import sys
from functools import cache
from pathlib import Path

from release.running import NotReleasedError, python_of, run

FIRST = re.compile(r'^requires-python = ">=3\.(\d+)"$', re.MULTILINE)
LISTED = re.compile(r'"Programming Language :: Python :: 3\.(\d+)"')


def interpreters(sources: Path) -> list[str]:
    """The oldest and the newest supported interpreter that are at hand.

    Raises
    ------
    NotReleasedError: there is none of a supported version.
    """
    text = (sources / "pyproject.toml").read_text(encoding="utf-8")
    minors = sorted(int(minor) for minor in LISTED.findall(text))
    if FIRST.search(text)[1] != str(minors[0]):  # type: ignore[index]
        raise NotReleasedError("`requires-python` and the classifiers of pyproject.toml name different oldest versions")
    found = [command for minor in minors if (command := _command(minor))]
    if not found:
        raise NotReleasedError(f"no Python from 3.{minors[0]} to 3.{minors[-1]} is at hand")
    return list(dict.fromkeys([found[0], found[-1]]))


def _command(minor: int) -> str:
    """An interpreter of this version: on the PATH, or where pyenv keeps its own; "" if there is none."""
    name = f"python3.{minor}"
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions").glob(f"3.{minor}.*/bin/python")
    for command in (sys.executable, shutil.which(name), *map(str, sorted(kept))):
        if command and version_of(command) == f"3.{minor}":
            return command
    return ""


@cache
def version_of(interpreter: str) -> str:
    """Major and minor version of an interpreter; "" where what is called so does not run."""
    try:
        return run(interpreter, "-c", "import sys; print('%d.%d' % sys.version_info[:2])").strip()
    except (NotReleasedError, OSError):
        return ""


def install(interpreter: str, file: Path, folder: Path) -> Path:
    """A clean environment with one distribution and what that asks for.

    Returns
    -------
    Its interpreter.
    """
    run(interpreter, "-m", "venv", folder)
    python = python_of(folder)
    run(python, "-m", "pip", "install", "-q", "--disable-pip-version-check", file)
    run(python, "-m", "pip", "--disable-pip-version-check", "check")
    return python


def use(python: Path, version: str, sources: Path) -> None:
    """Run what the README shows, beside a copy of the examples and nothing else of the project.

    Raises
    ------
    NotReleasedError: it says something else than the README, or finds something where the README says that nothing is.
    """
    folder = python.parent.parent / "somewhere"
    shutil.copytree(sources / "examples", folder / "examples")
    (folder / "cclint.toml").touch()  # paths are told from here, as they are in the README
    command = python.with_name("cclint" + python.suffix)
    if (told := run(command, "--version", cwd=folder).strip()) != f"cclint {version}":
        raise NotReleasedError(f"`cclint --version` says {told!r}")
    shown = (sources / "README.md").read_text(encoding="utf-8").split("```text\n", 1)[1].split("```", 1)[0]
    run(python, "-m", "cclint", "-q", "examples/repaired", cwd=folder)
    plain = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    found = run(command, "-q", "examples", cwd=folder, expected=1, **plain)
    if shown not in found:
        raise NotReleasedError(f"the README shows a finding that is not what is reported:\n{found}")
    run(command, "libraries", "smtplib", cwd=folder)
