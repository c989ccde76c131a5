"""Comparing abstract values: equality, order, identity, membership."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from functools import reduce
from typing import TYPE_CHECKING, Any, Final

from cclint.analysis.operations import flags
from cclint.analysis.operations.operators import is_constant, runs_of
from cclint.analysis.values.code import Class, External
from cclint.analysis.values.count import Count
from cclint.analysis.values.heap import Instance, Mail, Mapping, Sequence
from cclint.analysis.values.rope import Piece, Text
from cclint.analysis.values.text import contains as text_contains
from cclint.analysis.values.value import NUMBER, Const, Member, Opaque, Ref, Run, Seq, Union, Value, alternatives, total

if TYPE_CHECKING:
    from cclint.analysis.base.core import Core
    from cclint.models.library import Models

COUNTED: Final = frozenset({"length", "length of", "position"})
"""Unknown numbers of which an interval is known: their `length` is the interval."""
COMPARING: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def compare(core: Core, op: str, left: Value, right: Value) -> bool | None:
    """`left op right`, where it is known."""
    if op in ("in", "not in"):
        known = contains(core, right, left)
        return known if known is None or op == "in" else not known
    if isinstance(left, Union) or isinstance(right, Union):
        return _agreed(compare(core, op, one, other) for one in alternatives(left) for other in alternatives(right))
    if op in ("is", "is not"):
        known = _identical(core, left, right)
        return known if known is None or op == "is" else not known
    if (isinstance(left, Const) and isinstance(right, Const)) or _both_constant(left, right):
        try:
            return bool(COMPARING[op](_plain(left), _plain(right)))
        except TypeError:
            return None
    if op in COMPARING and (mine := interval(left)) is not None and (theirs := interval(right)) is not None:
        return _ordered(op, mine, theirs)
    if op in ("==", "!="):
        known = equal(core, left, right)
        return known if known is None or op == "==" else not known
    return None


def _agreed(answers: Iterable[bool | None]) -> bool | None:
    """What all answers say; None where they differ, or one is not known."""
    agreed: bool | None = None
    for answer in answers:
        if answer is None or (agreed is not None and answer is not agreed):
            return None
        agreed = answer
    return agreed


def interval(value: Value) -> Count | None:
    """The bounds of a number, where they are known."""
    if isinstance(value, Const) and isinstance(value.value, int) and value.value >= 0:
        return Count(int(value.value), int(value.value))
    if isinstance(value, Opaque) and value.type == NUMBER and isinstance(value.key, tuple) and value.key[0] in COUNTED:
        return value.length
    return None


def bounds(value: Value) -> Count | None:
    """The bounds of a number that may be one of several."""
    found = [interval(one) for one in alternatives(value)]
    known = [one for one in found if one is not None]
    return reduce(lambda one, other: one | other, known) if known and len(known) == len(found) else None


def _ordered(op: str, mine: Count, theirs: Count) -> bool | None:
    """A comparison of two numbers of which the bounds are known."""
    match op:
        case ">" | ">=":
            return _ordered("<" if op == ">" else "<=", theirs, mine)
        case "<":
            return True if mine.most < theirs.least else False if mine.least >= theirs.most else None
        case "<=":
            return True if mine.most <= theirs.least else False if mine.least > theirs.most else None
    apart = mine.most < theirs.least or mine.least > theirs.most
    same = mine.exact and mine == theirs
    return (op == "!=") if apart else (op == "==") if same else None


def size(core: Core, value: Value) -> Value:
    """`len(value)`: a number, or something unknown that is known to be the length of just this."""
    record = core.record(value)
    if isinstance(record, Instance):
        record = record.native
    match value:
        case Text():
            known = value.constant
            if known is not None:
                return Const(len(known))
        case Opaque():
            return Opaque(("length of", value.identity), NUMBER, length=value.length)
        case Ref() if isinstance(record, (Sequence, Mapping)):
            count = total(record.runs if isinstance(record, Sequence) else record.keys)
            if count.exact:
                return Const(count.most)
            runs = record.runs if isinstance(record, Sequence) else record.keys
            held = tuple(run.value.token for run in runs)  # not their counts, which guards change
            return Opaque(("length", value.id, held), NUMBER, length=count)
        case Seq():
            count = total(value.runs)
            if count.exact:
                return Const(count.most)
            return Opaque(("length of", value.identity), NUMBER, length=count)
    return Opaque(("length of", value.identity), NUMBER)


def _both_constant(left: Value, right: Value) -> bool:
    return (
        isinstance(left, Text) and isinstance(right, Text) and left.constant is not None and right.constant is not None
    )


def _plain(value: Value) -> Any:
    return value.constant if isinstance(value, Text) else value.value if isinstance(value, Const) else None


def _identical(core: Core, left: Value, right: Value) -> bool | None:
    for one, other in ((left, right), (right, left)):
        if isinstance(one, Const):
            if isinstance(other, Opaque) or is_out_of_sight(core, other):
                return None
            if isinstance(other, Const):
                return one == other
            return False
        if isinstance(one, Text) and isinstance(other, Ref):
            return False  # a text is no object of the heap
    if isinstance(left, Ref) and isinstance(right, Ref):
        if left.id == right.id:
            return None if left.id in core.shared else True
        return None if left.id in core.shared or right.id in core.shared else False
    if isinstance(left, (Class, External)) and isinstance(right, (Class, External)):
        return _same_thing(core, left, right)
    return None


def _same_thing(core: Core, left: Value, right: Value) -> bool | None:
    """Whether two names stand for the same function or class; two of what is out of sight can be the same."""
    return None if left != right and is_out_of_sight(core, left) and is_out_of_sight(core, right) else left == right


def equal(core: Core, left: Value, right: Value) -> bool | None:
    """`left == right`, where it is known."""
    if isinstance(left, Opaque) or isinstance(right, Opaque):
        return None
    if isinstance(left, Text) and isinstance(right, Text):
        return False if _holds_more(left, right.constant) or _holds_more(right, left.constant) else None
    mine, theirs = runs_of(core, left), runs_of(core, right)
    if mine is not None and theirs is not None:
        if sum(run.count.least for run in mine) > sum(run.count.most for run in theirs):
            return False
        if sum(run.count.most for run in mine) < sum(run.count.least for run in theirs):
            return False
        if mine == theirs and all(run.count.exact and is_constant(run.value) for run in mine):
            return True
        return None
    if isinstance(left, (Class, External)) and isinstance(right, (Class, External)):
        return _same_thing(core, left, right)
    if isinstance(left, Member) and isinstance(right, Member):
        return left == right
    if isinstance(left, Ref) or isinstance(right, Ref):
        if isinstance(left, Ref) and isinstance(right, Ref):
            return True if left == right and left.id not in core.shared else None
        other = right if isinstance(left, Ref) else left
        return (
            False
            if isinstance(other, (Const, Text)) and runs_of(core, left if isinstance(left, Ref) else right) is not None
            else None
        )
    if type(left) is not type(right) and not (is_out_of_sight(core, left) or is_out_of_sight(core, right)):
        return False
    return None


def _holds_more(one: Text, known: str | None) -> bool:
    """Whether a part of a text does not stand in a text that is known."""
    return known is not None and any(isinstance(part, Piece) and part.text not in known for part in one.parts)


def is_out_of_sight(core: Core, value: Value) -> bool:
    """Whether a value is something of a library that can be anything (`flask.request.method`): no module, function or class."""
    if not isinstance(value, External) or value.name.startswith("builtins."):
        return False
    # What is asked of the version is whether it is an old release's, which is not taken to be there.
    return value.name != "sys.version_info" and (value.name in core.models.constants or is_data(value, core.models))


def is_data(value: External, models: Models) -> bool:
    """Whether something may be data of a module that is neither in sight nor described, and is no class (PEP 8)."""
    module, _, name = value.name.rpartition(".")
    return bool(module) and (name[:1].islower() or name.isupper()) and value.name not in models


def elements(core: Core, container: Value) -> list[Value] | None:
    """All that a container can hold, where each element is known."""
    runs = runs_of(core, container)
    record = core.record(container)
    if isinstance(record, Mapping):
        runs = record.keys
    if runs is None or not all(is_constant(run.value) for run in runs):
        return None
    return [run.value for run in runs]


def contains(core: Core, container: Value, wanted: Value) -> bool | None:
    """`wanted in container`, where it is known."""
    if isinstance(container, Union) or isinstance(wanted, Union):
        return _agreed(contains(core, one, other) for one in alternatives(container) for other in alternatives(wanted))
    if isinstance(container, Text):
        known = wanted.constant if isinstance(wanted, Text) else None
        return None if known is None else text_contains(container, known)
    if isinstance(wanted, Member) and (held := flags.holds(core, container, wanted)) is not None:
        return held
    record = core.record(container)
    if isinstance(record, Instance) and isinstance(record.native, Mail):
        return core.has_header(container, wanted)
    if isinstance(record, Instance) and isinstance(record.native, Mapping):
        record = record.native
    runs = record.keys if isinstance(record, Mapping) else runs_of(core, container)
    if runs is None:
        return None
    if not runs:
        return None if core.is_left_empty(container) else False
    if isinstance(wanted, Ref) or any(isinstance(run.value, Member) for run in runs):  # of texts or numbers, by these
        wanted, runs = core.spoken(wanted), tuple(Run(core.spoken(run.value), run.count) for run in runs)
    if not is_constant(wanted):
        if isinstance(wanted, Ref) and wanted.id not in core.shared:
            return True if any(run.value == wanted and run.count.least for run in runs) else None
        return None
    found = [run for run in runs if run.value == wanted]
    if any(run.count.least for run in found):
        return True
    if found or not all(is_constant(run.value) for run in runs):
        return None
    return False
