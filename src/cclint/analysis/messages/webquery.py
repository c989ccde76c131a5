"""The parameters that stand in an address of the web, each with its value: `mailto://me@host?to=…&cc=…`."""

from __future__ import annotations

import re
from typing import Final

from cclint.analysis.messages.frozen import Table
from cclint.analysis.values.rope import Part, Piece, Text, text
from cclint.analysis.values.value import Value

MARKS: Final = re.compile(r"([?&=])")


def parameters(address: Value) -> Table | None:
    """The parameters of an address; None where it has none.

    Parameters
    ----------
    address: a text of which at least the names of the parameters are known.
    """
    if not isinstance(address, Text):
        return None
    found: dict[str, list[Part]] = {}
    name: str | None = None
    naming = ""
    where = ""  # the mark that was read last
    for part in address.parts:
        if not isinstance(part, Piece):
            if where == "=" and name is not None:
                found[name].append(part)
            continue
        for one in MARKS.split(part.text):
            if one and one in "?&":
                where, naming, name = one, "", None
            elif one == "=" and where in ("?", "&"):
                where, name = one, naming
                found[naming] = []
            elif where == "=" and name is not None:
                found[name].append(Piece(one, part.trail))
            elif where:
                naming += one
    if not found:
        return None
    return Table(tuple((text(key), Text(tuple(held), address.trail), True) for key, held in found.items()))
