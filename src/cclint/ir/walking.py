"""Going through lowered code without evaluating it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from cclint.ir import nodes as ir

_FIELDS: dict[type, tuple[str, ...]] = {}
LEFT_OUT = frozenset({"at", "memo", "inner", "locals", "outer", "mentions"})


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
    while pending:
        one = pending.pop()
        if isinstance(one, (tuple, list)):
            pending.extend(one)
        elif isinstance(one, (ir.Node, ir.Argument, ir.Module)):
            if isinstance(one, ir.Node):
                yield one
            pending.extend(children(one))
