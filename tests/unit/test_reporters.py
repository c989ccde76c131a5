"""The formats: full, concise, json and github; SARIF has a file of its own."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from cclint.finding import Level, Notice, Shown, Step
from cclint.report import Figures, Rendering, Report, Suppressed
from making import finding, place, plugins, source

TEXT = 'import x\n\nmessage["To"] = ", ".join(people)\n'


def report(*findings, text=TEXT, **rest) -> Report:
    return Report(findings=findings, sources={"main.py": source("main.py", text)}, **rest)


def rendered(name: str, report: Report, **rendering) -> str:
    return plugins().reporters[name].render(report, Rendering(**rendering))


@pytest.mark.parametrize("name", ["full", "concise", "github"])
def test_nothing_found_is_nothing_written(name):
    assert rendered(name, Report()) == ""


# full


def test_a_finding_in_full():
    assert (
        rendered("full", report(finding()))
        == """\
error[visible-recipients]: To holds an unbounded number of addresses: every recipient sees all the others
 --> main.py:3:17
  |
3 | message["To"] = ", ".join(people)
  |                 ^^^^^^^^^^^^^^^^^ unbounded
  |
   = who sees whom
     To   unbounded  visible to every recipient  from a file
     Bcc  1          hidden                      from the sources (a***@example.org)
   = how the addresses get there
     1. main.py:1:1   rows of a file
     2. main.py:3:17  becomes To
   = how to repair it, the best way first
     1. Send each recipient a message of their own.

