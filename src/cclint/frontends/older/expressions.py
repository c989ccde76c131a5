"""Expressions: a tree of fissix to one of `ast`, one method for each rule of the grammar."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Final

from cclint.frontends.older.grammar import Leaf, Part, Tree
from cclint.frontends.older.tokens import LOAD, Tokens
from cclint.frontends.places import covering

BINARY: Final[dict[str, type[ast.operator]]] = {
    "+": ast.Add, "-": ast.Sub, "*": ast.Mult, "@": ast.MatMult, "/": ast.Div, "%": ast.Mod, "**": ast.Pow,
    "<<": ast.LShift, ">>": ast.RShift, "|": ast.BitOr, "^": ast.BitXor, "&": ast.BitAnd, "//": ast.FloorDiv,
}  # fmt: skip
UNARY: Final[dict[str, type[ast.unaryop]]] = {"+": ast.UAdd, "-": ast.USub, "~": ast.Invert, "not": ast.Not}
COMPARED: Final[dict[str, type[ast.cmpop]]] = {
    "==": ast.Eq, "!=": ast.NotEq, "<>": ast.NotEq, "<": ast.Lt, "<=": ast.LtE, ">": ast.Gt, ">=": ast.GtE,
    "is": ast.Is, "is not": ast.IsNot, "in": ast.In, "not in": ast.NotIn,
}  # fmt: skip
COLLECTIONS: Final = frozenset(
    {"testlist", "testlist_star_expr", "exprlist", "testlist_safe", "testlist1", "testlist_gexp", "subscriptlist"}
)
"""Rules for expressions with commas between them: tuples, unless they hold a comprehension."""


class Expressions(Tokens):
    """The work on the expressions of one file."""

    def expression(self, part: Part) -> ast.expr:
        """The expression that a part is."""
        if isinstance(part, Leaf):
            return self.leaf(part)
        if part.name in COLLECTIONS:
            return self.collection(part)
        made: ast.expr = getattr(self, part.name)(part)
        return made

    def every(self, parts: Sequence[Part]) -> list[ast.expr]:
        """The expressions among parts with commas between them."""
        return [self.expression(part) for part in parts if part.text != ","]

    # Atoms and what follows them

    def atom(self, part: Tree) -> ast.expr:
        first, *rest = part.parts
        inner = rest[0] if len(rest) == 2 else None
        if first.text == "(":
            if inner is None:
                return self.make(ast.Tuple, part, [], LOAD)
            made = self.expression(inner)
            if inner.name == "testlist_gexp":
                self.places.put(made, part.start, part.end)
            return made
        if first.text == "[":
            return self.bracketed(part, inner)
        if first.text == "{":
            return self.braced(part, inner)
        if first.text == "`" and inner is not None:
            return self.make(ast.Call, part, self.name(first, "repr"), [self.expression(inner)], [])
        if first.text == ".":
            return self.make(ast.Constant, part, ...)
        return self.strings(part.parts, part)

    def bracketed(self, part: Tree, inner: Part | None) -> ast.expr:
        if inner is None:
            return self.make(ast.List, part, [], LOAD)
        if inner.name != "listmaker":
            return self.make(ast.List, part, [self.expression(inner)], LOAD)
        assert isinstance(inner, Tree)
        if inner.parts[1].name in FOR:
            return self.make(ast.ListComp, part, self.expression(inner.parts[0]), self.clauses(inner.parts[1]))
        return self.make(ast.List, part, self.every(inner.parts), LOAD)

    def braced(self, part: Tree, inner: Part | None) -> ast.expr:
        if inner is None:
            return self.make(ast.Dict, part, [], [])
        if not isinstance(inner, Tree) or inner.name != "dictsetmaker":
            return self.make(ast.Set, part, [self.expression(inner)])
        parts = inner.parts
        if len(parts) > 1 and parts[1].name in FOR:
            return self.make(ast.SetComp, part, self.expression(parts[0]), self.clauses(parts[1]))
        if len(parts) == 4 and parts[1].text == ":" and parts[3].name in FOR:
            key, value = self.expression(parts[0]), self.expression(parts[2])
            return self.make(ast.DictComp, part, key, value, self.clauses(parts[3]))
        if parts[0].text != "**" and (len(parts) < 2 or parts[1].text != ":"):
            return self.make(ast.Set, part, self.every(parts))
        keys: list[ast.expr | None] = []
        values: list[ast.expr] = []
        at = 0
        while at < len(parts):
            spread = parts[at].text == "**"
            keys.append(None if spread else self.expression(parts[at]))
            values.append(self.expression(parts[at + (1 if spread else 2)]))
            at += 3 if spread else 4
        return self.make(ast.Dict, part, keys, values)

    def power(self, part: Tree) -> ast.expr:
        parts = part.parts
        waits = parts[0].name == "AWAIT"
        end = next((at for at, one in enumerate(parts) if one.text == "**"), len(parts))
        made = self.expression(parts[waits])
        for link in parts[waits + 1 : end]:
            made = self.places.put(self.trailed(made, link), part.parts[waits].start, link.end)
        if waits:
            made = self.places.put(ast.Await(made), part.start, parts[end - 1].end)
        if end < len(parts):
            made = self.make(ast.BinOp, part, made, ast.Pow(), self.expression(parts[end + 1]))
        return made

    def trailed(self, before: ast.expr, link: Part) -> ast.expr:
        """An attribute, a call or a subscript of what stands before."""
        assert isinstance(link, Tree)
        first, inner = link.parts[0], link.parts[1]
        if first.text == ".":
            return ast.Attribute(before, inner.text, LOAD)
        if first.text == "[":
            return ast.Subscript(before, self.subscript(inner), LOAD)
        given, words = self.arguments(None if inner.text == ")" else inner)
        if len(given) == 1 and isinstance(given[0], ast.GeneratorExp) and inner.name == "argument":
            self.places.put(given[0], link.start, link.end)  # the call's brackets are its own
        return ast.Call(before, given, words)

    def arguments(self, part: Part | None) -> tuple[list[ast.expr], list[ast.keyword]]:
        """The arguments of a call, or the bases of a class."""
        given: list[ast.expr] = []
        words: list[ast.keyword] = []
        if part is None:
            return given, words
        listed = part.parts if isinstance(part, Tree) and part.name == "arglist" else [part]
        for one in listed:
            if not isinstance(one, Tree) or one.name != "argument":
                if one.text != ",":
                    given.append(self.expression(one))
                continue
            first, second = one.parts[0], one.parts[1]
            if first.text == "*":
                given.append(self.make(ast.Starred, one, self.expression(second), LOAD))
            elif first.text == "**":
                words.append(self.make(ast.keyword, one, None, self.expression(second)))
            elif second.text == "=":
                words.append(self.make(ast.keyword, one, first.text, self.expression(one.parts[2])))
            elif second.text == ":=":
                given.append(self.namedexpr_test(one))
            else:
                given.append(self.make(ast.GeneratorExp, one, self.expression(first), self.clauses(second)))
        return given, words

    def subscript(self, part: Part) -> ast.expr:
        """What stands in the brackets behind a value."""
        if part.text == ":":
            return self.make(ast.Slice, part)
        if not isinstance(part, Tree) or part.name not in {"subscript", "subscriptlist"}:
            return self.expression(part)
        if part.name == "subscriptlist":
            elements = [self.subscript(one) for one in part.parts if one.text != ","]
            return self.make(ast.Tuple, part, elements, LOAD)
        bounds: list[ast.expr | None] = [None, None, None]
        at = 0
        for one in part.parts:
            inner = one.parts if isinstance(one, Tree) and one.name == "sliceop" else [one]
            for piece in inner:
                if piece.text == ":":
                    at += 1
                else:
                    bounds[at] = self.expression(piece)
        return self.make(ast.Slice, part, *bounds)

    # Comprehensions and collections

    def collection(self, part: Tree) -> ast.expr:
        if len(part.parts) == 2 and part.parts[1].name in FOR:
            return self.make(ast.GeneratorExp, part, self.expression(part.parts[0]), self.clauses(part.parts[1]))
        return self.make(ast.Tuple, part, self.every(part.parts), LOAD)

    def clauses(self, part: Part) -> list[ast.comprehension]:
        made: list[ast.comprehension] = []
        rest: Part | None = part
        while isinstance(rest, Tree):
            parts = rest.parts
            if rest.name == "comp_if":
                made[-1].ifs.append(self.expression(parts[1]))
                rest = parts[2] if len(parts) > 2 else None
                continue
            waits = int(parts[0].name == "ASYNC")
            target, iterable = self.expression(parts[waits + 1]), self.expression(parts[waits + 3])
            made.append(ast.comprehension(target, iterable, [], waits))
            rest = parts[waits + 4] if len(parts) > waits + 4 else None
        return made

    # Operators

    def chain(self, part: Tree) -> ast.expr:
        """Operators that group from the left."""
        made = self.expression(part.parts[0])
        for sign, right in zip(part.parts[1::2], part.parts[2::2]):
            grouped = ast.BinOp(made, BINARY[sign.text](), self.expression(right))
            made = self.places.put(grouped, part.start, right.end)
        return made

    expr = xor_expr = and_expr = shift_expr = arith_expr = term = chain

    def factor(self, part: Tree) -> ast.expr:
        return self.make(ast.UnaryOp, part, UNARY[part.parts[0].text](), self.expression(part.parts[1]))

    not_test = factor

    def logic(self, part: Tree) -> ast.expr:
        sign = ast.And() if part.name == "and_test" else ast.Or()
        return self.make(ast.BoolOp, part, sign, [self.expression(one) for one in part.parts[::2]])

    or_test = and_test = logic

    def comparison(self, part: Tree) -> ast.expr:
        signs = [
            COMPARED[" ".join(word.text for word in sign.parts) if isinstance(sign, Tree) else sign.text]()
            for sign in part.parts[1::2]
        ]
        left, *others = (self.expression(one) for one in part.parts[::2])
        return self.make(ast.Compare, part, left, signs, others)

    def test(self, part: Tree) -> ast.expr:
        body, _, test, _, otherwise = part.parts
        return self.make(ast.IfExp, part, self.expression(test), self.expression(body), self.expression(otherwise))

    def namedexpr_test(self, part: Tree) -> ast.expr:
        return self.make(
            ast.NamedExpr, part, self.name(part.parts[0], part.parts[0].text), self.expression(part.parts[2])
        )

    def star_expr(self, part: Tree) -> ast.expr:
        return self.make(ast.Starred, part, self.expression(part.parts[1]), LOAD)

    def yield_expr(self, part: Tree) -> ast.expr:
        given = part.parts[1]
        if isinstance(given, Tree) and given.name == "yield_arg":
            return self.make(ast.YieldFrom, part, self.expression(given.parts[1]))
        return self.make(ast.Yield, part, self.expression(given))

    def lambdef(self, part: Tree) -> ast.expr:
        given = part.parts[1] if part.parts[1].text != ":" else None
        taken, unpacked = self.parameters(given)
        names = {name: value for target, value in unpacked for name, value in _named(target, value)}
        plain = {arg.arg for arg in (*taken.args, *taken.kwonlyargs, taken.vararg, taken.kwarg) if arg is not None}
        outer = self.unpacked  # the parameters shadow what stands for names around
        if plain and outer:
            self.unpacked = [{name: value for name, value in table.items() if name not in plain} for table in outer]
        if names:
            self.unpacked = [*self.unpacked, names]
        body = self.expression(part.parts[-1])
        self.unpacked = outer
        return self.make(ast.Lambda, part, taken, body)

    old_lambdef = lambdef

    # Parameters

    def parameters(self, part: Part | None) -> tuple[ast.arguments, list[tuple[ast.expr, ast.expr]]]:
        """The parameters of a function or lambda, and what is to be unpacked: targets, and the parameters that hold it."""
        taken = ast.arguments(
            posonlyargs=[], args=[], vararg=None, kwonlyargs=[], kw_defaults=[], kwarg=None, defaults=[]
        )
        unpacked: list[tuple[ast.expr, ast.expr]] = []
        listed: list[Part] = [] if part is None else [part]
        if isinstance(part, Tree) and part.name in {"typedargslist", "varargslist"}:
            listed = part.parts
        starred = False
        at = 0
        while at < len(listed):
            one = listed[at]
            if one.text == ",":
                at += 1
                continue
            if one.text in {"*", "**"}:
                at += 1
                if one.text == "**":
                    taken.kwarg = self.parameter(listed[at])
                elif listed[at].text != ",":
                    taken.vararg = self.parameter(listed[at])
                starred = True
                at += 1
                continue
            arg = self.parameter(one)
            if isinstance(one, Tree) and one.name in {"tfpdef", "vfpdef"}:
                arg.arg = f".{len(taken.args) + 1}"  # the name that Python 2 gives it
                unpacked.append((self.unpacking(one.parts[1]), self.name(one, arg.arg)))
            default = None
            if at + 1 < len(listed) and listed[at + 1].text == "=":
                default = self.expression(listed[at + 2])
                at += 2
            at += 1
            if starred:
                taken.kwonlyargs.append(arg)
                taken.kw_defaults.append(default)
            else:
                taken.args.append(arg)
                if default is not None:
                    taken.defaults.append(default)
        return taken, unpacked

    def parameter(self, part: Part) -> ast.arg:
        if isinstance(part, Tree) and part.name in {"tname", "tname_star"}:
            return self.make(ast.arg, part, part.parts[0].text, self.expression(part.parts[2]))
        return self.make(ast.arg, part, part.text, None)

    def unpacking(self, part: Part) -> ast.expr:
        """What a parameter that is a tuple is unpacked into."""
        if isinstance(part, Tree) and part.name in {"tfpdef", "vfpdef"}:
            return self.unpacking(part.parts[1])
        if isinstance(part, Tree):
            return self.make(ast.Tuple, part, [self.unpacking(one) for one in part.parts if one.text != ","], LOAD)
        return self.name(part, part.text)


FOR: Final = frozenset({"comp_for", "old_comp_for"})


def _named(target: ast.expr, value: ast.expr) -> list[tuple[str, ast.expr]]:
    """For every name in a target: the part of the value that it stands for."""
    if isinstance(target, ast.Name):
        return [(target.id, value)]
    assert isinstance(target, ast.Tuple)
    found: list[tuple[str, ast.expr]] = []
    for index, element in enumerate(target.elts):
        number_ = covering(ast.Constant(index), element, element)
        found += _named(element, covering(ast.Subscript(value, number_, LOAD), element, element))
    return found
