"""Python, as a tree of `ast`, lowered to the small language.

One class with a method for each kind of node: it is long because Python's grammar is, and it is read by looking one up.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Sequence

from cclint.ir import nodes as ir
from cclint.ir.nodes import Span
from cclint.ir.source import Lines

OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.MatMult: "@", ast.Div: "/", ast.Mod: "%", ast.Pow: "**",
    ast.LShift: "<<",
    ast.RShift: ">>", ast.BitOr: "|", ast.BitXor: "^", ast.BitAnd: "&", ast.FloorDiv: "//", ast.Not: "not",
    ast.USub: "-",
    ast.UAdd: "+", ast.Invert: "~", ast.And: "and", ast.Or: "or", ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">", ast.GtE: ">=", ast.Is: "is", ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip

_EXPRESSIONS: dict[type[ast.AST], Callable[[Lowering, ast.AST], ir.Expression]] = {}
_STATEMENTS: dict[type[ast.AST], Callable[[Lowering, ast.AST, list[ir.Statement]], None] | None] = {}
"""The methods for the kinds of nodes that have been met."""
BY_TEXT = frozenset({"getattr", "methodcaller", "attrgetter"})
"""Functions that are told by a text which attribute is meant."""


def lower(path: str, text: str, tree: ast.Module) -> ir.Module:
    """Lower one module.

    Parameters
    ----------
    path: what places are to name.
    text: its source, with LF line ends.
    tree: what it says; `cclint.frontends.syntax` makes one of any version's text.

    Raises
    ------
    RecursionError: it is nested too deeply to be read.
    """
    return Lowering(path, text).module(tree)


class Lowering:
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

    # Places

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

    # Scopes

    def module(self, tree: ast.Module) -> ir.Module:
        body = ir.Function((1, 1, 1, 1), "<module>", "", kind="module", path=self.path)
        self.scopes.append(body)
        body.body = self.block(tree.body)
        self.scopes.pop()
        body.mentions |= body.own
        return ir.Module(self.path, body, self.lines, tuple(self.imports), tuple(self.classes))

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

    def fill(self, scope: ir.Function, body: Sequence[ast.stmt]) -> None:
        """Lower the body of a scope; its mentions count for the enclosing one too."""
        scope.outer = declared(body) if self.declares else set()
        scope.locals -= scope.outer
        renamed, self.renamed = self.renamed, []
        self.scopes.append(scope)
        scope.body = self.block(body)
        self.scopes.pop()
        self.renamed = renamed
        scope.mentions |= scope.own
        self.scopes[-1].mentions |= scope.mentions

    # Statements

    def block(self, statements: Iterable[ast.stmt]) -> ir.Block:
        lowered: list[ir.Statement] = []
        for statement in statements:
            kind = type(statement)
            if kind not in _STATEMENTS:
                _STATEMENTS[kind] = getattr(Lowering, f"statement_{kind.__name__}", None)
            method = _STATEMENTS[kind]
            if method is not None:
                method(self, statement, lowered)
        return tuple(lowered)

    def statement_Expr(self, node: ast.Expr, into: list[ir.Statement]) -> None:
        if not isinstance(node.value, ast.Constant):
            into.append(ir.Evaluate(self.at(node), self.expression(node.value)))

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
            self.mentions_of(alias.name)
            self.imports.append(ir.Import(self.at(node), alias.name, self.bind(name), whole=alias.asname is None))
            into.append(self.imports[-1])

    def statement_ImportFrom(self, node: ast.ImportFrom, into: list[ir.Statement]) -> None:
        module = node.module or ""
        self.mentions_of(module)
        for alias in node.names:
            name = "*" if alias.name == "*" else self.bind(alias.asname or alias.name)
            self.mention(alias.name)
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
        bases = tuple(self.expression(base) for base in node.bases)
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

    # Parts of statements

    def mentions_of(self, dotted: str) -> None:
        self.scopes[-1].own.update(dotted.split("."))

    def parameters(self, args: ast.arguments) -> tuple[ir.Parameter, ...]:
        made: list[ir.Parameter] = []

        def add(arg: ast.arg, kind: str, default: ast.expr | None) -> None:
            made.append(
                ir.Parameter(self.at(arg), arg.arg, kind, self.optional(default), self.annotated(arg.annotation))
            )

        either = [*((arg, "positional") for arg in args.posonlyargs), *((arg, "any") for arg in args.args)]
        missing = len(either) - len(args.defaults)
        for index, (arg, kind) in enumerate(either):
            add(arg, kind, args.defaults[index - missing] if index >= missing else None)
        if args.vararg:
            add(args.vararg, "star", None)
        for arg, default in zip(args.kwonlyargs, args.kw_defaults):
            add(arg, "keyword", default)
        if args.kwarg:
            add(args.kwarg, "stars", None)
        return tuple(made)

    def annotated(self, node: ast.expr | None) -> ir.Expression | None:
        return None if node is None else self.annotation(node)

    def annotation(self, node: ast.expr) -> ir.Expression:
        """A type hint; one that stands in a string is parsed, and stays a string where that fails."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            try:
                inner = ast.parse(node.value.strip(), mode="eval").body
            except (SyntaxError, ValueError, RecursionError):
                return self.expression(node)
            fixed, self.fixed = self.fixed, self.at(node)
            lowered = self.expression(inner)
            self.fixed = fixed
            return lowered
        return self.expression(node)

    def optional(self, node: ast.expr | None) -> ir.Expression | None:
        return None if node is None else self.expression(node)

    def target(self, node: ast.expr) -> ir.Expression:
        if isinstance(node, ast.Name):
            return ir.Name(self.at(node), self.bind(node.id))
        if isinstance(node, ast.Starred):
            return ir.Starred(self.at(node), self.target(node.value))
        if isinstance(node, (ast.Tuple, ast.List)):
            return ir.Display(self.at(node), "tuple", tuple(self.target(element) for element in node.elts))
        return self.expression(node)

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

    # Expressions

    def expression(self, node: ast.expr) -> ir.Expression:
        kind = type(node)
        method = _EXPRESSIONS.get(kind)
        if method is None:
            method = _EXPRESSIONS[kind] = getattr(Lowering, f"expression_{kind.__name__}")
        lowered: ir.Expression = method(self, node)
        return lowered

    def expression_Constant(self, node: ast.Constant) -> ir.Expression:
        return ir.Constant(self.at(node), node.value)

    def expression_Name(self, node: ast.Name) -> ir.Expression:
        self.mention(node.id)
        return ir.Name(self.at(node), self.rename(node.id))

    def expression_Attribute(self, node: ast.Attribute) -> ir.Expression:
        spine, inner = [node], node.value  # fluent chains can be thousands long
        while isinstance(inner, (ast.Attribute, ast.Call)):
            if isinstance(inner, ast.Call):
                return self.chain(node)
            spine.append(inner)
            inner = inner.value
        lowered = self.expression(inner)
        for link in reversed(spine):
            self.mention(link.attr)
            lowered = ir.Attribute(self.at(link), lowered, link.attr)
        return lowered

    def expression_Call(self, node: ast.Call) -> ir.Expression:
        return self.chain(node)

    def chain(self, node: ast.expr) -> ir.Expression:
        """A chain of attributes and calls, `a.b(c).d(e)`, from its root outwards, without recursion."""
        spine: list[ast.Attribute | ast.Call] = []
        inner = node
        while isinstance(inner, (ast.Attribute, ast.Call)):
            spine.append(inner)
            inner = inner.value if isinstance(inner, ast.Attribute) else inner.func
        lowered = self.expression(inner)
        for link in reversed(spine):
            if isinstance(link, ast.Attribute):
                self.mention(link.attr)
                lowered = ir.Attribute(self.at(link), lowered, link.attr)
            else:
                if isinstance(lowered, (ir.Name, ir.Attribute)):
                    self.mention_by_text(lowered.id if isinstance(lowered, ir.Name) else lowered.name, link)
                lowered = ir.Call(self.at(link), lowered, self.arguments(link))
        return lowered

    def mention_by_text(self, called: str, node: ast.Call) -> None:
        """`getattr(smtp, "send_message")` and its kin mention what the text names."""
        if called in BY_TEXT:
            for value in node.args[:2]:
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    self.mention(value.value)

    def arguments(self, node: ast.Call) -> tuple[ir.Argument, ...]:
        made: list[ir.Argument] = []
        for value in node.args:
            if isinstance(value, ast.Starred):
                made.append(ir.Argument(self.expression(value.value), stars=1))
            else:
                made.append(ir.Argument(self.expression(value)))
        for word in node.keywords:
            given = self.expression(word.value)
            made.append(ir.Argument(given, word.arg) if word.arg else ir.Argument(given, stars=2))
        return tuple(made)

    def expression_Subscript(self, node: ast.Subscript) -> ir.Expression:
        value = self.expression(node.value)
        return ir.Subscript(self.at(node), value, self.expression(node.slice))

    def expression_Slice(self, node: ast.Slice) -> ir.Expression:
        return ir.Slice(self.at(node), self.optional(node.lower), self.optional(node.upper), self.optional(node.step))

    def expression_Starred(self, node: ast.Starred) -> ir.Expression:
        return ir.Starred(self.at(node), self.expression(node.value))

    def expression_List(self, node: ast.List | ast.Tuple | ast.Set) -> ir.Expression:
        kind = type(node).__name__.lower()
        return ir.Display(self.at(node), kind, tuple(self.expression(element) for element in node.elts))

    expression_Tuple = expression_List
    expression_Set = expression_List

    def expression_Dict(self, node: ast.Dict) -> ir.Expression:
        return ir.DictDisplay(
            self.at(node),
            tuple((self.optional(key), self.expression(value)) for key, value in zip(node.keys, node.values)),
        )

    def expression_JoinedStr(self, node: ast.JoinedStr) -> ir.Expression:
        at, fixed = self.at(node), self.fixed
        self.fixed = at
        parts: list[ir.Constant | ir.Slot] = []
        for part in node.values:
            if isinstance(part, ast.Constant):
                parts.append(ir.Constant(at, part.value))
            else:
                parts.append(self.slot(part))
        self.fixed = fixed
        return ir.Format(at, tuple(parts))

    def slot(self, node: ast.expr) -> ir.Slot:
        value: ast.expr = node.value  # type: ignore[attr-defined]
        number: int = node.conversion  # type: ignore[attr-defined]
        spec: ast.expr | None = node.format_spec  # type: ignore[attr-defined]
        lowered = self.expression(spec) if spec is not None else None
        conversion = chr(number) if number > 0 else ""
        return ir.Slot(
            self.at(node), self.expression(value), conversion, lowered if isinstance(lowered, ir.Format) else None
        )

    def expression_FormattedValue(self, node: ast.FormattedValue) -> ir.Expression:
        return self.slot(node)

    expression_TemplateStr = expression_JoinedStr  # PEP 750, Python 3.14
    expression_Interpolation = expression_FormattedValue

    def expression_BinOp(self, node: ast.BinOp) -> ir.Expression:
        spine, left = [node], node.left  # sums of thousands of strings lean to the left
        while isinstance(left, ast.BinOp):
            spine.append(left)
            left = left.left
        lowered = self.expression(left)
        for link in reversed(spine):
            lowered = ir.Binary(self.at(link), OPERATORS[type(link.op)], lowered, self.expression(link.right))
        return lowered

    def expression_UnaryOp(self, node: ast.UnaryOp) -> ir.Expression:
        return ir.Unary(self.at(node), OPERATORS[type(node.op)], self.expression(node.operand))

    def expression_BoolOp(self, node: ast.BoolOp) -> ir.Expression:
        return ir.Logic(self.at(node), OPERATORS[type(node.op)], tuple(self.expression(value) for value in node.values))

    def expression_Compare(self, node: ast.Compare) -> ir.Expression:
        operands = tuple(self.expression(operand) for operand in (node.left, *node.comparators))
        return ir.Compare(self.at(node), tuple(OPERATORS[type(op)] for op in node.ops), operands)

    def expression_IfExp(self, node: ast.IfExp) -> ir.Expression:
        test = self.expression(node.test)
        return ir.Choice(self.at(node), test, self.expression(node.body), self.expression(node.orelse))

    def expression_Lambda(self, node: ast.Lambda) -> ir.Expression:
        function = self.scope(node, "<lambda>", "lambda", self.parameters(node.args))
        outer = self.renamed  # a lambda in a comprehension sees its names
        shadowed = {parameter.name: parameter.name for parameter in function.parameters}
        self.scopes.append(function)
        self.renamed = [*outer, shadowed]
        function.body = (ir.Return(self.at(node.body), self.expression(node.body)),)
        self.renamed = outer
        self.scopes.pop()
        function.mentions |= function.own
        self.scopes[-1].mentions |= function.mentions
        self.scopes[-1].own |= function.own
        return ir.Lambda(self.at(node), function)

    def comprehension(
        self,
        node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp,
        kind: str,
        key: ast.expr | None,
        element: ast.expr,
    ) -> ir.Expression:
        first = self.expression(node.generators[0].iter)  # is evaluated outside
        table: dict[str, str] = {}
        self.serial += 1
        clauses = []
        self.renamed.append(table)
        for index, generator in enumerate(node.generators):
            iterable = first if index == 0 else self.expression(generator.iter)
            for name in names_bound(generator.target):
                table[name] = f"{name}.{self.serial}"
            target = self.target(generator.target)
            conditions = tuple(self.expression(test) for test in generator.ifs)
            clauses.append(ir.Clause(self.at(generator.target), target, iterable, conditions))
        lowered = ir.Comprehension(self.at(node), kind, self.optional(key), self.expression(element), tuple(clauses))
        self.renamed.pop()
        return lowered

    def expression_ListComp(self, node: ast.ListComp) -> ir.Expression:
        return self.comprehension(node, "list", None, node.elt)

    def expression_SetComp(self, node: ast.SetComp) -> ir.Expression:
        return self.comprehension(node, "set", None, node.elt)

    def expression_GeneratorExp(self, node: ast.GeneratorExp) -> ir.Expression:
        return self.comprehension(node, "generator", None, node.elt)

    def expression_DictComp(self, node: ast.DictComp) -> ir.Expression:
        return self.comprehension(node, "dict", node.key, node.value)

    def expression_Await(self, node: ast.Await) -> ir.Expression:
        return ir.Await(self.at(node), self.expression(node.value))

    def expression_Yield(self, node: ast.Yield) -> ir.Expression:
        self.scopes[-1].generator = True
        return ir.Yield(self.at(node), self.optional(node.value))

    def expression_YieldFrom(self, node: ast.YieldFrom) -> ir.Expression:
        self.scopes[-1].generator = True
        return ir.YieldFrom(self.at(node), self.expression(node.value))

    def expression_NamedExpr(self, node: ast.NamedExpr) -> ir.Expression:
        value = self.expression(node.value)
        scope, renamed = self.scopes[-1], self.renamed
        self.renamed = []  # it binds in the scope around the comprehensions (PEP 572)
        name = ir.Name(self.at(node.target), self.bind(node.target.id))
        self.renamed = renamed
        assert scope is self.scopes[-1]
        return ir.Bind(self.at(node), name, value)


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


def names_bound(target: ast.expr) -> list[str]:
    """The plain names that a target of an assignment binds."""
    return [node.id for node in ast.walk(target) if isinstance(node, ast.Name)]
