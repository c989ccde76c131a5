"""Every stub of a library that sends mail has a suite, and all suites begin with the same scenarios."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cclint.testing.mdtest import examine, parse

PROJECT = Path(__file__).parent.parent.parent
STUBS = {path.stem: path for path in (PROJECT / "src/cclint/models/mail").glob("*.pyi")}
SUITES = {path.stem: path for path in (PROJECT / "tests/libraries").glob("*.md")}

SCENARIOS = ["A list", "One address", "A list in Cc", "A list in Bcc", "One message each"]
NONE = re.compile(r"^There is no (Cc|Bcc)\.$", re.MULTILINE)
IN_CODE = {"commands"}
"""Suites of what the analysis knows without a stub: mail programs that are run."""
TOOLS = {"posting"}
"""Stubs of what others post with."""
HARMLESS = {"courier", "flask_security", "knockknock", "logbook", "loops", "notify"}
"""Libraries with which whoever is mailed is mailed alone, or is seen by nobody."""


def sections(path: Path) -> dict[str, str]:
    """The text below each heading of the second level."""
    parts = re.split(r"^## (.+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2]))


def test_every_stub_has_a_suite():
    assert set(SUITES) - IN_CODE == set(STUBS)


@pytest.mark.parametrize("name", sorted(SUITES))
def test_suites_begin_with_the_same_scenarios(name):
    found = sections(SUITES[name])
    assert list(found)[: len(SCENARIOS)] == SCENARIOS
    cases = {case.name.rpartition(" - ")[2]: case for case in parse(SUITES[name].read_text(encoding="utf-8"), name)}
    for scenario in SCENARIOS:
        assert scenario in cases or NONE.search(found[scenario]), f"{scenario}: no program, and no word about why"


@pytest.mark.parametrize("name", sorted(SUITES))
def test_suites_have_something_that_is_found(name):
    """A suite in which nothing is found holds for a library that is not known at all."""
    text = SUITES[name].read_text(encoding="utf-8")
    assert bool(re.search(r"# (error|warning): \[", text)) is (name not in HARMLESS)


@pytest.mark.parametrize("name", sorted(SUITES))
def test_each_scenario_sends_something(name, tmp_path):
    """Where nothing is found because nothing is seen to leave, nothing is known of the library."""
    for number, case in enumerate(parse(SUITES[name].read_text(encoding="utf-8"), name)):
        if case.name.rpartition(" - ")[2] in SCENARIOS:
            assert examine(case, tmp_path / str(number)).figures.messages, case.name


@pytest.mark.parametrize("name", sorted(set(STUBS) - TOOLS))
def test_stubs_say_where_their_library_is_documented(name):
    assert re.search(r"https?://", STUBS[name].read_text(encoding="utf-8").split('"""')[1])
