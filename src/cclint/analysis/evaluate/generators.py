"""Generators of the project: their bodies run where somebody asks for what they yield."""

from __future__ import annotations

from collections.abc import Callable

from cclint.analysis.carrying import carries
from cclint.analysis.evaluate.core import Core
from cclint.analysis.evaluate.paths import DEAD, Activation, DivergesError
from cclint.analysis.heap import Generator, Sequence
from cclint.analysis.lattice import normal
from cclint.analysis.state import State
from cclint.analysis.value import NOTHING, Ref, Run, Runs, Value
from cclint.ir import nodes as ir


class Generators(Core):
    """Going through a generator: gathered whole, with a loop's body in place of each `yield`, or as a context manager."""

    def run_generator(self, generator: Ref, record: Generator, hook: Callable[[Value], Value]) -> None:
        """Evaluate a generator's body, with a hook in place of each `yield`; afterwards it is exhausted."""
        self.state.set(generator.id, Sequence("iterator", ()))
        caller = self.activation
        self.step()
        if len(self.stack) >= self.limits.depth:
            return
        self.reached.add(id(record.function.scope))

        def resumed(value: Value) -> Value:
            callee, self.activation = self.activation, caller
            popped = self.stack.pop() if self.stack else None
            try:
                return hook(value)
            finally:
                self.activation = callee
                if popped is not None:
                    self.stack.append(popped)

        base = self.state
        with self.parting():
            self.state = base.fork()
            self.activation = Activation(record.frame, yields=resumed)
            self.stack.append(self.activation)
            try:
                self.block(record.function.scope.body)
            finally:
                callee, self.activation = self.activation, caller
                self.stack.pop()
            outer = caller.handlers[-1] if caller.handlers else caller.raises
            outer.extend(callee.raises)
            self.state = self.join(base, [self.state, *(state for _, state in callee.returns)])

    def yielded(self, value: Value, record: Generator, node: ir.Node) -> Value:
        """What a generator yields, as it is where the elements are asked for."""
        if value.trail is None or not carries(value):
            return value
        return value.along(self.hop(node, "yielded", record.function.scope.name, prev=value.trail))

    def drained(self, generator: Ref, record: Generator, node: ir.Node) -> Runs:
        """All that a generator yields, one after the other."""
        gathered = self.new_list((), node)
        stops: list[State] = []

        def hook(value: Value) -> Value:
            held = self.record(gathered)
            if isinstance(held, Sequence):
                self.write(gathered.id, held.holding(normal((*held.runs, Run(self.yielded(value, record, node))))))
            stops.append(self.state)
            self.state = self.state.fork()
            return NOTHING

        with self.parting() as base:
            self.state = base.fork()
            self.run_generator(generator, record, hook)
            if not self.live():  # it never ends: who asks for its elements stops asking
                self.state = self.join(base, stops)
        if not self.live():
            raise DivergesError
        held = self.record(gathered)
        return held.runs if isinstance(held, Sequence) else ()

    def pushed(self, iterable: Value, node: ir.For, turn: Callable[[Value], None]) -> bool:
        record = self.record(iterable)
        if not isinstance(iterable, Ref) or not isinstance(record, Generator) or node.otherwise:
            return False
        with self.looping() as (base, loop):
            outer = self.running

            def hook(value: Value) -> Value:
                kept = self.running
                self.running = (*kept, *(one for one in outer if one not in kept))
                with self.parting() as start:
                    self.state = start.fork()
                    try:
                        turn(self.yielded(value, record, node.iterable))
                    except DivergesError:
                        self.state = DEAD
                    self.state = self.join(start, [self.state, *loop.continues])
                    loop.continues.clear()
                self.running = kept
                if not self.live():
                    raise DivergesError
                return NOTHING

            self.run_generator(iterable, record, hook)
            self.state = self.join(base, [self.state, *loop.breaks])
        return True

    def managed(self, context: Value, node: ir.With) -> bool:
        record = self.record(context)
        if not isinstance(context, Ref) or not isinstance(record, Generator):
            return False

        def hook(value: Value) -> Value:
            if node.target is not None:
                self.assign(node.target, value)
            self.block(node.body)
            if not self.live():
                raise DivergesError
            return NOTHING

        self.run_generator(context, record, hook)
        return True
