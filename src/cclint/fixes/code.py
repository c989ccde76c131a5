"""One file of a program as repairs see it: its text, its syntax tree, and how places, nodes and lines belong together.

The tree is the one that the analysis has read, by the same parsers, so that Python 2 and grammar newer than the running
interpreter are repaired as what they are. The text has LF line ends here; `writing` gives the file its own back.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

from cclint.allowing.comments import is_python
from cclint.finding import Edit, Place
from cclint.fixes.targets import bind, names_used
from cclint.frontends.files import NOTEBOOK
from cclint.frontends.syntax import parse

N = TypeVar("N", bound=ast.AST)

MOST: Final = 1_000_000
"""The most tokens of a file that is repaired."""
QUESTIONS: Final = (
    ast.Name, ast.Attribute, ast.Constant, ast.Compare, ast.BoolOp, ast.UnaryOp,
    ast.cmpop, ast.boolop, ast.unaryop, ast.expr_context,
)  # fmt: skip
"""What a condition is made of that does nothing but ask."""
SCOPES: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.Module)
LOOPS: Final = (ast.For, ast.AsyncFor, ast.While)


@dataclass(slots=True)
class Code:
    """A file.

    Parameters
    ----------
    path: relative to the project's root.
    text: what stands in it.
    """

    path: str
    text: str
    lines: list[str] = field(init=False)
    tree: ast.Module | None = field(init=False, default=None)
    python2: bool = field(init=False, default=False)
    _parents: dict[ast.AST, ast.AST] = field(init=False, default_factory=dict)
    _at: dict[tuple[int, int, int, int], list[ast.AST]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Parse it, where it is Python and can be read wholly."""
        self.lines = self.text.split("\n")
        script = self.lines[0].startswith("#!") and "python" in self.lines[0]
        if not is_python(self.path) and not self.path.lower().endswith(NOTEBOOK) and not script:
            return
        parsed = parse(self.text, MOST)
        if parsed.troubles:
            return
        self.tree, self.python2 = parsed.tree, parsed.python2
        bind(parsed.tree)
        for parent in ast.walk(parsed.tree):
            for child in ast.iter_child_nodes(parent):
                self._parents[child] = parent
            if hasattr(parent, "lineno"):
                place = self.place(parent)
                self._at.setdefault((place.line, place.column, place.end_line, place.end_column), []).append(parent)

    # Places

    def place(self, node: ast.AST) -> Place:
        """Where a node stands."""
        where: ast.expr = node  # type: ignore[assignment]  # all that have a place have the same attributes
        end_line = where.end_lineno or where.lineno
        start, end = self._column(where.lineno, where.col_offset), self._column(end_line, where.end_col_offset or 0)
        return Place(self.path, where.lineno, start, end_line, end)

    def _column(self, line: int, offset: int) -> int:
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        return 1 + (
            offset if text.isascii() else len(text.encode("utf-8", "surrogatepass")[:offset].decode(errors="replace"))
        )

    def at(self, place: Place, *kinds: type[N]) -> N | None:
        """The node of some kind that stands at a place; the innermost of several."""
        found = self._at.get((place.line, place.column, place.end_line, place.end_column), [])
        return next((node for node in reversed(found) if isinstance(node, kinds)), None)

    def source(self, node: ast.AST) -> str:
        """The text of a node, as it is written."""
        return self.slice(self.place(node))

    def slice(self, place: Place) -> str:
        """The text of a place."""
        lines = self.lines[place.line - 1 : place.end_line]
        lines[-1] = lines[-1][: place.end_column - 1]
        lines[0] = lines[0][place.column - 1 :]
        return "\n".join(lines)

    # Relations

    def parent(self, node: ast.AST) -> ast.AST | None:
        return self._parents.get(node)

    def parents(self, node: ast.AST) -> Iterator[ast.AST]:
        """What a node stands in, the innermost first."""
        found = self._parents.get(node)
        while found is not None:
            yield found
            found = self._parents.get(found)

    def statement(self, node: ast.AST) -> ast.stmt | None:
        """The statement that a node is, or is part of."""
        if isinstance(node, ast.stmt):
            return node
        return next((one for one in self.parents(node) if isinstance(one, ast.stmt)), None)

    def scope(self, node: ast.AST) -> ast.AST:
        """The function, class or module that a node is evaluated in."""
        return next((one for one in self.parents(node) if isinstance(one, SCOPES)), node)

    def block(self, statement: ast.stmt) -> list[ast.stmt]:
        """The statements of the block that a statement belongs to."""
        parent = self._parents.get(statement)
        for name in ("body", "orelse", "finalbody"):
            block = getattr(parent, name, None)
            if isinstance(block, list) and any(one is statement for one in block):
                return block
        return [statement]

    def reaches(self, first: ast.stmt, last: ast.stmt) -> bool:
        """Whether one statement's block holds the other one, which so is run after it if it is run."""
        return any(one is last or any(node is last for node in ast.walk(one)) for one in self.block(first))

    def stored_once(self, name: ast.Name) -> bool:
        """Whether a name is bound in one place of its function, and is no parameter of it."""
        scope = self.scope(name)
        bound = [node for node in self.within(scope) if is_store(node, name.id)]
        return len(bound) == 1 and name.id not in self.parameters(scope)

    def parameters(self, scope: ast.AST) -> set[str]:
        """The names of a function's parameters."""
        given = scope.args if isinstance(scope, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)) else None
        return {node.arg for node in ast.walk(given) if isinstance(node, ast.arg)} if given is not None else set()

    def is_tried_again(self, statement: ast.stmt) -> bool:
        """Whether a statement may run once more after it has failed: a loop is around the `try` that it stands in."""
        tried = False
        for parent in self.parents(statement):
            if isinstance(parent, SCOPES):
                return False
            if isinstance(parent, LOOPS) and tried:
                return True
            tried = tried or (isinstance(parent, ast.Try) and bool(parent.handlers))
        return False

    def within(self, scope: ast.AST) -> Iterator[ast.AST]:
        """All nodes that are evaluated in a scope, without those of functions and classes in it."""
        pending: list[ast.AST] = list(ast.iter_child_nodes(scope))
        while pending:
            node = pending.pop()
            yield node
            if not isinstance(node, SCOPES):
                pending.extend(ast.iter_child_nodes(node))

    # Layout

    def indentation(self, statement: ast.stmt) -> str:
        """The white space that a statement's line begins with."""
        return self.indent(statement.lineno)

    def indent(self, number: int) -> str:
        """The white space that a line begins with."""
        line = self.lines[number - 1]
        return line[: len(line) - len(line.lstrip())]

    @property
    def unit(self) -> str:
        """One step of indentation, as the file has it."""
        for node in ast.walk(self.tree) if self.tree is not None else ():
            if isinstance(node, ast.stmt):
                for child in ast.iter_child_nodes(node):
                    if isinstance(child, ast.stmt) and child.lineno > node.lineno:
                        outer, inner = self.indentation(node), self.indentation(child)
                        if inner.startswith(outer) and inner != outer:
                            return inner[len(outer) :]
        return "    "

    def alone(self, statement: ast.stmt) -> bool:
        """Whether a statement shares no line with another one; a comment may stand behind it."""
        place = self.place(statement)
        before = self.lines[place.line - 1][: place.column - 1]
        after = self.lines[place.end_line - 1][place.end_column - 1 :].strip()
        return not before.strip() and (not after or after.startswith("#"))

    def gap(self, line: int, column: int) -> Place:
        """The place between two characters."""
        return Place(self.path, line, column, line, column)

    def replace(self, node: ast.AST, text: str) -> Edit:
        """Another text for a node."""
        return Edit(self.place(node), text)

    def before(self, statement: ast.stmt, lines: Sequence[str]) -> Edit:
        """New lines in front of a statement, indented as it is."""
        place = self.place(statement)
        indentation = self.indentation(statement)
        return Edit(self.gap(place.line, place.column), "".join(f"{line}\n{indentation}" for line in lines))

    def after(self, statement: ast.stmt, lines: Sequence[str]) -> Edit:
        """New lines behind a statement that is alone on its last line, indented as it is."""
        place = self.place(statement)
        indentation = self.indentation(statement)
        end = len(self.lines[place.end_line - 1]) + 1
        return Edit(self.gap(place.end_line, end), "".join(f"\n{indentation}{line}" for line in lines))

    def behind(self, first: ast.AST, last: ast.AST, text: str, end: int) -> Edit:
        """One more item in brackets, on a line of its own if the one in front of it has its own.

        Parameters
        ----------
        first, last: the item in front: its only node, or those that it begins and ends with.
        text: the new item.
        end: the line of the closing bracket.
        """
        start, place = self.place(first), self.place(last)
        line = self.lines[place.end_line - 1]
        if self.lines[start.line - 1][: start.column - 1].strip():
            return Edit(self.gap(place.end_line, place.end_column), f", {text}")
        text = f"\n{self.indent(start.line)}{text}"
        rest = line[place.end_column - 1 :].lstrip()
        if rest.startswith(",") and (not rest[1:].strip() or rest[1:].lstrip().startswith("#")):
            return Edit(self.gap(place.end_line, len(line) + 1), f"{text},")
        comma = "," if place.end_line != end and not rest.startswith(",") else ""
        return Edit(self.gap(place.end_line, place.end_column), f",{text}{comma}")

    def comment(self, statement: ast.stmt) -> str:
        """The comment behind a statement."""
        place = self.place(statement)
        rest = self.lines[place.end_line - 1][place.end_column - 1 :].strip()
        return rest if rest.startswith("#") and len(self.block(statement)) > 1 else ""

    def remove(self, statement: ast.stmt, *, comment: bool = True) -> Edit:
        """A statement goes, with its line, unless a comment stands there or the block would be empty.

        Parameters
        ----------
        statement: the statement.
        comment: whether a comment behind it stays.
        """
        place = self.place(statement)
        if len(self.block(statement)) == 1:
            around = self._parents.get(statement)
            if isinstance(around, ast.stmt) and _is_idle_without(around, statement) and self.alone(around):
                return self.remove(around)
            return Edit(place, "pass")
        if comment and self.lines[place.end_line - 1][place.end_column - 1 :].strip():
            return Edit(Place(self.path, place.line, place.column, place.end_line, self._comment(place)), "")
        if place.end_line == len(self.lines):  # the file ends without a line end
            return Edit(place, "")
        blank = place.line > 1 and not self.lines[place.line - 2].strip() and not self.lines[place.end_line].strip()
        return Edit(Place(self.path, place.line, 1, place.end_line + 1 + blank, 1), "")

    def _comment(self, place: Place) -> int:
        """The column at which the comment behind a place begins."""
        rest = self.lines[place.end_line - 1][place.end_column - 1 :]
        return place.end_column + len(rest) - len(rest.lstrip())

    def wrap(self, statement: ast.stmt, head: str, lines: Sequence[str], last: ast.stmt | None = None) -> list[Edit]:
        """A compound statement around a statement: its head, new lines, and the statement itself, one step deeper.

        Parameters
        ----------
        statement: the statement, or the first of several.
        head: the line that begins the compound statement.
        lines: new lines between the head and the statement.
        last: the last of the statements, if they are several of one block.
        """
        place, unit, indentation = self.place(statement), self.unit, self.indentation(statement)
        block = self.block(statement)
        first = next(number for number, one in enumerate(block) if one is statement)
        group = block[first : 1 + next(number for number, one in enumerate(block) if one is (last or statement))]
        end = self.place(group[-1]).end_line
        start = f"{head}\n" + "".join(f"{indentation}{unit}{line}\n" for line in lines) + indentation + unit
        edits = [Edit(self.gap(place.line, place.column), start)]
        inside: set[int] = set()
        for node in (node for one in group for node in ast.walk(one)):
            if isinstance(node, (ast.Constant, ast.JoinedStr)) and node.end_lineno:
                inside.update(range(node.lineno + 1, node.end_lineno + 1))
        lines_below = range(place.line + 1, end + 1)
        deeper = (line for line in lines_below if line not in inside and self.lines[line - 1].strip())
        edits += [Edit(self.gap(line, 1), unit) for line in deeper]
        return edits

    # Names

    def module(self, name: str) -> tuple[str, list[Edit]]:
        """The name that a module of the standard library has in the file, and the import that it takes if it has none yet."""
        body = self.tree.body if self.tree is not None else []
        plain = [one for one in body if isinstance(one, ast.Import)]
        for alias in (alias for one in plain for alias in one.names):
            if alias.name == name:
                return alias.asname or name, []
        own = [one for one in plain if _is_standard(one) and one.names[0].name < name and self.alone(one)]
        if own:
            return name, [self.after(own[-1], [f"import {name}"])]
        imports = (ast.Import, ast.ImportFrom)
        others = [one for one in body if not _is_future(one) and not _is_text(one)]
        first = next((one for one in others if isinstance(one, imports)), others[0] if others else None)
        gap = [] if first is None or _is_standard(first) else [""]
        return name, [self.before(first, [f"import {name}", *gap])] if first is not None else []

    def fresh(self, at: ast.AST, *wanted: str) -> str:
        """A name that means nothing yet where it is to be used.

        Parameters
        ----------
        at: where that is.
        wanted: the names to choose from, the best first.
        """
        numbered = (f"{wanted[0]}_{number}" for number in range(2, 1000))
        taken = names_used(self.scope(at), at)
        return next(name for name in (*wanted, *numbered) if name not in taken)


