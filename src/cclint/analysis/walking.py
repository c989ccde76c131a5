"""Going through lowered code without evaluating it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from functools import lru_cache

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


@lru_cache(maxsize=4096)
def names_used(scope: ir.Function) -> frozenset[str]:
    """The names that a scope, or one inside it, asks for or binds by assignment."""
    return frozenset(node.id for node in walk(scope.body) if isinstance(node, ir.Name))


@lru_cache(maxsize=4096)
def self_attributes(function: ir.Function) -> frozenset[str]:
    """The attributes of its first parameter that a method mentions."""
    own = function.parameters[0].name if function.parameters else ""
    return frozenset(
        node.name
        for node in walk(function.body)
        if isinstance(node, ir.Attribute) and isinstance(node.value, ir.Name) and node.value.id == own
    )


@lru_cache(maxsize=4096)
def changed_attributes(function: ir.Function) -> frozenset[str]:
    """The attributes of its first parameter that a method binds, or calls a method of."""
    own = function.parameters[0].name if function.parameters else ""
    found: set[str] = set()

    def note(node: object) -> None:
        while isinstance(node, ir.Subscript):
            node = node.value
        if isinstance(node, ir.Attribute) and isinstance(node.value, ir.Name) and node.value.id == own:
            found.add(node.name)

    for node in walk(function.body):
        if isinstance(node, ir.Assign):
            for target in node.targets:
                for one in target.items if isinstance(target, ir.Display) else (target,):
                    note(one)
        elif isinstance(node, ir.Augment):
            note(node.target)
        elif isinstance(node, ir.Call) and isinstance(node.function, ir.Attribute):
            note(node.function.value)
    return frozenset(found)
