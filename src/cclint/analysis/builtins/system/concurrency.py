"""Threads, executors, coroutines and task queues: calls that somebody else makes."""

from __future__ import annotations

from typing import Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.base.paths import Arguments, DivergesError
from cclint.analysis.builtins.language.calling import first
from cclint.analysis.builtins.language.functions import gathered, made, zipped
from cclint.analysis.values import runs as sequences
from cclint.analysis.values.code import External, Partial
from cclint.analysis.values.count import ONE
from cclint.analysis.values.heap import Mapping
from cclint.analysis.values.rope import plain
from cclint.analysis.values.value import NOTHING, Opaque, Value


def submitted(position: int, *, keywords: bool = True) -> Handler:
    """A function that is handed over together with the arguments of its call."""

    def handler(call: Invocation) -> Value:
        function = sequences.at(call.arguments.positional, position) or call.get(None, "func") or call.get(None, "fn")
        if function is None:
            return call.unknown()
        rest = sequences.tail(call.arguments.positional, position + 1)
        named = (
            {}
            if not keywords
            else {name: value for name, value in call.arguments.keywords.items() if name not in ("fn", "func")}
        )
        result = aside(call, function, Arguments(rest, named, call.arguments.rest))
        return Partial(External("cclint.future"), (result,), ())

    return handler


def aside(call: Invocation, function: Value, arguments: Arguments) -> Value:
    """Make a call that somebody else makes, who may have to wait for others."""
    core = call.core
    if arguments.rest is None and all(run.count == ONE for run in arguments.positional):
        positional = tuple(run.value for run in arguments.positional)
        made: Value = core.made_aside(Partial(function, positional, tuple(arguments.keywords.items())), call.node)
        return made
    try:
        result: Value = core.either([lambda: core.call(function, arguments, call.node), lambda: NOTHING])
    except DivergesError:
        return NOTHING
    return result


def mapped(call: Invocation) -> Value:
    """`executor.map(f, xs)`, `pool.imap(f, xs)`: a call for each element."""
    function = call.get(0)
    columns = [call.core.iterate(run.value, call.node) for run in call.arguments.positional[1:]]
    if function is None or not columns:
        return call.unknown()
    if call.name.endswith("starmap"):
        results = gathered(
            call,
            columns[0],
            lambda row: call.core.call(function, Arguments(call.core.iterate(row, call.node)), call.node),
        )
    elif len(columns) == 1:
        results = gathered(call, columns[0], lambda element: call.core.call(function, Arguments.of(element), call.node))
    else:
        results = gathered(call, zipped(columns), lambda row: call.core.call(function, Arguments(row.runs), call.node))  # type: ignore[attr-defined]
    return made(call, results, "list", None)


def future_result(call: Invocation) -> Value:
    receiver = call.receiver
    if isinstance(receiver, Partial) and receiver.function == External("cclint.future"):
        return receiver.positional[0]
    return call.unknown()


def thread(call: Invocation) -> Value:
    """`Thread(target=f, args=(...))`: the call is made when it starts; starting is taken for granted."""
    target = call.get(1, "target") or call.get(None, "function")
    given = call.get(3 if not call.name.endswith("Timer") else 2, "args")
    named = call.get(4 if not call.name.endswith("Timer") else 3, "kwargs")
    if target is not None and target != NOTHING:
        positional = call.core.iterate(given, call.node) if given is not None and given != NOTHING else ()
        keywords: dict[str, Value] = {}
        record = call.core.record(named) if named is not None else None
        if isinstance(record, Mapping):
            keywords = {str(plain(entry.key)): entry.value for entry in record.entries}
        if all(run.count == ONE for run in positional):
            values = tuple(run.value for run in positional)
            call.core.made_aside(Partial(target, values, tuple(keywords.items())), call.node)
            return Opaque(("thread", call.core.path, call.node.at))
        try:
            call.core.call(target, Arguments(positional, keywords), call.node)
        except DivergesError:
            if not call.core.live():
                raise
    return Opaque(("thread", call.core.path, call.node.at))


def gather(call: Invocation) -> Value:
    """`asyncio.gather(*coroutines)`: what each of them gives."""
    call.core.resume(call.node)
    return call.core.new_list(call.arguments.positional, call.node)


