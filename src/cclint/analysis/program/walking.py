"""Going through lowered code without evaluating it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from cclint.ir import nodes as ir
from cclint.ir.walking import children, walk

__all__ = ["begun_anew", "changed_attributes", "children", "last_name", "self_attributes", "statements", "walk"]
BLOCKS: Final = ("then", "otherwise", "body", "final", "handlers", "cases")
"""The fields of statements that hold others."""


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


ANY: Final = "*"
ASKING: Final = frozenset(
    {"isinstance", "issubclass", "super", "type", "id", "hash", "len", "str", "repr", "print", "bool", "iter"}
)
"""What does not change what it is given."""


@lru_cache(maxsize=4096)
def changed_attributes(function: ir.Function) -> frozenset[str]:
    """The attributes of its first parameter that a method binds, or calls a method of; `ANY` of them where it hands that to
    somebody as it is.
    """
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
        elif isinstance(node, ir.Call):
            if isinstance(node.function, ir.Attribute):
                note(node.function.value)
            if last_name(node.function) not in ASKING and own in {last_name(one.value) for one in node.arguments}:
                found.add(ANY)
    return frozenset(found)


FILLING: Final = frozenset(
    {"append", "add", "extend", "insert", "update", "setdefault", "appendleft", "extendleft", "put", "put_nowait"}
)
"""Methods by which collections are filled."""
EMPTY: Final = frozenset({"list", "set", "dict", "deque", "tuple", "str", "OrderedDict"})
"""Types that make something empty when they are called with nothing."""


@lru_cache(maxsize=4096)
def filled_names(function: ir.Function) -> frozenset[tuple[str, ...]]:
    """The names whose values a function changes in place, with the first attribute that it asks them for."""
    found: set[tuple[str, ...]] = set()

    def note(node: object) -> None:
        names: list[str] = []
        while isinstance(node, (ir.Subscript, ir.Attribute)):
            names += [node.name] if isinstance(node, ir.Attribute) else []
            node = node.value
        if isinstance(node, ir.Name):
            found.add((node.id, *names[-1:]))

    for node in walk(function.body):
        if isinstance(node, ir.Assign):
            for target in node.targets:
                if isinstance(target, (ir.Subscript, ir.Attribute)):
                    note(target)
        elif isinstance(node, ir.Augment):
            note(node.target)
        elif isinstance(node, ir.Call) and isinstance(node.function, ir.Attribute) and node.function.name in FILLING:
            note(node.function.value)
    return frozenset(found)


@lru_cache(maxsize=4096)
def begun_anew(function: ir.Function) -> frozenset[tuple[str, ...]]:
    """The names, and attributes of names, that a function both fills and empties: `pending.append(one)`, `pending.clear()`."""
    found: set[tuple[str, ...]] = set()

    def note(node: object) -> None:
        if isinstance(node, ir.Name):
            found.add((node.id,))
        elif isinstance(node, ir.Attribute) and isinstance(node.value, ir.Name):
            found.add((node.value.id, node.name))

    for node in walk(function.body):
        if isinstance(node, ir.Assign) and _is_empty(node.value):
            for target in node.targets:
                note(target.value if isinstance(target, ir.Subscript) and isinstance(target.key, ir.Slice) else target)
        elif isinstance(node, ir.Delete):
            for target in node.targets:
                if isinstance(target, ir.Subscript) and isinstance(target.key, ir.Slice):
                    note(target.value)
        elif isinstance(node, ir.Call) and isinstance(node.function, ir.Attribute) and node.function.name == "clear":
            note(node.function.value)
    return frozenset(found & filled_names(function))


@lru_cache(maxsize=4096)
def fills(function: ir.Function) -> bool:
    """Whether a function adds something to what is not its own: an attribute of its first parameter, a name from outside."""
    own = function.parameters[0].name if function.parameters else ""
    given = {one.name for one in function.parameters}
    return any(
        len(names) > 1 if names[0] == own else names[0] not in function.locals and names[0] not in given
        for names in filled_names(function)
    )


def _is_empty(node: object) -> bool:
    """Whether an expression is a collection or a text that holds nothing."""
    match node:
        case ir.Constant():
            return node.value in ("", b"")
        case ir.Display():
            return not node.items
        case ir.DictDisplay():
            return not node.items
        case ir.Call(function=ir.Name(id=name)):
            return name in EMPTY and not node.arguments
    return False


@lru_cache(maxsize=4096)
def bound_attributes(function: ir.Function) -> frozenset[str]:
    """The attributes of anything that a function gives a value of their own."""
    targets = (target for node in walk(function.body) if isinstance(node, ir.Assign) for target in node.targets)
    single = (one for target in targets for one in (target.items if isinstance(target, ir.Display) else (target,)))
    return frozenset(one.name for one in single if isinstance(one, ir.Attribute))


def last_name(node: object) -> str:
    """The name that an expression ends with: that of a variable or of an attribute; "" for any other."""
    return node.id if isinstance(node, ir.Name) else node.name if isinstance(node, ir.Attribute) else ""


def statements(block: ir.Block) -> Iterator[object]:
    """The statements of a block and of the blocks inside it; those of functions and classes are not."""
    pending: list[object] = list(reversed(block))
    while pending:
        one = pending.pop()
        yield one
        pending.extend(reversed([inner for name in BLOCKS for inner in getattr(one, name, ())]))


def names_bound(statement: object) -> list[str]:
    """The names that a statement binds itself, those that it takes apart left out."""
    match statement:
        case ir.ClassDefinition() | ir.Import():
            return [statement.name]
        case ir.Define():
            return [statement.function.name]
        case ir.Assign() | ir.Delete():
            return [target.id for target in statement.targets if isinstance(target, ir.Name)]
    return []


@lru_cache(maxsize=4096)
def takes_values(scope: ir.Function) -> bool:
    """Whether a generator does something with what a `yield` gives: `address = yield`."""
    nodes = list(walk(scope.body))
    alone = sum(isinstance(one, ir.Evaluate) and isinstance(one.value, ir.Yield) for one in nodes)
    return sum(isinstance(one, ir.Yield) for one in nodes) > alone


def forget() -> None:
    """Let go of the nodes that questions have been answered about."""
    for answer in (names_used, self_attributes, changed_attributes, filled_names, begun_anew, fills, takes_values):
        answer.cache_clear()


def grown(node: ir.Node) -> str:
    """What a reader calls the collection that a statement or a call adds something to."""
    target = node.target if isinstance(node, ir.Augment) else node.function if isinstance(node, ir.Call) else None
    if isinstance(node, ir.Call):
        target = target.value if isinstance(target, ir.Attribute) else None
    name = last_name(target)
    return f"`{name}`" if name else "a collection"
