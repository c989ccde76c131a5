"""What is known of lengths where a condition holds: `len(xs) > 1`, `if xs[1:]`, `text.count(",") == 0`."""

from __future__ import annotations

from cclint.analysis.base.core import Core
from cclint.analysis.evaluate.conditions.bounds import WRAPPERS, holding, is_path, within
from cclint.analysis.operations import comparing, operators
from cclint.analysis.operations.types import narrowed
from cclint.analysis.values import runs as sequences
from cclint.analysis.values.code import External
from cclint.analysis.values.count import ONE, UNBOUNDED, Count
from cclint.analysis.values.heap import Mapping, Sequence
from cclint.analysis.values.rope import Text
from cclint.analysis.values.value import BYTES, STRING, Const, Opaque, Ref, Seq, Value, total
from cclint.ir import nodes as ir


class Lengths(Core):
    """Narrowing values to those whose length lies within bounds."""

    def limit(self, value: Value, bounds: Count) -> Value | None:
        """A value whose length lies within bounds; objects of the heap are narrowed where they live."""
        if isinstance(value, Seq):
            runs = sequences.limited(value.runs, bounds)
            return None if runs is None else value if runs is value.runs else Seq(value.kind, runs, value.trail)
        if isinstance(value, Opaque):
            if value.type in (STRING, BYTES):
                return value  # the length of a text says nothing about the addresses in it
            least, most = max(value.length.least, bounds.least), min(value.length.most, bounds.most)
            if least > most:
                return None
            self.limit_joined(value, bounds)
            return value.refined(length=Count(least, most))
        record = self.record(value)
        if isinstance(value, Ref) and isinstance(record, Sequence):
            runs = sequences.limited(record.runs, bounds)
            if runs is None:
                return None
            if runs is not record.runs and value.id in self.shared:  # one of several: what is known holds for this one
                one = self.twin(value.id)
                self.state.set(one, record.holding(runs))
                return Ref(one, value.trail, value.turn)
            if runs is not record.runs:
                kept = record.holding(runs)
                self.limit_joined(value, bounds)
                self.limit_parted(record, kept, bounds)
                self.state.set(value.id, kept)
        elif isinstance(record, Mapping):
            size = total(record.keys)
            if size.least > bounds.most or size.most < bounds.least:
                return value if self.is_left_empty(value) else None
            if (
                isinstance(value, Ref)
                and record.rest is not None
                and not record.entries
                and value.id not in self.shared
            ):
                rest = Count(max(size.least, bounds.least), min(size.most, bounds.most))
                fewer = Mapping(record.kind, (), rest, record.key, record.value, record.factory, record.born)
                self.state.set(value.id, fewer)
        elif isinstance(value, Text) and (known := value.constant) is not None:
            return value if bounds.least <= len(known) <= bounds.most else None
        return value

    def unlike(self, value: Value, number: int) -> Value | None:
        """A value whose length is any but this one."""
        size = comparing.interval(comparing.size(self, value))
        if (
            size is None
            or number not in (size.least, size.most)
            or (isinstance(value, Opaque) and value.type == STRING)
        ):
            return value
        if size.exact:
            return None
        bounds = Count(number + 1, size.most) if number == size.least else Count(size.least, number - 1)
        return self.limit(value, bounds)

    def narrow_slice(self, path: ir.Expression, key: ir.Slice, *, wanted: bool) -> bool:
        """`if xs[1:]`: there are more than one."""
        if (
            isinstance(key.lower, ir.Constant)
            and isinstance(key.lower.value, int)
            and key.upper is None
            and key.lower.value >= 0
        ):
            number = key.lower.value
            bounds = Count(number + 1, UNBOUNDED) if wanted else Count(0, number)
            return self.narrow_path(path, lambda one: self.limit(one, bounds))
        return True

    def narrow_named_length(self, number: Value, bounds: Count) -> bool:
        """`n = len(xs)`, and now `n` lies within bounds: so does the length of `xs`, if it still is the same."""
        path = self.measured.get(number.key) if isinstance(number, Opaque) else None
        if path is None or not isinstance(number, Opaque):
            return True
        if is_path(path):
            now = comparing.size(self, self.expression(path))
            size = comparing.interval(now)
            if not isinstance(now, Opaque) or now.key != number.key or size is None:
                return True
            if size.most < bounds.least or size.least > bounds.most:
                return True  # it has become another list since
            return self.narrow_length(path, bounds)
        return self.narrow_length(path, bounds) if isinstance(path, ir.Call) else True

    def narrow_measure(self, call: ir.Call, op: str, other: ir.Expression) -> bool:
        """`len(xs) > 1`, `text.count(",") == 0`, `type(x) is list`."""
        known = self.operand(other)
        number = operators.number(known)
        function = call.function
        if isinstance(function, ir.Name) and len(call.arguments) == 1 and not call.arguments[0].stars:
            called, measured = self.lookup(function.id, function), call.arguments[0].value
            if called == External("builtins.type") and op in {"==", "is", "!=", "is not"}:
                kinds, wanted = known, op in {"==", "is"}
                asked = self.as_asked_for(measured, kinds)
                return self.narrow_path(measured, lambda one: narrowed(self, asked(one), kinds, wanted=wanted))
            if called == External("builtins.len") and number is not None and op in ("!=", "is not") and number:
                other_than = number
                return self.narrow_path(measured, lambda one: self.unlike(one, other_than))
            if called == External("builtins.len") and number is not None:
                return self.narrow_length(measured, within(op, number))
            if op in {"==", "is", "!=", "is not"} and isinstance(known, Const) and isinstance(known.value, bool):
                return self.narrowing(call, wanted=known.value is (op in {"==", "is"}))
        if isinstance(function, ir.Attribute) and function.name == "__len__" and number is not None:
            return self.narrow_length(function.value, within(op, number))
        if isinstance(function, ir.Attribute) and function.name == "count" and number is not None:
            if not call.arguments:  # how many rows a query has
                return self.narrow_length(function.value, within(op, number))
            return self.narrow_separators(function.value, call.arguments[0].value, within(op, number))
        return True

    def narrow_length(self, measured: ir.Expression, bounds: Count | None) -> bool:
        """The length of a collection, or of what a set or a sorted list is made of, lies within bounds."""
        while (
            bounds is not None
            and isinstance(measured, ir.Call)
            and isinstance(measured.function, ir.Name)
            and len(measured.arguments) == 1
            and self.lookup(measured.function.id, measured).identity in WRAPPERS
        ):
            measured = measured.arguments[0].value  # is at least as long as what is made of it
            bounds = Count(bounds.least, UNBOUNDED) if bounds.least > 1 else bounds
        if bounds is None:
            return True
        limits = bounds
        own = self.spelt_out(measured, "__len__")
        if isinstance(own, ir.Call) and isinstance(own.function, ir.Name) and len(own.arguments) == 1:
            measured = own.arguments[0].value  # `return len(self.people)`
        if isinstance(measured, ir.Call):
            return self.narrow_parts(measured, limits)
        return self.narrow_path(measured, lambda one: self.limit(one, limits))

    def narrow_separators(self, path: ir.Expression, counted: ir.Expression, bounds: Count | None) -> bool:
        """`text.count(",")` lies within bounds: there is one address more; of "@" there are as many."""
        separator = self.expression(counted)
        known = separator.constant if isinstance(separator, Text) else None
        if known is None or bounds is None or known.strip() not in {"@", ",", ";"}:
            return True
        if known.strip() == "@":
            fields = Count(0, 1) if bounds.most <= 1 else None
            return self.narrow_path(path, lambda one: holding(one, bounds, fields))
        parts = bounds + ONE
        return self.narrow_path(path, lambda one: holding(one, parts, parts))

    def narrow_parts(self, call: ir.Call, bounds: Count) -> bool:
        """`len(text.split(",")) > 1`, `len(getaddresses([text])) > 1`."""
        given = call.arguments[0].value if len(call.arguments) == 1 else None
        if (
            isinstance(given, ir.Display)
            and len(given.items) == 1
            and self.expression(call.function) == External("email.utils.getaddresses")
        ):
            return self.narrow_path(given.items[0], lambda one: holding(one, bounds, bounds))
        if isinstance(call.function, ir.Attribute) and call.function.name == "split" and call.arguments:
            return self.narrow_path(call.function.value, lambda one: holding(one, bounds, bounds))
        return True
