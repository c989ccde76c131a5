"""Where no repair is proved, the words must do: each finding of every rule, in every format, says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from cclint.testing.mdtest import Case, examine, parse

TESTS = Path(__file__).parent.parent
SUITES = sorted([*(TESTS / "rules").glob("*.md"), *(TESTS / "origins").glob("*.md")])
COMMENTS = {"unused-suppression", "expired-suppression", "misspelt-suppression", "suppression-without-reason"}
"""Rules about comments, whose message is what to do."""
CASES = [(path.stem, case) for path in SUITES for case in parse(path.read_text(encoding="utf-8"), path.stem)]


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=[f"{stem}: {case.name}" for stem, case in CASES])
def test_each_finding_says_what_to_do(case: Case, tmp_path: Path):
    for finding in examine(case, tmp_path).findings:
        assert finding.advice or finding.rule in COMMENTS
        words = " ".join(finding.advice)
        if finding.rule in ("visible-recipients-in-settings", "visible-recipients-in-template"):
            assert "send_message" not in words, "nobody calls that in a file of settings, or in a template"
        if finding.role == "Reply-To":
            assert "Answer to one address" in words
        if "the link holds" in finding.message:
            assert "bcc=" in words
