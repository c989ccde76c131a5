"""Expressions, and the parts of statements that are made of them: targets, hints, parameters."""

from __future__ import annotations

import ast

from cclint.frontends.lowering.scopes import Names, Scopes
from cclint.ir import nodes as ir
from cclint.ir.names import ADDRESSING, SHOWN

OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.MatMult: "@", ast.Div: "/", ast.Mod: "%", ast.Pow: "**",
    ast.LShift: "<<", ast.RShift: ">>", ast.BitOr: "|", ast.BitXor: "^", ast.BitAnd: "&", ast.FloorDiv: "//",
    ast.Not: "not", ast.USub: "-", ast.UAdd: "+", ast.Invert: "~", ast.And: "and", ast.Or: "or",
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.Is: "is", ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip

BY_TEXT = frozenset({"getattr", "methodcaller", "attrgetter"})
"""Functions that are told by a text which attribute is meant."""
SCOPES = frozenset({"globals", "locals", "vars"})
"""Functions that give what names mean."""
ADDING = frozenset({"add_header", "replace_header"})
IMPORTING = frozenset({"import_module", "__import__"})
ASKING = frozenset({"isinstance", "issubclass"})
SELVES = frozenset({"self", "cls"})
"""What methods call the object or the class that they are called on (PEP 8)."""
ROUTING = {"django.urls": {"path", "re_path"}, "django.conf.urls": {"url"}}
"""By module, functions that enter others into a table of addresses: whoever asks for one of those has a function called, and not
whoever writes the table. https://docs.djangoproject.com/en/5.2/ref/urls/
"""
SERVING = "as_view"
"""The method of a class that gives a function which makes an object for each request.
https://docs.djangoproject.com/en/5.2/ref/class-based-views/base/
"""


