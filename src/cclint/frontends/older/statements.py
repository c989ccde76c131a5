"""Statements: a tree of fissix to one of `ast`, one method for each rule of the grammar."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

from cclint.frontends.older.expressions import BINARY, Expressions
from cclint.frontends.older.grammar import Leaf, Part, Tree
from cclint.frontends.older.tokens import LOAD
from cclint.frontends.places import UnreadableError, covering


class Statements(Expressions):
    """The work on one file."""

    def module(self, part: Part) -> ast.Module:
        parts = part.parts if isinstance(part, Tree) and part.name == "file_input" else [part]
        return ast.Module(self.block(parts), [])

    def block(self, parts: Sequence[Part]) -> list[ast.stmt]:
        made: list[ast.stmt] = []
        for part in parts:
            made += self.statement(part)
        return made

    def statement(self, part: Part) -> list[ast.stmt]:
        """What a part says: most often one statement."""
        if isinstance(part, Tree) and part.name == "simple_stmt":
            found: list[ast.stmt] = []
            for one in part.parts:
                if one.text != ";":
                    found += self.statement(one)
            return found
        method: Callable[[Part], ast.stmt] | None
        if isinstance(part, Leaf) and part.name == "NAME" and part.text in ALONE:
            method = getattr(self, f"{part.text}_stmt")
        else:
            method = getattr(self, part.name, None) if part.name.endswith(STATEMENTS) else None
        if method is not None:
            return [method(part)]
        return [self.make(ast.Expr, part, self.expression(part))]

    def suite(self, part: Part) -> list[ast.stmt]:
        if isinstance(part, Tree) and part.name == "suite":
            return self.block(part.parts)
        return self.statement(part)

    # Simple statements

    def expr_stmt(self, part: Tree) -> ast.stmt:
        parts = part.parts
        sign = parts[1]
        if isinstance(sign, Tree) and sign.name == "annassign":
            value = self.expression(sign.parts[3]) if len(sign.parts) > 3 else None
            target = self.expression(parts[0])
            simple = int(isinstance(target, ast.Name))
            annotation = self.expression(sign.parts[1])
            return self.make(ast.AnnAssign, part, target, annotation, value, simple)
        if sign.text != "=":
            operator = BINARY[sign.text[:-1]]()
            return self.make(ast.AugAssign, part, self.expression(parts[0]), operator, self.expression(parts[2]))
        *targets, value = (self.expression(one) for one in parts[::2])
        return self.make(ast.Assign, part, targets, value)

    def print_stmt(self, part: Part) -> ast.stmt:
        parts = part.parts[1:] if isinstance(part, Tree) else []
        keyword = part.parts[0] if isinstance(part, Tree) else part
        words: list[ast.keyword] = []
        if parts and parts[-1].text == ",":
            blank = self.make(ast.Constant, parts[-1], " ")
            words.append(self.make(ast.keyword, parts[-1], "end", blank))
        if parts and parts[0].text == ">>":
            words.append(self.make(ast.keyword, parts[1], "file", self.expression(parts[1])))
            parts = parts[2:]
        call = self.make(ast.Call, part, self.name(keyword, "print"), self.every(parts), words)
        return self.make(ast.Expr, part, call)

    def exec_stmt(self, part: Tree) -> ast.stmt:
        given = [self.expression(one) for one in part.parts[1:] if one.text not in {"in", ","}]
        call = self.make(ast.Call, part, self.name(part.parts[0], "exec"), given, [])
        return self.make(ast.Expr, part, call)

    def del_stmt(self, part: Tree) -> ast.stmt:
        target = self.expression(part.parts[1])
        targets = target.elts if isinstance(target, ast.Tuple) else [target]
        return self.make(ast.Delete, part, targets)

    def pass_stmt(self, part: Part) -> ast.stmt:
        return self.make(ast.Pass, part)

    def break_stmt(self, part: Part) -> ast.stmt:
        return self.make(ast.Break, part)

    def continue_stmt(self, part: Part) -> ast.stmt:
        return self.make(ast.Continue, part)

    def return_stmt(self, part: Part) -> ast.stmt:
        return self.make(ast.Return, part, self.expression(part.parts[1]) if isinstance(part, Tree) else None)

    def raise_stmt(self, part: Part) -> ast.stmt:
        if not isinstance(part, Tree):
            return self.make(ast.Raise, part, None, None)
        raised = self.expression(part.parts[1])
        cause = None
        if len(part.parts) > 3 and part.parts[2].text == "from":
            cause = self.expression(part.parts[3])
        elif len(part.parts) > 3:
            value = self.expression(part.parts[3])
            given = value.elts if isinstance(value, ast.Tuple) else [value]
            raised = covering(ast.Call(raised, given, []), raised, value)
        return self.make(ast.Raise, part, raised, cause)

    def global_stmt(self, part: Tree) -> ast.stmt:
        kind = ast.Global if part.parts[0].text == "global" else ast.Nonlocal
        return self.make(kind, part, [one.text for one in part.parts[1::2]])

    def assert_stmt(self, part: Tree) -> ast.stmt:
        message = self.expression(part.parts[3]) if len(part.parts) > 3 else None
        return self.make(ast.Assert, part, self.expression(part.parts[1]), message)

    # Imports

    def import_name(self, part: Tree) -> ast.stmt:
        names = part.parts[1]
        listed = names.parts[::2] if isinstance(names, Tree) and names.name == "dotted_as_names" else [names]
        return self.make(ast.Import, part, [self.alias(one) for one in listed])

    def import_from(self, part: Tree) -> ast.stmt:
        words = part.parts
        to = next(at for at, one in enumerate(words) if one.text == "import")
        level = sum(one.text == "." for one in words[1:to])
        module = next((_dotted(one) for one in words[1:to] if one.text != "."), None)
        names = words[to + 2] if words[to + 1].text == "(" else words[to + 1]
        listed = names.parts[::2] if isinstance(names, Tree) and names.name == "import_as_names" else [names]
        return self.make(ast.ImportFrom, part, module, [self.alias(one) for one in listed], level)

    def alias(self, part: Part) -> ast.alias:
        if isinstance(part, Tree) and part.name in {"import_as_name", "dotted_as_name"}:
            return self.make(ast.alias, part, _dotted(part.parts[0]), part.parts[2].text)
        return self.make(ast.alias, part, _dotted(part), None)

    # Compound statements

    def if_stmt(self, part: Tree) -> ast.stmt:
        parts = part.parts
        otherwise: list[ast.stmt] = []
        end = len(parts)
        if parts[-3].text == "else":
            otherwise, end = self.suite(parts[-1]), end - 3
        for at in range(end - 4, -1, -4):  # from the last `elif` backwards: each is the `else` of the one before
            made = ast.If(self.expression(parts[at + 1]), self.suite(parts[at + 3]), otherwise)
            otherwise = [self.places.put(made, parts[at].start, part.end)]
        return otherwise[0]

    def while_stmt(self, part: Tree) -> ast.stmt:
        otherwise = self.suite(part.parts[6]) if len(part.parts) > 6 else []
        return self.make(ast.While, part, self.expression(part.parts[1]), self.suite(part.parts[3]), otherwise)

    def for_stmt(self, part: Tree) -> ast.stmt:
        return self.loop(ast.For, part)

    def loop(self, kind: type[ast.For | ast.AsyncFor], part: Tree) -> ast.stmt:
        _, target, _, iterable, _, body, *rest = part.parts
        otherwise = self.suite(rest[2]) if rest else []
        return self.make(kind, part, self.expression(target), self.expression(iterable), self.suite(body), otherwise)

    def try_stmt(self, part: Tree) -> ast.stmt:
        body: list[ast.stmt] = []
        handlers: list[ast.ExceptHandler] = []
        otherwise: list[ast.stmt] = []
        final: list[ast.stmt] = []
        for clause, suite in zip(part.parts[::3], part.parts[2::3]):
            if clause.text == "try":
                body = self.suite(suite)
            elif clause.text == "else":
                otherwise = self.suite(suite)
            elif clause.text == "finally":
                final = self.suite(suite)
            else:
                handlers.append(self.handler(clause, suite))
        return self.make(ast.Try, part, body, handlers, otherwise, final)

    def handler(self, clause: Part, suite: Part) -> ast.ExceptHandler:
        """`except A, e`, whose `e` may be anything that can be assigned to."""
        kind = self.expression(clause.parts[1]) if isinstance(clause, Tree) else None
        body = self.suite(suite)
        name = None
        if isinstance(clause, Tree) and len(clause.parts) > 3:
            target = self.expression(clause.parts[3])
            if isinstance(target, ast.Name):
                name = target.id
            else:
                name = ".exception"
                body.insert(0, covering(ast.Assign([target], self.name(clause, name)), target, target))
        return self.places.put(ast.ExceptHandler(kind, name, body), clause.start, suite.end)

    def with_stmt(self, part: Tree) -> ast.stmt:
        return self.managed(ast.With, part)

    def managed(self, kind: type[ast.With | ast.AsyncWith], part: Tree) -> ast.stmt:
        items = []
        for one in part.parts[1:-2]:
            if one.text == ",":
                continue
            if isinstance(one, Tree) and one.name == "with_item":
                items.append(ast.withitem(self.expression(one.parts[0]), self.expression(one.parts[2])))
            else:
                items.append(ast.withitem(self.expression(one), None))
        return self.make(kind, part, items, self.suite(part.parts[-1]))

    # Definitions

    def funcdef(self, part: Tree) -> ast.stmt:
        return self.function(ast.FunctionDef, part, [])

    def function(
        self, kind: type[ast.FunctionDef | ast.AsyncFunctionDef], part: Tree, decorators: list[ast.expr]
    ) -> ast.stmt:
        listed = part.parts[2]
        given = listed.parts[1] if isinstance(listed, Tree) and len(listed.parts) > 2 else None
        taken, unpacked = self.parameters(given)
        returns = self.expression(part.parts[4]) if part.parts[3].text == "->" else None
        body = self.suite(part.parts[-1])
        unpacking = [covering(ast.Assign([target], value), target, target) for target, value in unpacked]
        return self.make(kind, part, part.parts[1].text, taken, [*unpacking, *body], decorators, returns)

    def classdef(self, part: Tree, decorators: list[ast.expr] | None = None) -> ast.stmt:
        given = part.parts[3] if part.parts[2].text == "(" and part.parts[3].text != ")" else None
        bases, words = self.arguments(given)
        return self.make(
            ast.ClassDef, part, part.parts[1].text, bases, words, self.suite(part.parts[-1]), decorators or []
        )

    def decorated(self, part: Tree) -> ast.stmt:
        above, below = part.parts
        listed = above.parts if isinstance(above, Tree) and above.name == "decorators" else [above]
        decorators = [self.decorator(one) for one in listed]
        assert isinstance(below, Tree)
        if below.name == "classdef":
            return self.classdef(below, decorators)
        if below.name == "async_funcdef":
            inner = below.parts[1]
            assert isinstance(inner, Tree)
            return self.places.put(self.function(ast.AsyncFunctionDef, inner, decorators), below.start, below.end)
        return self.function(ast.FunctionDef, below, decorators)

    def decorator(self, part: Part) -> ast.expr:
        assert isinstance(part, Tree)
        named = part.parts[1]
        made: ast.expr
        if isinstance(named, Tree):
            first, *rest = named.parts[::2]
            made = self.expression(first)
            for one in rest:
                made = self.places.put(ast.Attribute(made, one.text, LOAD), first.start, one.end)
        else:
            made = self.expression(named)
        if len(part.parts) > 3:
            given, words = self.arguments(part.parts[3] if part.parts[3].text != ")" else None)
            made = self.places.put(ast.Call(made, given, words), named.start, part.parts[-1].end)
        return made

    def async_stmt(self, part: Tree) -> ast.stmt:
        inner = part.parts[1]
        assert isinstance(inner, Tree)
        if inner.name == "for_stmt":
            made = self.loop(ast.AsyncFor, inner)
        elif inner.name == "with_stmt":
            made = self.managed(ast.AsyncWith, inner)
        else:
            made = self.function(ast.AsyncFunctionDef, inner, [])
        return self.places.put(made, part.start, part.end)

    async_funcdef = async_stmt


ALONE = frozenset({"print", "pass", "break", "continue", "return", "raise"})
"""Statements that can be one token."""
STATEMENTS = ("_stmt", "import_name", "import_from", "funcdef", "classdef", "decorated")


def _dotted(part: Part) -> str:
    if isinstance(part, Tree):
        return "".join(one.text for one in part.parts)
    if part.name not in {"NAME", "STAR"}:
        raise UnreadableError(part.line, part.column + 1, f"{part.text[:40]!r} is no name")
    return part.text
