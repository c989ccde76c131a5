"""Attributes as they are written: of modules, classes and instances."""

from __future__ import annotations

from cclint.analysis.code import Bound, Class, External, Func, Method, Module
from cclint.analysis.evaluate.core import Core
from cclint.analysis.evaluate.paths import Arguments
from cclint.analysis.frozen import form_of
from cclint.analysis.heap import Instance
from cclint.analysis.lattice import join_all
from cclint.analysis.rope import constant
from cclint.analysis.value import NOTHING, Ref, Value, alternatives
from cclint.ir import nodes as ir
from cclint.ir.types import Type


class Writing(Core):
    """Writing attributes."""

    def set_attribute(self, value: Value, name: str, content: Value | None, node: ir.Node) -> None:
        owners = alternatives(value)
        for owner in owners:
            self.set_one(owner, name, content, node, certain=len(owners) == 1)

    def set_one(self, owner: Value, name: str, content: Value | None, node: ir.Node, *, certain: bool) -> None:
        match owner:
            case Module():
                key: tuple[int | str, str] = (owner.path, name)
            case Class():
                key = (owner.id, name)
            case Ref():
                record = self.record(owner)
                if not isinstance(record, Instance):
                    return
                if isinstance(record.cls, Class) and self.set_by_class(owner, record.cls, name, content, node):
                    return
                kept = self.cell(owner.id, "__dict__")
                if kept is not None and name != "__dict__" and isinstance(kept, Ref):
                    self.call(Method(kept, "__setitem__"), Arguments.of(constant(name), content or NOTHING), node)
                    return
                if content is not None and content != NOTHING and self.adds(owner, record, name, content, node):
                    return
                key = (owner.id, name)
                content = self.as_part(record, name, content, node)
            case _:
                return
        before = self.cell(*key)
        if not certain and content is not None and before is not None:
            content = join_all((before, content))
        self.write(key, content)

    def adds(self, owner: Ref, record: Instance, name: str, content: Value, node: ir.Node) -> bool:
        """Add to a part of a form where assigning to it does so: whether it does."""
        form = form_of(self, record)
        kind = self.models.slots(form).get(name) if form is not None else None
        if kind is None or Type("Adds") not in kind.arguments:
            return False
        self.add_part(owner, name, kind, content, node)
        return True

    def as_part(self, record: Instance, name: str, content: Value | None, node: ir.Node) -> Value | None:
        """What an attribute gets that is a part of a form: addresses remember where they were written to it."""
        form = form_of(self, record)
        kind = self.models.slots(form).get(name) if form is not None else None
        return content if kind is None or content is None else self.part_value(kind, content, node)

    def set_by_class(self, owner: Ref, cls: Class, name: str, content: Value | None, node: ir.Node) -> bool:
        """Let a property's setter or `__setattr__` of the project do it."""
        info = self.classes.get(cls.id)
        if info is None:
            return False
        found = self.in_order(info.order, name)
        if content is None:
            deleter = dict(found.given).get("deleter") if isinstance(found, Func) and found.kind == "property" else None
            if deleter is not None:
                self.call(deleter, Arguments.of(owner), node)
            return deleter is not None
        if isinstance(found, Func) and found.kind == "property":
            setter = next((given for key, given in found.given if key == "setter"), None)
            if setter is not None:
                self.call(setter, Arguments.of(owner, content), node)
                return True
        if isinstance(found, Ref) and self.written(found, owner, content, node):
            return True
        setter = self.in_order(info.order, "__setattr__")
        if isinstance(setter, Func) and not any(one.frame.scope is setter.scope for one in self.stack):
            self.call(Bound(setter, owner), Arguments.of(constant(name), content), node)
            return True
        if isinstance(setter, External):  # `__setattr__ = dict.__setitem__`
            self.call_library(setter.name, None, Arguments.of(owner, constant(name), content), node)
            return True
        return False
