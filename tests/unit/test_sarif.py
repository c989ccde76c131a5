"""SARIF: valid by the official schema, and with all that code scanning makes use of."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlsplit

import jsonschema
import pytest

from cclint.finding import Level, Notice, Step
from cclint.report import Rendering, Report, Suppressed
from making import BROKEN, FIXED, LEAK, finding, place, plugins, source

SCHEMA = json.loads((Path(__file__).parent.parent / "data" / "sarif-schema-2.1.0.json").read_text())
RULES = tuple(plugins().rules.values())


def document(report: Report, **rendering):
    text = plugins().reporters["sarif"].render(report, Rendering(**rendering))
    assert text.isascii()
    made = json.loads(text)
    jsonschema.Draft4Validator(SCHEMA).validate(made)
    return made


def run_of(report: Report, **rendering):
    (run,) = document(report, **rendering)["runs"]
    return run


def test_the_schema_is_the_official_one():
    assert SCHEMA["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/")
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft4Validator(SCHEMA).validate({"version": "2.1.0", "runs": [{"tool": {}}]})


def test_an_empty_report():
    run = run_of(Report(rules=RULES))
    assert run["results"] == []
    assert run["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]


def test_rules_bring_their_pages():
    rules = run_of(Report(rules=RULES))["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.name for rule in RULES]
    for rule in rules:
        assert "## Why" in rule["help"]["markdown"]
        assert rule["shortDescription"]["text"]
        assert "security" in rule["properties"]["tags"]
        assert float(rule["properties"]["security-severity"]) > 0
        assert rule["properties"]["precision"] in ("very-high", "high", "medium", "low")
        assert len(rule["properties"]["tags"]) <= 10


def test_a_result():
    (result,) = run_of(Report(findings=(finding(),), rules=RULES))["results"]
    assert result["ruleId"] == "visible-recipients"
    assert RULES[result["ruleIndex"]].name == "visible-recipients"
    assert result["level"] == "error"
    assert result["message"]["text"] == (
        "To holds an unbounded number of addresses: every recipient sees all the others.\n"
        "Who sees whom: To: unbounded from a file, visible to every recipient; "
        "Bcc: 1 from the sources (a***@example.org), hidden."
    )
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "main.py", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 3, "startColumn": 17, "endLine": 3, "endColumn": 34},
            }
        }
    ]
    ((flow,),) = ([thread["locations"] for thread in flow["threadFlows"]] for flow in result["codeFlows"])
    assert [step["location"]["message"]["text"] for step in flow] == ["rows of a file", "becomes To"]
    assert list(result["partialFingerprints"]) == ["cclint/v1"]
    assert "suppressions" not in result


def test_a_result_of_a_rule_that_did_not_run_has_no_index():
    (result,) = run_of(Report(findings=(finding(rule="other"),), rules=RULES))["results"]
    assert "ruleIndex" not in result


def test_levels():
    found = tuple(finding(level=level, place=place(line=level)) for level in Level)
    assert [result["level"] for result in run_of(Report(findings=found))["results"]] == ["note", "warning", "error"]


def test_suppressed_results_carry_their_reason():
    (result,) = run_of(Report(suppressed=(Suppressed(finding(), "a choir", 3),)))["results"]
    assert result["suppressions"] == [{"kind": "inSource", "justification": "a choir"}]


def test_fingerprints_are_stable_and_unique():
    several = tuple(finding(place=place(line=line)) for line in (1, 2))
    moved = tuple(finding(place=place(line=line), message="other words") for line in (11, 12))
    prints = [
        [result["partialFingerprints"]["cclint/v1"] for result in run_of(Report(findings=found))["results"]]
        for found in (several, moved)
    ]
    assert prints[0] == prints[1]
    assert len(set(prints[0])) == 2


def test_traces_are_capped():
    long = tuple(Step(place(line=line), f"step {line}") for line in range(1, 500))
    many = tuple((Step(place(line=line), "other"),) for line in range(100))
    (result,) = run_of(Report(findings=(finding(trace=long, others=many),)))["results"]
    assert len(result["codeFlows"]) == 20
    steps = result["codeFlows"][0]["threadFlows"][0]["locations"]
    assert len(steps) == 50
    assert steps[-1]["location"]["message"]["text"] == "step 499"


def test_no_trace_no_flow():
    (result,) = run_of(Report(findings=(finding(trace=(), who=(), advice=()),)))["results"]
    assert "codeFlows" not in result
    assert "Who sees whom" not in result["message"]["text"]


def test_notices_are_notifications_and_no_results():
    notices = (
        Notice("a b.py", 3, 0, "syntax", "invalid syntax"),
        Notice("sub", 0, 0, "unreadable", "the folder cannot be read"),
        Notice("c.py", 0, 0, "cut", "too long", fatal=False),
    )
    run = run_of(Report(notices=notices))
    (invocation,) = run["invocations"]
    assert run["results"] == []
    assert invocation["executionSuccessful"] is False
    assert [(told["level"], told["descriptor"]["id"]) for told in invocation["toolExecutionNotifications"]] == [
        ("error", "cclint/syntax"),
        ("error", "cclint/unreadable"),
        ("note", "cclint/cut"),
    ]
    first = invocation["toolExecutionNotifications"][0]
    assert first["message"]["text"] == "a b.py: invalid syntax"
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "a%20b.py", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 3, "startColumn": 1},
    }
    assert run_of(Report(notices=notices[2:]))["invocations"][0]["executionSuccessful"] is True


@pytest.mark.parametrize(
    ("prefix", "path", "uri"),
    [
        ("", "a.py", "a.py"),
        ("pkg/", "a.py", "pkg/a.py"),
        ("pkg/sub/", "../a.py", "pkg/a.py"),
        ("pkg/", "../../a.py", "../a.py"),
        ("", "../a.py", "../a.py"),
        ("", "a b#c?d%.py", "a%20b%23c%3Fd%25.py"),
        ("", "ü\udcff.py", "%C3%BC%FF.py"),
    ],
)
def test_uris_are_relative_to_the_repository(prefix, path, uri):
    (result,) = run_of(Report(findings=(finding(place=place(path)),), prefix=prefix))["results"]
    found = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert found == uri
    parts = urlsplit(found)
    assert (parts.scheme, parts.netloc, parts.query, parts.fragment) == ("", "", "", "")


def test_masking():
    text = "message to ann.lee@example.org"
    report = Report(
        findings=(finding(message=text, trace=(Step(place(), text),)),),
        suppressed=(Suppressed(finding(), text, 1),),
        notices=(Notice("a.py", 1, 1, "syntax", text),),
        sources={"main.py": source("main.py", text)},
    )
    assert "ann.lee" not in json.dumps(document(report))
    assert "ann.lee@example.org" in json.dumps(document(report, addresses=True))


def test_the_whole_program_writes_valid_sarif(files, cclint):
    allowed = FIXED.replace('.net"\n', '.net"  # cclint: allow[visible-fixed-list] a pair\n')
    files({".git/HEAD": "", "app/cclint.toml": "", "app/a.py": LEAK, "app/b.py": allowed, "app/c.py": BROKEN})
    done = cclint("app", "--output-format", "sarif")
    assert done.status == 1
    made = json.loads(done.out)
    jsonschema.Draft4Validator(SCHEMA).validate(made)
    (run,) = made["runs"]
    uris = [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in run["results"]]
    assert uris == ["app/a.py", "app/b.py"]
    assert run["results"][1]["suppressions"][0]["justification"] == "a pair"
    assert run["invocations"][0]["executionSuccessful"] is False


def test_another_reader_understands_it(files, cclint):
    """sarif-tools reads reports on its own: each result with its place, its level and its rule."""
    loader = pytest.importorskip("sarif.loader", reason="sarif-tools is not installed: the group dev has it")
    folder = files({".git/HEAD": "", "app/a.py": LEAK, "app/b.py": FIXED})
    assert cclint("--output-format", "sarif=out.sarif").status == 1
    read = loader.load_sarif_file(str(folder / "out.sarif"))
    assert read.get_distinct_tool_names() == ["cclint"]
    assert [(one["Severity"], one["Code"].split()[0], one["Location"]) for one in read.get_records()] == [
        ("error", "visible-recipients", "app/a.py"),
        ("warning", "visible-fixed-list", "app/b.py"),
    ]
    assert all(one["Line"] > 0 for one in read.get_records())
