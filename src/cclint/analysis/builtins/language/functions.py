"""The built-in functions of Python, and its built-in types as functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.base.paths import Arguments, DivergesError
from cclint.analysis.builtins.language.collections import sorted_runs, taken
from cclint.analysis.builtins.language.folding import any_, extreme, sum_
from cclint.analysis.builtins.language.mappings import merge
from cclint.analysis.operations import comparing, operators
from cclint.analysis.values import runs as sequences
from cclint.analysis.values.code import External, Partial
from cclint.analysis.values.count import MANY, ONE, UNBOUNDED, Count
from cclint.analysis.values.heap import Generator, Instance, Mapping, Sequence
from cclint.analysis.values.lattice import collapse, join, join_all, normal
from cclint.analysis.values.value import (
    NOTHING,
    NUMBER,
    Const,
    Opaque,
    Ref,
    Run,
    Runs,
    Seq,
    Value,
    alternatives,
    each,
    present,
    total,
)
from cclint.ir import nodes as ir


def gathered(call: Invocation, runs: Runs, make: Callable[[Value], Value | tuple[Value, bool] | None]) -> Runs:
    """What a function gives for each element, by going through them as a loop does.

    Parameters
    ----------
    make: takes an element, gives a value or None to leave it out, or a pair of a value and False where it may be left
    out.
    """
    core = call.core
    collected = core.new_list((), call.node)

    def turn(element: Value) -> None:
        made = make(element)
        if made is None:
            return
        value, certain = made if isinstance(made, tuple) else (made, True)
        record = core.record(collected)
        assert isinstance(record, Sequence)
        core.write(collected.id, record.holding(normal((*record.runs, Run(value, ONE if certain else ONE.optional)))))

    core.rounds(runs, turn)
    if not core.live():
        raise DivergesError
    record = core.record(collected)
    return record.runs if isinstance(record, Sequence) else ()


def made(call: Invocation, runs: Runs, kind: str, source: Value | None) -> Value:
    """A new collection of a kind."""
    trail = source.trail if source is not None and source.trail is not None else None
    if trail is None:
        trail = next((run.value.trail for run in runs if run.value.trail is not None), None)
    if kind in ("tuple", "frozenset"):
        return Seq(kind, operators.distinct(runs) if kind == "frozenset" else runs, trail)
    return call.core.new_list(operators.distinct(runs) if kind == "set" else runs, call.node, trail, kind)


def collection(kind: str) -> Handler:
    """`list(xs)`, `tuple(xs)`, `set(xs)`: the same elements in a new collection."""

    def handler(call: Invocation) -> Value:
        source = call.get(0, "iterable")
        if source is None:
            return made(call, (), kind, None)
        return join_all(made(call, call.core.iterate(one, call.node), kind, one) for one in present(source))

    return handler


def dictionary(call: Invocation) -> Value:
    result = call.core.new(Mapping("dict"), call.node)
    return filled(call, result)


def filled(call: Invocation, result: Ref, start: int = 0) -> Value:
    """A new mapping with what the arguments of `dict` and its kin put into it."""
    merge(call, result, start)
    for run in call.arguments.positional[start:]:
        result.trail = result.trail or run.value.trail
    return result


def length(call: Invocation) -> Value:
    value = call.get(0)
    if value is None:
        return Opaque(("number",), NUMBER)
    sizes = [length_of(call, one) for one in alternatives(value)]
    return join_all(sizes)


def length_of(call: Invocation, value: Value) -> Value:
    core = call.core
    record = core.record(value)
    if isinstance(record, Instance) and isinstance(value, Ref):
        method = core.special_method(value, record, "__len__")
        if method is not None:
            return core.call(method, Arguments(), call.node)
    known = comparing.size(core, core.spoken(value))
    if isinstance(known, Opaque) and isinstance(call.node, ir.Call) and call.node.arguments:
        core.measured[known.key] = call.node.arguments[0].value
    return known


def sorted_(call: Invocation) -> Value:
    source = call.get(0, "iterable")
    if source is None:
        return call.unknown()
    runs = call.core.iterate(source, call.node)
    return made(call, sorted_runs(call, runs), "list", source)


def reversed_(call: Invocation) -> Value:
    source = call.get(0)
    own = call.core.own_method(source, "__reversed__") if source is not None else None
    if own is not None:
        return made(call, call.core.iterate(call.core.call(own, Arguments(), call.node), call.node), "iterator", source)
    return made(call, sequences.mirrored(call.runs(0)), "iterator", call.get(0))


def enumerate_(call: Invocation) -> Value:
    runs = call.runs(0, "iterable")
    start = operators.number(call.get(1, "start") or Const(0)) or 0
    pairs: list[Run] = []
    exact = True
    for index, run in enumerate(runs):
        count, behind = run.count, False
        if exact and run.count != ONE and start >= 0:  # the first of these, and those that come behind it
            first = Seq("tuple", each((Const(start + index), run.value)))
            pairs.append(Run(first, run.count.at_most(1)))
            exact, count, behind = False, run.count.less(1), run.count.least == 0
        position = Opaque(
            ("position", call.core.path, call.node.at), NUMBER, length=Count(max(start + len(pairs), 0), UNBOUNDED)
        )
        number: Value = Const(start + index) if exact else position if start >= 0 else Opaque(("number",), NUMBER)
        pairs.append(Run(Seq("tuple", each((number, run.value))), count, behind=behind))
    return made(call, normal(pairs), "iterator", call.get(0))


def same_iterator(call: Invocation) -> int | None:
    """How often `zip(*[iter(xs)] * n)` takes from one iterator for a row."""
    given = call.arguments.positional
    number = total(given)
    first = given[0].value if given else None
    record = call.core.record(first) if first is not None else None
    used_up = isinstance(record, (Sequence, Generator)) and getattr(record, "kind", "iterator") == "iterator"
    return (
        number.most
        if used_up and number.exact and number.most > 1 and all(run.value == first for run in given)
        else None
    )


def in_rows(call: Invocation, width: int, *, longest: bool) -> Runs:
    """The elements of an iterator, so many at a time."""
    fill = call.arguments.keywords.get("fillvalue", NOTHING)
    runs = call.runs(0)
    if all(run.count == ONE for run in runs):
        values = [run.value for run in runs]
        if longest:
            values += [fill] * (-len(values) % width)
        return each(Seq("tuple", each(values[at : at + width])) for at in range(0, len(values) - width + 1, width))
    if not runs:
        return ()
    whole = collapse(runs)
    others = each(join(whole.value, fill) if longest else whole.value for _ in range(width - 1))
    most = whole.count.most if whole.count.unbounded else -(-whole.count.most // width)
    return (Run(Seq("tuple", (Run(whole.value), *others)), Count(0, most)),)


def turned(call: Invocation) -> Runs:
    """`zip(*rows)`: the columns of rows whose number is not known."""
    rows = call.arguments.positional
    items = [run.value.items if isinstance(run.value, Seq) else None for run in rows]
    known = [one for one in items if one is not None]
    if len(known) < len(items):
        held = [Run(one.value, one.count) for run in rows for one in call.core.iterate(run.value, call.node)]
        return (Run(Seq("tuple", (Run(collapse(held).value, total(rows)),)), MANY),) if held else ()
    width = min(map(len, known))
    return each(
        Seq("tuple", tuple(Run(row[index], run.count) for row, run in zip(known, rows))) for index in range(width)
    )


def zip_(call: Invocation) -> Value:
    width = same_iterator(call)
    if width is not None:
        return made(call, in_rows(call, width, longest=False), "iterator", call.get(0))
    if any(run.count != ONE for run in call.arguments.positional):
        return made(call, turned(call), "iterator", None)
    columns = [call.core.iterate(run.value, call.node) for run in call.arguments.positional if run.count == ONE]
    return made(call, zipped(columns), "iterator", call.get(0))


def zipped(columns: list[Runs], *, longest: bool = False, fill: Value = NOTHING) -> Runs:
    """Rows out of columns, as many as the shortest has."""
    if not columns:
        return ()
    if all(all(run.count == ONE for run in column) for column in columns):
        width = max(map(len, columns)) if longest else min(map(len, columns))
        rows = [
            Seq("tuple", each(column[index].value if index < len(column) else fill for column in columns))
            for index in range(width)
        ]
        return each(rows)
    sizes = [total(column) for column in columns]
    pick = max if longest else min
    count = Count(pick(size.least for size in sizes), pick(size.most for size in sizes))
    if any(not column for column in columns):
        return ()
    if not longest and count.exact and count.most <= 8:
        rows = [
            Seq("tuple", each(sequences.at(column, index) or NOTHING for column in columns))
            for index in range(count.most)
        ]
        return each(rows)
    row = Seq("tuple", each(collapse(column).value for column in columns))
    return (Run(row, count),) if count.most else ()


def map_(call: Invocation) -> Value:
    function = call.get(0)
    if function is None or len(call.arguments.positional) < 2:
        return call.unknown()
    columns = [call.core.iterate(run.value, call.node) for run in call.arguments.positional[1:]]
    if len(columns) == 1:
        if function == NOTHING:
            return made(call, columns[0], "iterator", call.get(1))
        results = gathered(call, columns[0], lambda element: call.core.call(function, Arguments.of(element), call.node))
    else:
        rows = zipped(columns)
        if function == NOTHING:  # Python 2: rows, as `zip` makes them
            return made(call, rows, "iterator", None)
        results = gathered(
            call, rows, lambda row: call.core.call(function, Arguments(call.core.iterate(row, call.node)), call.node)
        )
    return made(call, results, "iterator", None)


def filter_(call: Invocation) -> Value:
    function = call.get(0)
    runs = call.runs(1)

    def keep(element: Value) -> tuple[Value, bool] | None:
        answer = (
            element
            if function is None or function == NOTHING
            else call.core.call(function, Arguments.of(element), call.node)
        )
        known = call.core.truth(answer)
        if isinstance(answer, Opaque) and answer.type is None and isinstance(function, External):
            known = None
        return None if known is False else (element, known is True)

    return made(call, gathered(call, runs, keep), "iterator", call.get(1))


def next_(call: Invocation) -> Value:
    source, default = call.get(0), call.get(1)
    if source is None:
        return call.unknown()
    own = call.core.own_method(source, "__next__") or call.core.own_method(source, "__anext__")
    if own is not None:
        return stepped(call, own, default)
    record = call.core.record(source)
    if isinstance(source, Opaque):
        return Opaque(("element", source.key), born=call.core.running or source.born, trail=source.trail)
    if isinstance(record, Generator) and isinstance(source, Ref):
        if (answer := call.core.feed(source, NOTHING)) is not None:
            return answer
        runs = call.core.iterate(source, call.node)
        call.core.write(source.id, Sequence("iterator", sequences.tail(runs, 1)))
    elif isinstance(record, Sequence) and isinstance(source, Ref):
        runs = record.runs
        if record.kind == "iterator":
            call.core.write(source.id, record.holding(sequences.tail(runs, 1)))
    else:
        runs = call.core.iterate(source, call.node)
    size = total(runs)
    value = sequences.at(runs, 0)
    if value is not None:
        value = taken(call, value)
    if size.least:
        assert value is not None
        return value
    if value is None and default is None:
        call.core.raises(None)
        raise DivergesError
    if value is None:
        assert default is not None
        return default
    return join(value, default) if default is not None else value


def stepped(call: Invocation, method: Value, default: Value | None) -> Value:
    """`next(iterator, default)`, where the iterator's class says what comes next."""
    core = call.core
    if default is None:
        return core.call(method, Arguments(), call.node)
    with core.parting() as base:
        core.state = base.fork()
        got, ended = core.attempted(lambda: core.call(method, Arguments(), call.node))
        core.state = core.join(base, [core.state, *ended] if got is not None else ended)
    return default if got is None else join(got, default) if ended else got


