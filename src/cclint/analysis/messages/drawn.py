"""Which unknown addresses two values have in common: is the one in To drawn from the list that stands in Bcc?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cclint.analysis.values.rope import Hole, Joined, Text
from cclint.analysis.values.runs import part_of
from cclint.analysis.values.value import Opaque, Runs, Seq, Union, Value


def drawn(value: Value) -> frozenset[Any]:
    """What tells the unknown addresses that a value holds from others; the elements of one list are alike."""
    return frozenset(token for token, _ in _unknown(value, several=False))


def pool(value: Value) -> frozenset[Any]:
    """The same, for those addresses of which a value holds several."""
    return frozenset(token for token, several in _unknown(value, several=False) if several)


def _unknown(value: Value, *, several: bool) -> Iterator[tuple[Any, bool]]:
    match value:
        case Opaque():
            yield value.known_as(part_of(value.key)).token, several or value.count.most > 1
        case Text():
            for part in value.parts:
                if isinstance(part, Hole):
                    yield from _unknown(part.value, several=several)
                elif isinstance(part, Joined):
                    yield from _of_runs(part.runs, several=several)
        case Seq():
            yield from _of_runs(value.runs, several=several)
        case Union():
            for one in value.alternatives:
                yield from _unknown(one, several=several)


def _of_runs(runs: Runs, *, several: bool) -> Iterator[tuple[Any, bool]]:
    for run in runs:
        yield from _unknown(run.value, several=several or run.count.most > 1)
