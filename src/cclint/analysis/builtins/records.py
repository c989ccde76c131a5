"""Dataclasses and their kin from outside: as dictionaries, as tuples, with other values; classes made by a call."""

from __future__ import annotations

from typing import Final

from cclint.analysis.classes import ClassInfo, Slot, linear
from cclint.analysis.code import Class, External, Frame
from cclint.analysis.evaluate.calls import Handler, Invocation
from cclint.analysis.evaluate.paths import Arguments
from cclint.analysis.heap import Entry, Instance, Mapping, Sequence
from cclint.analysis.rope import Text, constant, plain
from cclint.analysis.value import Ref, Run, Seq, Value, each
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
            slots.append(Slot(name, None, items[2] if items is not None and len(items) > 2 else None))
    scope = ir.Function(call.node.at, str(label), str(label), kind="class", path=core.path)
    number = core.allocate(("class", call.node.at))
    info = ClassInfo(number, str(label), scope, Frame(number, scope, core.frame), kind="dataclass")
    info.order, info.slots = (Class(number),), tuple(slots)
    core.classes[number] = info
    return Class(number)


MODELS: Final = ("pydantic.BaseModel", "pydantic.main.BaseModel", "sqlmodel.SQLModel")
HANDLERS: Final[dict[str, Handler]] = {
    "cclint.record.asdict": as_mapping, "cclint.record.replace": exchanged,
    "dataclasses.astuple": as_tuple, "attrs.astuple": as_tuple, "attr.astuple": as_tuple,
    **dict.fromkeys(("dataclasses.fields", "attrs.fields", "attr.fields"), fields),
    "dataclasses.replace": exchanged, "attrs.evolve": exchanged, "attr.evolve": exchanged, "copy.replace": exchanged,
    "dataclasses.make_dataclass": make_dataclass,
    **{f"{model}.{name}": as_mapping for model in MODELS for name in ("model_dump", "dict")},
    "argparse.Namespace": namespace,
}  # fmt: skip
