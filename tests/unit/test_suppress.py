"""Finding suppressions in text, and what they cover."""

from __future__ import annotations

import io
import sysconfig
import tokenize
from pathlib import Path

import pytest

from cclint.allowing.comments import _python as scan
from cclint.allowing.comments import extents, suppressions


def found(text: str, path: str = "a.py"):
    return [(one.rules, one.reason, one.line, (one.first, one.last)) for one in suppressions(path, text.split("\n"))]


def test_on_the_line():
    assert found("x = 1\nsend(x)  # cclint: allow[visible-recipients] they are a choir\n") == [
        (("visible-recipients",), "they are a choir", 2, (2, 2))
    ]


@pytest.mark.parametrize(
    "comment",
    [
        "# cclint: allow[a,b] why",
        "#cclint:allow[ a , b ]   why  ",
        "# noqa: E501  cclint: allow[a, b] why",
        "## cclint: allow[a, b] why",
    ],
)
def test_ways_of_writing(comment):
    assert found(f"send(x)  {comment}") == [(("a", "b"), "why", 1, (1, 1))]


def test_without_a_reason_or_a_rule():
    assert found("send(x)  # cclint: allow[a]") == [(("a",), "", 1, (1, 1))]
    assert found("send(x)  # cclint: allow[]") == [((), "", 1, (1, 1))]


@pytest.mark.parametrize(
    "text",
    [
        "x = '# cclint: allow[a] no'",
        'x = """\n# cclint: allow[a] no\n"""',
        "x = r'\\d'; y = '# cclint: allow[a]'",
        "x = f'{y} # cclint: allow[a]'",
        "# cclint allow[a]",
        "# allow[a]",
        "x = 'it\\'s # cclint: allow[a]'",
    ],
)
def test_what_is_no_suppression(text):
    assert found(text) == []


def test_any_line_of_a_statement():
    text = "send(\n    to,  # cclint: allow[a] here\n    text,\n)\nsend(x)\n"
    assert found(text) == [(("a",), "here", 2, (1, 4))]
    assert found("x = 1 + \\\n    2  # cclint: allow[a] here\n") == [(("a",), "here", 2, (1, 2))]
    assert found('x = """\nTo: a\n"""  # cclint: allow[a] here\n') == [(("a",), "here", 3, (1, 3))]


def test_alone_above_a_statement():
    text = "x = 1\n# cclint: allow[a] below\nsend(\n    x,\n)\n"
    assert found(text) == [(("a",), "below", 2, (3, 5))]


def test_alone_within_a_statement():
    assert found("send(\n    # cclint: allow[a] below\n    x,\n)\n") == [(("a",), "below", 2, (1, 4))]


def test_in_a_block_of_comments():
    text = "# cclint: allow[a] because\n# of a long story\n\nsend(x)\nsend(y)\n"
    assert found(text) == [(("a",), "because", 1, (4, 4))]


def test_a_comment_at_the_end_covers_nothing_else():
    assert found("send(x)\n# cclint: allow[a] nothing below\n") == [(("a",), "nothing below", 2, (2, 2))]


def test_a_comment_on_a_line_does_not_cover_the_next():
    (one,) = suppressions("a.py", ["send(x)  # cclint: allow[a]", "send(y)"])
    assert one.covers(1, 1)
    assert not one.covers(2, 2)
    assert one.covers(1, 2)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("a.yaml", "to: x  # cclint: allow[a] why"),
        ("a.ini", "to = x  ; cclint: allow[a] why"),
        ("a.js", "send(x)  // cclint: allow[a] why"),
        ("a.html", "<p>x</p>  <!-- cclint: allow[a] why -->"),
        ("a.j2", "To: {{ x }} {# cclint: allow[a] why #}"),
        ("a.sql", "select x -- cclint: allow[a] why"),
    ],
)
def test_other_languages(path, line):
    assert found(line, path) == [(("a",), "why", 1, (1, 1))]
    (above,) = found(line[line.index(line.split("cclint")[0][-3:].strip() or "#") :] + "\nx", path)
    assert above[1] == "why"


def test_alone_above_in_other_languages():
    assert found("# cclint: allow[a] why\nto: x\n", "a.yaml") == [(("a",), "why", 1, (2, 2))]
    assert found("<!-- cclint: allow[a] why -->\n<p>\n", "a.html") == [(("a",), "why", 1, (2, 2))]


@pytest.mark.parametrize(
    "text",
    [
        "print 'x'  # cclint: allow[a] old\n",
        "exec `x`, 0777, ur'x', x <> y  # cclint: allow[a] old\n",
        "def broken(:  # cclint: allow[a] old\n",
        "x = 'unclosed\ny = 1  # cclint: allow[a] old\n",
        "\tif x:\n    # cclint: allow[a] old\n  y\n",
    ],
)
def test_python_2_and_broken_files(text):
    assert [one.reason for one in suppressions("a.py", text.split("\n"))] == ["old"]


def test_extents():
    assert extents("a.py", ["f(", "  1,", ")", "g()", ""]) == {1: (1, 3), 2: (1, 3), 3: (1, 3)}
    assert extents("a.yaml", ["f(", "  1,", ")"]) == {}


def test_nothing_is_read_where_nothing_is_suppressed(monkeypatch):
    monkeypatch.setattr("cclint.allowing.comments._python", None)
    assert suppressions("a.py", ["x = 1"] * 10) == ()


STANDARD_LIBRARY = sorted(Path(sysconfig.get_paths()["stdlib"]).glob("*.py"))


def test_comments_and_statements_are_those_of_tokenize():
    """The reader of our own agrees with the interpreter's over the standard library."""
    compared = 0
    for path in STANDARD_LIBRARY[:80]:
        text = path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
        comments, statements = scan(text.split("\n"))
        theirs, extents_of_theirs, first = [], {}, None
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                alone = not token.line[: token.start[1]].strip()
                theirs.append((token.start[0], token.string, alone))
            elif token.type == tokenize.NEWLINE:
                if first is not None and token.start[0] > first:
                    extents_of_theirs.update(dict.fromkeys(range(first, token.start[0] + 1), (first, token.start[0])))
                first = None
            elif first is None and token.type not in (tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING):
                first = token.start[0]
        assert comments == theirs, path
        assert statements == extents_of_theirs, path
        compared += len(comments)
    assert compared > 1000
