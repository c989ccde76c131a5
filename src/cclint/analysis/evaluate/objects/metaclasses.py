"""Classes of classes: what a metaclass of the project makes of its classes, and what it lets them do."""

from __future__ import annotations

from cclint.analysis.base.core import Core
from cclint.analysis.base.paths import Arguments
from cclint.analysis.values.classes import ClassInfo
from cclint.analysis.values.code import WITH_METACLASS, Bound, Class, Func, Partial, is_function
from cclint.analysis.values.heap import Entry, Mapping
from cclint.analysis.values.rope import Text, constant
from cclint.analysis.values.value import Seq, Value, each
from cclint.ir import nodes as ir


class Metaclasses(Core):
    """Making classes, calling them, and asking them for what only their metaclass has."""

    def metaclass(self, node: ir.ClassDefinition, info: ClassInfo) -> Class | None:
        """The metaclass that a class names, in Python 3 or 2, or has from a base."""
        given = next((self.expression(one) for name, one in node.keywords if name == "metaclass"), None)
        given = given if given is not None else self.cell(info.id, "__metaclass__")
        if isinstance(given, Class):
            return given
        bases = (self.classes.get(one.id) for one in info.order[1:] if isinstance(one, Class))
        return next((one.meta for one in bases if one is not None and one.meta is not None), None)

    def bases_of(self, given: tuple[Value, ...]) -> tuple[tuple[Value, ...], Class | None]:
        """The bases that a class names, and the metaclass that six's `with_metaclass(meta, *bases)` stands for among them."""
        made = next((one for one in given if isinstance(one, Partial) and one.function == WITH_METACLASS), None)
        if made is None or not made.positional:
            return given, None
        meta, *others = made.positional
        bases = tuple(inner for one in given for inner in (others if one is made else (one,)))
        return bases, meta if isinstance(meta, Class) else None

    def of_metaclass(self, cls: Class, name: str) -> Value | None:
        """What the metaclass of a class has under a name."""
        info = self.classes.get(cls.id)
        meta = self.classes.get(info.meta.id) if info is not None and info.meta is not None else None
        return self.in_order(meta.order, name) if meta is not None else None

    def class_from_metaclass(self, info: ClassInfo, node: ir.Node) -> None:
        """Let `__new__` and `__init__` of the metaclass do what they do, now that the class is there."""
        own = Class(info.id)
        names = sorted(name for name in self.state.names(info.id) if name)
        held = ((name, self.cell(info.id, name)) for name in names)
        entries = tuple(Entry(constant(name), value) for name, value in held if value is not None)
        body = self.new(Mapping("dict", entries), node)
        keywords = node.keywords if isinstance(node, ir.ClassDefinition) else ()
        words = {name: self.expression(one) for name, one in keywords if name != "metaclass"}
        given = Arguments.of(constant(info.name), Seq("tuple", each(info.bases)), body, **words)
        new, init = self.of_metaclass(own, "__new__"), self.of_metaclass(own, "__init__")
        if isinstance(new, Func) and info.meta is not None:
            self.in_making.append(own)
            try:
                self.call(new, given.after(info.meta), node)
            finally:
                self.in_making.pop()
        if isinstance(init, Func):
            self.call(Bound(init, own), given, node)

    def made_class(self, arguments: Arguments) -> Class | None:
        """`super().__new__(mcs, name, bases, body)`: the class that is in the making, with what the body has now."""
        given = [run.value for run in arguments.positional]
        if not self.in_making or len(given) != 4:
            return None
        cls, body = self.in_making[-1], self.record(given[3])
        for entry in body.entries if isinstance(body, Mapping) else ():
            if isinstance(entry.key, Text) and entry.key.constant:
                self.write((cls.id, entry.key.constant), entry.value)
        return cls

    def meta_attribute(self, cls: Class, name: str, node: ir.Node) -> Value | None:
        """An attribute that a class has from its metaclass: a property's value, a method that is bound to the class."""
        found = self.of_metaclass(cls, name)
        return self.bound(found, cls, cls, node) if is_function(found) else found
