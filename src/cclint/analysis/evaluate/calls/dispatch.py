"""Calls: what is called decides what happens."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Mapping as Table
from typing import Any, Final

from cclint.analysis.base.core import Core
from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.base.paths import Arguments, DivergesError
from cclint.analysis.evaluate.calls.hazards import may_raise
from cclint.analysis.program.walking import grown
from cclint.analysis.values import runs as sequences
from cclint.analysis.values.carrying import carries
from cclint.analysis.values.code import Bound, Class, External, Func, Method, Module, Partial, Super
from cclint.analysis.values.count import ONE
from cclint.analysis.values.heap import Bag, Buffer, Generator, Instance, Mail, Mapping, Record, Sequence
from cclint.analysis.values.place import PathValue
from cclint.analysis.values.rope import Text, constants
from cclint.analysis.values.trail import Trail
from cclint.analysis.values.value import STRING, Const, Opaque, Ref, Run, Seq, Union, Value, alternatives, each
from cclint.ir import nodes as ir

METHOD: Final = re.compile(r"builtins\.(?:str|bytes|list|dict|set|tuple|frozenset)\.(\w+)")
"""The methods of the language's types, called as functions."""
ADDING: Final = frozenset({"append", "extend", "insert"})
"""The methods that only lists have, and what is like them."""
SETS: Final = frozenset(
    f"builtins.{kind}.{name}" for kind in ("set", "frozenset") for name in ("union", "intersection")
)
"""Methods that take as many collections as they are given, and whose first is like all others."""
BEYOND: Final = "super()."
"""What the name of a method begins with that is not looked for in the object's own class."""
MADE_BY_THE_CLASS: Final = frozenset({"fromkeys", "maketrans", "fromhex", "__new__"})


