"""Repairs as text before and after: every heading of the suites beside this file is a test.

The first fence under a heading is the program, the second what it becomes; a heading with one fence is a program that is left
alone, but for its findings. What is under `#` is a chapter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cclint.config import Config, Persona
from cclint.discover import Targets
from cclint.fixes.repairing import Repaired, Repairs
from cclint.plugins import load

HERE = Path(__file__).parent
FENCE = re.compile(r"^```(\w+)(?: ([\w./-]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def headings() -> Iterator[object]:
    for file in sorted(HERE.glob("*.markdown")):
        for part in re.split(r"^## ", file.read_text(), flags=re.MULTILINE)[1:]:
            title, _, body = part.partition("\n")
            yield pytest.param(body, id=f"{file.stem}: {title}")


def repaired(folder: Path, *, unsafe: bool = True) -> Repaired:
    config = Config(root=folder, persona=Persona.AUDITOR)
    return Repairs(Targets((str(folder),)), config, load(config), unsafe=unsafe).repair()


def text_after(result: Repaired, path: str) -> str:
    source = result.after.source(path)
    assert source is not None
    return source.read().decode()


@pytest.mark.parametrize("body", list(headings()))
def test_a_program_is_repaired_as_its_suite_says(body, tmp_path):
    fences = FENCE.findall(body)
    assert fences
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for _, named, text in fences:
        name = named or "main.py"
        (after if name in before else before)[name] = text
    for name, text in before.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    result = repaired(tmp_path)
    assert result.before.report.findings, "there is nothing to repair"
    for name, text in before.items():
        assert text_after(result, name) == after.get(name, text)
    assert bool(result.applied) is bool(after)
    if after:
        assert not result.after.report.findings
        for name in before:
            (tmp_path / name).write_text(text_after(result, name))
        assert not repaired(tmp_path).changes, "a second run changes something"
