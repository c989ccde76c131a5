"""What several ropes have in common at their beginning and at their end, where they are texts of lines.

Of too many messages that differ in one field only, the other fields stay known.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import Final

from cclint.analysis.values.rope import Part, Parts, Piece

ENDS: Final = ("\n", ", ", ": ", ",", ";")
"""Behind which a text may be cut: no address goes on there."""
BEGINS: Final = ("\n", ",", ";")
"""In front of which it may be cut."""
FIRST: Final = 0xF0000
"""The first character of a plane that is for private use: what stands for a part that is not constant."""


def split_alike(ropes: Sequence[Parts]) -> tuple[Parts, list[Parts], Parts] | None:
    """Split ropes into what all begin with, what each has of its own, and what all end with.

    Returns
    -------
    None where no whole line would stay of what they have in common.
    """
    names: dict[Hashable, str] = {}
    spelt = ["".join(_spelt(part, names) for part in rope) for rope in ropes]
    head = _beginning(spelt)
    start = max(head.rfind(end) + len(end) if end in head else 0 for end in ENDS)
    tail = _beginning([one[start:][::-1] for one in spelt])[::-1]
    stop = len(tail) - min(tail.find(sign) if sign in tail else len(tail) for sign in BEGINS)
    if any("\n" in one[start : len(one) - stop] for one in spelt):  # fields of which nobody knows which they are
        start = head.rfind("\n") + 1
        stop = len(tail) - tail.find("\n") if "\n" in tail else 0
    if "\n" not in spelt[0][:start] and "\n" not in spelt[0][len(spelt[0]) - stop :]:
        return None
    within = [cut(rope, start, len(one) - stop) for rope, one in zip(ropes, spelt)]
    return cut(ropes[0], 0, start), within, cut(ropes[0], len(spelt[0]) - stop, len(spelt[0]))


def _beginning(texts: Sequence[str]) -> str:
    """What all texts begin with."""
    first, last = min(texts), max(texts)  # what these two have in common, all between them have
    return first[: next((index for index, (a, b) in enumerate(zip(first, last)) if a != b), len(first))]


def _spelt(part: Part, names: dict[Hashable, str]) -> str:
    """A part as text, in which a character stands for what is not constant."""
    if isinstance(part, Piece):
        return part.text
    return names.setdefault(part.identity, chr(FIRST + len(names)))


def cut(parts: Parts, start: int, stop: int) -> Parts:
    """The part of a rope between two places: each character of a constant part is one, and each other part."""
    return tuple(_pieces(parts, start, stop))


def _pieces(parts: Parts, start: int, stop: int) -> Iterator[Part]:
    place = 0
    for part in parts:
        size = len(part.text) if isinstance(part, Piece) else 1
        first, last = max(start - place, 0), min(stop - place, size)
        if first < last:
            yield Piece(part.text[first:last], part.trail) if isinstance(part, Piece) else part
        place += size
