"""Every command that a page shows is run, and prints what the page says."""

from __future__ import annotations

import os
import shutil
from collections import Counter

import pytest

from pages.transcripts import ANYTHING, PAGES, PROJECT, Commands, Write, fits, prepare, run, steps

pytestmark = pytest.mark.skipif(os.name != "posix" or shutil.which("git") is None, reason="needs git and a shell")

NOT_RUN = {
    "needs a git host": 1,
    "needs a package index": 10,
    "needs other tools": 2,
    "never ends": 1,
    "takes minutes": 2,
}
"""How many blocks are not run, and why: one more is a decision."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def test_commands_print_what_the_page_shows(page, tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")  # 2026-11-22: what has an end is judged on one day
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    text = page.read_text(encoding="utf-8")
    found = [step for step in steps(text) if isinstance(step, Write) or not step.reason]
    if not any(isinstance(step, Commands) for step in found):
        return
    folder = tmp_path / "project"
    prepare(folder)
    lines = text.split("\n")
    shift = 0
    wrong = []
    for step in found:
        if isinstance(step, Write):
            path = folder / step.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(step.text, encoding="utf-8")
            continue
        printed = ""
        for command in step.commands:
            if command.startswith("cd "):
                folder /= command[3:]
                continue
            status, told = run(command, folder)
            printed += told
            if status not in (0, 1) and step.output is None:
                wrong.append(f"line {step.line}: `{command}` ends with {status}:\n{told}")
        if step.output is not None and not fits(printed, step.shown):
            if os.environ.get("CCLINT_UPDATE") and step.whole and ANYTHING not in step.shown.split("\n"):
                new = printed.rstrip("\n").split("\n")
                first, last = (number + shift for number in step.output)
                lines[first:last] = new
                shift += len(new) - (last - first)
            else:
                wrong.append(f"line {step.line}: {'; '.join(step.commands)} prints\n{printed}")
    if shift or lines != text.split("\n"):
        page.write_text("\n".join(lines), encoding="utf-8")
    assert not wrong, "\n".join(wrong) + "\n(CCLINT_UPDATE=1 writes it anew)"


def test_what_is_not_run_is_counted():
    counted = Counter(
        step.reason
        for page in PAGES
        for step in steps(page.read_text(encoding="utf-8"))
        if isinstance(step, Commands) and step.reason
    )
    assert counted == NOT_RUN


def test_every_page_with_commands_is_one_of_them():
    shown = [page for page in PAGES if "```console" in page.read_text(encoding="utf-8")]
    assert shown
    assert all(any(isinstance(step, Commands) for step in steps(page.read_text())) for page in shown)
