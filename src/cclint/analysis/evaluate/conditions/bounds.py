"""What conditions say about lengths, and the expressions that they can say it of."""

from __future__ import annotations

from typing import TypeGuard

from cclint.analysis.values.count import UNBOUNDED, Count
from cclint.analysis.values.value import Opaque, Value
from cclint.ir import nodes as ir

WRAPPERS = {f"builtins.{name}" for name in ("list", "tuple", "set", "sorted", "frozenset")}


def within(op: str, number: int) -> Count | None:
    """The lengths for which a comparison with a number holds, as far as an interval can say it."""
    match op:
        case "==" | "is":
            return Count(number, number)
        case ">":
            return Count(number + 1, UNBOUNDED)
        case ">=":
            return Count(max(number, 0), UNBOUNDED)
        case "<":
            return Count(0, number - 1)
        case "<=":
            return Count(0, number)
        case "!=" | "is not" if number == 0:
            return Count(1, UNBOUNDED)
    return None


def holding(value: Value, addresses: Count, fields: Count | None = None) -> Value | None:
    """A text that is not known, with bounds on the addresses that it holds, and on the parts that a split makes of it."""
    if isinstance(value, Opaque):
        most = addresses.most
        return value.refined(count=Count(min(max(addresses.least, value.count.least), most), most), length=fields)
    return value


def is_type_of(node: ir.Expression) -> TypeGuard[ir.Call]:
    """`type(x)`."""
    return (
        isinstance(node, ir.Call)
        and isinstance(node.function, ir.Name)
        and node.function.id == "type"
        and len(node.arguments) == 1
    )


def is_path(node: ir.Expression) -> bool:
    """Whether an expression names a place that keeps what it holds: `x`, `self.x`, `d["k"]`."""
    while True:
        if isinstance(node, ir.Name):
            return True
        if isinstance(node, ir.Attribute) or (isinstance(node, ir.Subscript) and isinstance(node.key, ir.Constant)):
            node = node.value
        else:
            return False


def is_repeatable(node: ir.Expression) -> bool:
    """Whether an expression can be evaluated once more, and then says what is known by now: `people.pop()` takes another."""
    return isinstance(node, ir.Constant) or is_path(node)


def drops_blanks(test: ir.Expression) -> bool:
    """Whether a condition asks no more than that there is something: `if part`, `if part.strip()`, `if "@" in part`."""
    match test:
        case ir.Name():
            return True
        case ir.Call(function=ir.Attribute(value=ir.Name(), name="strip")):
            return True
        case ir.Compare(operands=(ir.Constant(value="@"), ir.Name()), operators=("in",)):
            return True
    return False
