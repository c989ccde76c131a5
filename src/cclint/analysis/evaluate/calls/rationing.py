"""Budgets of calls: one that is too dear for its caller gives something unknown, and the caller goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container
from collections.abc import Mapping as Table
from typing import Any, Final

from cclint.analysis.base.core import Core
from cclint.analysis.base.paths import Arguments, SpentError
from cclint.analysis.values.code import Class, Func
from cclint.analysis.values.rope import Text
from cclint.analysis.values.value import Opaque, Value
from cclint.ir import nodes as ir

ASIDE: Final = 2_500
"""Steps for a call of a function that cannot send mail, all that it calls included: only what it gives matters."""
TESTED: Final = 300
"""Steps for a call that a test makes of what is no test: what that sends is not judged there, either."""
SHARE: Final = (2, 3)
"""The part of what is left to a function that one call in it may take."""


SHARING: Final = 4
"""How deep calls are nested where they share; further down a chain of calls each may take what is left."""
ROUNDS: Final = 3
"""How often a function's own statements are evaluated, more or less: those in loops until nothing new comes."""


CALLS: Final = 5
"""How many calls of one function may take all that they may, where little is asked for."""


class Rationing(Core):
    """Calls with a budget of their own."""

    relevant: Table[int, int] | None = None
    supposed: Container[int] = ()
    """Those of them of which only is known that they belong to a small program that sends mail."""
    test_code: Callable[[str], bool] | None = None
    """Tells the paths of test code from others, where it is tests that are evaluated."""
    overspent: dict[int, int]
    """The most steps that a function was given and that were too few, by the ids of their scopes."""
    too_dear: dict[int, ir.Function]
    """The functions that can take part in sending and whose budget was too small, in this entry."""
    dropped: int
    """How many calls of such functions were not followed to their end."""
    ceiling: int
    terse: int | None
    """The most steps that any call may take, where what the caller itself says is all that is asked for."""
    given: Counter[int]
    """What the calls of functions have taken of that, by the ids of their scopes."""
    loading: set[str]
    main: bool
    calls_running: list[tuple[object, ...]]

    def takes_part(self, cls: Class) -> bool:
        """Whether a class has, or inherits, a method that can take part in sending."""
        info, relevant = self.classes.get(cls.id), self.relevant
        classes = (self.classes.get(one.id) for one in info.order if isinstance(one, Class)) if info is not None else ()
        methods = (method for one in classes if one is not None for method in one.scope.inner)
        return any(relevant is None or id(one) in relevant for one in methods)

    def rationed(self, function: Func, arguments: Arguments, node: ir.Node, key: tuple[object, ...]) -> Value:
        """Call a function within a part of what is left to the caller.

        Raises
        ------
        DivergesError: it does not come back.
        SpentError: it is the entry itself that has too few.
        """
        scope, left = function.scope, self.ceiling - self.steps
        known = self.relevant is None or id(scope) in self.relevant
        entry = not (self.stack or self.loading or self.main)  # the call that the entry is
        sharing = len(self.stack) <= SHARING and not entry
        share = (left - self.own(left)) * SHARE[0] // SHARE[1] if sharing else left
        share = share if known else min(share, ASIDE)
        if self.test_code is not None and not self.test_code(scope.path):
            share = min(share, TESTED)
        if self.terse is not None and not entry:
            share = min(share, self.terse, self.terse * CALLS - self.given[id(scope)])
        if share <= self.overspent.get(id(scope), 0):
            return self.left_out(function, node, share)
        before = self.steps
        result = self.within(share, lambda: self.evaluated(function, arguments, node, key))
        if self.terse is not None:
            self.given[id(scope)] += self.steps - before
        if result is None:
            self.overspent[id(scope)] = share
            return self.left_out(function, node, share)
        return result

    def within(self, steps: int, work: Callable[[], Value]) -> Value | None:
        """Do something that may take so many steps; None, and all as it was before, where they are too few.

        Raises
        ------
        SpentError: it is the entry itself that has too few.
        """
        ceiling, before, activation = self.ceiling, self.state, self.activation
        running, width = self.running, self.width
        depths = (len(self.stack), len(self.calls_running), len(activation.handlers), len(activation.loops))
        self.ceiling = min(ceiling, self.steps + steps)
        try:
            return work()
        except SpentError:
            if self.steps >= ceiling or self.late():
                raise
            self.activation, self.running, self.width = activation, running, width
            del self.stack[depths[0] :], self.calls_running[depths[1] :]
            del activation.handlers[depths[2] :], activation.loops[depths[3] :]
            self.state = before.fork()
            return None
        finally:
            self.ceiling = ceiling

    def own(self, left: int) -> int:
        """The steps that the running function keeps for its own statements."""
        scope = self.frame.scope
        lines = scope.at[2] - scope.at[0] + len(scope.body)  # there are about as many steps in it as lines
        return min(left // 2, ROUNDS * lines)

    def left_out(self, function: Func, node: ir.Node, share: int) -> Value:
        """What a call gives that is not followed any further, for its share is too small: what the function's hint says."""
        scope = function.scope
        self.scarce += share not in (ASIDE, TESTED)
        if self.relevant is None or (id(scope) in self.relevant and id(scope) not in self.supposed):
            self.too_dear[id(scope)] = scope
            self.dropped += 1
        self.hazards += 1
        return self.as_hinted(function, node)

    def as_hinted(self, function: Func, node: ir.Node) -> Value:
        """What a call gives of which only the function's hint is known."""
        scope = function.scope
        found = self.unknown(node, "call", scope.qualname)
        kind = self.type_of(scope.returns, function.frame) if scope.returns is not None else None
        return found if kind is None else self.typed(kind, found.key, found.trail, node)


def alike(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    """Whether two calls, by their keys, differ only in which unknown things they are given."""
    if one[0] != other[0] or len(one[1]) != len(other[1]) or len(one[2]) != len(other[2]) or one[3] != other[3]:
        return False
    pairs = [(a.value, b.value) for a, b in zip(one[1], other[1])]
    pairs += [(a[1], b[1]) for a, b in zip(one[2], other[2]) if a[0] == b[0]]
    return all(_likeness(a) == _likeness(b) for a, b in pairs)


def _likeness(value: Value) -> object:
    match value:
        case Opaque():
            return (value.type, value.count)
        case Text() if value.constant is None:
            return len(value.parts)
    return value
