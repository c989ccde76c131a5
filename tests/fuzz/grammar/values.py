"""What an expression of a program under construction stands for, as far as the grammar has to know it."""

from __future__ import annotations

import ast
import enum
import functools
import re
from dataclasses import dataclass, replace

MANY = 99
"""Stands for any number of elements."""


class Kind(enum.Enum):
    """The type of a value."""

    ADDRESS = "one address as text"
    TEXT = "addresses in one text, separated by commas"
    LIST = "list"
    TUPLE = "tuple"
    SET = "set"
    DEQUE = "deque"
    VIEW = "view of a dictionary"
    ITERATOR = "iterator"
    DICT = "dictionary from names to addresses"
    MESSAGE = "message object"
    RAW = "message as text"
    SMTP = "connection"
    OTHER = "anything else"


SEQUENCES = frozenset({Kind.LIST, Kind.TUPLE})
SIZED = SEQUENCES | {Kind.SET, Kind.DEQUE, Kind.VIEW}
COLLECTIONS = SIZED | {Kind.ITERATOR}


class Item(enum.Enum):
    """What the elements of a collection are."""

    ADDRESS = "address"
    LINE = "an address with white space around it"
    PAIR = "(name, address)"
    CELLS = "[name, address, active]"
    RECORD = "dictionary with name, email, active"
    ROW = "row of a database with name, email"
    OBJECT = "object with name, email"


@dataclass(frozen=True, slots=True)
class Value:
    """An expression, and what it stands for.

    Parameters
    ----------
    expr: its source text.
    kind: its type.
    item: what its elements are.
    least: how many elements there are at least, in the first world.
    most: how many there are at most, in the first world.
    outside: the addresses come from input.
    modern: a message refuses a second To.
    """

    expr: str
    kind: Kind
    item: Item = Item.ADDRESS
    least: int = 1
    most: int = 1
    outside: bool = False
    modern: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "expr", enclosed(self.expr))

    @property
    def atom(self) -> bool:
        """Whether it can be evaluated twice without a difference."""
        return re.fullmatch(r"[\w.]+|'[^']*'|\"[^\"]*\"", self.expr) is not None

    @property
    def exact(self) -> bool:
        return self.least == self.most

    def to(
        self, expr: str, kind: Kind | None = None, *, item: Item | None = None, least: int | None = None,
        most: int | None = None,
    ) -> Value:  # fmt: skip
        """Another expression for the same addresses, or some of them."""
        return replace(
            self,
            expr=expr,
            kind=kind or self.kind,
            item=item or self.item,
            least=self.least if least is None else least,
            most=self.most if most is None else most,
        )

    def one(self, expr: str) -> Value:
        """An expression for one of the addresses."""
        return self.to(expr, Kind.ADDRESS, item=Item.ADDRESS, least=1, most=1)


LOOSE = (
    ast.BinOp,
    ast.BoolOp,
    ast.IfExp,
    ast.Lambda,
    ast.Compare,
    ast.UnaryOp,
    ast.Await,
    ast.Yield,
    ast.YieldFrom,
    ast.Starred,
    ast.NamedExpr,
)
"""Expressions that need parentheses around them to stand anywhere."""


@functools.lru_cache(4096)
def enclosed(expr: str) -> str:
    """An expression that can be put before a dot or an operator."""
    tree = ast.parse(expr, mode="eval").body
    bare = isinstance(tree, ast.Tuple) and not expr.startswith("(")
    return f"({expr})" if (isinstance(tree, LOOSE) and not surrounded(expr)) or bare else expr


def surrounded(expr: str) -> bool:
    """Whether one pair of parentheses is around all of it."""
    if not (expr.startswith("(") and expr.endswith(")")):
        return False
    try:
        ast.parse(f"[{expr[1:-1]}]", mode="eval")
    except SyntaxError:
        return False
    return True
