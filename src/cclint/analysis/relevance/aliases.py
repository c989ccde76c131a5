"""Other names for functions: those under which a module imports, keeps or registers them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from cclint.analysis.program.walking import last_name, statements, walk
from cclint.frontends.lowering.expressions import ROUTING
from cclint.ir import nodes as ir

COLLECTIONS: Final = frozenset({"dict", "list", "set", "tuple", "defaultdict", "OrderedDict", "deque"})
SETTING: Final = frozenset({"setattr", "add_to_class"})
"""What gives an object or a class an attribute of a name."""
CONTAINERS: Final = (ir.Display, ir.DictDisplay, ir.Comprehension)
GIVEN: Final = (ir.Name, ir.Attribute, ir.Lambda, ir.Call, ir.Binary, *CONTAINERS)
"""The arguments that are looked into: what a call gives may be what it was given, a copy of it, or an object that keeps it."""


class Held(NamedTuple):
    """What an expression refers to.

    Parameters
    ----------
    names: those that it does not call there: a function among them may be called later.
    taken: the attributes that it does not call there either.
    called: what it calls: a class among them gives an object that has its methods.
    """

    names: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset()
    called: frozenset[str] = frozenset()

    @property
    def all(self) -> frozenset[str]:
        """What is not called there."""
        return self.names | self.taken

    def and_also(self, other: Held) -> Held:
        """What both refer to."""
        return Held(self.names | other.names, self.taken | other.taken, self.called | other.called)


@dataclass(frozen=True, slots=True)
class Alias:
    """A name, and what it may stand for.

    Parameters
    ----------
    name: a name or an attribute that is bound.
    held: what its value refers to: to call the name is to call the functions among that.
    inside: whether it is an attribute of a class or of an object, which nobody imports.
    keeper: the function of another module that keeps what is held, under a name of its own; `name` is empty then.
    """

    name: str
    held: Held
    inside: bool = False
    keeper: str = ""


def imported_by(module: ir.Module) -> Iterator[Alias]:
    """The names under which a module imports what others have, and hands it on."""
    for one in module.imports:
        if one.member not in (None, "*"):
            yield Alias(one.name, Held(frozenset((one.member,))))


def aliases_of(module: ir.Module) -> Iterator[Alias]:
    """What the statements of a module, and those of its classes, bind; but for tables of addresses, whose names nobody calls."""
    routing = {one.name for one in module.imports if one.member in ROUTING.get(one.module, ())}
    return (one for one in _in_block(module.body.body, module.body) if not routing or not one.held.called & routing)


def attributes_of(function: ir.Function) -> Iterator[Alias]:
    """The attributes that a function binds, and what it puts into containers that are not its own. A parameter stands for
    what it is where nobody gives it, other names that the function binds for nothing.
    """
    defaults = {one.name: held_in(one.default) for one in function.parameters if one.default is not None}
    for node in walk(function.body):
        if not isinstance(node, ir.Assign) or all(isinstance(target, ir.Name) for target in node.targets):
            continue
        held = held_in(node.value)
        given = [defaults[name] for name in held.names & defaults.keys()]
        held = Held(held.names & function.named, held.taken, held.called & (function.named | function.taken))
        for one in given:
            held = held.and_also(one)
        for target in node.targets:
            name = _bound(target)
            if name and any(held) and not (isinstance(target, ir.Name) or _is_own(target, function)):
                yield Alias(name, held, inside=True)


def _is_own(target: ir.Expression, function: ir.Function) -> bool:
    """Whether a target is an item of something that the function binds."""
    return isinstance(target, ir.Subscript) and isinstance(target.value, ir.Name) and target.value.id in function.locals


def _in_block(block: ir.Block, scope: ir.Function) -> Iterator[Alias]:
    for statement in statements(block):
        match statement:
            case ir.Assign():
                held = held_in(statement.value)
                for target in statement.targets if any(held) else ():
                    for one in target.items if isinstance(target, ir.Display) else (target,):
                        if name := _bound(one):
                            yield Alias(name, held, inside=isinstance(one, ir.Attribute))
            case ir.Evaluate(value=ir.Call() as call):
                yield from _registered(call, scope)
            case ir.Define(function=function):
                for decorator in function.decorators:
                    called = decorator.function if isinstance(decorator, ir.Call) else decorator
                    if isinstance(called, ir.Name):
                        yield from _kept_by(called.id, Held(frozenset((function.name,))), scope)
            case ir.ClassDefinition():
                for decorator in statement.decorators:
                    called = decorator.function if isinstance(decorator, ir.Call) else decorator
                    if isinstance(called, ir.Name):
                        yield from _kept_by(called.id, Held(frozenset((statement.name,))), scope)
                yield from (replace(one, inside=True) for one in _in_block(statement.scope.body, scope))


def _bound(target: ir.Expression) -> str:
    """The name that a target binds, or that of the container that it writes to."""
    return last_name(target.value if isinstance(target, ir.Subscript) else target)


def _registered(call: ir.Call, scope: ir.Function) -> Iterator[Alias]:
    """`HANDLERS.append(send)` puts a function into a container, `register("mail", send)` hands it to one that may do so."""
    held = held_in(ir.Display(call.at, "tuple", tuple(argument.value for argument in call.arguments)))
    if not any(held):
        return
    if last_name(call.function) in SETTING:
        for one in call.arguments:
            if isinstance(one.value, ir.Constant) and isinstance(one.value.value, str):
                yield Alias(one.value.value, held, inside=True)
    elif isinstance(call.function, ir.Attribute):
        name = last_name(call.function.value)
        if name in _containers(scope):
            yield Alias(name, held)
    elif isinstance(call.function, ir.Name):
        yield from _kept_by(call.function.id, held, scope)


def _kept_by(name: str, held: Held, scope: ir.Function) -> Iterator[Alias]:
    """The containers of a module that a function of it mentions: there it keeps what it is given."""
    if name not in scope.locals:
        return
    found = dict(containers_of(scope)).get(name, ())
    yield from (Alias(container, held) for container in found)
    if not found and held.all:
        yield Alias("", Held(held.names, held.taken), keeper=name)


def containers_of(scope: ir.Function) -> Iterator[tuple[str, tuple[str, ...]]]:
    """For each function of a module that mentions containers of it, those."""
    known = _containers(scope)
    for one in scope.inner if known else ():
        if one.kind == "function" and not known.isdisjoint(one.named):
            yield one.name, tuple(sorted(known & one.named))


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


def held_in(value: object, depth: int = 3) -> Held:
    """What an expression refers to.

    What calls a function later refers to it, too: a lambda, or a call that is handed the function (`partial(send, host)`).
    """
    match value:
        case ir.Name():
            return Held() if value.id.startswith("__") else Held(names=frozenset((value.id,)))
        case ir.Attribute():
            return Held() if value.name.startswith("__") else Held(taken=frozenset((value.name,)))
        case ir.Lambda():
            called = [one.function for one in walk(value.function.body) if isinstance(one, ir.Call)]
            return _together(called, depth)
        case ir.Call():
            found = _together([one.value for one in value.arguments if isinstance(one.value, GIVEN)], depth)
            return found._replace(called=found.called | ({last_name(value.function)} - {""}))
        case ir.Display():
            return _together(value.items, depth)
        case ir.DictDisplay():
            return _together([one for _, one in value.items], depth)
        case ir.Comprehension():
            return _together((value.element, *(clause.iterable for clause in value.clauses)), depth)
        case ir.Binary():
            return _together((value.left, value.right), depth)
        case ir.Choice():
            return _together((value.then, value.otherwise), depth)
        case ir.Logic():
            return _together(value.operands, depth)
    return Held()


def _together(values: Iterable[object], depth: int) -> Held:
    found = Held()
    for value in values if depth else ():
        found = found.and_also(held_in(value, depth - 1))
    return found
