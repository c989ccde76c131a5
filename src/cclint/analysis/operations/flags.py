"""Members of `enum.Flag`: put together, held against each other, asked for. https://docs.python.org/3/library/enum.html#enum.Flag

What is put together and has no name of its own is a number here.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from cclint.analysis.values.code import Class, External
from cclint.analysis.values.heap import Instance
from cclint.analysis.values.value import Const, Member, Value

if TYPE_CHECKING:
    from cclint.analysis.base.core import Core
    from cclint.analysis.values.classes import ClassInfo

KINDS: Final = frozenset({"enum.Flag", "enum.IntFlag"})
COMBINING: Final[Mapping[str, Callable[[int, int], int]]] = {"|": operator.or_, "&": operator.and_, "^": operator.xor}


def is_flags(info: ClassInfo | None) -> bool:
    """Whether the members of a class are flags."""
    return info is not None and any(isinstance(one, External) and one.name in KINDS for one in info.order)


def number(core: Core, value: Value) -> int | None:
    """The number that a flag, or what was put together of flags, stands for."""
    if isinstance(value, Member):
        record = core.record(value)
        cls = record.cls if isinstance(record, Instance) else None
        held = core.cell(value.id, "value") if isinstance(cls, Class) and is_flags(core.classes.get(cls.id)) else None
        return number(core, held) if isinstance(held, Const) else None
    return value.value if isinstance(value, Const) and isinstance(value.value, int) else None


def combined(core: Core, op: str, left: Value, right: Value) -> Value | None:
    """`left op right` of which one is a flag: a member where there is one of that number; None where it is not known."""
    mine, theirs = number(core, left), number(core, right)
    member = left if isinstance(left, Member) else right
    record = core.record(member)
    if op not in COMBINING or mine is None or theirs is None or not isinstance(record, Instance):
        return None
    made = COMBINING[op](mine, theirs)
    if not isinstance(record.cls, Class):
        return None
    found = (run.value for run in core.members(record.cls) if number(core, run.value) == made)
    return next(found, None) or Const(made)


def holds(core: Core, flags: Value, wanted: Value) -> bool | None:
    """`wanted in flags`."""
    mine, theirs = number(core, flags), number(core, wanted)
    return None if mine is None or theirs is None else mine & theirs == theirs
