"""Conditions: which paths they open, and what is known on each of them."""

from __future__ import annotations

from cclint.analysis.base.core import Core
from cclint.analysis.base.paths import DEAD, DivergesError
from cclint.analysis.evaluate.conditions.bounds import is_path
from cclint.analysis.operations import comparing, flags
from cclint.analysis.program.walking import walk
from cclint.analysis.values.code import Class, External
from cclint.analysis.values.count import Count
from cclint.analysis.values.heap import Buffer, Generator, Instance, Mapping, Sequence
from cclint.analysis.values.rope import Piece, Text
from cclint.analysis.values.state import State
from cclint.analysis.values.value import Const, Member, Opaque, Ref, Seq, Union, Value, total
from cclint.ir import nodes as ir


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
                bounds = comparing.interval(value)
                return None if bounds is None else _some(bounds)
            case External(name="typing.TYPE_CHECKING" | "typing_extensions.TYPE_CHECKING"):
                return False
            case External():
                return None if comparing.is_out_of_sight(self, value) else True
            case Member() if (number := flags.number(self, value)) is not None:
                return bool(number)
            case Ref():
                return self.truth_of_record(value)
        return True

    def truth_of_record(self, value: Ref) -> bool | None:
        record = self.record(value)
        if isinstance(record, Sequence):
            return _some(total(record.runs)) if record.kind != "iterator" else True
        if isinstance(record, Mapping):
            return None if self.is_left_empty(value) else _some(total(record.keys))
        if isinstance(record, (Buffer, Generator)):
            return True
        if isinstance(record, Instance) and isinstance(record.cls, (Class, External)):
            if (known := self.truth_by_method(value)) is not None:
                return known
            if (content := self.spoken(value)) is not value:
                return self.truth(content)
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
            case ir.Compare() if len(node.operators) > 1 and not any(map(_takes, node.operands[1:-1])):
                return self.split_chain(node)
            case ir.Choice():
                return self.split_choice(node)
        try:
            known = self.decided(node)
        except DivergesError:
            return DEAD, DEAD
        if known is None:
            self.forks += 1
            self.unfold(node)
        with self.parting() as base:
            holds = DEAD if known is False else self.narrow(base.fork(), node, wanted=True)
            fails = DEAD if known is True else self.narrow(base.fork(), node, wanted=False)
        self.state = DEAD
        return holds, fails

    def unfold(self, node: ir.Expression) -> None:
        """Write down attributes that a condition is about to narrow on one path: elsewhere they stay what they are."""
        for path in node.operands if isinstance(node, ir.Compare) else (node,):
            if isinstance(path, ir.Attribute) and is_path(path):
                owner, held = self.expression(path.value), self.expression(path)
                plain = isinstance(self.record(owner), Instance) and isinstance(held, (Opaque, Union))
                if isinstance(owner, Ref) and plain and self.cell(owner.id, path.name) is None:
                    self.state.set((owner.id, path.name), held)

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

    def split_choice(self, node: ir.Choice) -> tuple[State, State]:
        """`a if test else b`, as a condition."""
        with self.parting() as base:
            self.state = base.fork()
            holding, failing = [], []
            for state, branch in zip(self.split(node.test), (node.then, node.otherwise)):
                self.state = state
                if not self.live():
                    continue
                holds, fails = self.split(branch)
                holding.append(holds)
                failing.append(fails)
            outcome = self.join(base, holding), self.join(base, failing)
        self.state = DEAD
        return outcome

    def split_chain(self, node: ir.Compare) -> tuple[State, State]:
        pairs = [
            ir.Compare(node.at, (op,), (node.operands[index], node.operands[index + 1]))
            for index, op in enumerate(node.operators)
        ]
        return self.split_logic(ir.Logic(node.at, "and", tuple(pairs)))


def _takes(node: ir.Expression) -> bool:
    """Whether an expression may change something: one in the middle of a chain belongs to two comparisons."""
    return any(
        isinstance(one, (ir.Bind, ir.Await, ir.Yield))
        or (isinstance(one, ir.Call) and isinstance(one.function, ir.Attribute) and one.function.name != "count")
        for one in walk(node)
    )


def _some(size: Count) -> bool | None:
    return True if size.least > 0 else False if size.most == 0 else None
