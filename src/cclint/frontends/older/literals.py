"""Literals of Python 2 and 3, as their tokens spell them, to values; nothing is evaluated but the literal itself."""

from __future__ import annotations

import ast
import re
import warnings
from typing import Final

STRING: Final = re.compile(r"(?P<prefix>[A-Za-z]*)(?P<quote>\"\"\"|'''|\"|')(?P<body>.*)(?P=quote)\Z", re.DOTALL)
UNICODE_ONLY: Final = re.compile(r"(?<!\\)((?:\\\\)*)\\(?=[uUN])")
"""A backslash, itself not escaped, in front of what is an escape in text only."""
RAW_ESCAPE: Final = re.compile(r"(?<!\\)((?:\\\\)*)\\u([0-9a-fA-F]{4})|(?<!\\)((?:\\\\)*)\\U([0-9a-fA-F]{8})")


def number(token: str) -> complex:
    """The value of a number; octals may begin with a plain 0, and integers end with L.

    Raises
    ------
    ValueError, SyntaxError: it is no number of any version.
    """
    plain = token.lower().rstrip("l").replace("_", "")
    if len(plain) > 1 and plain[0] == "0" and plain.isdigit():
        return int(plain, 8)
    value = ast.literal_eval(plain)
    assert isinstance(value, (int, float, complex))
    return value


def string(token: str, *, python2: bool = False) -> str | bytes:
    r"""The value of a string that is no f-string.

    Parameters
    ----------
    token: with its prefix and quotes.
    python2: all strings are text: those of Python 2 are bytes, but are used as text, and text that is put together
        from both is text there. `ur""` knows `\u`; strings that are not `u""` do not.

    Raises
    ------
    ValueError, SyntaxError: an escape that means nothing.
    """
    match = STRING.match(token)
    if match is None:
        raise ValueError("this is no string")
    prefix, quote, body = match["prefix"].lower(), match["quote"], match["body"]
    if python2:
        if "r" in prefix and "u" in prefix:
            body = RAW_ESCAPE.sub(_character, body)
        elif "r" not in prefix and "u" not in prefix:
            body = UNICODE_ONLY.sub(r"\1\\\\", body)
        prefix = "r" if "r" in prefix else ""
    with warnings.catch_warnings():  # escapes that mean nothing are kept as they are
        warnings.simplefilter("ignore")
        value = ast.literal_eval(f"{prefix}{quote}{body}{quote}")
    assert isinstance(value, (str, bytes))
    return value


def _character(match: re.Match[str]) -> str:
    before = match[1] if match[2] else match[3]
    return (before or "") + chr(int(match[2] or match[4], 16))
