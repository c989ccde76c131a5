"""The commands that a page shows, and what they print.

A `console` block holds commands, one a line. A `text` block right behind it is what they print, standard error included; or the
lines of commands begin with `$ `, and what they print stands between them. A line `...` stands for any lines. A line
`` `name.py`: `` before a block writes that file first, as in the suites. Comments of HTML, which readers do not see, say what
else is needed:

    <!-- run: git init -q -->        a command that the page does not show
    <!-- not run: needs a network --> the next block is not run, and why

A page's commands run one after the other in a folder of its own, which holds the examples, the example of a plug-in, and an
empty `pyproject.toml`.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from cclint.cli import main
from gitting import IDENTITY

PROJECT = Path(__file__).parent.parent.parent
PAGES = sorted([*PROJECT.glob("docs/**/*.md"), *PROJECT.glob("*.md"), *PROJECT.glob("examples/**/*.md")])

FENCE = re.compile(r"^ *(`{3,})([\w+-]*)(?: linenums=\"1\")?\s*$")
PROMPT = "$ "
NAMED = re.compile(r"^`([^`\s]+)`:$")
HIDDEN = re.compile(r"^<!-- run: (.+) -->$")
SKIPPED = re.compile(r"^<!-- not run: (.+) -->$")
SHELL = re.compile(r"[|<>&;$*`()]")
ANYTHING = "..."
PACKAGES = "needs a package index"


@dataclass(frozen=True)
class Write:
    """A file that the page shows."""

    name: str
    text: str


@dataclass(frozen=True)
class Commands:
    """A block of commands.

    Parameters
    ----------
    line: where it stands in the page.
    commands: its lines; comments are left to the shell.
    reason: why it is not run; empty if it is.
    output: the lines of the page, from and to, that show what is printed; none if it shows nothing.
    shown: what they say.
    whole: the output is a block of its own, which can be written anew.
    """

    line: int
    commands: tuple[str, ...]
    reason: str = ""
    output: tuple[int, int] | None = None
    shown: str = ""
    whole: bool = True


def steps(text: str) -> Iterator[Write | Commands]:
    """What a page does, in its order."""
    lines = text.split("\n")
    name = reason = ""
    number = 0
    while number < len(lines):
        line = lines[number].strip()
        margin = len(lines[number]) - len(lines[number].lstrip())  # of a block in a list
        number += 1
        if found := HIDDEN.match(line):
            yield Commands(number, (found[1],))
        elif found := SKIPPED.match(line):
            reason = found[1]
        elif found := NAMED.match(line):
            name = found[1]
        elif found := FENCE.match(lines[number - 1]):
            first, last = number, _end(lines, number, found[1])
            body, number = [one[margin:] for one in lines[first:last]], last + 1
            if found[2] == "console":
                output = _output(lines, number)
                shown = "\n".join(lines[output[0] : output[1]]) if output else ""
                if body[0].startswith("python3 -m venv "):  # the first screen of the README has no room for comments
                    reason = PACKAGES
                if body[0].startswith(PROMPT):
                    yield from _session(body, first, reason)
                    reason = ""
                    continue
                yield Commands(first, tuple(filter(None, body)), reason, output, shown)
                reason = ""
                number = output[1] + 1 if output else number
            elif name:
                yield Write(name, "".join(f"{one}\n" for one in body))
            name = ""
    assert not reason, f"nothing follows `not run: {reason}`"


def _session(body: Sequence[str], line: int, reason: str) -> Iterator[Commands]:
    """A block that shows what is printed between its commands; it cannot be written anew."""
    starts = [index for index, text in enumerate(body) if text.startswith(PROMPT)]
    for start, end in zip(starts, [*starts[1:], len(body)]):
        output = (line + start + 1, line + end)
        shown = "\n".join(body[start + 1 : end])
        yield Commands(line + start, (body[start][len(PROMPT) :],), reason, output, shown, whole=False)


def _end(lines: Sequence[str], number: int, fence: str) -> int:
    return next(index for index in range(number, len(lines)) if lines[index].strip() == fence)


def _output(lines: Sequence[str], number: int) -> tuple[int, int] | None:
    """The lines inside of the block of text that follows at once."""
    while number < len(lines) and not lines[number].strip():
        number += 1
    fence = FENCE.match(lines[number]) if number < len(lines) else None
    if fence is None or fence[2] != "text":
        return None
    return number + 1, _end(lines, number + 1, fence[1])


def prepare(folder: Path) -> None:
    """What every page's folder holds."""
    for name in ("examples", "plugins"):
        shutil.copytree(PROJECT / name, folder / name, ignore=shutil.ignore_patterns("*.egg-info", "__pycache__"))
    (folder / "pyproject.toml").touch()


def run(command: str, folder: Path) -> tuple[int, str]:
    """Run a command in a folder, and give its status and what it prints.

    cclint itself runs in this process, which is a good deal faster, unless the shell has to do something for it.
    """
    words = shlex.split(command, comments=True)
    if (
        words[:1] == ["cclint"]
        and words[1:2] not in (["fix"], ["test"])
        and not SHELL.search(command.split(" #", maxsplit=1)[0])
    ):
        written = io.BytesIO()
        stream = io.TextIOWrapper(written, encoding="utf-8", write_through=True)
        before = os.getcwd()
        os.chdir(folder)
        try:
            with redirect_stdout(stream), redirect_stderr(stream):
                status = _status(words[1:])
        finally:
            os.chdir(before)
        return status, _told(written.getvalue(), folder)
    tools = folder.parent / f"{folder.name}-tools"
    if not tools.exists():
        tools.mkdir()
        (tools / "cclint").write_text(f'#!/bin/sh\nexec {sys.executable} -m cclint "$@"\n')
        (tools / "cclint").chmod(0o755)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment |= {**IDENTITY, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", "PYTHONUTF8": "1"}
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment,
        timeout=120,
        check=False,
    )
    return done.returncode, _told(done.stdout, folder)


def _told(written: bytes, folder: Path) -> str:
    """What was written, without the way to the folder, which is another one each time."""
    return written.decode().replace(f"{folder}{os.sep}", "…/")


def _status(arguments: list[str]) -> int:
    try:
        return main(arguments)
    except SystemExit as ended:  # --help, --version
        return int(ended.code or 0)


def fits(printed: str, shown: str) -> bool:
    """Whether what was printed is what a page shows."""
    pattern = "".join(
        r"(?:.*\n)*?" if line.strip() == ANYTHING else re.escape(line.rstrip()) + r"[ \t]*\n"
        for line in shown.rstrip("\n").split("\n")
    )
    return re.fullmatch(pattern, printed.rstrip("\n") + "\n") is not None