def at_exit(call: Invocation) -> Value:
    """`atexit.register(f, ...)`: the call is made when the program ends, wherever it does, and finds what there is then."""
    function = call.get(0, "func")
    if function is None:
        return call.unknown()
    rest = Arguments(sequences.tail(call.arguments.positional, 1), call.arguments.keywords, call.arguments.rest)
    aside(call, function, rest)
    if rest.rest is None and all(run.count == ONE for run in rest.positional):
        values = tuple(run.value for run in rest.positional)
        call.core.at_exit(Partial(function, values, tuple(rest.keywords.items())))
    return function


def scheduled(position: int) -> Handler:
    """A function that is handed over in front of a sequence with its arguments and a dictionary with more of them."""

    def handler(call: Invocation) -> Value:
        function = call.get(position, "action")
        given, named = call.get(position + 1, "argument"), call.get(position + 2, "kwargs")
        if function is None:
            return call.unknown()
        positional = call.core.iterate(given, call.node) if given is not None and given != NOTHING else ()
        rest = named if named is not None and named != NOTHING else None
        aside(call, function, Arguments(positional, {}, rest))
        return call.unknown()

    return handler


def delayed(call: Invocation) -> Value:
    """`task.delay(...)`: the call itself."""
    return call.core.call(call.receiver, call.arguments, call.node) if call.receiver is not None else call.unknown()


def configured(call: Invocation) -> Value:
    """`task.with_options(...)`: the same task."""
    return call.receiver if call.receiver is not None else call.unknown()


def applied(call: Invocation) -> Value:
    """`task.apply_async(args, kwargs)`."""
    given, named = call.get(0, "args"), call.get(1, "kwargs")
    positional = call.core.iterate(given, call.node) if given is not None and given != NOTHING else ()
    record = call.core.record(named) if named is not None else None
    keywords = {str(plain(entry.key)): entry.value for entry in record.entries} if isinstance(record, Mapping) else {}
    return (
        call.core.call(call.receiver, Arguments(positional, keywords), call.node)
        if call.receiver is not None
        else call.unknown()
    )


def started(call: Invocation) -> Value:
    """`thread.start()` of a class of the project: runs its `run`."""
    if call.receiver is None:
        return call.unknown()
    return aside(call, call.core.attribute(call.receiver, "run", call.node), Arguments())


HANDLERS: Final[dict[str, Handler]] = {
    "concurrent.futures.Executor.submit": submitted(0), "concurrent.futures.Executor.map": mapped,
    "multiprocessing.Pool.map": mapped, "multiprocessing.Pool.imap": mapped,
    "multiprocessing.Pool.imap_unordered": mapped, "multiprocessing.Pool.starmap": mapped,
    "multiprocessing.Pool.map_async": mapped, "multiprocessing.Pool.apply": applied,
    "sched.scheduler.enter": scheduled(2), "sched.scheduler.enterabs": scheduled(2),
    "_thread.start_new_thread": scheduled(0), "thread.start_new_thread": scheduled(0), "atexit.register": at_exit,
    "function.result": future_result, "threading.Thread": thread, "threading.Timer": thread,
    "multiprocessing.Process": thread, "threading.Thread.__init__": thread, "threading.Thread.start": started,
    "asyncio.gather": gather, "asyncio.run": first, "asyncio.create_task": first, "asyncio.ensure_future": first,
    "asyncio.wait_for": first, "asyncio.shield": first, "asyncio.to_thread": submitted(0), "anyio.run": submitted(0),
    "trio.run": submitted(0), "asyncio.AbstractEventLoop.run_until_complete": first, "unknown.submit": submitted(0),
    "unknown.enqueue": submitted(0), "unknown.run_in_executor": submitted(1), "unknown.imap": mapped,
    "unknown.run_until_complete": first, "unknown.create_task": first, "unknown.call_soon": submitted(0),
    "unknown.call_later": submitted(1), "function.delay": delayed, "function.apply_async": applied,
    "function.apply": applied, "function.set": configured, "function.send": delayed,
    "function.delay_on_commit": delayed, "function.remote": delayed, "function.submit": delayed,
    "function.queue": delayed, "function.spool": delayed, "function.with_options": configured, "function.options": configured,
}  # fmt: skip
