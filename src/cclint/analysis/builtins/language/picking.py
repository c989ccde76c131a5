"""`random`, `secrets`, `heapq`: some of the elements, or one of them."""

from __future__ import annotations

from typing import Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.base.paths import Arguments, DivergesError
from cclint.analysis.builtins.language.functions import made
from cclint.analysis.operations import comparing, operators
from cclint.analysis.values import runs as sequences
from cclint.analysis.values.count import Count
from cclint.analysis.values.heap import Sequence
from cclint.analysis.values.lattice import collapse, join_all
from cclint.analysis.values.value import NOTHING, Const, Ref, Run, Value, total


def choice(call: Invocation) -> Value:
    runs = call.runs(0, "seq")
    if not runs:
        call.core.raises(None)
        raise DivergesError
    return join_all(run.value for run in runs)


def sample(call: Invocation) -> Value:
    """`sample(xs, k)`, `choices(xs, k=k)`, `nlargest(k, xs)`."""
    first = call.name.endswith(("nlargest", "nsmallest"))
    source = call.get(1 if first else 0, "iterable" if first else "population")
    if call.name.endswith("choices"):
        wanted = call.get(None, "k") or Const(1)
    else:
        wanted = call.get(0 if first else 1, "n" if first else "k") or NOTHING
    number, bounds = operators.number(wanted), comparing.bounds(wanted)
    runs = call.core.iterate(source, call.node) if source is not None else ()
    size = total(runs)
    if number is None:
        count = Count(0, size.most if bounds is None else min(bounds.most, size.most))
    elif first:
        count = Count(min(number, size.least), min(number, size.most))
    else:
        count = Count(min(number, 1) if call.name.endswith("choices") else number, number)
    return made(call, sequences.any_of(runs, count), "list", source)


def shuffle(call: Invocation) -> Value:
    """The elements stay, their order does not."""
    source = call.get(0)
    record = call.core.record(source) if source is not None else None
    if isinstance(record, Sequence) and record.runs:
        call.core.write(source.id, record.holding(sequences.any_of(record.runs, total(record.runs))))  # type: ignore[union-attr]
    return NOTHING


def heap_push(call: Invocation) -> Value:
    """`heappush(heap, item)`, `insort(xs, item)`: one more element, somewhere."""
    target, item = call.get(0), call.get(1)
    if target is not None and item is not None:
        call.core.call_method(target, "append", Arguments.of(item), call.node)
    return NOTHING


def heap_pop(call: Invocation) -> Value:
    """`heappop(heap)`: one of the elements, which is gone then."""
    target = call.get(0)
    record = call.core.record(target) if target is not None else None
    if not isinstance(record, Sequence) or not isinstance(target, Ref) or not record.runs:
        return call.unknown()
    if call.name.endswith(("heappushpop", "heapreplace")) and (item := call.get(1)) is not None:
        record = record.holding((*record.runs, Run(item)))
    whole = collapse(record.runs)
    call.core.write(target.id, record.holding(sequences.any_of(record.runs, whole.count.less(1))))
    return whole.value


HANDLERS: Final[dict[str, Handler]] = {
    "random.choice": choice, "secrets.choice": choice, "random.sample": sample, "random.choices": sample,
    "heapq.nlargest": sample, "heapq.nsmallest": sample, "random.shuffle": shuffle, "random.Random.shuffle": shuffle,
    "random.Random.choice": choice, "random.Random.sample": sample, "heapq.heappush": heap_push,
    "heapq.heappop": heap_pop, "heapq.heappushpop": heap_pop, "heapq.heapreplace": heap_pop, "heapq.heapify": shuffle,
    "bisect.insort": heap_push, "bisect.insort_left": heap_push, "bisect.insort_right": heap_push,
    "random.Random.choices": sample,
}  # fmt: skip