def _is_future(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and statement.module == "__future__"


def _is_standard(statement: ast.stmt) -> bool:
    """Whether a statement imports from the standard library."""
    if isinstance(statement, ast.Import):
        return statement.names[0].name.partition(".")[0] in sys.stdlib_module_names
    return (
        isinstance(statement, ast.ImportFrom) and (statement.module or "").partition(".")[0] in sys.stdlib_module_names
    )


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _is_idle_without(statement: ast.stmt, inner: ast.stmt) -> bool:
    """Whether a statement does nothing that matters without the only one in it: an `if` that asks for a name, a `try`."""
    if isinstance(statement, ast.If):
        plain = all(isinstance(node, QUESTIONS) for node in ast.walk(statement.test))
        return statement.body == [inner] and not statement.orelse and plain
    if isinstance(statement, ast.Try):
        idle = all(len(one.body) == 1 and isinstance(one.body[0], ast.Pass) for one in statement.handlers)
        return statement.body == [inner] and idle and not statement.orelse and not statement.finalbody
    return False


def is_store(node: ast.AST, name: str) -> bool:
    """Whether a node binds or deletes a name."""
    return isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, (ast.Store, ast.Del))


def quoted(text: str, like: str) -> str:
    """A text as a literal, with the quotes of another one."""
    mark = "'" if like.rstrip().endswith("'") else '"'
    return f"{mark}{text}{mark}"


def covers(outer: Place, inner: Place) -> bool:
    """Whether a place holds another one."""
    starts, ends = (outer.line, outer.column), (outer.end_line, outer.end_column)
    return (
        outer.path == inner.path and starts <= (inner.line, inner.column) and (inner.end_line, inner.end_column) <= ends
    )
