"""Type hints: the types that they name, and what is known of a value of which only the type is known."""

from __future__ import annotations

from typing import Final, TypeGuard

from cclint.analysis.base.core import Core
from cclint.analysis.evaluate.objects.bounded import CONSTRAINED
from cclint.analysis.program.walking import bound_attributes
from cclint.analysis.values.code import ANNOTATED, Class, External, Frame, Func, Partial
from cclint.analysis.values.count import MANY
from cclint.analysis.values.heap import Entry, Instance, Mapping, Sequence
from cclint.analysis.values.lattice import join_all
from cclint.analysis.values.rope import constant
from cclint.analysis.values.rows import GATHERED, KIND, row
from cclint.analysis.values.trail import Trail
from cclint.analysis.values.value import (
    LISTS,
    MAPPINGS,
    NOTHING,
    STRING,
    Opaque,
    Ref,
    Run,
    Runs,
    Seq,
    Value,
    alternatives,
    each,
)
from cclint.ir import nodes as ir
from cclint.ir.types import Type

PLAIN = ("builtins.", "typing.", "typing_extensions.", "collections.abc.", "collections.", "types.", "_typeshed.")
"""Modules whose types are known by their short names."""
THROUGH = frozenset(
    {
        "Annotated",
        "Required",
        "NotRequired",
        "Final",
        "ClassVar",
        "ReadOnly",
        "Mapped",
        "InitVar",
        "Awaitable",
        "Coroutine",
    }
)
SAYING_NOTHING: Final = frozenset({"Final", "ClassVar", "TypeAlias", "InitVar"})
"""Hints of names that say nothing of the type when they stand alone."""
ITERATORS = frozenset({"Iterator", "Generator", "AsyncIterator", "AsyncGenerator"})
UNIONS = frozenset({"Union", "Optional"})
DEEP = 4


