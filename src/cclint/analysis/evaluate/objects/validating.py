"""What models do to the values that they are given: validators of pydantic, converters of attrs."""

from __future__ import annotations

from cclint.analysis.base.core import Core
from cclint.analysis.base.paths import Arguments
from cclint.analysis.builtins.data.validators import VALIDATES, WHOLE
from cclint.analysis.values.classes import ClassInfo, Slot
from cclint.analysis.values.code import Bound, Class, External, Func
from cclint.analysis.values.heap import Entry, Mapping, Sequence
from cclint.analysis.values.rope import constants
from cclint.analysis.values.value import Ref, Run, Seq, Value
from cclint.ir import nodes as ir


class Validating(Core):
    """Filling the fields of models."""

    def validators(self, info: ClassInfo, label: str) -> list[tuple[Func, Seq]]:
        """The functions of a class and its bases that validate, the bases' first, each with what its decorator says."""
        found: dict[str, tuple[Func, Seq]] = {}
        for cls in reversed(info.order):
            known = self.classes.get(cls.id) if isinstance(cls, Class) else None
            for one in known.scope.inner if known is not None else ():
                value = self.cell(known.id, one.name) if known is not None else None
                said = dict(value.given).get(label) if isinstance(value, Func) else None
                if isinstance(value, Func) and isinstance(said, Seq):
                    found[one.name] = (value, said)
        return list(found.values())

    def checked(self, value: Value, slot: Slot, info: ClassInfo, node: ir.Node, *, mode: str) -> Value:
        """What the validators of a field make of a value, before or after it has got the field's type."""
        for function, said in self.validators(info, VALIDATES):
            when, *names = constants(run.value for run in said.runs)
            if when == mode and (slot.name in names or "*" in names):
                value = self.call(Bound(function, Class(info.id)), Arguments.of(value), node)
        return value

    def prepared_whole(self, arguments: Arguments, info: ClassInfo, node: ir.Node) -> Arguments:
        """What the validators of a model that come first make of all that it is given."""
        for function, said in self.validators(info, WHOLE):
            if next(constants(run.value for run in said.runs), "") == "before":
                given = self.call(External("builtins.dict"), Arguments((), arguments.keywords, arguments.rest), node)
                method = Bound(function, Class(info.id))
                arguments = Arguments(rest=self.call(method, Arguments.of(given), node))
        return arguments

    def checked_whole(self, made: Ref, info: ClassInfo, node: ir.Node) -> None:
        """The validators of a model that come last, on the instance."""
        for function, said in self.validators(info, WHOLE):
            if next(constants(run.value for run in said.runs), "") == "after" and function.kind == "function":
                self.call(Bound(function, made), Arguments(), node)

    def converted(self, value: Value, slot: Slot, node: ir.Node) -> Value:
        """What a field's converter makes of a value."""
        return value if slot.converter is None else self.call(slot.converter, Arguments.of(value), node)

    def validated(self, value: Value, slot: Slot, info: ClassInfo, node: ir.Node) -> Value:
        """A field of a pydantic model takes dictionaries for the models that it names."""
        kind, record = self.type_of(slot.annotation, info.frame), self.record(value)
        kinds = kind.arguments if kind is not None and kind.name == "Union" else (kind,)
        for one in kinds:
            if one is None:
                continue
            if one.name.startswith("#") and isinstance(record, Mapping):
                return self.instantiate(Class(int(one.name[1:])), Arguments(rest=value), node)
            if len(one.arguments) == 2 and one.arguments[1].name.startswith("#") and isinstance(record, Mapping):
                cls = Class(int(one.arguments[1].name[1:]))
                entries = tuple(
                    Entry(entry.key, self.instantiate(cls, Arguments(rest=entry.value), node), entry.certain)
                    if isinstance(self.record(entry.value), Mapping)
                    else entry
                    for entry in record.entries
                )
                return self.new(record.altered(entries=entries), node, value.trail)
            inner = one.arguments[0] if len(one.arguments) == 1 else None
            if inner is not None and inner.name.startswith("#") and isinstance(record, Sequence):
                runs = tuple(
                    Run(self.instantiate(Class(int(inner.name[1:])), Arguments(rest=run.value), node), run.count)
                    if isinstance(self.record(run.value), Mapping)
                    else run
                    for run in record.runs
                )
                return self.new_list(runs, node, value.trail, record.kind)
        return value
