"""The built-in rules over facts: what each says, and that one place yields one finding."""

from __future__ import annotations

import pytest

from cclint.analysis.facts import Send, Sending
from cclint.analysis.values.count import MANY, NONE, ONE, Count
from cclint.finding import Level
from cclint.policy import Policy
from making import built_in_rules, field, send

RULES = built_in_rules()


def judged(message):
    return [found for rule in RULES.values() if rule.on is Send for found in rule.judge(message, Policy())]


@pytest.mark.parametrize(
    ("flags", "count", "name", "message"),
    [
        (
            {},
            MANY,
            "visible-recipients",
            "Cc holds an unbounded number of addresses: every recipient sees all the others",
        ),
        ({}, Count(0, 4), "visible-recipients", "Cc holds up to 4 addresses: every recipient sees all the others"),
        (
            {"fixed": True},
            Count(3, 3),
            "visible-fixed-list",
            "Cc holds 3 addresses, a fixed list: every recipient sees all the others",
        ),
        (
            {"piles_up": True},
            MANY,
            "reused-message",
            "Cc piles up on a reused message, an unbounded number of addresses: every recipient sees all those before",
        ),
        (
            {"grows": True},
            MANY,
            "growing-recipients",
            "Cc grows over the loop, an unbounded number of addresses: every recipient sees all those before",
        ),
    ],
)
def test_one_exposure_one_finding(flags, count, name, message):
    cc = field("Cc", count, addresses=("ann@example.org",), **flags)
    (found,) = judged(send(field("To", ONE), cc, field("Bcc", MANY)))
    assert (found.rule, found.message, found.place, found.trace, found.role) == (
        name,
        message,
        cc.place,
        cc.trace,
        "Cc",
    )
    assert found.level is (Level.WARNING if name == "visible-fixed-list" else Level.ERROR)
    assert [(shown.role, shown.visible) for shown in found.who] == [("To", True), ("Cc", True), ("Bcc", False)]
    assert found.advice
    assert "@" not in found.message


def test_the_regulators_order():
    advice = judged(send(field("To", MANY)))[0].advice
    assert [
        next(word for word in ("message of their own", "bulk service", "Bcc") if word in text) for text in advice
    ] == [
        "message of their own",
        "bulk service",
        "Bcc",
    ]


def test_two_roles_two_findings():
    found = judged(send(field("To", MANY), field("Cc", Count(2, 2), fixed=True)))
    assert [(one.rule, one.role) for one in found] == [("visible-fixed-list", "Cc"), ("visible-recipients", "To")]


def test_bcc_in_raw_text():
    bcc = field("Bcc", ONE)
    (found,) = judged(send(field("To", ONE), bcc, sending=Sending.RAW))
    assert found.rule == "bcc-on-the-wire"
    assert found.place == bcc.place
    assert found.message == "the Bcc header is sent along and holds 1 address: recipients can see who was to be hidden"
    assert [(shown.role, shown.visible) for shown in found.who] == [("To", True), ("Bcc", True)]


@pytest.mark.parametrize(
    "message",
    [
        send(field("Bcc", MANY)),
        send(field("Bcc", MANY), sending=Sending.ESCAPED),
        send(field("Bcc", NONE), sending=Sending.RAW),
        send(field("To", ONE), field("Cc", ONE), field("Reply-To", ONE), sending=Sending.RAW),
        send(field("To", MANY, each=True)),
        send(),
    ],
)
def test_what_is_safe(message):
    assert judged(message) == []
