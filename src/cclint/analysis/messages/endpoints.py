"""Where a request goes to: addresses of the web, as far as the text that gives them is known."""

from __future__ import annotations

import itertools
from typing import Final

from cclint.analysis.values.rope import Hole, Piece, Text
from cclint.analysis.values.value import Union, Value, alternatives

UNKNOWN: Final = "\0"
"""Stands in an address of the web for what is not known."""
ENDPOINTS: Final = 16
"""The most endpoints of one request that are told apart."""


def spelt(value: Value) -> str:
    """An address of the web as text, with a mark for each stretch that is not known."""
    if not isinstance(value, Text):
        return UNKNOWN
    made = []
    for part in value.parts:
        if isinstance(part, Piece):
            made.append(part.text)
        elif isinstance(part, Hole) and isinstance(part.value, Text):
            made.append(spelt(part.value))
        else:
            made.append(UNKNOWN)
    return "".join(made)


def endpoints_of(value: Value, base: Value | None = None) -> list[str]:
    """The addresses that a request can go to; those that are no whole ones begin at the base."""
    if base is not None:
        roots = [root if "://" in root else f"https://{root}" for root in endpoints_of(base)]
        return [
            one if "://" in one else f"{root.rstrip('/')}/{one.lstrip('/')}"
            for one in endpoints_of(value)
            for root in roots
        ]
    found: list[str] = []
    for one in alternatives(value):
        if not isinstance(one, Text):
            found.append(UNKNOWN)
            continue
        options = [
            [spelt(choice) for choice in alternatives(part.value)]
            if isinstance(part, Hole) and isinstance(part.value, Union)
            else [spelt(Text((part,)))]
            for part in one.parts
        ]
        found += ["".join(choice) for choice in itertools.islice(itertools.product(*options), ENDPOINTS)]
    return found
