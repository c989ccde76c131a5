"""Conditions: which paths they open, and what is known on each of them."""

from __future__ import annotations

from collections.abc import Callable

from cclint.analysis import operators
from cclint.analysis import runs as sequences
from cclint.analysis.code import Class, External
from cclint.analysis.count import UNBOUNDED, Count
from cclint.analysis.evaluate.core import Core
from cclint.analysis.evaluate.paths import DEAD, DivergesError
from cclint.analysis.heap import Buffer, Generator, Instance, Mapping, Sequence
from cclint.analysis.lattice import join_all
from cclint.analysis.rope import Piece, Text, text
from cclint.analysis.state import State
from cclint.analysis.types import narrowed
from cclint.analysis.value import Const, Opaque, Ref, Seq, Union, Value, alternatives, total
from cclint.ir import nodes as ir

Keep = Callable[[Value], Value | None]
"""Narrows one alternative: the value as it is on the path, None where the path cannot be."""
NEGATED = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">", "is": "is not", "is not": "is", "in": "not in",
           "not in": "in"}  # fmt: skip
TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!=", "is": "is", "is not": "is not"}


class Conditions(Core):
    """Splitting the state at a condition."""

    def truth(self, value: Value) -> bool | None:
        """Whether a value is true; None where that is not known."""
        match value:
            case Const():
                return bool(value.value)
            case Text():
                known = value.constant
                if known is not None:
                    return bool(known)
                return True if any(isinstance(part, Piece) and part.text for part in value.parts) else None
            case Seq():
                return _some(total(value.runs))
            case Union():
                found = {self.truth(one) for one in value.alternatives}
                return found.pop() if len(found) == 1 else None
            case Opaque():
                return None
            case Ref():
                return self.truth_of_record(value)
        return True

    def truth_of_record(self, value: Ref) -> bool | None:
        record = self.record(value)
        if isinstance(record, Sequence):
            return _some(total(record.runs)) if record.kind != "iterator" else True
        if isinstance(record, Mapping):
            return _some(total(record.keys))
        if isinstance(record, (Buffer, Generator)):
            return True
        if isinstance(record, Instance) and isinstance(record.cls, (Class, External)):
            return None if record.native is not None or self.has_length(record.cls) else True
        return None

    # Splitting

    def split(self, node: ir.Expression) -> tuple[State, State]:
        """The states in which a condition holds and in which it does not; the present state is used up."""
        match node:
            case ir.Unary(op="not"):
                holds, fails = self.split(node.operand)
                return fails, holds
            case ir.Logic():
                return self.split_logic(node)
            case ir.Compare() if len(node.operators) > 1:
                return self.split_chain(node)
        try:
            known = self.decided(node)
        except DivergesError:
            return DEAD, DEAD
        if known is None:
            self.forks += 1
        with self.parting() as base:
            holds = DEAD if known is False else self.narrow(base.fork(), node, wanted=True)
            fails = DEAD if known is True else self.narrow(base.fork(), node, wanted=False)
        self.state = DEAD
        return holds, fails

    def decided(self, node: ir.Expression) -> bool | None:
        return self.truth(self.expression(node))

    def split_logic(self, node: ir.Logic) -> tuple[State, State]:
        """`and` and `or`: operand by operand, each where the ones before let it be evaluated."""
        stops: list[State] = []
        with self.parting() as base:
            self.state = base.fork()
            for operand in node.operands:
                holds, fails = self.split(operand)
                going, stopping = (holds, fails) if node.op == "and" else (fails, holds)
                stops.append(stopping)
                self.state = going
                if not self.live():
                    break
            going = self.state
            stopped = self.join(base, stops)
        self.state = DEAD
        return (going, stopped) if node.op == "and" else (stopped, going)

    def split_chain(self, node: ir.Compare) -> tuple[State, State]:
        pairs = [
            ir.Compare(node.at, (op,), (node.operands[index], node.operands[index + 1]))
            for index, op in enumerate(node.operators)
        ]
        return self.split_logic(ir.Logic(node.at, "and", tuple(pairs)))

    # Narrowing

    def narrow(self, state: State, node: ir.Expression, *, wanted: bool) -> State:
        """A state as it is where a condition turns out as wanted; `DEAD` where it cannot."""
        self.state = state
        try:
            possible = self.narrowing(node, wanted=wanted)
        except DivergesError:
            possible = False
        return self.state if possible else DEAD

    def narrowing(self, node: ir.Expression, *, wanted: bool) -> bool:
        match node:
            case ir.Bind():
                return self.narrow_path(node.target, lambda one: self.kept_true(one, wanted=wanted))
            case ir.Name() | ir.Attribute() | ir.Subscript():
                if isinstance(node, ir.Subscript) and isinstance(node.key, ir.Slice):
                    return self.narrow_slice(node.value, node.key, wanted=wanted)
                return self.narrow_path(node, lambda one: self.kept_true(one, wanted=wanted))
            case ir.Call():
                return self.narrow_call(node, wanted=wanted)
            case ir.Compare():
                op = node.operators[0] if wanted else NEGATED[node.operators[0]]
                return self.narrow_compare(node.operands[0], op, node.operands[1])
        return True

    def narrow_path(self, path: ir.Expression, keep: Keep) -> bool:
        """Narrow what a name, an attribute or an item under a constant key holds; False where nothing is left."""
        if isinstance(path, ir.Bind):
            path = path.target
        if not is_path(path):
            return True
        value = self.expression(path)
        kept = [(one, keep(one)) for one in alternatives(value)]
        left = [after for _, after in kept if after is not None]
        if not left:
            return False
        if all(before is after for before, after in kept):
            return True
        narrowed_value = join_all(left)
        if isinstance(path, ir.Name):
            self.store(path.id, narrowed_value)
        elif isinstance(path, ir.Attribute):
            owner = self.expression(path.value)
            if isinstance(owner, Ref) and owner.id not in self.shared:
                self.state.set((owner.id, path.name), narrowed_value)
        elif isinstance(path, ir.Subscript):
            owner = self.expression(path.value)
            record = self.record(owner)
            if isinstance(owner, Ref) and isinstance(record, Mapping) and owner.id not in self.shared:
                key = self.expression(path.key)
                if record.find(key) is not None:
                    self.set_item(owner, key, narrowed_value, path)
        return True

    def kept_true(self, value: Value, *, wanted: bool) -> Value | None:
        """An alternative whose truth is as wanted."""
        known = self.truth(value)
        if known is not None and not isinstance(value, Ref):
            return value if known is wanted else None
        if isinstance(value, Ref):
            if known is not None:
                return value if known is wanted else None
            return self.limit(value, Count(1, UNBOUNDED) if wanted else Count(0, 0))
        if isinstance(value, Seq):
            return self.limit(value, Count(1, UNBOUNDED) if wanted else Count(0, 0))
        if isinstance(value, Opaque) and not wanted:
            return value.refined(count=Count(0, 0), length=Count(0, 0))
        return value

    def limit(self, value: Value, bounds: Count) -> Value | None:
        """A value whose length lies within bounds; objects of the heap are narrowed where they live."""
        if isinstance(value, Seq):
            runs = sequences.limited(value.runs, bounds)
            return None if runs is None else value if runs is value.runs else Seq(value.kind, runs, value.trail)
        if isinstance(value, Opaque):
            least, most = max(value.length.least, bounds.least), min(value.length.most, bounds.most)
            return None if least > most else value.refined(length=Count(least, most))
        record = self.record(value)
        if isinstance(value, Ref) and isinstance(record, Sequence):
            runs = sequences.limited(record.runs, bounds)
            if runs is None:
                return None
            if runs is not record.runs and value.id not in self.shared:
                self.state.set(value.id, record.holding(runs))
        elif isinstance(record, Mapping):
            size = total(record.keys)
            if size.least > bounds.most or size.most < bounds.least:
                return None
            if (
                isinstance(value, Ref)
                and record.rest is not None
                and not record.entries
                and value.id not in self.shared
            ):
                rest = Count(max(size.least, bounds.least), min(size.most, bounds.most))
                kept = Mapping(record.kind, (), rest, record.key, record.value, record.factory, record.born)
                self.state.set(value.id, kept)
        elif isinstance(value, Text) and (known := value.constant) is not None:
            return value if bounds.least <= len(known) <= bounds.most else None
        return value

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

    def narrow_call(self, node: ir.Call, *, wanted: bool) -> bool:
        function, arguments = node.function, node.arguments
        if isinstance(function, ir.Name) and not any(argument.stars for argument in arguments):
            called = self.lookup(function.id, function)
            if called == External("builtins.isinstance") and len(arguments) == 2:
                kinds = self.expression(arguments[1].value)
                return self.narrow_path(arguments[0].value, lambda one: narrowed(self, one, kinds, wanted=wanted))
            if called == External("builtins.len") and len(arguments) == 1:
                bounds = Count(1, UNBOUNDED) if wanted else Count(0, 0)
                return self.narrow_path(arguments[0].value, lambda one: self.limit(one, bounds))
            if called == External("builtins.bool") and len(arguments) == 1:
                return self.narrowing(arguments[0].value, wanted=wanted)
        if isinstance(function, ir.Attribute) and function.name in ("count", "exists") and not arguments:
            bounds = Count(1, UNBOUNDED) if wanted else Count(0, 0)
            return self.narrow_path(function.value, lambda one: self.limit(one, bounds))
        return True

    def narrow_compare(self, left: ir.Expression, op: str, right: ir.Expression) -> bool:
        """Narrow both sides of a comparison that is known to hold."""
        if op in ("in", "not in"):
            return self.narrow_membership(left, right, inside=op == "in")
        possible = self.narrow_side(left, op, right)
        return possible and (op not in TURNED or self.narrow_side(right, TURNED[op], left))

    def narrow_side(self, side: ir.Expression, op: str, other: ir.Expression) -> bool:
        if isinstance(side, ir.Bind):
            side = side.target
        if isinstance(side, ir.Call):
            return self.narrow_measure(side, op, other)
        if not is_path(side):
            return True
        known = self.expression(other)
        if isinstance(known, (Opaque, Union)):
            return True
        measured = self.expression(side)
        if isinstance(measured, Opaque) and isinstance(measured.key, tuple) and measured.key[:1] == ("length",):
            number = operators.number(known)
            if number is not None and (bounds := within(op, number)) is not None:
                return self.limit(Ref(measured.key[1]), bounds) is not None

        def keep(one: Value) -> Value | None:
            result = operators.compare(self, op, one, known)
            if result is False:
                return None
            if result is None and op in ("==", "is") and isinstance(one, Opaque) and isinstance(known, (Text, Const)):
                return known.along(one.trail)
            return one

        return self.narrow_path(side, keep)

    def narrow_measure(self, call: ir.Call, op: str, other: ir.Expression) -> bool:
        """`len(xs) > 1`, `text.count(",") == 0`, `type(x) is list`."""
        number = operators.number(self.expression(other))
        function = call.function
        if isinstance(function, ir.Name) and len(call.arguments) == 1 and not call.arguments[0].stars:
            called, measured = self.lookup(function.id, function), call.arguments[0].value
            if called == External("builtins.type") and op in {"==", "is", "!=", "is not"}:
                kinds, wanted = self.expression(other), op in {"==", "is"}
                return self.narrow_path(measured, lambda one: narrowed(self, one, kinds, wanted=wanted))
            if called == External("builtins.len") and number is not None:
                return self.narrow_length(measured, within(op, number))
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
        if isinstance(measured, ir.Call):
            return self.narrow_parts(measured, limits)
        return self.narrow_path(measured, lambda one: self.limit(one, limits))

    def narrow_separators(self, path: ir.Expression, counted: ir.Expression, bounds: Count | None) -> bool:
        """`text.count(",")` lies within bounds: there is one address more; of "@" there are as many."""
        separator = self.expression(counted)
        known = separator.constant if isinstance(separator, Text) else None
        if known is None or bounds is None or known.strip() not in {"@", ",", ";"}:
            return True
        spare = 0 if known.strip() == "@" else 1
        return self.narrow_path(path, lambda one: holding(one, bounds, spare))

    def narrow_parts(self, call: ir.Call, bounds: Count) -> bool:
        """`len(text.split(",")) > 1`."""
        if isinstance(call.function, ir.Attribute) and call.function.name == "split" and call.arguments:
            return self.narrow_path(call.function.value, lambda one: holding(one, bounds, 0))
        return True

    def narrow_membership(self, left: ir.Expression, right: ir.Expression, *, inside: bool) -> bool:
        if isinstance(left, ir.Constant) and isinstance(left.value, str) and left.value.strip() in (",", ";"):
            bounds = Count(2, UNBOUNDED) if inside else Count(0, 1)

            def keep(one: Value) -> Value | None:
                if isinstance(one, Opaque):
                    return holding(one, bounds, 0)
                known = operators.contains(self, one, text(str(left.value)))
                return None if known is (not inside) else one

            return self.narrow_path(right, keep)
        container = self.expression(right)
        if not is_path(left):
            return True

        def member(one: Value) -> Value | None:
            known = operators.contains(self, container, one)
            if known is (not inside):
                return None
            if inside and isinstance(one, Opaque):
                elements = operators.elements(self, container)
                if elements is not None and 0 < len(elements) <= 4:
                    return join_all(elements).along(one.trail)
            return one

        return self.narrow_path(left, member)


