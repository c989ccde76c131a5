"""Statements, and the patterns of `match`."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

from cclint.frontends.lowering.expressions import OPERATORS, ROUTING, Expressions
from cclint.ir import nodes as ir


class Statements(Expressions):
    """One method for each kind of statement."""

    def block(self, statements: Iterable[ast.stmt]) -> ir.Block:
        lowered: list[ir.Statement] = []
        for statement in statements:
            method = getattr(self, f"statement_{type(statement).__name__}", None)
            if method is not None:
                method(statement, lowered)
        return tuple(lowered)

    def fill(self, scope: ir.Function, body: Sequence[ast.stmt]) -> None:
        """Lower the body of a scope; its mentions count for the enclosing one too."""
        scope.outer = declared(body) if self.declares else set()
        scope.locals -= scope.outer
        renamed, self.renamed = self.renamed, []
        self.enter(scope)
        scope.body = self.block(body)
        self.leave()
        self.renamed = renamed

    def statement_Expr(self, node: ast.Expr, into: list[ir.Statement]) -> None:
        if not isinstance(node.value, ast.Constant):
            into.append(ir.Evaluate(self.at(node), self.expression(node.value)))
        elif isinstance(node.value.value, str):
            self.prose.append((node.lineno, node.end_lineno or node.lineno))

    def statement_Assign(self, node: ast.Assign, into: list[ir.Statement]) -> None:
        value = self.expression(node.value)
        into.append(ir.Assign(self.at(node), tuple(self.target(target) for target in node.targets), value))

    def statement_AnnAssign(self, node: ast.AnnAssign, into: list[ir.Statement]) -> None:
        value = self.expression(node.value) if node.value is not None else None
        annotation = self.annotation(node.annotation)
        into.append(ir.Assign(self.at(node), (self.target(node.target),), value, annotation))

    def statement_TypeAlias(self, node: ast.stmt, into: list[ir.Statement]) -> None:
        name, value = node.name, node.value  # type: ignore[attr-defined]  # PEP 695, Python 3.12
        into.append(ir.Assign(self.at(node), (self.target(name),), self.annotation(value)))

    def statement_AugAssign(self, node: ast.AugAssign, into: list[ir.Statement]) -> None:
        value = self.expression(node.value)
        into.append(ir.Augment(self.at(node), self.target(node.target), OPERATORS[type(node.op)], value))

    def statement_Delete(self, node: ast.Delete, into: list[ir.Statement]) -> None:
        into.append(ir.Delete(self.at(node), tuple(self.target(target) for target in node.targets)))

    def statement_Return(self, node: ast.Return, into: list[ir.Statement]) -> None:
        into.append(ir.Return(self.at(node), self.optional(node.value)))

    def statement_Raise(self, node: ast.Raise, into: list[ir.Statement]) -> None:
        into.append(ir.Raise(self.at(node), self.optional(node.exc)))

    def statement_Assert(self, node: ast.Assert, into: list[ir.Statement]) -> None:
        into.append(ir.Assert(self.at(node), self.expression(node.test)))

    def statement_Break(self, node: ast.Break, into: list[ir.Statement]) -> None:
        into.append(ir.Break(self.at(node)))

    def statement_Continue(self, node: ast.Continue, into: list[ir.Statement]) -> None:
        into.append(ir.Continue(self.at(node)))

    def statement_If(self, node: ast.If, into: list[ir.Statement]) -> None:
        chain = [node]  # `elif` chains can be thousands long, so they are walked, not recursed into
        while len(chain[-1].orelse) == 1 and isinstance(chain[-1].orelse[0], ast.If):
            chain.append(chain[-1].orelse[0])
        made = [(link, self.expression(link.test), self.block(link.body)) for link in chain]
        otherwise = self.block(chain[-1].orelse)
        for link, test, body in reversed(made):
            otherwise = (ir.Branch(self.at(link), test, body, otherwise),)
        into.extend(otherwise)

    def statement_While(self, node: ast.While, into: list[ir.Statement]) -> None:
        into.append(ir.While(self.at(node), self.expression(node.test), self.block(node.body), self.block(node.orelse)))

    def statement_For(self, node: ast.For | ast.AsyncFor, into: list[ir.Statement]) -> None:
        iterable = self.expression(node.iter)
        target = self.target(node.target)
        into.append(ir.For(self.at(node), target, iterable, self.block(node.body), self.block(node.orelse)))

    statement_AsyncFor = statement_For

    def statement_Try(self, node: ast.Try, into: list[ir.Statement]) -> None:
        body = self.block(node.body)
        handlers = []
        for handler in node.handlers:
            kind = self.optional(handler.type)
            name = self.bind(handler.name) if handler.name else None
            handlers.append(ir.Handler(self.at(handler), kind, name, self.block(handler.body)))
        otherwise, final = self.block(node.orelse), self.block(node.finalbody)
        into.append(ir.Try(self.at(node), body, tuple(handlers), otherwise, final))

    statement_TryStar = statement_Try  # PEP 654: what reaches the handlers is the same for us

    def statement_With(self, node: ast.With | ast.AsyncWith, into: list[ir.Statement]) -> None:
        opened = []
        for item in node.items:
            context = self.expression(item.context_expr)
            opened.append((item, context, self.target(item.optional_vars) if item.optional_vars else None))
        body = self.block(node.body)
        for item, context, target in reversed(opened):
            body = (ir.With(self.at(item.context_expr), context, target, body),)
        into.extend(body)

    statement_AsyncWith = statement_With

    def statement_Import(self, node: ast.Import, into: list[ir.Statement]) -> None:
        for alias in node.names:
            name = alias.asname or alias.name.split(".")[0]
            self.imports.append(ir.Import(self.at(node), alias.name, self.bring(name), whole=alias.asname is None))
            into.append(self.imports[-1])

    def statement_ImportFrom(self, node: ast.ImportFrom, into: list[ir.Statement]) -> None:
        module = node.module or ""
        for alias in node.names:
            name = "*" if alias.name == "*" else self.bring(alias.asname or alias.name)
            if module in ROUTING and alias.name in ROUTING[module]:
                self.routing.add(name)
            self.imports.append(ir.Import(self.at(node), module, name, alias.name, node.level))
            into.append(self.imports[-1])

    def statement_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef, into: list[ir.Statement]) -> None:
        decorators = tuple(self.expression(decorator) for decorator in node.decorator_list)
        function = self.scope(node, node.name, "function", self.parameters(node.args), self.annotated(node.returns))
        function.decorators = decorators
        function.asynchronous = isinstance(node, ast.AsyncFunctionDef)
        self.fill(function, node.body)
        self.bind(node.name)
        into.append(ir.Define(self.at(node), function, decorators))

    statement_AsyncFunctionDef = statement_FunctionDef

    def statement_ClassDef(self, node: ast.ClassDef, into: list[ir.Statement]) -> None:
        decorators = tuple(self.expression(decorator) for decorator in node.decorator_list)
        used, self.used = self.used, set[str]()
        bases = tuple(self.expression(base) for base in node.bases)
        self.used = used
        keywords = tuple((word.arg or "**", self.expression(word.value)) for word in node.keywords)
        scope = self.scope(node, node.name, "class", ())
        self.fill(scope, node.body)
        self.bind(node.name)
        self.classes.append(ir.ClassDefinition(self.at(node), node.name, bases, keywords, scope, decorators))
        into.append(self.classes[-1])

    def statement_Match(self, node: ast.Match, into: list[ir.Statement]) -> None:
        subject = self.expression(node.subject)
        cases = []
        for case in node.cases:
            pattern = self.pattern(case.pattern)
            cases.append(ir.Case(self.at(case.pattern), pattern, self.optional(case.guard), self.block(case.body)))
        into.append(ir.Match(self.at(node), subject, tuple(cases)))

    def pattern(self, node: ast.pattern) -> ir.Pattern:
        at = self.at(node)
        match node:
            case ast.MatchValue():
                return ir.ValuePattern(at, self.expression(node.value))
            case ast.MatchSingleton():
                return ir.ValuePattern(at, ir.Constant(at, node.value))
            case ast.MatchSequence():
                return ir.SequencePattern(at, tuple(self.pattern(item) for item in node.patterns))
            case ast.MatchStar():
                return ir.StarPattern(at, self.bind(node.name) if node.name else None)
            case ast.MatchMapping():
                keys = tuple(self.expression(key) for key in node.keys)
                rest = self.bind(node.rest) if node.rest else None
                return ir.MappingPattern(at, keys, tuple(self.pattern(item) for item in node.patterns), rest)
            case ast.MatchClass():
                named = tuple((name, self.pattern(item)) for name, item in zip(node.kwd_attrs, node.kwd_patterns))
                return ir.ClassPattern(
                    at, self.expression(node.cls), tuple(self.pattern(p) for p in node.patterns), named
                )
            case ast.MatchOr():
                return ir.AnyPattern(at, tuple(self.pattern(item) for item in node.patterns))
            case ast.MatchAs():
                inner = self.pattern(node.pattern) if node.pattern else None
                return ir.CapturePattern(at, inner, self.bind(node.name) if node.name else None)
        raise AssertionError(type(node).__name__)


def declared(body: Sequence[ast.stmt]) -> set[str]:
    """The names that a scope's own statements declare global or nonlocal."""
    found: set[str] = set()
    pending: list[ast.AST] = list(body)
    while pending:
        node = pending.pop()
        if isinstance(node, (ast.Global, ast.Nonlocal)):
            found.update(node.names)
        elif isinstance(node, ast.stmt) and not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            pending.extend(child for child in ast.iter_child_nodes(node) if not isinstance(child, ast.expr))
        elif isinstance(node, (ast.ExceptHandler, ast.match_case)):
            pending.extend(node.body)
    return found
