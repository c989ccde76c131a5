"""TOML files with places: the table that counts, and the line of every key, which TOML parsers do not tell."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path
from typing import Any, Final

from cclint.refusal import Refused


def table_of(file: str) -> tuple[dict[str, Any] | None, str, str]:
    """The table that counts, the text that it stands in, and the dotted name of the table in that text."""
    import tomli

    try:
        text = bytes_of(file).decode("utf-8-sig").replace("\r\n", "\n")
        whole = tomli.loads(text)
    except (tomli.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(f"{os.path.relpath(file)}: is not TOML: {error}") from error
    if os.path.basename(file) != "pyproject.toml":
        return whole, text, ""
    table = whole.get("tool", {}).get("cclint")
    if table is not None and not isinstance(table, dict):
        raise Refused(f"{os.path.relpath(file)}: tool.cclint must be a table")
    return table, text, "tool.cclint"


def bytes_of(file: str) -> bytes:
    """The content of a file."""
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise Refused(f"{os.path.relpath(file)}: cannot be read: {error.strerror}") from error


_HEADER: Final = re.compile(r"^\s*\[\[?\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY: Final = re.compile(r"""^\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")


def lines_of_keys(text: str, prefix: str) -> dict[str, int]:
    """The line of each key below a table: TOML parsers tell no places, and a message without one is little help.

    Keys are those of the table, `policy.max-visible` for nested ones, `allow.0.paths` for lists of tables. A line
    inside a multi-line string could be taken for a key; nothing but the line number in a message depends on this.
    """
    lines: dict[str, int] = {}
    entries: Counter[tuple[str, ...]] = Counter()
    inside = prefix == ""
    table: tuple[str, ...] = ()
    wanted = tuple(prefix.split(".")) if prefix else ()
    for number, line in enumerate(text.split("\n"), 1):
        if header := _HEADER.match(line):
            table = _parts(header[1])
            if line.lstrip().startswith("[["):
                table = (*table, str(entries[table]))
                entries[table[:-1]] += 1
            inside = table[: len(wanted)] == wanted
            names = table[len(wanted) :]
        elif inside and (key := _KEY.match(line)):
            names = (*table[len(wanted) :], *_parts(key[1]))
        else:
            continue
        for depth in range(1, len(names) + 1) if inside else ():
            lines.setdefault(".".join(names[:depth]), number)
    return lines


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))
