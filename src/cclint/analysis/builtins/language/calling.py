"""`functools`, `operator`, and decorators: callables made of callables."""

from __future__ import annotations

from typing import Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.base.paths import Arguments, DivergesError
from cclint.analysis.values import runs as sequences
from cclint.analysis.values.classes import FACTORIES, FIELDS
from cclint.analysis.values.code import COROUTINE, DEPENDENCIES, External, Func, Partial
from cclint.analysis.values.count import ONE
from cclint.analysis.values.heap import Sequence
from cclint.analysis.values.lattice import join_all
from cclint.analysis.values.rope import plain
from cclint.analysis.values.value import NOTHING, Run, Seq, Value, each

KINDS: Final = {
    "builtins.property": "property",
    "functools.cached_property": "property",
    "abc.abstractproperty": "property",
    "django.utils.functional.cached_property": "property",
    "werkzeug.utils.cached_property": "property",
    "builtins.staticmethod": "static",
    "abc.abstractstaticmethod": "static",
    "builtins.classmethod": "class",
    "abc.abstractclassmethod": "class",
    **dict.fromkeys(
        ("twisted.internet.defer.inlineCallbacks", "tornado.gen.coroutine", "asyncio.coroutine"), COROUTINE
    ),
}
"""What decorators make of functions."""


def partial(call: Invocation) -> Value:
    function = call.get(0)
    if function is None:
        return call.unknown()
    runs = call.arguments.positional[1:]
    known = next((index for index, run in enumerate(runs) if run.count != ONE), len(runs))
    keywords = tuple((name, value) for name, value in call.arguments.keywords.items() if not name.startswith("?"))
    return Partial(function, tuple(run.value for run in runs[:known]), keywords, function.trail, runs[known:])


def partial_method(call: Invocation) -> Value:
    """`partialmethod(function, ...)`: bound to the instance when it is asked for."""
    values = tuple(run.value for run in call.arguments.positional)
    keywords = tuple((name, value) for name, value in call.arguments.keywords.items() if not name.startswith("?"))
    return Partial(External("functools.partialmethod"), values, keywords)


def reduce(call: Invocation) -> Value:
    function, start = call.get(0), call.get(2, "initial")
    runs = call.runs(1)
    if function is None:
        return call.unknown()
    core = call.core
    if start is None:
        if not runs:
            core.raises(None)
            raise DivergesError
        start = sequences.at(runs, 0)
        runs = sequences.tail(runs, 1)
    assert start is not None
    holder = core.new_list((Run(start),), call.node)

    def turn(element: Value) -> None:
        record = core.record(holder)
        assert isinstance(record, Sequence)
        so_far = join_all(run.value for run in record.runs)
        core.write(holder.id, record.holding((Run(core.call(function, Arguments.of(so_far, element), call.node)),)))

    core.rounds(runs, turn)
    record = core.record(holder)
    return (
        join_all(run.value for run in record.runs) if isinstance(record, Sequence) and record.runs else call.unknown()
    )


def getter(call: Invocation) -> Value:
    """`itemgetter(k)`, `attrgetter(name)`, `methodcaller(name)`: something that can be called."""
    values = tuple(run.value for run in call.arguments.positional)
    return Partial(External(f"{call.name}.__call__"), values, ())


def item_got(call: Invocation) -> Value:
    keys, subject = [run.value for run in call.arguments.positional[:-1]], call.arguments.positional[-1].value
    found = [call.core.item(subject, key, call.node) for key in keys]
    return found[0] if len(found) == 1 else Seq("tuple", each(found))


def attribute_got(call: Invocation) -> Value:
    names, subject = [run.value for run in call.arguments.positional[:-1]], call.arguments.positional[-1].value
    found = []
    for name in names:
        value = subject
        for part in str(plain(name)).split("."):
            value = call.core.attribute(value, part, call.node)
        found.append(value)
    return found[0] if len(found) == 1 else Seq("tuple", each(found))


def method_called(call: Invocation) -> Value:
    first, *rest = [run.value for run in call.arguments.positional]
    return (
        call.core.call_method(rest[-1], str(plain(first)), Arguments.of(*rest[:-1]), call.node)
        if rest
        else call.unknown()
    )


def first(call: Invocation) -> Value:
    """Something that gives back its first argument: `asyncio.run(coroutine)`, decorators without effect."""
    return call.get(0) or call.get(None, "coro") or call.get(None, "main") or NOTHING


def setter(call: Invocation) -> Value:
    """`@name.setter` of a property."""
    value = call.get(0)
    kind = call.name.rpartition(".")[2]
    if isinstance(call.receiver, Func) and value is not None and kind != "getter":
        return call.receiver.altered(given=(*call.receiver.given, (kind, value)))
    return call.receiver or call.unknown()


def of_kind(call: Invocation) -> Value:
    """`staticmethod(f)`, `classmethod(f)`, `property(f, g)`: what the decorators of these names make, as a call."""
    value = call.get(0, "fget")
    if isinstance(value, Func):
        changes = call.get(1, "fset") if KINDS[call.name] == "property" else None
        given = value.given if changes is None else (*value.given, ("setter", changes))
        return value.altered(kind=KINDS[call.name], given=given)
    # Another function than one of the project is no method: it is handed no object.
    return Partial(value, (), ()) if isinstance(value, External) else value or call.unknown()


def held_back(call: Invocation) -> Value:
    """`dataclasses.field(...)` and its kin: read when the class is made."""
    values = tuple(run.value for run in call.arguments.positional)
    return Partial(External(call.name), values, tuple(call.arguments.keywords.items()))


HANDLERS: Final[dict[str, Handler]] = {
    **dict.fromkeys((*FIELDS, *FACTORIES, *DEPENDENCIES), held_back), "functools.partial": partial,
    "functools.partialmethod": partial_method, "functools.reduce": reduce, "builtins.reduce": reduce,
    "operator.itemgetter": getter, "operator.attrgetter": getter, "operator.methodcaller": getter,
    "operator.itemgetter.__call__": item_got, "operator.attrgetter.__call__": attribute_got,
    "operator.methodcaller.__call__": method_called, "function.setter": setter, "function.getter": setter,
    "function.deleter": setter, **dict.fromkeys(("builtins.staticmethod", "builtins.classmethod", "builtins.property"), of_kind),
}  # fmt: skip
