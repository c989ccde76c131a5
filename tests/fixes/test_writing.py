"""How repairs reach files: encodings, marks and line ends stay, modes stay, and it is all or nothing."""

from __future__ import annotations

import codecs
import os
import stat

import pytest

from cclint.finding import Edit, Place
from cclint.fixes.writing import Original, UnrepairableError, write


def edit(line: int, column: int, end_line: int, end_column: int, text: str) -> Edit:
    return Edit(Place("a.py", line, column, end_line, end_column), text)


@pytest.mark.parametrize(
    ("data", "edits", "expected"),
    [
        (b"a\nb\nc\n", [edit(2, 1, 2, 2, "x\ny")], b"a\nx\ny\nc\n"),
        (b"a\r\nb\r\nc\r\n", [edit(2, 1, 2, 2, "x\ny")], b"a\r\nx\r\ny\r\nc\r\n"),
        (b"a\rb\rc", [edit(2, 1, 3, 1, "")], b"a\rc"),
        (b"a\r\nb\nc\r\n", [edit(2, 2, 2, 2, "\nx")], b"a\r\nb\r\nx\nc\r\n"),
        (codecs.BOM_UTF8 + b"a = 1\n", [edit(1, 5, 1, 6, "2")], codecs.BOM_UTF8 + b"a = 2\n"),
        ("# coding: latin-1\nä = 1\n".encode("latin-1"), [edit(2, 5, 2, 6, "ö")], "# coding: latin-1\nä = ö\n".encode("latin-1")),
        ("größe = 'ä'  # ß\n".encode(), [edit(1, 9, 1, 12, "1")], "größe = 1  # ß\n".encode()),
        (b"ab\n", [edit(1, 1, 1, 1, "x"), edit(1, 1, 1, 1, "y"), edit(1, 2, 1, 3, "z")], b"xyaz\n"),
        (b"a\x0cb\nc\n", [edit(2, 1, 2, 2, "d")], b"a\x0cb\nd\n"),
    ],
)  # fmt: skip
def test_edits_leave_everything_else_as_it_is(data, edits, expected):
    assert Original.of(data).edited(edits) == expected


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"# coding: klingon\na\n", "encoding is not known"),
        (b"# coding: utf-8\n\xff\n", "encoding is not known"),
        (b"a\0" * 500, "encoding is not known"),
    ],
)
def test_a_file_that_cannot_be_decoded_for_certain_is_left_alone(data, reason):
    with pytest.raises(UnrepairableError, match=reason):
        Original.of(data)


def test_what_the_encoding_has_no_word_for_is_refused():
    with pytest.raises(UnrepairableError, match="lacks a character"):
        Original.of(b"# coding: latin-1\na\n").edited([edit(2, 1, 2, 2, "→")])


def test_overlapping_edits_are_refused():
    with pytest.raises(UnrepairableError, match="overlap"):
        Original.of(b"abcdef\n").edited([edit(1, 1, 1, 4, "x"), edit(1, 3, 1, 5, "y")])


def test_a_file_keeps_its_mode_and_links_keep_pointing_at_it(tmp_path):
    file = tmp_path / "a.py"
    file.write_bytes(b"old")
    file.chmod(0o754)
    link = tmp_path / "link.py"
    link.symlink_to(file)
    assert write({str(link): (b"old", b"new")}) == {}
    assert link.is_symlink()
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o754
    assert sorted(os.listdir(tmp_path)) == ["a.py", "link.py"]


def test_a_file_that_has_changed_is_left_alone_and_so_are_the_others(tmp_path):
    one, other = tmp_path / "a.py", tmp_path / "b.py"
    one.write_bytes(b"old")
    other.write_bytes(b"something else")
    left = write({str(one): (b"old", b"new"), str(other): (b"old", b"new")})
    assert "has changed since it was read" in left[str(other)]
    assert "another file" in left[str(one)]
    assert (one.read_bytes(), other.read_bytes()) == (b"old", b"something else")
    assert sorted(os.listdir(tmp_path)) == ["a.py", "b.py"]


def test_a_file_that_is_gone_is_left_alone(tmp_path):
    assert write({str(tmp_path / "a.py"): (b"old", b"new")})
    assert os.listdir(tmp_path) == []
