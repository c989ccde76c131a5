"""Functions and classes come into being."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial

from cclint.analysis.base.core import Core
from cclint.analysis.base.paths import Activation, Arguments, DivergesError
from cclint.analysis.builtins.language.calling import KINDS
from cclint.analysis.values.classes import BASES, FACTORIES, FIELDS, KEYWORD, ClassInfo, Slot, linear
from cclint.analysis.values.code import Bound, Class, External, Frame, Func, Module, Partial, is_function
from cclint.analysis.values.count import ONE
from cclint.analysis.values.heap import Instance
from cclint.analysis.values.rope import Text, constant
from cclint.analysis.values.trail import Trail
from cclint.analysis.values.value import (
    NOTHING,
    Member,
    Opaque,
    Ref,
    Run,
    Runs,
    Seq,
    Union,
    Value,
    alternatives,
    lasting,
)
from cclint.ir import nodes as ir

ATTRS = tuple(lasting(External(name)) for name in ("attr.ib", "attr.attrib", "attr.field", "attrs.field"))
"""What makes a field of attrs, whose default a method can give."""


class Making(Core):
    """Definitions of functions and classes, and what classes say about their instances."""

    beyond: set[int]
    """Metaclasses that could not be followed to their end, which would not be otherwise for the next class."""

    def on_define(self, node: ir.Define) -> None:
        value: Value = self.function_value(node.function)
        if self.frame.scope.kind == "class" and isinstance(self.frame.id, int) and isinstance(value, Func):
            value = value.altered(owner=self.frame.id)
        for decorator in reversed(node.decorators):
            self.defaulted(decorator, value)
            value = self.decorated(self.expression(decorator), value, decorator)
            if isinstance(value, Func) and _binds(decorator):
                value = Bound(value, Opaque(("task", id(node.function)), born=self.running))
        self.store(node.function.name, value)

    def decorated(self, decorator: Value, value: Value, node: ir.Node) -> Value:
        """What a decorator makes of a function or class; one that is not in sight, or gives what is not, hands it on as it is."""
        if isinstance(decorator, External) and isinstance(value, Func) and decorator.name in KINDS:
            method = value.altered(kind=KINDS[decorator.name])
            return method.cached() if decorator.name.endswith(".cached_property") else method
        if isinstance(decorator, Union):
            return self.either([partial(self.decorated, one, value, node) for one in decorator.alternatives])
        maker = decorator.function if isinstance(decorator, Partial) else decorator
        if isinstance(maker, External) and maker.name == "cclint.wraps":
            return self.call(decorator, Arguments.of(value), node)
        if isinstance(maker, External):
            given = Arguments()
            if isinstance(decorator, Partial):
                given = Arguments.of(*decorator.positional, **dict(decorator.keywords))
            return self.library_decorated(maker.name, given, value, node)
        if isinstance(decorator, (Opaque, Module)) or isinstance(maker, (Opaque, Module)):
            return value
        if isinstance(self.record(decorator), Instance) and isinstance(self.instance_class(decorator), External):
            return value
        made = self.call(decorator, Arguments.of(value), node)
        return value if isinstance(made, Opaque) and made.type is None else made

    def instance_class(self, value: Value) -> Value | None:
        record = self.record(value)
        return record.cls if isinstance(record, Instance) else None

    # Classes

    def on_class(self, node: ir.ClassDefinition) -> None:
        bases, meta = self.bases_of(tuple(one for base in node.bases for one in alternatives(self.expression(base))))
        number = self.allocate(("class", id(node.scope)))
        frame = Frame(number, node.scope, self.frame)
        own = Class(number)
        info = ClassInfo(number, node.name, node.scope, frame, bases)
        self.classes[number] = info
        known = [base for base in bases if isinstance(base, (Class, External))]
        info.order = linear(own, known, self.classes)
        info.kind = self.kind_of(info)
        caller = self.activation
        self.activation = Activation(frame)
        self.activation.handlers, self.activation.perils = caller.handlers, caller.perils
        try:
            self.block(node.scope.body)
        finally:
            self.activation = caller
        if not self.live():
            raise DivergesError
        value: Value = own
        info.meta = meta or self.metaclass(node, info)
        if info.meta is not None and info.meta.id not in self.beyond:
            followed = self.outlived(lambda: self.class_from_metaclass(info, node))
            self.beyond.update(() if followed else (info.meta.id,))
        self.name_descriptors(own, _bound(node.scope), node)
        hook = self.in_order(info.order[1:], "__init_subclass__")
        given = {name: self.expression(one) for name, one in node.keywords if name != "metaclass"}
        for name, one in given.items() if info.kind == "pydantic" else ():
            self.write((number, f"{KEYWORD}{name}"), one)
        if isinstance(hook, Func):
            self.outlived(partial(self.call, Bound(hook, own), Arguments((), given), node))
        if info.kind != "plain":
            info.slots = self.slots(info)
        if info.kind == "enum":
            self.make_members(info, node)
        for decorator in reversed(node.decorators):
            value = self.decorated(self.expression(decorator), value, decorator)
        self.store(node.name, value)

    def outlived(self, work: Callable[[], object]) -> bool:
        """Do something that a program would not get over if it failed: where it seems to, its effects are forgotten.

        Returns
        -------
        Whether it came to its end.
        """
        with self.parting() as base:
            self.state = base.fork()
            with suppress(DivergesError):
                work()
                if self.live():
                    return True
            self.state = base.fork()
        return False

    def defaulted(self, decorator: ir.Expression, value: Value) -> None:
        """`@name.default` above a method of a class of attrs: that method gives the field's default."""
        if not isinstance(decorator, ir.Attribute) or decorator.name != "default" or not isinstance(value, Func):
            return
        field = self.expression(decorator.value)
        if isinstance(decorator.value, ir.Name) and isinstance(field, Partial) and field.function in ATTRS:
            factory = Partial(External("attr.Factory"), (value,), (("takes_self", constant(True)),))
            kept = tuple((name, one) for name, one in field.keywords if name != "default")
            self.store(decorator.value.id, Partial(field.function, (), (*kept, ("default", factory))))

    def kind_of(self, info: ClassInfo) -> str:
        for cls in info.order[1:]:
            if isinstance(cls, Class) and cls.id in self.classes and self.classes[cls.id].kind != "plain":
                return self.classes[cls.id].kind
            if isinstance(cls, External):
                for name, kind in BASES.items():
                    if cls.name == name or self.models.derives(cls.name, name):
                        return kind
        return "plain"

    def annotated(self, name: str, annotation: ir.Expression) -> None:
        if isinstance(self.frame.id, int) and self.frame.id in self.classes:
            self.classes[self.frame.id].hints[name] = annotation

    def slots(self, info: ClassInfo) -> tuple[Slot, ...]:
        """The fields that `__init__` takes, those of the bases first."""
        made: dict[str, Slot] = {}
        for cls in reversed(info.order):
            if cls == External("pydantic.RootModel"):
                made["root"] = Slot("root", None, None)
            if not isinstance(cls, Class) or cls.id not in self.classes:
                continue
            own = self.classes[cls.id]
            if own is not info and not own.scope.body:  # made by a call: `namedtuple(...)`, `make_dataclass(...)`
                made.update((slot.name, slot) for slot in own.slots)
            for name, annotation in own.hints.items():
                if isinstance(annotation, ir.Subscript) and isinstance(annotation.value, (ir.Name, ir.Attribute)):
                    label = annotation.value.id if isinstance(annotation.value, ir.Name) else annotation.value.name
                    if label == "ClassVar":
                        continue
                made[name] = self.slot(name, annotation, self.cell(own.id, name))
            if info.kind == "attrs":
                for name in _bound(own.scope):
                    value = self.cell(own.id, name)
                    if name not in own.hints and (
                        isinstance(value, Partial)
                        and isinstance(value.function, External)
                        and value.function.name in FIELDS
                    ):
                        made[name] = self.slot(name, None, value)
        return tuple(made.values())

    def slot(self, name: str, annotation: ir.Expression | None, value: Value | None) -> Slot:
        if isinstance(value, Partial) and isinstance(value.function, External) and value.function.name in FIELDS:
            given = dict(value.keywords)
            default = given.get("default")
            factory = given.get("default_factory", given.get("factory"))
            if default is None and value.positional:
                default = value.positional[0]
            taken = self.truth(given.get("init", constant(True))) is not False
            alias = given.get("alias", given.get("validation_alias", NOTHING))
            label = alias.constant if isinstance(alias, Text) else None
            converter = given.get("converter")
            noted = given.get("metadata")
            made = Slot(name, annotation, default, factory, taken, alias=label or "", converter=converter, noted=noted)
            return self.slot_with_factory(made)
        if is_factory(value):
            return self.slot_with_factory(Slot(name, annotation, value))
        return Slot(name, annotation, value, passed_on=is_passed_on(annotation))

    def slot_with_factory(self, slot: Slot) -> Slot:
        """`attr.Factory(list)` as a default: what it is called for, for each object."""
        held = slot.default
        if not isinstance(held, Partial) or not is_factory(held):
            return slot
        given = dict(held.keywords)
        made = held.positional[0] if held.positional else given.get("factory")
        with_object = self.truth(given.get("takes_self", constant(False))) is True
        return replace(slot, default=None, factory=made, for_object=with_object)

    def make_members(self, info: ClassInfo, node: ir.Node) -> None:
        """The members of an enumeration are instances of it."""
        known: dict[Value, Value] = {}
        for name in _member_names(info.scope):
            value = self.cell(info.id, name)
            if value is None or name.startswith("_") or isinstance(value, (Func, Bound)):
                continue
            if value in known:  # another name for a member that is there
                self.state.set((info.id, name), known[value])
                continue
            items = value.items if isinstance(value, Seq) and value.kind == "tuple" else None
            given = Arguments.of(*([value] if items is None else items))
            member = self.new_member(info, given, node, value.trail)
            if self.cell(member.id, "_value_") is not None:  # which its `__new__` has written
                value = self.cell(member.id, "_value_") or value
            self.state.set((member.id, "value"), value)
            self.state.set((member.id, "_value_"), value)
            self.state.set((member.id, "name"), constant(name))
            self.state.set((info.id, name), member)
            known[value] = member
            init = self.in_order(info.order, "__init__")
            if is_function(init):
                self.call(Bound(init, member), given, node)

    def new_member(self, info: ClassInfo, given: Arguments, node: ir.Node, trail: Trail | None) -> Ref:
        """A member of an enumeration, as its `__new__` makes it where it has one."""
        new = self.in_order(info.order, "__new__")
        made = self.call(new, given.after(Class(info.id)), node) if isinstance(new, Func) else None
        record = self.record(made) if made is not None else None
        if isinstance(made, Ref) and isinstance(record, Instance) and record.cls == Class(info.id):
            return Member(made.id, trail)
        return Member(self.bare(info, given, node).id, trail)

    def members(self, cls: Class) -> Runs:
        info = self.classes[cls.id]
        found = [self.cell(info.id, name) for name in _member_names(info.scope) if not name.startswith("_")]
        return tuple(Run(one, ONE) for one in dict.fromkeys(found) if isinstance(one, Member))

    def match_args(self, cls: Value) -> list[str]:
        if isinstance(cls, Class) and cls.id in self.classes:
            return [slot.name for slot in self.classes[cls.id].slots]
        return []


