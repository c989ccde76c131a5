"""Classes make instances."""

from __future__ import annotations

from cclint.analysis.base.core import Core
from cclint.analysis.base.paths import Arguments
from cclint.analysis.builtins.data.models import field_of_settings, is_left_open, leave_open
from cclint.analysis.builtins.frameworks.components import adapted, is_interface
from cclint.analysis.operations import operators
from cclint.analysis.values import runs as sequences
from cclint.analysis.values.classes import TEXT, ClassInfo, Slot
from cclint.analysis.values.code import Bound, Class, External, Func, Method, is_function
from cclint.analysis.values.heap import Instance, Mail, Mapping, Record, Sequence
from cclint.analysis.values.lattice import join, join_all
from cclint.analysis.values.rope import constant
from cclint.analysis.values.value import NOTHING, Const, Ref, Run, Value, alternatives
from cclint.ir import nodes as ir

NATIVE = {"builtins.list": "list", "builtins.set": "set", "collections.deque": "deque", "collections.UserList": "list",
          "builtins.frozenset": "set", "builtins.tuple": "list"}  # fmt: skip
TEXTS = frozenset({"builtins.str", "builtins.unicode", "collections.UserString", "enum.StrEnum"})
NUMBERS = frozenset({"builtins.int", "enum.IntEnum", "enum.IntFlag"})
FINAL = frozenset({"builtins.tuple", "builtins.frozenset"})
MAPPED = frozenset(
    {
        "builtins.dict",
        "collections.UserDict",
        "collections.OrderedDict",
        "collections.defaultdict",
        "collections.Counter",
    }
)


