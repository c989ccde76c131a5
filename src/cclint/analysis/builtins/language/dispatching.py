"""`functools.singledispatch` and `singledispatchmethod`: the type of the first argument chooses the function."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.base.paths import Arguments
from cclint.analysis.operations.types import is_instance, kinds_of
from cclint.analysis.values.code import Bound, External, Func, Partial
from cclint.analysis.values.heap import Sequence
from cclint.analysis.values.lattice import normal
from cclint.analysis.values.value import Ref, Run, Seq, Value, alternatives, each
from cclint.ir import nodes as ir

DISPATCHED_METHOD: Final = "cclint.dispatched.method"
"""What stands for a method that the type of its first argument chooses: the method, what is registered, the instance."""

DISPATCHED: Final = "cclint.dispatched"
REGISTERING: Final = "cclint.dispatched.register"


def dispatching(call: Invocation, function: Value) -> Value:
    """What the decorator makes of a function: something that knows it and the list of those that are registered."""
    name = DISPATCHED if call.name == "functools.singledispatch" else DISPATCHED_METHOD
    return Partial(External(name), (function, call.core.new_list((), call.node)), ())


def register(call: Invocation) -> Value:
    """`function.register(kind)`, `function.register(kind, other)`, and `@function.register` above a function with a hint."""
    subject, first, other = call.receiver, call.get(0, "cls"), call.get(1, "func")
    if not isinstance(subject, Partial) or subject.function not in (External(DISPATCHED), External(DISPATCHED_METHOD)):
        return first or call.unknown()
    if isinstance(first, Func) and other is None:
        return added(call, subject, hinted(call, first, subject.function == External(DISPATCHED_METHOD)), first)
    if first is None:
        return call.unknown()
    return (
        added(call, subject, first, other)
        if other is not None
        else Partial(External(REGISTERING), (subject, first), ())
    )


def registering(call: Invocation, function: Value) -> Value:
    """`@function.register(kind)`."""
    subject, kind = call.get(0), call.get(1)
    return added(call, subject, kind, function) if isinstance(subject, Partial) else function


def hinted(call: Invocation, function: Func, method: bool) -> Value | None:
    """The type that a function's first parameter is hinted to have."""
    parameters = function.scope.parameters[1 if method else 0 :]
    annotation = parameters[0].annotation if parameters else None
    if isinstance(annotation, ir.Subscript):
        annotation = annotation.value
    return call.core.expression(annotation) if annotation is not None else None


def added(call: Invocation, subject: Partial, kind: Value | None, function: Value) -> Value:
    registry = subject.positional[1]
    record = call.core.record(registry)
    if isinstance(registry, Ref) and isinstance(record, Sequence) and kind is not None:
        pair = Seq("tuple", each((kind, function)))
        call.core.write(registry.id, record.holding(normal((*record.runs, Run(pair)))))
    return function


def dispatched(call: Invocation) -> Value:
    """A call: each type that the argument can have is given to the function that is there for it."""
    default, registry, *bound = [
        run.value for run in call.arguments.positional[: 3 if call.name == DISPATCHED_METHOD else 2]
    ]
    positional = call.arguments.positional[2 + len(bound) :]
    if not positional:
        return call.unknown()
    core, (subject, *others) = call.core, positional

    def later(one: Value, function: Value) -> Callable[[], Value]:
        given = Arguments((Run(one), *others), call.arguments.keywords, call.arguments.rest)
        return lambda: core.call(Bound(function, bound[0]) if bound else function, given, call.node)

    return core.either(
        [
            later(one, function)
            for one in alternatives(subject.value)
            for function in chosen(call, one, registry, default)
        ]
    )


def chosen(call: Invocation, value: Value, registry: Value, default: Value) -> list[Value]:
    """The functions that can be there for a value: of those that certainly fit the one that was registered last."""
    record = call.core.record(registry)
    pairs = (
        [run.value.runs for run in record.runs if isinstance(run.value, Seq)] if isinstance(record, Sequence) else []
    )
    possible: list[Value] = []
    for kind, function in ((one[0].value, one[1].value) for one in reversed(pairs)):
        fits = is_instance(call.core, value, kinds_of(kind))
        if fits is not False:
            possible.append(function)
        if fits:
            return possible
    return [*possible, default]


HANDLERS: Final[dict[str, Handler]] = {
    "function.register": register, DISPATCHED: dispatched, DISPATCHED_METHOD: dispatched,
}  # fmt: skip
DECORATORS: Final = {
    "functools.singledispatch": dispatching, "functools.singledispatchmethod": dispatching, REGISTERING: registering,
}  # fmt: skip
