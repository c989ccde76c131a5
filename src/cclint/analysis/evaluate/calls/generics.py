"""Generic classes and functions of libraries: what their type variables stand for, and what their descriptors give."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from cclint.analysis.base.binding import Given, bind
from cclint.analysis.base.core import Core
from cclint.analysis.base.invocation import Invocation
from cclint.analysis.messages.frozen import libraries
from cclint.analysis.values.code import Class, External
from cclint.analysis.values.count import MANY, Count
from cclint.analysis.values.heap import Instance
from cclint.analysis.values.lattice import collapse
from cclint.analysis.values.trail import Trail
from cclint.analysis.values.value import LISTS, Opaque, Ref, Value, alternatives
from cclint.ir import nodes as ir
from cclint.ir.types import Type
from cclint.models.annotations import VARIABLES
from cclint.models.library import Signature
from cclint.models.vocabulary import ORIGINS

OWNER = "<owner>"
"""The cell of a manager that holds the model whose rows it asks for."""


class Meaning(NamedTuple):
    """What a type variable stands for in a call.

    Parameters
    ----------
    value: something of it.
    many: how many there are, where it is what a collection holds.
    type: its type, where another type says it.
    """

    value: Value
    many: Count = MANY
    type: Type | None = None


Meanings: TypeAlias = dict[str, Meaning]


class Generics(Core):
    """Type variables and descriptors."""

    def types_of(self, variables: Meanings) -> dict[str, Type]:
        """The types of what type variables stand for, as far as they are known."""
        found = {}
        for name, (value, _, said) in variables.items():
            record = self.record(value)
            kind = value.type if isinstance(value, Opaque) else None
            if isinstance(record, Instance):
                kind = self.named(record.cls)
            kind = said or kind
            found[name] = kind if kind is not None else Type("Any")
        return found

    def variables(self, signature: Signature, bound: Given, invocation: Invocation) -> Meanings:
        """What the type variables of a signature stand for in a call."""
        found: Meanings = {}
        if invocation.receiver is not None and signature.method:
            key = ("of", signature.name, self.path, invocation.node.at)
            for name, argument in self.arguments_of(invocation.receiver).items():
                trail = invocation.receiver.trail
                found[name] = Meaning(self.typed(argument, (key, name), trail, invocation.node), type=argument)
        for parameter in signature.parameters:
            kind, value = parameter.type, bound.get(parameter.name)
            if kind is None or value is None:
                continue
            if kind.name == "type" and kind.arguments and kind.arguments[0].name in VARIABLES:
                found[kind.arguments[0].name] = Meaning(self.made_by(value, signature, invocation))
            elif kind.name in VARIABLES:
                found.setdefault(kind.name, Meaning(value))
            elif kind.name in LISTS and kind.arguments and kind.arguments[0].name in VARIABLES:
                runs = self.iterate(value, invocation.node)
                if runs:
                    whole = collapse(runs)
                    found.setdefault(kind.arguments[0].name, Meaning(whole.value, whole.count))
                else:
                    found.setdefault(kind.arguments[0].name, Meaning(Opaque(("none",)), Count(0, 0)))
            elif any(one.name in VARIABLES for one in kind.arguments):
                known = self.arguments_of(value)
                for one, argument in zip(kind.arguments, known.values()):
                    if one.name in VARIABLES:
                        made = self.typed(argument, ("in", value.token, one.name), value.trail, invocation.node)
                        found.setdefault(one.name, Meaning(made, type=argument))
        return found

    def made_by(self, value: Value, signature: Signature, invocation: Invocation) -> Value:
        """What a class stands for as an argument: itself where a class is asked for, else an instance of it."""
        if signature.returns is not None and signature.returns.name == "type":
            return value
        kinds = [kind for one in alternatives(value) if (kind := self.named(one)) is not None]
        key = ("made by", signature.name, self.path, invocation.node.at)
        return self.typed(kinds[0] if len(kinds) == 1 else None, key, value.trail, invocation.node)

    def arguments_of(self, value: Value) -> dict[str, Type]:
        """What the type variables of a library's generic class stand for in one of its instances."""
        if isinstance(value, Opaque) and value.type is not None:
            return dict(zip(self.models.variables(value.type.name), value.type.arguments))
        record = self.record(value)
        if isinstance(value, Ref) and isinstance(record, Instance):
            owner = self.cell(value.id, OWNER)
            kind = self.named(owner) if owner is not None else None
            for name in libraries(self, record):
                variables = self.models.variables(name)
                if kind is not None and variables:
                    return {variables[0]: kind}
        return {}

    def got(self, found: Value, cls: Value, receiver: Value | None, name: str, node: ir.Node) -> Value | None:
        """What a descriptor in a class gives; None for what is no descriptor.

        One that gives what it is itself, as the managers of models do, learns whose it is; what any other gives has
        the type that its `__get__` says.
        """
        kind = found.type.name if isinstance(found, Opaque) and found.type is not None else None
        if kind is not None and (getter := self.models.member(kind, "__get__")) is not None:
            if receiver is None and not self.owned(kind):
                return None  # a field of a class is the field itself
            returns = self.models.signatures(getter)[0].returns
            own = self.named(cls)
            known = {**self.arguments_of(found)}
            if own is not None and not known and self.owned(kind):
                known = dict.fromkeys(self.models.variables(kind), own)
            if returns is None:
                return None
            key = ("got", receiver.token if receiver is not None else None, name)
            trail = receiver.trail if receiver is not None else None
            return self.declared(returns.filled(known), key, trail, name, node)
        record = self.record(found)
        if isinstance(record, Instance) and any(map(self.owned, libraries(self, record))):
            made = self.new(Instance(record.cls, record.native, record.born), node)
            self.write((made.id, OWNER), cls)
            return made.along(self.hop(node, "query", f"{self.called(cls)}.{name}"))
        return None

    def owned(self, name: str) -> bool:
        """Whether a library's class is a descriptor that gives what it is itself: it belongs to the class it stands in."""
        getter = self.models.member(name, "__get__")
        returns = self.models.signatures(getter)[0].returns if getter is not None else None
        return returns is not None and self.models.derives(name, returns.name)

    def declared(self, kind: Type, key: object, trail: Trail | None, name: str, node: ir.Node) -> Value:
        """A value of the type that a stub declares for an attribute."""
        if kind.name in ORIGINS:
            return self.declared(kind.arguments[0], key, self.hop(node, ORIGINS[kind.name], name), name, node)
        return self.typed(kind, key, trail, node)

    def called(self, cls: Value) -> str:
        """The name of a class as its author has it."""
        if isinstance(cls, Class) and cls.id in self.classes:
            return self.classes[cls.id].name
        return cls.name.rpartition(".")[2] if isinstance(cls, External) else ""

    def generic(self, name: str, signature: Signature | None, invocation: Invocation) -> Type:
        """The type of a new instance, with what its type variables stand for."""
        names = self.models.variables(name)
        if signature is None or not names:
            return Type(name)
        known = self.types_of(self.variables(signature, bind(signature, invocation.arguments), invocation))
        return Type(name, tuple(known.get(one, Type("Any")) for one in names)) if known else Type(name)
