"""Operators that classes of the project define: `a + b`, `a += b`, `-a`, `a == b`, `a in b`, `if a`, `a[1:]`, `Class[a]`."""

from __future__ import annotations

from typing import Final

from cclint.analysis.base.core import Core
from cclint.analysis.base.paths import Arguments, DivergesError
from cclint.analysis.evaluate.conditions.bounds import is_path
from cclint.analysis.operations.operators import METHODS
from cclint.analysis.values.classes import TEXT
from cclint.analysis.values.code import Bound, Class, External, Func, Partial, is_function
from cclint.analysis.values.heap import Instance
from cclint.analysis.values.lattice import join_all
from cclint.analysis.values.value import Ref, Value, alternatives, lasting
from cclint.ir import nodes as ir

COMPARED: Final = {"==": "__eq__", "!=": "__ne__", "<": "__lt__", "<=": "__le__", ">": "__gt__", ">=": "__ge__"}
TURNED: Final = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
UNARY: Final = {"-": "__neg__", "+": "__pos__", "~": "__invert__"}
ABSTRACT: Final = {
    "Mapping": "mapping", "MutableMapping": "mapping", "Sequence": "sequence", "MutableSequence": "sequence", "Set": "set",
    "MutableSet": "set", "AbstractSet": "set",
}  # fmt: skip
"""Abstract collections, and the kind of the methods that they give their subclasses."""
MIXIN: Final = "cclint.mixin"
REFUSED: Final = lasting(External("builtins.NotImplemented"))
"""What an operator's method returns that leaves it to the other operand."""


class Overloading(Core):
    """Methods of the project that Python calls for an operator."""

    def own_method(self, value: Value, name: str) -> Bound | None:
        """A method of an object whose class, in the project, has it under this name."""
        if isinstance(value, Class):
            found = self.of_metaclass(value, name)
            return Bound(found, value) if is_function(found) else None
        record = self.record(value) if isinstance(value, Ref) else None
        if not isinstance(record, Instance) or not isinstance(record.cls, Class) or record.cls.id not in self.classes:
            return None
        found = self.in_order(self.classes[record.cls.id].order, name)
        return Bound(found, value) if is_function(found) else None

    def mixed_in(self, value: Value, name: str) -> Value | None:
        """A method that an abstract collection has by those that the object's class defines."""
        record = self.record(value) if isinstance(value, Ref) else None
        if not isinstance(record, Instance) or not isinstance(record.cls, Class) or record.cls.id not in self.classes:
            return None
        for base in self.classes[record.cls.id].order:
            kind = ABSTRACT.get(base.name.rpartition(".")[2]) if isinstance(base, External) else None
            if kind is not None and f"{MIXIN}.{kind}.{name}" in self.handlers_by_name():
                return Partial(External(f"{MIXIN}.{kind}.{name}"), (value,), ())
        return None

    def is_mapping(self, value: Value) -> bool:
        """Whether an object's class says by `keys` that it is a mapping, as `dict(value)` asks for."""
        return self.own_method(value, "keys") is not None or self.mixed_in(value, "keys") is not None

    def spoken(self, value: Value) -> Value:
        """What an operator sees of an object that is a text: the text."""
        content = self.cell(value.id, TEXT) if isinstance(value, Ref) else None
        return value if content is None else content

    def operated(self, op: str, left: Value, right: Value, node: ir.Node) -> Value | None:
        """`left op right`, where one of the two says what that is."""
        name = METHODS.get(op)
        if name is None:
            return None
        for method, other in (
            (self.own_method(left, name), right),
            (self.own_method(right, f"__r{name[2:]}"), left),
        ):
            if method is not None and (made := self.answered(method, other, node)) is not None:
                return made
        mixed = self.mixed_in(left, name)
        return self.call(mixed, Arguments.of(right), node) if mixed is not None else None

    def operated_in_place(self, op: str, target: Value, value: Value, node: ir.Node) -> Value | None:
        """`target op= value`, where the target's class says what that is: what the name is bound to."""
        name = METHODS.get(op)
        method = self.own_method(target, f"__i{name[2:]}") if name is not None else None
        if method is not None:
            return self.answered(method, value, node)
        mixed = self.mixed_in(target, f"__i{name[2:]}") if name is not None else None
        return self.call(mixed, Arguments.of(value), node) if mixed is not None else None

    def answered(self, method: Bound, other: Value, node: ir.Node) -> Value | None:
        """What an operator's method returns; None where it leaves that to the other operand."""
        made = self.call(method, Arguments.of(other), node)
        kept = [one for one in alternatives(made) if one != REFUSED]
        return join_all(kept) if kept else None

    def signed(self, op: str, value: Value, node: ir.Node) -> Value | None:
        """`-value`, `+value`, `~value`, where its class says what that is."""
        method = self.own_method(value, UNARY[op]) if op in UNARY else None
        return self.call(method, Arguments(), node) if method is not None else None

    def compared_by_method(self, op: str, left: Value, right: Value, node: ir.Node) -> bool | None:
        """A comparison, or a question for membership, as one operand's class answers it; None where that is not known."""
        if op in ("in", "not in"):
            method = self.own_method(right, "__contains__")
            made = self.answered(method, left, node) if method is not None else None
            known = self.truth(made) if made is not None else None
            return known if known is None or op == "in" else not known
        if op not in COMPARED:
            return None
        for method, other in (
            (self.own_method(left, COMPARED[op]), right),
            (self.own_method(right, COMPARED[TURNED[op]]), left),
        ):
            if method is not None and (made := self.answered(method, other, node)) is not None:
                return self.truth(made)
        if op == "!=":
            same = self.compared_by_method("==", left, right, node)
            return None if same is None else not same
        return None

    def decides(self, op: str, left: ir.Expression, right: ir.Expression) -> bool:
        """Whether the class of an operand says how it is compared, so that nothing follows from the outcome."""
        name = "__contains__" if op in ("in", "not in") else COMPARED.get(op)
        asked = (right,) if name == "__contains__" else (left, right)
        return name is not None and any(
            is_path(one) and self.own_method(self.expression(one), name) is not None for one in asked
        )

    def truth_by_method(self, value: Ref) -> bool | None:
        """The truth of an object as its `__bool__` or `__len__` tells it; whatever else these do is forgotten."""
        method = next(
            (one for name in ("__bool__", "__len__", "__nonzero__") if (one := self.own_method(value, name))), None
        )
        if method is None or not isinstance(method.function, Func):
            return None
        scope = method.function.scope
        if any(one.frame.scope is scope for one in self.stack):
            return None
        sends = len(self.sends)
        with self.parting() as base:
            self.state = base.fork()
            try:
                return self.truth(self.call(method, Arguments(), scope))
            except DivergesError:
                return None
            finally:
                del self.sends[sends:]
                self.state = base.fork()

    def class_subscripted(self, value: Class, key: Value, node: ir.Node) -> Value | None:
        """`Class[key]`, where the class says what that is."""
        if (getter := self.own_method(value, "__getitem__")) is not None:
            return self.call(getter, Arguments.of(key), node)
        found = self.in_order(self.classes[value.id].order, "__class_getitem__") if value.id in self.classes else None
        return self.call(Bound(found, value), Arguments.of(key), node) if isinstance(found, Func) else None
