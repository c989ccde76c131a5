"""The Markdown runner: what it reads, what it refuses, and that what is not expected fails."""

from __future__ import annotations

from textwrap import dedent
from types import SimpleNamespace

import pytest

from cclint.finding import Level, Notice
from cclint.report import Report
from cclint.testing.mdtest import SuiteError, expectations, parse, problems, snapshot_of
from making import finding, place

FENCE = "```"


def suite(text: str):
    return parse(dedent(text).replace("'''", FENCE), "suite")


def case(text: str):
    (only,) = suite(text)
    return only


def reveal(line: int, text: str, path: str = "main.py"):
    return SimpleNamespace(place=place(path, line), text=text)


# Reading


def test_headings_are_tests_and_blocks_are_files():
    first, second, third = suite(
        """
        # Lists

        Prose.

        '''py
        a = 1
        '''

        ## In To

        `pkg/helper.py`:

        '''py
        b = 2
        '''

        '''python
        import pkg.helper
        '''

        More prose, and the same file goes on:

        '''py
        c = 3
        '''

        ## In Cc #

        `list.yaml`:
        '''yaml
        - d
        '''
        '''toml
        persona = "auditor"
        '''
        """
    )
    assert [one.name for one in (first, second, third)] == [
        "suite - Lists",
        "suite - Lists - In To",
        "suite - Lists - In Cc",
    ]
    assert {name: file.text for name, file in first.files.items()} == {"main.py": "a = 1\n"}
    assert {name: file.text for name, file in second.files.items()} == {
        "pkg/helper.py": "b = 2\n",
        "main.py": "import pkg.helper\nc = 3\n",
    }
    assert second.files["main.py"].origins == [19, 25]
    assert {name: file.text for name, file in third.files.items()} == {
        "list.yaml": "- d\n",
        "cclint.toml": 'persona = "auditor"\n',
    }


def test_headings_without_files_are_prose():
    assert suite("# A\n\n## B\n\n```text\nx\n```\n\n```\ny\n```\n\n```console\n$ z\n```\n") == []


def test_longer_fences_hold_shorter_ones():
    assert case("# A\n````py\nx = '''\n```\n'''\n````\n".replace("'''", '"')).files["main.py"].text == 'x = "\n```\n"\n'


def test_a_heading_inside_a_block_is_none():
    assert case("# A\n'''py\n# B\n'''\n").files["main.py"].text == "# B\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# A\n'''py\nx\n", "suite:2: this block is never closed"),
        ("# A\n'''py\nx\n''''\n", "never closed"),
        ("# A\n- x\n\n  '''py\n  x\n  '''\n", "suite:4: a block must not be indented"),
        ("# A\n'''yaml\nx\n'''\n", "suite:2: a yaml block needs a name"),
        ("# A\n'''py title=x\nx\n'''\n", "only a language may stand behind"),
        ("# A\n`x.py`:\n\nProse.\n", "`x.py`: names a file, but no block follows"),
        ("# A\n'''py\nx\n'''\n# A\n'''py\nx\n'''\n", "two tests are called 'suite - A'"),
        ("# A\n'''snapshot\nx\n'''\n", "suite:1: a snapshot without any file"),
        ("# A\n'''py\nx\n'''\n'''snapshot\nx\n'''\n'''snapshot\nx\n'''\n", "a test has one snapshot"),
        ("# A\n'''py\nx  # errors: [a]\n'''\n", "suite:3: this looks like an expectation, but is none"),
        ("# A\n'''py\nx  # error: a\n'''\n", "looks like an expectation"),
        ("# A\n'''py\nx  # missing: [a]\n'''\n", "looks like an expectation"),
        ("# A\n'''py\nx  # warning [a]: x\n'''\n", None),
    ],
)
def test_what_would_silently_test_less_is_refused(text, said):
    if said is None:
        suite(text)
        return
    with pytest.raises(SuiteError) as refused:
        suite(text)
    assert said in str(refused.value)


def expected(text: str, name: str = "main.py"):
    one = case(f"# A\n`{name}`:\n'''x\n{text}\n'''\n")
    return [(found.kind, found.name, found.text, found.first, found.last) for found in expectations(one)]


def test_expectations_on_the_line():
    assert expected('a\nb  # error: [x-y] "some text"\nc  # warning: [x] # note: [y]') == [
        ("error", "x-y", "some text", 2, 2),
        ("warning", "x", "", 3, 3),
        ("note", "y", "", 3, 3),
    ]
    assert expected("reveal(x)  # revealed: [1, unbounded]") == [("revealed", "", "[1, unbounded]", 1, 1)]
    assert expected("x  # missed: [a]\ny  # false alarm: [b]") == [
        ("missed", "a", "", 1, 1),
        ("false alarm", "b", "", 2, 2),
    ]
    assert expected('x  # notice: [syntax] "never closed"') == [("notice", "syntax", "never closed", 1, 1)]


