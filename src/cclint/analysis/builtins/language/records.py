"""Dataclasses and their kin from outside: as dictionaries, as tuples, with other values; classes made by a call."""

from __future__ import annotations

from typing import Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.base.paths import Arguments
from cclint.analysis.operations.flags import is_flags
from cclint.analysis.values.classes import ClassInfo, Slot, linear
from cclint.analysis.values.code import Class, External, Frame
from cclint.analysis.values.heap import Entry, Instance, Mapping, Sequence
from cclint.analysis.values.rope import Text, constant, plain
from cclint.analysis.values.value import Const, Ref, Run, Seq, Value, each
from cclint.ir import nodes as ir

DEEP: Final = 4
"""Records inside of records are followed as deeply as this."""


def info_of(call: Invocation, value: Value | None) -> ClassInfo | None:
    """The class of the project that a value is an instance of."""
    record = call.core.record(value) if value is not None else None
    cls = record.cls if isinstance(record, Instance) else None
    return call.core.classes.get(cls.id) if isinstance(cls, Class) else None


def as_mapping(call: Invocation) -> Value:
    """`asdict(record)`, `record._asdict()`, `model.model_dump()`."""
    own = call.receiver if call.receiver is not None else call.get(0, "obj")
    return _as_mapping(call, own, 0) if own is not None else call.unknown()


def _as_mapping(call: Invocation, value: Value, depth: int) -> Value:
    core, info = call.core, info_of(call, value)
    if depth > DEEP:
        return value
    if info is not None and info.slots and isinstance(value, Ref):
        entries = tuple(
            Entry(constant(slot.name), _as_mapping(call, core.attribute(value, slot.name, call.node), depth + 1))
            for slot in info.slots
        )
        return core.new(Mapping("dict", entries), call.node, value.trail)
    record = core.record(value)
    if isinstance(record, Sequence) and any(isinstance(run.value, Ref) for run in record.runs):
        runs = tuple(Run(_as_mapping(call, run.value, depth + 1), run.count) for run in record.runs)
        return core.new_list(runs, call.node, value.trail, record.kind)
    return value


def as_tuple(call: Invocation) -> Value:
    """`astuple(record)`."""
    own = call.get(0, "obj")
    info = info_of(call, own)
    if info is None or own is None:
        return call.unknown()
    return Seq("tuple", each(call.core.attribute(own, slot.name, call.node) for slot in info.slots), own.trail)


def exchanged(call: Invocation) -> Value:
    """`replace(record, name=value)`, `evolve(...)`, `row._replace(...)`: made anew, with some other values."""
    own = call.receiver if call.receiver is not None else call.get(0, "obj")
    info = info_of(call, own)
    if info is None or not isinstance(own, Ref):
        return own or call.unknown()
    given = {slot.name: call.core.attribute(own, slot.name, call.node) for slot in info.slots if slot.taken}
    changed = {name: value for name, value in call.arguments.keywords.items() if not name.startswith("?")}
    return call.core.instantiate(Class(info.id), Arguments((), {**given, **changed}), call.node)


def fields(call: Invocation) -> Value:
    """`fields(record)`, `fields(Class)`: what is known of each field."""
    core, own = call.core, call.get(0, "class_or_instance") or call.get(0, "cls")
    info = core.classes.get(own.id) if isinstance(own, Class) else info_of(call, own)
    if info is None:
        return call.unknown()
    return Seq("tuple", each(_described(call, slot) for slot in info.slots))


def _described(call: Invocation, slot: Slot) -> Ref:
    """A field as `dataclasses.fields` tells of it."""
    core = call.core
    made = core.new(Instance(External("types.SimpleNamespace")), call.node)
    core.state.set((made.id, "name"), constant(slot.name))
    core.state.set((made.id, "metadata"), slot.noted or core.new(Mapping("dict"), call.node))
    for name, value in (("default", slot.default), ("default_factory", slot.factory)):
        core.state.set((made.id, name), value or External("dataclasses.MISSING"))
    return made


def namespace(call: Invocation) -> Value:
    """`SimpleNamespace(to=...)`, `argparse.Namespace(...)`."""
    made = call.core.new(Instance(External(call.name)), call.node)
    for run in call.arguments.positional:
        record = call.core.record(run.value)
        for entry in record.entries if isinstance(record, Mapping) else ():
            if isinstance(entry.key, Text) and entry.key.constant is not None:
                call.core.state.set((made.id, entry.key.constant), entry.value)
    for name, value in call.arguments.keywords.items():
        if not name.startswith("?"):
            call.core.state.set((made.id, name), value)
    record = call.core.record(call.arguments.rest) if call.arguments.rest is not None else None
    if isinstance(record, Mapping) and record.value is not None:
        made.trail = record.value.trail
    return made


