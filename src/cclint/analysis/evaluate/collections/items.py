"""Items: what stands under a key or an index, and what is put there."""

from __future__ import annotations

from typing import Final

from cclint.analysis.base.core import Core
from cclint.analysis.base.paths import Arguments, DivergesError
from cclint.analysis.operations import operators
from cclint.analysis.program.files import ROOT
from cclint.analysis.values import rows as database
from cclint.analysis.values import runs as sequences
from cclint.analysis.values.carrying import carries
from cclint.analysis.values.code import ANNOTATED, Bound, Class, External, Partial
from cclint.analysis.values.count import ONE
from cclint.analysis.values.heap import Bag, Entry, Instance, Mapping, Sequence
from cclint.analysis.values.lattice import join, join_all, normal
from cclint.analysis.values.rope import Text, plain, text
from cclint.analysis.values.turns import held, reborn
from cclint.analysis.values.value import (
    MAPPINGS,
    NOTHING,
    STRING,
    Const,
    Member,
    Opaque,
    Ref,
    Run,
    Runs,
    Seq,
    Value,
    alternatives,
    is_list,
    lasting,
    total,
)
from cclint.ir import nodes as ir

NOWHERE = ir.Pass((1, 1, 1, 1))
SPELT_OUT = 64
"""Elements up to which a list is written out one by one, so that one of them can be replaced."""
UNIONS: Final = frozenset({"typing.Union", "typing.Optional"})
NONE: Final = lasting(External("types.NoneType"))


