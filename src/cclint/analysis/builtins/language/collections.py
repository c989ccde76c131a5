"""Methods of lists, sets, deques, tuples, dictionaries and iterators."""

from __future__ import annotations

from typing import Any, Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.base.paths import Arguments, DivergesError
from cclint.analysis.operations import comparing, operators
from cclint.analysis.values import runs as sequences
from cclint.analysis.values.carrying import led
from cclint.analysis.values.count import ONE, Count
from cclint.analysis.values.heap import Instance, Sequence
from cclint.analysis.values.lattice import normal
from cclint.analysis.values.rope import plain
from cclint.analysis.values.turns import reborn
from cclint.analysis.values.value import (
    FALSE,
    NOTHING,
    NUMBER,
    Const,
    Opaque,
    Ref,
    Run,
    Runs,
    Value,
    total,
    truth,
)

SORTED: Final = 64
"""The most elements that are put into their order."""


def held(call: Invocation) -> Sequence | None:
    """The record of the list or set whose method is called."""
    record = call.core.record(call.receiver) if call.receiver is not None else None
    if isinstance(record, Instance):
        record = record.native
    return record if isinstance(record, Sequence) else None


def keep(call: Invocation, runs: Runs) -> None:
    """Replace what the receiver holds."""
    receiver, record = call.receiver, held(call)
    assert isinstance(receiver, Ref)
    assert record is not None
    call.core.write_native(receiver, record.holding(operators.distinct(runs) if record.kind == "set" else normal(runs)))


def added(call: Invocation, value: Value) -> Value:
    assert isinstance(call.receiver, Ref)
    return call.core.appended(value, call.receiver, call.node)


def own_runs(call: Invocation) -> Runs:
    record = held(call)
    if record is not None:
        return record.runs
    return operators.runs_of(call.core, call.receiver) or () if call.receiver is not None else ()


def append(call: Invocation) -> Value:
    record, value = held(call), call.get(0)
    if record is not None and value is not None:
        keep(call, (*record.runs, Run(added(call, value))))
    return NOTHING


def extend(call: Invocation) -> Value:
    record = held(call)
    if record is not None:
        new = tuple(
            Run(added(call, run.value), run.count)
            for given in call.arguments.positional
            for run in led(call.core.iterate(given.value, call.node), given.value)
        )
        record = held(call)  # going through an iterator of its own may have changed it
        assert record is not None
        keep(call, (*record.runs, *new))
    return NOTHING


def insert(call: Invocation) -> Value:
    record, value, index = held(call), call.get(1), operators.number(call.get(0) or NOTHING)
    if record is None or value is None:
        return NOTHING
    new = Run(added(call, value))
    if index is not None and index >= 0 and all(run.count == ONE for run in record.runs[:index]):
        keep(call, (*record.runs[:index], new, *record.runs[index:]))
    else:
        keep(call, (*record.runs, new))
    return NOTHING


def append_left(call: Invocation) -> Value:
    record, value = held(call), call.get(0)
    if record is not None and value is not None:
        keep(call, (Run(added(call, value)), *record.runs))
    return NOTHING


def taken(call: Invocation, value: Value) -> Value:
    """An element that is taken out of a collection: in a loop it is another one in each round."""
    return reborn(value, call.core.running) if call.core.running else value


def pop(call: Invocation) -> Value:
    """`list.pop`, `deque.popleft`, `set.pop`."""
    record = held(call)
    if record is None:
        return call.unknown()
    left = call.name.endswith("popleft")
    given = call.get(0)
    index = 0 if left else operators.number(given) if given is not None else -1
    runs = record.runs
    if total(runs).most == 0:
        call.core.raises(None)
        raise DivergesError
    value = sequences.at(runs, None if record.kind == "set" else index)
    assert value is not None
    if index == 0 and record.kind != "set":
        keep(call, sequences.tail(runs, 1))
    elif index == -1 and record.kind != "set":
        keep(call, sequences.mirrored(sequences.tail(sequences.mirrored(runs), 1)))
    elif (
        index is not None and record.kind != "set" and all(run.count == ONE for run in runs) and 0 <= index < len(runs)
    ):
        keep(call, (*runs[:index], *runs[index + 1 :]))
    else:
        keep(call, sequences.any_of(runs, total(runs).less(1)))
    return taken(call, value)