class Expressions(Scopes):
    """One method for each kind of expression."""

    def expression(self, node: ast.expr) -> ir.Expression:
        method = getattr(self, f"expression_{type(node).__name__}")
        lowered: ir.Expression = method(node)
        return lowered

    def expression_Constant(self, node: ast.Constant) -> ir.Expression:
        return ir.Constant(self.at(node), node.value)

    def expression_Name(self, node: ast.Name) -> ir.Expression:
        lowered = self.name(node)
        self.names[-1].values.add(lowered.id)
        return lowered

    def name(self, node: ast.Name, *, acting: bool = True) -> ir.Name:
        name = self.rename(node.id)
        self.mention(name, acting=acting)
        return ir.Name(self.at(node), name)

    def root(self, node: ast.expr, *, acting: bool = False) -> tuple[ir.Expression, set[str]]:
        """What a chain begins with, and what is taken from it by its name.

        Parameters
        ----------
        acting: whether it is called, or what is taken from it is.
        """
        if not isinstance(node, ast.Name):
            return self.expression(node), set()
        return self.name(node, acting=acting), self.led.setdefault(node.id, set())

    def expression_Attribute(self, node: ast.Attribute) -> ir.Expression:
        spine, inner = [node], node.value  # fluent chains can be thousands long
        while isinstance(inner, (ast.Attribute, ast.Call)):
            if isinstance(inner, ast.Call):
                return self.chain(node)
            spine.append(inner)
            inner = inner.value
        lowered, led = self.root(inner)
        for link in reversed(spine):
            self.take(link.attr, own=is_self(lowered))
            led.add(link.attr)
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
        lowered, led = self.root(inner, acting=any(isinstance(link, ast.Call) for link in spine[-2:]))
        for link in reversed(spine):
            if isinstance(link, ast.Attribute):
                self.take(link.attr, own=is_self(lowered), maker=maker_of(lowered))
                led.add(link.attr)
                lowered = ir.Attribute(self.at(link), lowered, link.attr)
            else:
                if isinstance(lowered, (ir.Name, ir.Attribute)):
                    self.mention_by_text(lowered.id if isinstance(lowered, ir.Name) else lowered.name, link)
                name = lowered.id if isinstance(lowered, ir.Name) else ""
                if name in self.routing:
                    given = self.routed(link)
                else:
                    given = self.asked(link) if name in ASKING and len(link.args) == 2 else self.arguments(link)
                lowered = ir.Call(self.at(link), lowered, given)
        return lowered

    def asked(self, node: ast.Call) -> tuple[ir.Argument, ...]:
        """What is asked for a class mentions that class, but does nothing with it."""
        value = self.expression(node.args[0])
        return (ir.Argument(value), ir.Argument(self.aside(node.args[1])))

    def aside(self, node: ast.expr) -> ir.Expression:
        """An expression whose names do not count: nothing is done there with what they mean."""
        mentioned, self.names[-1] = self.names[-1], Names()
        lowered = self.expression(node)
        self.names[-1] = mentioned
        return lowered

    def routed(self, node: ast.Call) -> tuple[ir.Argument, ...]:
        """What is entered into a table of addresses is named there, and that is all; what is called there, is called."""
        inner = [one for given in (*node.args, *node.keywords) for one in ast.walk(given)]
        if any(isinstance(one, ast.Lambda) for one in inner):
            return self.arguments(node)
        mentioned, self.names[-1] = self.names[-1], Names()
        given = self.arguments(node)
        entered, self.names[-1] = self.names[-1], mentioned
        mentioned.routed |= entered.own | entered.taken | entered.routed
        for called in (one.func for one in inner if isinstance(one, ast.Call)):
            if isinstance(called, ast.Name):
                self.name(called)
            elif isinstance(called, ast.Attribute) and called.attr != SERVING:
                self.take(called.attr)
                if isinstance(called.value, ast.Name):
                    self.name(called.value)
        return given

    def mention_by_text(self, called: str, node: ast.Call) -> None:
        """`getattr(smtp, "send_message")` and its kin mention what the text names; a module can be imported by its name."""
        if called in BY_TEXT:
            for value in node.args[:2]:
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    self.take(value.value)
                    if isinstance(node.args[0], ast.Name):
                        self.led.setdefault(node.args[0].id, set()).add(value.value)
        elif called in IMPORTING and node.args:
            name = node.args[0]
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                module = name.value.lstrip(".")
                self.imports.append(ir.Import(self.at(node), module, "", level=len(name.value) - len(module)))
        elif called == "get" and node.args and isinstance(node.func, ast.Attribute):
            self.name_by_text(node.func.value, node.args[0])
        elif called in ADDING and len(node.args) == 2:
            name = node.args[0]
            if isinstance(name, ast.Constant) and name.value in SHOWN:
                self.take(ADDRESSING)

    def name_by_text(self, owner: ast.expr, key: ast.expr) -> None:
        """`globals()["send"]` means the name that the text says."""
        asked = isinstance(owner, ast.Call) and isinstance(owner.func, ast.Name) and owner.func.id in SCOPES
        if asked and isinstance(key, ast.Constant) and isinstance(key.value, str):
            self.name(ast.copy_location(ast.Name(key.value, ast.Load()), key))

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
        key = node.slice
        if isinstance(node.ctx, ast.Store) and isinstance(key, ast.Constant) and key.value in SHOWN:
            self.take(ADDRESSING)
        self.name_by_text(node.value, key)
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
        self.enter(function)
        self.renamed = [*outer, shadowed]
        function.body = (ir.Return(self.at(node.body), self.expression(node.body)),)
        self.renamed = outer
        self.leave()
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

    # What is made of expressions

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
            lowered = self.aside(inner)
            self.fixed = fixed
            return lowered
        return self.aside(node) if self.scopes[-1].kind in ("function", "lambda") else self.expression(node)

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


def is_self(value: ir.Expression) -> bool:
    """Whether something is what a method is called on, or `super()`."""
    if isinstance(value, ir.Name):
        return value.id in SELVES
    return isinstance(value, ir.Call) and isinstance(value.function, ir.Name) and value.function.id == "super"


def maker_of(value: ir.Expression) -> str:
    """The name that is called for a value; none where it is not, or where that tells nothing of the value."""
    if (
        isinstance(value, ir.Call)
        and isinstance(value.function, ir.Name)
        and value.function.id not in (*SELVES, "super")
    ):
        return value.function.id
    return ""


def names_bound(target: ast.expr) -> list[str]:
    """The plain names that a target of an assignment binds."""
    return [node.id for node in ast.walk(target) if isinstance(node, ast.Name)]
