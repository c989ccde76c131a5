"""`cclint schema`: the JSON schema of the configuration, for editors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from cclint.cli.arguments import Parser
from cclint.cli.console import show
from cclint.config import BASELINE, TEST_PATHS, Persona
from cclint.finding import Level

DRAFT: Final = "http://json-schema.org/draft-07/schema#"
Schema = dict[str, Any]


def show_schema(arguments: Sequence[str]) -> int:
    """Run the command.

    Parameters
    ----------
    arguments: those of the command line, without the command.

    Returns
    -------
    The exit status.
    """
    import json

    Parser("cclint schema", "Write the JSON schema of cclint.toml, and of [tool.cclint] in pyproject.toml.").read(
        arguments
    )
    show(json.dumps(schema(), indent=2) + "\n")
    return 0


def schema() -> Schema:
    """The schema of `cclint.toml`, which is that of `tool.cclint`."""
    reason = _word("Why; words that tell somebody else.")
    paths = _words("Files, as patterns of .gitignore files.", least=1)
    rules = _words("Names of rules.")
    day = {"description": "The last day on which this counts.", "type": "string", "format": "date"}
    level = {"description": "What findings weigh there; a note never fails a run.", "enum": [str(one) for one in Level]}
    known = _table(
        "People who may see each other.",
        {
            "name": _word("What reports call them."),
            "matches": _words(
                "Variables, functions, keys of settings, files, or @domains that they come from.", least=1
            ),
            "reason": reason,
        },
        needed=["name", "matches", "reason"],
    )
    override = _table(
        "Another policy for some files, or some rules in them.",
        {
            "paths": paths,
            "rules": rules,
            "max-visible": _number("How many addresses of one message may see each other there.", 1),
            "level": level,
            "reason": reason,
        },
        needed=["paths"],
    )
    policy = _table(
        "Who may see whom.",
        {
            "max-visible": _number("How many addresses of one message may see each other.", 1, default=1),
            "internal-domains": _words(
                "Domains whose people are colleagues: they may see each other, and one stranger."
            ),
            "role-addresses": _words("Addresses of functions: info@example.org, or support@ anywhere."),
            "known-audiences": _list("Declared audiences.", known),
            "overrides": _list("For some files.", override),
        },
    )
    allow = _table(
        "Findings that are meant, in files that hold no comments.",
        {"paths": paths, "rules": {**rules, "minItems": 1}, "reason": reason, "until": day},
        needed=["paths", "rules", "reason"],
    )
    personas = [one.value for one in Persona]
    made = _table(
        "The configuration of cclint.",
        {
            "select": _words("The only rules to run. A rule in preview runs only where it is named here."),
            "ignore": _words("Rules not to run."),
            "exclude": _words(
                "What not to look at, as patterns of .gitignore files; instead of the usual folders of tools."
            ),
            "extend-exclude": _words("More of what not to look at, beside the usual folders of tools."),
            "models": _words("Stubs, or folders of them, that describe helpers of the project."),
            "plugins": _words("Names of modules, or paths of Python files."),
            "persona": {
                "description": "For whom to judge: for an auditor, fewer findings are notes.",
                "enum": personas,
                "default": personas[0],
            },
            "test-paths": {
                **_words("Which files are test code, where findings are notes."),
                "default": list(TEST_PATHS),
            },
            "output-format": {**_word("The format of the report."), "default": "full"},
            "allow": _list("Findings that are meant.", allow),
            "baseline": {
                **_word("The findings that were there before, as `cclint baseline` writes them."),
                "default": BASELINE,
            },
            "policy": policy,
            "limits": _table(
                "What a run may cost; what was cut short is a notice, and the exit status is 2 unless there are findings.",
                {
                    "steps": _number("Steps of the analysis of one function.", 1),
                    "seconds": _seconds("Of the analysis of one function."),
                    "file-seconds": _seconds("Of the analysis of one file."),
                    "bytes": _number("Of one file; a larger one is not read.", 1),
                    "tokens": _number("Of one file that are read.", 1),
                    "memory": _number("Megabytes that the analysis of one file may take.", 1),
                    "plugin-seconds": _seconds(
                        "For a plug-in to load, to judge one message, to read one file, to write one report."
                    ),
                },
            ),
            "rules": {
                "description": "Options of single rules.",
                "type": "object",
                "additionalProperties": {"type": "object"},
            },
        },
    )
    return {"$schema": DRAFT, "title": "cclint", **made}


def _word(description: str) -> Schema:
    return {"description": description, "type": "string", "minLength": 1}


def _words(description: str, *, least: int = 0) -> Schema:
    items = {"type": "string", "minLength": 1}
    return {"description": description, "type": "array", "items": items, **({"minItems": least} if least else {})}


def _number(description: str, least: int, **more: int) -> Schema:
    return {"description": description, "type": "integer", "minimum": least, **more}


def _seconds(description: str) -> Schema:
    return {"description": description, "type": "number", "exclusiveMinimum": 0}


def _list(description: str, items: Schema) -> Schema:
    return {"description": description, "type": "array", "items": items}


def _table(description: str, keys: Schema, needed: Sequence[str] = ()) -> Schema:
    return {
        "description": description,
        "type": "object",
        "properties": keys,
        "additionalProperties": False,
        **({"required": list(needed)} if needed else {}),
    }
