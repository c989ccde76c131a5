"""The programs of services.markdown, run before and after their repair against a web service that takes every request down.

Each recipient must be sent as many messages as before, each message must name one of them, and the rest of what is posted must
be the same. Programs that need the library of a service are run where `CCLINT_SDKS` names a folder, as in tests/wire/http.
"""

from __future__ import annotations

import ast
import importlib.util
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fixes.test_repairs import FENCE, HERE, sections

HTTP = HERE.parent / "wire" / "http"
sys.path.insert(0, str(HTTP))

from environments import SDKS, interpreter  # noqa: E402
from providers import read  # noqa: E402
from recorder import Request, sink  # noqa: E402

PEOPLE = ["alice@example.org", "bob@example.org", "carol@example.org"]
UNSEEN = "Not observed:"
"""A section whose program is not run says so, with the reason."""
SERVICES = [(title, body) for title, body in sections(HERE / "services.markdown") if len(FENCE.findall(body)) == 2]


def python_for(library: str, text: str) -> str | Path | None:
    """An interpreter that can run a program; None where it needs a library that is not installed."""
    names = {
        name
        for node in ast.walk(ast.parse(text))
        for name in (
            [one.name for one in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    if all(importlib.util.find_spec(name.partition(".")[0]) for name in names):
        return sys.executable
    return interpreter(library) if SDKS else None


def posted(python: str | Path, text: str, folder: Path) -> list[Request]:
    """What a program posts to services."""
    if "async def announce" in text:
        text += f"\n\nimport asyncio\n\nasyncio.run(announce({PEOPLE!r}))\n"
    elif "def announce" in text:
        text += f"\n\nannounce({PEOPLE!r})\n"
    (folder / "main.py").write_text(text)
    with sink() as (port, requests):
        environment = {"CCLINT_SINK": str(port), "PYTHONPATH": str(HTTP / "redirect"), "PATH": os.environ["PATH"]}
        environment |= {"RECIPIENTS": ",".join(PEOPLE), "KEY": "key", "AWS_DEFAULT_REGION": "eu-west-1"}
        environment |= {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "key"}
        done = subprocess.run(
            [python, "main.py"], cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
        )
    assert done.returncode == 0, done.stderr
    return requests


def texts(request: Request) -> set[str]:
    """All that a request says, without addresses and flags."""
    found = set[str]()

    def look(value: Any) -> None:
        if isinstance(value, dict):
            value = list(value.values())
        if isinstance(value, list):
            for one in value:
                look(one)
        elif "@" not in str(value) and not isinstance(value, bool):
            found.add(str(value))

    look(request.json if request.body[:1] in (b"{", b"[") else request.form)
    return found


@pytest.mark.parametrize(("title", "body"), SERVICES, ids=[title for title, _ in SERVICES])
def test_a_repaired_program_posts_a_message_for_each(title: str, body: str, tmp_path: Path):
    if UNSEEN in body:
        pytest.skip(body.partition(UNSEEN)[2].partition("\n")[0].strip())
    (_, _, before), (_, _, after) = FENCE.findall(body)
    python = python_for(title.partition(":")[0], before)
    if python is None:
        pytest.skip("CCLINT_SDKS is not set: CONTRIBUTING.md has the command")
    old, new = posted(python, before, tmp_path), posted(python, after, tmp_path)
    assert any(message.exposes for message in messages(old))
    assert all(len(message.to) == 1 for message in messages(new))
    assert not any(message.exposes for message in messages(new))
    assert people(old) == people(new)
    assert set[str]().union(*map(texts, old)) == set[str]().union(*map(texts, new))


def messages(requests: list[Request]) -> Iterator[Any]:
    return (message for request in requests for message in read(request))


def people(requests: list[Request]) -> Counter[str]:
    return Counter(address for message in messages(requests) for address in message.to)
