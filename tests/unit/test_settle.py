"""Putting findings together, completing them, and parting them by suppressions."""

from __future__ import annotations

from dataclasses import replace

from cclint.allowing.allowances import Allowances, Names
from cclint.finding import Level, Shown, Step
from cclint.policy import Policy
from cclint.settle import settle
from making import finding, place, source

TEXT = """\
import smtplib

class Mailer:
    def send(self, people):
        def inner():
            pass
        message["To"] = ", ".join(
            people
        )
message["To"] = "x"
"""


def settled(*findings, sources=None, policy=None, canonical=lambda name: name):
    return settle(
        findings,
        sources or [source("main.py", TEXT)],
        policy or Policy(),
        Allowances(Names({name: canonical(name) for name in ("visible-recipients", "old-name")})),
    )


def test_findings_are_sorted_by_place():
    several = [finding(place=place(path, line, 1)) for path, line in (("b.py", 1), ("a.py", 9), ("a.py", 2))]
    sources = [source("a.py"), source("b.py")]
    assert [str(one.place) for one in settled(*several, sources=sources).findings] == [
        "a.py:2:1",
        "a.py:9:1",
        "b.py:1:1",
    ]


def test_findings_of_one_place_become_one_with_the_others_traces():
    def context(line: int, most: int | None):
        return finding(
            trace=(Step(place(line=line), "from here"),), who=(Shown("To", visible=True, least=0, most=most),)
        )

    few, many, same = context(1, 3), context(2, None), context(2, None)
    for order in ((few, many, same), (same, many, few), (many, few, same)):
        (one,) = settled(*order).findings
        assert one.trace == many.trace
        assert one.others == (few.trace,)
        assert one.who == many.who


def test_the_highest_level_wins():
    low, high = finding(level=Level.WARNING), finding(level=Level.ERROR)
    assert [one.level for one in settled(low, high).findings] == [Level.ERROR]


def test_other_rules_and_roles_stay_apart():
    several = finding(), finding(rule="visible-fixed-list"), finding(role="Cc")
    assert len(settled(*several).findings) == 3


def test_what_touches_no_file_that_was_asked_about_is_dropped():
    helper = [source("main.py", TEXT), source("helper.py", selected=False), source("other.py", selected=False)]
    inside = finding(place=place("main.py"), trace=())
    through = finding(place=place("helper.py"), trace=(Step(place("main.py"), "from here"),))
    through_other = finding(place=place("helper.py", 2), trace=(), others=((Step(place("main.py"), "also"),),))
    beside = finding(place=place("helper.py", 3), trace=(Step(place("other.py"), "from there"),))
    result = settled(inside, through, through_other, beside, sources=helper)
    assert [one.place.path for one in result.findings] == ["helper.py", "helper.py", "main.py"]
    assert sorted(result.sources) == ["helper.py", "main.py"]


def test_the_scope_is_read_from_the_text():
    for line, scope in ((7, "Mailer.send"), (8, "Mailer.send"), (6, "Mailer.send.inner"), (10, ""), (1, ""), (99, "")):
        (one,) = settled(finding(place=place(line=line), scope="something else")).findings
        assert one.scope == scope


def test_the_scope_of_text_inside_a_string_is_that_of_the_statement():
    text = 'def build():\n    text = """\\\nTo: x\n"""\n'
    (one,) = settled(finding(place=place(line=3)), sources=[source("main.py", text)]).findings
    assert one.scope == "build"


def test_the_scope_of_other_languages_is_the_facts():
    (one,) = settled(finding(place=place("a.yaml"), scope="jobs.mail"), sources=[source("a.yaml", "to: x")]).findings
    assert one.scope == "jobs.mail"


def test_the_sink_is_the_text_of_the_place():
    exact = finding(sink="", place=place(line=7, column=25, end_line=9, end_column=10))
    assert settled(exact).findings[0].sink == '", ".join(people)'
    whole = finding(sink="", place=place(line=10))
    assert settled(whole).findings[0].sink == 'message["To"]="x"'
    assert settled(finding(sink="given")).findings[0].sink == "given"


def test_a_file_that_has_gone_does_no_harm():
    (one,) = settled(finding(sink="", scope="s"), sources=[source("main.py", "")]).findings
    assert one.sink == ""


def test_test_code_is_judged_as_a_note():
    (one,) = settled(finding(place=place("tests/a.py"), trace=()), sources=[source("tests/a.py")]).findings
    assert one.level is Level.NOTE


def test_suppressed_findings_are_kept_aside():
    text = TEXT.replace("            people\n", "            people  # cclint: allow[visible-recipients] a choir\n")
    where = place(line=7, column=25, end_line=9, end_column=10)
    result = settled(
        finding(place=where), finding(place=where, rule="reused-message"), sources=[source("main.py", text)]
    )
    assert [one.rule for one in result.findings] == ["reused-message"]
    (allowed,) = result.suppressed
    assert (allowed.finding.rule, allowed.reason, allowed.line) == ("visible-recipients", "a choir", 8)


def test_a_suppression_may_use_a_former_name():
    text = TEXT.replace('"x"\n', '"x"  # cclint: allow[old-name] a choir\n')
    old = {"old-name": "visible-recipients"}
    result = settled(
        finding(place=place(line=10)), sources=[source("main.py", text)], canonical=lambda name: old.get(name, name)
    )
    assert result.findings == ()


def test_a_suppression_elsewhere_on_the_trace_does_not_count():
    text = TEXT.replace("import smtplib\n", "import smtplib  # cclint: allow[visible-recipients] no\n")
    assert len(settled(finding(place=place(line=10)), sources=[source("main.py", text)]).findings) == 1


def test_order_and_content_do_not_depend_on_the_order_of_rules():
    several = [finding(place=place(line=line), message=message) for line in (2, 1) for message in ("b", "a")]
    assert settled(*several).findings == settled(*reversed(several)).findings
    assert [one.message for one in settled(*several).findings] == ["a", "a"]


def test_notes_of_rules_stay_notes_without_an_auditor():
    (one,) = settled(replace(finding(), level=Level.NOTE)).findings
    assert one.level is Level.NOTE
