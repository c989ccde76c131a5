"""`itertools`, and what `more_itertools` and `toolz` have of the same."""

from __future__ import annotations

import itertools
from typing import Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.base.paths import Arguments
from cclint.analysis.builtins.language.functions import gathered, in_rows, made, same_iterator, zipped
from cclint.analysis.operations import comparing, operators
from cclint.analysis.values import runs as sequences
from cclint.analysis.values.count import MANY, ONE, UNBOUNDED, Count
from cclint.analysis.values.heap import Sequence
from cclint.analysis.values.lattice import collapse, normal
from cclint.analysis.values.value import NOTHING, NUMBER, Const, Opaque, Run, Runs, Seq, Value, each, total

ENDLESS: Final = Count(UNBOUNDED, UNBOUNDED)
"""How many elements an iterator has that never ends."""


def flat(call: Invocation, runs: Runs) -> Runs:
    """The elements of each of several collections."""
    found: list[Run] = []
    for run in runs:
        found.extend(Run(one.value, one.count * run.count) for one in call.core.iterate(run.value, call.node))
    return normal(found)


def chain(call: Invocation) -> Value:
    runs = call.runs(0) if call.name.endswith("from_iterable") else call.arguments.positional
    return made(call, flat(call, runs), "iterator", None)


def islice(call: Invocation) -> Value:
    source = call.get(0)
    if source is None:
        return call.unknown()
    given = [run.value for run in call.arguments.positional[1:]]
    bounds = [operators.number(value) if value != NOTHING else None for value in given]
    known = all(bound is not None or value == NOTHING for bound, value in zip(bounds, given))
    record = call.core.record(source)
    runs = record.runs if isinstance(record, Sequence) else call.core.iterate(source, call.node)
    lower, upper = (
        (None, bounds[0]) if len(bounds) == 1 else (bounds[0], bounds[1]) if len(bounds) > 1 else (None, None)
    )
    step = bounds[2] if len(bounds) > 2 else None
    most = total(runs).most
    if len(given) == 1 and not known and (upto := comparing.bounds(given[0])) is not None:
        most = min(most, upto.most)
    taken = sequences.cut(runs, lower, upper, step) if known else sequences.any_of(runs, Count(0, most))
    if isinstance(record, Sequence) and record.kind == "iterator" and upper is not None:
        call.core.write(source.id, record.holding(sequences.tail(runs, upper)))  # type: ignore[attr-defined]
    return made(call, taken, "iterator", source)


def batched(call: Invocation) -> Value:
    """`batched(xs, n)` and the chunking helpers like it: groups of at most n."""
    runs, size = call.runs(0, "iterable"), operators.number(call.get(1, "n") or NOTHING)
    if not runs:
        return made(call, (), "iterator", None)
    if size is not None and size > 0 and all(run.count == ONE for run in runs):
        groups = [Seq("tuple", runs[start : start + size]) for start in range(0, len(runs), size)]
        return made(call, each(groups), "iterator", call.get(0))
    limit = size if size is not None and size > 0 else UNBOUNDED
    whole = collapse(runs)
    group = Seq("tuple", (Run(whole.value, Count(1, min(limit, whole.count.most))),), whole.value.trail)
    return made(call, (Run(group, Count(min(whole.count.least, 1), whole.count.most)),), "iterator", call.get(0))


GROUPED: Final = 64
"""Elements that are grouped one by one."""


def group_by(call: Invocation) -> Value:
    """`groupby(xs, key)`: the groups where the keys are known; else any number, each with any number of the elements."""
    runs = call.runs(0, "iterable")
    if not runs:
        return made(call, (), "iterator", None)
    key = call.get(1, "key")

    def labelled(value: Value) -> Value:
        return call.core.call(key, Arguments.of(value), call.node) if key is not None and key != NOTHING else value

    if len(runs) <= GROUPED and all(run.count == ONE for run in runs):
        labels = [labelled(run.value) for run in runs]
        if all(operators.is_constant(one) for one in labels):
            starts = [index for index, one in enumerate(labels) if index == 0 or one != labels[index - 1]]
            parts = zip(starts, [*starts[1:], len(runs)])
            groups = [
                (labels[first], call.core.new_list(runs[first:last], call.node, None, "iterator"))
                for first, last in parts
            ]
            return made(call, each(Seq("tuple", each(pair)) for pair in groups), "iterator", call.get(0))
    whole = collapse(runs)
    label = labelled(whole.value)
    group = Seq("tuple", (Run(whole.value, Count(1, whole.count.most)),), whole.value.trail)
    return made(
        call,
        (Run(Seq("tuple", each((label, group))), Count(min(whole.count.least, 1), whole.count.most)),),
        "iterator",
        call.get(0),
    )


