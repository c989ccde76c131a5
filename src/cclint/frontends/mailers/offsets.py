"""Offsets of a text as places."""

from __future__ import annotations

import re
from bisect import bisect_right

from cclint.ir.nodes import Span


class Places:
    """Offsets of a text as places."""

    def __init__(self, content: str) -> None:
        self.starts = [0, *(match.end() for match in re.finditer("\n", content))]

    def at(self, start: int, end: int) -> Span:
        """The place of what stands between two offsets."""
        line, last = bisect_right(self.starts, start), bisect_right(self.starts, end)
        return (line, start - self.starts[line - 1] + 1, last, end - self.starts[last - 1] + 1)
