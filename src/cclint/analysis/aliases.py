"""Other names for functions: those under which a module imports, keeps or registers them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from cclint.analysis.walking import last_name, statements, walk
from cclint.ir import nodes as ir

COLLECTIONS: Final = frozenset({"dict", "list", "set", "tuple", "defaultdict", "OrderedDict", "deque"})
CONTAINERS: Final = (ir.Display, ir.DictDisplay, ir.Comprehension)


@dataclass(frozen=True, slots=True)
class Alias:
    """A name, and what it may stand for.

    Parameters
    ----------
    name: a name or an attribute that is bound.
    held: the names in its value that are not called there: a function among them is called by calling this.
    called: those that are: a class among them gives an object that has its methods.
    inside: whether it is an attribute of a class or of an object, which nobody imports.
    keeper: the function of another module that keeps what is held, under a name of its own; `name` is empty then.
    """

    name: str
    held: frozenset[str]
    called: frozenset[str] = frozenset()
    inside: bool = False
    keeper: str = ""


def aliases_of(module: ir.Module) -> tuple[Alias, ...]:
    """What the imports and the statements of a module, and those of its classes, bind."""
    renamed = [
        Alias(one.name, frozenset((one.member,)))
        for one in module.imports
        if one.member is not None and one.member not in ("*", one.name)
    ]
    return (*renamed, *_in_block(module.body.body, module.body))


def attributes_of(function: ir.Function) -> tuple[Alias, ...]:
    """The attributes that a function binds."""
    return tuple(
        replace(alias, inside=True)
        for node in walk(function.body)
        if isinstance(node, ir.Assign)
        and any(isinstance(target, (ir.Attribute, ir.Subscript)) for target in node.targets)
        for alias in _assigned(node)
    )


def _in_block(block: ir.Block, scope: ir.Function) -> Iterator[Alias]:
    for statement in statements(block):
        match statement:
            case ir.Assign():
                yield from _assigned(statement)
            case ir.Evaluate(value=ir.Call() as call):
                yield from _registered(call, scope)
            case ir.Define(function=function):
                for decorator in function.decorators:
                    called = decorator.function if isinstance(decorator, ir.Call) else decorator
                    if isinstance(called, ir.Name):
                        yield from _kept_by(called.id, frozenset((function.name,)), scope)
            case ir.ClassDefinition():
                inside = tuple(one for one in statement.scope.body if not _is_container(getattr(one, "value", None)))
                yield from (replace(one, inside=True) for one in _in_block(inside, scope))


def _assigned(node: ir.Assign) -> Iterator[Alias]:
    """What an assignment says of the names that it binds, and of the containers that it writes to."""
    held, called = _names(node.value)
    for target in node.targets:
        name = last_name(target.value if isinstance(target, ir.Subscript) else target)
        if name and (held or called):
            yield Alias(name, held - {name}, called)


def _registered(call: ir.Call, scope: ir.Function) -> Iterator[Alias]:
    """`HANDLERS.append(send)` puts a function into a container, `register("mail", send)` hands it to one that may do so."""
    held, called = _names(ir.Display(call.at, "tuple", tuple(argument.value for argument in call.arguments)))
    if not held and not called:
        return
    if isinstance(call.function, ir.Attribute):
        name = last_name(call.function.value)
        if name in _containers(scope):
            yield Alias(name, held, called)
    elif isinstance(call.function, ir.Name):
        yield from _kept_by(call.function.id, held, scope, called)


def _kept_by(
    name: str, held: frozenset[str], scope: ir.Function, called: frozenset[str] = frozenset()
) -> Iterator[Alias]:
    """The containers of a module that a function of it mentions: there it keeps what it is given."""
    if name not in scope.locals:
        return
    found = dict(containers_of(scope)).get(name, ())
    yield from (Alias(container, held, called) for container in found)
    if not found and held:
        yield Alias("", held, keeper=name)


def containers_of(scope: ir.Function) -> Iterator[tuple[str, tuple[str, ...]]]:
    """For each function of a module that mentions containers of it, those."""
    known = _containers(scope)
    for one in scope.inner if known else ():
        if one.kind == "function" and not known.isdisjoint(one.mentions):
            yield one.name, tuple(sorted(known & one.mentions))


def _containers(scope: ir.Function) -> frozenset[str]:
    """The names that the statements of a scope bind to collections."""
    return frozenset(
        name
        for statement in scope.body
        if isinstance(statement, ir.Assign) and _is_container(statement.value)
        for target in statement.targets
        if (name := last_name(target))
    )


def _is_container(value: ir.Expression | None) -> bool:
    return isinstance(value, CONTAINERS) or (isinstance(value, ir.Call) and last_name(value.function) in COLLECTIONS)


def _names(value: object, depth: int = 3) -> tuple[frozenset[str], frozenset[str]]:
    """The names that an expression refers to without calling them there, and those that it calls.

    What calls a function later refers to it, too: a lambda, or a call that is handed the function (`partial(send, host)`).
    """
    held: set[str] = set()
    called: set[str] = set()
    parts: Iterable[object] = ()
    match value:
        case ir.Name() | ir.Attribute():
            held.add(last_name(value))
        case ir.Lambda():
            held.update(last_name(one.function) for one in walk(value.function.body) if isinstance(one, ir.Call))
        case ir.Call():
            called.add(last_name(value.function))
            given = (argument.value for argument in value.arguments)
            parts = [one for one in given if isinstance(one, (ir.Name, ir.Attribute, ir.Lambda))]
        case ir.Display():
            parts = value.items
        case ir.DictDisplay():
            parts = [one for _, one in value.items]
        case ir.Choice():
            parts = (value.then, value.otherwise)
        case ir.Logic():
            parts = value.operands
    for part in parts if depth else ():
        inner = _names(part, depth - 1)
        held |= inner[0]
        called |= inner[1]
    return frozenset(one for one in held if one and not one.startswith("__")), frozenset(called - {""})
