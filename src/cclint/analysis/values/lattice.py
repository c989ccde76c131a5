"""Joining what two paths of a program know, and widening what grows from round to round, so that loops end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from typing import Final

from cclint.analysis.values.addresses import read_value
from cclint.analysis.values.alike import split_alike
from cclint.analysis.values.code import Class, External, Func, Module
from cclint.analysis.values.count import UNBOUNDED, Count
from cclint.analysis.values.fields import Field, names_of
from cclint.analysis.values.reading import either
from cclint.analysis.values.rope import Hole, Joined, Part, Parts, Piece, Text, identity_of
from cclint.analysis.values.value import (
    NUMBER,
    STRING,
    Const,
    Opaque,
    Ref,
    Run,
    Runs,
    Seq,
    Union,
    Value,
    alternatives,
    total,
)

FEW: Final = 8
"""The most alternatives that are kept apart; references to the heap may be twice as many, since they cannot be summed up."""
DEEP: Final = 10
"""Values nested more deeply than this are summed up where paths meet."""
LONGEST: Final = 64
"""The most runs that a sequence is kept exact in."""


SINGLE: Final = (Const, Text, Ref, External, Class, Func, Module)
"""Values of which two that differ are simply kept apart."""


def is_number(value: Value) -> bool:
    """Whether a value is a number, known or not."""
    if isinstance(value, Const):
        return type(value.value) in (int, float)
    return isinstance(value, Opaque) and value.type == NUMBER


def join(first: Value, second: Value) -> Value:
    """The least value that covers both."""
    if first is second or first == second:
        return first
    if isinstance(first, SINGLE) and isinstance(second, SINGLE) and first.depth < DEEP and second.depth < DEEP:
        return Union((first, second), first.trail or second.trail)
    return _union([*alternatives(first), *alternatives(second)])


def join_all(values: Iterable[Value]) -> Value:
    """The least value that covers all of one or more values."""
    found: list[Value] = []
    for value in values:
        found.extend(alternatives(value))
    return found[0] if len(found) == 1 else _union(found)


def _union(values: list[Value]) -> Value:
    kept: dict[Value, Value] = {}
    unknown: dict[object, Opaque] = {}
    for value in values:
        if isinstance(value, Opaque):
            known = unknown.get(value.key)
            unknown[value.key] = value if known is None else _merged(known, value)
        else:
            kept.setdefault(value, value)
    # Most unions have two or three alternatives: what needs more than that is not even looked for.
    sequences = [value for value in kept if isinstance(value, Seq)] if len(kept) > 2 else []
    if len(sequences) > 2:
        for kind in dict.fromkeys(value.kind for value in sequences):
            alike = [value for value in sequences if value.kind == kind]
            for value in alike:
                del kept[value]
            merged = Seq(kind, reduce(join_runs, (value.runs for value in alike)), alike[0].trail)
            kept[merged] = merged
    few = [*kept.values(), *unknown.values()]
    if len(few) > FEW // 2:
        numbers = [value for value in few if is_number(value)]
        if len(numbers) > FEW // 2:
            few = [value for value in few if value not in numbers] + [Opaque(("number",), NUMBER)]
    if len(few) > FEW:
        texts = [value for value in few if isinstance(value, (Text, Opaque))]
        if len(texts) > 1:
            few = [value for value in few if not isinstance(value, (Text, Opaque))] + [gathered(texts)]
    deep = [value for value in few if value.depth > DEEP]
    if deep:
        few = [value for value in few if value not in deep]
        few.append(
            gathered(deep) if all(isinstance(value, Text) for value in deep) else Opaque(("deep",), trail=deep[0].trail)
        )
    if len(few) > 2 * FEW:
        few = [*few[: 2 * FEW - 1], Opaque(("many",), trail=few[0].trail)]
    if len(few) == 1:
        return few[0]
    return Union(tuple(few), next((value.trail for value in few if value.trail is not None), None))


def _merged(one: Opaque, other: Opaque) -> Opaque:
    """The same unknown thing, as two paths know it."""
    if one == other:
        return one
    kind = one.type if one.type == other.type else None
    return Opaque(one.key, kind, one.count | other.count, one.length | other.length, one.born, one.trail)


def summary(values: Iterable[Value]) -> Opaque:
    """Many texts as one that is not known, but for how many addresses it holds."""
    found = list(values)
    reading = either([read_value(value) for value in found])
    trail = reading.trails[0] if reading.trails else found[0].trail
    born = next((value.born for value in found if isinstance(value, Opaque) and value.born), ())
    return Opaque(("some",), STRING, reading.count, born=born, trail=trail)


def gathered(values: Sequence[Value]) -> Value:
    """Many texts as one: what all have in common of lines, and in between something that is not known."""
    texts = [value for value in values if isinstance(value, Text) and not value.binary]
    alike = split_alike([text.parts for text in texts]) if len(texts) == len(values) else None
    if alike is None:
        return summary(values)
    head, within, tail = alike
    known = [one for one in map(_some, within) if one is not None]
    made = summary([Text(parts, text.trail) for parts, text in zip(within, texts)])
    for one in known:
        made = _grown(one, made)
    return Text((*head, Hole(made, made.trail), *tail), texts[0].trail)


def _some(parts: Parts) -> Opaque | None:
    """What has been made of many texts before."""
    one = parts[0] if len(parts) == 1 else None
    return one.value if isinstance(one, Hole) and isinstance(one.value, Opaque) and one.value.key == ("some",) else None


# Sequences


def normal(runs: Iterable[Run]) -> Runs:
    """Runs with equal neighbours put together, and not too many of them."""
    made: list[Run] = []
    for run in runs:
        if run.count.most == 0:
            continue
        if made and made[-1].value == run.value:
            made[-1] = Run(made[-1].value, made[-1].count + run.count)
        else:
            made.append(run)
    if len(made) > LONGEST:
        return (collapse(made),)
    return tuple(made)


def collapse(runs: Iterable[Run]) -> Run:
    """All elements as one run."""
    kept = list(runs)
    return Run(join_all(run.value for run in kept), total(kept))


def join_runs(first: Runs, second: Runs) -> Runs:
    """The runs that cover two sequences: what they begin and end with stays exact."""
    if first == second:
        return first
    start = 0
    while start < min(len(first), len(second)) and first[start] == second[start]:
        start += 1
    end = 0
    while end < min(len(first), len(second)) - start and first[-1 - end] == second[-1 - end]:
        end += 1
    mine, theirs = first[start : len(first) - end], second[start : len(second) - end]
    middle: Runs
    if not mine or not theirs:
        middle = tuple(Run(run.value, run.count.optional) for run in mine or theirs)
    elif all(isinstance(one, Field) for run in (*mine, *theirs) for one in alternatives(run.value)):
        middle = _join_fields(mine, theirs)
    elif len(mine) == len(theirs):
        middle = tuple(Run(join(a.value, b.value), a.count | b.count) for a, b in zip(mine, theirs))
    else:
        middle = (Run(join_all(run.value for run in (*mine, *theirs)), total(mine) | total(theirs)),)
    return normal((*first[:start], *middle, *first[len(first) - end :]))


def _join_fields(first: Runs, second: Runs) -> Runs:
    """The header fields of one message, as two paths wrote them: those of one name stand for each other."""
    made: list[Run] = []
    for name in dict.fromkeys(names_of(run.value) for run in (*first, *second)):
        mine = [run for run in first if names_of(run.value) == name]
        theirs = [run for run in second if names_of(run.value) == name]
        if not mine or not theirs:
            made.extend(Run(run.value, run.count.optional) for run in mine or theirs)
        elif len(mine) == len(theirs):
            made.extend(Run(join(a.value, b.value), a.count | b.count) for a, b in zip(mine, theirs))
        else:
            made.append(Run(join_all(run.value for run in (*mine, *theirs)), total(mine) | total(theirs)))
    return tuple(made)


def widen_runs(old: Runs, new: Runs) -> Runs:
    """The join, with no bound on what grows."""
    joined = join_runs(old, new)
    if joined == old:
        return old
    if len(joined) == len(old) or not old:
        widened = []
        for index, run in enumerate(joined):
            before = old[index] if old else None
            value = widen(before.value, run.value) if before else run.value
            grows = before is None or run.count.most > before.count.most
            widened.append(Run(value, Count(run.count.least, UNBOUNDED) if grows else run.count))
        return normal(widened)
    names = list(dict.fromkeys(names_of(run.value) for run in joined))
    if len(names) > 1 and all(isinstance(one, Field) for run in joined for one in alternatives(run.value)):
        return tuple(
            run
            for name in names
            for run in widen_runs(
                tuple(run for run in old if names_of(run.value) == name),
                tuple(run for run in joined if names_of(run.value) == name),
            )
        )
    one = collapse(joined)
    grows = one.count.most > total(old).most
    return (Run(one.value, Count(one.count.least, UNBOUNDED) if grows else one.count),)


# Widening of values


def widen(old: Value, new: Value) -> Value:
    """A value that covers both and, applied again and again, comes to rest.

    Text that grows at its end or its beginning becomes a repetition; everything else that grows loses its bound.
    """
    if new == old:
        return old
    before = alternatives(old)
    kept: list[Value] = list(before)
    for value in alternatives(new):
        if value in before:
            continue
        if isinstance(value, Text):
            kept = _widened(kept, value)
        elif isinstance(value, Const) and any(
            isinstance(one, Const) and type(one.value) is type(value.value) for one in before
        ):
            if is_number(value):
                kept = [*(one for one in kept if not is_number(one)), Opaque(("number",), NUMBER)]
            else:
                kept.append(value)
        elif is_number(value) and any(
            map(is_number, before)
        ):  # `n + 1` of a number that is not known is another one each time
            kept = [*(one for one in kept if not is_number(one)), Opaque(("number",), NUMBER)]
        elif isinstance(value, Opaque):
            same = next((one for one in before if isinstance(one, Opaque) and one.key == value.key), None)
            kept = [one for one in kept if one is not same]
            kept.append(value if same is None else _grown(same, value))
        elif isinstance(value, Seq):
            same_kind = next((one for one in kept if isinstance(one, Seq) and one.kind == value.kind), None)
            kept = [one for one in kept if one is not same_kind]
            runs = value.runs if same_kind is None else widen_runs(same_kind.runs, value.runs)
            kept.append(Seq(value.kind, runs, value.trail))
        else:
            kept.append(value)
    widened = _union(kept)
    if len(alternatives(widened)) > len(before) + 1:
        texts = [value for value in alternatives(widened) if isinstance(value, Text)]
        if len(texts) > FEW // 2:
            others = [value for value in alternatives(widened) if not isinstance(value, Text)]
            return _union([*others, gathered(texts)])
    return widened


def _grown(old: Opaque, new: Opaque) -> Opaque:
    merged = _merged(old, new)
    count = Count(merged.count.least, UNBOUNDED) if merged.count.most > old.count.most else merged.count
    length = Count(merged.length.least, UNBOUNDED) if merged.length.most > old.length.most else merged.length
    return Opaque(merged.key, merged.type, count, length, merged.born, merged.trail)


def _widened(kept: list[Value], value: Text) -> list[Value]:
    """Take a text in that a round has made out of one that is there already."""
    for index, one in enumerate(kept):
        if not isinstance(one, Text) or one.binary != value.binary:
            continue
        grown = _growth(one.parts, value.parts)
        if grown is not None:
            return [*kept[:index], Text(grown, value.trail or one.trail, binary=value.binary), *kept[index + 1 :]]
    texts = [one for one in kept if isinstance(one, Text)]
    if len(texts) > FEW // 2:
        rest = [one for one in kept if not isinstance(one, Text)]
        some = next((one for one in rest if isinstance(one, Opaque) and one.key == ("some",)), None)
        made = gathered([*texts, value])
        if some is not None and isinstance(made, Opaque):
            made = _grown(some, made)
        return [*(one for one in rest if one is not some), made]
    return [*kept, value]


def _growth(old: Parts, new: Parts) -> Parts | None:
    """The old rope with a repetition, if the new one only adds to its end or its beginning."""
    if not identity_of(old):
        return None
    added = _behind(old, new)
    if added is not None:
        return old if _repeats(old[-1], added) else (*old, _repeated(added))
    added = _behind(_mirrored(old), _mirrored(new))
    if added is not None:
        added = _mirrored(added)
        return old if _repeats(old[0], added) else (_repeated(added), *old)
    return None


def _behind(old: Parts, new: Parts) -> Parts | None:
    """What `new` holds behind `old`, or None where it does not begin with it; pieces may be cut differently."""
    rest = list(reversed(new))
    for part in old:
        if not isinstance(part, Piece):
            while rest and isinstance(rest[-1], Piece) and not rest[-1].text:
                rest.pop()
            if not rest or isinstance(rest[-1], Piece) or rest.pop().identity != part.identity:
                return None
            continue
        wanted = part.text
        while wanted:
            if not rest:
                return None
            head = rest.pop()
            if not isinstance(head, Piece):
                return None
            if not (head.text.startswith(wanted) or wanted.startswith(head.text)):
                return None
            if len(head.text) > len(wanted):
                rest.append(Piece(head.text[len(wanted) :], head.trail))
            wanted = wanted[len(head.text) :]
    return tuple(reversed(rest)) if identity_of(rest) else None


def _mirrored(parts: Parts) -> Parts:
    return tuple(Piece(part.text[::-1], part.trail) if isinstance(part, Piece) else part for part in reversed(parts))


def _repeats(part: Part, added: Parts) -> bool:
    """Whether a part is the repetition of just this."""
    if not isinstance(part, Joined) or part.separator or len(part.runs) != 1:
        return False
    body = part.runs[0].value
    return isinstance(body, Text) and identity_of(body.parts) == identity_of(added)


def _repeated(parts: Parts) -> Joined:
    return Joined((), (Run(Text(parts), Count(0, UNBOUNDED)),), parts[0].trail)
