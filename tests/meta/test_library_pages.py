"""The pages about libraries: generated where they can be, and run where they are examples."""

from __future__ import annotations

import ast
import os
import subprocess
import sys

import pytest

from cclint.cli.libraries import as_markdown
from cclint.models.index import index
from cclint.testing.mdtest import examine, parse, problems
from conftest import PROJECT

PAGE = PROJECT / "docs" / "libraries.md"
GUIDE = PROJECT / "docs" / "stubs.md"
CASES = [case for case in parse(GUIDE.read_text(encoding="utf-8"), "stubs") if "main.py" in case.files]


def test_the_page_of_libraries_is_what_the_stubs_say():
    text = as_markdown(index())
    if os.environ.get("CCLINT_UPDATE"):
        PAGE.write_text(text, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == text, "CCLINT_UPDATE=1 writes it anew"


def test_the_guide_has_examples():
    assert len(CASES) >= 5


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_examples_of_the_guide_hold(case, tmp_path):
    report = examine(case, tmp_path)
    assert not problems(case, report)


def test_the_guide_lists_the_words():
    source = (PROJECT / "src/cclint/models/vocabulary.py").read_text(encoding="utf-8")
    text = GUIDE.read_text(encoding="utf-8")
    before, fence, _ = text.rpartition("```text\n")
    current = f"{before}{fence}{ast.get_docstring(ast.parse(source))}\n```\n"
    if os.environ.get("CCLINT_UPDATE"):
        GUIDE.write_text(current, encoding="utf-8")
        text = current
    assert text == current, "CCLINT_UPDATE=1 writes it anew"


def test_every_library_names_its_documentation():
    for library in index():
        assert library.link or "https://" in library.text or library.name == "posting", library.name
        assert library.calls or library.messages, library.name


def test_the_order_of_files_does_not_matter():
    code = "from cclint.cli.libraries import as_json; from cclint.models.index import index; print(as_json(index()))"
    seen = {
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in "12"
    }
    assert len(seen) == 1
