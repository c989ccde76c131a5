"""Each reader gives what Python's own loader gives, and says where every value stands."""

import configparser
import csv
import io
import json

import pytest
import tomli
import yaml

from cclint.frontends.settings import MalformedError, format_of, parse
from cclint.frontends.settings.interpolation import resolve
from cclint.ir.data import Data, Items, Scalar, Table, plain

YAML = [
    "",
    "a: 1\nb: [x, 'y', \"z\"]\n",
    "to:\n  - ann@example.org\n  - bob@example.net\n",
    "base: &base {to: a@example.org, n: 1}\nown:\n  <<: *base\n  n: 2\n",
    "one: &a [x]\ntwo: *a\nmany:\n  <<: [{k: 1}, {k: 2, l: 3}]\n  m: 4\n",
    "text: |\n  first\n  second\n\nfolded: >-\n  a\n  b\nempty:\ntilde: ~\nyes: no\noct: 0o17\nhex: 0x1F\nfloat: 1.5e3\n",
    "- {a: 1, a: 2}\n- !!str 12\n- !!int '7'\n",
    "? key\n: value\n",
    "été: ünï@example.org\nemoji: 'a 😀 b'\n",
]
JSON = [
    '{"to": ["a@example.org", "b@example.net"], "n": -1.5e2, "t": true, "f": false, "z": null}',
    '[1, "\\u00e9\\n\\"", {"a": {"a": []}}, {}, ""]',
    '{"a": 1, "a": 2}',
    ' "text" ',
    "[NaN]",
]
TOML = [
    'to = ["a@example.org", "b@example.net"]\n[mail]\nhost = "x"\nport = 25\n[mail.deep]\non = true\n',
    "[[server]]\nname = 'a'\n[[server]]\nname = 'b'\n[server.more]\nx = 1.5\n",
    'text = """\none\ntwo \\\n   three"""\nraw = \'\'\'a\\b\'\'\'\n"quoted key" = "\\u00e9\\t"\na.b.c = 0x1F\n',
    "t = { a = 1, b = [ 1, 2, ] } # comment\nn = 1_000\n",
]
INI = [
    "[mail]\nto = a@example.org, b@example.net\nfrom: c@example.org\n\n[DEFAULT]\nx = 1\n[other]\nlist =\n  a@x.org\n  b@x.org\n",
    "[a]\nKey = Value ; not a comment\n# comment\nempty =\n[b]\n  indented = yes\n",
]
TABLES = [
    'email,name\na@example.org,Ann\nb@example.net,"Bob, the ""builder"""\n',
    'one\n"two\nlines",x\n\n,\n',
    "",
]


@pytest.mark.parametrize("text", YAML)
def test_yaml_is_what_the_safe_loader_gives(text):
    assert [plain(root) for root in parse(text, "yaml").roots] == [one for one in yaml.safe_load_all(text) if text]


@pytest.mark.parametrize("text", JSON)
def test_json_is_what_the_standard_library_gives(text):
    assert repr([plain(root) for root in parse(text, "json").roots]) == repr([json.loads(text)])


@pytest.mark.parametrize("text", TOML)
def test_toml_is_what_tomli_gives(text):
    assert plain(parse(text, "toml").roots[0]) == tomli.loads(text)


@pytest.mark.parametrize("text", INI)
def test_ini_is_what_configparser_gives(text):
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_string(text)
    told = plain(parse(text, "ini").roots[0])
    assert {name: told[name] for name in parser.sections()} == {name: dict(parser[name]) for name in parser.sections()}


@pytest.mark.parametrize("text", TABLES)
def test_a_table_is_what_csv_gives(text):
    expected = [row for row in csv.reader(io.StringIO(text, newline="")) if row]
    assert plain(parse(text, "csv").roots[0]) == expected


def test_environment_files_are_read_as_python_dotenv_reads_them():
    text = (
        "# comment\nexport A=one # two\nB='single $A'\nC=\"a@example.org, ${A}\"\nD=\nE\n\nF=x#y\n"
        "G=${A}/${NONE:-other}\n  H = spaced  \n"
    )
    assert plain(parse(text, "env").roots[0]) == {
        "A": "one", "B": "single $A", "C": "a@example.org, one", "D": "", "E": None, "F": "x#y", "G": "one/other",
        "H": "spaced",
    }  # fmt: skip


def test_properties():
    text = "# c\nto=a@example.org,\\\n   b@example.net\nkey with = no\n! c\nu\\u00e9 : x\nempty\n"
    assert plain(parse(text, "properties").roots[0]) == {
        "to": "a@example.org,b@example.net", "key": "with = no", "ué": "x", "empty": "",
    }  # fmt: skip


def test_json_with_comments_and_trailing_commas():
    text = '// c\n{"a": [1, 2,], /* b */ "b": 3,}\n'
    assert plain(parse(text, "json").roots[0]) == {"a": [1, 2], "b": 3}


