"""`operator`, and the special methods of the language's values, called by their names."""

from __future__ import annotations

from typing import Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.base.paths import Arguments, DivergesError
from cclint.analysis.builtins.language.mappings import merge
from cclint.analysis.operations import comparing, operators
from cclint.analysis.values.code import Partial
from cclint.analysis.values.heap import Instance, Mapping, Sequence
from cclint.analysis.values.rope import plain
from cclint.analysis.values.value import NOTHING, Opaque, Ref, Seq, Value, truth

ARITHMETIC: Final = {
    "add": "+", "concat": "+", "sub": "-", "mul": "*", "truediv": "/", "floordiv": "//", "mod": "%", "pow": "**",
    "or": "|", "or_": "|", "and": "&", "and_": "&", "xor": "^", "lshift": "<<", "rshift": ">>",
}  # fmt: skip
RELATIONS: Final = {
    "eq": "==",
    "ne": "!=",
    "lt": "<",
    "le": "<=",
    "gt": ">",
    "ge": ">=",
    "is_": "is",
    "is_not": "is not",
}


def operands(call: Invocation) -> list[Value]:
    """The operands, whether the first of them is the object whose method it is or not."""
    given = [run.value for run in call.arguments.positional]
    return given if call.receiver is None else [underneath(call, call.receiver), *given]


def underneath(call: Invocation, value: Value) -> Value:
    """What an object is for the class of the language that its own class extends: whoever asks for `super().__add__`, or
    `list.__add__`, does not mean the method of its own class.
    """
    record = call.core.record(value)
    native = record.native if isinstance(record, Instance) else None
    if isinstance(native, Sequence):
        return call.core.new(native.holding(native.runs), call.node, value.trail)
    if isinstance(native, Mapping):
        return call.core.new(native.altered(), call.node, value.trail)
    return call.core.spoken(value)


def binary(op: str) -> Handler:
    def handler(call: Invocation) -> Value:
        given = operands(call)
        return operators.binary(call.core, op, given[0], given[1], call.node) if len(given) == 2 else call.unknown()

    return handler


def in_place(op: str) -> Handler:
    """`iadd(xs, ys)`: lists are changed where they are."""

    def handler(call: Invocation) -> Value:
        given = operands(call)
        if len(given) != 2:
            return call.unknown()
        if call.receiver is not None:
            given[0] = call.receiver
        elif (own := call.core.operated_in_place(op, given[0], given[1], call.node)) is not None:
            return own
        if call.core.changed_in_place(given[0], op, given[1], call.node):
            return given[0]
        return operators.binary(call.core, op, given[0], given[1], call.node)

    return handler


def relation(op: str) -> Handler:
    def handler(call: Invocation) -> Value:
        given = operands(call)
        known = comparing.compare(call.core, op, given[0], given[1]) if len(given) == 2 else None
        return truth(known, ("compare", call.core.path, call.node.at))

    return handler


def contains(call: Invocation) -> Value:
    given = operands(call)
    known = comparing.contains(call.core, given[0], given[1]) if len(given) == 2 else None
    return truth(known, ("contains", call.core.path, call.node.at))


def get_item(call: Invocation) -> Value:
    given = operands(call)
    if len(given) != 2:
        return call.unknown()
    if isinstance(call.receiver, Ref) and not isinstance(given[1], Partial):
        found = call.core.item_of_native(call.receiver, given[1], call.node)
        if found is None:
            call.core.raises(None)
            raise DivergesError
        return found
    return call.core.item(given[0], given[1], call.node)


def set_item(call: Invocation) -> Value:
    given = operands(call)
    if len(given) == 3 and call.receiver is not None:
        native(call, given[1], given[2])
    elif len(given) == 3:
        call.core.set_item(given[0], given[1], given[2], call.node)
    return NOTHING


def delete_item(call: Invocation) -> Value:
    given = operands(call)
    if len(given) == 2 and call.receiver is not None:
        native(call, given[1], None)
    elif len(given) == 2:
        call.core.set_item(given[0], given[1], None, call.node)
    return NOTHING


def native(call: Invocation, key: Value, content: Value | None) -> None:
    """Write an item as the built-in class does it, whatever the project's class says."""
    record = call.core.record(call.receiver) if call.receiver is not None else None
    if isinstance(record, Instance):
        record = record.native
    if not isinstance(call.receiver, Ref):
        return
    if isinstance(record, Mapping) and content is None:
        call.core.drop(call.receiver, record, key)
    elif isinstance(record, Mapping) and content is not None:
        call.core.put(call.receiver, record, key, call.core.under_key(key, content, call.node))
    elif isinstance(record, Sequence):
        call.core.write_native(call.receiver, record.holding(call.core.replaced(record.runs, key, content)))


def function(name: str) -> Handler:
    """A special method that a built-in function asks for."""

    def handler(call: Invocation) -> Value:
        given = operands(call)
        return call.core.call_library(f"builtins.{name}", None, Arguments.of(*given), call.node)

    return handler


