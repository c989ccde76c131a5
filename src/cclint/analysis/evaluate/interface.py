"""What the parts of the evaluator offer each other: declarations only, each is made true by one of the parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Mapping as Table
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from cclint.analysis.code import Class, External, Frame, Func
from cclint.analysis.count import Count
from cclint.analysis.evaluate.offers import Offers
from cclint.analysis.evaluate.paths import Arguments, Loop
from cclint.analysis.heap import Generator, Instance, Mapping, Record, Sequence
from cclint.analysis.rope import Text
from cclint.analysis.state import State
from cclint.analysis.trail import Trail
from cclint.analysis.value import Opaque, Ref, Runs, Value
from cclint.ir import nodes as ir
from cclint.ir.types import Type

if TYPE_CHECKING:
    from cclint.analysis.classes import ClassInfo, Slot
    from cclint.analysis.evaluate.calls import Invocation


class Interface(Offers):
    """The operations of the evaluator, as all of its parts see them."""

    def expression(self, node: ir.Expression) -> Value:
        raise NotImplementedError

    def block(self, statements: ir.Block) -> None:
        raise NotImplementedError

    def split(self, node: ir.Expression) -> tuple[State, State]:
        """The states in which a condition holds and does not hold; `DEAD` for what cannot be."""
        raise NotImplementedError

    def truth(self, value: Value) -> bool | None:
        raise NotImplementedError

    def assign(self, target: ir.Expression, value: Value, site: ir.Node | None = None) -> None:
        raise NotImplementedError

    def lookup(self, name: str, node: ir.Node) -> Value:
        raise NotImplementedError

    def store(self, name: str, value: Value | None) -> None:
        raise NotImplementedError

    def attribute(self, value: Value, name: str, node: ir.Node) -> Value:
        raise NotImplementedError

    def set_attribute(self, value: Value, name: str, content: Value | None, node: ir.Node) -> None:
        raise NotImplementedError

    def under_key(self, key: Value, value: Value, node: ir.Node) -> Value:
        """What is put under a key of a dictionary."""
        raise NotImplementedError

    def item(self, value: Value, key: Value, node: ir.Node) -> Value:
        raise NotImplementedError

    def set_item(self, value: Value, key: Value, content: Value | None, node: ir.Node) -> None:
        raise NotImplementedError

    def slots(self, info: ClassInfo) -> tuple[Slot, ...]:
        """The fields that the `__init__` of a dataclass takes, those of the bases first."""
        raise NotImplementedError

    def call_back(self, value: Value, node: ir.Node, *given: Value) -> Value | None:
        """Call a function that was handed over; None where it is none of the project's."""
        raise NotImplementedError

    def twin(self, number: int) -> int:
        """Another number for an object."""
        raise NotImplementedError

    def special_method(self, value: Ref, record: Instance, name: str) -> Value | None:
        """A method that Python calls for an operation: the project's, or a stub's."""
        raise NotImplementedError

    def in_order(self, order: tuple[Value, ...], name: str) -> Value | None:
        """The first class of an order that has an attribute: its value, or a library's by name."""
        raise NotImplementedError

    def mapping_item(
        self, value: Ref, record: Mapping, key: Value, node: ir.Node, *, missing: bool = True
    ) -> Value | None:
        """What a dictionary holds under a key; None where there is nothing. `missing`: a defaultdict makes what is not there."""
        raise NotImplementedError

    def drop(self, target: Ref, record: Mapping, key: Value) -> None:
        """`del mapping[key]`."""
        raise NotImplementedError

    def write_native(self, target: Ref, record: Mapping | Sequence) -> None:
        """Replace what a list or dictionary, or an instance of a subclass of one, holds."""
        raise NotImplementedError

    def appended(self, value: Value, target: Ref, node: ir.Node) -> Value:
        """An element as it is in a collection: its trail says where it was added."""
        raise NotImplementedError

    def iterate(self, value: Value, node: ir.Node) -> Runs:
        """The elements that going through a value yields."""
        raise NotImplementedError

    def element(self, value: Opaque, node: ir.Node) -> Value:
        """Any of the elements of something that is not known."""
        raise NotImplementedError

    def element_type(self, value: External) -> Type | None:
        """What a collection of a library holds."""
        raise NotImplementedError

    def rounds(self, runs: Runs, turn: Callable[[Value], None], otherwise: ir.Block = ()) -> None:
        """Take a turn for each element, to a fixed point where their number is not known."""
        raise NotImplementedError

    def call(self, function: Value, arguments: Arguments, node: ir.Node) -> Value:
        raise NotImplementedError

    def call_method(self, value: Value, name: str, arguments: Arguments, node: ir.Node) -> Value:
        return self.call(self.attribute(value, name, node), arguments, node)

    def string(self, value: Value, node: ir.Node) -> Text:
        """`str(value)`."""
        raise NotImplementedError

    def import_module(self, path: str) -> None:
        """Make sure that a module of the project has been evaluated."""
        raise NotImplementedError

    def arguments(self, nodes: tuple[ir.Argument, ...]) -> Arguments:
        raise NotImplementedError

    def call_function(self, function: Func, arguments: Arguments, node: ir.Node) -> Value:
        raise NotImplementedError

    def instantiate(self, cls: Class, arguments: Arguments, node: ir.Node) -> Value:
        raise NotImplementedError

    def evaluated(self, function: Func, arguments: Arguments, node: ir.Node, key: tuple[object, ...]) -> Value:
        """Call a function, whatever it costs."""
        raise NotImplementedError

    def rationed(self, function: Func, arguments: Arguments, node: ir.Node, key: tuple[object, ...]) -> Value:
        """Call a function within a part of what is left to the caller."""
        raise NotImplementedError

    def injected(self, parameter: ir.Parameter, function: Func) -> Value | None:
        """What a framework fills a parameter in with."""
        raise NotImplementedError

    def any_arguments(self, function: Func, skip: int = 0) -> Arguments:
        """Arguments of which only the hints and defaults of the parameters are known."""
        raise NotImplementedError

    def parameter(self, parameter: ir.Parameter, function: Func) -> Value:
        """A parameter whose callers are not in sight."""
        raise NotImplementedError

    def escape(self, value: Value, node: ir.Node, name: str) -> None:
        """A message reaches code that is not in sight."""
        raise NotImplementedError

    def called_back(self, arguments: Arguments, node: ir.Node) -> None:
        """Functions that are handed over may be called."""
        raise NotImplementedError

    def handed_over(self, arguments: Arguments, node: ir.Node, name: str) -> None:
        """Messages escape to code that is not in sight, functions are called by it."""
        raise NotImplementedError

    def add_part(self, receiver: Ref, slot: str, kind: Type, value: Value, node: ir.Node) -> None:
        """Add to a part of a form."""
        raise NotImplementedError

    def part_list(self, receiver: Ref, slot: str, kind: Type, node: ir.Node) -> Ref:
        """The list of addresses that a part of a form is kept in."""
        raise NotImplementedError

    def part_value(self, kind: Type, value: Value, node: ir.Node) -> Value:
        """What a part of a form gets, with a hop that says where."""
        raise NotImplementedError

    def call_stub(self, invocation: Invocation) -> Value:
        """What a stub says of a call."""
        raise NotImplementedError

    def has_length(self, cls: Value) -> bool:
        """Whether instances of a class can be false: it has `__bool__` or `__len__`."""
        raise NotImplementedError

    def as_asked_for(self, subject: ir.Expression, kinds: Value) -> Callable[[Value], Value]:
        """How to take an argument that is asked whether it is of some kinds."""
        raise NotImplementedError

    def as_asked_about(self, subject: ir.Expression, attribute: object) -> Callable[[Value], Value]:
        """How to take an argument that is asked whether it has an attribute of texts or lists."""
        raise NotImplementedError

    def matched_as_handed(self, subject: ir.Expression, patterns: Iterable[ir.Pattern]) -> None:
        """Take an argument that `match` tells apart by whether it is a text or a list."""
        raise NotImplementedError

    def narrow(self, state: Any, node: ir.Expression, *, wanted: bool) -> Any:
        raise NotImplementedError

    def called_string(self, value: Ref, node: ir.Node) -> Value:
        """What `__str__` of an object gives."""
        raise NotImplementedError

    def looping(self) -> AbstractContextManager[tuple[State, Loop]]:
        raise NotImplementedError

    def trail_of_parameter(self, parameter: ir.Parameter, function: Func) -> Trail | None:
        raise NotImplementedError

    def type_of(self, annotation: ir.Expression | None, frame: Frame) -> Type | None:
        """The type that a hint names."""
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

    def call_opaque_method(self, receiver: Opaque, name: str, arguments: Arguments, node: ir.Node) -> Value:
        """A method of something of which at most the type is known."""
        raise NotImplementedError

    def undescribed(self, invocation: Invocation) -> Value:
        """A call of something of a library that no stub describes."""
        raise NotImplementedError

    def unasked(self, invocation: Invocation) -> Opaque:
        """What a call gives of which nothing is known but what it was asked for."""
        raise NotImplementedError

    def lookalike(self, name: str, arguments: Arguments) -> str | None:
        """The method of a library that a call on something unknown looks like."""
        raise NotImplementedError

    def named(self, value: Value) -> Type | None:
        """The type that a class is."""
        raise NotImplementedError

    def called(self, cls: Value) -> str:
        """The name of a class as its author has it."""
        raise NotImplementedError

    def declared(self, kind: Type, key: object, trail: Trail | None, name: str, node: ir.Node) -> Value:
        """A value of the type that a stub declares for an attribute."""
        raise NotImplementedError

    def got(self, found: Value, cls: Value, receiver: Value | None, name: str, node: ir.Node) -> Value | None:
        """What a descriptor in a class gives; None for what is no descriptor."""
        raise NotImplementedError

    def members(self, cls: Class) -> Runs:
        raise NotImplementedError

    def native(self, info: ClassInfo, node: ir.Node) -> Record | None:
        raise NotImplementedError

    def statement(self, node: ir.Statement) -> None:
        raise NotImplementedError

    def drained(self, generator: Ref, record: Generator, node: ir.Node) -> Runs:
        raise NotImplementedError

    def handlers_by_name(self) -> Table[str, object]:
        raise NotImplementedError

    def pushed(self, iterable: Value, node: ir.For, turn: Callable[[Value], None]) -> bool:
        """Go through a generator of the project by running it, with the loop's body in place of each `yield`."""
        raise NotImplementedError

    def function_value(self, function: ir.Function) -> Func:
        raise NotImplementedError

    def library_decorated(self, name: str, given: Arguments, value: Value, node: ir.Node) -> Value:
        """What a decorator of a library makes of a function or class."""
        raise NotImplementedError

    def module_name(self) -> str:
        raise NotImplementedError

    def arrived(self, value: Value) -> Value:
        """What an import has brought, now that it is asked for."""
        raise NotImplementedError

    def set_slice(self, owner: Value, key: ir.Slice, value: Value, node: ir.Node) -> None:
        raise NotImplementedError

    def member(self, path: str, name: str, node: ir.Node) -> Value:
        """A name of a module of the project."""
        raise NotImplementedError

    def library_string(self, value: Ref, record: Instance, node: ir.Node) -> Value:
        """What `str` of an object of a library gives."""
        raise NotImplementedError

    def limit(self, value: Value, bounds: Count) -> Value | None:
        """A value whose length lies within bounds; None where that cannot be."""
        raise NotImplementedError

    def source_of(self, value: Value) -> object:
        """What a list is called as it is now, for a text that is joined from it."""
        raise NotImplementedError

    def limit_joined(self, value: Value, bounds: Count) -> None:
        """Limit the texts that were joined from a list whose length lies within bounds."""
        raise NotImplementedError

    def kept_true(self, value: Value, *, wanted: bool) -> Value | None:
        """An alternative whose truth is as wanted."""
        raise NotImplementedError

    def remembered(self, node: ir.Expression, value: Value) -> Value:
        """The outcome of a condition, as something that remembers which condition it was."""
        raise NotImplementedError

    def recalled(self, value: Value, *, wanted: bool) -> bool:
        """Narrow by the condition that a value is the outcome of."""
        raise NotImplementedError

    def narrowing(self, node: ir.Expression, *, wanted: bool) -> bool:
        """Narrow the present state by a condition; False where it cannot turn out as wanted."""
        raise NotImplementedError

    def narrow_slice(self, path: ir.Expression, key: ir.Slice, *, wanted: bool) -> bool:
        """Narrow by whether a slice is empty."""
        raise NotImplementedError

    def narrow_named_length(self, number: Value, bounds: Count) -> bool:
        """Narrow what a number is the length of, given the bounds of the number."""
        raise NotImplementedError

    def narrow_measure(self, call: ir.Call, op: str, other: ir.Expression) -> bool:
        """Narrow what a call measures, given a comparison of its result that holds."""
        raise NotImplementedError

    def unlike(self, value: Value, number: int) -> Value | None:
        """A value whose length is any but this one; None where that cannot be."""
        raise NotImplementedError

    def changed_in_place(self, target: Value, op: str, value: Value, node: ir.Node) -> bool:
        """`target op= value`, where that changes the target itself."""
        raise NotImplementedError

    def call_library(self, name: str, receiver: Value | None, arguments: Arguments, node: ir.Node) -> Value:
        """Call something of a library."""
        raise NotImplementedError

    def replaced(self, runs: Runs, key: Value, content: Value | None) -> Runs:
        """A list with the element at an index replaced or taken away."""
        raise NotImplementedError

    def set_one(self, owner: Value, name: str, content: Value | None, node: ir.Node, *, certain: bool) -> None:
        """Set an attribute of one object."""
        raise NotImplementedError

    def attributes_of(self, value: Ref, node: ir.Node) -> Ref:
        """The attributes of an object as a dictionary."""
        raise NotImplementedError

    def put(self, target: Ref, record: Mapping, key: Value, content: Value, *, certain: bool = True) -> None:
        """Write an entry of a mapping."""
        raise NotImplementedError

    def cut_between(self, value: Value, bounds: list[Value], node: ir.Node) -> Value:
        """`value[lower:upper:step]`, given the three bounds."""
        raise NotImplementedError

    def hinted_attribute(self, cls: Class, name: str, key: object, trail: Trail | None, node: ir.Node) -> Value | None:
        """An attribute that only a hint in a class's body tells of."""
        raise NotImplementedError

    def kind_of(self, info: ClassInfo) -> str:
        """Which way the `__init__` of a class is written."""
        raise NotImplementedError

    def narrow_path(self, path: ir.Expression, keep: Callable[[Value], Value | None]) -> bool:
        raise NotImplementedError

    def match_args(self, cls: Value) -> list[str]:
        """The attributes that positional sub-patterns stand for."""
        raise NotImplementedError

    def annotated(self, name: str, annotation: ir.Expression) -> None:
        """A class's body has a name with a hint."""
        raise NotImplementedError

    def remove(self, target: ir.Expression) -> None:
        raise NotImplementedError

    def importable(self, node: ir.Import) -> bool:
        """Whether an import is known to succeed."""
        raise NotImplementedError

    def managed(self, context: Value, node: ir.With) -> bool:
        """Run a context manager that is a generator of the project, with the body in place of its `yield`."""
        raise NotImplementedError

    def entered(self, context: Value, node: ir.With) -> Value:
        """What `__enter__` gives."""
        raise NotImplementedError

    def left(self, context: Value, node: ir.With) -> None:
        """What `__exit__` does."""
        raise NotImplementedError
