"""Generators of the project: their bodies run where somebody asks for what they yield."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Final

from cclint.analysis.base.core import Core
from cclint.analysis.base.paths import DEAD, Activation, DivergesError
from cclint.analysis.program.walking import takes_values
from cclint.analysis.values.carrying import carries
from cclint.analysis.values.code import External, Partial
from cclint.analysis.values.heap import Generator, Sequence
from cclint.analysis.values.lattice import collapse, join_all, normal
from cclint.analysis.values.rope import Text
from cclint.analysis.values.state import State
from cclint.analysis.values.turns import reborn
from cclint.analysis.values.value import NOTHING, Const, Opaque, Ref, Run, Runs, Value
from cclint.ir import nodes as ir

SENT: Final = "sent"
"""The cell of a generator for what it has been sent."""


class Generators(Core):
    """Going through a generator: gathered whole, with a loop's body in place of each `yield`, or as a context manager."""

    def run_generator(
        self, generator: Ref, record: Generator, hook: Callable[[Value], Value], *, within: bool = False
    ) -> None:
        """Evaluate a generator's body, with a hook in place of each `yield`; afterwards it is exhausted.

        Parameters
        ----------
        within: the hook happens where the `yield` stands, and not where the generator is asked.
        """
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
            self.activation = Activation(record.frame, yields=hook if within else resumed)
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

    def feedable(self, made: int, scope: ir.Function) -> None:
        if takes_values(scope):
            self.state.set((made, SENT), self.new_list((), scope))

    def feed(self, generator: Ref, value: Value) -> Value | None:
        """A generator is sent a value, as `next()` sends None; None where its body does not take any.

        Its body runs when others have had their turn: what it gives in return is known only where it is no object.
        """
        held = self.cell(generator.id, SENT)
        record = self.record(held) if held is not None else None
        if not isinstance(record, Sequence) or not isinstance(held, Ref):
            return None
        if record.runs or value != NOTHING:  # the first None brings it to its first `yield`
            self.write(held.id, record.holding(normal((*record.runs, Run(value)))))
            self.waits(Partial(External("cclint.generator.fed"), (generator,), ()))
        answers = self.answers(generator)
        if answers and all(isinstance(one, (Text, Const)) for one in answers):
            return join_all(answers)
        return Opaque(("sent back", generator.id), born=self.running)

    def answers(self, generator: Ref) -> list[Value]:
        """What a generator may give in return, whatever it is sent; what it does on the way is forgotten."""
        record, found, sends = self.record(generator), list[Value](), len(self.sends)
        if not isinstance(record, Generator):
            return found

        def hook(value: Value) -> Value:
            found.append(value)
            return Opaque(("sent", generator.id), born=self.running)

        with self.parting() as base:
            self.state = base.fork()
            with suppress(DivergesError):
                self.run_generator(generator, record, hook)
            del self.sends[sends:]
            self.state = base.fork()
        return found

    def fed(self, generator: Ref) -> None:
        record, held = self.record(generator), self.cell(generator.id, SENT)
        sent = self.record(held) if held is not None else None
        if not isinstance(record, Generator) or not isinstance(sent, Sequence) or not sent.runs:
            return
        given = collapse(sent.runs).value

        def hook(_: Value) -> Value:
            with self.parting() as base:
                self.state = base.fork()
                self.raises(External("builtins.GeneratorExit"))
                self.state = base.fork()
            return reborn(given, self.running)

        self.run_generator(generator, record, hook, within=True)
        self.state.set(generator.id, record)  # it can be sent more

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
