"""Descriptors of the project: objects in a class that read and write an attribute of its instances."""

from __future__ import annotations

from cclint.analysis.base.core import Core
from cclint.analysis.base.paths import Arguments
from cclint.analysis.values.code import Bound, Class, is_function
from cclint.analysis.values.heap import Instance
from cclint.analysis.values.rope import constant
from cclint.analysis.values.value import Ref, Value
from cclint.ir import nodes as ir


class Descriptors(Core):
    """`__get__`, `__set__` and `__set_name__` of the project's classes."""

    def descriptor_method(self, found: Value | None, name: str) -> Bound | None:
        """A method of what stands in a class under an attribute's name; None where that is no descriptor of the project."""
        record = self.record(found) if isinstance(found, Ref) else None
        if not isinstance(found, Ref) or not isinstance(record, Instance) or not isinstance(record.cls, Class):
            return None
        info = self.classes.get(record.cls.id)
        method = self.in_order(info.order, name) if info is not None else None
        return Bound(method, found) if is_function(method) else None

    def got_from(self, found: Value | None, receiver: Value, cls: Value, node: ir.Node) -> Value | None:
        """What a descriptor gives; None where there is none."""
        getter = self.descriptor_method(found, "__get__")
        return self.call(getter, Arguments.of(receiver, cls), node) if getter is not None else None

    def written(self, found: Value | None, owner: Value, content: Value, node: ir.Node) -> bool:
        """Let a descriptor write an attribute: whether there is one that does."""
        setter = self.descriptor_method(found, "__set__")
        if setter is not None:
            self.call(setter, Arguments.of(owner, content), node)
        return setter is not None

    def name_descriptors(self, cls: Class, names: list[str], node: ir.Node) -> None:
        """A class is made: its descriptors learn their names."""
        for name in names:
            named = self.descriptor_method(self.cell(cls.id, name), "__set_name__")
            if named is not None:
                self.call(named, Arguments.of(cls, constant(name)), node)

    def own_or_described(self, value: Ref, found: Value | None, cls: Value, name: str, node: ir.Node) -> Value | None:
        """An attribute of the instance itself, unless a descriptor of its class goes before; None where it has neither."""
        own = self.cell(value.id, name)
        if isinstance(found, Ref) and (own is None or self.descriptor_method(found, "__set__") is not None):
            got = self.got_from(found, value, cls, node)
            return own if got is None else got
        return own
