"""`random`, `secrets`, `heapq`: some of the elements, or one of them."""

from __future__ import annotations

from typing import Final

from cclint.analysis import operators
from cclint.analysis import runs as sequences
from cclint.analysis.builtins.functions import made
from cclint.analysis.count import Count
from cclint.analysis.evaluate.calls import Handler, Invocation
from cclint.analysis.evaluate.paths import DivergesError
from cclint.analysis.heap import Sequence
from cclint.analysis.lattice import join_all
from cclint.analysis.value import NOTHING, Const, Value, total


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
        number = operators.number(call.get(None, "k") or Const(1))
    else:
        number = operators.number(call.get(0 if first else 1, "n" if first else "k") or NOTHING)
    runs = call.core.iterate(source, call.node) if source is not None else ()
    size = total(runs)
    if number is None:
        count = Count(0, size.most)
    elif first:
        count = Count(min(number, size.least), min(number, size.most))
    else:
        count = Count(number, number)
    return made(call, sequences.any_of(runs, count), "list", source)


def shuffle(call: Invocation) -> Value:
    """The elements stay, their order does not."""
    source = call.get(0)
    record = call.core.record(source) if source is not None else None
    if isinstance(record, Sequence) and record.runs:
        call.core.write(source.id, record.holding(sequences.any_of(record.runs, total(record.runs))))  # type: ignore[union-attr]
    return NOTHING


HANDLERS: Final[dict[str, Handler]] = {
    "random.choice": choice, "secrets.choice": choice, "random.sample": sample, "random.choices": sample,
    "heapq.nlargest": sample,
    "heapq.nsmallest": sample, "random.shuffle": shuffle, "random.Random.shuffle": shuffle, "random.Random.choice":
    choice,
    "random.Random.sample": sample, "random.Random.choices": sample,
}  # fmt: skip