class Hints(Core):
    """From hints to types, from types to values."""

    def type_of(self, annotation: ir.Expression | None, frame: Frame) -> Type | None:
        """The type that a hint names; None where there is none or it says nothing."""
        if annotation is None:
            return None
        return self.aside_in(frame, lambda: self.hint(annotation))

    def hint(self, node: ir.Expression) -> Type | None:
        match node:
            case ir.Constant():
                return Type("None") if node.value is None else None
            case ir.Binary(op="|"):
                return _union([self.hint(node.left), self.hint(node.right)])
            case ir.Subscript():
                return self.subscripted(node)
            case ir.Call() if node.arguments and self.expression(node.function) in CONSTRAINED:
                return Type("list", (self.hint(node.arguments[0].value) or Type("Any"),))
            case ir.Name() | ir.Attribute():
                found = [self.named(one) for one in alternatives(self.expression(node))]
                return found[0] if len(found) == 1 else _union(found)
        return None

    def named(self, value: Value) -> Type | None:
        if isinstance(value, Class):
            return Type(f"#{value.id}")
        if isinstance(value, External):
            for prefix in PLAIN:
                if value.name.startswith(prefix):
                    short = value.name[len(prefix) :]
                    return None if short in ("Any", "object", "TypeVar") else Type(short)
            return Type(value.name)
        if isinstance(value, Partial) and value.function == ANNOTATED and value.positional:
            return self.named(value.positional[0])
        return None

    def subscripted(self, node: ir.Subscript) -> Type | None:
        outer = self.hint(node.value)
        if outer is None:
            return None
        inner = node.key.items if isinstance(node.key, ir.Display) else (node.key,)
        if outer.name == "Literal":
            return STRING
        arguments = [self.hint(one) for one in inner]
        if outer.name == "Optional":
            return _union([arguments[0], Type("None")])
        if outer.name == "Union":
            return _union(arguments)
        if outer.name in THROUGH:
            return arguments[-1 if outer.name == "Coroutine" else 0]
        if outer.name in ("tuple", "Tuple") and not (
            len(inner) == 2 and isinstance(inner[1], ir.Constant) and inner[1].value is Ellipsis
        ):
            return Type("tuple", (Type("exactly"), *(one or Type("Any") for one in arguments)))
        return Type(
            outer.name, tuple(one or Type("Any") for one in arguments if one is not None or len(arguments) == 1)
        )

    # Values

    def hinted_value(self, value: Value, annotation: ir.Expression, frame: Frame) -> Value:
        """What is not known takes the type that a hint names: a parameter's, or that of the name that it is bound to."""
        options = alternatives(value)
        if not any(map(is_untyped, options)):
            return value
        kind = self.type_of(annotation, frame)
        if kind is None or kind.name in SAYING_NOTHING:
            return value
        kinds = kind.arguments if kind.name in UNIONS else (kind,)
        if any(one.name.startswith("#") for one in kinds):  # an object of the project's, which does what its class says
            made = [self.typed(kind, one.key, one.trail, annotation) if is_untyped(one) else one for one in options]
        else:
            made = [one.refined(type=kind) if is_untyped(one) else one for one in options]
        return join_all(made).along(value.trail)

    def typed(self, kind: Type | None, key: object, trail: Trail | None, node: ir.Node, depth: int = 0) -> Value:
        """Something of which only the type is known.

        Parameters
        ----------
        kind: its type; None where not even that is known.
        key: what it is called; the elements of a collection are called after it.
        trail: where it comes from.
        node: where it is made, in case it is an object of the heap.
        """
        if (
            kind is None
            or kind.name in ("Any", "object")
            or depth > DEEP
            or (kind.name in UNIONS and not kind.arguments)
        ):
            return Opaque(key, born=self.running, trail=trail)
        name = kind.name
        if name == "None":
            return NOTHING
        if name in UNIONS:
            return join_all(self.typed(one, (key, one.name), trail, node, depth) for one in kind.arguments)
        if name == GATHERED:
            return Opaque(key, STRING, MANY, born=self.running, trail=trail)
        if name == KIND:
            columns = [(one.name, self.typed(one.arguments[0], (key, one.name), trail, node)) for one in kind.arguments]
            return row(columns, trail)
        if name in ("tuple", "Tuple") and kind.arguments[:1] == (Type("exactly"),):
            items = [
                self.typed(one, (key, index), trail, node, depth + 1) for index, one in enumerate(kind.arguments[1:])
            ]
            return Seq("tuple", each(items), trail)
        if name in LISTS:
            return self.typed_list(kind, key, trail, node, depth)
        if name in MAPPINGS and name != "TypedDict":
            arguments = (*kind.arguments, Type("Any"), Type("Any"))
            inner = self.typed(arguments[0], (key, "key"), trail, node, depth + 1)
            value = self.typed(arguments[1], (key, "value"), trail, node, depth + 1)
            return self.new(Mapping("dict", (), MANY, inner, value, born=self.running), node, trail)
        if name.startswith("#"):
            return self.typed_instance(Class(int(name[1:])), key, trail, node)
        if self.models.keyed(name):
            inner, value = Opaque((key, "key"), STRING, trail=trail), Opaque((key, "value"), trail=trail)
            return self.new(Mapping("dict", (), MANY, inner, value, born=self.running), node, trail)
        policy = self.models.message_policy(name)
        if policy is not None:
            return self.new(Instance(External(name), self.new_mail(policy, node, received=True)), node, trail)
        return Opaque(key, kind, born=self.running, trail=trail)

    def typed_list(self, kind: Type, key: object, trail: Trail | None, node: ir.Node, depth: int) -> Value:
        element = kind.arguments[0] if kind.arguments else None
        runs: Runs = (Run(self.typed(element, (key, "element"), trail, node, depth + 1), MANY),)
        if kind.name in ("tuple", "Tuple", "frozenset", "FrozenSet"):
            return Seq("frozenset" if kind.name.lower() == "frozenset" else "tuple", runs, trail)
        family = {
            "set": "set",
            "Set": "set",
            "MutableSet": "set",
            "AbstractSet": "set",
            "deque": "deque",
            "Deque": "deque",
        }
        if kind.name in ITERATORS:
            return self.new_list(runs, node, trail, "iterator")
        return self.new(Sequence(family.get(kind.name, "list"), runs), node, trail)

    def typed_instance(self, cls: Class, key: object, trail: Trail | None, node: ir.Node) -> Value:
        """An instance of a class of the project that was made out of sight."""
        info = self.classes.get(cls.id)
        if info is None:
            return Opaque(key, born=self.running, trail=trail)
        if info.kind == "enum":
            return join_all(run.value for run in self.members(cls)) if self.members(cls) else Opaque(key, trail=trail)
        if info.kind == "typeddict":
            hinted = [self.classes[one.id] for one in info.order if isinstance(one, Class) and one.id in self.classes]
            kinds = {name: self.type_of(hint, one.frame) for one in hinted for name, hint in one.hints.items()}
            entries = tuple(
                Entry(constant(name), self.typed(kind, (key, name), trail, node, DEEP - 1), certain=False)
                for name, kind in kinds.items()
            )
            return self.new(Mapping("dict", entries), node, trail)
        below = self.concrete(cls, node)
        if below:
            return join_all(self.typed_instance(one, (key, one.id), trail, node) for one in below)
        made = self.new(Instance(cls, self.native(info, node), self.running), node, trail)
        self.strangers.add(made.id)
        return made

    def put_there(self, name: str, key: object, trail: Trail | None, node: ir.Node) -> Value | None:
        """What the program has put under a name on something of a framework, asked for on something that is not known."""
        if name not in self.planted:
            return None
        cls = self.member(*self.planted[name], node)
        return self.typed(Type(f"#{cls.id}"), key, trail, node) if isinstance(cls, Class) else None

    def hinted_attribute(self, cls: Class, name: str, key: object, trail: Trail | None, node: ir.Node) -> Value | None:
        """An attribute that only a hint in a class's body tells of."""
        info = self.classes.get(cls.id)
        for one in info.order if info is not None else ():
            own = self.classes.get(one.id) if isinstance(one, Class) else None
            if own is not None and name in own.hints:
                made = self.typed(self.type_of(own.hints[name], own.frame), key, trail, node)
                return self.within_field(made, own, name, given=False)
        return None

    def told_by_class(self, value: Ref, record: Instance, name: str, node: ir.Node) -> Value | None:
        """What a class says of an attribute that nobody in sight has written to: what a form has cleaned, or a hint."""
        cleaned, cls = self.cleaned(value, record, name, node), record.cls
        if cleaned is not None or not isinstance(cls, Class) or cls.id not in self.classes:
            return cleaned
        made = self.hinted_attribute(cls, name, ("attribute", value.id, name), value.trail, node)
        order = [self.classes[one.id] for one in self.classes[cls.id].order if isinstance(one, Class)]
        if made is None or any(name in bound_attributes(one) for info in order for one in info.scope.inner):
            return None  # one of its methods writes to it: what that writes counts
        self.state.set((value.id, name), made)
        return made

    def trail_of_parameter(self, parameter: ir.Parameter, function: Func) -> Trail | None:
        return Trail(function.scope.path, parameter.at, "parameter", (parameter.name,), loops=self.running)


def is_untyped(value: Value) -> TypeGuard[Opaque]:
    """Whether not even the type of a value is known."""
    return isinstance(value, Opaque) and value.type is None


def _union(kinds: list[Type | None]) -> Type | None:
    flat: list[Type] = []
    for kind in kinds:
        if kind is None:
            return None
        flat.extend(kind.arguments if kind.name in UNIONS else (kind,))
    flat = list(dict.fromkeys(flat))
    return flat[0] if len(flat) == 1 else Type("Union", tuple(flat))
