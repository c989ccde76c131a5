"""Tokens: the names, numbers and strings of fissix to nodes of `ast`."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

from cclint.frontends.older.grammar import Leaf, Part
from cclint.frontends.older.literals import number, string
from cclint.frontends.places import Places, UnreadableError

N = TypeVar("N", bound=ast.AST)
LOAD: Final = ast.Load()
CONSTANTS: Final = {"None": None, "True": True, "False": False}


class Tokens:
    """The work on the tokens of one file.

    Parameters
    ----------
    places: gives nodes their places.
    python2: whether strings are those of Python 2.
    """

    def __init__(self, places: Places, *, python2: bool) -> None:
        self.places = places
        self.python2 = python2
        self.unpacked: list[dict[str, ast.expr]] = []  # in a lambda: what stands for the names of parameters in tuples

    def make(self, kind: Callable[..., N], part: Part, *fields: Any, **named: Any) -> N:
        """Make a node that stands where a part stands."""
        return self.places.put(kind(*fields, **named), part.start, part.end)

    def name(self, part: Part, text: str) -> ast.Name:
        return self.make(ast.Name, part, text, LOAD)

    def leaf(self, part: Leaf) -> ast.expr:
        if part.name == "NAME":
            if part.text in CONSTANTS:
                return self.make(ast.Constant, part, CONSTANTS[part.text])
            if part.text == "yield":
                return self.make(ast.Yield, part)
            for table in reversed(self.unpacked):
                if part.text in table:
                    value = copy.deepcopy(table[part.text])
                    for node in ast.walk(value):
                        if isinstance(node, ast.expr):
                            self.places.put(node, part.start, part.end)
                    return value
            return self.name(part, part.text)
        if part.name == "NUMBER":
            try:
                return self.make(ast.Constant, part, number(part.text))
            except (ValueError, SyntaxError) as error:
                raise UnreadableError(part.line, part.column + 1, f"{part.text[:40]!r} is no number") from error
        if part.name == "STRING":
            return self.strings([part], part)
        raise UnreadableError(part.line, part.column + 1, f"{part.text[:40]!r} is no expression")

    def strings(self, leaves: Sequence[Part], whole: Part) -> ast.expr:
        """Strings side by side are one."""
        pieces = [self.piece(leaf) for leaf in leaves]
        if any(isinstance(piece, ast.JoinedStr) for piece in pieces):
            values = [value for piece in pieces for value in getattr(piece, "values", [piece])]
            return self.make(ast.JoinedStr, whole, values)
        values = [piece.value for piece in pieces if isinstance(piece, ast.Constant)]
        if all(isinstance(value, str) for value in values) or all(isinstance(value, bytes) for value in values):
            return self.make(ast.Constant, whole, values[0][:0].join(values))
        raise UnreadableError(*_first(whole), "text and bytes stand side by side")

    def piece(self, leaf: Part) -> ast.expr:
        prefix = leaf.text[: min(leaf.text.find(quote) % 10_000 for quote in "'\"")].lower()
        try:
            if "f" not in prefix:
                return self.make(ast.Constant, leaf, string(leaf.text, python2=self.python2))
            made = ast.parse(leaf.text, mode="eval").body
        except (ValueError, SyntaxError) as error:
            raise UnreadableError(*_first(leaf), f"this is no valid string: {error}") from error
        for node in ast.walk(made):
            if isinstance(node, ast.expr):
                self.places.put(node, leaf.start, leaf.end)
        return made


def _first(part: Part) -> tuple[int, int]:
    line, column = part.start
    return line, column + 1