def iter_(call: Invocation) -> Value:
    source = call.get(0)
    if call.get(1) is not None and source is not None:  # iter(callable, sentinel)
        element = call.core.call(source, Arguments(), call.node)
        return call.core.new_list((Run(element, MANY),), call.node, element.trail, "iterator")
    return made(call, call.runs(0), "iterator", source)


def range_(call: Invocation) -> Value:
    bounds = [operators.number(run.value) for run in call.arguments.positional]
    if None not in bounds and 1 <= len(bounds) <= 3 and bounds[2:] != [0]:
        steps = range(*[bound for bound in bounds if bound is not None])
        if not steps[64:]:
            return Seq("range", each(Const(number) for number in steps))
        size = min(steps.index(steps[-1]) + 1, UNBOUNDED)  # len() fails on what is too long for the machine
        return Seq("range", (Run(Opaque(("number",), NUMBER), Count(size, size)),))
    first = bounds[0] if len(bounds) > 1 else 0
    upwards = len(bounds) < 3 or (bounds[2] or -1) > 0
    if first is None or first < 0 or not upwards:
        return Seq("range", (Run(Opaque(("number", call.core.path, call.node.at), NUMBER), MANY),))
    position = Opaque(("position", call.core.path, call.node.at), NUMBER, length=Count(first, UNBOUNDED))
    return Seq("range", (Run(position, MANY),))


def slice_(call: Invocation) -> Value:
    return Partial(External("builtins.slice"), tuple(run.value for run in call.arguments.positional), ())


FUNCTIONS: Final[dict[str, Handler]] = {
    "list": collection("list"), "tuple": collection("tuple"), "set": collection("set"),
    "frozenset": collection("frozenset"), "dict": dictionary, "len": length, "sorted": sorted_, "reversed": reversed_,
    "enumerate": enumerate_, "zip": zip_, "map": map_, "filter": filter_, "min": extreme, "max": extreme, "sum": sum_,
    "any": any_, "all": any_, "next": next_, "iter": iter_, "range": range_, "slice": slice_, "xrange": range_,
    "aiter": iter_, "anext": next_,
}  # fmt: skip
HANDLERS: Final[dict[str, Handler]] = {
    **{f"builtins.{name}": handler for name, handler in FUNCTIONS.items()},
    "collections.UserDict": dictionary,
    "collections.UserList": collection("list"),
}
