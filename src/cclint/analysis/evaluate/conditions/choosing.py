"""`and`, `or` and the conditional expression: each operand on the paths on which it is evaluated."""

from __future__ import annotations

from typing import Final

from cclint.analysis.base.core import Core
from cclint.analysis.base.paths import DEAD, DivergesError
from cclint.analysis.values.code import External
from cclint.analysis.values.count import Count
from cclint.analysis.values.lattice import join_all
from cclint.analysis.values.state import State
from cclint.analysis.values.value import (
    BOOLEAN,
    FALSE,
    Opaque,
    Ref,
    Seq,
    Value,
    alternatives,
)
from cclint.ir import nodes as ir

VALUE: Final = ("", "(value)")
"""The cell of an expression's value while paths meet."""


class Choosing(Core):
    """Choosing between expressions."""

    def on_logic(self, node: ir.Logic) -> Value:
        """`a and b`, `a or b`: the value of the operand that decides, each on its own path."""
        values: list[Value] = []
        with self.parting() as base:
            states = []
            self.state = base.fork()
            for index, operand in enumerate(node.operands):
                last = index == len(node.operands) - 1
                try:
                    value = self.expression(operand)
                except DivergesError:
                    break
                if last:
                    values.append(value)
                    states.append(self.state)
                    break
                stops = node.op == "or"
                known = self.truth(value)
                if known is stops:
                    values.append(value)
                    states.append(self.state)
                    break
                if known is None:
                    self.forks += 1
                    kept = [
                        one
                        for one in (self.turned(one, wanted=stops) for one in alternatives(value))
                        if one is not None
                    ]
                    inner = self.state
                    inner.pins += 1
                    stopped = self.narrow(inner.fork(), operand, wanted=stops)
                    self.state = stopped
                    if stops and stopped is not DEAD:
                        kept = [one for one in (self.kept_true(one, wanted=True) for one in kept) if one is not None]
                    going = self.narrow(inner.fork(), operand, wanted=not stops)
                    inner.pins -= 1
                    if kept and stopped is not DEAD:
                        values.append(join_all(kept))
                        states.append(stopped)
                    self.state = going
                    if not self.live():
                        break
            return self.met(base, states, values)

    def met(self, base: State, states: list[State], values: list[Value]) -> Value:
        """What an expression gives that was evaluated on several paths, where these meet.

        Raises
        ------
        DivergesError: none of the paths gets here.
        """
        if not values:
            self.state = DEAD
            raise DivergesError
        if len(values) == 1 or not any(isinstance(one, Ref) for value in values for one in alternatives(value)):
            self.state = self.join(base, states)
            return join_all(values)
        for state, value in zip(states, values):
            state.set(VALUE, value)  # so that it is joined together with what it leads to
        self.state = self.join(base, states)
        met = self.cell(*VALUE)
        self.state.set(VALUE, None)
        assert met is not None
        return met

    def turned(self, value: Value, *, wanted: bool) -> Value | None:
        """An alternative as it is where its truth is as wanted."""
        known = self.truth(value)
        if known is not None:
            return value if known is wanted else None
        if isinstance(value, Opaque) and not wanted:
            return FALSE if value.type in (None, BOOLEAN) else value.refined(count=Count(0, 0), length=Count(0, 0))
        if isinstance(value, Seq) and not wanted:
            return Seq(value.kind, (), value.trail)
        return FALSE if isinstance(value, External) and not wanted else value

    def on_choice(self, node: ir.Choice) -> Value:
        values: list[Value] = []
        with self.parting() as base:
            self.state = base.fork()
            paths = zip(self.split(node.test), (node.then, node.otherwise))
            states = []
            for state, branch in paths:
                self.state = state
                if not self.live():
                    continue
                try:
                    values.append(self.expression(branch))
                    states.append(self.state)
                except DivergesError:
                    continue
            return self.met(base, states, values)
