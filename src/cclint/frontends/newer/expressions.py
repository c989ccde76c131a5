"""Expressions: a tree of libcst to one of `ast`, one method for each kind of node."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar

import libcst as cst
from libcst.metadata import CodeRange

from cclint.frontends.older.literals import number, string
from cclint.frontends.places import Places, Point, UnreadableError

N = TypeVar("N", bound=ast.AST)
LOAD: Final = ast.Load()
CONSTANTS: Final = {"None": None, "True": True, "False": False}
OPERATORS: Final[dict[str, type[ast.AST]]] = {
    "Add": ast.Add, "Subtract": ast.Sub, "Multiply": ast.Mult, "MatrixMultiply": ast.MatMult, "Divide": ast.Div,
    "FloorDivide": ast.FloorDiv, "Modulo": ast.Mod, "Power": ast.Pow, "LeftShift": ast.LShift, "RightShift": ast.RShift,
    "BitOr": ast.BitOr, "BitXor": ast.BitXor, "BitAnd": ast.BitAnd, "And": ast.And, "Or": ast.Or, "Not": ast.Not,
    "Minus": ast.USub, "Plus": ast.UAdd, "BitInvert": ast.Invert, "Equal": ast.Eq, "NotEqual": ast.NotEq,
    "LessThan": ast.Lt, "LessThanEqual": ast.LtE, "GreaterThan": ast.Gt, "GreaterThanEqual": ast.GtE, "Is": ast.Is,
    "IsNot": ast.IsNot, "In": ast.In, "NotIn": ast.NotIn,
}  # fmt: skip
UNESCAPED: Final = re.compile(r"(\\.)|\"", re.DOTALL)


def operator(node: cst.CSTNode) -> Any:
    """The operator of `ast` for one of libcst; `+=` has that of `+`."""
    return OPERATORS[type(node).__name__.removesuffix("Assign")]()


class Expressions:
    """The work on the expressions and patterns of one file.

    Parameters
    ----------
    places: gives nodes their places.
    positions: where libcst's nodes stand.
    """

    def __init__(self, places: Places, positions: Mapping[cst.CSTNode, CodeRange]) -> None:
        self.places = places
        self.positions = positions

    def start(self, node: cst.CSTNode) -> Point:
        at = self.positions[node].start
        return at.line, at.column

    def end(self, node: cst.CSTNode) -> Point:
        at = self.positions[node].end
        return at.line, at.column

    def make(self, kind: Callable[..., N], node: cst.CSTNode, *fields: Any, **named: Any) -> N:
        """Make a node that stands where another tree's stands; brackets around it count where they are its own."""
        at = self.positions[node]
        start, end = (at.start.line, at.start.column), (at.end.line, at.end.column)
        if isinstance(node, (cst.Tuple, cst.GeneratorExp)) and node.lpar:
            start, end = self.start(node.lpar[-1]), self.end(node.rpar[0])
        return self.places.put(kind(*fields, **named), start, end)

    def expression(self, node: cst.CSTNode) -> ast.expr:
        """The expression that a node is."""
        made: ast.expr = getattr(self, type(node).__name__)(node)
        return made

    def optional(self, node: cst.CSTNode | None) -> ast.expr | None:
        return None if node is None else self.expression(node)

    # Names and literals

    def Name(self, node: cst.Name) -> ast.expr:
        if node.value in CONSTANTS:
            return self.make(ast.Constant, node, CONSTANTS[node.value])
        return self.make(ast.Name, node, node.value, LOAD)

    def Ellipsis(self, node: cst.Ellipsis) -> ast.expr:
        return self.make(ast.Constant, node, ...)

    def Integer(self, node: cst.Integer | cst.Float | cst.Imaginary) -> ast.expr:
        try:
            return self.make(ast.Constant, node, number(node.value))
        except (ValueError, SyntaxError) as error:
            raise self.unreadable(node, f"{node.value[:40]!r} is no number") from error

    Float = Imaginary = Integer

    def SimpleString(self, node: cst.SimpleString) -> ast.expr:
        try:
            return self.make(ast.Constant, node, string(node.value))
        except (ValueError, SyntaxError) as error:
            raise self.unreadable(node, f"this is no valid string: {error}") from error

    def FormattedString(self, node: Any) -> ast.expr:
        return self.make(ast.JoinedStr, node, self.parts(node.parts, node, raw="r" in node.start.lower()))

    TemplatedString = FormattedString  # PEP 750

    def parts(self, parts: Iterable[Any], whole: cst.CSTNode, *, raw: bool) -> list[ast.expr]:
        """The text and the slots of an f-string; every one stands where the whole does, as `ast` has it before 3.12."""
        made: list[ast.expr] = []
        for part in parts:
            if type(part).__name__.endswith("StringText"):
                made.append(self.make(ast.Constant, whole, self.unescaped(part.value, whole, raw=raw)))
                continue
            conversion = ord(part.conversion) if part.conversion else -1
            value = self.expression(part.expression)
            if part.equal is not None:
                shown = cst.Module([]).code_for_node(part.expression) + "="
                made.append(self.make(ast.Constant, whole, shown))
                conversion = conversion if part.conversion or part.format_spec else ord("r")
            spec = None
            if part.format_spec is not None:
                spec = self.make(ast.JoinedStr, whole, self.parts(part.format_spec, whole, raw=raw))
            made.append(self.make(ast.FormattedValue, whole, value, conversion, spec))
        return made

    def unescaped(self, text: str, whole: cst.CSTNode, *, raw: bool) -> str:
        """The text between the slots of an f-string."""
        text = text.replace("{{", "{").replace("}}", "}")
        if raw or "\\" not in text:
            return text
        quoted = UNESCAPED.sub(lambda match: match[1] or '\\"', text)
        try:
            return str(string(f'"""{quoted}"""'))
        except (ValueError, SyntaxError) as error:
            raise self.unreadable(whole, f"this is no valid string: {error}") from error

    def ConcatenatedString(self, node: cst.ConcatenatedString) -> ast.expr:
        pieces = [self.expression(node.left)]
        rest: cst.CSTNode = node.right
        while isinstance(rest, cst.ConcatenatedString):
            pieces.append(self.expression(rest.left))
            rest = rest.right
        pieces.append(self.expression(rest))
        if any(isinstance(piece, ast.JoinedStr) for piece in pieces):
            values = [value for piece in pieces for value in getattr(piece, "values", [piece])]
            return self.make(ast.JoinedStr, node, values)
        constants = [piece.value for piece in pieces if isinstance(piece, ast.Constant)]
        if len({type(value) for value in constants}) > 1:
            raise self.unreadable(node, "text and bytes stand side by side")
        first = constants[0]
        assert isinstance(first, (str, bytes))
        return self.make(ast.Constant, node, first[:0].join(constants))  # type: ignore[arg-type]

    def unreadable(self, node: cst.CSTNode, reason: str) -> UnreadableError:
        line, column = self.start(node)
        return UnreadableError(line, column + 1, reason)

    # Displays and comprehensions

    def elements(self, node: cst.Tuple | cst.List | cst.Set) -> list[ast.expr]:
        return [self.element(element) for element in node.elements]

    def element(self, node: cst.CSTNode) -> ast.expr:
        return self.expression(node.value if isinstance(node, cst.Element) else node)

    def StarredElement(self, node: cst.StarredElement) -> ast.expr:
        return self.make(ast.Starred, node, self.expression(node.value), LOAD)

    def Tuple(self, node: cst.Tuple) -> ast.expr:
        return self.make(ast.Tuple, node, self.elements(node), LOAD)

    def List(self, node: cst.List) -> ast.expr:
        return self.make(ast.List, node, self.elements(node), LOAD)

    def Set(self, node: cst.Set) -> ast.expr:
        return self.make(ast.Set, node, self.elements(node))

    def Dict(self, node: cst.Dict) -> ast.expr:
        keys = [self.expression(one.key) if isinstance(one, cst.DictElement) else None for one in node.elements]
        return self.make(ast.Dict, node, keys, [self.expression(one.value) for one in node.elements])

    def ListComp(self, node: cst.ListComp) -> ast.expr:
        return self.make(ast.ListComp, node, self.expression(node.elt), self.clauses(node.for_in))

    def SetComp(self, node: cst.SetComp) -> ast.expr:
        return self.make(ast.SetComp, node, self.expression(node.elt), self.clauses(node.for_in))

    def GeneratorExp(self, node: cst.GeneratorExp) -> ast.expr:
        return self.make(ast.GeneratorExp, node, self.expression(node.elt), self.clauses(node.for_in))

    def DictComp(self, node: cst.DictComp) -> ast.expr:
        key, value = self.expression(node.key), self.expression(node.value)
        return self.make(ast.DictComp, node, key, value, self.clauses(node.for_in))

    def StarredDictComp(self, node: Any) -> ast.expr:
        """PEP 798: all entries of all mappings, `{key: value for each in them for key, value in each.items()}`."""
        each = self.expression(node.value)
        items = self.make(ast.Call, node.value, self.make(ast.Attribute, node.value, each, "items", LOAD), [], [])
        names: list[ast.expr] = [
            self.make(ast.Name, node.value, name, LOAD) for name in (".key", ".value", ".key", ".value")
        ]
        key, value, *bound = names
        target = self.make(lambda: ast.Tuple(bound, LOAD), node.value)
        clauses = [*self.clauses(node.for_in), ast.comprehension(target, items, [], 0)]
        return self.make(ast.DictComp, node, key, value, clauses)

    def clauses(self, node: cst.CompFor) -> list[ast.comprehension]:
        made: list[ast.comprehension] = []
        rest: cst.CompFor | None = node
        while rest is not None:
            conditions = [self.expression(one.test) for one in rest.ifs]
            waits = int(rest.asynchronous is not None)
            target = self.expression(rest.target)
            made.append(ast.comprehension(target, self.expression(rest.iter), conditions, waits))
            rest = rest.inner_for_in
        return made

    # Operators

    def BinaryOperation(self, node: cst.BinaryOperation) -> ast.expr:
        spine, inner = [node], node.left
        while isinstance(inner, cst.BinaryOperation):
            spine.append(inner)
            inner = inner.left
        made = self.expression(inner)
        for link in reversed(spine):
            made = self.make(ast.BinOp, link, made, operator(link.operator), self.expression(link.right))
        return made

    def UnaryOperation(self, node: cst.UnaryOperation) -> ast.expr:
        return self.make(ast.UnaryOp, node, operator(node.operator), self.expression(node.expression))

    def BooleanOperation(self, node: cst.BooleanOperation) -> ast.expr:
        """`a or b or c` is one operation; libcst groups it from the right or the left."""
        kind = type(node.operator)
        values: list[cst.CSTNode] = []
        pending: list[cst.CSTNode] = [node]
        while pending:
            one = pending.pop()
            own = isinstance(one, cst.BooleanOperation) and (one is node or not one.lpar)
            if own and isinstance(one, cst.BooleanOperation) and type(one.operator) is kind:
                pending += [one.right, one.left]
            else:
                values.append(one)
        return self.make(ast.BoolOp, node, operator(node.operator), [self.expression(value) for value in values])

    def Comparison(self, node: cst.Comparison) -> ast.expr:
        signs = [operator(target.operator) for target in node.comparisons]
        others = [self.expression(target.comparator) for target in node.comparisons]
        return self.make(ast.Compare, node, self.expression(node.left), signs, others)

    def IfExp(self, node: cst.IfExp) -> ast.expr:
        test = self.expression(node.test)
        return self.make(ast.IfExp, node, test, self.expression(node.body), self.expression(node.orelse))

    def NamedExpr(self, node: cst.NamedExpr) -> ast.expr:
        return self.make(ast.NamedExpr, node, self.expression(node.target), self.expression(node.value))

    def Await(self, node: cst.Await) -> ast.expr:
        return self.make(ast.Await, node, self.expression(node.expression))

    def Yield(self, node: cst.Yield) -> ast.expr:
        if isinstance(node.value, cst.From):
            return self.make(ast.YieldFrom, node, self.expression(node.value.item))
        return self.make(ast.Yield, node, self.optional(node.value))

    # Access

    def Attribute(self, node: cst.Attribute) -> ast.expr:
        return self.make(ast.Attribute, node, self.expression(node.value), node.attr.value, LOAD)

    def Call(self, node: cst.Call) -> ast.expr:
        function = self.expression(node.func)
        given, words = self.arguments(node.args)
        if len(given) == 1 and isinstance(given[0], ast.GeneratorExp) and not words:
            self.places.put(
                given[0], (function.end_lineno or 1, self.end(node.func)[1]), self.end(node)
            )  # brackets of its own
        return self.make(ast.Call, node, function, given, words)

    def arguments(self, nodes: Sequence[cst.Arg]) -> tuple[list[ast.expr], list[ast.keyword]]:
        given: list[ast.expr] = []
        words: list[ast.keyword] = []
        for node in nodes:
            value = self.expression(node.value)
            if node.star == "*":
                given.append(self.make(ast.Starred, node, value, LOAD))
            elif node.star == "**":
                words.append(self.make(ast.keyword, node, None, value))
            elif node.keyword is not None:
                words.append(self.make(ast.keyword, node, node.keyword.value, value))
            else:
                given.append(value)
        return given, words

    def Subscript(self, node: cst.Subscript) -> ast.expr:
        elements = [self.subscript(element.slice) for element in node.slice]
        several = (
            len(elements) > 1 or isinstance(node.slice[0].comma, cst.Comma) or isinstance(elements[0], ast.Starred)
        )
        if several:
            first, last = node.slice[0].slice, node.slice[-1].slice
            key: ast.expr = self.places.put(ast.Tuple(elements, LOAD), self.start(first), self.end(last))
        else:
            key = elements[0]
        return self.make(ast.Subscript, node, self.expression(node.value), key, LOAD)

    def subscript(self, node: cst.BaseSlice) -> ast.expr:
        if isinstance(node, cst.Slice):
            return self.make(
                ast.Slice, node, self.optional(node.lower), self.optional(node.upper), self.optional(node.step)
            )
        assert isinstance(node, cst.Index)
        value = self.expression(node.value)
        return self.make(ast.Starred, node, value, LOAD) if node.star else value

    # Functions

    def Lambda(self, node: cst.Lambda) -> ast.expr:
        return self.make(ast.Lambda, node, self.parameters(node.params), self.expression(node.body))

    def parameters(self, node: cst.Parameters) -> ast.arguments:
        star = node.star_arg if isinstance(node.star_arg, cst.Param) else None
        either = [*node.posonly_params, *node.params]
        return ast.arguments(
            posonlyargs=[self.parameter(one) for one in node.posonly_params],
            args=[self.parameter(one) for one in node.params],
            vararg=self.parameter(star) if star else None,
            kwonlyargs=[self.parameter(one) for one in node.kwonly_params],
            kw_defaults=[self.optional(one.default) for one in node.kwonly_params],
            kwarg=self.parameter(node.star_kwarg) if node.star_kwarg else None,
            defaults=[self.expression(one.default) for one in either if one.default is not None],
        )

    def parameter(self, node: cst.Param) -> ast.arg:
        last: cst.CSTNode = node.annotation.annotation if node.annotation else node.name
        made = ast.arg(node.name.value, self.optional(node.annotation.annotation if node.annotation else None))
        return self.places.put(made, self.start(node.name), self.end(last))