WRAPPERS = {f"builtins.{name}" for name in ("list", "tuple", "set", "sorted", "frozenset")}


def _some(size: Count) -> bool | None:
    return True if size.least > 0 else False if size.most == 0 else None


def within(op: str, number: int) -> Count | None:
    """The lengths for which a comparison with a number holds, as far as an interval can say it."""
    match op:
        case "==" | "is":
            return Count(number, number)
        case ">":
            return Count(number + 1, UNBOUNDED)
        case ">=":
            return Count(max(number, 0), UNBOUNDED)
        case "<":
            return Count(0, number - 1)
        case "<=":
            return Count(0, number)
        case "!=" | "is not" if number == 0:
            return Count(1, UNBOUNDED)
    return None


def holding(value: Value, bounds: Count, spare: int) -> Value | None:
    """A text that is not known, with bounds on the addresses that it holds: separators are one less than addresses."""
    least = bounds.least + spare if bounds.least else 0
    most = min(bounds.most + spare, UNBOUNDED)
    if isinstance(value, Opaque):
        return value.refined(count=Count(min(max(least, 0), most), most))
    return value


def is_path(node: ir.Expression) -> bool:
    """Whether an expression names a place that keeps what it holds: `x`, `self.x`, `d["k"]`."""
    while True:
        if isinstance(node, ir.Name):
            return True
        if isinstance(node, ir.Attribute) or (isinstance(node, ir.Subscript) and isinstance(node.key, ir.Constant)):
            node = node.value
        else:
            return False