def is_passed_on(annotation: ir.Expression | None) -> bool:
    """Whether a field is an `InitVar`, which `__post_init__` is given."""
    head = annotation.value if isinstance(annotation, ir.Subscript) else annotation
    if isinstance(head, ir.Name):
        return head.id == "InitVar"
    return isinstance(head, ir.Attribute) and head.name == "InitVar"


def is_factory(value: Value | None) -> bool:
    """Whether a default is made for each object: `attr.Factory(list)`."""
    return isinstance(value, Partial) and isinstance(value.function, External) and value.function.name in FACTORIES


def _bound(scope: ir.Function) -> list[str]:
    """The names that a class's body assigns to, in their order."""
    names = [
        target.id
        for statement in scope.body
        if isinstance(statement, ir.Assign)
        for target in statement.targets
        if isinstance(target, ir.Name)
    ]
    return list(dict.fromkeys(names))


def _member_names(scope: ir.Function) -> list[str]:
    """The names of a class's body, those that it assigns to in their order."""
    return list(dict.fromkeys((*_bound(scope), *sorted(scope.locals, key=str))))


def _binds(decorator: ir.Expression) -> bool:
    """Whether a decorator binds a function to the task that it becomes: `@shared_task(bind=True)` of Celery."""
    return isinstance(decorator, ir.Call) and any(
        one.keyword == "bind" and isinstance(one.value, ir.Constant) and one.value.value is True
        for one in decorator.arguments
    )
