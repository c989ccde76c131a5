"""Rounds of loops: what is another thing in each of them, and what stays the same."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from cclint.analysis.values.rope import Hole, Joined, Part, Text
from cclint.analysis.values.value import Member, Opaque, Ref, Run, Runs, Seq, Union, Value


def varies(value: Value, loops: AbstractSet[int]) -> bool:
    """Whether a value is another one in each round of a loop."""
    match value:
        case Opaque():
            # An element that was not taken in any loop stands for all of them.
            return not loops.isdisjoint(value.born) or (value.key[:1] == ("element",) and not value.born)
        case Text():
            return any(_part_varies(part, loops) for part in value.parts)
        case Seq():
            return any(varies(run.value, loops) for run in value.runs)
        case Union():
            return True
    return False


def _part_varies(part: Part, loops: AbstractSet[int]) -> bool:
    if isinstance(part, Hole):
        return varies(part.value, loops)
    return isinstance(part, Joined) and any(varies(run.value, loops) for run in part.runs)


def reborn(value: Value, running: tuple[int, ...], made: AbstractSet[int] | None = None) -> Value:
    """An element as it is in this round: what is unknown in it is another thing than in the last round.

    Parameters
    ----------
    value: the element. An object that it leads to stands for all that a loop has made, and is told which round this is.
    running: the loops that are running.
    made: loops; what does not vary in them stays what it is.
    """
    match value:
        case Opaque():
            if made is not None and not varies(value, made):
                return value
            return Opaque(value.key, value.type, value.count, value.length, running, value.trail)
        case Text() if value.constant is None:
            parts = tuple(_reborn_part(part, running, made) for part in value.parts)
            return Text(parts, value.trail, binary=value.binary)
        case Seq():
            runs = tuple(Run(reborn(run.value, running, made), run.count) for run in value.runs)
            return Seq(value.kind, runs, value.trail)
        case Union():
            return Union(tuple(reborn(one, running, made) for one in value.alternatives), value.trail)
        case Ref() if not isinstance(value, Member):
            return Ref(value.id, value.trail, running)
    return value


def _reborn_part(part: Part, running: tuple[int, ...], made: AbstractSet[int] | None) -> Part:
    if isinstance(part, Hole):
        return Hole(reborn(part.value, running, made), part.trail)
    if isinstance(part, Joined):
        runs = tuple(Run(reborn(run.value, running, made), run.count) for run in part.runs)
        return Joined(part.separator, runs, part.trail)
    return part


def held(value: Value, owner: Ref, born: tuple[int, ...]) -> Value:
    """What an object holds: of those that a loop has made, another one's in each round of the loop that goes through them.

    Parameters
    ----------
    value: what the object holds.
    owner: the object, as the loop that goes through it gave it.
    born: the loops in which it was made.
    """
    if owner.turn is None or not born:
        return value
    made = set(born).difference(owner.turn)
    return reborn(value, owner.turn, made) if made else value


def held_runs(runs: Runs, owner: Ref, born: tuple[int, ...]) -> Runs:
    """The elements of a list, as `held` has them."""
    if owner.turn is None or not born:
        return runs
    return tuple(Run(held(run.value, owner, born), run.count, behind=run.behind) for run in runs)
