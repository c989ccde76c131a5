"""Celery's canvas: calls of tasks that are put together before they are made. What one gives, the next one is given.

https://docs.celeryq.dev/en/stable/userguide/canvas.html
"""

from __future__ import annotations

from typing import Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.base.paths import Arguments
from cclint.analysis.builtins.system.concurrency import aside
from cclint.analysis.values.code import External, Partial
from cclint.analysis.values.count import ONE
from cclint.analysis.values.value import NOTHING, Run, Runs, Seq, Value, each, lasting

CALLED: Final = {
    kind: lasting(External(f"celery.{kind}.called")) for kind in ("task", "alone", "chain", "group", "chord")
}
"""What is called in the end, with what was put together as its first argument."""


def members(call: Invocation) -> Runs:
    """The calls that are given one by one, or as one list of them."""
    given = call.arguments.positional
    if len(given) == 1 and given[0].count == ONE and not isinstance(given[0].value, Partial):
        return call.core.iterate(given[0].value, call.node)
    return given


def together(kind: str) -> Handler:
    """`chain(first, second)`, `group(calls)`."""

    def handler(call: Invocation) -> Value:
        return Partial(CALLED[kind], (Seq("tuple", members(call)),), ())

    return handler


def chord(call: Invocation) -> Value:
    """`chord(calls, body)`; without a body it is called with one."""
    header, body = call.get(0, "header"), call.get(1, "body")
    if header is None:
        return call.unknown()
    runs = each((header,)) if isinstance(header, Partial) else call.core.iterate(header, call.node)
    return Partial(CALLED["chord"], (Seq("tuple", runs), *(() if body is None else (body,))), ())


def called(call: Invocation) -> tuple[Runs, Runs]:
    """The calls that were put together, and what they are given."""
    held, *given = call.arguments.positional
    return (held.value.runs if isinstance(held.value, Seq) else ()), tuple(given)


def chained(call: Invocation) -> Value:
    """One call after the other, each with what the one before gave."""
    held, given = called(call)
    result: Value = NOTHING
    for run in held:
        result = aside(call, run.value, Arguments(given))
        given = each((result,))
    return result


def grouped(call: Invocation) -> Value:
    """All calls with the same arguments: a list of what they give."""
    held, given = called(call)
    return call.core.new_list(results(call, held, given), call.node)


def results(call: Invocation, held: Runs, given: Runs) -> Runs:
    """What each of the calls gives."""
    return tuple(Run(aside(call, run.value, Arguments(given)), run.count) for run in held)


def chorded(call: Invocation) -> Value:
    """All calls, then the body with the list of what they give."""
    held, given = called(call)
    only = held[0].value if len(held) == 1 else None
    if isinstance(only, Partial) and only.function == CALLED["group"] and isinstance(only.positional[0], Seq):
        held = only.positional[0].runs
    listed = call.core.new_list(results(call, held, ()), call.node)
    return aside(call, given[0].value, Arguments.of(listed)) if given else listed


def signature(call: Invocation) -> Value:
    """`task.s(...)`: a call to be made later; `task.si(...)`, which is not given what the call before gave."""
    if call.receiver is None:
        return call.unknown()
    kind = "alone" if call.name.endswith(".si") else "task"
    own = Seq("tuple", call.arguments.positional)
    return Partial(CALLED[kind], (call.receiver, own), tuple(call.arguments.keywords.items()))


def task(call: Invocation) -> Value:
    """The call itself: what it is given stands in front of its own arguments."""
    function, own, *given = call.arguments.positional
    runs = own.value.runs if isinstance(own.value, Seq) else ()
    if not call.name.startswith("celery.alone"):
        runs = (*given, *runs)
    return call.core.call(function.value, Arguments(runs, call.arguments.keywords, call.arguments.rest), call.node)


HANDLERS: Final[dict[str, Handler]] = {
    **{f"{module}.{kind}": handler for module in ("celery", "celery.canvas")
       for kind, handler in (("chain", together("chain")), ("group", together("group")), ("chord", chord))},
    "celery.chain.called": chained, "celery.group.called": grouped, "celery.chord.called": chorded,
    "celery.task.called": task, "celery.alone.called": task, "function.s": signature, "function.si": signature,
}  # fmt: skip
