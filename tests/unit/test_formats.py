"""The formats for services, each against the form that its reader publishes; written here in our own words."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator
from junitparser import Error, Failure, JUnitXml

from cclint.config import Config
from cclint.config.declared import KnownAudience, Visibility
from cclint.finding import Level, Notice, Shown
from cclint.report import Figures, Rendering, Report, Suppressed
from cclint.reporters import gitlab, html, junit, markdown, rdjson
from making import finding, place, plugins, source

NASTY = "a \"b\" <c> & 'd' ]]> `e` |f| \x1b[31m\x00 \ud800 ü 𐐀"
FORMATS = ["gitlab", "rdjson", "junit", "markdown", "html"]


def report(**changes) -> Report:
    several = (
        finding(),
        finding(),
        finding(place=place(line=7), level=Level.WARNING, message=NASTY, decisions=("the policy says " + NASTY,)),
        finding(place=place("tests/a.py", 2), level=Level.NOTE, trace=(), who=()),
    )
    made = {
        "findings": several,
        "suppressed": (Suppressed(finding(), "a choir <of> four", 3, "comment", "main.py:3", "2027-03-31"),),
        "notices": (
            Notice("bad.py", 3, 5, "syntax", "this is not valid Python: " + NASTY),
            Notice("dark.py", 0, 0, "unreadable", "Permission denied", fatal=True),
            Notice("side.py", 0, 0, "cut", "was followed in part", fatal=False),
        ),
        "figures": Figures(files=3, mailers=2, messages=4),
        "rules": tuple(plugins().rules.values()),
        "sources": {"main.py": source("main.py", "# ü\n\nmessage['To'] = 'ann.lee@example.org'\n")},
        "prefix": "app/",
        "files": ("main.py", "tests/a.py"),
        "config": Config(
            root=Path("/nowhere"),
            policy=Visibility(known_audiences=(KnownAudience("board", ("BOARD",), "they know each other"),)),
        ),
        "day": "2026-11-22",
        **changes,
    }
    return Report(**made)


def written(name: str, one: Report | None = None, **rendering) -> str:
    formats = {"gitlab": gitlab, "rdjson": rdjson, "junit": junit, "markdown": markdown, "html": html}
    return formats[name].render(one or report(), Rendering(unicode=True, **rendering))


@pytest.mark.parametrize("name", FORMATS)
def test_addresses_are_masked_unless_they_are_asked_for(name):
    assert "ann.lee@" not in written(name).replace("\\", "")
    text = written(name, addresses=True).replace("\\", "")
    assert "ann.lee@example.org" in text


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_found_is_a_whole_document(name):
    text = written(name, Report())
    assert text.endswith("\n")
    if name in ("gitlab", "rdjson"):
        json.loads(text)


@pytest.mark.parametrize("name", FORMATS)
def test_files_that_were_not_read_are_named(name):
    text = written(name).replace("\\", "")
    assert "app/bad.py" in text or "`bad.py:3`" in text
    assert "this is not valid Python" in text


@pytest.mark.parametrize("name", FORMATS)
def test_the_text_is_the_same_for_the_same_report_and_can_be_encoded(name):
    assert written(name).encode() == written(name).encode()


# GitLab: docs.gitlab.com/ci/testing/code_quality, "Code Quality report format"

GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^[^/.]"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}, "end": {"type": "integer"}},
                    },
                },
            },
        },
    },
}


def test_gitlab_has_the_form_and_no_fingerprint_twice():
    issues = json.loads(written("gitlab"))
    Draft202012Validator(GITLAB).validate(issues)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues) == 6
    assert issues[0]["location"] == {"path": "app/main.py", "lines": {"begin": 3, "end": 3}}
    assert [issue["severity"] for issue in issues] == ["critical", "critical", "major", "info", "critical", "critical"]


def test_fingerprints_survive_moved_lines():
    before = json.loads(written("gitlab", Report(findings=(finding(),))))
    after = json.loads(written("gitlab", Report(findings=(finding(place=place(line=30)),))))
    assert before[0]["fingerprint"] == after[0]["fingerprint"]


# Reviewdog: proto/rdf, DiagnosticResult

POSITION = {
    "type": "object",
    "required": ["line"],
    "properties": {"line": {"type": "integer", "minimum": 1}, "column": {"type": "integer", "minimum": 1}},
    "additionalProperties": False,
}
RANGE = {
    "type": "object",
    "required": ["start"],
    "properties": {"start": POSITION, "end": POSITION},
    "additionalProperties": False,
}
RDJSON = {
    "type": "object",
    "required": ["diagnostics"],
    "additionalProperties": False,
    "properties": {
        "source": {
            "type": "object",
            "required": ["name"],
            "properties": {"name": {"type": "string"}, "url": {"type": "string"}},
            "additionalProperties": False,
        },
        "diagnostics": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["message", "location", "severity", "code"],
                "additionalProperties": False,
                "properties": {
                    "message": {"type": "string"},
                    "severity": {"enum": ["ERROR", "WARNING", "INFO"]},
                    "code": {
                        "type": "object",
                        "required": ["value"],
                        "properties": {"value": {"type": "string"}, "url": {"type": "string"}},
                        "additionalProperties": False,
                    },
                    "location": {
                        "type": "object",
                        "required": ["path"],
                        "properties": {"path": {"type": "string"}, "range": RANGE},
                        "additionalProperties": False,
                    },
                    "suggestions": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["range", "text"],
                            "properties": {"range": RANGE, "text": {"type": "string"}},
                            "additionalProperties": False,
                        },
                    },
                },
            },
        },
    },
}


def test_rdjson_has_the_form():
    document = json.loads(written("rdjson"))
    Draft202012Validator(RDJSON).validate(document)
    assert [one["severity"] for one in document["diagnostics"]] == [
        "ERROR",
        "ERROR",
        "WARNING",
        "INFO",
        "ERROR",
        "ERROR",
    ]


def test_its_columns_count_bytes():
    text = "'ü𐐀' + message\n"
    one = finding(place=place(line=1, column=8, end_line=1, end_column=15))
    document = json.loads(written("rdjson", Report(findings=(one,), sources={"main.py": source("main.py", text)})))
    (found,) = document["diagnostics"]
    begin = found["location"]["range"]["start"]["column"]
    end = found["location"]["range"]["end"]["column"]
    assert text.encode()[begin - 1 : end - 1].decode() == "message"


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("x = 'ü'  # cclint: allow[visible-recipients] nobody", "x = 'ü'"),
        ("# cclint: allow[visible-recipients] nobody", ""),
        ("x = 1  # noqa  cclint: allow[visible-recipients] nobody", "x = 1"),
        ("x = 1  # cclint: allow[visible-recipients, reused-message] nobody", None),
        ("x = 1  # cclint: allow[visible-recipients] nobody  # type: ignore", None),
    ],
)
def test_it_suggests_to_take_away_what_nobody_needs(files, cclint, line, left):
    files({"main.py": line + "\n"})
    document = json.loads(cclint("--output-format", "rdjson").out)
    suggestions = document["diagnostics"][0].get("suggestions")
    if left is None:
        assert suggestions is None
        return
    (one,) = suggestions
    start, end = one["range"]["start"]["column"], one["range"]["end"]["column"]
    raw = line.encode()
    assert (raw[: start - 1] + one["text"].encode() + raw[end - 1 :]).decode() == left


# JUnit: the schema of Jenkins's xunit plug-in, and a reader


def test_junit_is_read():
    suites = JUnitXml.fromstring(written("junit").encode())
    found = {suite.name: suite for suite in suites}
    assert list(found) == ["app/bad.py", "app/dark.py", "app/main.py", "app/tests/a.py"]
    assert (suites.tests, suites.failures, suites.errors) == (6, 3, 2)
    kinds = [type(result) for suite in suites for case in suite for result in case.result]
    assert kinds == [Error, Error, Failure, Failure, Failure]


def test_junit_uses_only_what_the_schema_knows():
    known = {
        "testsuites": {"name", "tests", "failures", "errors"},
        "testsuite": {"name", "tests", "failures", "errors"},
        "testcase": {"name", "classname"},
        "failure": {"type", "message"},
        "error": {"type", "message"},
        "system-out": set(),
    }
    for element in ET.fromstring(written("junit")).iter():
        assert set(element.attrib) <= known[element.tag]


def test_junit_without_findings_has_a_test_that_passes():
    suites = JUnitXml.fromstring(written("junit", Report()).encode())
    assert (suites.tests, suites.failures) == (1, 0)


# Markdown


def test_markdown_is_no_markup_of_ours():
    text = written("markdown")
    assert "\n| error | `visible-recipients` | `app/main.py:3` |" in text
    assert "<c>" not in text
    assert "## cclint: 4 findings" in text
    rows = [line for line in text.splitlines() if line.startswith("| ") and "visible-recipients" in line]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {5}


def test_markdown_leaves_out_what_is_too_much_and_says_so():
    many = tuple(finding(place=place(line=number)) for number in range(1, 200))
    text = written("markdown", Report(findings=many))
    assert "149 more are left out here." in text
    assert len(text) < 100_000


# HTML

VOID = {"meta", "br", "circle", "path"}


class Checker(HTMLParser):
    """Whether elements are closed in the order in which they are opened, and nothing comes from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: list[str] = []
        self.ids: set[str] = set()
        self.links: set[str] = set()

    def handle_starttag(self, tag, attributes):
        if tag not in VOID:
            self.open.append(tag)
        given = dict(attributes)
        assert tag not in ("script", "link", "img", "iframe")
        assert not {"src", "onclick", "onload"} & set(given)
        self.ids |= {given["id"]} if "id" in given else set()
        self.links |= {given["href"].removeprefix("#")} if "href" in given else set()

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def test_html_is_one_whole_page_that_needs_nothing():
    page = written("html")
    checker = Checker()
    checker.feed(page)
    checker.close()
    assert checker.open == []
    assert checker.links <= checker.ids
    assert "url(" not in page
    assert "@import" not in page
    text = " ".join(checker.text)
    for said in (
        "3 places in this program",
        "a choir <of> four",
        "2027-03-31",
        "they know each other",
        "nothing is known about it",
        "was followed in part",
        "app/tests/a.py",
        "2026-11-22",
        "the developer",
    ):
        assert said in text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"findings": (), "notices": ()}, "No message was found that shows its recipients"),
        ({"findings": ()}, "not everything could be looked at"),
        ({"findings": (finding(level=Level.NOTE),), "notices": ()}, "There are only notes"),
        ({"findings": (), "notices": (), "figures": Figures()}, "There was nothing to look at"),
    ],
)
def test_html_says_what_is_true(changes, said):
    assert said in written("html", report(**changes))


