"""Parts of texts that enter other texts: each remembers where, so that a trace can say it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, TypeAlias

from cclint.analysis.values.fields import Snapshot
from cclint.analysis.values.lattice import join_all
from cclint.analysis.values.rope import Hole, Joined, Part, Parts, Piece, Text
from cclint.analysis.values.trail import WHOLE, Trail
from cclint.analysis.values.value import STRING, Const, Opaque, Union, Value

Hop: TypeAlias = Callable[[Trail | None], Trail | None]
"""Makes the trail of a part that enters a text out of the one that it had."""


def same(trail: Trail | None) -> Trail | None:
    """The hop that is none."""
    return trail


def parts_of(value: Value, hop: Hop = same) -> Parts:
    """What a value looks like inside a text."""
    if isinstance(value, Text):
        return entered(carried(value), hop)
    if isinstance(value, Const):
        return (Piece(str(value.value), hop(value.trail)),)
    if isinstance(value, Union):  # numbers and the like are as good as unknown here
        kept = [one if isinstance(one, (Text, Opaque)) else Text(parts_of(one)) for one in value.alternatives]
        return (Hole(join_all(kept), hop(value.trail)),)
    if isinstance(value, (Opaque, Snapshot)):
        return (Hole(value, hop(value.trail)),)
    return (Hole(Opaque(("text of", value), STRING, trail=value.trail), hop(value.trail)),)


def carried(value: Text) -> Parts:
    """The parts of a text, whose way leads by where the whole text was passed on."""
    trail = value.trail
    if trail is None or trail.what not in WHOLE:
        return value.parts
    made: list[Part] = []
    for part in value.parts:
        own = part.trail
        if own is None or own is trail or own.what == "text":
            made.append(part)
        elif isinstance(part, Piece):
            made.append(Piece(part.text, trail.carrying(own)))
        elif isinstance(part, Hole):
            made.append(Hole(part.value, trail.carrying(own)))
        else:
            made.append(Joined(part.separator, part.runs, trail.carrying(own), part.source))
    return tuple(made)


HEADER: Final = re.compile(r"\s*(?:resent-|apparently-)?(?:to|cc|bcc)\s*:", re.IGNORECASE)
"""What a line of a message begins with that names recipients."""


def opens_header(parts: Parts) -> bool:
    """Whether what comes next stands in a header field that names recipients."""
    line = ""
    for part in reversed(parts):
        if not isinstance(part, Piece):
            line = f"?{line}"
            continue
        _, broken, last = part.text.rpartition("\n")
        line = last + line
        if broken:
            break
    return HEADER.match(line) is not None


def entered(parts: Parts, hop: Hop, before: Parts = ()) -> Parts:
    """Parts that enter another text: those that may hold addresses remember where they did so first, or where they came
    into a header field.

    Parameters
    ----------
    before: what stands in front of them in that text.
    """
    if hop is same:
        return parts
    made: list[Part] = []
    anew = any(part.trail is not None and part.trail.what == "text" for part in parts) and opens_header(before)
    for part in parts:
        if part.trail is not None and part.trail.what == "text" and not anew:
            made.append(part)
        elif isinstance(part, Piece):
            made.append(Piece(part.text, hop(part.trail)) if "@" in part.text else part)
        elif isinstance(part, Hole):
            made.append(Hole(part.value, hop(part.trail)))
        else:
            made.append(Joined(part.separator, part.runs, hop(part.trail), part.source))
    return tuple(made)
