"""Calls of things that are not in sight, judged by their names and by what they are given."""

from __future__ import annotations

from typing import Final

from cclint.analysis import runs as sequences
from cclint.analysis.evaluate.calls import Calls, Invocation, asked_for
from cclint.analysis.evaluate.paths import Arguments
from cclint.analysis.heap import Sequence
from cclint.analysis.lattice import join
from cclint.analysis.operators import is_constant
from cclint.analysis.rope import Text
from cclint.analysis.value import STRING, Opaque, Ref, Seq, Value, is_list
from cclint.ir import nodes as ir
from cclint.ir.types import Type

LOOKING_UP: Final = frozenset({"get", "pop", "setdefault"})
"""Methods that give what stands under a key, or what they are given besides where there is no such key."""
SEVERAL: Final = frozenset({
    "getlist",  # of Django's QueryDict and Werkzeug's MultiDict
    "getall",  # of multidict, WebOb and Bottle
    "get_arguments", "get_query_arguments", "get_body_arguments",  # of Tornado's RequestHandler
})  # fmt: skip
"""Methods that give all values of a field that a form may hold several times."""


class Unseen(Calls):
    """Methods of unknown objects, and functions of libraries that no stub describes."""

    def call_opaque_method(self, receiver: Opaque, name: str, arguments: Arguments, node: ir.Node) -> Value:
        """A method of something of which at most the type is known, judged by its name and arguments."""
        handler = self.handlers.get(f"unknown.{name}")
        if handler is not None:
            return handler(Invocation(self, node, f"unknown.{name}", receiver, arguments))
        if receiver.type is None or receiver.type.name not in self.models.classes:
            found = self.lookalike(name, arguments)
            if found is not None:
                return self.call_library(found, receiver, arguments, node)
        self.handed_over(arguments, node, name)
        made = Opaque(
            ("call", receiver.key, name, self.path, node.at, asked_for(arguments)),
            born=self.running,
            trail=receiver.trail or self.hop(node, "call", name),
        )
        return self.as_asked(made, name, arguments)

    def lookalike(self, name: str, arguments: Arguments) -> str | None:
        """The method of a library that a call on something unknown looks like: it gives all that has to be given by keyword."""
        for signature in self.models.lookalikes.get(name, ()):
            if signature.required <= arguments.keywords.keys():
                return signature.name
        return None

    def undescribed(self, invocation: Invocation) -> Value:
        """A call of something of a library that no stub describes."""
        owner, _, name = invocation.name.rpartition(".")
        arguments, node = invocation.arguments, invocation.node
        if owner and invocation.receiver is None and self.is_method(name, arguments):
            thing = Opaque(("name", owner), born=self.running, trail=self.hop(node, "name", owner))
            return self.call_opaque_method(thing, name, arguments, node)
        self.handed_over(arguments, node, invocation.name)
        made = self.unasked(invocation)
        return self.as_asked(made, name, arguments) if owner else made

    def unasked(self, invocation: Invocation) -> Opaque:
        """What a call gives of which nothing is known but what it was asked for."""
        key = (self.path, invocation.node.at, "call", invocation.name, asked_for(invocation.arguments))
        return self.unknown(invocation.node, "call", invocation.name, key=key)

    def is_method(self, name: str, arguments: Arguments) -> bool:
        """Whether `library.name(...)` is a method of a value that the library offers, and no function of a module:
        `conf.PEOPLE.split(",")` is; `numpy.split(numbers, 3)` is not.
        """
        if f"unknown.{name}" not in self.handlers:
            return False
        given = [run.value for run in arguments.positional]
        if name == "join":
            return len(given) == 1 and not arguments.keywords and self.is_collection(given[0])
        return all(is_constant(one) for one in (*given, *arguments.keywords.values()))

    def as_asked(self, made: Opaque, name: str, arguments: Arguments) -> Value:
        """The result of a call as far as the way tells in which it is asked for: `get("people", [])` wants a list."""
        if name in SEVERAL:
            return Opaque(made.key, Type("list", (STRING,)), born=made.born, trail=made.trail)
        first, default = (sequences.at(arguments.positional, index) for index in (0, 1))
        default = arguments.keywords.get("default", default)
        if name not in LOOKING_UP or default is None or not isinstance(first, Text):
            return made
        if self.is_collection(default):
            return join(Opaque(made.key, Type("list"), born=made.born, trail=made.trail), default)
        if isinstance(default, Text) and default.constant and "@" in default.constant:
            return join(made, default)
        return made

    def is_collection(self, value: Value) -> bool:
        """Whether a value is a list, or something of that kind."""
        match value:
            case Seq():
                return True
            case Opaque():
                return is_list(value.type)
            case Ref():
                return isinstance(self.record(value), Sequence)
        return False
