"""The front ends for Python 2 and for newer grammar, held against the interpreter's own parser."""

from __future__ import annotations

import ast
import importlib.util
import sys
import warnings
from pathlib import Path

import pytest

from cclint.frontends import newer, older
from cclint.frontends.places import UnreadableError
from cclint.frontends.scan import Block, blocks
from cclint.frontends.syntax import parse

MODULES = (
    *("ast", "argparse", "asyncio.base_events", "asyncio.taskgroups", "calendar", "collections", "contextlib"),
    *("dataclasses", "decimal", "email.message", "email._header_value_parser", "fractions", "inspect", "smtplib"),
    *("statistics", "textwrap", "turtle", "typing", "unittest.mock", "zipfile"),
)
"""Of the standard library: every kind of node, several styles."""
IRRELEVANT = frozenset({"ctx", "kind", "type_comment", "type_params", "type_ignores"})
PLACE = ("lineno", "col_offset", "end_lineno", "end_col_offset")


def source(name: str) -> str:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None or not spec.origin.endswith(".py"):
        pytest.skip(f"{name} has no source, or came later than this interpreter")
    return Path(spec.origin).read_text(encoding="utf-8")


def shown(node: object, *, placed: bool = True) -> object:
    """A node as nested tuples; what stands in an f-string has no place, for `ast` of older versions misplaces it."""
    if isinstance(node, list):
        return [shown(one, placed=placed) for one in node]
    if not isinstance(node, ast.AST):
        return (type(node).__name__, node)
    if isinstance(node, ast.JoinedStr):
        return ("JoinedStr", *(spans(node) if placed else ()), pieces(node))
    if type(node).__name__ == "TypeAlias":  # the readers say it with what every interpreter has
        assign = ast.copy_location(ast.Assign([node.name], node.value), node)  # type: ignore[attr-defined]
        return shown(assign, placed=placed)
    if isinstance(node, ast.Module):
        return shown(node.body, placed=placed)
    own = spans(node) if placed else ()
    fields = [
        (name, shown(getattr(node, name, None), placed=placed)) for name in node._fields if name not in IRRELEVANT
    ]
    return (type(node).__name__, *own, fields)


def spans(node: ast.AST) -> tuple[object, ...]:
    return tuple(getattr(node, name, None) for name in PLACE)


def pieces(node: ast.JoinedStr) -> list[object]:
    """The parts of an f-string: `ast` puts texts side by side together, or leaves empty ones out."""
    made: list[object] = []
    for part in node.values:
        if isinstance(part, ast.Constant):
            if made and isinstance(made[-1], str):
                made[-1] += part.value
            else:
                made.append(part.value)
        else:
            made.append(shown(part, placed=False))
    return [one for one in made if one != ""]


def native(text: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def differing(one: ast.Module, other: ast.Module) -> list[int]:
    """The lines of statements that are not the same."""
    assert len(one.body) == len(other.body)
    return [mine.lineno for mine, theirs in zip(one.body, other.body) if shown(mine) != shown(theirs)]


@pytest.mark.parametrize("name", MODULES)
def test_libcst_gives_the_tree_that_ast_gives(name):
    text = source(name)
    assert differing(native(text), newer.read(text)) == []


@pytest.mark.parametrize("name", MODULES)
def test_fissix_gives_the_tree_that_ast_gives(name):
    text = source(name)
    try:
        tree = older.read(text, python2=False)
    except UnreadableError as error:
        line = text.split("\n")[error.line - 1]  # what came after Python 3.7 is not for this reader
        assert any(sign in line for sign in ("match ", "case ", "/", "*", "except*", ")", ":=", "with (")), line
        return
    assert differing(native(text), tree) == []


def test_strings_of_text_and_bytes_keep_their_values():
    text = "a = 'x' \"y\"\nb = b'\\xff' rb'\\n'\nc = '''a\n\\N{DASH}'''\nd = '\\N{EM DASH}é\\\n'\ne = f'{{{a}}}\\n'\n"
    for read in (newer.read, lambda given: older.read(given, python2=False)):
        good = text.replace("\\N{DASH}", "\\u2014")
        assert differing(native(good), read(good)) == []
        with pytest.raises(UnreadableError):
            read(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("u'\\u00e9'", "é"),
        ("'\\u00e9'", "\\u00e9"),
        ("ur'\\u00e9\\n'", "é\\n"),
        ("b'a' 'b'", "ab"),
        ("'\\x41' u'\\x42'", "AB"),
        ("0777", 511),
        ("0xFFL", 255),
        ("10l", 10),
        ("1e3j", 1000j),
        ("r'\\\\\\u1234'", "\\\\\\u1234"),
    ],
)
def test_literals_of_python_2(text, value):
    statement = older.read(f"x = {text}\n").body[0]
    assert isinstance(statement, ast.Assign)
    assert ast.literal_eval(statement.value) == value