def new_class(call: Invocation) -> Value:
    """`type(name, bases, attributes)`: a class."""
    core = call.core
    name, bases, attributes = plain(call.get(0)), call.get(1), call.get(2)
    parents = [run.value for run in core.iterate(bases, call.node)] if bases is not None else []
    scope = ir.Function(call.node.at, str(name), str(name), kind="class", path=core.path)
    number = core.allocate(("class", call.node.at))
    info = ClassInfo(number, str(name), scope, Frame(number, scope, core.frame), tuple(parents))
    core.classes[number] = info
    info.order = linear(Class(number), [one for one in parents if isinstance(one, (Class, External))], core.classes)
    info.kind = core.kind_of(info)
    record = core.record(attributes) if attributes is not None else None
    for entry in record.entries if isinstance(record, Mapping) else ():
        if isinstance(entry.key, Text) and entry.key.constant is not None:
            core.state.set((number, entry.key.constant), entry.value)
    if info.kind != "plain":
        info.slots = core.slots(info)
    return Class(number)


def make_dataclass(call: Invocation) -> Value:
    """`make_dataclass("Mail", ["to", ("cc", str)])`."""
    core, label, fields = call.core, plain(call.get(0, "cls_name")), call.get(1, "fields")
    slots = []
    for run in core.iterate(fields, call.node) if fields is not None else ():
        items = run.value.items if isinstance(run.value, Seq) else None
        name = plain(items[0] if items else run.value)
        if isinstance(name, str):
            slots.append(core.slot(name, None, items[2] if items is not None and len(items) > 2 else None))
    info = _class(call, label, "dataclass")
    info.slots = tuple(slots)
    return Class(info.id)


def _class(call: Invocation, label: object, kind: str, names: tuple[str, ...] = ()) -> ClassInfo:
    """A class that a call makes; `names` are those of its body."""
    core = call.core
    at = call.node.at
    body = tuple(ir.Assign(at, (ir.Name(at, name),), ir.Constant(at, None)) for name in names)
    scope = ir.Function(at, str(label), str(label), body=body, locals=set(names), kind="class", path=core.path)
    number = core.allocate(("class", at))
    info = ClassInfo(number, str(label), scope, Frame(number, scope, core.frame), kind=kind)
    info.order = (Class(number),)
    core.classes[number] = info
    return info


def typed_dict(call: Invocation) -> Value:
    """`TypedDict("Mail", {"to": list})`."""
    return Class(_class(call, plain(call.get(0, "typename")), "typeddict").id)


def enumeration(call: Invocation) -> Value:
    """`Enum("Team", {"OPS": ...})`, `Enum("Team", "OPS DEV")`."""
    core, names = call.core, call.get(1, "names")
    if names is None:
        return call.unknown()
    held: dict[str, Value] = {}
    spelt, record = plain(names), core.record(names)
    if isinstance(spelt, str):
        held = {name: Const(number) for number, name in enumerate(spelt.replace(",", " ").split(), 1)}
    elif isinstance(record, Mapping):
        held = {str(plain(entry.key)): entry.value for entry in record.entries}
    else:
        for number, run in enumerate(core.iterate(names, call.node), 1):
            pair = run.value.items if isinstance(run.value, Seq) else None
            held[str(plain(pair[0] if pair else run.value))] = pair[1] if pair and len(pair) > 1 else Const(number)
    info = _class(call, plain(call.get(0, "value")), "enum", tuple(held))
    for name, value in held.items():
        core.state.set((info.id, name), value)
    core.make_members(info, call.node)
    return Class(info.id)


def automatic(call: Invocation) -> Value:
    """`enum.auto()`: the next number, of flags the next power of two."""
    core, owner = call.core, call.core.frame.id
    info = core.classes.get(owner) if core.frame.scope.kind == "class" and isinstance(owner, int) else None
    if info is None or any(isinstance(one, External) and one.name == "enum.StrEnum" for one in info.order):
        return core.call_stub(call)
    known = [plain(core.cell(info.id, name)) for name in core.state.names(info.id)]
    highest = max((one for one in known if isinstance(one, int)), default=0)
    return Const(1 << highest.bit_length() if is_flags(info) else highest + 1)


MODELS: Final = ("pydantic.BaseModel", "pydantic.main.BaseModel", "sqlmodel.SQLModel")
HANDLERS: Final[dict[str, Handler]] = {
    "cclint.record.asdict": as_mapping, "cclint.record.replace": exchanged,
    "dataclasses.astuple": as_tuple, "attrs.astuple": as_tuple, "attr.astuple": as_tuple,
    **dict.fromkeys(("dataclasses.fields", "attrs.fields", "attr.fields"), fields),
    "dataclasses.replace": exchanged, "attrs.evolve": exchanged, "attr.evolve": exchanged, "copy.replace": exchanged,
    "dataclasses.make_dataclass": make_dataclass,
    **{f"{model}.{name}": as_mapping for model in MODELS for name in ("model_dump", "dict")},
    "argparse.Namespace": namespace, "typing.TypedDict": typed_dict, "typing_extensions.TypedDict": typed_dict,
    **dict.fromkeys(("enum.Enum", "enum.IntEnum", "enum.StrEnum", "enum.Flag"), enumeration),
    "enum.auto": automatic,
}  # fmt: skip
