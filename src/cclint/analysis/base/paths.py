"""The paths through a program: calls and loops that are running, how paths end, what a call is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from cclint.analysis.values.code import Frame
from cclint.analysis.values.state import State
from cclint.analysis.values.value import Runs, Value, each
from cclint.ir import nodes as ir

DEAD: Final = State()
"""Stands for "no path gets here"."""


class DivergesError(Exception):
    """Evaluating an expression does not come to an end on any path: it raises, or the program exits."""


class SpentError(Exception):
    """The budget of an entry is used up; what was found so far stands."""


@dataclass(slots=True)
class Raised:
    """A path that ends in an exception: its value (None where it is not known which), and the state there."""

    value: Value | None
    state: State


@dataclass(frozen=True, slots=True)
class Test:
    """A condition whose outcome has been given a name: the expression, its frame, and what it spoke about then."""

    node: ir.Expression
    frame: int | str
    subjects: tuple[tuple[ir.Expression, tuple[Any, ...]], ...]


@dataclass(frozen=True, slots=True)
class Assumption:
    """The outcome of a condition on the present path: what the condition is made of, and what that held."""

    frame: int | str
    shape: object
    outcome: bool
    paths: tuple[ir.Expression, ...]
    held: tuple[object, ...]


@dataclass(slots=True)
class Loop:
    """A loop that is running: the paths that left it with `break`, those that went on with `continue`, and the state in front of
    the last round of a `while`.
    """

    breaks: list[State] = field(default_factory=list)
    continues: list[State] = field(default_factory=list)
    last: State | None = None


@dataclass(slots=True)
class Activation:
    """A call that is being evaluated.

    Parameters
    ----------
    handlers, perils: for each `try` around, the exceptions that arrive at its handlers, and the states in which something of
    which nothing is known may have been raised.
    """

    frame: Frame
    returns: list[tuple[Value, State]] = field(default_factory=list)
    raises: list[Raised] = field(default_factory=list)
    handlers: list[list[Raised]] = field(default_factory=list)
    perils: list[list[State]] = field(default_factory=list)
    loops: list[Loop] = field(default_factory=list)
    yields: Callable[[Value], Value] | None = None


@dataclass(slots=True)
class Arguments:
    """The arguments of a call: the positional ones as runs, since `*args` can be any number, and those by keyword.

    `rest` is the value of further keywords of unknown names.
    """

    positional: Runs = ()
    keywords: dict[str, Value] = field(default_factory=dict)
    rest: Value | None = None

    @classmethod
    def of(cls, *values: Value, **keywords: Value) -> Arguments:
        return cls(each(values), keywords)

    def values(self) -> Iterator[Value]:
        """Every value that is handed over."""
        for run in self.positional:
            yield run.value
        yield from self.keywords.values()
        if self.rest is not None:
            yield self.rest

    def after(self, *values: Value) -> Arguments:
        """The same with more positional arguments in front."""
        return Arguments((*each(values), *self.positional), self.keywords, self.rest)
