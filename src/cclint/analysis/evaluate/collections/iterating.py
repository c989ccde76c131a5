"""What going through a value yields."""

from __future__ import annotations

from cclint.analysis.base.core import Core
from cclint.analysis.base.paths import Arguments, DivergesError
from cclint.analysis.values import runs as sequences
from cclint.analysis.values.carrying import led
from cclint.analysis.values.code import Bound, Class, External
from cclint.analysis.values.count import MANY
from cclint.analysis.values.heap import Buffer, Generator, Instance, Mapping, Sequence
from cclint.analysis.values.lattice import join_runs
from cclint.analysis.values.rope import Text, text
from cclint.analysis.values.text import lines
from cclint.analysis.values.turns import held_runs
from cclint.analysis.values.value import (
    LISTS,
    MAPPINGS,
    NOTHING,
    STRING,
    Const,
    Opaque,
    Ref,
    Run,
    Runs,
    Seq,
    Union,
    Value,
    total,
)
from cclint.ir import nodes as ir
from cclint.ir.types import Type

CURSOR = Type("sqlite3.Cursor")
"""Cursors of all databases are alike (PEP 249)."""
SPELT_OUT = 64
"""Characters up to which a constant text is gone through one by one."""


class Iterating(Core):
    """`for element in value`, and all that goes through a value as this does."""

    def element(self, value: Opaque, node: ir.Node) -> Value:
        """Any of the elements of something that is not known."""
        kind = value.type.arguments[0] if value.type is not None and value.type.arguments else None
        trail = value.trail
        if kind is not None:
            return self.typed(kind, ("element", value.key), trail, node)
        return Opaque(("element", value.key), born=self.running or value.born, trail=trail)

    def element_type(self, value: External) -> Type | None:
        """What a collection holds that a library offers by a name, as its stub has it: `sys.argv`."""
        kind = self.models.attribute_type(self.models.canonical(value.name))
        return kind.arguments[0] if kind is not None and kind.name in LISTS and kind.arguments else None

    def iterate(self, value: Value, node: ir.Node) -> Runs:
        match value:
            case Seq():
                return value.runs
            case Union():
                found = [led(self.iterate(one, node), one) for one in value.alternatives if one != NOTHING]
                joined = found[0] if found else ()
                for runs in found[1:]:
                    joined = join_runs(joined, runs)
                return joined
            case Text():
                known = value.constant
                if known is not None and len(known) <= SPELT_OUT:
                    return tuple(Run(text(character, value.trail)) for character in known)
                return (Run(Opaque(("character", value.identity), STRING, trail=value.trail), MANY),)
            case Ref():
                return self.elements_of_record(value, node)
            case Opaque():
                return self.elements_of_opaque(value, node)
            case Class():
                if (method := self.own_method(value, "__iter__")) is not None:
                    return self.iterate(self.call(method, Arguments(), node), node)
                info = self.classes.get(value.id)
                if info is not None and info.kind == "enum":
                    return self.members(value)
            case Const():
                if value.value is None or isinstance(value.value, (int, float)):
                    self.raises(None)
                    raise DivergesError
            case External() if (kind := self.element_type(value)) is not None:
                return (Run(self.typed(kind, ("element", value.identity), value.trail, node), MANY),)
            case External():
                self.plural.setdefault(value.key, value.trail)
        return (Run(Opaque(("element", value.identity), born=self.running, trail=value.trail), MANY),)

    def elements_of_opaque(self, value: Opaque, node: ir.Node) -> Runs:
        self.hazards += 1
        executed = value.type is None and self.cell(0, f"query {value.key!r}") is not None
        if executed:  # SQL, whatever it is
            value = value.refined(type=CURSOR)
        if value.type is None:
            self.plural.setdefault(value.key, value.trail)
            count = value.length
        elif value.type.name in LISTS:
            count = value.length
        else:
            member = self.models.member(value.type.name, "__iter__")
            if member is not None:
                runs = self.iterate(self.call(Bound(External(member), value), Arguments(), node), node)
                if value.length.most >= total(runs).most:
                    return runs
                return sequences.any_of(runs, value.length)
            if value.type.name in MAPPINGS and value.type.arguments:
                return (Run(self.typed(value.type.arguments[0], ("key", value.key), value.trail, node), MANY),)
            count = value.length
        return (Run(self.element(value, node), count),) if count.most else ()

    def elements_of_record(self, value: Ref, node: ir.Node) -> Runs:
        record = self.record(value)
        if isinstance(record, Sequence):
            if record.kind == "iterator":
                self.write(value.id, record.holding(()))
            return held_runs(record.runs, value, record.born)
        if isinstance(record, Mapping):
            return record.keys
        if isinstance(record, Generator):
            return self.drained(value, record, node)
        if isinstance(record, Buffer):
            return (
                lines(record.text, value.trail)
                if record.text.parts
                else (Run(Opaque(("line", value.id), STRING, trail=value.trail), MANY),)
            )
        if isinstance(record, Instance):
            if (content := self.spoken(value)) is not value:
                return self.iterate(content, node)
            method = self.special_method(value, record, "__iter__") or self.own_method(value, "__aiter__")
            if method is not None:
                result = self.call(method, Arguments(), node)
                return self.iterate(result, node) if result != value else self.stepped(value, record, node)
            native = record.native
            if isinstance(native, Sequence):
                return native.runs
            if isinstance(native, Mapping):
                return native.keys
            getter = self.special_method(value, record, "__getitem__")
            if getter is not None:
                return self.indexed(getter, node)
        return (Run(Opaque(("element", value.id), born=self.running, trail=value.trail), MANY),)

    def indexed(self, getter: Value, node: ir.Node) -> Runs:
        """An object that is gone through by its items, until there is none: one by one, where that is known."""
        made: list[Run] = []
        with self.parting() as base:
            start = base.fork()
            self.state = start.fork()
            for index in range(self.limits.rounds):
                place = Const(index)
                element, ended = self.attempted(lambda: self.call(getter, Arguments.of(place), node))  # noqa: B023
                if element is None:
                    self.state = self.join(base, ended)
                    return tuple(made)
                if ended or isinstance(element, Opaque):
                    break
                made.append(Run(element))
            self.state = base.fork()
        return (Run(self.call(getter, Arguments.of(Opaque(("index",), Type("int"))), node), MANY),)

    def stepped(self, value: Ref, record: Instance, node: ir.Node) -> Runs:
        """An object that is its own iterator: what its `__next__` gives, any number of times."""
        method = (
            self.special_method(value, record, "__next__")
            or self.special_method(value, record, "next")
            or self.own_method(value, "__anext__")
        )
        if method is None:
            return (Run(Opaque(("element", value.id), born=self.running, trail=value.trail), MANY),)
        step = method
        made = self.new_list((), node)
        with self.parting() as base:
            self.state = base.fork()
            for _ in range(self.limits.rounds):  # as long as it is certain that there is one more
                before = self.state
                before.pins += 1
                self.state = before.fork()
                element, ended = self.attempted(lambda: self.call(step, Arguments(), node))
                before.pins -= 1
                if element is None:
                    self.state = self.join(base, ended)
                    break
                if ended:
                    self.state = before
                    self.rounds((Run(Text(()), MANY),), lambda _: self.add_element(made, self.stepped_once(step, node)))
                    break
                self.add_element(made, element)
            else:
                self.rounds((Run(Text(()), MANY),), lambda _: self.add_element(made, self.stepped_once(step, node)))
        if not self.live():
            raise DivergesError
        collected = self.record(made)
        return collected.runs if isinstance(collected, Sequence) else ()

    def stepped_once(self, method: Value, node: ir.Node) -> Value:
        """What `__next__` gives, where it gives anything."""
        value, _ = self.attempted(lambda: self.call(method, Arguments(), node))
        if value is None:
            raise DivergesError
        return value
