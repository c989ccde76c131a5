"""Conditions, and what is known where they hold; declarations only."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cclint.analysis.values.count import Count
from cclint.analysis.values.state import State
from cclint.analysis.values.value import Value
from cclint.ir import nodes as ir


class ConditionOffers:
    """Conditions, and what is known where they hold."""

    def truth(self, value: Value) -> bool | None:
        raise NotImplementedError

    def split(self, node: ir.Expression) -> tuple[State, State]:
        """The states in which a condition holds and does not hold; `DEAD` for what cannot be."""
        raise NotImplementedError

    def narrow(self, state: State, node: ir.Expression, *, wanted: bool) -> State:
        """A state as it is where a condition turns out as wanted; `DEAD` where it cannot."""
        raise NotImplementedError

    def narrowing(self, node: ir.Expression, *, wanted: bool) -> bool:
        """Narrow the present state by a condition; False where it cannot turn out as wanted."""
        raise NotImplementedError

    def narrow_path(self, path: ir.Expression, keep: Callable[[Value], Value | None]) -> bool:
        raise NotImplementedError

    def comparand(self, node: ir.Expression) -> Value:
        """Evaluate an operand of a comparison, and remember what it was."""
        raise NotImplementedError

    def operand(self, node: ir.Expression) -> Value:
        """What an operand was when its comparison was evaluated."""
        raise NotImplementedError

    def decides(self, op: str, left: ir.Expression, right: ir.Expression) -> bool:
        """Whether the class of an operand says how it is compared."""
        raise NotImplementedError

    def spelt_out(self, path: ir.Expression, name: str) -> ir.Expression | None:
        """What a method or property does nothing but return, as its caller would write it."""
        raise NotImplementedError

    def narrow_by_class(self, path: ir.Expression, *, wanted: bool) -> bool:
        """Narrow by what the class of an object says of its truth."""
        raise NotImplementedError

    def narrow_predicate(self, node: ir.Call, *, wanted: bool) -> bool:
        """Narrow by a call of a function that returns a condition."""
        raise NotImplementedError

    def narrow_slice(self, path: ir.Expression, key: ir.Slice, *, wanted: bool) -> bool:
        """Narrow by whether a slice is empty."""
        raise NotImplementedError

    def narrow_named_length(self, number: Value, bounds: Count) -> bool:
        """Narrow what a number is the length of, given the bounds of the number."""
        raise NotImplementedError

    def narrow_measure(self, call: ir.Call, op: str, other: ir.Expression) -> bool:
        """Narrow what a call measures, given a comparison of its result that holds."""
        raise NotImplementedError

    def kept_true(self, value: Value, *, wanted: bool) -> Value | None:
        """An alternative whose truth is as wanted."""
        raise NotImplementedError

    def limit(self, value: Value, bounds: Count) -> Value | None:
        """A value whose length lies within bounds; None where that cannot be."""
        raise NotImplementedError

    def unlike(self, value: Value, number: int) -> Value | None:
        """A value whose length is any but this one; None where that cannot be."""
        raise NotImplementedError

    def remembered(self, node: ir.Expression, value: Value) -> Value:
        """The outcome of a condition, as something that remembers which condition it was."""
        raise NotImplementedError

    def recalled(self, value: Value, *, wanted: bool) -> bool:
        """Narrow by the condition that a value is the outcome of."""
        raise NotImplementedError

    def outcome_of(self, test: ir.Expression) -> bool | None:
        """The outcome of a condition that has been decided on the present path."""
        raise NotImplementedError

    def as_asked_for(self, subject: ir.Expression, kinds: Value) -> Callable[[Value], Value]:
        """How to take an argument that is asked whether it is of some kinds."""
        raise NotImplementedError

    def as_asked_about(self, subject: ir.Expression, attribute: object) -> Callable[[Value], Value]:
        """How to take an argument that is asked whether it has an attribute of texts or lists."""
        raise NotImplementedError

    def matched_as_handed(self, subject: ir.Expression, patterns: Iterable[ir.Pattern]) -> None:
        """Take an argument that `match` tells apart by whether it is a text or a list."""
        raise NotImplementedError
