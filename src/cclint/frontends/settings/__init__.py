"""Settings and data files: from text to the tree of `cclint.ir.data`, every value with its place.

Each format has a module of its own that reads as the loaders of Python read. None of them runs anything, opens another
file or follows an include; what goes beyond the limits of `reading` is said, not read.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from cclint.frontends.settings.reading import LENGTH, MalformedError, Reading
from cclint.ir.data import Data, Document

if TYPE_CHECKING:
    from cclint.frontends.settings.ini import Dialect

__all__ = ["FORMATS", "MalformedError", "format_of", "parse"]

SUFFIXES: Final = {
    ".yaml": "yaml", ".yml": "yaml", ".sls": "yaml", ".flow": "yaml", ".json": "json", ".jsonc": "json", ".webmanifest": "json",
    ".jsonl": "lines", ".ndjson": "lines", ".toml": "toml", ".ini": "ini", ".cfg": "ini", ".conf": "ini",
    ".env": "env", ".properties": "properties", ".csv": "csv", ".tsv": "tsv",
}  # fmt: skip
"""What a file holds, by how its name ends."""
NAMES: Final = {
    ".env": "env",
    ".flaskenv": "env",
    ".envrc": "env",
    "Pipfile": "toml",
    "poetry.lock": "toml",
    "kapacitor.conf": "toml",
}


def _yaml(reading: Reading) -> tuple[Data, ...]:
    from cclint.frontends.settings import yaml  # PyYAML is costly to import

    return yaml.parse(reading)


def _toml(reading: Reading) -> tuple[Data, ...]:
    from cclint.frontends.settings import toml

    return toml.parse(reading)


def _json(reading: Reading) -> tuple[Data, ...]:
    from cclint.frontends.settings import json

    return json.parse(reading)[0]


def _lines(reading: Reading) -> tuple[Data, ...]:
    from cclint.frontends.settings import json

    return json.parse_lines(reading)


def _ini(reading: Reading, dialect: Dialect | None = None) -> tuple[Data, ...]:
    from cclint.frontends.settings import ini

    return ini.parse(reading, dialect or ini.USUAL)


def _env(reading: Reading) -> tuple[Data, ...]:
    from cclint.frontends.settings import env

    return env.parse(reading)


def _properties(reading: Reading) -> tuple[Data, ...]:
    from cclint.frontends.settings import properties

    return properties.parse(reading)


def _assignments(reading: Reading) -> tuple[Data, ...]:
    from cclint.frontends.settings import assignments

    return assignments.parse(reading)


def _csv(reading: Reading) -> tuple[Data, ...]:
    from cclint.frontends.settings import csv

    return csv.parse(reading, ",")


def _tsv(reading: Reading) -> tuple[Data, ...]:
    from cclint.frontends.settings import csv

    return csv.parse(reading, "\t")


def _semicolons(reading: Reading) -> tuple[Data, ...]:
    from cclint.frontends.settings import csv

    return csv.parse(reading, ";")


def _bars(reading: Reading) -> tuple[Data, ...]:
    from cclint.frontends.settings import csv

    return csv.parse(reading, "|")


FORMATS: Final[dict[str, Callable[[Reading], tuple[Data, ...]]]] = {
    "yaml": _yaml, "toml": _toml, "json": _json, "lines": _lines, "ini": _ini, "env": _env, "properties": _properties,
    "csv": _csv, "tsv": _tsv, "csv;": _semicolons, "csv|": _bars, "assignments": _assignments,
}  # fmt: skip
"""The reader of each format."""


def format_of(path: str) -> str | None:
    """The format that a file's name tells, or None."""
    name = path.rpartition("/")[2]
    if name in NAMES or name.startswith(".env."):
        return NAMES.get(name, "env")
    _, dot, suffix = name.rpartition(".")
    return SUFFIXES.get(dot + suffix.lower())


def parse(text: str, format: str, path: str = "", dialect: Dialect | None = None) -> Document:
    """Read a text.

    Parameters
    ----------
    text: the whole of it, with LF line ends.
    format: one of `FORMATS`.
    path: what the document is called.
    dialect: how an INI file is read, where not as usual.

    Raises
    ------
    MalformedError: the text is not of that format, or beyond the limits.
    """
    if len(text) > LENGTH:
        raise MalformedError(
            f"the file has more than {LENGTH:,} characters and is not read",
            remedy="exclude it, or keep data apart from settings",
            kind="cut",
        )
    reading = Reading(text, path)
    roots = FORMATS[format](reading) if dialect is None else _ini(reading, dialect)
    return Document(path, format, roots, tuple(reading.notices))