def tee(call: Invocation) -> Value:
    runs = call.runs(0)
    number = operators.number(call.get(1, "n") or Const(2)) or 2
    return Seq("tuple", each(made(call, runs, "iterator", call.get(0)) for _ in range(min(number, 8))))


def product(call: Invocation) -> Value:
    columns = [call.core.iterate(run.value, call.node) for run in call.arguments.positional]
    count = ONE
    for column in columns:
        count = count * total(column)
    if not columns or any(not column for column in columns):
        return made(call, (), "iterator", None)
    if count.exact and count.most <= 64 and all(run.count == ONE for column in columns for run in column):
        rows: list[list[Value]] = [[]]
        for column in columns:
            rows = [[*row, run.value] for row in rows for run in column]
        return made(call, each(Seq("tuple", each(row)) for row in rows), "iterator", None)
    row_ = Seq("tuple", each(collapse(column).value for column in columns))
    return made(call, (Run(row_, count),), "iterator", None)


def choices_of(call: Invocation) -> Value:
    """`permutations`, `combinations`: tuples of so many elements."""
    runs, number = call.runs(0), operators.number(call.get(1, "r") or NOTHING)
    if not runs:
        return made(call, (), "iterator", None)
    if all(run.count == ONE for run in runs) and len(runs) <= 8:
        take = itertools.permutations if call.name.endswith("permutations") else itertools.combinations
        size = len(runs) if number is None else number
        rows = list(itertools.islice(take(runs, size), 65)) if size >= 0 else []
        if len(rows) <= 64:
            return made(call, each(Seq("tuple", row) for row in rows), "iterator", call.get(0))
    whole = collapse(runs)
    length = Count(number, number) if number is not None else whole.count
    return made(call, (Run(Seq("tuple", (Run(whole.value, length),)), MANY),), "iterator", call.get(0))


def accumulate(call: Invocation) -> Value:
    """`accumulate(xs, f)`: what has come together so far, element by element."""
    core, function, start = call.core, call.get(1, "func"), call.get(None, "initial")
    first = () if start is None or start == NOTHING else (Run(start),)
    holder = core.new_list(first, call.node)

    def add(element: Value) -> Value:
        record = core.record(holder)
        before = record.runs if isinstance(record, Sequence) else ()
        after = element
        if before and function is not None and function != NOTHING:
            after = core.call(function, Arguments.of(collapse(before).value, element), call.node)
        elif before:
            after = operators.binary(core, "+", collapse(before).value, element, call.node)
        core.write(holder.id, Sequence("list", (Run(after),)))
        return after

    return made(call, (*first, *gathered(call, call.runs(0), add)), "iterator", call.get(0))


def pairwise(call: Invocation) -> Value:
    """`pairwise(xs)`: each element with the one behind it."""
    runs = call.runs(0)
    if all(run.count == ONE for run in runs):
        pairs = each(Seq("tuple", (one, other)) for one, other in itertools.pairwise(runs))
        return made(call, pairs, "iterator", call.get(0))
    whole = collapse(runs)
    pair = Seq("tuple", each((whole.value, whole.value)))
    return made(call, (Run(pair, whole.count.less(1)),), "iterator", call.get(0))


def answered(call: Invocation, function: Value | None, element: Value) -> bool | None:
    """Whether a function says yes to an element; None asks for its truth."""
    if function is None or function == NOTHING:
        return call.core.truth(element)
    return call.core.truth(call.core.call(function, Arguments.of(element), call.node))


