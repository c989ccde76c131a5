"""What the filters of Jinja and Django do to the number of addresses in a value, in terms of the small language.

https://jinja.palletsprojects.com/en/stable/templates/#list-of-builtin-filters
https://docs.djangoproject.com/en/stable/ref/templates/builtins/#built-in-filter-reference
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from cclint.frontends.templates.nodes import FILTER, LOOKUP
from cclint.ir import nodes as ir
from cclint.ir.nodes import Span

Given: TypeAlias = tuple[ir.Argument, ...]
Filter: TypeAlias = Callable[[ir.Expression, Given, Span], ir.Expression]

SAME: Final = frozenset({
    "e", "escape", "safe", "force_escape", "forceescape", "trim", "striptags", "lower", "upper", "title", "string",
    "capitalize", "capfirst", "indent", "wordwrap", "urlize", "linebreaks", "linebreaksbr", "addslashes", "safeseq",
    "escapejs", "iriencode", "urlencode", "center", "ljust", "rjust", "truncate", "truncatechars", "truncatewords",
    "tojson", "pprint", "dictsort", "dictsortreversed", "await", "stringformat", "escapeseq", "u", "h", "n", "unicode",
    "str", "decode.utf8", "quote", "strip",
})  # fmt: skip
"""Filters that leave the number of addresses as it is."""
CALLED: Final = {"length": "len", "count": "len", "list": "list", "unique": "set", "sort": "sorted", "reverse": "reversed",
                 "int": "int", "sum": "sum", "min": "min", "max": "max", "make_list": "list"}  # fmt: skip
"""Filters that functions of Python's are."""


def filtered(name: str, value: ir.Expression, given: Given, at: Span) -> ir.Expression:
    """`value|name(given)`."""
    if name in SAME:
        return value
    if name in CALLED:
        return call(CALLED[name], value, at)
    if name in FILTERS:
        return FILTERS[name](value, given, at)
    return ir.Call(at, ir.Name(at, FILTER), (ir.Argument(ir.Constant(at, name)), ir.Argument(value), *(given or ())))


def call(function: str, value: ir.Expression, at: Span) -> ir.Expression:
    return ir.Call(at, ir.Name(at, function), (ir.Argument(value),))


def argument(given: Given, position: int, keyword: str) -> ir.Expression | None:
    """An argument by position or by name."""
    for one in given:
        if one.keyword == keyword:
            return one.value
    plain = [one.value for one in given if one.keyword is None]
    return plain[position] if position < len(plain) else None


def lookup(value: ir.Expression, name: ir.Expression, at: Span) -> ir.Expression:
    """`value.name`; a dotted name goes from one to the next."""
    if isinstance(name, ir.Constant) and isinstance(name.value, str):
        for part in name.value.split("."):
            key = ir.Constant(at, int(part) if part.isdigit() else part)
            value = ir.Call(at, ir.Name(at, LOOKUP), (ir.Argument(value), ir.Argument(key)))
    return value


def over(value: ir.Expression, at: Span, make: Callable[[ir.Expression], ir.Expression]) -> ir.Expression:
    """`[make(one) for one in value]`."""
    one = ir.Name(at, "one.0")
    return ir.Comprehension(at, "list", None, make(one), (ir.Clause(at, one, value, ()),))


def join(value: ir.Expression, given: Given, at: Span) -> ir.Expression:
    separator = argument(given, 0, "d") or ir.Constant(at, "")
    attribute = argument(given, 1, "attribute")
    if attribute is not None:
        value = over(value, at, lambda one: lookup(one, attribute, at))
    return ir.Call(at, ir.Attribute(at, separator, "join"), (ir.Argument(value),))


def first(value: ir.Expression, given: Given, at: Span) -> ir.Expression:
    return ir.Subscript(at, call("list", value, at), ir.Constant(at, 0))


def last(value: ir.Expression, given: Given, at: Span) -> ir.Expression:
    return ir.Subscript(at, call("list", value, at), ir.Unary(at, "-", ir.Constant(at, 1)))


def default(value: ir.Expression, given: Given, at: Span) -> ir.Expression:
    other = argument(given, 0, "default_value")
    return value if other is None else ir.Logic(at, "or", (value, other))


def mapped(value: ir.Expression, given: Given, at: Span) -> ir.Expression:
    attribute = argument((), 0, "attribute") or next((one.value for one in given if one.keyword == "attribute"), None)
    if attribute is not None:
        return over(value, at, lambda one: lookup(one, attribute, at))
    name = argument(given, 0, "")
    if isinstance(name, ir.Constant) and isinstance(name.value, str):
        known, rest = name.value, given[1:]
        return over(value, at, lambda one: filtered(known, one, rest, at))
    return value


def chosen(value: ir.Expression, given: Given, at: Span) -> ir.Expression:
    """`select`, `selectattr` and their opposites: some of the elements."""
    one = ir.Name(at, "one.0")
    test: ir.Expression = ir.Name(at, "is chosen")
    return ir.Comprehension(at, "list", None, one, (ir.Clause(at, one, value, (test,)),))


def selected(value: ir.Expression, given: Given, at: Span) -> ir.Expression:
    """`selectattr("email")`: those whose attribute is true."""
    name = argument(given, 0, "")
    if len(given) != 1 or name is None:
        return chosen(value, given, at)
    one = ir.Name(at, "one.0")
    return ir.Comprehension(at, "list", None, one, (ir.Clause(at, one, value, (lookup(one, name, at),)),))


def replaced(value: ir.Expression, given: Given, at: Span) -> ir.Expression:
    return ir.Call(at, ir.Attribute(at, value, "replace"), given)


def formatted(value: ir.Expression, given: Given, at: Span) -> ir.Expression:
    return ir.Binary(at, "%", value, ir.Display(at, "tuple", tuple(one.value for one in given if not one.keyword)))


def pairs(value: ir.Expression, given: Given, at: Span) -> ir.Expression:
    return ir.Call(at, ir.Attribute(at, value, "items"), ())


def sliced(value: ir.Expression, given: Given, at: Span) -> ir.Expression:
    """Django's `slice:":2"`."""
    bounds = given[0].value if given else None
    if not isinstance(bounds, ir.Constant) or not isinstance(bounds.value, str):
        return value
    parts = [part.strip() for part in bounds.value.split(":")]
    if len(parts) > 3 or not all(part.lstrip("-").isdigit() or not part for part in parts):
        return value
    if len(parts) == 1:
        parts.insert(0, "")
    numbers = [ir.Constant(at, int(part)) if part else None for part in (*parts, "", "")[:3]]
    return ir.Subscript(at, value, ir.Slice(at, *numbers))


FILTERS: Final[dict[str, Filter]] = {
    "join": join, "first": first, "last": last, "random": first, "default": default, "d": default,
    "default_if_none": default, "map": mapped, "select": chosen, "reject": chosen, "selectattr": selected,
    "rejectattr": chosen, "replace": replaced, "format": formatted, "items": pairs, "slice": sliced,
}  # fmt: skip