def test_unknown_tags_keep_the_value_and_say_so():
    (root,) = parse("password: !secret mail_to\nfile: !include other.yaml\nlist: !vault [a]\n", "yaml").roots
    assert isinstance(root, Table)
    assert [entry.value.tag for entry in root.entries] == ["!secret", "!include", "!vault"]
    assert plain(root) == {"password": "mail_to", "file": "other.yaml", "list": ["a"]}


def scalars(data: Data):
    match data:
        case Scalar():
            yield data
        case Items():
            for item in data.items:
                yield from scalars(item)
        case Table():
            for entry in data.entries:
                yield from scalars(entry.value)


@pytest.mark.parametrize(
    ("format", "text"),
    [
        ("yaml", "é: x\nmail:\n  to: [ 'a@example.org' , b@example.net ]\n"),
        ("json", '{"é": "x",\n "mail": {"to": ["a@example.org", "b@example.net"]}}'),
        ("toml", '"é" = "x"\n[mail]\nto = [ "a@example.org",\n "b@example.net" ]\n'),
        ("ini", "[mail]\né = x\nto = a@example.org\ncc: b@example.net\n"),
        ("env", "É=x\nTO='a@example.org'\nexport CC=b@example.net # c\n"),
        ("properties", "é=x\nto = a@example.org\ncc b@example.net\n"),
        ("csv", 'é,to\nx,"a@example.org"\ny,b@example.net\n'),
    ],
)
def test_places_are_those_of_the_text(format, text):
    lines = text.split("\n")
    found = {}
    for scalar in scalars(parse(text, format).roots[0]):
        line, column, end_line, end_column = scalar.at
        assert line == end_line
        found[scalar.value] = lines[line - 1][column - 1 : end_column - 1].strip("'\"")
    assert found["a@example.org"] == "a@example.org"
    assert found["b@example.net"] == "b@example.net"
    assert found["x"] == "x"


LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi")
)
HOSTILE = [
    ("yaml", LAUGHS, "cut"),
    ("yaml", "a: &a [*a]\n", "cut"),
    ("yaml", "[" * 5000, "cut"),
    ("yaml", "a: b: c\n", "syntax"),
    ("yaml", "a: @b\n", "syntax"),
    ("yaml", "a: \x07\n", "syntax"),
    ("yaml", "{[a]: b}\n", "syntax"),
    ("json", "[" * 100_000, "cut"),
    ("json", '{"a": ' * 5000, "cut"),
    ("json", '{"a" 1}', "syntax"),
    ("json", "1" * 10_000, "cut"),
    ("json", "", "syntax"),
    ("json", "{} {}", "syntax"),
    ("toml", "a = [" * 5000, "cut"),
    ("toml", "a = \n", "syntax"),
    ("toml", "a = 1\na = 2\n", "syntax"),
    ("ini", "key = value\nno section", "syntax"),
    ("env", "A0=xxxxxxxxxx\n" + "".join(f"A{i + 1}=" + f"${{A{i}}}" * 10 + "\n" for i in range(9)), "cut"),
    ("properties", "a=\\uXYZ\n", "syntax"),
    ("json", "[" + "1," * 600_000 + "1]", "cut"),
    ("csv", "a,b\n" * 400_000, "cut"),
]


@pytest.mark.parametrize(("format", "text", "kind"), HOSTILE, ids=[f"{case[0]}-{i}" for i, case in enumerate(HOSTILE)])
def test_what_is_broken_or_beyond_the_limits_is_refused_with_a_place(format, text, kind):
    with pytest.raises(MalformedError) as caught:
        parse(text, format)
    assert caught.value.kind == kind
    assert caught.value.reason
    assert caught.value.line >= 1
    assert caught.value.remedy or kind == "syntax"


def test_a_python_tag_runs_nothing():
    (root,) = parse("x: !!python/object/apply:os.system ['exit 1']\n", "yaml").roots
    assert plain(root) == {"x": ["exit 1"]}


def test_interpolation_is_that_of_configparser():
    (root,) = parse(
        "[DEFAULT]\nhost = example.org\n[mail]\nto = ann@%(host)s\nbad = %(none)s\nodd = 5%%\n", "ini"
    ).roots
    assert isinstance(root, Table)
    assert resolve(root, "mail", "ann@%(host)s") == "ann@example.org"
    assert resolve(root, "mail", "%(none)s") is None
    assert resolve(root, "mail", "5%%") == "5%"
    assert resolve(root, "mail", "${host}", "extended") == "example.org"


def test_formats_by_name():
    assert [format_of(path) for path in ("a/b.YML", ".env", "x/.env.local", "a.cfg", "a.txt", "a", "b.csv")] == [
        "yaml", "env", "env", "ini", None, None, "csv",
    ]  # fmt: skip