class Items(Core):
    """`value[key]`, `value[key] = content`, `del value[key]`."""

    def item(self, value: Value, key: Value, node: ir.Node) -> Value:
        if isinstance(key, Partial) and key.function == External("builtins.slice"):
            given = key.positional if len(key.positional) > 1 else (NOTHING, *key.positional)
            return self.cut_between(value, [*given, *[NOTHING] * (3 - len(given))], node)
        found = [one for one in (self.item_of(one, key, node) for one in alternatives(value)) if one is not None]
        if not found:
            self.raises(None)
            raise DivergesError
        return join_all(found)

    def item_of(self, value: Value, key: Value, node: ir.Node) -> Value | None:
        """The item of one alternative; None where there is none, so that Python would raise."""
        match value:
            case Text():
                index = operators.number(key)
                if index is not None and value.constant is not None:
                    return (
                        text(value.constant[index], value.trail)
                        if -len(value.constant) <= index < len(value.constant)
                        else None
                    )
                return Opaque(("character", value.identity), STRING, trail=value.trail)
            case Seq():
                named = database.column(value, key.constant) if isinstance(key, Text) else None
                return self.element_at(value.runs, key) if named is None else named
            case Opaque():
                return self.opaque_item(value, key, node)
            case Const():
                return None
            case External(name="sys.argv") if operators.number(key) == 0:
                return text(f"{ROOT}/{self.path}")  # the script is hardly ever another one than that which asks
            case External():
                return self.library_item(value, key, node)
            case Class():
                return self.class_item(value, key, node)
            case Ref():
                return self.item_of_record(value, key, node)
        return Opaque(("item", value.identity, key), born=self.running, trail=value.trail)

    def library_item(self, value: External, key: Value, node: ir.Node) -> Value:
        """An element of something that a library offers; a class stays itself when it is given arguments."""
        name = self.models.canonical(value.name)
        if f"{name}.__getitem__" in self.handlers_by_name():  # `os.environ[name]`
            return self.call(External(f"{name}.__getitem__"), Arguments.of(key), node)
        if name in (ANNOTATED.name, "typing_extensions.Annotated"):
            return Partial(ANNOTATED, tuple(run.value for run in key.runs) if isinstance(key, Seq) else (key,), ())
        if name in UNIONS:  # `isinstance` takes these for the types that they name
            runs = (
                key.runs if isinstance(key, Seq) else (Run(key), *((Run(NONE),) if name == "typing.Optional" else ()))
            )
            return Seq("tuple", tuple(Run(NONE, run.count) if run.value == NOTHING else run for run in runs))
        kind = self.element_type(value)
        if kind is not None:
            return self.typed(kind, ("item", value.identity, key), value.trail, node)
        if self.models.attribute_type(name) is None and _is_data(value, key):
            return self.unknown(node, "name", value.name, key=("item", value.name, key))
        return value

    def class_item(self, value: Class, key: Value, node: ir.Node) -> Value:
        """`Kind["NAME"]` of an enumeration; everything else is a class with type arguments."""
        info = self.classes.get(value.id)
        if info is not None and info.kind == "enum" and isinstance(key, Text) and key.constant is not None:
            return self.attribute(value, key.constant, node)
        made = self.class_subscripted(value, key, node)
        return value if made is None else made

    def element_at(self, runs: Runs, key: Value) -> Value | None:
        """An element by its index; where that is not known, a loop reaches another one in each round."""
        index = operators.number(key)
        value = sequences.at(runs, index)
        return reborn(value, self.running) if index is None and value is not None and self.running else value

    def item_of_record(self, value: Ref, key: Value, node: ir.Node) -> Value | None:
        record = self.record(value)
        if isinstance(record, Instance):
            method = self.special_method(value, record, "__getitem__")
            if method is not None:
                return self.call(method, Arguments.of(key), node)
        return self.item_of_native(value, key, node)

    def item_of_native(self, value: Ref, key: Value, node: ir.Node) -> Value | None:
        """An item as the built-in class gives it, whatever the project's class says."""
        record = self.record(value)
        if isinstance(record, Instance):
            record = record.native
        if isinstance(record, Mapping):
            found = self.mapping_item(value, record, key, node)
            entry = record.find(key) if operators.is_constant(key) else None
            missing = self.own_method(value, "__missing__") if entry is None or not entry.certain else None
            if missing is None:
                return self.left_under(value, key) if found is None else found
            made = self.call(missing, Arguments.of(key), node)
            return made if found is None else join(found, made)
        if isinstance(record, Sequence):
            element = self.element_at(record.runs, key)
            return None if element is None else held(element, value, record.born)
        if isinstance(record, Bag) and f"{record.kind}.__getitem__" in self.handlers_by_name():
            return self.call_method(value, "__getitem__", Arguments.of(key), node)
        return Opaque(("item", value.id, key), born=self.running, trail=value.trail)

    def left_under(self, value: Ref, key: Value) -> Value | None:
        """What somebody out of sight may have put under a key of a dictionary that is empty as far as one can see."""
        if not self.is_left_empty(value):
            return None
        return Opaque(("left", value.id, key), born=self.running, trail=value.trail)

    def special_method(self, value: Ref, record: Instance, name: str) -> Value | None:
        """A method that Python calls for an operation: the project's, or a stub's."""
        order: tuple[Value, ...] = (record.cls,)
        if isinstance(record.cls, Class) and record.cls.id in self.classes:
            order = self.classes[record.cls.id].order
        found = self.in_order(order, name)
        return None if found is None else Bound(found, value)

    def mapping_item(
        self, value: Ref, record: Mapping, key: Value, node: ir.Node, *, missing: bool = True
    ) -> Value | None:
        """The values that can stand under a key."""
        found: list[Value] = []
        certain = False
        if record.kind == "section" and isinstance(key, Text) and key.constant is not None and record.find(key) is None:
            key = text(key.constant.lower())  # the options of INI files
        if operators.is_constant(key):
            entry = record.find(key) or self.entry_like(record, key)
            if entry is not None:
                found.append(entry.value)
                certain = entry.certain
            if not certain and record.rest is not None and record.value is not None and _could_be(record.key, key):
                found.append(operators.under(record.value, key))
        else:
            keys = alternatives(key)
            if all(operators.is_constant(one) for one in keys):
                found.extend(entry.value for entry in record.entries if entry.key in keys)
            else:
                found.extend(entry.value for entry in record.entries)
            if record.rest is not None and record.value is not None:
                found.append(record.value)
        if record.kind == "Counter" and missing and not certain:
            found.append(Const(0))
        if record.factory is not None and missing and not certain:
            made = self.made_by_factory(value, key, node)
            if found and isinstance(made, Ref):
                self.tentative.add(made.id)
            found.append(made)
        if not found:
            return None
        return held(join_all(found), value, record.born)

    def entry_like(self, record: Mapping, key: Value) -> Entry | None:
        """The entry under a key that equals another one: a member of an enumeration of texts is as good as its text."""
        spoken = self.spoken(key)
        if spoken is key and not any(isinstance(entry.key, Member) for entry in record.entries):
            return None
        return next((entry for entry in record.entries if self.spoken(entry.key) == spoken), None)

    def made_by_factory(self, value: Ref, key: Value, node: ir.Node) -> Value:
        """What a defaultdict puts in for a key that is not there."""
        record = self.record(value)
        if isinstance(record, Instance):
            record = record.native
        assert isinstance(record, Mapping)
        assert record.factory is not None
        made = self.call(record.factory, Arguments(), node)
        current = self.record(value)
        known = current.native if isinstance(current, Instance) else current
        if isinstance(known, Mapping):
            self.put(value, known, key, made, certain=not operators.is_constant(key) or known.find(key) is None)
        return made

    def under_key(self, key: Value, value: Value, node: ir.Node) -> Value:
        """What is put under a key: one that libraries read recipients from leaves a hop, since a header begins there."""
        if isinstance(key, Text) and key.constant in self.models.keys and carries(value):
            return value.along(self.hop(node, "entry", key.constant, prev=value.trail))
        return value

    def put(self, target: Ref, record: Mapping, key: Value, content: Value, *, certain: bool = True) -> None:
        """Write an entry of a mapping."""
        if target.id in self.views and isinstance(key, Text) and key.constant is not None:
            self.set_one(self.views[target.id], key.constant, content, NOWHERE, certain=certain)
        if operators.is_constant(key):
            known = record.find(key)
            entry = Entry(
                key,
                content if certain or known is None else join(known.value, content),
                certain or (known is not None and known.certain),
            )
            self.write_native(target, record.having(entry))
            return
        keys = alternatives(key)
        if all(operators.is_constant(one) for one in keys) and not isinstance(key, Opaque):
            for one in keys:
                current = self.record(target)
                held = current.native if isinstance(current, Instance) else current
                assert isinstance(held, Mapping)
                operators.put_perhaps(self, target, Entry(one, content, certain=False))
            return
        entries = tuple(
            Entry(entry.key, join(entry.value, operators.under(content, entry.key)), entry.certain)
            for entry in record.entries
        )
        self.write_native(target, record.altered(entries=entries).opened(key, content, ONE))

    def write_native(self, target: Ref, record: Mapping | Sequence) -> None:
        """Replace the record of a dictionary or list, or what a subclass of one is underneath."""
        current = self.record(target)
        if isinstance(current, Instance):
            self.write(target.id, Instance(current.cls, record, current.born))
        else:
            self.write(target.id, record)

    def opaque_item(self, value: Opaque, key: Value, node: ir.Node) -> Value | None:
        if is_list(value.type) and operators.number(key) is not None:
            if value.length.most == 0:
                return None
            return self.element(value, node)
        if value.type is not None:
            member = self.models.member(value.type.name, "__getitem__")
            if member is not None:
                return self.call(Bound(External(member), value), Arguments.of(key), node)
            if value.type.name in MAPPINGS and len(value.type.arguments) == 2:
                return self.typed(value.type.arguments[1], ("item", value.key, key), value.trail, node)
        known = plain(key) if self.planted else None
        if isinstance(known, str):
            put = self.put_there(known, ("item", value.key, key), value.trail, node)
            if put is not None:
                return put
        if operators.number(key) is not None and value.type is None:
            return Opaque(("item", value.key, key), None, born=self.running or value.born, trail=value.trail)
        return Opaque(("item", value.key, key), born=value.born, trail=value.trail)

    def set_item(self, value: Value, key: Value, content: Value | None, node: ir.Node) -> None:
        owners = alternatives(value)
        for owner in owners:
            if isinstance(owner, Opaque) and content is not None and self.set_foreign(owner, key, content, node):
                continue
            if not isinstance(owner, Ref):
                self.set_outside(owner, key, content, node)
                continue
            record = self.record(owner)
            if isinstance(record, Instance):
                method = self.special_method(owner, record, "__setitem__" if content is not None else "__delitem__")
                if method is not None:
                    given = Arguments.of(key) if content is None else Arguments.of(key, content)
                    self.call(method, given, node)
                    continue
                record = record.native
            if isinstance(record, Mapping):
                if content is None:
                    self.drop(owner, record, key)
                else:
                    held = self.under_key(key, content, node)
                    self.put(owner, record, key, held, certain=len(owners) == 1)
            elif isinstance(record, Sequence):
                self.write_native(owner, record.holding(self.replaced(record.runs, key, content)))

    def set_outside(self, owner: Value, key: Value, content: Value | None, node: ir.Node) -> None:
        """`os.environ[name] = value`: an item of something that a library keeps."""
        if content is not None:
            self.entrust(content)
        name = (
            owner.name
            if isinstance(owner, External)
            else owner.type.name
            if isinstance(owner, Opaque) and owner.type
            else ""
        )
        setter = f"{self.models.canonical(name)}.__setitem__" if name else ""
        if content is not None and setter in self.handlers_by_name():
            self.call(Bound(External(setter), owner), Arguments.of(key, content), node)

    def drop(self, target: Ref, record: Mapping, key: Value) -> None:
        """`del mapping[key]`."""
        if operators.is_constant(key):
            entries = tuple(entry for entry in record.entries if entry.key != key)
        else:
            entries = tuple(Entry(entry.key, entry.value, certain=False) for entry in record.entries)
        self.write_native(target, record.altered(entries=entries))

    def replaced(self, runs: Runs, key: Value, content: Value | None) -> Runs:
        """A list with the element at an index replaced or, without content, taken away."""
        index = operators.number(key)
        size = total(runs)
        if index is not None and size.exact and -size.most <= index < size.most <= SPELT_OUT:
            runs = tuple(Run(run.value) for run in runs for _ in range(run.count.most))
        exact = all(run.count == ONE for run in runs)
        if index is not None and exact and -len(runs) <= index < len(runs):
            put = () if content is None else (Run(content),)
            index %= len(runs)
            return normal((*runs[:index], *put, *runs[index + 1 :]))
        if content is None:
            return sequences.any_of(runs, size.less(1))
        return normal(Run(join(run.value, content), run.count) for run in runs)


def _could_be(key: Value | None, wanted: Value) -> bool:
    """Whether a key that is not known can be a certain constant."""
    return key is None or any(not operators.is_constant(one) or one == wanted for one in alternatives(key))


def _is_data(value: External, key: Value) -> bool:
    """Whether a subscript of something of a library asks for an element of it, and gives no arguments to a class:
    classes have names in capitalised words (PEP 8).
    """
    name = value.name.rpartition(".")[2]
    return operators.is_constant(key) and (name[:1].islower() or name.isupper())
