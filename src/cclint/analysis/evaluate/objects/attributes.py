"""Attributes as they are read: of modules, classes, instances and values of the language."""

from __future__ import annotations

from typing import Final

from cclint.analysis.base.core import STANDARD_OUTPUT, Core
from cclint.analysis.base.paths import Arguments
from cclint.analysis.builtins.frameworks.django import SETTINGS, setting
from cclint.analysis.builtins.language.dispatching import DISPATCHED_METHOD
from cclint.analysis.messages.frozen import form_of
from cclint.analysis.operations.types import METHODS
from cclint.analysis.values import rows as database
from cclint.analysis.values.classes import TEXT
from cclint.analysis.values.code import (
    Bound,
    Class,
    External,
    Func,
    Method,
    Module,
    Partial,
    Pending,
    Super,
    is_function,
)
from cclint.analysis.values.heap import Buffer, Entry, Instance, Mapping, Record, Sequence
from cclint.analysis.values.lattice import join_all
from cclint.analysis.values.place import PathValue
from cclint.analysis.values.rope import Text, constant
from cclint.analysis.values.turns import held
from cclint.analysis.values.value import NOTHING, STRING, Opaque, Ref, Run, Seq, Union, Value, each
from cclint.ir import nodes as ir
from cclint.models.library import is_role

RECORDS: Final = {
    "_replace": "cclint.record.replace",
    "_asdict": "cclint.record.asdict",
    "model_dump": "cclint.record.asdict",
    "dict": "cclint.record.asdict",
}
"""Methods that named tuples and pydantic's models have."""

NAMES_OF_FIELDS: Final = frozenset(
    {"_fields", "__match_args__", "__dataclass_fields__", "model_fields", "__annotations__"}
)
"""Attributes of named tuples, dataclasses and models that yield the names of their fields when they are gone through."""


def is_method(native: Record, name: str) -> bool:
    """Whether a list or dictionary has a method of its own by a name; of a message it is taken for granted."""
    kind = "dict" if isinstance(native, Mapping) else "list" if isinstance(native, Sequence) else ""
    return not kind or name in METHODS[kind]