class Calls(Core):
    """Calling values."""

    handlers: Table[str, Handler]
    decorators: Table[str, Callable[[Invocation, Value], Value]]

    def on_call(self, node: ir.Call) -> Value:
        function = node.function
        if isinstance(function, ir.Attribute):
            receiver = self.expression(function.value)
            arguments = self.arguments(node.arguments)
            self.step()
            given = self.call_attribute(receiver, function.name, arguments, node)
            if isinstance(receiver, Opaque) and function.name in ADDING:
                self.added_to_unknown(function.value, receiver, arguments, node)
            return given
        if isinstance(function, ir.Name) and function.id == "super" and not node.arguments:
            return self.super_of_frame(node)
        value = self.expression(function)
        arguments = self.arguments(node.arguments)
        self.step()
        if value.trail is not None and value.trail.what == "handed":
            arguments = self.through(value.trail, arguments, node)
        return self.call(value, arguments, node)

    def added_to_unknown(self, target: ir.Expression, known: Opaque, arguments: Arguments, node: ir.Node) -> None:
        """`name.append(value)`, `name.extend(values)`: what a name holds is a list, and what is added is told of it."""
        value = sequences.at(arguments.positional, -1)
        if known.type is None:
            self.plural.setdefault(known.key, known.trail)
        if value is None or value.trail is None or not carries(value):
            return
        if isinstance(target, ir.Name) and self.home(target.id) == self.frame.id:
            trail = Trail(
                self.path, node.at, "appended", (grown(node),), known.trail, value.trail, self.running, known.born
            )
            self.store(target.id, known.along(trail))

    def through(self, handed: Trail, arguments: Arguments, node: ir.Node) -> Arguments:
        """The arguments of a call of what the program was handed, whose way leads by where it was handed over."""

        def led(value: Value) -> Value:
            if not carries(value) or (value.trail is None and not isinstance(value, Ref)):
                return value
            return value.along(self.hop(node, "called", handed.detail[1], prev=value.trail, also=handed))

        positional = tuple(Run(led(run.value), run.count) for run in arguments.positional)
        return Arguments(positional, {name: led(one) for name, one in arguments.keywords.items()}, arguments.rest)

    def super_of_frame(self, node: ir.Node) -> Value:
        """`super()` without arguments: of the class that the method was found in."""
        frame = self.frame
        while frame.owner == 0 and frame.parent is not None:
            frame = frame.parent
        parameters = frame.scope.parameters
        receiver = self.cell(frame.id, parameters[0].name) if parameters else None
        return Super(frame.owner, receiver if receiver is not None else self.unknown(node, "name", "self"))

    def call_attribute(self, receiver: Value, name: str, arguments: Arguments, node: ir.Node) -> Value:
        """`receiver.name(...)`: on each alternative that the receiver can be."""
        options = alternatives(receiver)
        if len(options) == 1:
            return self.call_member(options[0], name, arguments, node)
        return self.either([_later(self.call_chosen, one, options, name, arguments, node) for one in options])

    def call_chosen(
        self, receiver: Value, options: tuple[Value, ...], name: str, arguments: Arguments, node: ir.Node
    ) -> Value:
        """A method of one of several things: what would have been made instead of it is not there."""
        for one in options:
            if one is not receiver and isinstance(one, Ref) and one.id in self.tentative:
                self.state.set(one.id, None)
        return self.call_member(receiver, name, arguments, node)

    def call_member(self, receiver: Value, name: str, arguments: Arguments, node: ir.Node) -> Value:
        if isinstance(receiver, Opaque):
            found = self.attribute(receiver, name, node)
            if isinstance(found, Opaque):
                found = Method(receiver, name, receiver.trail)
            return self.call(found, arguments, node)
        found = self.attribute(receiver, name, node)
        made = self.call(found, arguments, node)
        if isinstance(found, Opaque):  # a method that a class of a library has
            self.used(receiver, node)
        return made

    def call(self, function: Value, arguments: Arguments, node: ir.Node) -> Value:
        match function:
            case Func():
                return self.call_function(function, arguments, node)
            case Bound():
                return self.call_bound(function, arguments, node)
            case Method():
                return self.call_builtin_method(function, arguments, node)
            case External():
                return self.call_library(function.name, None, arguments, node)
            case Class():
                return self.instantiate(function, arguments, node)
            case Partial():
                keywords = {**dict(function.keywords), **arguments.keywords}
                positional = (*each(function.positional), *function.more, *arguments.positional)
                return self.call(function.function, Arguments(positional, keywords, arguments.rest), node)
            case Union():
                return self.either([_later(self.call, one, arguments, node) for one in function.alternatives])
            case Ref():
                record = self.record(function)
                if isinstance(record, Instance):
                    found = self.attribute(function, "__call__", node)
                    if not isinstance(found, Opaque):
                        return self.call(found, arguments, node)
            case Opaque() if function.type is not None:
                member = self.models.member(function.type.name, "__call__")
                if member is not None:
                    return self.call_library(member, function, arguments, node)
            case Const():
                self.raises(None)
                raise DivergesError
        return self.call_unknown(function, arguments, node)

    def call_bound(self, bound: Bound, arguments: Arguments, node: ir.Node) -> Value:
        function = bound.function
        if isinstance(function, External):
            return self.call_library(function.name, bound.receiver, arguments, node)
        return self.call(function, arguments.after(bound.receiver), node)

    def call_unknown(self, function: Value, arguments: Arguments, node: ir.Node) -> Value:
        """A call of something that is not in sight: what it is handed may be sent, and called back."""
        name = label(function)
        self.hazards += 1
        self.handed_over(arguments, node, name)
        return self.unknown(node, "call", name, key=(self.path, node.at, "call", name, asked_for(arguments)))

    # Libraries

    def call_library(self, name: str, receiver: Value | None, arguments: Arguments, node: ir.Node) -> Value:
        """A function, class or method of a library: modelled in code, by a stub, or not at all."""
        name = self.models.canonical(name)
        if receiver is None and arguments.positional and (unbound := METHOD.fullmatch(name)) is not None:
            own, *others = arguments.positional  # `str.strip(x)` is `x.strip()`
            if own.count.most > 1 and name in SETS:  # `set.union(*groups)`
                first = self.new_list(self.iterate(own.value, node), node, own.value.trail, "set")
                own, others = Run(first), [Run(own.value, own.count.less(1)), *others]
            if own.count == ONE and unbound[1] not in MADE_BY_THE_CLASS:
                rest = Arguments(tuple(others), arguments.keywords, arguments.rest)
                if isinstance(self.record(own.value), Instance):  # as that class does it, not the object's own
                    return self.call_builtin_method(Method(own.value, BEYOND + unbound[1]), rest, node)
                return self.call_attribute(own.value, unbound[1], rest, node)
        if name == "builtins.type.__call__" and isinstance(cls := sequences.at(arguments.positional, 0), Class):
            rest = Arguments(arguments.positional[1:], arguments.keywords, arguments.rest)
            return self.made(cls, rest, node)
        if name.endswith(".__new__") and receiver is None and (made := self.made_bare(arguments, node)) is not None:
            return made
        invocation = Invocation(self, node, name, receiver, arguments)
        if receiver is None and (member := self.models.member(name.rpartition(".")[0], name.rpartition(".")[2])):
            bound = self.with_receiver(invocation)  # a base's method, on one of its objects
            if bound.receiver is not None:
                return self.call_library(member, bound.receiver, bound.arguments, node)
        self.hazards += may_raise(name, receiver)
        handler = self.handlers.get(name)
        if handler is not None:
            return handler(invocation)
        if name in self.decorators:
            values = [run.value for run in arguments.positional if run.count == ONE]
            return Partial(External(name), tuple(values), tuple(arguments.keywords.items()))
        if receiver is not None and (unbound := METHOD.fullmatch(name)) is not None:
            return self.call_builtin_method(Method(receiver, unbound[1]), arguments, node)
        return self.call_stub(invocation)

    def library_decorated(self, name: str, given: Arguments, value: Value, node: ir.Node) -> Value:
        decorator = self.decorators.get(self.models.canonical(name))
        if decorator is None:
            return value
        return decorator(Invocation(self, node, name, None, given), value)

    def call_builtin_method(self, method: Method, arguments: Arguments, node: ir.Node) -> Value:
        """A method of a value of the language, or of something unknown."""
        receiver, name = method.receiver, method.name
        if name.startswith(BEYOND):
            name = name.removeprefix(BEYOND)
            receiver = self.spoken(receiver)
            if name == "__call__" and isinstance(receiver, Class):
                return self.made(receiver, arguments, node)
            if name == "__new__" and (made := self.made_bare(arguments, node)) is not None:
                return made
        for family in self.families(receiver):
            handler = self.handlers.get(f"{family}.{name}")
            if handler is not None:
                self.hazards += may_raise(f"{family}.{name}", receiver)
                return handler(Invocation(self, node, f"{family}.{name}", receiver, arguments))
        self.hazards += 1
        special = self.handlers.get(f"special.{name}")
        if special is not None and not isinstance(receiver, Opaque):
            return special(Invocation(self, node, name, receiver, arguments))
        if isinstance(receiver, Opaque):
            return self.call_opaque_method(receiver, method.name, arguments, node)
        self.handed_over(arguments, node, method.name)
        return self.unknown(
            node, "call", method.name, key=(self.path, node.at, "call", method.name, asked_for(arguments))
        )

    def families(self, value: Value) -> list[str]:
        """The types under whose names a value's methods are modelled, the closest first."""
        match value:
            case Text():
                return ["str"]
            case PathValue():
                return ["path"]
            case Seq():
                return [value.kind, "tuple", "sequence"]
            case Func() | Bound() | Partial() | Method() | External():
                return ["function"]
            case Ref():
                return self.families_of_record(self.record(value))
            case Opaque() if value.type is not None:
                return [value.type.name, *(["str"] if value.type == STRING else [])]
            case Module() | Class():
                return ["object"]
        return []

    def families_of_record(self, record: Record | None) -> list[str]:
        match record:
            case Sequence():
                return [record.kind, "list", "sequence"] if record.kind != "set" else ["set", "sequence"]
            case Mapping():
                return [record.kind, "dict"]
            case Buffer():
                return [record.kind, "buffer"]
            case Generator():
                return ["generator"]
            case Bag():
                return [record.kind]
            case Instance():
                return (
                    [*self.families_of_record(record.native), "message"]
                    if isinstance(record.native, Mail)
                    else self.families_of_record(record.native)
                )
        return []


def asked_for(arguments: Arguments) -> tuple[str, ...]:
    """The constant texts among the arguments of a call: a helper that gets settings gives another one for each name."""
    return tuple(constants(arguments.values()))


def label(value: Value) -> str:
    """What a reader would call a callee."""
    match value:
        case Method():
            return value.name
        case External():
            return value.name
        case Opaque() if isinstance(value.key, tuple) and value.key and isinstance(value.key[-1], str):
            return value.key[-1]
    return "it"


def _later(function: Callable[..., Value], *arguments: Any) -> Callable[[], Value]:
    return lambda: function(*arguments)
