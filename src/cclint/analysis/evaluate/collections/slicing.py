"""Subscripts and slices, read and written."""

from __future__ import annotations

from cclint.analysis.base.core import Core
from cclint.analysis.base.paths import Arguments
from cclint.analysis.operations import comparing, operators
from cclint.analysis.values import runs as sequences
from cclint.analysis.values.carrying import taken
from cclint.analysis.values.code import External, Partial
from cclint.analysis.values.count import Count
from cclint.analysis.values.heap import Instance, Mapping, Sequence
from cclint.analysis.values.lattice import join_all, normal
from cclint.analysis.values.rope import Text, text
from cclint.analysis.values.text import sliced
from cclint.analysis.values.value import (
    NOTHING,
    STRING,
    Opaque,
    Ref,
    Run,
    Runs,
    Seq,
    Value,
    alternatives,
    flat,
    is_list,
    present,
    total,
)
from cclint.ir import nodes as ir


class Slicing(Core):
    """`value[key]`, `value[lower:upper:step]`, `value[lower:upper] = elements`."""

    def on_subscript(self, node: ir.Subscript) -> Value:
        value = self.expression(node.value)
        if isinstance(node.key, ir.Slice):
            return self.cut(value, node.key, node)
        return self.under(value, self.expression(node.key), node)

    def under(self, value: Value, key: Value, node: ir.Node) -> Value:
        """`value[key]`, when both are known."""
        self.hazards += not all(self.is_there(one, key) for one in alternatives(value))
        return taken(self.item(value, key, node), value)

    def is_there(self, value: Value, key: Value) -> bool:
        """Whether `value[key]` cannot fail."""
        record = self.record(value)
        if isinstance(record, Mapping):
            entry = record.find(key)
            return record.factory is not None or (entry is not None and entry.certain)
        runs, index = operators.runs_of(self, value), operators.number(key)
        if runs is None or index is None:
            return False
        size = total(runs)
        return -size.least <= index < size.least or (size.exact and not -size.least <= index < size.least)

    def is_missing(self, value: Value, key: Value) -> bool:
        """Whether `del value[key]` may fail; that of a message's field does not."""
        held = isinstance(value, Opaque) or isinstance(self.record(value), (Mapping, Sequence))
        return held and not self.is_there(value, key)

    def on_slice(self, node: ir.Slice) -> Value:
        return self.unknown(node, "call", "slice")

    def cut(self, value: Value, key: ir.Slice, node: ir.Node) -> Value:
        """`value[lower:upper:step]`."""
        bounds = [
            self.expression(bound) if bound is not None else NOTHING for bound in (key.lower, key.upper, key.step)
        ]
        made = self.cut_between(value, bounds, node)
        most = width(bounds, key)
        if most is None and bounds[2] == NOTHING and (bounds[0] == NOTHING or operators.number(bounds[0]) == 0):
            upto = comparing.bounds(bounds[1]) if bounds[1] != NOTHING else None  # `xs[:min(1, len(xs))]`
            most = upto.most if upto is not None else None
        if most is None:
            return made
        kept = (self.limit(one, Count(0, most)) for one in alternatives(made))
        return join_all([one for one in kept if one is not None] or [made])

    def cut_between(self, value: Value, bounds: list[Value], node: ir.Node) -> Value:
        numbers = [operators.number(bound) for bound in bounds]
        known = all(number is not None or bound == NOTHING for number, bound in zip(numbers, bounds))
        return join_all(self.cut_one(one, bounds, numbers, node, known=known) for one in present(value))

    def cut_one(
        self, value: Value, bounds: list[Value], numbers: list[int | None], node: ir.Node, *, known: bool
    ) -> Value:
        lower, upper, step = numbers
        if (getter := self.own_method(value, "__getitem__")) is not None:
            return self.call(getter, Arguments.of(Partial(External("builtins.slice"), tuple(bounds), ())), node)
        value = self.spoken(value)
        if isinstance(value, Text):
            if known and step is None and (made := sliced(value, lower, upper)) is not None:
                return made
            if known and value.constant is not None:
                return text(value.constant[lower:upper:step], value.trail)
            return Opaque(("slice", value.identity, tuple(numbers)), STRING, born=self.running, trail=value.trail)
        if isinstance(value, Opaque) and not is_list(value.type):
            length = total(sequences.cut((Run(value, value.length),), lower, upper, step)) if known else value.length
            key = ("slice", value.key, tuple(numbers))
            return Opaque(key, value.type, value.count, length, value.born, value.trail)
        runs = operators.runs_of(self, value)
        if runs is None:
            record = self.record(value) if isinstance(value, Ref) else None
            method = None
            if isinstance(value, Ref) and isinstance(record, Instance):
                method = self.special_method(value, record, "__iter__")
            if record is not None and method is None:
                return self.unknown(node, "call", "slice")
            runs = self.iterate(value, node)
        made_runs = sequences.cut(runs, lower, upper, step) if known else sequences.any_of(runs, Count(0, _most(runs)))
        if isinstance(value, Seq):
            return Seq(value.kind if value.kind == "tuple" else "list", made_runs, value.trail)
        return self.new_list(made_runs, node, value.trail)

    def set_slice(self, owner: Value, key: ir.Slice, value: Value, node: ir.Node) -> None:
        """`xs[lower:upper] = value`."""
        added = self.iterate(value, node)
        for one in alternatives(owner):
            record = self.record(one)
            if not isinstance(one, Ref) or not isinstance(record, Sequence):
                continue
            if key.lower is None and key.upper is None:
                self.abandons(one.id)
                self.write_native(one, record.holding(added))
                continue
            bounds = [
                operators.number(self.expression(bound)) if bound is not None else None
                for bound in (key.lower, key.upper)
            ]
            size = total(record.runs)
            known = all(bound is None or number is not None for bound, number in zip((key.lower, key.upper), bounds))
            if known and not any(number is not None and number < 0 for number in bounds):
                start, stop = bounds[0] or 0, bounds[1]
                behind = () if stop is None else sequences.tail(record.runs, max(start, stop))
                kept = (*sequences.head(record.runs, start), *added, *behind)
            elif size.exact and known:
                start, stop, _ = slice(*bounds).indices(size.most)
                kept = (*sequences.head(record.runs, start), *added, *sequences.tail(record.runs, max(start, stop)))
            else:
                kept = (*sequences.any_of(record.runs, Count(0, size.most)), *added)
            self.write_native(one, record.holding(normal(kept)))


def width(bounds: list[Value], key: ir.Slice) -> int | None:
    """How many elements a slice from `n` to `n + width` has at most; None where the bounds are others."""
    lower, upper = bounds[:2]
    if not isinstance(lower, Opaque) or not isinstance(upper, Opaque) or not isinstance(upper.key, tuple):
        return None
    spare = upper.key[-1]
    if not isinstance(spare, int) or spare < 0 or upper.key != flat(("+", lower.key, spare)):
        return None
    named = isinstance(key.upper, ir.Binary) and _same(key.lower, key.upper.left)
    return spare if named or lower.key != ("number",) else None


def _same(one: ir.Expression | None, other: ir.Expression) -> bool:
    """Whether two expressions read the same name, attribute or item."""
    if isinstance(one, ir.Name) and isinstance(other, ir.Name):
        return one.id == other.id
    if isinstance(one, ir.Attribute) and isinstance(other, ir.Attribute):
        return one.name == other.name and _same(one.value, other.value)
    return False


def _most(runs: Runs) -> int:
    return sum(run.count.most for run in runs)
