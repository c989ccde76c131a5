"""Rules = files = pages = suites = changelog, and every example in a page is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cclint.catalogue import HEADINGS, Rule
from cclint.config import Config
from cclint.plugins import load
from cclint.testing.mdtest import Case, File, examine, parse, problems
from making import built_in_rules

RULES = built_in_rules()

FORBIDDEN = re.compile(r"^(no|dont|disallow|avoid|forbid|missing|prevent|check|test)-|-(error|check|rule)$")


def test_rules_are_files():
    folder = Path(__file__).parent.parent.parent / "src/cclint/rules"
    assert {path.stem.replace("_", "-") for path in folder.glob("*.py") if path.stem != "__init__"} == set(RULES)


def test_rules_are_suites():
    folder = Path(__file__).parent.parent / "rules"
    assert {path.stem for path in folder.glob("*.md")} == set(RULES)


def test_suites_speak_about_their_rule():
    folder = Path(__file__).parent.parent / "rules"
    for name in RULES:
        text = (folder / f"{name}.md").read_text()
        assert text.startswith(f"# {name}\n")
        assert re.search(rf"# (error|warning): \[{name}\]", text)


def test_rules_are_in_the_changelog_and_the_readme(project):
    changelog, readme = (project / "CHANGELOG.md").read_text(), (project / "README.md").read_text()
    for name in RULES:
        assert f"- **{name}**" in changelog
        assert f"`{name}`" in readme


def test_the_version_has_a_heading_in_the_changelog(project):
    from cclint import __version__

    changelog = (project / "CHANGELOG.md").read_text()
    assert "\n## Next\n" in changelog
    assert re.search(rf"^## {re.escape(__version__)}(?: \(\d{{4}}-\d\d-\d\d\))?$", changelog, re.MULTILINE)


@pytest.mark.parametrize("name", RULES)
def test_names_are_the_bad_thing(name):
    assert not FORBIDDEN.search(name)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_pages_have_all_headings(rule: Rule):
    assert tuple(re.findall(r"^## (.+)$", rule.page, re.MULTILINE)) == HEADINGS
    assert rule.since
    assert rule.summary.endswith(".")
    assert len(rule.summary) < 140
    assert "https://" in rule.page or "http://" in rule.page


def examples() -> list[Case]:
    return [case for rule in RULES.values() for case in parse(rule.page, rule.name)]


@pytest.mark.parametrize("case", examples(), ids=lambda case: case.name)
def test_examples_in_pages_are_true(case: Case, tmp_path):
    assert problems(case, examine(case, tmp_path)) == []


def test_every_rule_has_an_example_that_it_finds_and_one_that_it_does_not():
    for rule in RULES.values():
        cases = {case.name.rsplit(" - ", 1)[1]: case for case in parse(rule.page, rule.name)}
        assert f"[{rule.name}]" in "".join(file.text for file in cases["Example"].files.values())
        assert "[" + rule.name not in "".join(file.text for file in cases["Use instead"].files.values())


def test_the_plug_in_that_the_readme_shows_works(project, tmp_path):
    text = (project / "README.md").read_text().split("````python\n", 1)[1].split("````", 1)[0]
    (tmp_path / "acme.py").write_text(text)
    loaded = load(Config(root=tmp_path, home=tmp_path, plugins=("acme.py",)))
    (case,) = parse(loaded.rules["carbon-copy"].page, "carbon-copy")
    case.files["acme.py"] = File("acme.py", text.splitlines())
    case.files["cclint.toml"] = File("cclint.toml", ['plugins = ["acme.py"]', 'select = ["carbon-copy"]'])
    (tmp_path / "run").mkdir()
    report = examine(case, tmp_path / "run")
    assert [(one.rule, one.place.line) for one in report.findings] == [("carbon-copy", 6)]
