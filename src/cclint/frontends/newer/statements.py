"""Statements: a tree of libcst to one of `ast`, one method for each kind of node."""

from __future__ import annotations

import ast
from typing import Any

import libcst as cst

from cclint.frontends.newer.expressions import operator
from cclint.frontends.newer.patterns import Patterns


class Statements(Patterns):
    """The work on one file."""

    def module(self, node: cst.Module) -> ast.Module:
        return ast.Module([one for statement in node.body for one in self.statement(statement)], [])

    def statement(self, node: cst.CSTNode) -> list[ast.stmt]:
        """What a line or a compound statement says."""
        if isinstance(node, cst.SimpleStatementLine):
            return [self.one(small) for small in node.body]
        return [self.one(node)]

    def one(self, node: cst.CSTNode) -> ast.stmt:
        made: ast.stmt = getattr(self, f"statement_{type(node).__name__}")(node)
        return made

    def block(self, node: cst.BaseSuite) -> list[ast.stmt]:
        if isinstance(node, cst.IndentedBlock):
            return [one for statement in node.body for one in self.statement(statement)]
        return [self.one(small) for small in node.body]

    def otherwise(self, node: Any) -> list[ast.stmt]:
        """What stands behind `else` or `finally`, if there is one."""
        return [] if node is None else self.block(node.body)

    # Simple statements

    def statement_Expr(self, node: cst.Expr) -> ast.stmt:
        return self.make(ast.Expr, node, self.expression(node.value))

    def statement_Assign(self, node: cst.Assign) -> ast.stmt:
        targets = [self.expression(one.target) for one in node.targets]
        return self.make(ast.Assign, node, targets, self.expression(node.value))

    def statement_AnnAssign(self, node: cst.AnnAssign) -> ast.stmt:
        target, annotation = self.expression(node.target), self.expression(node.annotation.annotation)
        simple = int(isinstance(target, ast.Name) and not node.target.lpar)
        return self.make(ast.AnnAssign, node, target, annotation, self.optional(node.value), simple)

    def statement_AugAssign(self, node: cst.AugAssign) -> ast.stmt:
        target = self.expression(node.target)
        return self.make(ast.AugAssign, node, target, operator(node.operator), self.expression(node.value))

    def statement_TypeAlias(self, node: Any) -> ast.stmt:
        return self.make(ast.Assign, node, [self.expression(node.name)], self.expression(node.value))

    def statement_Del(self, node: cst.Del) -> ast.stmt:
        target = self.expression(node.target)
        targets = target.elts if isinstance(target, ast.Tuple) and not node.target.lpar else [target]
        return self.make(ast.Delete, node, targets)

    def statement_Return(self, node: cst.Return) -> ast.stmt:
        return self.make(ast.Return, node, self.optional(node.value))

    def statement_Raise(self, node: cst.Raise) -> ast.stmt:
        return self.make(
            ast.Raise, node, self.optional(node.exc), self.optional(node.cause.item if node.cause else None)
        )

    def statement_Assert(self, node: cst.Assert) -> ast.stmt:
        return self.make(ast.Assert, node, self.expression(node.test), self.optional(node.msg))

    def statement_Pass(self, node: cst.Pass) -> ast.stmt:
        return self.make(ast.Pass, node)

    def statement_Break(self, node: cst.Break) -> ast.stmt:
        return self.make(ast.Break, node)

    def statement_Continue(self, node: cst.Continue) -> ast.stmt:
        return self.make(ast.Continue, node)

    def statement_Global(self, node: cst.Global) -> ast.stmt:
        return self.make(ast.Global, node, [one.name.value for one in node.names])

    def statement_Nonlocal(self, node: cst.Nonlocal) -> ast.stmt:
        return self.make(ast.Nonlocal, node, [one.name.value for one in node.names])

    def statement_Import(self, node: Any) -> ast.stmt:
        return self.make(ast.Import, node, [self.alias(one) for one in node.names])

    statement_LazyImport = statement_Import  # PEP 810

    def statement_ImportFrom(self, node: Any) -> ast.stmt:
        module = _dotted(node.module) if node.module is not None else None
        if isinstance(node.names, cst.ImportStar):
            names = [self.make(ast.alias, node.names, "*", None)]
        else:
            names = [self.alias(one) for one in node.names]
        return self.make(ast.ImportFrom, node, module, names, len(node.relative))

    statement_LazyImportFrom = statement_ImportFrom

    def alias(self, node: cst.ImportAlias) -> ast.alias:
        named = node.asname.name if node.asname else None
        name = named.value if isinstance(named, cst.Name) else None
        last: cst.CSTNode = named if named is not None else node.name
        return self.places.put(ast.alias(_dotted(node.name), name), self.start(node), self.end(last))

    # Compound statements

    def statement_If(self, node: cst.If) -> ast.stmt:
        chain = [node]
        while isinstance(chain[-1].orelse, cst.If):
            chain.append(chain[-1].orelse)
        otherwise = self.otherwise(chain[-1].orelse)
        for link in reversed(chain):
            otherwise = [self.make(ast.If, link, self.expression(link.test), self.block(link.body), otherwise)]
        return otherwise[0]

    def statement_While(self, node: cst.While) -> ast.stmt:
        return self.make(
            ast.While, node, self.expression(node.test), self.block(node.body), self.otherwise(node.orelse)
        )

    def statement_For(self, node: cst.For) -> ast.stmt:
        target, iterable = self.expression(node.target), self.expression(node.iter)
        kind = ast.AsyncFor if node.asynchronous else ast.For
        return self.make(kind, node, target, iterable, self.block(node.body), self.otherwise(node.orelse))

    def statement_Try(self, node: Any) -> ast.stmt:
        handlers = [self.handler(one) for one in node.handlers]
        return self.make(
            ast.Try, node, self.block(node.body), handlers, self.otherwise(node.orelse), self.otherwise(node.finalbody)
        )

    statement_TryStar = statement_Try  # PEP 654: `ast` has no node for it before 3.11, and what is caught is the same

    def handler(self, node: Any) -> ast.ExceptHandler:
        name = node.name.name.value if node.name else None
        return self.make(ast.ExceptHandler, node, self.optional(node.type), name, self.block(node.body))

    def statement_With(self, node: cst.With) -> ast.stmt:
        items = [
            ast.withitem(self.expression(one.item), self.optional(one.asname.name if one.asname else None))
            for one in node.items
        ]
        return self.make(ast.AsyncWith if node.asynchronous else ast.With, node, items, self.block(node.body))

    def statement_Match(self, node: cst.Match) -> ast.stmt:
        cases = [
            ast.match_case(self.pattern(one.pattern), self.optional(one.guard), self.block(one.body))
            for one in node.cases
        ]
        return self.make(ast.Match, node, self.expression(node.subject), cases)

    # Definitions

    def statement_FunctionDef(self, node: cst.FunctionDef) -> ast.stmt:
        decorators = [self.expression(one.decorator) for one in node.decorators]
        returns = self.optional(node.returns.annotation if node.returns else None)
        kind = ast.AsyncFunctionDef if node.asynchronous else ast.FunctionDef
        body = self.block(node.body)
        return self.make(kind, node, node.name.value, self.parameters(node.params), body, decorators, returns)

    def statement_ClassDef(self, node: cst.ClassDef) -> ast.stmt:
        decorators = [self.expression(one.decorator) for one in node.decorators]
        bases, words = self.arguments([*node.bases, *node.keywords])
        return self.make(ast.ClassDef, node, node.name.value, bases, words, self.block(node.body), decorators)


def _dotted(node: cst.BaseExpression) -> str:
    parts = []
    while isinstance(node, cst.Attribute):
        parts.append(node.attr.value)
        node = node.value
    assert isinstance(node, cst.Name)
    return ".".join([node.value, *reversed(parts)])