def remove(call: Invocation) -> Value:
    """`remove` and `discard`: exactly the first equal element, as far as elements can be compared."""
    record, value = held(call), call.get(0)
    if record is None or value is None:
        return NOTHING
    runs = record.runs
    if operators.is_constant(value) and all(operators.is_constant(run.value) for run in runs):
        for index, run in enumerate(runs):
            if run.value == value:
                keep(call, (*runs[:index], Run(run.value, run.count.less(1)), *runs[index + 1 :]))
                return NOTHING
        if call.name.endswith("remove"):
            call.core.raises(None)
            raise DivergesError
        return NOTHING
    certain = call.name.endswith("remove")
    size = total(runs)
    keep(call, sequences.any_of(runs, size.less(1) if certain else Count(max(size.least - 1, 0), size.most)))
    return NOTHING


def clear(call: Invocation) -> Value:
    if held(call) is not None and isinstance(call.receiver, Ref):
        call.core.abandons(call.receiver.id)
        keep(call, ())
    return NOTHING


def copy(call: Invocation) -> Value:
    record = held(call)
    trail = call.receiver.trail if call.receiver is not None else None
    if record is None:
        return call.receiver or call.unknown()
    return call.core.new_list(record.runs, call.node, trail, record.kind)


def reverse(call: Invocation) -> Value:
    record = held(call)
    if record is not None:
        keep(call, sequences.mirrored(record.runs))
    return NOTHING


def sort(call: Invocation) -> Value:
    record = held(call)
    if record is not None:
        keep(call, sorted_runs(call, record.runs))
    return NOTHING


def sorted_runs(call: Invocation, runs: Runs) -> Runs:
    """The runs in their order: where that is known, exactly; else as one run, since any may come first."""
    backwards = call.core.truth(call.arguments.keywords.get("reverse", FALSE))
    if len(runs) <= SORTED and backwards is not None and all(run.count == ONE for run in runs):
        keys = keys_of(call, [run.value for run in runs])
        if keys is not None:
            try:
                order = sorted(range(len(runs)), key=lambda index: keys[index], reverse=backwards)
                return tuple(runs[index] for index in order)
            except TypeError:
                pass
    if len(runs) <= 1:
        return runs
    return sequences.any_of(runs, total(runs))


def keys_of(call: Invocation, items: list[Value]) -> list[Any] | None:
    """What elements are compared by, where all of it is known."""
    key = call.arguments.keywords.get("key")
    by = items if key is None or key == NOTHING else [_key(call, key, item) for item in items]
    known = [plain(one) for one in by]
    return None if ... in known else known


def _key(call: Invocation, key: Value, item: Value) -> Value:
    try:
        return call.core.call(key, Arguments.of(item), call.node)
    except DivergesError:
        return call.unknown()


def rotate(call: Invocation) -> Value:
    record = held(call)
    number = operators.number(call.get(0) or Const(1))
    if record is not None and number is not None and record.runs and all(run.count == ONE for run in record.runs):
        number %= len(record.runs)
        keep(call, (*record.runs[len(record.runs) - number :], *record.runs[: len(record.runs) - number]))
    elif record is not None:
        keep(call, sequences.any_of(record.runs, total(record.runs)))
    return NOTHING


def index(call: Invocation) -> Value:
    """`list.index`: known where it is known of all in front that they are something else."""
    wanted = call.get(0)
    for number, run in enumerate(own_runs(call)[:SORTED] if wanted is not None and call.get(1) is None else ()):
        same = (
            comparing.compare(call.core, "==", run.value, wanted) if wanted is not None and run.count == ONE else None
        )
        if same:
            return Const(number)
        if same is None:
            break
    return Opaque(("index", call.core.path, call.node.at), NUMBER)


def count(call: Invocation) -> Value:
    value = call.get(0)
    runs = own_runs(call)
    if (
        value is not None
        and operators.is_constant(value)
        and all(operators.is_constant(run.value) and run.count == ONE for run in runs)
    ):
        return Const(sum(1 for run in runs if run.value == value))
    return Opaque(("count", call.core.path, call.node.at), NUMBER)