class Objects(Core):
    """Reading attributes."""

    def attribute(self, value: Value, name: str, node: ir.Node) -> Value:
        match value:
            case Union():
                return join_all(self.attribute(one, name, node) for one in value.alternatives)
            case Module():
                held = self.member(value.path, name, node)
                return held if self.outside is None else self.left_by_others(value.path, name, held, node)
            case External():
                return self.external_attribute(value, name, node)
            case Class():
                return self.class_attribute(value, name, node)
            case Super():
                return self.super_attribute(value, name, node)
            case Ref():
                record = self.record(value)
                if isinstance(record, Instance):
                    return self.instance_attribute(value, record, name, node)
                if isinstance(record, Mapping) and (own := self.cell(value.id, name)) is not None:
                    return own
                if isinstance(record, Buffer) and f"{record.kind}.@{name}" in self.handlers_by_name():
                    return self.call(Method(value, f"@{name}"), Arguments(), node)
                return Method(value, name, value.trail)
            case Opaque():
                return self.opaque_attribute(value, name, node)
            case Seq() if (named := database.column(value, name)) is not None:
                return named
            case Text() if name in ("addresses", "groups"):  # of a header that is read back
                return self.call_library(f"cclint.header.{name}", None, Arguments.of(value), node)
            case Func() if name == "__wrapped__" and (found := dict(value.given).get(name)) is not None:
                return found
            case PathValue() if f"path.@{name}" in self.handlers_by_name():
                return self.call(Method(value, f"@{name}"), Arguments(), node)
            case Func() if name in ("__name__", "__qualname__"):
                return constant(value.scope.name)
            case Partial() if name in ("args", "keywords", "func"):
                return value.function if name == "func" else self.unknown(node, "call", name)
        return Method(value, name, value.trail)

    def external_attribute(self, value: External, name: str, node: ir.Node) -> Value:
        """An attribute of a module or class of a library."""
        if name == "stdout" and value.name == "sys" and (other := self.cell(*STANDARD_OUTPUT)) is not None:
            return other
        member = self.models.member(value.name, name)
        task = (
            member is None and f"function.{name}" in self.handlers_by_name() and value.name not in self.models.classes
        )
        if task and self.models.signatures(value.name):  # a library has made a task of its function
            return Method(value, name, value.trail)
        if member is None:
            put = (
                self.put_there(name, ("attribute", value.name, name), value.trail, node)
                if name in self.planted
                else None
            )
            return put or self.external(f"{value.name}.{name}", node)
        return self.library_class_attribute(value, External(member), name, node)

    def library_class_attribute(self, cls: Value, found: External, name: str, node: ir.Node) -> Value:
        """A member of a library's class, asked of a class: data that a stub declares, or a method of the class."""
        kind = self.models.attribute_type(found.name)
        if kind is not None and self.models.constant(found.name) is None:
            own = self.named(cls)
            filled = kind.filled({"Self": own}) if own is not None else kind
            return self.declared(filled, ("attribute", cls, name), None, f"{self.called(cls)}.{name}", node)
        if any(one.of_class for one in self.models.signatures(found.name)):
            return Bound(found, cls)
        return self.external(found.name, node)

    def external(self, name: str, node: ir.Node) -> Value:
        """Something of a library: a constant where the stub has one."""
        if name.startswith(SETTINGS) and (given := setting(self, name.removeprefix(SETTINGS))) is not None:
            return given
        found = self.models.constant(name)
        if found is not None:
            return constant(found, self.hop(node, "literal", name) if isinstance(found, str) and "@" in found else None)
        qualified = self.models.canonical(name)
        kind = self.models.attribute_type(qualified)
        if kind is not None and kind.name in self.models.classes:  # an object that a module of the library offers
            if self.models.slots(kind.name) and not self.models.keyed(kind.name):
                return self.new_form(kind.name, node)  # it keeps what it is given
            return self.declared(kind, ("attribute", qualified), None, qualified, node)
        return External(qualified)

    def class_attribute(self, cls: Class, name: str, node: ir.Node) -> Value:
        info = self.classes.get(cls.id)
        if name in ("__name__", "__qualname__"):
            return constant(info.name if info else "")
        found = self.in_order(info.order if info else (cls,), name)
        if is_function(found):
            return self.of_class(found, cls)
        if isinstance(found, External) and self.models.member(found.name.rpartition(".")[0], name) == found.name:
            return self.library_class_attribute(cls, found, name, node)
        if found is not None:
            got = self.got_from(found, NOTHING, cls, node)
            got = self.got(found, cls, None, name, node) if got is None else got
            return found if got is None else got
        if (made := self.meta_attribute(cls, name, node)) is not None:
            return made
        if name == "_make" and info is not None and info.kind == "namedtuple":
            return Partial(External("cclint.namedtuple._make"), (cls,), ())
        if name == "__members__" and info is not None and info.kind == "enum":
            held = (
                (self.cell(one.id, "name"), one)
                for one in (run.value for run in self.members(cls))
                if isinstance(one, Ref)
            )
            return self.new(Mapping("dict", tuple(Entry(label, one) for label, one in held if label is not None)), node)
        if name in NAMES_OF_FIELDS and info is not None and info.slots:
            return Seq("tuple", each(constant(slot.name) for slot in info.slots), cls.trail)
        if name == "__subclasses__":
            return Partial(External("cclint.subclasses"), (cls,), ())
        if name == "__mro__" or name == "__bases__":
            return self.unknown(node, "call", name)
        libraries = [one for one in (info.order if info else ()) if isinstance(one, External)]
        if libraries:
            member = External(self.models.canonical(f"{libraries[0].name}.{name}"), cls.trail)
            return Bound(member, cls) if info is not None and info.kind == "pydantic" else member
        self.hazards += 1
        return self.unknown(node, "name", name, key=("class attribute", info.name if info else "", name))

    def in_order(self, order: tuple[Value, ...], name: str) -> Value | None:
        """The first class of an order that has an attribute: its value, or a library's by name."""
        for cls in order:
            if isinstance(cls, Class):
                value = self.cell(cls.id, name)
                if value is not None:
                    if isinstance(value, Pending):
                        value = self.arrived(value)
                        self.write((cls.id, name), value)
                    return value
            elif isinstance(cls, External) and (known := self.models.member(cls.name, name)) is not None:
                return External(known)
        return None

    def super_attribute(self, value: Super, name: str, node: ir.Node) -> Value:
        record = self.record(value.receiver)
        cls = record.cls if isinstance(record, Instance) else value.receiver
        info = self.classes.get(cls.id) if isinstance(cls, Class) else None
        if info is None:
            return Method(value.receiver, name)
        order = list(info.order)
        if info.meta is not None and isinstance(value.receiver, Class) and Class(value.owner) not in order:
            order = list(self.classes[info.meta.id].order)
        start = next((index for index, one in enumerate(order) if isinstance(one, Class) and one.id == value.owner), 0)
        found = self.in_order(tuple(order[start + 1 :]), name)
        if is_function(found):
            return self.bound(found, value.receiver, cls, node)
        if isinstance(found, External):
            return Bound(found, value.receiver)
        return found if found is not None else Method(value.receiver, f"super().{name}")

    def of_class(self, found: Value, cls: Class) -> Value:
        """A function of a class as an attribute of that class; each of them where it may be one of several."""
        if isinstance(found, Union):
            return join_all(self.of_class(one, cls) for one in found.alternatives)
        return Bound(found, cls) if isinstance(found, Func) and found.kind == "class" else found

    def bound(self, found: Value, receiver: Value, cls: Value, node: ir.Node) -> Value:
        """A function of a class as an attribute of an instance; each of them where it may be one of several."""
        if isinstance(found, Union):
            return join_all(self.bound(one, receiver, cls, node) for one in found.alternatives)
        if not isinstance(found, Func):
            return found
        if found.kind == "property":
            return self.call(found.altered(kind="function"), Arguments.of(receiver), node)
        if found.kind == "static":
            return found
        return Bound(found, cls if found.kind == "class" else receiver)

    def instance_attribute(self, value: Ref, record: Instance, name: str, node: ir.Node) -> Value:
        cls = record.cls
        order: tuple[Value, ...] = (cls,)
        if isinstance(cls, Class) and cls.id in self.classes:
            order = self.classes[cls.id].order
        found = self.in_order(order, name)
        if isinstance(found, Func) and found.kind == "property":
            return self.bound(found, value, cls, node)
        own = self.own_or_described(value, found, cls, name, node)
        if own is not None:
            return held(own, value, record.born)
        if is_function(found):
            return self.bound(found, value, cls, node)
        if value.id in self.strangers and isinstance(cls, Class):
            hinted = self.hinted_attribute(cls, name, ("attribute", value.id, name), value.trail, node)
            if hinted is not None:
                made = hinted if found is None or isinstance(found, (External, Partial)) else join_all((hinted, found))
                self.state.set((value.id, name), made)
                return made
        if isinstance(found, External):
            return self.library_attribute(value, found, name, node)
        if isinstance(found, Partial) and found.function == External("functools.partialmethod") and found.positional:
            function, *given = found.positional
            return Partial(Bound(function, value), tuple(given), found.keywords)
        if isinstance(found, Partial) and found.function == External(DISPATCHED_METHOD):
            return Partial(found.function, (*found.positional, value), found.keywords)
        if found is not None:
            got = self.got(found, cls, value, name, node)
            return found if got is None else got
        if name == "__class__":
            return cls
        if name in NAMES_OF_FIELDS and isinstance(cls, Class):
            return self.class_attribute(cls, name, node)
        if name in RECORDS and isinstance(cls, Class) and self.classes[cls.id].kind in ("namedtuple", "pydantic"):
            return Bound(External(RECORDS[name]), value)
        if name == "__dict__":
            return self.attributes_of(value, node)
        if name == "data" and isinstance(record.native, Sequence):  # of a UserList
            return self.new_list(record.native.runs, node, value.trail)
        kept = self.record(self.cell(value.id, "__dict__") or NOTHING)  # `self.__dict__ = self`
        kept = kept.native if isinstance(kept, Instance) else kept
        entry = kept.find(constant(name)) if isinstance(kept, Mapping) else None
        if entry is not None:
            return entry.value
        if (mixed := self.mixed_in(value, name)) is not None:
            return mixed
        content = self.cell(value.id, TEXT)
        if content is not None and name in METHODS["str"]:
            return self.attribute(content, name, node)
        getter = self.in_order(order, "__getattr__") or self.in_order(order, "__getattribute__")
        if record.native is not None and not (
            (is_function(getter) or isinstance(getter, External)) and not is_method(record.native, name)
        ):
            return Method(value, name, value.trail)
        if is_function(getter) or isinstance(getter, External):
            return self.call(Bound(getter, value), Arguments.of(constant(name)), node)
        told = self.told_by_class(value, record, name, node)
        if told is not None:
            return told
        if name == "__setattr__":
            return Method(value, name, value.trail)
        if any(isinstance(one, External) for one in order):
            return self.opaque_attribute(Opaque(("instance", value.id), trail=value.trail), name, node)
        self.hazards += 1
        label = self.classes[cls.id].name if isinstance(cls, Class) and cls.id in self.classes else ""
        implied = self.models.implied.get(name)
        if implied is not None:
            return self.typed(implied, ("attribute", label, name), value.trail, node)
        return self.unknown(node, "name", f"{label}.{name}", key=("attribute", label, name))

    def attributes_of(self, value: Ref, node: ir.Node) -> Ref:
        """`vars(value)`: its attributes as a dictionary; what is written to that, is written to the object."""
        names = sorted(name for name in self.state.names(value.id) if name and name != TEXT)
        held = [(name, self.cell(value.id, name)) for name in names]
        entries = tuple(Entry(constant(name), one) for name, one in held if one is not None)
        made = self.new(Mapping("attributes", entries), node, value.trail)
        self.views[made.id] = value
        return made

    def library_attribute(self, value: Ref, found: External, name: str, node: ir.Node) -> Value:
        """An attribute that a stub declares: a method is bound, data has the type that the stub gives it."""
        kind = self.models.attribute_type(found.name)
        if kind is None:
            return Bound(found, value, value.trail)
        if is_role(kind):
            return self.part_list(value, name, kind, node)
        if kind.name == "Each":
            return self.messages_of(value, name, node)
        return self.typed(kind, ("attribute", found.name), value.trail, node)

    def messages_of(self, value: Ref, name: str, node: ir.Node) -> Value:
        """The messages that a form stands for: itself, where recipients have been put into it, and those added to it."""
        record, added = self.record(value), self.cell(value.id, name)
        form = form_of(self, record) if isinstance(record, Instance) else None
        roles = [slot for slot, kind in self.models.slots(form).items() if is_role(kind)] if form is not None else []
        own = (Run(value),) if any(self.cell(value.id, slot) not in (None, NOTHING) for slot in roles) else ()
        return Seq("list", (*own, *(self.iterate(added, node) if added is not None else ())), value.trail)

    def opaque_attribute(self, value: Opaque, name: str, node: ir.Node) -> Value:
        if value.type is not None:
            member = self.models.member(value.type.name, name)
            if member is not None:
                kind = self.models.attribute_type(member)
                if kind is None:
                    return Bound(External(member), value, value.trail)
                return self.typed(kind, ("attribute", value.key, name), value.trail, node)
            if value.type == STRING:
                return Method(value, name, value.trail)
        self.hazards += 1
        put = self.put_there(name, ("attribute", value.key, name), value.trail, node) if name in self.planted else None
        if put is not None:
            return put
        implied = self.models.implied.get(name)
        if implied is not None:
            return self.typed(implied, ("attribute", value.key, name), value.trail, node)
        return Opaque(("attribute", value.key, name), born=value.born, trail=value.trail)

    def has_length(self, cls: Value) -> bool:
        order: tuple[Value, ...] = (cls,)
        if isinstance(cls, Class) and cls.id in self.classes:
            order = self.classes[cls.id].order
        return any(self.in_order(order, name) is not None for name in ("__bool__", "__len__", "__nonzero__"))