def filter_false(call: Invocation) -> Value:
    function = call.get(0)

    def keep(element: Value) -> tuple[Value, bool] | None:
        known = answered(call, function, element)
        kept = element
        if known is None and (function is None or function == NOTHING):
            falsy = call.core.kept_true(element, wanted=False)
            if falsy is None:
                return None
            kept = falsy
        return None if known is True else (kept, known is False)

    return made(call, gathered(call, call.runs(1), keep), "iterator", call.get(1))


def take_while(call: Invocation) -> Value:
    """`takewhile` and `dropwhile`: up to the first element that does not fit, and from it on."""
    function, runs = call.get(0), call.runs(1)
    taking = call.name.endswith("takewhile")
    if not all(run.count == ONE for run in runs):
        return made(call, sequences.any_of(runs, total(runs).optional), "iterator", call.get(1))
    kept: list[Run] = []
    open_ended: bool | None = True  # whether all so far have fitted
    for run in runs:
        known = answered(call, function, run.value) if open_ended is not False else False
        open_ended = False if known is False and open_ended else None if known is None else open_ended
        if taking and open_ended is False:
            break
        if open_ended is None:
            kept.append(Run(run.value, run.count.optional))
        elif taking or open_ended is False:
            kept.append(run)
    return made(call, tuple(kept), "iterator", call.get(1))


def compress(call: Invocation) -> Value:
    """`compress(xs, selectors)`: those whose selector is true."""
    rows = zipped([call.runs(0, "data"), call.runs(1, "selectors")])
    kept = []
    for row in rows:
        items = row.value.items if isinstance(row.value, Seq) else None
        if items is None or len(items) != 2:
            return made(call, sequences.any_of(call.runs(0), total(call.runs(0)).optional), "iterator", call.get(0))
        known = call.core.truth(items[1])
        if known is not False:
            kept.append(Run(items[0], row.count if known else row.count.optional))
    return made(call, normal(kept), "iterator", call.get(0))


def repeat(call: Invocation) -> Value:
    value, times = call.get(0), call.get(1, "times")
    number = operators.number(times) if times is not None else None
    if value is None:
        return call.unknown()
    count = Count(number, number) if number is not None and number >= 0 else MANY if times is not None else ENDLESS
    return made(call, (Run(value, count),) if count.most else (), "iterator", value)


def cycle(call: Invocation) -> Value:
    runs = call.runs(0)
    return made(call, (Run(collapse(runs).value, ENDLESS),) if runs else (), "iterator", call.get(0))


def zip_longest(call: Invocation) -> Value:
    width = same_iterator(call)
    if width is not None:
        return made(call, in_rows(call, width, longest=True), "iterator", call.get(0))
    columns = [call.core.iterate(run.value, call.node) for run in call.arguments.positional]
    return made(
        call, zipped(columns, longest=True, fill=call.arguments.keywords.get("fillvalue", NOTHING)), "iterator", None
    )


def counter_of(call: Invocation) -> Value:
    return made(call, (Run(Opaque(("number",), NUMBER), ENDLESS),), "iterator", None)


def star_map(call: Invocation) -> Value:
    function = call.get(0)
    if function is None:
        return call.unknown()
    results = gathered(
        call,
        call.runs(1),
        lambda row: call.core.call(function, Arguments(call.core.iterate(row, call.node)), call.node),
    )
    return made(call, results, "iterator", None)


HANDLERS: Final[dict[str, Handler]] = {
    "itertools.chain": chain, "itertools.chain.from_iterable": chain, "itertools.islice": islice,
    "itertools.batched": batched, "more_itertools.chunked": batched, "more_itertools.batched": batched,
    "more_itertools.ichunked": batched, "toolz.partition_all": batched, "itertools.groupby": group_by,
    "itertools.tee": tee, "itertools.product": product, "itertools.permutations": choices_of,
    "itertools.combinations": choices_of, "itertools.takewhile": take_while, "itertools.dropwhile": take_while,
    "itertools.filterfalse": filter_false, "itertools.ifilterfalse": filter_false, "itertools.compress": compress,
    "itertools.repeat": repeat, "itertools.cycle": cycle, "itertools.zip_longest": zip_longest,
    "itertools.izip_longest": zip_longest, "itertools.count": counter_of, "itertools.starmap": star_map,
    "itertools.accumulate": accumulate, "itertools.pairwise": pairwise,
}  # fmt: skip
