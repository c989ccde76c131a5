"""Masking addresses, and fingerprints without any trace of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cclint.identity import fingerprints
from cclint.privacy import anonymous, masked, masked_line
from making import finding, place


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ann@example.org", "a***@example.org"),
        ("a@example.org", "***@example.org"),
        ("Ann <ann.lee+x@mail.example.co.uk>, bob@b.io", "Ann <a***@mail.example.co.uk>, b***@b.io"),
        ("mailto:o'neil@example.org", "mailto:o'n***@example.org"),
        ("jürgen@müller.de", "j***@müller.de"),
        ("x='ann@example.org'", "x='a***@example.org'"),
        ("@rule", "@rule"),
        ("a @ b.c", "a @ b.c"),
        ("root@localhost", "root@localhost"),
        ('f"{user}@example.org"', 'f"{user}@example.org"'),
        ("%s@example.org", "%s@example.org"),
        ("nothing", "nothing"),
        ("b'ann@example.org'", "b'a***@example.org'"),
        ("a_very.long-local_part@x.example", "a***@x.example"),
    ],
)
def test_masking(text, shown):
    assert masked(text) == shown


def test_masking_twice_changes_nothing():
    once = masked("ann@example.org, b@example.org")
    assert masked(once) == once


def test_columns_of_a_masked_line():
    line = "to = 'ann.lee@example.org'; cc = 'bob@example.org'; x"
    shown, columns = masked_line(line, (1, 7, 27, 35, len(line)))
    assert shown == "to = 'a***@example.org'; cc = 'b***@example.org'; x"
    assert [shown[column - 1] for column in columns] == ["t", "a", ";", "b", "x"]
    inside, (column,) = masked_line("ann.lee@example.org", (4,))
    assert (inside, column) == ("a***@example.org", 1)


def test_anonymous_text_has_no_trace():
    assert anonymous("to = ['ann@example.org', 'b@mail.example.net']") == "to = ['@', '@']"


def test_fingerprints_survive_moved_lines_and_new_wording():
    one = finding()
    moved = replace(one, place=place(line=99, column=3), message="other words", trace=(), advice=())
    assert fingerprints([one]) == fingerprints([moved])


@pytest.mark.parametrize(
    "change",
    [{"rule": "other"}, {"place": place("other.py")}, {"scope": "elsewhere"}, {"sink": "x"}, {"origin": "query"}],
)
def test_fingerprints_tell_findings_apart(change):
    assert fingerprints([finding()]) != fingerprints([replace(finding(), **change)])


def test_equals_are_numbered():
    several = [finding(place=place(line=line)) for line in (1, 2, 3)]
    made = fingerprints(several)
    assert len(set(made)) == 3
    assert made[:2] == fingerprints(several[:2])


def test_addresses_do_not_enter_fingerprints():
    first = finding(sink="'ann@example.org, bob@example.org'", message="ann@example.org")
    second = finding(sink="'cem@example.org, dee@example.org'")
    assert fingerprints([first]) == fingerprints([second])
