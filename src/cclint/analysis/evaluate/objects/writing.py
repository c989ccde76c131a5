"""Attributes as they are written: of modules, classes and instances."""

from __future__ import annotations

from typing import Final

from cclint.analysis.base.core import STANDARD_OUTPUT, Core
from cclint.analysis.base.paths import Arguments
from cclint.analysis.messages.frozen import form_of
from cclint.analysis.values.code import Bound, Class, External, Func, Method, Module
from cclint.analysis.values.heap import Instance
from cclint.analysis.values.lattice import join_all
from cclint.analysis.values.rope import Text, constant
from cclint.analysis.values.value import NOTHING, Const, Opaque, Ref, Seq, Union, Value, alternatives
from cclint.ir import nodes as ir
from cclint.ir.types import Type
from cclint.models.library import is_role

DATA: Final = (Text, Const, Seq, Opaque, Ref, Union)


def is_plain(name: str) -> bool:
    """Whether an attribute's name is one that a program's data would give it."""
    return name.isidentifier() and not name.startswith("__")


def one_of(content: Value, name: str) -> Value:
    """What is kept under one of several names: that another one is a list tells nothing of it."""
    return content.known_as(("item", content.key, name)) if isinstance(content, Opaque) else content


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
            case External(name="sys") if name == "stdout":
                key = STANDARD_OUTPUT
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
                if content is not None:
                    self.entrust(content)
                return
        before = self.cell(*key)
        if not certain and content is not None and before is not None:
            content = join_all((before, content))
        self.write(key, content)

    def set_any(self, value: Value, content: Value, node: ir.Node) -> None:
        """Set an attribute whose name is not known: each that holds data may be the one."""
        for owner in alternatives(value):
            record = self.record(owner) if isinstance(owner, Ref) else None
            if not isinstance(owner, Ref) or not isinstance(record, Instance) or form_of(self, record) is not None:
                continue  # what is put into a message has a name
            order = self.classes[record.cls.id].order if isinstance(record.cls, Class) else ()
            owners = [owner.id, *(cls.id for cls in order if isinstance(cls, Class))]
            for name in sorted({name for each in owners for name in self.state.names(each) if is_plain(name)}):
                held = self.cell(owner.id, name) or self.in_order(order, name)
                if isinstance(held, DATA):
                    self.set_one(owner, name, join_all((held, one_of(content, name))), node, certain=True)

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
        if kind is None or content is None:
            return content
        if is_role(kind):
            self.alike(alternatives(content))
        return self.part_value(kind, content, node)

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