"""
    )


def test_several_traces_and_many_steps():
    steps = tuple(Step(place(line=line), f"step {line}") for line in range(1, 61))
    text = rendered("full", report(finding(trace=steps, others=((Step(place("b.py", 7), "from there"),),))))
    assert "    49. main.py:49:1  step 49\n     ... 10 steps are left out\n     60. main.py:60:1  step 60\n" in text
    assert "step 50" not in text
    assert "   = and also\n     1. b.py:7:1  from there\n" in text


def test_a_place_of_several_lines():
    text = "send(\n" + "".join(f"    a{number},\n" for number in range(9)) + ")\n"
    shown = rendered("full", report(finding(place=place(line=1, column=1, end_line=11, end_column=2)), text=text))
    assert " 1 | send(\n   | ^^^^^ unbounded\n 2 |     a0,\n" in shown
    assert " 6 |     a4,\n   | ...\n" in shown
    assert "a5" not in shown


@pytest.mark.parametrize(
    ("text", "column", "end", "expected"),
    [
        ("\tsend(x)", 2, 6, "1 |     send(x)\n  |     ^^^^ unbounded"),
        (
            "send('ann.lee@example.org', x)",
            29,
            30,
            "1 | send('a***@example.org', x)\n  |                          ^ unbounded",
        ),
        ("send('ann.lee@example.org')", 6, 27, "1 | send('a***@example.org')\n  |      ^^^^^^^^^^^^^^^^^^ unbounded"),
        ("x\x1b[31m\x07y", 1, 2, "1 | x?[31m?y\n  | ^ unbounded"),
        ("grüße(x)", 7, 8, "1 | grüße(x)\n  |       ^ unbounded"),
        ("x", 1, 1, "1 | x\n  | ^ unbounded"),
        ("x", 9, 30, "1 | x\n  |  ^ unbounded"),
    ],
)
def test_marks_stand_below_what_they_mark(text, column, end, expected):
    shown = rendered("full", report(finding(place=place(line=1, column=column, end_line=1, end_column=end)), text=text))
    assert expected in shown


def test_long_lines_are_cut():
    shown = rendered(
        "full", report(finding(place=place(line=1, column=900, end_line=1, end_column=950)), text="x" * 1000)
    )
    assert max(map(len, shown.splitlines())) < 250


def test_a_place_without_text():
    shown = rendered("full", Report(findings=(finding(),)))
    assert " --> main.py:3:17\n   = who sees whom\n" in shown


def test_a_finding_of_few_words():
    bare = finding(who=(), trace=(), advice=(), role="")
    assert rendered("full", Report(findings=(bare,))).splitlines()[2:] == [""]


def test_roles_apart_and_many_addresses():
    shown = Shown("To", visible=False, least=0, most=9, origin="query, literal", addresses=tuple("abcd"), apart=True)
    assert (
        "To  up to 9  one message for each, who sees nobody else  from a query, the sources (a, b, c, ...)"
        in rendered("full", report(finding(who=(shown,))))
    )


def test_notices_in_full():
    notices = (
        Notice("a.py", 3, 7, "syntax", "invalid syntax"),
        Notice("b", 0, 0, "unreadable", "Permission denied"),
        Notice("c.py", 0, 0, "cut", "too long", fatal=False),
    )
    assert rendered("full", Report(notices=notices)) == (
        "not read[syntax]: invalid syntax\n --> a.py:3:7\n\nnot read[unreadable]: Permission denied\n --> b\n\n"
    )


def test_colour_changes_nothing_but_colour():
    import re

    plain, coloured = rendered("full", report(finding())), rendered("full", report(finding()), colour=True)
    assert coloured != plain
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == plain


def test_words_of_ours_are_plain_on_a_plain_terminal():
    told = report(finding(trace=(Step(place(), "is joined with “, ” … → ‘x’"),)))
    assert "is joined with \", \" ... -> 'x'\n" in rendered("full", told)
    assert "is joined with “, ” … → ‘x’\n" in rendered("full", told, unicode=True)


def test_unicode_changes_the_bar_only():
    assert rendered("full", report(finding()), unicode=True) == rendered("full", report(finding())).replace(
        " | ", " │ "
    ).replace(" |\n", " │\n")


def test_addresses_are_shown_on_demand():
    text = 'message["To"] = "ann.lee@example.org"'
    one = report(finding(place=place(line=1, column=17, end_line=1, end_column=38)), text=text)
    assert "ann.lee" not in rendered("full", one)
    assert rendered("full", one, addresses=True).count("ann.lee@example.org") == 2


# concise


def test_concise():
    notices = (Notice("a.py", 0, 0, "unreadable", "Permission denied"), Notice("b.py", 1, 1, "cut", "x", fatal=False))
    short = finding(message="To holds many")
    assert rendered("concise", report(short, replace(short, level=Level.NOTE), notices=notices)) == (
        "main.py:3:17: error [visible-recipients] To holds many\n"
        "main.py:3:17: note [visible-recipients] To holds many\n"
        "a.py:1:1: not read [unreadable] Permission denied\n"
    )


# json


def test_json_has_its_own_form():
    whole = report(
        finding(),
        suppressed=(Suppressed(finding(place=place(line=9)), "a choir", 9),),
        notices=(Notice("a.py", 3, 7, "syntax", "invalid syntax"),),
        figures=Figures(files=3, mailers=2, messages=4, excluded=1),
    )
    document = json.loads(rendered("json", whole))
    assert document["version"] == 1
    assert document["tool"].startswith("cclint ")
    assert document["figures"] == {
        "files": 3,
        "mailers": 2,
        "messages": 4,
        "findings": 1,
        "suppressed": 1,
        "notRead": 1,
    }
    assert document["notices"] == [
        {"path": "a.py", "line": 3, "column": 7, "kind": "syntax", "reason": "invalid syntax", "fatal": True}
    ]
    first, allowed = document["findings"]
    assert allowed["suppressed"] == "a choir"
    assert first["fingerprint"] != allowed["fingerprint"]
    del first["fingerprint"]
    assert first == {
        "rule": "visible-recipients",
        "level": "error",
        "message": "To holds an unbounded number of addresses: every recipient sees all the others",
        "place": {"path": "main.py", "line": 3, "column": 17, "endLine": 3, "endColumn": 34},
        "role": "To",
        "scope": "send",
        "origin": "file",
        "who": [
            {
                "role": "To",
                "visible": True,
                "least": 0,
                "most": None,
                "apart": False,
                "origin": "file",
                "addresses": [],
            },
            {
                "role": "Bcc",
                "visible": False,
                "least": 1,
                "most": 1,
                "apart": False,
                "origin": "literal",
                "addresses": ["a***@example.org"],
            },
        ],
        "traces": [
            [
                {
                    "place": {"path": "main.py", "line": 1, "column": 1, "endLine": 0, "endColumn": 0},
                    "text": "rows of a file",
                },
                {
                    "place": {"path": "main.py", "line": 3, "column": 17, "endLine": 0, "endColumn": 0},
                    "text": "becomes To",
                },
            ]
        ],
        "advice": ["Send each recipient a message of their own."],
        "suppressed": None,
        "suppressedBy": None,
        "suppressedUntil": None,
        "suppressedWhere": None,
        "decisions": [],
        "fix": None,
    }


def test_json_is_ascii_and_valid_for_odd_paths():
    text = rendered("json", Report(findings=(finding(place=place("ü\udcff\n.py"), trace=()),)))
    assert text.isascii()
    assert json.loads(text)["findings"][0]["place"]["path"] == "ü\\xff\\n.py"


# github


def test_github_escapes():
    odd = finding(message="100% of them:\r\nall, really", place=place("a,b:c%.py", 3, 17, 3, 34))
    assert rendered("github", Report(findings=(odd,), prefix="sub/")) == (
        "::error file=sub/a%2Cb%3Ac%25.py,line=3,col=17,endColumn=34,title=cclint%3A visible-recipients"
        "::100%25 of them:%0D%0Aall, really\n"
    )


def test_github_levels_and_order():
    levels = [Level.NOTE, Level.ERROR, Level.WARNING]
    found = tuple(finding(level=level, place=place(line=number + 1)) for number, level in enumerate(levels))
    lines = rendered("github", Report(findings=found)).splitlines()
    assert [line.split(" ")[0] for line in lines] == ["::error", "::warning", "::notice"]


def test_github_has_columns_within_one_line_only():
    text = rendered("github", Report(findings=(finding(place=place("a.py", 3, 17, 5, 2)),)))
    assert text.startswith("::error file=a.py,line=3,endLine=5,title=")


def test_github_says_what_it_will_not_show():
    found = tuple(finding(place=place(line=line)) for line in range(1, 13))
    lines = rendered("github", Report(findings=found)).splitlines()
    assert (
        lines[0]
        == "::notice title=cclint::12 annotations, of which GitHub shows 10 of each level; the log has them all"
    )
    assert len(lines) == 13


def test_github_tells_what_was_not_read():
    notices = (Notice("a.py", 0, 0, "unreadable", "Permission denied"), Notice("b.py", 1, 1, "cut", "x", fatal=False))
    assert (
        rendered("github", Report(notices=notices))
        == "::error file=a.py,line=1,title=cclint%3A not read::Permission denied\n"
    )
