"""What formatting changes, and whom a text names, is no part of what findings are recognised by."""

from __future__ import annotations

import pytest

from cclint.normal import normal


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('", ".join( people )', "', '.join(people)"),
        ("f(\n    a,\n    b,\n)", "f(a, b)"),
        ("to = (\n    people\n)", "to = people"),
        ("to=people # everybody", "to = people"),
        ('u"x"', '"x"'),
        ("f(a,\n  # why\n  b)", "f(a, b)"),
        ('"""\n    select *\n    from t\n"""', '"""\n  select *\n  from t\n"""'),
        ("a \\\n  + b", "a + b"),
    ],
)
def test_what_a_formatter_does(one, other):
    assert normal(one) == normal(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("people", "patients"),
        ("a.b", "a.c"),
        ('", ".join(people)', '"; ".join(people)'),
        ("f(a, b)", "f(b, a)"),
        ("not people", "notpeople"),
        ('"a"', "a"),
        ("x = (a, b)", "x = a, c"),
        ("rows(1)", "rows(11)"),
    ],
)
def test_what_a_person_does(one, other):
    assert normal(one) != normal(other)


@pytest.mark.parametrize(
    "text",
    [
        '["ann@example.org", "Bob <bob@example.net>"]',
        "ann@example.org, bob@example.net",
        '"Lee, Ann" <ann@example.org>; bob@example.net',
        "f'{x} ann@example.org'",
    ],
)
@pytest.mark.parametrize("python", [True, False])
def test_nobody_is_named(text, python):
    left = normal(text, python=python).lower()
    for name in ("ann", "bob", "example", "lee"):
        assert name not in left


def test_how_many_people_stand_in_a_list_is_not_told():
    assert normal('["a@b.org", "c@d.org"]') == normal('["a@b.org"]') == '["@"]'
    assert normal("a@b.org, c@d.org", python=False) == normal("a@b.org", python=False) == "@"


def test_names_can_be_erased():
    assert normal("people + x.people", erased={"people"}) == normal("members + x.people", erased={"members"})
    assert normal("people + x.people", erased={"people"}) != normal("members + x.members", erased={"members"})
