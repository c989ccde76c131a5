"""What type a value has: for `isinstance`, `type(x) is` and the patterns of `match`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cclint.analysis.operations.comparing import is_data
from cclint.analysis.values.code import Bound, Class, External, Func, Method, Partial
from cclint.analysis.values.heap import Buffer, Generator, Instance, Mapping, Sequence
from cclint.analysis.values.rope import Text
from cclint.analysis.values.value import LISTS, MAPPINGS, STRING, Const, Opaque, Ref, Seq, Value
from cclint.ir.types import Type

if TYPE_CHECKING:
    from cclint.analysis.base.core import Core

TEXTS = frozenset({"str", "basestring", "unicode", "AnyStr", "StringTypes", "string_types", "text_type"})
BINARY = frozenset({"bytes", "bytearray", "binary_type", "ByteString"})
ABOVE: dict[str, frozenset[str]] = {
    "str": TEXTS | {"Sequence", "Iterable", "Collection", "Container", "Sized", "Hashable", "Reversible", "object"},
    "bytes": frozenset(
        {"bytes", "ByteString", "Sequence", "Iterable", "Collection", "Sized", "binary_type", "Hashable", "object"}
    ),
    "list": frozenset(
        {"list", "Sequence", "MutableSequence", "Iterable", "Collection", "Container", "Sized", "Reversible", "object"}
    ),
    "tuple": frozenset(
        {"tuple", "Sequence", "Iterable", "Collection", "Container", "Sized", "Hashable", "Reversible", "object"}
    ),
    "set": frozenset(
        {"set", "Set", "AbstractSet", "MutableSet", "Iterable", "Collection", "Container", "Sized", "object"}
    ),
    "frozenset": frozenset(
        {"frozenset", "Set", "AbstractSet", "Iterable", "Collection", "Container", "Sized", "Hashable", "object"}
    ),
    "deque": frozenset(
        {"deque", "MutableSequence", "Sequence", "Iterable", "Collection", "Sized", "Reversible", "object"}
    ),
    "dict": frozenset(
        {"dict", "Mapping", "MutableMapping", "Iterable", "Collection", "Container", "Sized", "Reversible", "object"}
    ),
    "view": frozenset({"KeysView", "ValuesView", "ItemsView", "Iterable", "Collection", "Sized", "object"}),
    "values": frozenset({"ValuesView", "Iterable", "Collection", "Sized", "object"}),
    "range": frozenset({"range", "Sequence", "Iterable", "Collection", "Sized", "object"}),
    "iterator": frozenset({"Iterator", "Iterable", "Generator", "GeneratorType", "object"}),
    "int": frozenset({"int", "long", "Integral", "Number", "Real", "Hashable", "object"}),
    "bool": frozenset({"bool", "int", "Integral", "Number", "Hashable", "object"}),
    "float": frozenset({"float", "Number", "Real", "Hashable", "object"}),
    "slice": frozenset({"slice", "object"}),
    "NoneType": frozenset({"NoneType", "Hashable", "object"}),
    "function": frozenset({"Callable", "FunctionType", "LambdaType", "MethodType", "Hashable", "object"}),
}
"""For each type of the language the names, without their modules, that its values are instances of."""


PROTOCOLS = frozenset({"typing.Protocol", "typing_extensions.Protocol"})


def kinds_of(value: Value) -> list[Value]:
    """The types that the second argument of `isinstance` names."""
    if isinstance(value, Seq):
        return [kind for run in value.runs for kind in kinds_of(run.value)]
    return [value]


def name_of(core: Core, value: Value) -> str | None:
    """The name of a value's own type, where it is one of the language's."""
    match value:
        case Text():
            return "bytes" if value.binary else "str"
        case Const():
            return type(value.value).__name__
        case Seq():
            return value.kind if value.kind in ABOVE else "tuple"
        case Func() | Bound() | Method():
            return "function"
        case Partial(function=External(name="builtins.slice")):
            return "slice"
        case Ref():
            record = core.record(value)
            if isinstance(record, Sequence):
                return record.kind if record.kind in ABOVE else "list"
            if isinstance(record, Mapping):
                return "dict"
            if isinstance(record, Generator):
                return "iterator"
    return None


def is_instance(core: Core, value: Value, kinds: list[Value]) -> bool | None:
    """Whether a value is an instance of any of several types; None where that is not known."""
    answers = [_is_one(core, value, kind) for kind in kinds]
    if True in answers:
        return True
    return None if None in answers else False


def _is_one(core: Core, value: Value, kind: Value) -> bool | None:
    record = core.record(value)
    if isinstance(record, Instance):
        return _is_derived(core, record.cls, kind)
    if isinstance(record, Buffer):
        return None
    short = kind.name.rpartition(".")[2] if isinstance(kind, External) else None
    name = name_of(core, value)
    if name is not None:
        if isinstance(kind, Class):
            return None if _asks_itself(core, kind) else False
        return None if short is None else short in ABOVE.get(name, frozenset()) or short == name
    if isinstance(value, Opaque) and value.type is not None and short is not None:
        return _by_hint(value.type, short)
    return None


def _by_hint(hint: Type, short: str) -> bool | None:
    own = hint.name.rpartition(".")[2]
    if own == short:
        return True
    if own in ABOVE:
        return short in ABOVE[own]
    if own in LISTS and short in TEXTS:
        return False
    return None


def _asks_itself(core: Core, kind: Class) -> bool:
    """Whether a class says by other means than descent what its instances are: a protocol, or one with `__subclasshook__`."""
    order = core.classes[kind.id].order if kind.id in core.classes else ()
    return any(
        one.name in PROTOCOLS if isinstance(one, External) else core.cell(one.id, "__subclasshook__") is not None
        for one in order
    )


def _is_derived(core: Core, cls: Value, kind: Value) -> bool | None:
    order: tuple[Value, ...] = (cls,)
    if isinstance(cls, Class) and cls.id in core.classes:
        order = core.classes[cls.id].order
    if kind in order:
        return True
    if isinstance(cls, Class) and cls.id in core.classes and core.classes[cls.id].kind == "namedtuple":
        order = (*order, External("builtins.tuple"))
        if isinstance(kind, External) and kind.name.rpartition(".")[2] in {"tuple", *ABOVE["tuple"]}:
            return True
    if isinstance(kind, Class) and _asks_itself(core, kind):
        return None
    if isinstance(kind, Class):
        return False if all(isinstance(one, Class) for one in order) else None
    if isinstance(kind, External):
        if any(isinstance(one, External) and core.models.derives(one.name, kind.name) for one in order):
            return True
        short = kind.name.rpartition(".")[2]
        if kind.name.startswith(("builtins.", "six.")) or short in TEXTS or short in LISTS or short in MAPPINGS:
            return False
    return None


def narrowed(core: Core, value: Value, kinds: Value, *, wanted: bool) -> Value | None:
    """A value where `isinstance` is known to say yes or no; None where it cannot."""
    listed = kinds_of(kinds)
    known = is_instance(core, value, listed)
    if known is not None:
        return value if known is wanted else None
    if isinstance(value, External) and wanted and is_data(value, core.models):  # of a module that is not in sight
        value = Opaque(("name", value.name), born=core.running, trail=value.trail)
    if not isinstance(value, Opaque) or value.type is not None:
        return value
    names = [kind.name.rpartition(".")[2] for kind in listed if isinstance(kind, External)]
    if wanted:
        if names and all(name in TEXTS for name in names):
            return value.refined(type=STRING)
        if len(names) == 1:
            return value.refined(type=Type(names[0]))
        if names and all(name in LISTS for name in names):
            return value.refined(type=Type("list"))
        return value
    if any(name in LISTS for name in names) and {"list", "Sequence", "Iterable"} & set(names):
        return value.refined(type=STRING)  # what is no list is taken for one address
    if any(name in TEXTS for name in names):
        return value.refined(type=Type("Iterable"))  # and what is no string, where both are asked for, for a list
    return value


def is_callable(core: Core, value: Value) -> bool | None:
    """Whether a value can be called; None where that is not known."""
    if isinstance(value, (Class, Partial)):
        return True
    record = core.record(value)
    if isinstance(record, Instance):
        return True if core.own_method(value, "__call__") is not None else None
    kind = name_of(core, value)
    if kind is None and isinstance(value, Opaque) and value.type is not None:
        kind = value.type.name
    return kind == "function" if kind in ABOVE else None


def is_one_or_many(kinds: Value) -> bool:
    """Whether `isinstance` is asked for nothing but texts or collections."""
    names = [kind.name.rpartition(".")[2] if isinstance(kind, External) else "" for kind in kinds_of(kinds)]
    return all(name in TEXTS or name in LISTS or name in BINARY for name in names)


METHODS: dict[str, frozenset[str]] = {
    kind.__name__: frozenset(dir(kind)) for kind in (str, bytes, list, tuple, set, frozenset, dict, int, bool, float)
}
"""What values of the language's types have."""
TELLING = METHODS["str"] - METHODS["list"] - METHODS["dict"]
"""What only texts have."""


def has_attribute(core: Core, value: Value, name: str) -> bool | None:
    """Whether a value of the language has an attribute; None where that is not known."""
    kind = name_of(core, value)
    if kind is None and isinstance(value, Opaque) and value.type is not None:
        kind = value.type.name
    return name in METHODS[kind] if kind in METHODS else None


def with_attribute(core: Core, value: Value, name: object, *, wanted: bool) -> Value | None:
    """A value where it is known to have an attribute, or not to; None where that cannot be."""
    if not isinstance(name, str):
        return value
    known = has_attribute(core, value, name)
    if known is not None:
        return value if known is wanted else None
    if isinstance(value, Opaque) and value.type is None and name in TELLING:
        return value.refined(type=STRING if wanted else Type("Iterable"))
    if isinstance(value, Opaque) and value.type is None and wanted and name in {"append", "extend"}:
        return value.refined(type=Type("list"))
    return value


def hints(kind: Type) -> Iterator[str]:
    """The names in a type, its arguments included."""
    yield kind.name
    for argument in kind.arguments:
        yield from hints(argument)
