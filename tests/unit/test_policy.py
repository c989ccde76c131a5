"""What may be visible, what causes it, and how much it weighs."""

from __future__ import annotations

import pytest

from cclint.analysis.facts import Sending
from cclint.analysis.values.count import MANY, NONE, ONE, Count
from cclint.config import Persona
from cclint.finding import Level
from cclint.policy import Cause, Policy, addresses
from making import field, place, send


def causes(message, policy=None):
    return [(seen.role, cause) for cause in Cause for seen in (policy or Policy()).exposures(message, cause)]


def test_one_address_is_no_exposure():
    for count in (NONE, ONE, Count(0, 1)):
        assert causes(send(field("To", count), field("Cc", count))) == []


def test_to_and_cc_are_exposed_each_by_itself():
    assert causes(send(field("To", ONE), field("Cc", ONE), field("Bcc", MANY))) == []
    assert causes(send(field("To", MANY), field("Cc", Count(2, 2)))) == [("To", Cause.MANY), ("Cc", Cause.MANY)]


def test_fields_of_one_name_are_one_audience():
    first, last = field("To", ONE, place=place(line=1)), field("To", ONE, place=place(line=2))
    (seen,) = Policy().exposures(send(first, last), Cause.MANY)
    assert seen.field is last
    assert seen.size == "1 to 2 addresses"


def test_the_widest_field_is_blamed():
    wide, narrow = field("To", MANY, place=place(line=1)), field("To", ONE, place=place(line=2))
    (seen,) = Policy().exposures(send(wide, narrow), Cause.MANY)
    assert seen.field is wide


@pytest.mark.parametrize(
    ("flags", "cause"),
    [
        ({"piles_up": True, "grows": True, "fixed": True}, Cause.REUSED),
        ({"grows": True, "fixed": True}, Cause.GROWING),
        ({"fixed": True}, Cause.FIXED),
        ({}, Cause.MANY),
    ],
)
def test_every_exposure_has_one_cause(flags, cause):
    assert causes(send(field("To", MANY, **flags))) == [("To", cause)]


def test_a_list_is_fixed_only_if_all_of_it_is():
    assert causes(send(field("To", MANY, fixed=True), field("To", MANY))) == [("To", Cause.MANY)]


def test_the_field_that_piles_up_is_blamed_for_it():
    wide, piling = field("To", MANY, place=place(line=1)), field("To", Count(0, 2), place=place(line=2), piles_up=True)
    (seen,) = Policy().exposures(send(wide, piling), Cause.REUSED)
    assert seen.field is piling


def test_roles_that_are_sent_apart_are_not_exposed():
    message = send(field("To", MANY, each=True), field("Cc", MANY))
    assert causes(message) == [("Cc", Cause.MANY)]


def test_the_way_of_sending_does_not_matter_for_to_and_cc():
    for sending in Sending:
        assert causes(send(field("To", MANY), sending=sending)) == [("To", Cause.MANY)]


def test_max_visible():
    message = send(field("To", Count(3, 3)))
    assert causes(message, Policy(max_visible=3)) == []
    assert causes(message, Policy(max_visible=2)) == [("To", Cause.MANY)]


@pytest.mark.parametrize(
    ("path", "test"),
    [
        ("tests/a.py", True),
        ("pkg/tests/deep/a.py", True),
        ("pkg/test_a.py", True),
        ("a_test.py", True),
        ("pkg/conftest.py", True),
        ("shop/tests.py", True),
        ("shop/tests_views.py", True),
        ("shop/contests.py", False),
        ("contest.py", False),
        ("latest.py", False),
        ("testing/a.py", False),
        ("test_data.txt", False),
    ],
)
def test_test_code(path, test):
    assert Policy().is_test(path) is test


def test_levels():
    developer, auditor = Policy(), Policy(persona=Persona.AUDITOR)
    for level in Level:
        assert developer.level("a.py", level) is level
        assert developer.level("tests/a.py", level) is Level.NOTE
        assert auditor.level("tests/a.py", level) is Level.NOTE
    assert auditor.level("a.py", Level.NOTE) is Level.WARNING
    assert auditor.level("a.py", Level.ERROR) is Level.ERROR


def test_counts_in_sentences():
    assert addresses(ONE) == "1 address"
    assert addresses(Count(3, 3)) == "3 addresses"
    assert addresses(Count(0, 3)) == "up to 3 addresses"
    assert addresses(Count(0, 1)) == "up to 1 address"
    assert addresses(Count(2, 5)) == "2 to 5 addresses"
    assert addresses(MANY) == "an unbounded number of addresses"
