"""`collections`: Counter, defaultdict, deque, namedtuple."""

from __future__ import annotations

from typing import Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.builtins.language.collections import added, held, keep
from cclint.analysis.builtins.language.functions import filled, made
from cclint.analysis.operations import operators
from cclint.analysis.values import runs as sequences
from cclint.analysis.values.classes import ClassInfo, Slot
from cclint.analysis.values.code import Class, Frame
from cclint.analysis.values.heap import Mapping, Sequence
from cclint.analysis.values.lattice import collapse
from cclint.analysis.values.rope import plain
from cclint.analysis.values.value import NOTHING, NUMBER, Const, Opaque, Ref, Run, Seq, Value
from cclint.ir import nodes as ir


def default_dict(call: Invocation) -> Value:
    factory = call.get(0)
    known = factory if factory is not None and factory != NOTHING else None
    result = call.core.new(Mapping("defaultdict", factory=known), call.node)
    return filled(call, result, start=1)


def counter(call: Invocation) -> Value:
    result = call.core.new(Mapping("Counter"), call.node)
    for run in call.arguments.positional:
        for one in call.core.iterate(run.value, call.node):
            record = call.core.record(result)
            assert isinstance(record, Mapping)
            times: Value = Opaque(("times",), NUMBER)
            if operators.is_constant(one.value) and one.count.least:
                call.core.set_item(result, one.value, times, call.node)
            else:
                call.core.write(result.id, record.opened(one.value, times, one.count))
        result.trail = run.value.trail
    return result


def counter_update(call: Invocation) -> Value:
    """`Counter.update(elements)` counts; only a mapping is merged."""
    source = call.get(0)
    if source is None or call.receiver is None:
        return NOTHING
    record = call.core.record(call.receiver)
    if isinstance(call.core.record(source), Mapping) or not isinstance(record, Mapping):
        operators.update(call.core, call.receiver, source, call.node)  # type: ignore[arg-type]
        return NOTHING
    for one in call.core.iterate(source, call.node):
        record = call.core.record(call.receiver)
        assert isinstance(record, Mapping)
        times: Value = Opaque(("times",), NUMBER)
        if operators.is_constant(one.value) and one.count.least:
            call.core.set_item(call.receiver, one.value, times, call.node)
        else:
            call.core.write(call.receiver.id, record.opened(one.value, times, one.count))  # type: ignore[attr-defined]
    return NOTHING


def deque(call: Invocation) -> Value:
    runs = call.runs(0, "iterable")
    limit = operators.number(call.get(1, "maxlen") or NOTHING)
    if limit is not None:
        runs = sequences.mirrored(sequences.head(sequences.mirrored(runs), limit))
    result = made(call, runs, "deque", call.get(0))
    record = call.core.record(result)
    if limit is not None and isinstance(record, Sequence) and isinstance(result, Ref):
        call.core.write(result.id, Sequence("deque", record.runs, record.born, room=limit))
    return result


def ordered(call: Invocation) -> Value:
    """`OrderedDict(...)`."""
    return filled(call, call.core.new(Mapping("OrderedDict"), call.node))


def chained(call: Invocation) -> Value:
    """`ChainMap(first, second)`: the first that has a key decides."""
    result = call.core.new(Mapping("dict"), call.node)
    for run in reversed(call.arguments.positional):
        operators.update(call.core, result, run.value, call.node)
    return result


def queue(call: Invocation) -> Value:
    """A queue, whose elements come out in some order."""
    return call.core.new(Sequence("queue"), call.node)


def put(call: Invocation) -> Value:
    record, value = held(call), call.get(0, "item")
    if record is not None and value is not None:
        keep(call, (*record.runs, Run(added(call, value))))
    return NOTHING


def take(call: Invocation) -> Value:
    """Any of what was put into a queue: others may put and take at the same time."""
    record = held(call)
    if record is None or not record.runs:
        if record is not None:
            call.core.starve()
        return call.unknown()
    return collapse(record.runs).value


def joined(call: Invocation) -> Value:
    """`queue.join()` waits until all that was put into the queue is done."""
    call.core.resume(call.node)
    return NOTHING


def named_tuple(call: Invocation) -> Value:
    """`namedtuple("Row", "name email")`: a class with these fields."""
    core = call.core
    label, fields = plain(call.get(0, "typename")), call.get(1, "field_names") or call.get(None, "fields")
    names: list[str] = []
    if fields is not None:
        listed = plain(fields)
        if isinstance(listed, str):
            names = listed.replace(",", " ").split()
        else:
            for run in core.iterate(fields, call.node):
                first = core.item(run.value, Const(0), call.node) if isinstance(run.value, Seq) else run.value
                names.append(str(plain(first)))
    defaults = call.get(None, "defaults")
    spare = (
        [run.value for run in core.iterate(defaults, call.node)] if defaults is not None and defaults != NOTHING else []
    )
    scope = ir.Function(call.node.at, str(label), str(label), kind="class", path=core.path)
    number = core.allocate(("namedtuple", call.node.at))
    info = ClassInfo(number, str(label), scope, Frame(number, scope, core.frame), kind="namedtuple")
    info.order = (Class(number),)
    info.slots = tuple(
        Slot(name, None, spare[index - len(names)] if len(names) - index <= len(spare) else None)
        for index, name in enumerate(names)
    )
    core.classes[number] = info
    return Class(number)


HANDLERS: Final[dict[str, Handler]] = {
    "collections.defaultdict": default_dict, "collections.Counter": counter, "Counter.update": counter_update,
    "collections.deque": deque, "collections.OrderedDict": ordered, "collections.ChainMap": chained,
    **{f"{module}.{name}": queue for module in ("queue", "asyncio", "multiprocessing", "Queue", "asyncio.queues")
       for name in ("Queue", "SimpleQueue", "LifoQueue", "PriorityQueue", "JoinableQueue")},
    "queue.put": put, "queue.put_nowait": put, "queue.get": take, "queue.get_nowait": take, "queue.join": joined,
    **dict.fromkeys(("collections.namedtuple", "typing.NamedTuple", "typing_extensions.NamedTuple"), named_tuple),
}  # fmt: skip
