"""The pages, and the parts of pages, that are written from what they are about: rules, the schema, the suites.

A part stands between two comments, and `CCLINT_UPDATE=1` writes it anew:

    <!-- generated: the table of rules -->
    <!-- end of what is generated -->
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cclint.catalogue import Rule
from cclint.cli.schema import schema
from cclint.testing.mdtest import EXPECTATION
from making import built_in_rules

PROJECT = Path(__file__).parent.parent.parent
DOCS = PROJECT / "docs"

BEGIN = "<!-- generated: {} -->\n"
END = "<!-- end of what is generated -->"
PART = re.compile(rf"{BEGIN.format('(.+?)')}(.*?){END}", re.DOTALL)

# Rules


def rule_page(rule: Rule) -> str:
    """A rule's page: its docstring, as `cclint explain` prints it, below what it weighs."""
    facts = [f"Level: {rule.level}.", f"Since version {rule.since}."]
    facts += ["In preview: it runs only where it is [selected](../configuration.md)."] if rule.preview else []
    return (
        f"# {rule.name}\n\n{' '.join(facts)} [All rules](index.md).\n\n{_linked(rule)}\n\n"
        f"This page is the rule's docstring; `cclint explain {rule.name}` prints it.\n"
    )


def _linked(rule: Rule) -> str:
    """The page, in whose prose the names of other rules are links; blocks and references stay as they are."""
    others = "|".join(sorted((name for name in built_in_rules() if name != rule.name), key=len, reverse=True))
    parts = re.split(r"(^```.*?^```$|`[^`\n]+`|<[^>\s]+>)", rule.page.strip(), flags=re.DOTALL | re.MULTILINE)
    for index in range(0, len(parts), 2):
        parts[index] = re.sub(rf"(?<![\w\[-])({others})(?![\w-])", r"[\1](\1.md)", parts[index])
    return "".join(parts)


def table_of_rules() -> str:
    """All rules, with what they weigh."""
    rows = ["| rule | level | objects to |", "|---|---|---|"]
    for rule in built_in_rules().values():
        level = f"{rule.level}, in preview" if rule.preview else str(rule.level)
        rows.append(f"| [{rule.name}]({rule.name}.md) | {level} | {rule.summary} |")
    return "\n".join(rows) + "\n"


# The configuration


def keys_of_the_configuration() -> str:
    """A table of keys for each table of the configuration."""
    return "\n".join(_tables(schema(), ""))


def _tables(made: Mapping[str, Any], name: str) -> Iterator[str]:
    """The table of one level, then those below it."""
    below: list[tuple[str, Mapping[str, Any]]] = []
    rows = ["| key | holds | by default | meaning |", "|---|---|---|---|"]
    for key, value in made["properties"].items():
        inner = value.get("items", value)
        if "properties" in inner:
            below.append((f"[[{name}{key}]]" if inner is not value else f"[{name}{key}]", inner))
            continue
        needed = "" if key not in made.get("required", ()) else " Needed."
        text = value["description"] + needed
        rows.append(f"| `{key}` | {_holds(value)} | {_default(value)} | {text} |")
    yield "\n".join(rows) + "\n"
    for title, inner in below:
        yield f"### `{title}`\n\n{inner['description']}\n"
        yield from _tables(inner, title.strip("[]") + ".")


def _holds(value: Mapping[str, Any]) -> str:
    if "enum" in value:
        return " or ".join(f'`"{one}"`' for one in value["enum"])
    if value["type"] == "integer":
        return f"a whole number, {value['minimum']} or more"
    if value["type"] == "number":
        return "seconds"
    if value["type"] == "array":
        return "a list of texts" + (", one at the least" if value.get("minItems") else "")
    if value["type"] == "object":
        return "a table for each rule"
    return "a day, as in `2027-03-31`" if value.get("format") == "date" else "a text"


def _default(value: Mapping[str, Any]) -> str:
    if "default" not in value:
        return ""
    default = value["default"]
    shown = ", ".join(f'"{one}"' for one in default) if isinstance(default, list) else default
    return f"`[{shown}]`" if isinstance(default, list) else f'`"{shown}"`' if isinstance(default, str) else f"`{shown}`"


# Gaps


@dataclass(frozen=True)
class Gap:
    """A line of a suite that is judged wrongly, and known to be."""

    kind: str
    suite: str
    headings: tuple[str, ...]
    line: str
    prose: str


def gaps() -> Iterator[Gap]:
    """Every `missed` and `false alarm` of the suites, in order."""
    for path in sorted(PROJECT.glob("tests/**/*.md")):
        headings: tuple[str, ...] = ()
        prose: list[str] = []
        fenced = False
        for line in path.read_text(encoding="utf-8").split("\n"):
            if line.startswith("```"):
                fenced = not fenced
            elif not fenced and (heading := re.match(r"(#+) (.+)", line)):
                headings = (*headings[: len(heading[1]) - 1], heading[2])
                prose = []
            elif not fenced and line and not line.startswith("`"):
                prose.append(line)
            elif fenced and (found := [*EXPECTATION.finditer(line)]):
                suite = path.relative_to(PROJECT).as_posix()
                shown = line[: found[0].start()].strip()
                for one in found:
                    if one[1] in ("missed", "false alarm"):
                        yield Gap(one[1], suite, headings, shown, " ".join(prose))


def list_of_gaps() -> str:
    """The known gaps, missed leaks first."""
    known = list(gaps())
    parts = []
    for kind, title in (("missed", "Leaks that are missed"), ("false alarm", "False alarms")):
        chosen = [gap for gap in known if gap.kind == kind]
        parts.append(f"### {title}: {len(chosen)} known\n")
        for gap in chosen:
            where = ": ".join(gap.headings)
            parts.append(f"- **{where}**. {gap.prose} `{gap.line}` (`{gap.suite}`)")
        parts.append("" if chosen else "None is known that is not mended.\n")
    return "\n".join(parts)


def limits_of_rules() -> str:
    """What each rule's page says of its limits."""
    parts = []
    for rule in built_in_rules().values():
        found = re.search(r"^## Limits\n\n(.*?)(?=^## |\Z)", _linked(rule), re.DOTALL | re.MULTILINE)
        if found:
            text = re.sub(r"\]\(([\w-]+\.md)\)", r"](rules/\1)", found[1].strip())
            parts.append(f"**[{rule.name}](rules/{rule.name}.md)**: {text}\n")
    return "\n".join(parts)


# The example of a plug-in


def example_rule() -> str:
    """The module of the example, as a block."""
    folder = PROJECT / "plugins/cclint-outside-copies/src/cclint_outside_copies"
    return f"````python\n{(folder / '__init__.py').read_text(encoding='utf-8')}````\n"


# All of them


PAGES: Mapping[str, Callable[[], str]] = {
    f"rules/{rule.name}.md": lambda rule=rule: rule_page(rule) for rule in built_in_rules().values()
}
"""The pages that are generated wholly, below docs/."""

PARTS: Mapping[str, Callable[[], str]] = {
    "the table of rules": table_of_rules,
    "the keys of the configuration": keys_of_the_configuration,
    "the known gaps": list_of_gaps,
    "the example of a rule": example_rule,
    "the limits of the rules": limits_of_rules,
}
"""The parts that stand in pages that people write."""


def renewed(text: str) -> str:
    """A page with its generated parts written anew."""
    return PART.sub(lambda found: f"{BEGIN.format(found[1])}\n{PARTS[found[1]]()}\n{END}", text)
