"""What `configparser` makes of `%(name)s` and `${section:name}` in the raw values of an INI file.

The rules are those of BasicInterpolation (what `ConfigParser` does by default) and ExtendedInterpolation in the standard
library; RawConfigParser and `get(raw=True)` give the raw value.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from cclint.ir.data import Scalar, Table

ROUNDS: Final = 10
"""configparser.MAX_INTERPOLATION_DEPTH."""

LENGTH: Final = 100_000
"""The characters of the longest value; ten rounds could make some that fill any memory."""

MARKS: Final = {"basic": re.compile(r"%(?:%|\(([^)]+)\)s)?"), "extended": re.compile(r"\$(?:\$|\{([^}]+)\})?")}

Style = Literal["basic", "extended"]


def resolve(root: Table, section: str, text: str, style: Style = "basic") -> str | None:
    """What a raw value stands for.

    Parameters
    ----------
    root: the whole file.
    section: the section that the value stands in.
    text: the value.
    style: whose rules hold.

    Returns
    -------
    The text, or None where `configparser` raises an InterpolationError, or the text is beyond all bounds.
    """
    return resolved(root, section, text, style, 1)


def resolved(root: Table, section: str, text: str, style: Style, rounds: int) -> str | None:
    """See `resolve`; `rounds` is how deep values are within values."""
    if rounds > ROUNDS:
        return None
    sign = "%" if style == "basic" else "$"
    parts: list[str] = []
    length = offset = 0
    for match in MARKS[style].finditer(text):
        if match[0] == sign:
            return None
        part: str | None = sign
        if match[1] is not None:
            where, part = named(root, section, match[1], style)
            if part is not None and sign in part:
                part = resolved(root, where, part, style, rounds + 1)
            if part is None:
                return None
        parts += (text[offset : match.start()], part or "")
        offset = match.end()
        length += len(parts[-1]) + len(parts[-2])
        if length > LENGTH:
            return None
    return "".join([*parts, text[offset:]])


def named(root: Table, section: str, name: str, style: Style) -> tuple[str, str | None]:
    """The section and the raw value that a reference means; no value where there is none."""
    if style == "extended" and ":" in name:
        section, name, *more = name.split(":")
        if more:
            return section, None
    table = root.get(section)
    value = table.get(name.lower()) if isinstance(table, Table) else None
    text = value.value if isinstance(value, Scalar) else None
    return section, text if isinstance(text, str) else None
