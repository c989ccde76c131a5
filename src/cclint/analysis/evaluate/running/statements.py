"""Statements: one method for each kind of node, and the ways in which a path can leave a block."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from cclint.analysis.base.core import Core
from cclint.analysis.base.paths import DEAD, DivergesError
from cclint.analysis.evaluate.conditions.bounds import is_repeatable
from cclint.analysis.evaluate.conditions.patterns import Patterns
from cclint.analysis.evaluate.running.entering import Entering
from cclint.analysis.evaluate.running.loops import Loops
from cclint.analysis.evaluate.running.raising import Raising
from cclint.analysis.operations import operators
from cclint.analysis.values import runs as sequences
from cclint.analysis.values.code import External
from cclint.analysis.values.count import UNBOUNDED, Count
from cclint.analysis.values.heap import Instance, Mapping, Sequence
from cclint.analysis.values.lattice import join_all, normal
from cclint.analysis.values.state import State
from cclint.analysis.values.value import NOTHING, Opaque, Ref, Run, Value, alternatives
from cclint.ir import nodes as ir

AT_ONCE: Final = 8
"""So many conditions of a chain of `elif` leave layers of their own; those of more are put together."""


class Statements(Core):
    """Executing statements in the present state."""

    def block(self, statements: ir.Block) -> None:
        index = 0
        while index < len(statements) and self.live():
            execute = self.watched_over if self.activation.perils else self.executed
            index = execute(statements, index)

    def executed(self, statements: ir.Block, index: int) -> int:
        """Execute a statement of a block, and those that go together with it: the index behind them."""
        done = self.held_apart(statements, index) if type(statements[index]) is ir.Branch else index
        if done == index:
            self.statement(statements[index])
            done += 1
        return done

    def statement(self, node: ir.Statement) -> None:
        self.step()
        try:
            STATEMENTS[type(node)](self, node)
        except DivergesError:
            self.state = DEAD

    def on_evaluate(self, node: ir.Evaluate) -> None:
        self.expression(node.value)

    def on_assign(self, node: ir.Assign) -> None:
        if node.annotation is not None and self.frame.scope.kind == "class" and isinstance(node.targets[0], ir.Name):
            self.annotated(node.targets[0].id, node.annotation)
        if node.value is None:
            return
        value = self.remembered(node.value, self.expression(node.value))
        if node.annotation is not None:
            value = self.hinted_value(value, node.annotation, self.frame)
        for target in node.targets:
            self.assign(target, value, node)
        if isinstance(node.targets[0], ir.Display) and len(node.targets) == 1:
            self.unpacked(node.targets[0], node.value)

    def unpacked(self, target: ir.Display, source: ir.Expression) -> None:
        """What was unpacked had as many elements as there are targets."""
        starred = any(isinstance(item, ir.Starred) for item in target.items)
        number = len(target.items) - starred
        bounds = Count(number, UNBOUNDED if starred else number)
        if not self.narrow_path(source, lambda one: self.limit(one, bounds)):
            self.raises(None)

    def on_augment(self, node: ir.Augment) -> None:
        """`target op= value`: lists, sets and dictionaries are changed where they are, everything else is bound anew."""
        target, place = node.target, None
        if isinstance(target, ir.Subscript) and not isinstance(target.key, ir.Slice) and not is_repeatable(target.key):
            place = self.expression(target.value), self.expression(target.key)  # `counts[people.pop()] += 1` takes one
        before = self.expression(target) if place is None else self.under(*place, target)
        value = self.expression(node.value)
        results: list[Value] = []
        kept = anew = False
        for one in alternatives(before):
            made = self.operated_in_place(node.op, one, value, node)
            if made is None and self.changed_in_place(one, node.op, value, node):
                kept = True
                results.append(one)
                continue
            anew = True
            results.append(operators.binary(self, node.op, one, value, node) if made is None else made)
        if (anew or not kept) and place is None:
            self.assign(target, join_all(results), node)
        elif (anew or not kept) and place is not None:
            self.set_item(*place, join_all(results), node)

    def changed_in_place(self, target: Value, op: str, value: Value, node: ir.Node) -> bool:
        record = self.record(target)
        if isinstance(record, Instance) and isinstance(record.native, (Sequence, Mapping)):
            record = record.native
        if not isinstance(target, Ref) or not isinstance(record, (Sequence, Mapping)):
            return False
        if isinstance(record, Mapping):
            if op != "|":
                return False
            operators.update(self, target, value, node)
            return True
        if op == "+" and record.kind != "set":
            self.extend(target, self.iterate(value, node), node)
            return True
        if op == "*":
            number = operators.number(value)
            times = Count(max(number, 0), max(number, 0)) if number is not None else Count(0, 1 << 40)
            self.write_native(target, record.holding(sequences.repeat(record.runs, times)))
            return True
        if op in ("|", "&", "-", "^"):
            self.write_native(target, record.holding(operators.sets(op, record.runs, self.iterate(value, node))))
            return True
        return False

    def extend(self, target: Ref, runs: tuple[Run, ...], node: ir.Node) -> None:
        """Put elements at the end of a list."""
        record = self.record(target)
        if isinstance(record, Instance):
            record = record.native
        if isinstance(record, Sequence):
            added = tuple(Run(self.appended(run.value, target, node), run.count) for run in runs)
            self.write_native(target, record.holding(normal((*record.runs, *added))))

    def on_delete(self, node: ir.Delete) -> None:
        for target in node.targets:
            self.remove(target)

    def on_return(self, node: ir.Return) -> None:
        value = self.remembered(node.value, self.expression(node.value)) if node.value is not None else NOTHING
        self.activation.returns.append((value, self.state))
        self.state = DEAD

    def on_raise(self, node: ir.Raise) -> None:
        value = self.expression(node.value) if node.value is not None else None
        if isinstance(value, Opaque) and isinstance(node.value, ir.Call):
            cls = self.expression(node.value.function)
            value = cls if isinstance(cls, External) else value
        self.raises(value)

    def on_assert(self, node: ir.Assert) -> None:
        holds, fails = self.insisted(node.test)
        if fails is not DEAD:
            self.state = fails
            self.raises(External("builtins.AssertionError"))
        self.state = holds

    def on_pass(self, node: ir.Pass) -> None:
        pass

    def on_break(self, _: ir.Break) -> None:
        if self.activation.loops:
            self.activation.loops[-1].breaks.append(self.state)
        self.state = DEAD

    def on_continue(self, _: ir.Continue) -> None:
        if self.activation.loops:
            self.activation.loops[-1].continues.append(self.state)
        self.state = DEAD

    def on_branch(self, node: ir.Branch) -> None:
        """`if`, with all of its `elif`: their paths part at one place, so that they meet at one place."""
        with self.parting() as base:
            self.state = base.fork()
            ends: list[State] = []
            while True:
                try:
                    refused = is_refusal(node.then) or is_refusal(node.otherwise)
                    holds, fails = self.insisted(node.test) if refused else self.sides(node.test)
                except DivergesError:
                    self.state = DEAD
                    break
                self.state = holds
                self.block(node.then)
                ends.append(self.state)
                self.state = fails
                if holds is DEAD:
                    self.import_for_hints(node)
                rest = node.otherwise
                if len(rest) != 1 or not isinstance(rest[0], ir.Branch) or fails is DEAD or self.watched is not None:
                    self.block(rest)
                    break
                self.step()
                node = rest[0]
                if len(ends) % AT_ONCE == 0:
                    self.state = State(base, dict(fails.changes(base)))
            self.state = self.join(base, [*ends, self.state])

    def insisted(self, test: ir.Expression) -> tuple[State, State]:
        """The sides of a condition that the program goes on with in one case only."""
        before, self.demanding = self.demanding, True
        try:
            return self.sides(test)
        finally:
            self.demanding = before

    def sides(self, test: ir.Expression) -> tuple[State, State]:
        """The states in which a condition holds and in which it does not; one that is known leaves one of them."""
        known = self.outcome_of(test)
        holds, fails = self.split(test)
        if known is not None and DEAD not in (holds, fails):
            return (holds, DEAD) if known else (DEAD, fails)
        return holds, fails


STATEMENTS: Final[dict[type, Callable[[Any, Any], None]]] = {
    ir.Evaluate: Statements.on_evaluate,
    ir.Assign: Statements.on_assign,
    ir.Augment: Statements.on_augment,
    ir.Delete: Statements.on_delete,
    ir.Return: Statements.on_return,
    ir.Raise: Statements.on_raise,
    ir.Assert: Statements.on_assert,
    ir.Pass: Statements.on_pass,
    ir.Break: Statements.on_break,
    ir.Continue: Statements.on_continue,
    ir.Branch: Statements.on_branch,
    ir.Try: Raising.on_try,
    ir.With: Entering.on_with,
    ir.While: Loops.on_while,
    ir.For: Loops.on_for,
    ir.Match: Patterns.on_match,
    ir.Import: lambda core, node: core.on_import(node),
    ir.Define: lambda core, node: core.on_define(node),
    ir.ClassDefinition: lambda core, node: core.on_class(node),
}


def is_refusal(block: ir.Block) -> bool:
    """Whether a block does nothing but raise, or return nothing."""
    if len(block) != 1:
        return False
    return isinstance(block[0], ir.Raise) or (isinstance(block[0], ir.Return) and block[0].value is None)
