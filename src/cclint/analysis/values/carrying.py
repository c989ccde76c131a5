"""What addresses come with: the way of an element leads by the places where what holds it was passed on."""

from __future__ import annotations

from cclint.analysis.values.code import External
from cclint.analysis.values.rope import Text
from cclint.analysis.values.trail import LEADING
from cclint.analysis.values.value import Opaque, Ref, Run, Runs, Seq, Union, Value


def carries(value: Value) -> bool:
    """Whether a value can hold addresses, so that its way is worth telling."""
    if isinstance(value, Text):
        known = value.constant
        return known is None or "@" in known
    if isinstance(value, Opaque):
        return value.type is None or value.type.name not in {"int", "bool", "float"}
    if isinstance(value, External):
        return value.trail is not None
    return isinstance(value, (Ref, Seq, Union))


def led(runs: Runs, collection: Value) -> Runs:
    """The elements of a collection that are taken one after the other: their way leads by where the whole was passed on."""
    trail = collection.trail
    if trail is None or trail.what not in LEADING:
        return runs
    return tuple(Run(taken(run.value, collection), run.count, behind=run.behind) for run in runs)


def taken(value: Value, owner: Value) -> Value:
    """What was taken out of a collection or an object: its way leads by where the whole was passed on since it was in it."""
    trail, own = owner.trail, value.trail
    if trail is None or trail.what not in LEADING or trail is own:
        return value
    if (own is None and not isinstance(value, (Ref, Seq))) or not carries(value):
        return value
    made = trail.carrying(own)
    return value if made is own else value.along(made)
