"""What is known of a value where a condition holds."""

from __future__ import annotations

from collections.abc import Callable

from cclint.analysis.base.core import Core
from cclint.analysis.base.paths import DEAD, DivergesError
from cclint.analysis.evaluate.conditions.bounds import holding, is_path, is_repeatable, is_type_of, within
from cclint.analysis.operations import comparing, operators
from cclint.analysis.operations.types import is_callable, narrowed, with_attribute
from cclint.analysis.values.code import External
from cclint.analysis.values.count import ONE, SOME, UNBOUNDED, Count
from cclint.analysis.values.heap import Mapping, Sequence
from cclint.analysis.values.lattice import join_all, summary
from cclint.analysis.values.rope import Text, plain, text
from cclint.analysis.values.state import State
from cclint.analysis.values.value import NOTHING, Const, Opaque, Ref, Seq, Union, Value, alternatives, total
from cclint.ir import nodes as ir

Keep = Callable[[Value], Value | None]
"""Narrows one alternative: the value as it is on the path, None where the path cannot be."""
NEGATED = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">", "is": "is not", "is not": "is", "in": "not in",
           "not in": "in"}  # fmt: skip
TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!=", "is": "is", "is not": "is not"}
NONE_OR_NOT = {"is": False, "==": False, "is not": True, "!=": True}


