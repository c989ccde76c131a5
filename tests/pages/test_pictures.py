"""The pictures show what cclint prints now, load nothing, and are small."""

from __future__ import annotations

import os
import re
from html import unescape

import pytest

from pages.drawing import pieces
from pages.pictures import CHROMIUM, DRAWN, FOLDER, PHOTOGRAPHED, PROJECT, photograph, text_in, text_of, the_report


@pytest.mark.parametrize("name", DRAWN)
def test_drawings_are_what_is_printed(name, tmp_path):
    if name == "hover.svg":
        pytest.importorskip("pygls", reason="pygls is not installed: the extra `server` has it")
    drawn, file = DRAWN[name](tmp_path), FOLDER / name
    if os.environ.get("CCLINT_UPDATE"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(drawn, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == drawn, "CCLINT_UPDATE=1 draws it anew"


@pytest.mark.parametrize("name", PHOTOGRAPHED)
def test_photographs_show_what_is_reported(name, tmp_path):
    page = the_report(tmp_path)
    if os.environ.get("CCLINT_UPDATE") and text_in(FOLDER / name) != text_of(page):
        assert CHROMIUM, "Chromium is needed to photograph the report anew"
        (FOLDER / name).write_bytes(photograph(page, PHOTOGRAPHED[name], tmp_path))
    assert text_in(FOLDER / name) == text_of(page), "CCLINT_UPDATE=1 photographs it anew, where Chromium is installed"


def test_a_picture_loads_and_runs_nothing():
    for name in DRAWN:
        text = (FOLDER / name).read_text(encoding="utf-8")
        assert not re.search(r"<script|href=|url\(|@import|\bon\w+=", text), name


def test_pictures_are_shown_small_and_described():
    """Each is on a page, with words for who cannot see it."""
    texts = [path.read_text(encoding="utf-8") for path in (PROJECT / "README.md", *PROJECT.glob("docs/**/*.md"))]
    shown = {name for text in texts for name in re.findall(r"pictures/([\w-]+\.\w+)", text)}
    assert shown == {path.name for path in FOLDER.iterdir()} == {*DRAWN, *PHOTOGRAPHED}
    words = [one for text in texts for one in re.findall(r"!\[([^\]]*)\]\(|<img(?=.*\balt=\"(.*?)\")?", text)]
    assert words
    assert all(len(written or described) > 40 for written, described in words)
    assert all(path.stat().st_size < 150_000 for path in FOLDER.iterdir())


def test_colours_are_told_apart():
    assert pieces("a\x1b[1;31mb\x1b[0m c\n\n") == [[("", "a"), ("c1 c31", "b"), ("", " c")]]


def test_a_drawing_has_the_words_of_the_run():
    text = unescape(re.sub(r"<[^>]+>", "", (FOLDER / "finding.svg").read_text(encoding="utf-8")))
    assert "error[visible-recipients]: Cc holds 4 addresses" in text
    assert "visible to every recipient" in text
