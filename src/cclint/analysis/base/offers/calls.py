"""Calls: of functions of the project, of libraries, of what is not in sight; declarations only."""

from __future__ import annotations

from collections.abc import Mapping as Table
from typing import TYPE_CHECKING

from cclint.analysis.base.paths import Arguments
from cclint.analysis.values.code import Class, Func
from cclint.analysis.values.trail import Trail
from cclint.analysis.values.value import Opaque, Value
from cclint.ir import nodes as ir

if TYPE_CHECKING:
    from cclint.analysis.base.invocation import Invocation


class CallOffers:
    """Calls of functions of the project, of libraries, and of what is not in sight."""

    def call(self, function: Value, arguments: Arguments, node: ir.Node) -> Value:
        raise NotImplementedError

    def call_function(self, function: Func, arguments: Arguments, node: ir.Node) -> Value:
        raise NotImplementedError

    def call_back(self, value: Value, node: ir.Node, *given: Value) -> Value | None:
        """Call a function that was handed over; None where it is none of the project's."""
        raise NotImplementedError

    def call_library(self, name: str, receiver: Value | None, arguments: Arguments, node: ir.Node) -> Value:
        """Call something of a library."""
        raise NotImplementedError

    def with_receiver(self, invocation: Invocation) -> Invocation:
        """`Base.method(self, …)` as a call on its first argument."""
        raise NotImplementedError

    def call_stub(self, invocation: Invocation) -> Value:
        """What a stub says of a call."""
        raise NotImplementedError

    def call_opaque_method(self, receiver: Opaque, name: str, arguments: Arguments, node: ir.Node) -> Value:
        """A method of something of which at most the type is known."""
        raise NotImplementedError

    def instantiate(self, cls: Class, arguments: Arguments, node: ir.Node) -> Value:
        raise NotImplementedError

    def arguments(self, nodes: tuple[ir.Argument, ...]) -> Arguments:
        raise NotImplementedError

    def evaluated(self, function: Func, arguments: Arguments, node: ir.Node, key: tuple[object, ...]) -> Value:
        """Call a function, whatever it costs."""
        raise NotImplementedError

    def rationed(self, function: Func, arguments: Arguments, node: ir.Node, key: tuple[object, ...]) -> Value:
        """Call a function within a part of what is left to the caller."""
        raise NotImplementedError

    def or_default(self, made: Opaque, default: Value) -> Value:
        """Something that is not known, or what there is instead of it."""
        raise NotImplementedError

    def as_hinted(self, function: Func, node: ir.Node) -> Value:
        """What a call gives of which only the function's hint is known."""
        raise NotImplementedError

    def injected(self, parameter: ir.Parameter, function: Func) -> Value | None:
        """What a framework fills a parameter in with."""
        raise NotImplementedError

    def any_arguments(self, function: Func, skip: int = 0) -> Arguments:
        """Arguments of which only the hints and defaults of the parameters are known."""
        raise NotImplementedError

    def parameter(self, parameter: ir.Parameter, function: Func) -> Value:
        """A parameter whose callers are not in sight."""
        raise NotImplementedError

    def trail_of_parameter(self, parameter: ir.Parameter, function: Func) -> Trail | None:
        raise NotImplementedError

    def escape(self, value: Value, node: ir.Node, name: str) -> None:
        """A message reaches code that is not in sight."""
        raise NotImplementedError

    def called_back(self, arguments: Arguments, node: ir.Node) -> None:
        """Functions that are handed over may be called."""
        raise NotImplementedError

    def takes_part(self, cls: Class) -> bool:
        """Whether a class has, or inherits, a method that can take part in sending."""
        raise NotImplementedError

    def handed_over(self, arguments: Arguments, node: ir.Node, name: str) -> None:
        """Messages escape to code that is not in sight, functions are called by it."""
        raise NotImplementedError

    def call_cached(self, function: Func, arguments: Arguments, node: ir.Node) -> Value:
        """What a function that keeps its results has given for some arguments, or gives now."""
        raise NotImplementedError

    def memo_key(self, function: Func, arguments: Arguments) -> tuple[object, ...]:
        """What a call is remembered under."""
        raise NotImplementedError

    def call_anew(self, function: Func, arguments: Arguments, node: ir.Node) -> Value:
        """Call a function, or do what a call of it is known to do."""
        raise NotImplementedError

    def entrust(self, value: Value) -> None:
        """Note an object whose methods code out of sight may call."""
        raise NotImplementedError

    def used(self, value: Value, node: ir.Node) -> None:
        """An object is used by code that is not in sight: its methods are called that this knows of."""
        raise NotImplementedError

    def undescribed(self, invocation: Invocation) -> Value:
        """A call of something of a library that no stub describes."""
        raise NotImplementedError

    def unasked(self, invocation: Invocation) -> Opaque:
        """What a call gives of which nothing is known but what it was asked for."""
        raise NotImplementedError

    def lookalike(self, name: str, arguments: Arguments) -> str | None:
        """The method of a library that a call on something unknown looks like."""
        raise NotImplementedError

    def library_decorated(self, name: str, given: Arguments, value: Value, node: ir.Node) -> Value:
        """What a decorator of a library makes of a function or class."""
        raise NotImplementedError

    def handlers_by_name(self) -> Table[str, object]:
        raise NotImplementedError