class Narrowing(Core):
    """Narrowing what names, attributes and items hold."""

    def narrow(self, state: State, node: ir.Expression, *, wanted: bool) -> State:
        """A state as it is where a condition turns out as wanted; `DEAD` where it cannot."""
        self.state = state
        try:
            possible = self.narrowing(node, wanted=wanted)
        except DivergesError:
            possible = False
        return self.state if possible else DEAD

    def narrowing(self, node: ir.Expression, *, wanted: bool) -> bool:
        asked = self.header_asked(node)
        if asked is not None:
            return self.narrow_header(*asked, present=wanted)
        match node:
            case ir.Unary(op="not"):
                return self.narrowing(node.operand, wanted=not wanted)
            case ir.Logic():
                each = (node.op == "and") is wanted  # else any one of the operands can be the reason
                return all(self.narrowing(one, wanted=wanted) for one in node.operands) if each else True
            case ir.Bind():
                return self.narrow_path(node.target, lambda one: self.kept_true(one, wanted=wanted))
            case ir.Name() | ir.Attribute() | ir.Subscript():
                if isinstance(node, ir.Subscript) and isinstance(node.key, ir.Slice):
                    return self.narrow_slice(node.value, node.key, wanted=wanted)
                if not self.recalled(self.expression(node), wanted=wanted):
                    return False
                if not self.narrow_by_class(node, wanted=wanted):
                    return False
                return self.narrow_path(node, lambda one: self.kept_true(one, wanted=wanted))
            case ir.Call():
                return self.narrow_call(node, wanted=wanted)
            case ir.Compare():
                pairs = [*zip(node.operators, node.operands, node.operands[1:], strict=False)]
                if len(pairs) > 1 and not wanted:
                    return True  # any one of a chain's comparisons can be the reason
                return all(self.narrow_pair(op if wanted else NEGATED[op], *both) for op, *both in pairs)
        return True

    def narrow_pair(self, op: str, left: ir.Expression, right: ir.Expression) -> bool:
        return self.decides(op, left, right) or self.narrow_compare(left, op, right)

    def narrow_path(self, path: ir.Expression, keep: Keep) -> bool:
        """Narrow what a name, an attribute or an item under a constant key holds; False where nothing is left."""
        if isinstance(path, ir.Bind):
            path = path.target
        if not is_path(path):
            return True
        if isinstance(path, ir.Subscript):
            self.materialize(path)
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
            absent = all(one == NOTHING for one in left)
            if (
                isinstance(path.key, ir.Constant)
                and (absent or NOTHING not in left)
                and not self.narrow_field(owner, str(path.key.value), present=not absent)
            ):
                return False
            if isinstance(owner, Ref) and isinstance(record, Mapping) and owner.id not in self.shared:
                key = self.expression(path.key)
                if record.find(key) is not None:
                    self.set_item(owner, key, narrowed_value, path)
        return True

    def materialize(self, path: ir.Subscript) -> None:
        """Give a key that a mapping is known to have an entry of its own, so that it can be told from the others."""
        owner = self.expression(path.value)
        record = self.record(owner)
        if not isinstance(owner, Ref) or not isinstance(record, Mapping) or owner.id in self.shared:
            return
        key = self.expression(path.key)
        if record.find(key) is not None or record.value is None or not operators.is_constant(key):
            return
        value = self.expression(path)
        held = self.record(value)
        if isinstance(held, Sequence):
            value = self.new_list(held.runs, path, value.trail, held.kind)
        if record.factory is None:
            self.set_item(owner, key, value, path)

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

    def narrow_call(self, node: ir.Call, *, wanted: bool) -> bool:
        function, arguments = node.function, node.arguments
        if isinstance(function, ir.Name) and not any(argument.stars for argument in arguments):
            called = self.lookup(function.id, function)
            if called == External("builtins.isinstance") and len(arguments) == 2:
                kinds, subject = self.expression(arguments[1].value), arguments[0].value
                asked = self.as_asked_for(subject, kinds)
                return self.narrow_path(subject, lambda one: narrowed(self, asked(one), kinds, wanted=wanted))
            if called == External("builtins.len") and len(arguments) == 1:
                bounds = Count(1, UNBOUNDED) if wanted else Count(0, 0)
                return self.narrow_path(arguments[0].value, lambda one: self.limit(one, bounds))
            if called == External("builtins.issubclass") and len(arguments) == 2 and is_type_of(arguments[0].value):
                kinds, subject = self.expression(arguments[1].value), arguments[0].value.arguments[0].value
                return self.narrow_path(subject, lambda one: narrowed(self, one, kinds, wanted=wanted))
            if called == External("builtins.hasattr") and len(arguments) == 2:
                name, subject = plain(self.expression(arguments[1].value)), arguments[0].value
                asked = self.as_asked_about(subject, name)
                return self.narrow_path(subject, lambda one: with_attribute(self, asked(one), name, wanted=wanted))
            if called == External("builtins.callable") and len(arguments) == 1:
                return self.narrow_path(
                    arguments[0].value, lambda one: one if is_callable(self, one) is not (not wanted) else None
                )
            if called == External("builtins.bool") and len(arguments) == 1:
                return self.narrowing(arguments[0].value, wanted=wanted)
            if called in (External("builtins.all"), External("builtins.any")) and len(arguments) == 1:
                every = called == External("builtins.all")
                return self.narrow_quantified(arguments[0].value, every=every, wanted=wanted)
        if isinstance(function, ir.Attribute) and function.name in ("count", "exists") and not arguments:
            bounds = Count(1, UNBOUNDED) if wanted else Count(0, 0)
            return self.narrow_path(function.value, lambda one: self.limit(one, bounds))
        return self.narrow_predicate(node, wanted=wanted)

    def narrow_quantified(self, node: ir.Expression, *, every: bool, wanted: bool) -> bool:
        """`all([a, b])` holds as `a and b` does; that `any(...)` holds, or `all(...)` does not, takes an element."""
        if every is wanted:
            if not isinstance(node, ir.Display) or any(isinstance(one, ir.Starred) for one in node.items):
                return True
            return all(self.narrowing(one, wanted=wanted) for one in node.items)
        source = node.clauses[0].iterable if isinstance(node, ir.Comprehension) else node
        return self.narrow_path(source, lambda one: self.limit(one, Count(1, UNBOUNDED)))

    def narrow_compare(self, left: ir.Expression, op: str, right: ir.Expression) -> bool:
        """Narrow both sides of a comparison that is known to hold."""
        if op in ("in", "not in"):
            if isinstance(right, (ir.Name, ir.Attribute)) and not self.narrow_header(right, left, present=op == "in"):
                return False
            return self.narrow_membership(left, right, inside=op == "in")
        asked = self.header_asked(left)
        if asked is not None and isinstance(right, ir.Constant) and right.value is None and op in NONE_OR_NOT:
            return self.narrow_header(*asked, present=NONE_OR_NOT[op])
        if isinstance(left, ir.Binary) and left.op in ("+", "-") and is_repeatable(left.right):  # `len(xs) - 1 == 0`
            spare, number = (operators.number(self.operand(one)) for one in (left.right, right))
            if spare is not None and number is not None:
                moved = number - spare if left.op == "+" else number + spare
                return self.narrow_compare(left.left, op, ir.Constant(right.at, moved))
        possible = self.narrow_side(left, op, right)
        return possible and (op not in TURNED or self.narrow_side(right, TURNED[op], left))

    def comparand(self, node: ir.Expression) -> Value:
        """Evaluate an operand of a comparison, and remember what it was where it can be another when evaluated again."""
        value = self.expression(node)
        if not is_repeatable(node):
            self.operands[id(node)] = node, value
        return value

    def operand(self, node: ir.Expression) -> Value:
        """What an operand was when its comparison was evaluated: `people.pop()` would take another."""
        before = self.operands.get(id(node))
        return before[1] if before is not None and before[0] is node else self.expression(node)

    def narrow_side(self, side: ir.Expression, op: str, other: ir.Expression) -> bool:
        if isinstance(side, ir.Bind):
            side = side.target
        if isinstance(side, ir.Call):
            return self.narrow_measure(side, op, other)
        if not is_path(side):
            return True
        known = self.operand(other)
        if isinstance(known, (Opaque, Union)):
            return True
        number = operators.number(known)
        bounds = None if number is None else within(op, number)
        if bounds is not None and not self.narrow_named_length(self.expression(side), bounds):
            return False
        elements = operators.runs_of(self, known)

        def keep(one: Value) -> Value | None:
            result = comparing.compare(self, op, one, known)
            if result is False:
                return None
            counted = comparing.interval(one) if isinstance(one, Opaque) else None
            if (
                result is None
                and op in ("==", "is")
                and counted is None
                and isinstance(one, Opaque)
                and isinstance(known, (Text, Const))
            ):
                return known.along(one.trail)
            if result is None and op == "==" and elements is not None:
                return self.limit(one, total(elements))
            if bounds is not None and isinstance(one, Opaque) and counted is not None:
                least, most = max(counted.least, bounds.least), min(counted.most, bounds.most)
                return one.refined(length=Count(least, most)) if least <= most else None
            return one

        return self.narrow_path(side, keep)

    def narrow_membership(self, left: ir.Expression, right: ir.Expression, *, inside: bool) -> bool:
        if isinstance(left, ir.Constant) and isinstance(left.value, str) and left.value.strip() in (",", ";"):
            bounds = SOME if inside else Count(0, 1)

            def keep(one: Value) -> Value | None:
                if isinstance(one, Opaque):
                    return holding(one, bounds, SOME if inside else ONE)
                known = comparing.contains(self, one, text(str(left.value)))
                if known is None and not inside and isinstance(one, Text):
                    joined = summary([one])
                    return joined.refined(count=joined.count.at_most(1))
                return None if known is (not inside) else one

            return self.narrow_path(right, keep)
        container = self.operand(right)
        name = plain(self.expression(left)) if isinstance(left, ir.Constant) or is_path(left) else ...
        if isinstance(name, str) and not self.narrow_field(container, name, present=inside):
            return False
        if inside and is_path(right) and not self.narrow_path(right, lambda one: self.limit(one, SOME)):
            return False
        if isinstance(left, ir.Call) and inside:
            numbers = [operators.number(one) for one in comparing.elements(self, container) or ()]
            known = [one for one in numbers if one is not None]
            if known and len(known) == len(numbers):
                both = ((">=", min(known)), ("<=", max(known)))
                return all(self.narrow_measure(left, op, ir.Constant(left.at, one)) for op, one in both)
        if isinstance(left, ir.Call) and is_type_of(left):
            subject = left.arguments[0].value
            asked = self.as_asked_for(subject, container)
            return self.narrow_path(subject, lambda one: narrowed(self, asked(one), container, wanted=inside))
        if not is_path(left):
            return True

        def member(one: Value) -> Value | None:
            known = comparing.contains(self, container, one)
            if known is (not inside):
                return None
            if inside and isinstance(one, Opaque):
                elements = comparing.elements(self, container)
                if elements is not None and 0 < len(elements) <= 4:
                    return join_all(elements).along(one.trail)
            return one

        return self.narrow_path(left, member)
