"""Calls of libraries, as the functions that model them see them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from cclint.analysis.base.paths import Arguments
from cclint.analysis.values import runs as sequences
from cclint.analysis.values.carrying import led
from cclint.analysis.values.trail import Trail
from cclint.analysis.values.value import Opaque, Runs, Value
from cclint.ir import nodes as ir

if TYPE_CHECKING:
    from cclint.analysis.base.core import Core


class Invocation:
    """A call of something of a library, as the function that models it sees it.

    Parameters
    ----------
    core: the evaluator.
    node: the call.
    name: the dotted name of what is called.
    receiver: the object whose method it is, if it is one.
    arguments: its arguments.
    """

    __slots__ = ("arguments", "core", "name", "node", "receiver")

    def __init__(self, core: Core, node: ir.Node, name: str, receiver: Value | None, arguments: Arguments) -> None:
        self.core = core
        self.node = node
        self.name = name
        self.receiver = receiver
        self.arguments = arguments

    def get(self, position: int | None, keyword: str = "") -> Value | None:
        """An argument by position or by keyword; None where the call leaves it out."""
        if keyword and keyword in self.arguments.keywords:
            return self.arguments.keywords[keyword]
        if position is not None:
            value = sequences.at(self.arguments.positional, position)
            if value is not None:
                return value
        return None

    def runs(self, position: int = 0, keyword: str = "") -> Runs:
        """The elements of an argument."""
        value = self.get(position, keyword)
        return () if value is None else led(self.core.iterate(value, self.node), value)

    def hop(self, what: str, *detail: str, prev: Trail | None = None) -> Trail:
        return self.core.hop(self.node, what, *detail, prev=prev)

    def unknown(self, what: str = "call") -> Opaque:
        return self.core.unknown(self.node, what, self.name)


Handler: TypeAlias = Callable[[Invocation], Value]
"""Models a function of a library: what the call gives, and what it does to the program's objects."""
