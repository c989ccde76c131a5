"""What is generated is up to date, complete, and in its place."""

from __future__ import annotations

import os

import pytest

from cclint.config.values import READERS
from making import built_in_rules
from pages.generated import DOCS, PAGES, PART, PARTS, gaps, keys_of_the_configuration, list_of_gaps, renewed

WRITTEN = sorted(path for path in DOCS.rglob("*.md") if "<!-- generated: " in path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", PAGES)
def test_generated_pages_are_new(name):
    path, text = DOCS / name, PAGES[name]()
    if os.environ.get("CCLINT_UPDATE"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text, "CCLINT_UPDATE=1 writes it anew"


def test_there_is_a_page_for_each_rule_and_for_nothing_else():
    assert {path.stem for path in (DOCS / "rules").glob("*.md")} == {*built_in_rules(), "index"}


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_generated_parts_are_new(path):
    text = path.read_text(encoding="utf-8")
    if os.environ.get("CCLINT_UPDATE"):
        text = renewed(text)
        path.write_text(text, encoding="utf-8")
    assert renewed(text) == text, "CCLINT_UPDATE=1 writes it anew"


def test_every_part_stands_in_one_page():
    found = [name for path in WRITTEN for name, _ in PART.findall(path.read_text(encoding="utf-8"))]
    assert sorted(found) == sorted(PARTS)


def test_the_configuration_has_every_key():
    text = keys_of_the_configuration()
    for key in READERS:
        assert f"| `{key}` |" in text or f"[{key}]" in text, key


def test_every_mark_of_the_suites_is_a_gap_that_is_listed(project):
    known, text = list(gaps()), list_of_gaps()
    marks = sum(
        path.read_text(encoding="utf-8").count("# missed: [")
        + path.read_text(encoding="utf-8").count("# false alarm: [")
        for path in project.glob("tests/**/*.md")
    )
    assert len(known) == marks
    assert all(gap.suite in text and gap.line in text and gap.prose for gap in known), "say in the suite why"
