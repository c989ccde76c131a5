"""SARIF 2.1.0 (OASIS, errata 01), for code scanning: one run, relative URIs, traces as code flows, stable fingerprints.

What services do with it is why some things are as they are: GitHub shows 1,000 steps at most and ranks by
`security-severity`, which counts only where the tags hold `security`; its uploader warns about a
`primaryLocationLineHash` that differs from its own, so ours has a key of its own. What was not read is a notification
of the invocation, not a result.
"""

from __future__ import annotations

import json
import os
from typing import Any, Final
from urllib.parse import quote

from cclint.catalogue import Rule
from cclint.finding import Finding, Fix, Level, Notice, Place, Step
from cclint.identity import VERSION as IDENTITY
from cclint.identity import fingerprints
from cclint.report import Rendering, Report, Suppressed
from cclint.reporters.repairs import offered
from cclint.reporters.wording import path_text, people, private, sight, size
from cclint.version import VERSION

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
BASE: Final = "%SRCROOT%"
STEPS: Final = 50
"""The most steps of one trace."""
TRACES: Final = 20
"""The most traces of one finding."""
SEVERITY: Final = {Level.ERROR: "7.0", Level.WARNING: "5.0", Level.NOTE: "3.0"}
"""GitHub's scale: high from 7.0 on, medium from 4.0 on, low below."""
TAGS: Final = ["security", "privacy", "external/cwe/cwe-359"]
"""CWE-359: exposure of private personal information to an unauthorized actor."""

Json = dict[str, Any]


def render(report: Report, rendering: Rendering) -> str:
    """Write the report.

    Parameters
    ----------
    report: what was found.
    rendering: whether addresses are masked.
    """
    everything = report.with_allowed
    names = fingerprints(finding for finding, _ in everything)
    order = {rule.name: index for index, rule in enumerate(report.rules)}
    run: Json = {
        "tool": {
            "driver": {
                "name": "cclint",
                "semanticVersion": VERSION,
                "rules": [_rule(rule) for rule in report.rules],
            }
        },
        "automationDetails": {"id": "cclint/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {BASE: {"description": {"text": "The top of the repository."}}},
        "invocations": [
            {
                "executionSuccessful": report.complete,
                "toolExecutionNotifications": [_notice(notice, report, rendering) for notice in report.notices],
            }
        ],
        "results": [
            _result(finding, name, allowed, order.get(finding.rule), report, rendering)
            for (finding, allowed), name in zip(everything, names, strict=True)
        ],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"


def _rule(rule: Rule) -> Json:
    return {
        "id": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.summary},
        "help": {"text": rule.page, "markdown": rule.page},
        "defaultConfiguration": {"level": str(rule.level)},
        "properties": {"tags": TAGS, "precision": "high", "security-severity": SEVERITY[rule.level]},
    }


def _result(
    finding: Finding,
    fingerprint: str,
    allowed: Suppressed | None,
    index: int | None,
    report: Report,
    rendering: Rendering,
) -> Json:
    who = [
        " ".join(f"{shown.role}: {size(shown)} {people(shown, rendering)}, {sight(shown)}".split()).replace(" ,", ",")
        for shown in finding.who
    ]
    text = private(finding.message, rendering) + (f".\nWho sees whom: {'; '.join(who)}." if who else "")
    traces = [trace for trace in (finding.trace, *finding.others) if trace]
    result: Json = {
        "ruleId": finding.rule,
        "level": str(finding.level),
        "message": {"text": text},
        "locations": [{"physicalLocation": _location(finding.place, report)}],
        "partialFingerprints": {f"cclint/{IDENTITY}": fingerprint},
    }
    if index is not None:
        result["ruleIndex"] = index
    if traces:
        result["codeFlows"] = [
            {"threadFlows": [{"locations": _flow(trace, report, rendering)}]} for trace in traces[:TRACES]
        ]
    if allowed is not None:
        kind = "inSource" if allowed.by == "comment" else "external"
        result["suppressions"] = [{"kind": kind, "justification": private(allowed.reason, rendering)}]
    if (fix := offered(finding, rendering)) is not None:
        result["fixes"] = [_fix(fix, report)]
    properties: Json = {"advice": list(finding.advice)} if finding.advice else {}
    if finding.decisions:
        properties["policy"] = [private(text, rendering) for text in finding.decisions]
    if properties:
        result["properties"] = properties
    return result


def _fix(fix: Fix, report: Report) -> Json:
    """A repair; SARIF has no word for its safety, so that the description says it."""
    label = "safe" if fix.safe else "unsafe"
    changes = []
    for path in dict.fromkeys(edit.place.path for edit in fix.edits):
        edits = [edit for edit in fix.edits if edit.place.path == path]
        replacements = [
            {"deletedRegion": _location(edit.place, report)["region"], "insertedContent": {"text": edit.text}}
            for edit in edits
        ]
        changes.append({"artifactLocation": _artifact(path, report), "replacements": replacements})
    return {"description": {"text": f"{fix.title} ({label}: {fix.reason})"}, "artifactChanges": changes}


def _flow(trace: tuple[Step, ...], report: Report, rendering: Rendering) -> list[Json]:
    steps = trace if len(trace) <= STEPS else (*trace[: STEPS - 1], trace[-1])
    return [
        {
            "location": {
                "physicalLocation": _location(step.place, report),
                "message": {"text": private(path_text(step.text), rendering)},
            }
        }
        for step in steps
    ]


def _location(place: Place, report: Report) -> Json:
    region = {"startLine": max(place.line, 1), "startColumn": max(place.column, 1)}
    if place.end_line >= place.line:
        region["endLine"] = max(place.end_line, 1)
        if place.end_column:
            region["endColumn"] = place.end_column
    return {"artifactLocation": _artifact(place.path, report), "region": region}


def _artifact(path: str, report: Report) -> Json:
    """A file, as a URI below the top of the repository: absolute ones would tell where the machine keeps it."""
    parts = (report.prefix + path).split("/")
    while ".." in parts[1:]:  # the prefix may be left again by a path that lies outside the root
        up = parts.index("..", 1)
        if parts[up - 1] == "..":
            break
        del parts[up - 1 : up + 1]
    return {"uri": quote(os.fsencode("/".join(parts))), "uriBaseId": BASE}


def _notice(notice: Notice, report: Report, rendering: Rendering) -> Json:
    physical: Json = {"artifactLocation": _artifact(notice.path, report)}
    if notice.line:
        physical["region"] = {"startLine": notice.line, "startColumn": max(notice.column, 1)}
    return {
        "descriptor": {"id": f"cclint/{notice.kind}"},
        "level": "error" if notice.fatal else "note",
        "message": {"text": f"{path_text(notice.path)}: {private(path_text(notice.reason), rendering)}"},
        "locations": [{"physicalLocation": physical}],
    }
