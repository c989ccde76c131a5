"""Where nodes stand, which scopes are open, and what their names are called."""

from __future__ import annotations

import ast
from typing import Final

from cclint.ir import nodes as ir
from cclint.ir.nodes import Span
from cclint.ir.source import Lines

NO_NAMES: Final[set[str]] = set()


class Scopes:
    """The work on one file: the scopes that are open, and the names that comprehensions rebind."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.lines = Lines(text)
        self.numbers = [*range(text.count("\n") + 2)]
        """One object for each number of a line: a tree has one for each of its nodes, of which many stand in one line."""
        lines = () if text.isascii() else text.split("\n")
        self.wide = {number: line for number, line in enumerate(lines, 1) if not line.isascii()}
        self.declares = "global" in text or "nonlocal" in text
        self.scopes: list[ir.Function] = []
        self.renamed: list[dict[str, str]] = []
        self.serial = 0
        self.imports: list[ir.Import] = []
        self.classes: list[ir.ClassDefinition] = []
        self.fixed: Span | None = None  # inside an f-string, where `ast` of older versions misplaces nodes

    def at(self, node: ast.AST) -> Span:
        if self.fixed is not None:
            return self.fixed
        line: int = node.lineno  # type: ignore[attr-defined]
        end: int = node.end_lineno or line  # type: ignore[attr-defined]
        start, stop = node.col_offset, node.end_col_offset or 0  # type: ignore[attr-defined]
        if line in self.wide:
            start = self.characters(line, start)
        if end in self.wide:
            stop = self.characters(end, stop)
        if 0 < line <= end < len(self.numbers):
            line, end = self.numbers[line], self.numbers[end]
        return (line, start + 1, end, stop + 1)

    def characters(self, line: int, offset: int) -> int:
        """The column in characters of an offset in UTF-8 bytes, in a line that is not ASCII."""
        return len(self.wide[line].encode("utf-8", "surrogatepass")[:offset].decode("utf-8", "replace"))

    def bind(self, name: str) -> str:
        """Note that the open scope binds a name; give the name it has there."""
        name = self.rename(name)
        scope = self.scopes[-1]
        if name not in scope.outer:
            scope.locals.add(name)
        return name

    def rename(self, name: str) -> str:
        for table in reversed(self.renamed):
            if name in table:
                return table[name]
        return name

    def mention(self, name: str) -> None:
        self.scopes[-1].own.add(name)

    def mentions_of(self, dotted: str) -> None:
        self.scopes[-1].own.update(dotted.split("."))

    def scope(
        self,
        node: ast.AST,
        name: str,
        kind: str,
        parameters: tuple[ir.Parameter, ...],
        returns: ir.Expression | None = None,
    ) -> ir.Function:
        outer = self.scopes[-1]
        prefix = f"{outer.qualname}." if outer.qualname else ""
        made = ir.Function(self.at(node), name, prefix + name, parameters, kind=kind, path=self.path, returns=returns)
        made.locals.update(parameter.name for parameter in parameters)
        outer.inner.append(made)
        return made


def pack(scope: ir.Function) -> None:
    """A scope is lowered: its names in as little room as they need, since a program has many scopes.

    A set that has grown has room for four times as much; a copy has not.
    """
    scope.own = {*scope.own}
    scope.mentions = {*scope.mentions, *scope.own} if scope.mentions else scope.own
    scope.locals = {*scope.locals}
    if not scope.outer:
        scope.outer = NO_NAMES