def test_expectations_alone_on_a_line():
    assert expected("# error: [a]\n\n# prose\n# note: [b]\nx(\n  y,\n)\nz") == [
        ("error", "a", "", 5, 7),
        ("note", "b", "", 5, 7),
    ]
    assert expected('# error: [a]\nx = """\nTo: y\n"""') == [("error", "a", "", 2, 4)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", "to: x  # error: [a]"),
        ("a.ini", "to = x  ; error: [a]"),
        ("a.js", "send(x)  // error: [a]"),
        ("a.html", "<p>  <!-- error: [a] -->"),
        ("a.j2", "To: {{ x }} {# error: [a] #}"),
        ("a.html", "<!-- error: [a] -->\n<p>"),
    ],
)
def test_expectations_in_other_languages(name, text):
    ((kind, rule, _, first, _),) = expected(text, name)
    assert (kind, rule, first) == ("error", "a", text.count("\n") + 1)


# Comparing


def differences(text: str, *findings, notices=(), reveals=()):
    one = case(f"# A\n\n'''py\n{text}\n'''\n")
    return problems(one, Report(findings=findings, notices=notices, reveals=reveals))


HERE = place("main.py", 1)


def test_what_is_expected_passes():
    assert differences("x  # error: [visible-recipients]", finding(place=HERE)) == []
    assert differences('x  # error: [visible-recipients] "unbounded"', finding(place=HERE)) == []
    assert differences("# error: [visible-recipients]\nx(\n1)", finding(place=place("main.py", 3))) == []
    assert differences("x  # missed: [visible-recipients]") == []
    assert differences("x  # false alarm: [visible-recipients]", finding(place=HERE)) == []
    assert differences("reveal(x)  # revealed: [1, 1]", reveals=[reveal(1, "[1, 1]")]) == []
    assert differences('x  # notice: [syntax] "bad"', notices=[Notice("main.py", 1, 1, "syntax", "very bad")]) == []
    assert differences("x\ny  # notice: [encoding]", notices=[Notice("main.py", 0, 0, "encoding", "?")]) == []
    twice = "x  # error: [visible-recipients]  # error: [visible-recipients]"
    assert differences(twice, finding(place=HERE), finding(place=HERE)) == []


@pytest.mark.parametrize(
    ("text", "found", "said"),
    [
        ("x  # error: [visible-recipients]", [], "line 4 (main.py:1): no error: [visible-recipients]"),
        ('x  # error: [visible-recipients] "many"', [finding(place=HERE)], 'no error: [visible-recipients] "many"'),
        ("x  # error: [reused-message]", [finding(place=HERE)], "no error: [reused-message]"),
        ("x  # warning: [visible-recipients]", [finding(place=HERE)], "no warning: [visible-recipients]"),
        ("x\ny  # error: [visible-recipients]", [finding(place=HERE)], "line 5 (main.py:2): no error"),
        ("x", [finding(place=HERE)], "line 4 (main.py:1): unexpected error [visible-recipients] To holds"),
        ("x", [finding(place=HERE, level=Level.NOTE)], "unexpected note [visible-recipients]"),
        ("x  # error: [visible-recipients]", [finding(place=HERE)] * 2, "unexpected error"),
        ("x  # missed: [visible-recipients]", [finding(place=HERE)], "is found now: turn `missed` into `error`"),
        (
            "x  # false alarm: [visible-recipients]",
            [],
            "the false alarm [visible-recipients] is gone: drop the comment",
        ),
        ("x", [finding(place=place("other.py", 7))], "other.py:7:1: unexpected error"),
    ],
)
def test_what_is_not_expected_fails(text, found, said):
    assert any(said in one for one in differences(text, *found))


def test_an_expectation_on_the_line_is_exact():
    text = "f(\nx)  # error: [visible-recipients]"
    assert differences(text, finding(place=place("main.py", 1)))
    assert not differences(text, finding(place=place("main.py", 2)))


def test_reveals_fail_both_ways():
    assert differences("reveal(x)  # revealed: [1, 1]") == [
        "line 4 (main.py:1): nothing is revealed here, expected [1, 1]"
    ]
    assert differences("reveal(x)  # revealed: [1, 1]", reveals=[reveal(1, "[0, 1]")]) == [
        "line 4 (main.py:1): revealed [0, 1], expected [1, 1]"
    ]
    assert differences("reveal(x)", reveals=[reveal(1, "[0, 1]")]) == [
        "line 4 (main.py:1): unexpected: revealed [0, 1]"
    ]


def test_notices_fail_both_ways():
    notice = Notice("main.py", 2, 1, "syntax", "bad")
    assert differences("x\ny", notices=[notice]) == ["line 5 (main.py:2): unexpected notice [syntax] bad"]
    assert differences("x  # notice: [syntax]\ny", notices=[notice])
    assert differences("x  # notice: [syntax]") == ["line 4 (main.py:1): no notice: [syntax]"]
    assert differences("x\ny  # notice: [encoding]", notices=[notice])
    assert differences("x\ny  # notice: [syntax]", notices=[notice]) == []


def test_a_snapshot_is_plain():
    text = snapshot_of(Report(findings=(finding(),)))
    assert text.startswith("error[visible-recipients]: ")
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert text.isascii()
    assert "\x1b" not in text