# Sets


def set_operation(call: Invocation) -> Value:
    name = call.name.rpartition(".")[2]
    op = {"union": "|", "intersection": "&", "difference": "-", "symmetric_difference": "^"}[
        name.removesuffix("_update")
    ]
    if name == "update":
        op = "|"
    runs = own_runs(call)
    for given in call.arguments.positional:
        theirs = call.core.iterate(given.value, call.node)
        if op == "|":  # as often as there are collections like this one
            theirs = tuple(Run(run.value, run.count * given.count) for run in theirs)
        made = operators.sets(op, runs, theirs)
        runs = made if given.count.least or op == "|" else tuple(Run(run.value, run.count.optional) for run in runs)
    if name.endswith("_update"):
        keep(call, runs)
        return NOTHING
    trail = call.receiver.trail if call.receiver is not None else None
    return call.core.new_list(runs, call.node, trail, "set")


def set_relation(call: Invocation) -> Value:
    """`issubset`, `issuperset`, `isdisjoint`, where all elements are known."""
    own, other = own_runs(call), call.runs(0)
    if not all(operators.is_constant(run.value) and run.count.least for run in (*own, *other)):
        return call.unknown()
    mine, theirs = {run.value for run in own}, {run.value for run in other}
    answers = {"issubset": mine <= theirs, "issuperset": mine >= theirs, "isdisjoint": mine.isdisjoint(theirs)}
    return truth(answers[call.name.rpartition(".")[2]])


# Dictionaries


def set_update(call: Invocation) -> Value:
    record = held(call)
    assert record is not None
    new = tuple(
        Run(added(call, run.value), run.count * one.count)
        for one in call.arguments.positional
        for run in led(call.core.iterate(one.value, call.node), one.value)
    )
    keep(call, (*record.runs, *new))
    return NOTHING


def contains(call: Invocation) -> Value:
    """`wanted in collection`, as a method."""
    wanted = call.get(0)
    known = (
        comparing.contains(call.core, call.receiver, wanted)
        if call.receiver is not None and wanted is not None
        else None
    )
    return truth(known, ("contains", call.core.path, call.node.at))


def next_of(call: Invocation) -> Value:
    """`iterator.__next__()`, `iterator.next()`."""
    record = held(call)
    if record is None:
        return call.unknown()
    if total(record.runs).most == 0:
        call.core.raises(None)
        raise DivergesError
    value = sequences.at(record.runs, 0)
    keep(call, sequences.tail(record.runs, 1))
    return taken(call, value or call.unknown())


LISTS: Final[dict[str, Handler]] = {
    "append": append, "extend": extend, "insert": insert, "pop": pop, "remove": remove, "clear": clear, "copy": copy,
    "reverse": reverse, "sort": sort, "index": index, "count": count, "appendleft": append_left, "extendleft": extend,
    "popleft": pop, "rotate": rotate, "__next__": next_of, "next": next_of, "__contains__": contains,
}  # fmt: skip
SETS: Final[dict[str, Handler]] = {
    "add": append, "discard": remove, "remove": remove, "pop": pop, "clear": clear, "copy": copy, "update": set_update,
    **dict.fromkeys(("union", "intersection", "difference", "symmetric_difference"), set_operation),
    **dict.fromkeys(("intersection_update", "difference_update", "symmetric_difference_update"), set_operation),
    **dict.fromkeys(("issubset", "issuperset", "isdisjoint"), set_relation),
    "__contains__": contains,
}  # fmt: skip
HANDLERS: Final[dict[str, Handler]] = {
    **{f"list.{name}": handler for name, handler in LISTS.items()},
    **{f"builtins.list.{name}": handler for name, handler in LISTS.items()},
    **{f"set.{name}": handler for name, handler in SETS.items()},
    **dict.fromkeys(
        (f"frozenset.{name}" for name in ("union", "intersection", "difference", "symmetric_difference")), set_operation
    ),
    "frozenset.copy": copy, "view.__contains__": contains, "view.isdisjoint": set_relation,
    "tuple.index": index, "tuple.count": count,
}  # fmt: skip