PAIRS = [
    ("print 'a', b", "print('a', b)"),
    ("print 'a',", "print('a', end=' ')"),
    ("print", "print()"),
    ("print >>f, a, b", "print(a, b, file=f)"),
    ("print >>f", "print(file=f)"),
    ("print (a, b), c", "print((a, b), c)"),
    ("exec a in b, c", "exec(a, b, c)"),
    ("raise E, 'x', tb", "raise E('x')"),
    ("raise E, (a, b)", "raise E(a, b)"),
    ("x = `a, b`", "x = repr((a, b))"),
    ("x = a <> b", "x = a != b"),
    ("def f(a, (b, (c, d))=x, *e): return b", "def f(a, .2=x, *e):\n (b, (c, d)) = .2\n return b"),
    ("x = lambda a, (b, c): b + c + a", "x = lambda a, .2: .2[0] + .2[1] + a"),
    ("x = lambda (a, b): lambda b: a + b", "x = lambda .1: lambda b: .1[0] + b"),
    ("x = [y for y in 1, 2 if y]", "x = [y for y in (1, 2) if y]"),
    ("try: a\nexcept (B, C), (d, e): f", "try: a\nexcept (B, C) as .exception:\n (d, e) = .exception\n f"),
    ("try: a\nexcept B, c: d\nexcept: e\nelse: g\nfinally: h", "try: a\nexcept B as c: d\nexcept: e\nelse: g\nfinally: h"),
    ("if a:\n\tb\n        c", "if a:\n  b\n  c"),
    ("from a import (b as c, d,)", "from a import b as c, d"),
    ("from . import *", "from . import *"),
    ("import a.b as c, d.e", "import a.b as c, d.e"),
    ("@a.b(c)\nclass D: pass", "@a.b(c)\nclass D: pass"),
    ("class D(): x = 1; y = 2;", "class D():\n x = 1\n y = 2"),
    ("for x, in a, b: pass", "for (x,) in (a, b): pass"),
    ("del a, (b, c)", "del a, (b, c)"),
    ("a = b = yield", "a = b = (yield)"),
    ("x[..., 1:2, ::]", "x[..., 1:2, ::]"),
    ("assert a, b", "assert a, b"),
    ("with a as (b, c), d: pass", "with a as (b, c), d: pass"),
    ("f(a for a in b)", "f(a for a in b)"),
    ("x = {1, 2}; y = {1: 2}", "x = {1, 2}; y = {1: 2}"),
    ("z = {a: b for a in c}; w = {a for a in c}", "z = {a: b for a in c}; w = {a for a in c}"),
    ("global a, b", "global a, b"),
    ("while a: break\nelse: continue", "while a: break\nelse: continue"),
]  # fmt: skip


@pytest.mark.parametrize(("python2", "python3"), PAIRS, ids=[one for one, _ in PAIRS])
def test_python_2_means_what_this_means(python2, python3):
    hidden = python3.replace(" .", " DOT").replace("(.", "(DOT").replace("from DOT", "from .")
    wanted = str(shown(native(hidden), placed=False)).replace("'DOT", "'.")
    assert str(shown(older.read(python2), placed=False)) == wanted


