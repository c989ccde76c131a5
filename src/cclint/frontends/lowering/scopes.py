"""Where nodes stand, which scopes are open, and what their names are called."""

from __future__ import annotations

import ast
from typing import Final

from cclint.ir import nodes as ir
from cclint.ir.nodes import Span
from cclint.ir.source import Lines

NO_NAMES: Final[set[str]] = set()
NO_PAIRS: Final[set[tuple[str, str]]] = set()


class Names:
    """What is mentioned in a scope that is open: only at its end is it known which names it binds itself.

    Parameters
    ----------
    own: the names that stand by themselves in its own statements.
    inner: those in the scopes inside of it, which do not bind them.
    taken: the attributes in its own statements.
    deeper: those in the scopes inside of it.
    selves: those that are taken from the object that a method is called on, in functions inside of it as well.
    made: those that are taken from what a name gives when it is called, behind that name; in functions inside of it as well.
    imported: the names that it imports: they mean something that is elsewhere.
    values: those names from which nothing is taken where they stand, in it and in the functions inside of it.
    routed: names and attributes that stand only in a table of addresses.
    acting: those names of which more is done than that something is read from them, in the functions inside of it as well.
    """

    __slots__ = ("acting", "deeper", "imported", "inner", "made", "own", "routed", "selves", "taken", "values")

    def __init__(self) -> None:
        self.own: set[str] = set()
        self.inner: set[str] = set()
        self.taken: set[str] = set()
        self.deeper: set[str] = set()
        self.selves: set[str] = set()
        self.made: set[tuple[str, str]] = set()
        self.imported: set[str] = set()
        self.values: set[str] = set()
        self.routed: set[str] = set()
        self.acting: set[str] = set()


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
        self.names: list[Names] = []  # of each scope that is open
        self.renamed: list[dict[str, str]] = []
        self.serial = 0
        self.imports: list[ir.Import] = []
        self.brought: set[str] = set()  # the names of imports
        self.routing: set[str] = set()  # the names of functions that write a table of addresses
        self.used: set[str] = set()  # names that are not only what classes derive from
        self.handed: dict[str, frozenset[str]] = {}  # by scope, the names of imports that it uses as values
        self.led: dict[str, set[str]] = {}  # by the name at its head, what a chain takes
        self.classes: list[ir.ClassDefinition] = []
        self.prose: list[tuple[int, int]] = []  # the lines of texts that stand for nothing but themselves
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

    def enter(self, scope: ir.Function) -> None:
        """Open a scope."""
        self.scopes.append(scope)
        self.names.append(Names())

    def leave(self) -> None:
        """Close the open scope: what it mentions is known now, and counts for the one around it."""
        scope, names = self.scopes.pop(), self.names.pop()
        bound = scope.locals - names.imported if scope.kind in ("function", "lambda") else NO_NAMES
        values = names.values - bound
        names.taken.update(attribute for name, attribute in names.made if name in bound)
        if scope.kind in ("function", "module") and (handed := values & self.brought):
            self.handed[scope.qualname] = frozenset(handed)
        if self.scopes:
            around = self.names[-1]
            around.acting |= names.acting
            if self.scopes[-1].kind in ("function", "lambda") or scope.kind in ("lambda", "class"):
                around.values |= values
            if scope.kind == "lambda":  # is part of the statement that it stands in
                around.own |= names.own - bound
                around.taken |= names.taken
                around.inner |= names.inner - bound
                around.deeper |= names.deeper
                around.selves |= names.selves
                around.made |= names.made
            else:
                around.inner |= (names.own | names.inner) - bound
                around.deeper |= names.taken | names.deeper
                closed_over = scope.kind == "function" and self.scopes[-1].kind == "function"
                (around.selves if closed_over else around.deeper).update(names.selves)
                if closed_over:
                    around.made |= names.made
                else:
                    around.deeper.update(attribute for _, attribute in names.made)
        # Each set is a copy, in as little room as it needs, since a program has many scopes: one that has grown has room for
        # four times as much.
        made = {attribute for _, attribute in names.made}
        scope.own = {*names.taken, *names.selves, *made, *names.routed, *(names.own - bound)}
        scope.named = {*((names.own | names.inner) - bound)}
        scope.taken = {*names.taken, *names.deeper, *names.selves, *made}
        scope.selves = names.selves - names.taken - names.deeper or NO_NAMES
        scope.made = {one for one in names.made if one[1] not in names.taken and one[1] not in names.deeper} or NO_PAIRS
        scope.read = scope.named - names.acting or NO_NAMES
        scope.locals = {*scope.locals}
        if not scope.outer:
            scope.outer = NO_NAMES

    def mention(self, name: str, *, acting: bool = True) -> None:
        """A name stands for itself, unless the scope turns out to bind it."""
        names = self.names[-1]
        names.own.add(name)
        self.used.add(name)
        if acting:
            names.acting.add(name)

    def take(self, name: str, *, own: bool = False, maker: str = "") -> None:
        """Something is taken from something else by this name, from what a method is called on, or from what a maker gives."""
        names = self.names[-1]
        if maker:
            names.made.add((maker, name))
        else:
            (names.selves if own else names.taken).add(name)

    def bring(self, name: str) -> str:
        """The open scope imports something under a name; give the name it has there."""
        name = self.bind(name)
        self.names[-1].imported.add(name)
        self.brought.add(name)
        return name

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
