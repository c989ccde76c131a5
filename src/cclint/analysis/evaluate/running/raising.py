"""Exceptions: where in a block something may be raised, and which handlers that reaches."""

from __future__ import annotations

import builtins
from typing import Final

from cclint.analysis.base.core import Core
from cclint.analysis.base.paths import Raised
from cclint.analysis.operations import operators
from cclint.analysis.values.code import Class, External
from cclint.analysis.values.heap import Instance
from cclint.analysis.values.lattice import join_all
from cclint.analysis.values.state import State
from cclint.analysis.values.value import Ref, Run, Value, alternatives
from cclint.ir import nodes as ir

LEAVING: Final = 4
"""On how many of the paths that leave a `try` its last block is evaluated."""


class Raising(Core):
    """`try`, and what its handlers catch."""

    def on_try(self, node: ir.Try) -> None:
        with self.parting() as base:
            self.state = base.fork()
            returned = len(self.activation.returns)
            implicit: list[State] = []
            raised: list[Raised] = []
            self.activation.handlers.append(raised)
            self.activation.perils.append(implicit)
            self.block(node.body)
            self.activation.handlers.pop()
            self.activation.perils.pop()
            if self.live():
                self.block(node.otherwise)
            ends = [self.state]
            for handler in node.handlers:
                arriving = [*implicit]
                left, taken = [], []
                for one in raised:
                    known = self.caught(one, handler)
                    if known is not False:
                        arriving.append(one.state)
                        taken.append(one.value)
                    if known is not True:
                        left.append(one)
                raised = left
                self.state = self.join(base, arriving)
                if self.live():
                    self.state = self.state.fork()
                    if handler.name:
                        self.store(handler.name, self.exception(handler, handler.name, taken))
                    self.block(handler.body)
                    ends.append(self.state)
                if handler.kind is None or self.catches_all(handler):
                    raised, implicit = [], []
                    break
            self.state = self.join(base, ends)
            if node.final:
                raised += [Raised(None, state) for state in implicit[-1:] if not self.live()]
                self.finally_(node, returned, raised)
            outer = self.activation.handlers[-1] if self.activation.handlers else self.activation.raises
            outer.extend(raised)
            if implicit and self.activation.perils:
                self.activation.perils[-1].extend(implicit)

    def watched_over(self, statements: ir.Block, index: int) -> int:
        """Execute a statement inside of a `try`, and note the state in front of it if it may raise something."""
        before, hazards = self.state, self.hazards
        before.pins += 1
        self.state = before.fork()
        done = self.executed(statements, index)
        before.pins -= 1
        if self.hazards > hazards:
            perils = self.activation.perils[-1]
            perils.append(before)
            if done > index + 1 and self.live():  # something may have been raised in between
                perils.append(self.state)
                self.state = self.state.fork()
        return done

    def finally_(self, node: ir.Try, returned: int, raised: list[Raised]) -> None:
        """The last block runs on every path, also on those that leave: by `return`, or with an exception.

        Parameters
        ----------
        returned: how many paths had returned before the statement.
        raised: the exceptions that it does not catch.
        """
        ended = self.state
        leaving = self.activation.returns[returned:]
        del self.activation.returns[returned:]
        for value, state in leaving[:LEAVING]:
            self.state = state.fork()
            self.block(node.final)
            if self.live():
                self.activation.returns.append((value, self.state))
        self.activation.returns.extend(leaving[LEAVING:])
        for one in raised[:LEAVING]:
            self.state = one.state.fork()
            self.block(node.final)
            one.state = self.state if self.live() else one.state
        self.state = ended
        if self.live():
            self.block(node.final)

    def exception(self, handler: ir.Handler, name: str, taken: list[Value | None]) -> Value:
        """What `except ... as name` binds: the exceptions of the project that arrive here."""
        made = [one for one in taken if isinstance(one, Ref)]
        own = isinstance(handler.kind, ir.Name) and isinstance(self.expression(handler.kind), Class)
        if not made or not own or len(made) < len(taken):
            made_or_not: list[Value] = [*made, self.unknown(handler, "call", name)]
            return join_all(made_or_not)
        return join_all(made)

    def caught(self, raised: Raised, handler: ir.Handler) -> bool | None:
        """Whether a handler takes an exception; None where that is not known."""
        if handler.kind is None:
            return True
        if raised.value is None:
            return None
        own = self.exception_class(raised.value)
        kinds = [run.value for run in self.iterate_quietly(self.expression_in(handler.kind, raised.state))]
        if own is None:
            return None
        answers = [self.derived(own, kind) for kind in kinds]
        return True if True in answers else None if None in answers else False

    def expression_in(self, node: ir.Expression, state: State) -> Value:
        kept, self.state = self.state, state.fork()
        value = self.expression(node)
        self.state = kept
        return value

    def iterate_quietly(self, value: Value) -> tuple[Run, ...]:
        runs = operators.runs_of(self, value)
        return runs if runs is not None else tuple(Run(one) for one in alternatives(value))

    def exception_class(self, value: Value) -> Value | None:
        if isinstance(value, (Class, External)):
            return value
        record = self.record(value)
        return record.cls if isinstance(record, Instance) else None

    def derived(self, cls: Value, kind: Value) -> bool | None:
        """Whether one exception class is the other or derives from it."""
        if cls == kind:
            return True
        order: tuple[Value, ...] = (cls,)
        if isinstance(cls, Class) and cls.id in self.classes:
            order = self.classes[cls.id].order
        if kind in order:
            return True
        if isinstance(kind, External) and kind.name in ("builtins.Exception", "builtins.BaseException"):
            return True
        if isinstance(kind, External):
            own = next((one for one in order if isinstance(one, External)), None)
            known = built_in(own.name if own is not None else ""), built_in(kind.name)
            if known[0] is not None and known[1] is not None:
                return issubclass(known[0], known[1])
            libraries = [one.name for one in order if isinstance(one, External)]
            if any(self.models.derives(name, kind.name) for name in libraries):
                return True
            return False if all(name in self.models for name in libraries) and kind.name in self.models else None
        return False if isinstance(kind, Class) else None

    def catches_all(self, handler: ir.Handler) -> bool:
        if handler.kind is None:
            return True
        return isinstance(handler.kind, ir.Name) and handler.kind.id in ("Exception", "BaseException")


def built_in(name: str) -> type[BaseException] | None:
    """A built-in exception by its qualified name."""
    found = getattr(builtins, name.removeprefix("builtins."), None) if name.startswith("builtins.") else None
    return found if isinstance(found, type) and issubclass(found, BaseException) else None
