"""Functions that a function makes and gives to callers that are not in sight: those call them.

`notifier(recipients)` gives a function that notifies, `on_failure(recipients)` a decorator, whose result is what is called,
`handler_for(recipients)` an object of a class of its own, or that class.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Final, TypeAlias

from cclint.analysis.base.paths import DivergesError
from cclint.analysis.entries.aftermath import in_any_order
from cclint.analysis.entries.instances import Instances
from cclint.analysis.evaluate.calls.outside import underlying
from cclint.analysis.evaluate.machine import Machine
from cclint.analysis.values.code import Bound, Class, Func
from cclint.analysis.values.heap import Instance, Mapping, Sequence
from cclint.analysis.values.value import Ref, Seq, Value, alternatives
from cclint.ir import nodes as ir

DEEP: Final = 3
"""How often what is called may give a function once more: a decorator with arguments does so twice."""
Found: TypeAlias = tuple[Value, Func, int]
"""What is called, its function, and how many of that one's parameters are given already."""


def call_returned(instances: Instances, result: Value, function: ir.Function, depth: int = 0) -> None:
    """Call the functions among what a function has given that it has made itself and that nothing has called.

    Parameters
    ----------
    instances: makes objects; the machine stands at the function's end.
    result: what it has given.
    function: the function.
    """
    machine = instances.machine
    inner = {id(one) for one in _inside(function)}
    if not inner or not machine.live():
        return
    callable_ = (one for each in _held(machine, result) for one in _called(instances, each, inner))
    found = [one for one in callable_ if id(one[1].scope) in inner and id(one[1].scope) not in machine.reached]
    together = [(one, skip) for one, _, skip in found if isinstance(one, (Func, Bound))]
    if len(together) > 1:  # what one of them gathers another one may send
        in_any_order(machine, together, function)
    for one, target, _ in found:
        given = machine.call_back(one, target.scope)
        if given is not None and depth < DEEP:
            call_returned(instances, given, function, depth + 1)


def _inside(scope: ir.Function) -> Iterator[ir.Function]:
    """The functions, lambdas and classes that stand inside a function."""
    for inner in scope.inner:
        yield inner
        yield from _inside(inner)


def _held(machine: Machine, value: Value) -> Iterator[Value]:
    """The alternatives of a value, and what is in those that are collections."""
    for one in alternatives(value):
        yield one
        record = machine.record(one)
        runs = one.runs if isinstance(one, Seq) else record.runs if isinstance(record, Sequence) else ()
        for run in (*runs, *(record.values if isinstance(record, Mapping) else ())):
            yield from alternatives(run.value)


def _called(instances: Instances, value: Value, inner: set[int]) -> Iterator[Found]:
    """What is called of a value: the function that it is, or the methods of an object whose class was made beside it."""
    machine = instances.machine
    target, skip = underlying(value)
    if target is not None:
        yield value, target, skip
    record = machine.record(value)
    cls = value if isinstance(value, Class) else record.cls if isinstance(record, Instance) else None
    info = machine.classes.get(cls.id) if isinstance(cls, Class) else None
    if not isinstance(cls, Class) or info is None or id(info.scope) not in inner:
        return
    if isinstance(value, Class):
        with suppress(DivergesError):
            value = instances.made(cls, info.scope)
    for scope in info.scope.inner:
        method = machine.in_order(info.order, scope.name)
        if isinstance(value, Ref) and isinstance(method, Func) and method.scope is scope and method.kind == "function":
            yield Bound(method, value), method, 1