def test_html_draws_as_many_people_as_there_are():
    def drawn(most, *, visible=True):
        one = finding(who=(Shown("To", visible=visible, least=0, most=most),))
        page = written("html", Report(findings=(one,)))
        return page.count('<g class="open"'), page.count('<g class="shut"'), "&#8230;" in page

    assert drawn(3) == (3, 0, False)
    assert drawn(3, visible=False) == (0, 3, False)
    assert drawn(40) == (9, 0, True)
    assert drawn(None) == (9, 0, True)


def test_html_names_the_owner_of_what_is_allowed(files, cclint):
    files(
        {
            ".git/HEAD": "",
            ".github/CODEOWNERS": "# who\n* @all\n/app/ @office @deputy # both\n",
            "app/main.py": "import smtplib\nfrom email.message import EmailMessage\n\nm = EmailMessage()\n"
            'm["To"] = "a@b.org, c@d.org"  # cclint: allow[visible-fixed-list] the two treasurers\n'
            'smtplib.SMTP("x").send_message(m)\n',
        }
    )
    done = cclint("--output-format", "html")
    assert "@office, @deputy" in done.out
    assert "@all" not in done.out


# Several at once


def test_several_formats_at_once(files, cclint, tmp_path):
    files({"main.py": 'import smtplib\nsmtplib.SMTP("x").sendmail("a", "b", "To: a@b.org, c@d.org\\n\\nhi")\n'})
    done = cclint(
        "--output-format", "sarif=out.sarif", "--output-format", "concise", "--output-format", "html=report.html"
    )
    assert done.out.startswith("main.py:2:")
    assert json.loads((tmp_path / "out.sarif").read_text())["version"] == "2.1.0"
    assert (tmp_path / "report.html").read_text().startswith("<!doctype html>")
    assert cclint("--output-format", "sarif=x.sarif").out == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["json", "sarif"], "two output formats go to standard output"),
        (["json=a", "sarif=./a"], "two output formats go to the file"),
        (["json=a", "sarf=b"], "unknown output format 'sarf'"),
    ],
)
def test_formats_that_get_in_each_others_way(files, cclint, arguments, said):
    files({"main.py": "x = 1\n"})
    done = cclint(*(word for name in arguments for word in ("--output-format", name)))
    assert (done.status, done.out) == (2, "")
    assert said in done.err