def test_places_of_python_2_are_where_things_stand():
    tree = older.read("é = 'ü'; print >>f, a.b(\n  'c')\n")
    call = tree.body[1].value  # type: ignore[attr-defined]
    assert (call.lineno, call.col_offset, call.end_lineno, call.end_col_offset) == (1, 11, 2, 6)
    assert (call.args[0].lineno, call.args[0].col_offset) == (1, 22)
    assert call.keywords[0].value.col_offset == 19


@pytest.mark.parametrize(
    ("text", "python2"),
    [
        ("print >>f, a\n", True),
        ("if x:\n    print >>f, a\n", True),
        ("x = print >> 3\n", False),
        ("'''\nprint >>f, a\n'''\n", False),
        ("try: a\nexcept B, e: print(e)\n", True),
        ("try: a\nexcept B, Error: print(1)\n", False),
        ("print('a', end='')\n", False),
        ("x = 0777\n", True),
        ("def f((a, b)): pass\n", True),
        ("def f(x, (a, b)=(1, 2)): pass\n", True),
        ("from __future__ import print_function\nprint('a', file=f)\nx = 1L\n", True),
        ("from __future__ import (division,\n    print_function)\nprint('a', file=f)\nraise E, 'x'\n", True),
        ("type X = int\n", False),
        ("async = 1\n", False),
    ],
)
def test_which_python_it_is(text, python2):
    parsed = parse(text, 1000)
    assert parsed.python2 is python2
    assert not parsed.troubles


def test_blocks():
    text = "# a\nimport b\n\n@c\n# d\n@e(\n1)\ndef f():\n    g\n# h\n    i\n"
    text += "if j:\n    k\nelse:\n    l\nx = '''\ndef m():\n'''; y = (\n1)\n"
    assert blocks(text) == [Block(2, 3), Block(4, 11), Block(12, 15), Block(16, 20)]


def test_a_bracket_that_is_not_closed_ends_with_the_next_statement():
    text = "a = 1\nb = (2,\ndef c():\n    pass\nd = [\nimport e\nf = [1\nfor x in y]\n"
    parsed = parse(text, 1000)
    assert [(one.first, one.last) for one in parsed.troubles] == [(2, 2), (5, 5)]
    assert [statement.lineno for statement in parsed.tree.body] == [1, 3, 6, 7]


def test_a_string_that_is_not_closed_ends_with_the_next_statement():
    text = 'a = 1\ndef b():\n    """Not closed.\n    return 1\n\n\nclass C:\n    pass\n'
    parsed = parse(text, 1000)
    assert [(one.first, one.last) for one in parsed.troubles] == [(2, 6)]
    assert [statement.lineno for statement in parsed.tree.body] == [1, 7]


INSIDE = [
    (
        (
            "class A:\n    @property\n    def b(self):\n        return (1 +\n\n"
            "    # c\n    async def d(self):\n        return [\n            2]\n"
        ),
        [(2, 6)],
        ["A", "d"],
    ),
    (
        'class A:\n    def b(self):\n        """Not closed.\n        return 1\n\n    def c(self):\n        return 1\n',
        [(2, 5)],
        ["A", "c"],
    ),
    (
        "class A:\n    class B(\n        C,\n    ):\n        def d(self):\n            e = = 2\n        def f(self): pass\n",
        [(5, 6)],
        ["A", "B", "f"],
    ),
    (
        "if a:\n    def b():\n        retur n\n    def c(): pass\nelif d:\n    e = = 1\nelse:\n    def f(): pass\n",
        [(2, 3), (6, 6)],
        ["c", "f"],
    ),
    ("try:\n    a b\nexcept C:\n    def d(): pass\n", [(2, 2)], ["d"]),
    (
        "class A:\n\tdef b(self):\n\t\tprint 'x' y\n        def c(self):\n\t\tprint 'x', 1\n",
        [(2, 3)],
        ["A", "c"],
    ),
    ("class A:\n    b = 1 +\n    c = 2\n   d = 3\n    def e(self): pass\n", [(2, 2), (3, 4)], ["A", "e"]),
    ("class A(:\n    def b(self): pass\ndef c(): pass\n", [(1, 2)], ["c"]),
    ("def a():\n    b = = 1\n    def c(): pass\ndef d(): pass\n", [(1, 3)], ["d"]),
]