class Instances(Core):
    """`Class(...)`: the object, what a library keeps underneath, and the fields of dataclasses and models."""

    def instantiate(self, cls: Class, arguments: Arguments, node: ir.Node) -> Value:
        """Call a class of the project."""
        made = self.of_metaclass(cls, "__call__")
        return (
            self.call(Bound(made, cls), arguments, node) if isinstance(made, Func) else self.made(cls, arguments, node)
        )

    def made(self, cls: Class, arguments: Arguments, node: ir.Node) -> Value:
        """An object of a class of the project, as `type.__call__` makes it."""
        info = self.classes.get(cls.id)
        if info is None:
            return self.unknown(node, "call", "class")
        if info.kind == "enum":
            return self.enum_member(info, arguments, node)
        if info.kind == "typeddict":
            return self.call(External("builtins.dict"), arguments, node)
        if is_interface(self, cls) and (found := adapted(self, cls, arguments, node)) is not None:
            return found
        if info.kind == "namedtuple" and isinstance(new := self.in_order(info.order, "__new__"), Func):
            return self.call(new, arguments.after(cls), node)
        made = self.bare(info, arguments, node)
        if info.kind in ("dataclass", "attrs", "pydantic", "namedtuple") and self.own_init(info) is None:
            self.fill_slots(made, info, arguments, node)
            return made
        new = self.in_order(info.order, "__new__")
        if is_function(new):
            result = self.call(new, arguments.after(cls), node)
            if isinstance(result, Ref) and self.instance_class(result) == cls:
                made = result
            elif all(self.is_something_else(one) for one in alternatives(result)):
                return self.begun(result, cls, arguments, node)
        init = self.in_order(info.order, "__init__")
        record = self.record(made)
        filled = isinstance(record, Instance) and isinstance(record.native, (Sequence, Mapping))
        if is_function(new) and any(isinstance(one, External) and one.name in FINAL for one in info.order):
            filled = False  # its `__new__` has filled it, and nothing else can
        if is_function(init) or (isinstance(init, External) and not filled):
            self.call(Bound(init, made), arguments, node)
        elif filled:
            self.call(Method(made, "__init__"), arguments, node)
        return made

    def is_something_else(self, value: Value) -> bool:
        """Whether what `__new__` gives is known, and known not to be just an object of its class."""
        return isinstance(value, (Class, Func)) or isinstance(self.instance_class(value), Class)

    def begun(self, given: Value, cls: Class, arguments: Arguments, node: ir.Node) -> Value:
        """What `__new__` has given in place of an object of its class: `__init__` is called where it is one of that.
        https://docs.python.org/3/reference/datamodel.html#object.__new__
        """
        for one in alternatives(given):
            own = self.instance_class(one)
            order = self.classes[own.id].order if isinstance(own, Class) and own.id in self.classes else ()
            if cls in order and is_function(init := self.in_order(order, "__init__")):
                self.call(Bound(init, one), arguments, node)
        return given

    def bare(self, info: ClassInfo, arguments: Arguments, node: ir.Node) -> Ref:
        """An object as `__new__` makes it, before `__init__`: of a class of texts it holds its text already."""
        made = self.new(Instance(Class(info.id), self.native(info, node)), node)
        content = sequences.at(arguments.positional, 0)
        names = {one.name for one in info.order if isinstance(one, External)}
        if content is not None and names & TEXTS:
            self.state.set((made.id, TEXT), self.string(content, node))
        elif isinstance(content, Const) and names & NUMBERS:
            self.state.set((made.id, TEXT), content)
        return made

    def made_bare(self, arguments: Arguments, node: ir.Node) -> Value | None:
        """`object.__new__(cls)`, `super().__new__(cls, ...)`; None where the class is not one of the project."""
        cls = sequences.at(arguments.positional, 0)
        info = self.classes.get(cls.id) if isinstance(cls, Class) else None
        if info is None or not isinstance(cls, Class):
            return None
        if (kind := self.made_class(arguments)) is not None and self.classes[kind.id].meta in info.order:
            return kind
        given = Arguments(arguments.positional[1:], arguments.keywords, arguments.rest)
        made = self.bare(info, given, node)
        record = self.record(made)
        if info.kind == "namedtuple":
            self.fill_slots(made, info, given, node)
        elif isinstance(record, Instance) and isinstance(record.native, Sequence) and given.positional:
            self.call(Method(made, "__init__"), Arguments(given.positional[:1]), node)  # of a tuple
        return made

    def own_init(self, info: ClassInfo) -> Value | None:
        found = self.in_order(info.order, "__init__")
        return found if is_function(found) else None

    def native(self, info: ClassInfo, node: ir.Node) -> Record | None:
        """What an instance is underneath, because of a base class of the language or of a library."""
        for cls in info.order:
            if isinstance(cls, External):
                if cls.name in TEXTS:
                    return None
                if cls.name in NATIVE:
                    return Sequence(NATIVE[cls.name], (), self.running)
                if cls.name in MAPPED:
                    return Mapping("dict", born=self.running)
                policy = self.models.message_policy(cls.name)
                if policy is not None:
                    return self.new_mail(policy, node)
        return None

    def new_mail(self, policy: str, node: ir.Node, *, received: bool = False) -> Mail:
        """The record of a new message, with an empty list of header fields."""
        unique = None if policy == "unknown" else policy == "unique"
        return Mail(self.new_list((), node), unique, received=received, born=self.running)

    def enum_member(self, info: ClassInfo, arguments: Arguments, node: ir.Node) -> Value:
        """`Kind(value)`: the member with the value, or any of them."""
        members = [run.value for run in self.members(Class(info.id))]
        wanted = arguments.positional[0].value if arguments.positional else None
        if wanted is not None:
            for member in members:
                assert isinstance(member, Ref)
                value = self.cell(member.id, "value")
                if value is not None and operators.is_constant(value) and value == wanted:
                    return member
        return join_all(members) if members else self.unknown(node, "call", info.name)

    def fill_slots(self, made: Ref, info: ClassInfo, arguments: Arguments, node: ir.Node) -> None:
        """What the `__init__` of a dataclass and its kin does."""
        taken, values, passed_on = 0, list[Value](), list[Value]()
        if info.kind == "pydantic":
            arguments = self.prepared_whole(arguments, info, node)
        for slot in info.slots:
            value: Value | None = None
            if slot.taken:
                if info.kind != "pydantic" or slot.name == "root":
                    value = sequences.at(arguments.positional, taken) if not slot.keyword else None
                    taken += 1
                for name in (slot.name, slot.alias, slot.name.lstrip("_")):
                    if value is None and name in arguments.keywords:
                        value = arguments.keywords[name]
                if value is None and arguments.rest is not None:
                    value = self.from_rest(arguments.rest, slot, node)
            if value is None and info.kind == "pydantic":
                value = field_of_settings(self, info, slot, node)
            if value is None and slot.factory is not None:
                value = self.call(slot.factory, Arguments.of(made) if slot.for_object else Arguments(), node)
                value = None if is_left_open(self, info, value) else value
            elif value is None and slot.default is not None:
                value = None if is_left_open(self, info, slot.default) else slot.default
            if value is not None and info.kind == "pydantic":
                leave_open(self, info, value, node)
            if value is None:
                kind = self.type_of(slot.annotation, info.frame)
                value = self.typed(
                    kind, ("field", info.name, slot.name), self.hop(node, "name", f"{info.name}.{slot.name}"), node
                )
            elif info.kind == "pydantic":
                value = self.validated(self.checked(value, slot, info, node, mode="before"), slot, info, node)
                value = self.within_field(value, info, slot.name, given=True)
                value = self.checked(value, slot, info, node, mode="after")
            else:
                value = self.converted(value, slot, node)
            values.append(value)
            if slot.passed_on:
                passed_on.append(value)
            self.state.set((made.id, slot.name), value)
        if info.kind == "namedtuple":
            record = Instance(Class(info.id), Sequence("tuple", tuple(Run(value) for value in values)), self.running)
            self.state.set(made.id, record)
        if info.kind in ("dataclass", "attrs", "pydantic"):
            for name in ("__post_init__", "__attrs_post_init__", "model_post_init"):
                after = self.in_order(info.order, name)
                if isinstance(after, Func):
                    given = (NOTHING,) if name == "model_post_init" else tuple(passed_on)
                    self.call(Bound(after, made), Arguments.of(*given), node)
        if info.kind == "pydantic":
            self.checked_whole(made, info, node)

    def from_rest(self, rest: Value, slot: Slot, node: ir.Node) -> Value | None:
        """What `**rest` has for a field; None where it has nothing."""
        record = self.record(rest)
        if not isinstance(rest, Ref) or not isinstance(record, Mapping):
            return self.item(rest, constant(slot.name), node)
        found = self.mapping_item(rest, record, constant(slot.name), node, missing=False)
        entry = record.find(constant(slot.name))
        if found is not None and slot.default is not None and not (entry is not None and entry.certain):
            return join(found, slot.default)
        return found