def negated(call: Invocation) -> Value:
    given = operands(call)
    known = call.core.truth(given[0]) if given else None
    return truth(None if known is None else not known, ("not", call.core.path, call.node.at))


def initialized(call: Invocation) -> Value:
    """`list.__init__`, `dict.__init__` of an object that is one: it is filled with what is given."""
    receiver = call.receiver
    record = call.core.record(receiver) if receiver is not None else None
    if not isinstance(receiver, Ref):
        return NOTHING
    if isinstance(record, Instance) and record.native is None:  # what exceptions keep
        call.core.write((receiver.id, "args"), Seq("tuple", call.arguments.positional))
        return NOTHING
    if isinstance(record, Instance):
        record = record.native
    if isinstance(record, Sequence):
        runs = call.runs(0)
        call.core.write_native(receiver, record.holding(operators.distinct(runs) if record.kind == "set" else runs))
    elif isinstance(record, Mapping):
        merge(call, receiver)
    return NOTHING


def attribute_mapping(call: Invocation) -> Value:
    """`vars(x).update(...)`, `self.__dict__.update(...)`: attributes are set."""
    owner = call.core.views.get(call.receiver.id) if isinstance(call.receiver, Ref) else None
    if owner is None:
        return NOTHING
    made = call.core.new(Mapping("dict"), call.node)
    for run in call.arguments.positional:
        operators.update(call.core, made, run.value, call.node)
    if call.arguments.rest is not None:
        operators.update(call.core, made, call.arguments.rest, call.node)
    record = call.core.record(made)
    given = {entry.key: entry.value for entry in record.entries} if isinstance(record, Mapping) else {}
    if isinstance(record, Mapping) and record.value is not None:
        call.core.set_any(owner, record.value, call.node)
    for key, value in given.items():
        name = getattr(key, "constant", None)
        if name is not None:
            call.core.set_attribute(owner, name, value, call.node)
    for name, value in call.arguments.keywords.items():
        if not name.startswith("?"):
            call.core.set_attribute(owner, name, value, call.node)
    return NOTHING


def made_of(call: Invocation) -> Value:
    """`Row._make(values)` of a named tuple."""
    cls, values = call.get(0), call.get(1)
    if cls is None or values is None:
        return call.unknown()
    return call.core.call(cls, Arguments(call.core.iterate(values, call.node)), call.node)


def set_attribute(call: Invocation) -> Value:
    """`object.__setattr__(self, name, value)`: whatever the object's class says."""
    owner, name, value = (call.receiver, call.get(0), call.get(1)) if call.receiver else map(call.get, range(3))
    known = plain(name) if name is not None else None
    if isinstance(owner, Ref) and isinstance(known, str) and value is not None:
        call.core.write((owner.id, known), value)
    elif owner is not None and isinstance(name, Opaque) and value is not None:
        call.core.set_any(owner, value, call.node)
    return NOTHING


def get_attribute(call: Invocation) -> Value:
    """`object.__getattribute__(self, name)`."""
    owner, name = (call.receiver, call.get(0)) if call.receiver else map(call.get, range(2))
    known = plain(name) if name is not None else None
    return call.core.attribute(owner, known, call.node) if owner and isinstance(known, str) else call.unknown()


SPECIAL: Final[dict[str, Handler]] = {
    **{f"__{name}__": binary(op) for name, op in ARITHMETIC.items()},
    **{f"__{name}__": relation(op) for name, op in RELATIONS.items()},
    **{f"__i{name}__": in_place(op) for name, op in ARITHMETIC.items()},
    "__contains__": contains, "__getitem__": get_item, "__setitem__": set_item, "__delitem__": delete_item,
    "__len__": function("len"), "__iter__": function("iter"), "__next__": function("next"), "__str__": function("str"),
    "__repr__": function("repr"), "__bool__": function("bool"), "__reversed__": function("reversed"),
    "__init__": initialized, "__setattr__": set_attribute, "__getattribute__": get_attribute,
}  # fmt: skip
HANDLERS: Final[dict[str, Handler]] = {
    **{f"special.{name}": handler for name, handler in SPECIAL.items()},
    **{f"operator.{name}": binary(op) for name, op in ARITHMETIC.items()},
    **{f"operator.{name}": relation(op) for name, op in RELATIONS.items()},
    **{f"operator.i{name.rstrip('_')}": in_place(op) for name, op in ARITHMETIC.items()},
    "builtins.object.__setattr__": set_attribute, "builtins.object.__getattribute__": get_attribute,
    "operator.getitem": get_item, "operator.setitem": set_item, "operator.delitem": delete_item,
    "operator.contains": contains, "operator.not_": negated, "operator.truth": function("bool"),
    "operator.length_hint": function("len"),
    "attributes.update": attribute_mapping,
    "cclint.namedtuple._make": made_of,
}  # fmt: skip
