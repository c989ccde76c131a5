"""Tables of text as Python's `csv` reads them, with the place of every row and cell.

The standard library splits the cells; where they stand is found by a reader of our own that follows its rules for
quotes (https://docs.python.org/3/library/csv.html#dialects-and-formatting-parameters, the dialect "excel").
"""

from __future__ import annotations

from cclint.frontends.settings.reading import Reading
from cclint.ir.data import Data, Items, Scalar


def parse(reading: Reading, delimiter: str = ",") -> tuple[Data, ...]:
    """The rows of a table, each a list of its cells; empty lines are no rows.

    Raises
    ------
    MalformedError: it goes beyond a limit.
    """
    text, rows = reading.text, []
    offset = 0
    while offset < len(text):
        if text[offset] == "\n":
            offset += 1
            continue
        start, cells = offset, []
        while True:
            cell, offset = _cell(reading, offset, delimiter)
            cells.append(cell)
            if offset >= len(text) or text[offset] == "\n":
                break
            offset += 1
        reading.count()
        rows.append(Items(reading.at(start, offset), tuple(cells)))
        offset += 1
    return (Items(reading.whole, tuple(rows)),)


def _cell(reading: Reading, start: int, delimiter: str) -> tuple[Scalar, int]:
    """A cell and the offset behind it."""
    text, offset = reading.text, start
    parts: list[str] = []
    if text.startswith('"', start):
        offset = start + 1
        while True:
            end = text.find('"', offset)
            if end < 0:
                parts.append(text[offset:])
                offset = len(text)
                break
            parts.append(text[offset:end])
            offset = end + 1
            if not text.startswith('"', offset):
                break
            parts.append('"')
            offset += 1
    ends = [end for sign in (delimiter, "\n") if (end := text.find(sign, offset)) >= 0]
    end = min(ends, default=len(text))
    parts.append(text[offset:end])
    return reading.scalar(start, end, "".join(parts)), end
