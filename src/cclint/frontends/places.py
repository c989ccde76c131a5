"""Places for nodes of `ast` that another parser's tree was turned into, and what such parsers raise."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any, TypeAlias, TypeVar

N = TypeVar("N", bound=ast.AST)
Point: TypeAlias = tuple[int, int]
"""A line, counted from 1, and a column in characters, counted from 0: what libcst and fissix say."""


class UnreadableError(Exception):
    """A text is not of the grammar that it was read by.

    Parameters
    ----------
    line, column: where reading stopped, both from 1; `ast` and libcst may name the place where the trouble began.
    reason: a clause that goes on after "this is not valid Python: ".
    deep: the text may be valid, but it is nested too deeply, or is too large, for the parser.
    """

    def __init__(self, line: int, column: int, reason: str, *, deep: bool = False) -> None:
        super().__init__(reason)
        self.line = line
        self.column = column
        self.reason = reason
        self.deep = deep


class Places:
    """Gives nodes the places that `ast` would give them: columns are counted in bytes of UTF-8."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines

    def put(self, node: N, start: Point, end: Point) -> N:
        """Give a node its place."""
        place = node
        place.lineno, place.end_lineno = start[0], end[0]  # type: ignore[attr-defined]
        place.col_offset, place.end_col_offset = self.offset(start), self.offset(end)  # type: ignore[attr-defined]
        return node

    def offset(self, point: Point) -> int:
        line, column = point
        text = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        return column if text.isascii() else len(text[:column].encode("utf-8", "surrogatepass"))


def shift(tree: ast.AST, lines: int) -> None:
    """Move a tree down by some lines; `ast.increment_lineno` moves nodes that stand in two places twice."""
    moved: set[int] = set()
    for node in ast.walk(tree):
        if id(node) not in moved and hasattr(node, "lineno"):
            moved.add(id(node))
            place: Any = node
            end = place.end_lineno or place.lineno
            place.lineno, place.end_lineno = place.lineno + lines, end + lines


def covering(node: N, first: ast.AST, last: ast.AST) -> N:
    """Let a node reach from one node's beginning to another one's end."""
    place = node
    place.lineno, place.col_offset = first.lineno, first.col_offset  # type: ignore[attr-defined]
    place.end_lineno, place.end_col_offset = last.end_lineno, last.end_col_offset  # type: ignore[attr-defined]
    return node