@pytest.mark.parametrize(("text", "lost", "left"), INSIDE, ids=[one.split("\n")[1].strip() for one, _, _ in INSIDE])
def test_what_is_broken_in_a_class_or_branch_takes_nothing_else_along(text, lost, left):
    parsed = parse(text, 1000)
    assert [(one.first, one.last) for one in parsed.troubles] == lost
    kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    named = [node for node in ast.walk(parsed.tree) if isinstance(node, kinds)]
    assert sorted(node.name for node in named) == sorted(left)
    lines = text.split("\n")
    assert all(f" {node.name}" in lines[node.lineno - 1] for node in named)


def test_classes_in_classes_are_entered_so_deep_and_no_deeper():
    text = "".join(f"{'  ' * depth}class A{depth}:\n" for depth in range(40)) + "  " * 40 + "x = = 1\ny = 2\n"
    parsed = parse(text, 10_000)
    assert parsed.troubles
    assert parsed.tree.body[-1].lineno == 42


def test_places_in_parts_are_those_of_the_whole():
    parsed = parse("a = (\nimport b\nx = lambda y: y.é.b\ntype T[U] = U\nz = f'{x!r:>{y}}'\n", 1000)
    _, first, second, third = parsed.tree.body
    assert (first.lineno, first.value.body.lineno, first.value.body.end_col_offset) == (3, 3, 20)  # type: ignore[attr-defined]
    assert (second.lineno, third.lineno, third.end_lineno) == (4, 5, 5)


def test_too_many_tokens_leave_out_the_largest_statement():
    text = "a = 1\nb = [" + "1, " * 500 + "]\nc = 2\n"
    parsed = parse(text, 200)
    assert [(one.first, one.cut) for one in parsed.troubles] == [(2, True)]
    assert [statement.lineno for statement in parsed.tree.body] == [1, 3]


@pytest.mark.parametrize(
    "text",
    [
        "(" * 100_000,
        "(" * 100_000 + ")" * 100_000,
        "x = " + "[" * 5000 + "]" * 5000,
        "x = " + "-" * 100_000 + "1",
        "x = " + "not " * 100_000 + "1",
        "x = " + "lambda: " * 50_000 + "1",
        "x = " + "a ** " * 100_000 + "a",
        "x = " + "a if b else " * 50_000 + "a",
        "print " + "(" * 50_000 + ")" * 50_000,
        "print `" + "-" * 50_000 + "1`",
        "type X = " + "-" * 100_000 + "1",
        "type X = " + "x[" * 5000 + "1" + "]" * 5000,
        "type X = f" + '"{f' * 3000 + '""' + '}"' * 3000,
        "type X = x" + "()" * 50_000,
        "type X = x" + ".a" * 50_000,
        "type X = x" + " + a" * 50_000,
        "\n".join(" " * depth + "if x:" for depth in range(300)) + "\n" + " " * 300 + "pass",
        "".join(" " * depth + "if x:\n" for depth in range(3000)) + " " * 3000 + "print 'x'",
        "class X[" * 1000,
        "x = " + "f'{" * 5000,
        "try: pass\nexcept " + "A, " * 50_000 + ": pass",
        '"""' * 10_001,
        "'" * 100_001,
        "\\\n" * 100_000,
        "@x\n" * 20_000,
        ";" * 10_000,
        "`" * 100_001,
        "print >>f, a\n" * 5000 + "(",
        "\x00",
        "\x0c\x0c\x0cx",
        "\ud800 = 1",
        "x = 1 if" + " \u2028" * 1000,
    ],
    ids=lambda text: ascii(text[:24]),
)
def test_hostile_texts_end_and_are_explained(text):
    limit = sys.getrecursionlimit()
    parsed = parse(text + "\nleft = over\n", 250_000)
    assert parsed.tree.body or parsed.troubles
    assert sys.getrecursionlimit() == limit
