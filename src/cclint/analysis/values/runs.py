"""Arithmetic on sequences: indexing, slicing, repeating, unpacking; as exact as the runs allow."""

from __future__ import annotations

from typing import Any, Final

from cclint.analysis.values.count import NONE, ONE, UNBOUNDED, Count
from cclint.analysis.values.lattice import collapse, join_all, normal
from cclint.analysis.values.value import Opaque, Run, Runs, Union, Value, total

ARGUMENT: Final = "argument"
PARTS: Final = ("part", "element", ARGUMENT)
"""What ends the key of all parts of something that is not known; the key of one of them has its index besides."""


def repeat(runs: Runs, times: Count) -> Runs:
    """`runs * times`."""
    if times.exact and times.most <= 64 and times.most * len(runs) <= 256:
        return normal(runs * times.most)
    return normal(Run(run.value, run.count * times) for run in runs)


def at(runs: Runs, index: int | None) -> Value | None:
    """The element at an index, or any of them where the index is not known; None where there is none."""
    if index is None:
        return join_all(run.value for run in runs) if runs else None
    found = _at(tuple(reversed(runs)), -1 - index) if index < 0 else _at(runs, index)
    if isinstance(found, Opaque) and is_part(found.key):
        # A line's fields: that one of them is a list (`line.split("|")[1].split(",")`) tells nothing of the others.
        return found.known_as((*found.key, index))
    return found


def is_part(key: Any) -> bool:
    """Whether a key is that of all parts of a text, of all elements of a list, or of all arguments that a star takes."""
    return isinstance(key, tuple) and len(key) == 2 and key[1] in PARTS


def part_of(key: Any) -> Any:
    """The key of all parts for that of one of them; any other key is left as it is."""
    return key[:2] if isinstance(key, tuple) and len(key) == 3 and key[1] in PARTS else key


def is_nameless(key: Any) -> bool:
    """Whether a key says of what kind something unknown is and not which: two values that have it are two things."""
    return isinstance(key, tuple) and len(key) == 1


def _at(runs: Runs, index: int) -> Value | None:
    candidates: list[Value] = []
    least = most = 0  # how many elements stand before the run
    for run in runs:
        count = run.count
        most += count.most
        if least <= index < most:
            candidates.append(run.value)
        least += count.least
        if least > index:
            break
    if len(candidates) == 1 and not isinstance(candidates[0], Union):
        return candidates[0]
    return join_all(candidates) if candidates else None


def head(runs: Runs, number: int) -> Runs:
    """The first `number` elements."""
    taken: list[Run] = []
    before = NONE
    exact = True
    for run in runs:
        if before.least >= number:
            break
        room = Count(max(number - before.most, 0), number - before.least) if exact else Count(0, number)
        count = Count(min(run.count.least, room.least), min(run.count.most, room.most))
        taken.append(Run(run.value, count))
        exact = exact and run.count.exact
        before = before + run.count
    made = normal(taken)
    whole = total(made)
    if whole.most > number:  # runs that may be there share the room
        one = collapse(made)
        return (Run(one.value, Count(min(whole.least, number), number)),)
    return made


def tail(runs: Runs, number: int) -> Runs:
    """All but the first `number` elements."""
    left: list[Run] = []
    skip = Count(number, number)
    for run in runs:
        if skip.most == 0:
            left.append(run)
            continue
        most = run.count.most if run.count.most >= UNBOUNDED else max(run.count.most - skip.least, 0)
        least = max(run.count.least - skip.most, 0)
        left.append(Run(run.value, Count(least, most)))
        skip = Count(max(skip.least - run.count.most, 0), max(skip.most - run.count.least, 0))
    made = normal(left)
    whole, before = total(made), total(runs)
    most = before.most if before.unbounded else max(before.most - number, 0)
    if whole.most > most:
        one = collapse(made)
        return (Run(one.value, Count(min(whole.least, most), most)),) if most else ()
    return made


def mirrored(runs: Runs) -> Runs:
    """The elements in the opposite order."""
    return tuple(reversed(runs))


def cut(runs: Runs, lower: int | None, upper: int | None, step: int | None) -> Runs:
    """`runs[lower:upper:step]` with constant bounds; None is a bound that was left out."""
    size = total(runs)
    if all(run.count == ONE for run in runs) and step != 0:
        return normal(runs[lower:upper:step])
    if step is not None and step < 0:
        if lower is None and upper is None:
            return every(mirrored(runs), -step)
        return any_of(runs, size)
    if size.exact and not size.unbounded:
        start, stop, _ = slice(lower, upper).indices(size.most)
        return every(head(tail(runs, start), max(stop - start, 0)), step or 1)
    made = runs
    if lower is not None and lower < 0:
        made = mirrored(head(mirrored(made), -lower))
        if upper is not None:
            if upper >= 0:
                return any_of(made, total(made).optional)
            made = mirrored(tail(mirrored(made), -upper))
    else:
        if upper is not None and upper >= 0:
            made = head(made, upper)
        elif upper is not None:
            made = mirrored(tail(mirrored(made), -upper))
        made = tail(made, lower or 0)
    return every(made, step or 1)


def every(runs: Runs, step: int) -> Runs:
    """Every `step`-th element."""
    if step == 1 or not runs:
        return runs
    if all(run.count == ONE for run in runs):
        return normal(runs[::step])
    size = total(runs)
    most = size.most if size.unbounded else -(-size.most // step)
    return any_of(runs, Count(-(-size.least // step), most))


def any_of(runs: Runs, count: Count) -> Runs:
    """Some `count` of the elements, whichever they are."""
    return normal((Run(collapse(runs).value, count),)) if runs and count.most else ()


def unpack(runs: Runs, before: int, after: int) -> tuple[list[Value | None], Runs, list[Value | None]] | None:
    """Assign to `before` names, a starred one and `after` names.

    Returns
    -------
    The values for the names in front, the runs for the starred one, the values for the names behind; None where the
    assignment cannot succeed because there are too few.
    """
    if total(runs).most < before + after:
        return None
    front = [at(runs, index) for index in range(before)]
    rest = tail(runs, before)
    back = [at(runs, index - after) for index in range(after)]
    if after:
        rest = mirrored(tail(mirrored(rest), after))
    return front, rest, back


def exactly(runs: Runs, number: int) -> Runs | None:
    """The runs when there are known to be `number` elements; None where that cannot be."""
    size = total(runs)
    if not size.least <= number <= size.most:
        return None
    if size.exact:
        return runs
    return limited(runs, Count(number, number))


def limited(runs: Runs, bounds: Count) -> Runs | None:
    """The runs when their length is known to lie within bounds; None where that cannot be."""
    size = total(runs)
    least, most = max(size.least, bounds.least), min(size.most, bounds.most)
    if least > most:
        return None
    if (least, most) == (size.least, size.most):
        return runs
    if len(runs) == 1:
        return normal((Run(runs[0].value, Count(least, most)),))
    spare = most - size.least  # what the runs together may hold beyond their least
    cut_down = [Run(run.value, Count(run.count.least, min(run.count.most, run.count.least + spare))) for run in runs]
    certain = [run for run in cut_down if run.count.most]
    if total(certain).most == most and (size.least == least or sum(1 for run in certain if not run.count.exact) == 1):
        rest = least - size.least
        return normal(
            Run(run.value, run.count if run.count.exact else Count(rest + run.count.least, run.count.most))
            for run in certain
        )
    one = collapse(runs)
    return normal((Run(one.value, Count(least, most)),))
