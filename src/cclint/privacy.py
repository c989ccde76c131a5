"""Addresses in text: how they are recognised and masked. Reports go to places where the addresses must not go."""

from __future__ import annotations

import re
from typing import Final

ADDRESS: Final = re.compile(r"(?<![%}\)\w])(\w[\w.+&-]*)@(?=([\w-]+\.)+[^\W\d_])")
"""The local part of an address with a dotted domain. `%s@example.org` and `{name}@example.org` are templates, and name
nobody."""


def masked(text: str) -> str:
    """The text with the local parts of addresses hidden: `ann@example.org` becomes `a***@example.org`."""
    return ADDRESS.sub(_mask, text) if "@" in text else text


def anonymous(text: str) -> str:
    """The text without any trace of the addresses in it, for what is hashed or stored: a hash of few possibilities
    hides nothing.
    """
    return re.sub(ADDRESS.pattern + r"([\w-]+\.)*[\w-]+", "@", text) if "@" in text else text


def masked_line(text: str, columns: tuple[int, ...]) -> tuple[str, tuple[int, ...]]:
    """A line of source with its addresses masked, and where some of its columns are then.

    Parameters
    ----------
    text: the line.
    columns: columns in it, from 1.

    Returns
    -------
    The masked line, and the columns in it.
    """
    moved = list(columns)
    for match in reversed(list(ADDRESS.finditer(text))):
        mask = _mask(match)
        grown = len(mask) - len(match[0])
        moved = [
            column + grown
            if column > match.end()
            else min(column, match.start() + 1)
            if column > match.start() + 1
            else column
            for column in moved
        ]
        text = text[: match.start()] + mask + text[match.end() :]
    return text, tuple(moved)


def _mask(match: re.Match[str]) -> str:
    local = match[1]
    return f"{local[0] if len(local) > 1 else ''}***@"
