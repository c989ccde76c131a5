"""Threads and coroutines that wait for what others put into a queue: they go on when something is there."""

from __future__ import annotations

from typing import Final

from cclint.analysis.base.core import Core
from cclint.analysis.base.paths import Arguments, DivergesError
from cclint.analysis.values.code import Partial
from cclint.analysis.values.lattice import normal
from cclint.analysis.values.value import NOTHING, Run, Seq, Value
from cclint.ir import nodes as ir

WAITING: Final = ("", "waiting")
"""The cell of the calls that wait."""
LAST: Final = ("", "at exit")
"""The cell of the calls that are made when the program ends."""
MOST: Final = 8
"""How many calls wait at the same time; further ones are taken for done."""


class Waiting(Core):
    """Calls that somebody else makes, and that cannot go on for now."""

    def waits(self, call: Partial) -> None:
        """A call has found a queue empty: it is made once more when others have had their turn."""
        self.keep_for(WAITING, call)

    def at_exit(self, call: Partial) -> None:
        """A call is made when the program ends."""
        self.keep_for(LAST, call)

    def keep_for(self, when: tuple[str, str], call: Partial) -> None:
        held = self.cell(*when)
        runs = held.runs if isinstance(held, Seq) else ()
        if len(runs) < MOST and all(run.value != call for run in runs):
            self.state.set(when, Seq("tuple", normal((*runs, Run(call)))))

    def starve(self) -> None:
        """A queue is empty that others fill.

        Raises
        ------
        DivergesError: who waits for it can go on later.
        """
        self.starved += 1
        if self.patient and (self.aside or any(one.frame.scope.asynchronous for one in self.stack)):
            raise DivergesError

    def finish(self, node: ir.Node) -> None:
        """Nobody else has a turn any more: who still waits is given something unknown; then the program ends."""
        self.resume(node)
        self.patient = False
        try:
            self.resume(node)
            self.resume(node, LAST)
        finally:
            self.patient = True

    def resume(self, node: ir.Node, when: tuple[str, str] = WAITING) -> None:
        """Others have their turn."""
        held = self.cell(*when) if self.live() else None
        if not isinstance(held, Seq):
            return
        self.state.set(when, None)
        for run in held.runs:
            if isinstance(run.value, Partial):
                self.made_aside(run.value, node)

    def made_aside(self, call: Partial, node: ir.Node) -> Value:
        """Make a call that somebody else makes: it can come to no end without this one doing so, too."""
        starved = self.starved

        def done() -> Value:
            return self.call(call, Arguments(), node)

        self.aside += 1
        try:
            result = self.either([done, lambda: NOTHING])
        except DivergesError:
            return NOTHING
        finally:
            self.aside -= 1
        if self.starved > starved and self.patient:
            self.waits(call)
        return result
