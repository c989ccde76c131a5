"""What the names of a module may give: what stands in the statements that bind or fill them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from cclint.analysis.program.walking import filled_names, statements, walk
from cclint.analysis.relevance.aliases import Alias
from cclint.ir import nodes as ir

PLAIN: Final = (ir.Name, ir.Attribute, ir.Display, ir.DictDisplay)
"""Values of a class that are there for who uses it: what calls give, fields and the like, mostly is for a framework."""


def givers_of(
    module: ir.Module, functions: Iterable[ir.Function], aliases: Iterable[Alias]
) -> dict[str, frozenset[str]]:
    """For each name that a module imports, binds or fills, in its statements or by a function, what is mentioned there.

    A table holds the classes that are put into it, also in a loop or by a method of it, a record those that its class has as
    defaults, a global variable what the function knows that binds it.

    Parameters
    ----------
    module: the lowered file.
    functions: those that stand in it.
    aliases: what its statements register.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    for brought in module.imports:
        found[brought.name].add(brought.member or "")
    for statement in statements(module.body.body):
        _take_in(statement, found)
    for cls in module.classes:
        for statement in statements(cls.scope.body):
            if isinstance(statement, ir.Assign) and isinstance(statement.value, PLAIN):
                found[cls.name] |= _words(statement.value)
    for one in aliases:
        if not one.keeper and not one.inside:
            found[one.name] |= one.held.all | one.held.called
    for function in functions:
        filled = {name for name, *_ in filled_names(function)} - function.locals
        for name in (module.body.locals & filled) | function.outer:
            found[name] |= function.mentions
    return {name: frozenset(words) for name, words in found.items() if name and words}


def _take_in(statement: object, found: defaultdict[str, set[str]]) -> None:
    """What one statement binds or fills."""
    match statement:
        case ir.Assign():
            for target in statement.targets:
                for one in target.items if isinstance(target, ir.Display) else (target,):
                    found[_root(one)] |= _words(statement.value)
        case ir.Augment():
            found[_root(statement.target)] |= _words(statement.value)
        case ir.For():
            for node in walk(statement.target):
                if isinstance(node, ir.Name):
                    found[node.id] |= _words(statement.iterable)
        case ir.With(target=ir.Name(id=name)):
            found[name] |= _words(statement.context)
        case ir.Evaluate(value=ir.Call(function=ir.Attribute(value=value), arguments=arguments)):
            found[_root(value)] |= _words(tuple(one.value for one in arguments))


def _root(target: object) -> str:
    """The variable that a target belongs to; "" where it is none's."""
    while isinstance(target, (ir.Attribute, ir.Subscript, ir.Starred)):
        target = target.value
    return target.id if isinstance(target, ir.Name) else ""


def _words(value: object) -> set[str]:
    """The names and the attributes in an expression."""
    found = (node for node in walk(value) if isinstance(node, (ir.Name, ir.Attribute)))
    return {one.id if isinstance(one, ir.Name) else one.name for one in found}
