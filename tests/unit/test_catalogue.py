"""The decorator, what a rule is, and choosing rules."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from cclint.analysis.facts import Send, Sending
from cclint.analysis.values.count import MANY, ONE, Count
from cclint.catalogue import Rule, by_name, choose, options_of, rule, who_sees_whom
from cclint.finding import Level, Shown
from cclint.policy import Policy
from cclint.refusal import Refused
from making import field, place, send

PAGE = """
    Objects to {what}.

    ## Example

    ```py
    pass
    ```
"""


def made(function=None, *, name="made-rule", page=PAGE, **rest) -> Rule:
    def nothing(fact):
        yield from ()

    chosen = function or nothing
    chosen.__doc__ = page
    return rule(name, on=Send, **rest)(chosen)


def test_the_decorator_makes_a_value():
    one = made(level=Level.WARNING, since="0.1.0", aliases=["old-name"])
    assert (one.name, one.on, one.level, one.since, one.aliases) == (
        "made-rule",
        Send,
        Level.WARNING,
        "0.1.0",
        ("old-name",),
    )
    assert one.summary == "Objects to {what}."
    assert one.page.startswith("Objects to")
    assert "\n## Example\n" in one.page


@pytest.mark.parametrize("name", ["Made", "made_rule", "made-", "-made", "made--rule", "CC101", "made rule", ""])
def test_names_are_words(name):
    with pytest.raises(ValueError, match="lower-case words with hyphens"):
        made(name=name)
    with pytest.raises(ValueError, match="lower-case words with hyphens"):
        made(aliases=[name])


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (None, "needs an '## Example'"),
        ("Only words.", "needs an '## Example'"),
        ("# Title\n\n## Example\n", "begins with a sentence"),
        ("Words.\n\n## Why not\n\n## Example\n", "a heading 'Why not'"),
        ("Words.\n\n## Example\n\n## Why\n", "in this order"),
        ("Words.\n\n## Example\n\n## Example\n", "in this order"),
    ],
)
def test_pages_have_a_form(page, said):
    with pytest.raises(ValueError, match=f"made-rule: .*{said}"):
        made(page=page)


def test_parameters_are_asked_for_by_name():
    def check(fact, polcy):
        yield from ()

    with pytest.raises(ValueError, match="not polcy"):
        made(check)


def test_options_are_a_dataclass():
    with pytest.raises(ValueError, match="options are a dataclass"):
        made(options=dict)


@dataclass(frozen=True)
class Options:
    most_words: int = 3

    def __post_init__(self):
        if not isinstance(self.most_words, int):
            raise TypeError("most-words must be a number")


def test_a_rule_gets_what_it_asks_for():
    seen = []

    def check(fact, *, options, policy):
        seen.append((fact, options, policy))
        yield from ()

    policy = Policy()
    one = made(check, options=Options)
    assert list(one.judge("fact", policy)) == []
    assert list(one.judge("fact", policy, Options(7))) == []
    assert seen == [("fact", Options(3), policy), ("fact", Options(7), policy)]


def test_a_rule_yields_findings_only():
    def check(fact):
        yield "oops"

    with pytest.raises(TypeError, match="yields findings, not 'oops'"):
        list(made(check).judge(None, Policy()))


def test_options_from_the_configuration():
    one = made(options=Options)
    where = {"most-words": "cclint.toml:3: "}
    assert options_of(one, {"most-words": 5}, where) == Options(5)
    assert options_of(one, {}, {}) == Options(3)
    with pytest.raises(Refused, match=r"cclint\.toml:3: made-rule: most-words must be a number"):
        options_of(one, {"most-words": "x"}, where)
    with pytest.raises(Refused, match=r"^here: made-rule has no option 'most-wrds'; did you mean 'most-words'\?"):
        options_of(one, {"most-wrds": 5}, {"most-wrds": "here: "})
    with pytest.raises(Refused, match="the rule made-rule has no options"):
        options_of(made(), {"x": 1}, {"x": ""})


def test_findings_take_place_and_trace_from_a_field():
    to = field("To")
    found = made().finding("words", at=to, send=send(to, scope="go"), advice=["mend it"])
    assert (found.rule, found.level, found.message) == ("made-rule", Level.ERROR, "words")
    assert (found.place, found.trace, found.role, found.origin) == (to.place, to.trace, "To", "file")
    assert (found.scope, found.advice) == ("go", ("mend it",))
    assert [shown.role for shown in found.who] == ["To"]


def test_findings_at_a_send_or_a_place():
    message = send(field("To"))
    assert made().finding("words", at=message).place == message.place
    assert made().finding("words", at=message).who
    bare = made().finding("words", at=place(line=9))
    assert (bare.place.line, bare.who, bare.trace) == (9, (), ())


def test_who_sees_whom():
    message = send(
        field("To", Count(1, 1), origin="literal", addresses=("a@example.org",)),
        field("Cc", MANY, origin="query"),
        field("Cc", ONE, origin="file"),
        field("Bcc", Count(0, 3)),
        field("Reply-To", ONE),
        envelope=MANY,
    )
    assert who_sees_whom(message) == (
        Shown("To", visible=True, least=1, most=1, origin="literal", addresses=("a@example.org",)),
        Shown("Cc", visible=True, least=1, most=None, origin="query, file"),
        Shown("Bcc", visible=False, least=0, most=3, origin="file"),
        Shown("envelope", visible=False, least=0, most=None),
    )


def test_bcc_is_visible_only_in_raw_text():
    for sending, visible in ((Sending.RAW, True), (Sending.MESSAGE, False), (Sending.ESCAPED, False)):
        assert [shown.visible for shown in who_sees_whom(send(field("Bcc"), sending=sending))] == [visible]


def test_roles_with_one_message_for_each_are_apart():
    (shown,) = who_sees_whom(send(field("To", MANY, each=True)))
    assert (shown.visible, shown.apart) == (False, True)


def test_choosing():
    rules = {one.name: one for one in (made(name="a", aliases=["older"]), made(name="b"), made(name="c", preview=True))}
    assert [one.name for one in choose(rules, None, [])] == ["a", "b"]
    assert [one.name for one in choose(rules, ["c", "older"], [])] == ["a", "c"]
    assert [one.name for one in choose(rules, None, ["older"])] == ["b"]
    assert by_name(rules, "older").name == "a"
    with pytest.raises(Refused, match=r"^here: unknown rule 'd'"):
        choose(rules, ["d"], [], ("here: ", ""))
    with pytest.raises(Refused, match=r"^there: unknown rule 'd'"):
        choose(rules, None, ["d"], ("", "there: "))


def test_a_run_without_rules_is_refused():
    rules = {"a": made(name="a"), "c": made(name="c", preview=True)}
    for select, ignore in (([], []), (None, ["a"]), (["a"], ["a"])):
        with pytest.raises(Refused, match=r"^here: no rule is left to run"):
            choose(rules, select, ignore, ("here: ", "there: "))
