"""Who gets the mail: collections of addresses, single ones, and texts of both."""

from __future__ import annotations

from collections.abc import Callable

from fuzz.grammar import input as inputs
from fuzz.grammar import literal
from fuzz.grammar.carry import CARRY
from fuzz.grammar.change import TABLE as CHANGE
from fuzz.grammar.extract import TABLE as EXTRACT
from fuzz.grammar.extract import addresses
from fuzz.grammar.gen import Gen
from fuzz.grammar.joined import JOIN, there_and_back
from fuzz.grammar.joined import SAME as SAME_TEXT
from fuzz.grammar.single import ONE
from fuzz.grammar.single import SAME as SAME_ADDRESS
from fuzz.grammar.values import COLLECTIONS, Item, Kind, Value

PLURALS = 2
"""Inputs of one program that hold any number of people: each multiplies its worlds."""


def rows(g: Gen, *, closed: bool) -> Value:
    """A source of any shape."""
    if not closed and len(g.outside.plural) < PLURALS:
        return inputs.source(g)
    function = g.weighted(literal.SOURCES)
    g.tag(f"source {function.__name__}")
    return function(g)


def people(g: Gen, *, closed: bool) -> Value:
    """A collection of addresses."""
    value = rows(g, closed=closed)
    if g.chance(0.15):
        value = carried(g, value)
    value = addresses(g, value)
    assert value.item is Item.ADDRESS
    for _ in range(g.weighted(((4, 0), (4, 1), (2, 2), (1, 3)))):
        value = step(g, value)
    return value


def firm(g: Gen, value: Value) -> Value:
    """The same addresses, but certainly texts: what JSON holds may be a list as well, as far as a reader can know."""
    if not any(
        feature.startswith(("input: json", "input: toml", "change: json")) or feature == "change: recursive"
        for feature in g.features
    ):
        return value
    if value.kind in (Kind.ADDRESS, Kind.TEXT):
        return value.to(f"str({value.expr})")
    v = g.name("one", "each")
    return value.to(f"[str({v}) for {v} in {value.expr}]", Kind.LIST)


def step(g: Gen, value: Value) -> Value:
    """The same people, or others."""
    kind = g.weighted(((6, "change"), (2, "carry"), (0.7, "text")))
    if kind == "carry":
        return carried(g, value)
    if kind == "text" and value.least and (value.most > 1 or not value.outside):  # a split says that there are several
        return there_and_back(g, value)
    return CHANGE.choose(g, value)


def carried(g: Gen, value: Value) -> Value:
    return CARRY.choose(g, value)


def joined(g: Gen, value: Value) -> Value:
    """One text of all of them."""
    text = JOIN.choose(g, value)
    for _ in range(g.weighted(((5, 0), (3, 1), (1, 2)))):
        text = SAME_TEXT.choose(g, text) if g.chance(0.6) else carried(g, text)
    return text


def single(g: Gen, *, closed: bool) -> Value:
    """One address."""
    form = g.weighted(((4, "picked"), (2, "literal"), (1, "input")))
    if form == "literal" or (form == "input" and (closed or g.outside.single)):
        value = Value(g.quoted(), Kind.ADDRESS)
    elif form == "input":
        value = inputs.one(g)
    else:
        value = ONE.choose(g, people(g, closed=closed))
    return varied(g, value)


def varied(g: Gen, value: Value) -> Value:
    """One address, in another form."""
    for _ in range(g.weighted(((4, 0), (4, 1), (1, 2)))):
        value = SAME_ADDRESS.choose(g, value) if g.chance(0.6) else carried(g, value)
    return value


def alternative(g: Gen, value: Value) -> Value:
    """A text or address that is left out, as input decides."""
    if not g.can_flag or not g.chance(0.1):
        return value
    held, condition = g.hold(value, "chosen", "to"), g.flag()
    with g.suite(f"if {condition}:"):
        g.emit(f'{held.expr} = "office@lit.example"')
    return held


def element(g: Gen, value: Value) -> tuple[str, Callable[[str], str]]:
    """How a loop over rows reaches each address: the target of the loop, and the expression for a name in it."""
    from fuzz.grammar.extract import access

    v = g.name("row", "entry", "one", "each", "person")
    if value.kind is Kind.DICT:
        name = g.name("name", "key")
        return f"{name}, {v}", lambda _: v
    if value.item is Item.ADDRESS:
        return v, lambda _: v
    if value.item is Item.PAIR and g.chance(0.6):
        name = g.name("name", "label")
        return f"{name}, {v}", lambda _: v
    expr = access(g, value.item, v)
    return v, lambda _: expr


__all__ = [
    "COLLECTIONS",
    "EXTRACT",
    "alternative",
    "carried",
    "element",
    "firm",
    "joined",
    "people",
    "rows",
    "single",
    "step",
    "varied",
]
