"""Going through lowered code without evaluating it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from cclint.ir import nodes as ir

_FIELDS: dict[type, tuple[str, ...]] = {}
_INNER: dict[type, tuple[bool, tuple[str, ...] | None]] = {tuple: (False, None), list: (False, None)}
"""Whether something of a type is a node itself, and the fields in which there can be others; None for sequences."""
LEFT_OUT = frozenset({"at", "memo", "inner", "locals", "outer", "named", "taken"})
PLAIN = frozenset({"str", "str | None", "int", "bool", "tuple[str, ...]", "set[str]"})
"""Hints of fields that hold no nodes."""


def children(node: object) -> Iterator[object]:
    """What stands directly in a node."""
    kind = type(node)
    names = _FIELDS.get(kind)
    if names is None:
        names = _FIELDS[kind] = tuple(field.name for field in fields(kind) if field.name not in LEFT_OUT)  # type: ignore[arg-type]
    for name in names:
        yield getattr(node, name)


def walk(node: object) -> Iterator[ir.Node]:
    """Every node below one, functions and classes inside included."""
    pending = [node]
    push, pop = pending.append, pending.pop
    while pending:
        one: Any = pop()
        kind = type(one)
        try:
            told, names = _INNER[kind]
        except KeyError:
            told, names = _INNER[kind] = _inner(kind)
        if names is None:
            pending += one
            continue
        if told:
            yield one
        for name in names:
            push(getattr(one, name))


def _inner(kind: type) -> tuple[bool, tuple[str, ...] | None]:
    """What `walk` has to know of a type."""
    if issubclass(kind, (tuple, list)):
        return False, None
    if not issubclass(kind, (ir.Node, ir.Argument, ir.Module)):
        return False, ()
    inner = tuple(one.name for one in fields(kind) if one.name not in LEFT_OUT and one.type not in PLAIN)
    return issubclass(kind, ir.Node), inner
