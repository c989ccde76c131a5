"""Classes and their objects: attributes, descriptors, validators, types; declarations only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cclint.analysis.base.paths import Arguments
from cclint.analysis.values.code import Bound, Class, Frame
from cclint.analysis.values.heap import Instance, Record
from cclint.analysis.values.trail import Trail
from cclint.analysis.values.value import Ref, Runs, Value
from cclint.ir import nodes as ir
from cclint.ir.types import Type

if TYPE_CHECKING:
    from cclint.analysis.values.classes import ClassInfo, Slot


class ObjectOffers:
    """Classes, their objects, and values of which only a type is known."""

    def attribute(self, value: Value, name: str, node: ir.Node) -> Value:
        raise NotImplementedError

    def set_attribute(self, value: Value, name: str, content: Value | None, node: ir.Node) -> None:
        raise NotImplementedError

    def set_any(self, value: Value, content: Value, node: ir.Node) -> None:
        """Set an attribute whose name is not known."""
        raise NotImplementedError

    def set_one(self, owner: Value, name: str, content: Value | None, node: ir.Node, *, certain: bool) -> None:
        """Set an attribute of one object."""
        raise NotImplementedError

    def attributes_of(self, value: Ref, node: ir.Node) -> Ref:
        """The attributes of an object as a dictionary."""
        raise NotImplementedError

    def in_order(self, order: tuple[Value, ...], name: str) -> Value | None:
        """The first class of an order that has an attribute: its value, or a library's by name."""
        raise NotImplementedError

    def special_method(self, value: Ref, record: Instance, name: str) -> Value | None:
        """A method that Python calls for an operation: the project's, or a stub's."""
        raise NotImplementedError

    def own_method(self, value: Value, name: str) -> Bound | None:
        """A method of an object whose class, in the project, has it under this name."""
        raise NotImplementedError

    def mixed_in(self, value: Value, name: str) -> Value | None:
        """A method that an abstract collection has by those that the object's class defines."""
        raise NotImplementedError

    def is_mapping(self, value: Value) -> bool:
        """Whether an object's class says that it is a mapping."""
        raise NotImplementedError

    def spoken(self, value: Value) -> Value:
        """What an operator sees of an object that is a text: the text."""
        raise NotImplementedError

    def bare(self, info: ClassInfo, arguments: Arguments, node: ir.Node) -> Ref:
        """An object as `__new__` makes it, before `__init__`."""
        raise NotImplementedError

    def made_bare(self, arguments: Arguments, node: ir.Node) -> Value | None:
        """`object.__new__(cls)`, `super().__new__(cls, ...)`."""
        raise NotImplementedError

    def operated(self, op: str, left: Value, right: Value, node: ir.Node) -> Value | None:
        """`left op right`, where one of the two says what that is."""
        raise NotImplementedError

    def operated_in_place(self, op: str, target: Value, value: Value, node: ir.Node) -> Value | None:
        """`target op= value`, where the target's class says what that is."""
        raise NotImplementedError

    def signed(self, op: str, value: Value, node: ir.Node) -> Value | None:
        """`-value`, `+value`, `~value`, where its class says what that is."""
        raise NotImplementedError

    def compared_by_method(self, op: str, left: Value, right: Value, node: ir.Node) -> bool | None:
        """A comparison, or a question for membership, as one operand's class answers it."""
        raise NotImplementedError

    def truth_by_method(self, value: Ref) -> bool | None:
        """The truth of an object as its class tells it."""
        raise NotImplementedError

    def class_subscripted(self, value: Class, key: Value, node: ir.Node) -> Value | None:
        """`Class[key]`, where the class says what that is."""
        raise NotImplementedError

    def hinted_attribute(self, cls: Class, name: str, key: object, trail: Trail | None, node: ir.Node) -> Value | None:
        """An attribute that only a hint in a class's body tells of."""
        raise NotImplementedError

    def told_by_class(self, value: Ref, record: Instance, name: str, node: ir.Node) -> Value | None:
        """What a class says of an attribute that nobody in sight has written to."""
        raise NotImplementedError

    def cleaned(self, value: Ref, record: Instance, name: str, node: ir.Node) -> Value | None:
        """The dictionary of what a form has found right; None for what is no form."""
        raise NotImplementedError

    def put_there(self, name: str, key: object, trail: Trail | None, node: ir.Node) -> Value | None:
        """What the program has put under a name on something of a framework."""
        raise NotImplementedError

    def got(self, found: Value, cls: Value, receiver: Value | None, name: str, node: ir.Node) -> Value | None:
        """What a descriptor in a class gives; None for what is no descriptor."""
        raise NotImplementedError

    def got_from(self, found: Value | None, receiver: Value, cls: Value, node: ir.Node) -> Value | None:
        """What a descriptor gives; None where there is none."""
        raise NotImplementedError

    def written(self, found: Value | None, owner: Value, content: Value, node: ir.Node) -> bool:
        """Let a descriptor write an attribute: whether there is one that does."""
        raise NotImplementedError

    def own_or_described(self, value: Ref, found: Value | None, cls: Value, name: str, node: ir.Node) -> Value | None:
        """An attribute of the instance itself, unless a descriptor of its class goes before."""
        raise NotImplementedError

    def name_descriptors(self, cls: Class, names: list[str], node: ir.Node) -> None:
        """A class is made: its descriptors learn their names."""
        raise NotImplementedError

    def instance_class(self, value: Value) -> Value | None:
        """The class of an instance; None for everything else."""
        raise NotImplementedError

    def metaclass(self, node: ir.ClassDefinition, info: ClassInfo) -> Class | None:
        """The metaclass that a class names or has from a base."""
        raise NotImplementedError

    def of_metaclass(self, cls: Class, name: str) -> Value | None:
        """What the metaclass of a class has under a name."""
        raise NotImplementedError

    def bases_of(self, given: tuple[Value, ...]) -> tuple[tuple[Value, ...], Class | None]:
        """The bases that a class names, and the metaclass that stands among them."""
        raise NotImplementedError

    def class_from_metaclass(self, info: ClassInfo, node: ir.Node) -> None:
        """Let `__new__` and `__init__` of the metaclass do what they do."""
        raise NotImplementedError

    def made_class(self, arguments: Arguments) -> Class | None:
        """The class that is in the making, where this is asked for."""
        raise NotImplementedError

    def meta_attribute(self, cls: Class, name: str, node: ir.Node) -> Value | None:
        """An attribute that a class has from its metaclass."""
        raise NotImplementedError

    def made(self, cls: Class, arguments: Arguments, node: ir.Node) -> Value:
        """An object of a class of the project, as `type.__call__` makes it."""
        raise NotImplementedError

    def bound(self, found: Value, receiver: Value, cls: Value, node: ir.Node) -> Value:
        """A function of a class as an attribute of an instance; each of them where it may be one of several."""
        raise NotImplementedError

    def slot(self, name: str, annotation: ir.Expression | None, value: Value | None) -> Slot:
        """A field of a record, by its name, its hint and what stands in the place of its default."""
        raise NotImplementedError

    def make_members(self, info: ClassInfo, node: ir.Node) -> None:
        """The members of an enumeration are instances of it."""
        raise NotImplementedError

    def slots(self, info: ClassInfo) -> tuple[Slot, ...]:
        """The fields that the `__init__` of a dataclass takes, those of the bases first."""
        raise NotImplementedError

    def kind_of(self, info: ClassInfo) -> str:
        """Which way the `__init__` of a class is written."""
        raise NotImplementedError

    def match_args(self, cls: Value) -> list[str]:
        """The attributes that positional sub-patterns stand for."""
        raise NotImplementedError

    def native(self, info: ClassInfo, node: ir.Node) -> Record | None:
        raise NotImplementedError

    def members(self, cls: Class) -> Runs:
        raise NotImplementedError

    def has_length(self, cls: Value) -> bool:
        """Whether instances of a class can be false: it has `__bool__` or `__len__`."""
        raise NotImplementedError

    def twin(self, number: int) -> int:
        """Another number for an object."""
        raise NotImplementedError

    def concrete(self, cls: Class, node: ir.Node) -> list[Class]:
        """The classes that make an abstract one concrete."""
        raise NotImplementedError

    def typed_instance(self, cls: Class, key: object, trail: Trail | None, node: ir.Node) -> Value:
        """An instance of a class of the project that was made out of sight."""
        raise NotImplementedError

    def typed(self, kind: Type | None, key: object, trail: Trail | None, node: ir.Node) -> Value:
        """Something of which only the type is known."""
        raise NotImplementedError

    def type_of(self, annotation: ir.Expression | None, frame: Frame) -> Type | None:
        """The type that a hint names."""
        raise NotImplementedError

    def hinted_value(self, value: Value, annotation: ir.Expression, frame: Frame) -> Value:
        """What is not known takes the type that a hint names."""
        raise NotImplementedError

    def declared(self, kind: Type, key: object, trail: Trail | None, name: str, node: ir.Node) -> Value:
        """A value of the type that a stub declares for an attribute."""
        raise NotImplementedError

    def named(self, value: Value) -> Type | None:
        """The type that a class is."""
        raise NotImplementedError

    def called(self, cls: Value) -> str:
        """The name of a class as its author has it."""
        raise NotImplementedError

    def checked(self, value: Value, slot: Slot, info: ClassInfo, node: ir.Node, *, mode: str) -> Value:
        """What the validators of a field make of a value."""
        raise NotImplementedError

    def converted(self, value: Value, slot: Slot, node: ir.Node) -> Value:
        """What a field's converter makes of a value."""
        raise NotImplementedError

    def within_field(self, value: Value, info: ClassInfo, name: str, *, given: bool) -> Value:
        """A field's value, as long as the field takes it."""
        raise NotImplementedError

    def validated(self, value: Value, slot: Slot, info: ClassInfo, node: ir.Node) -> Value:
        """A field of a pydantic model takes dictionaries for the models that it names."""
        raise NotImplementedError

    def prepared_whole(self, arguments: Arguments, info: ClassInfo, node: ir.Node) -> Arguments:
        """What the validators of a model that come first make of all that it is given."""
        raise NotImplementedError

    def checked_whole(self, made: Ref, info: ClassInfo, node: ir.Node) -> None:
        """The validators of a model that come last, on the instance."""
        raise NotImplementedError
