"""Operators on abstract values: arithmetic, concatenation, comparison, membership, formatting."""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from cclint.analysis.operations import flags
from cclint.analysis.operations.formatting import percent
from cclint.analysis.values import runs as sequences
from cclint.analysis.values.carrying import led, taken
from cclint.analysis.values.code import Class, External, Func, Partial
from cclint.analysis.values.count import MANY, Count
from cclint.analysis.values.entering import parts_of
from cclint.analysis.values.heap import Entry, Instance, Mapping, Sequence
from cclint.analysis.values.lattice import join_all, normal
from cclint.analysis.values.place import PathValue, divided
from cclint.analysis.values.rope import Text
from cclint.analysis.values.text import bounded, concat
from cclint.analysis.values.value import (
    NOTHING,
    NUMBER,
    STRING,
    Const,
    Member,
    Opaque,
    Ref,
    Run,
    Runs,
    Seq,
    Union,
    Value,
    alternatives,
    is_list,
    truth,
)

if TYPE_CHECKING:
    from cclint.analysis.base.core import Core
    from cclint.ir import nodes as ir

ANY_ITEM: Final = "any item of"
"""What the rest of a mapping is called that something unknown was put into: each key has an item of its own there."""
NUMERIC: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "//": operator.floordiv,
    "%": operator.mod, "|": operator.or_, "&": operator.and_, "^": operator.xor, "<<": operator.lshift,
    ">>": operator.rshift,
}  # fmt: skip
COMPARING: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
LARGE: Final = 1 << 64
METHODS: Final = {
    "+": "__add__", "-": "__sub__", "*": "__mul__", "/": "__truediv__", "%": "__mod__", "|": "__or__", "&": "__and__",
    "//": "__floordiv__", "@": "__matmul__", "^": "__xor__", "<<": "__lshift__", ">>": "__rshift__", "**": "__pow__",
}  # fmt: skip


def number(value: Value) -> int | None:
    """The integer that a value is known to be."""
    return int(value.value) if isinstance(value, Const) and isinstance(value.value, int) else None


def binary(core: Core, op: str, left: Value, right: Value, node: ir.Node) -> Value:
    """`left op right`; a new object where the operands are of the heap."""
    if isinstance(left, Union) or isinstance(right, Union):
        pairs = [(one, other) for one in alternatives(left) for other in alternatives(right)]
        if len(pairs) <= 16:
            return join_all(binary(core, op, one, other, node) for one, other in pairs)
        return core.unknown(node, "call", op, type=STRING)
    if (isinstance(left, Member) or isinstance(right, Member)) and (both := flags.combined(core, op, left, right)):
        return both
    if (isinstance(left, Ref) or isinstance(right, Ref)) and (own := core.operated(op, left, right, node)) is not None:
        return own
    left, right = core.spoken(left), core.spoken(right)
    if isinstance(left, Const) and isinstance(right, Const) and op in NUMERIC:
        return _numbers(op, left, right)
    if op == "+" and (isinstance(left, Text) or isinstance(right, Text)):
        return _texts(core, left, right, node)
    if op == "%" and isinstance(left, Text):
        return percent(core, left, right, node)
    if op == "*" and isinstance(left, Text):
        return _repeated(left, right)
    if isinstance(left, (External, Class)) and op == "|":
        return Seq("tuple", (Run(left), Run(right)))  # a union of types, as `isinstance` takes it
    if op == "|" and _is_signature(left):
        return Partial(External("celery.chain.called"), (Seq("tuple", (Run(left), Run(right))),), ())
    if op == "/" and (isinstance(left, PathValue) or isinstance(right, PathValue)):
        return divided(left, right)
    mine = runs_of(core, left)
    if mine is not None and op == "*":
        times = number(right)
        count = Count(max(times, 0), max(times, 0)) if times is not None else Count(0, 1 << 40)
        return _alike(core, left, sequences.repeat(mine, count), node)
    theirs = runs_of(core, right)
    if op in ("|", "&", "-", "^") and (_is_set(core, left) or (isinstance(left, Opaque) and _is_set(core, right))):
        if mine is None:
            mine = core.iterate(left, node)
            left = right
        other = theirs if theirs is not None else core.iterate(right, node)
        return _alike(core, left, sets(op, mine or (), other), node)
    if op in ("|", "+") and isinstance(core.record(left), Mapping):
        return merged(core, left, right, node)
    if op == "+" and (mine is not None or theirs is not None):
        if mine is None:
            mine = core.iterate(left, node)
        if theirs is None:
            theirs = core.iterate(right, node)
        return _alike(core, left if runs_of(core, left) is not None else right, normal((*mine, *theirs)), node)
    if isinstance(core.record(left), Instance) and op in METHODS:
        return core.call_method(left, METHODS[op], _one(right), node)
    return _unknown(core, op, left, right, node)


def _one(value: Value) -> Any:
    from cclint.analysis.base.paths import Arguments

    return Arguments.of(value)


def _unknown(core: Core, op: str, left: Value, right: Value, node: ir.Node) -> Value:
    trail = left.trail or right.trail
    kinds = {value.type for value in (left, right) if isinstance(value, Opaque) and value.type is not None}
    for kind in kinds:
        if op == "+" and is_list(kind):
            return core.new_list(normal((*core.iterate(left, node), *core.iterate(right, node))), node, trail)
        if kind == STRING and op == "+":
            return Text(bounded((*parts_of(left), *parts_of(right))), trail)
    numbers = all(
        value.type == NUMBER if isinstance(value, Opaque) else isinstance(value, Const) for value in (left, right)
    )
    result = NUMBER if op in ("/", "//", "**") or numbers else None
    if op in ("+", "-") and isinstance(left, Opaque) and (spare := number(right)) is not None:
        return Opaque((op, left.key, spare), result, born=core.running, trail=trail)
    return Opaque((op, core.path, node.at), result, born=core.running, trail=trail)


def _numbers(op: str, left: Const, right: Const) -> Value:
    try:
        if op in ("<<", "*") and (abs(left.value) > LARGE or (abs(right.value) > 64 and op == "<<")):
            return Opaque(("number",), NUMBER)
        return Const(NUMERIC[op](left.value, right.value))
    except (TypeError, ValueError, ArithmeticError):
        return Opaque(("number",), NUMBER)


def _texts(core: Core, left: Value, right: Value, node: ir.Node) -> Value:
    first, second = (
        value if isinstance(value, Text) else Text(parts_of(value), value.trail) for value in (left, right)
    )
    return concat(first, second, lambda before: core.hop(node, "text", prev=before))


def _repeated(left: Text, right: Value) -> Value:
    times = number(right)
    if times is None:
        return Opaque(("repeated", left), STRING, trail=left.trail)
    return Text(bounded(left.parts * max(0, min(times, 64))), left.trail, binary=left.binary)


def runs_of(core: Core, value: Value) -> Runs | None:
    """The elements of a list, tuple or set; None for everything else."""
    if isinstance(value, Seq):
        return value.runs
    record = core.record(value)
    if isinstance(record, Instance):
        record = record.native
    return record.runs if isinstance(record, Sequence) else None


def _is_set(core: Core, value: Value) -> bool:
    record = core.record(value)
    if isinstance(record, Sequence):
        return record.kind == "set"
    return isinstance(value, Seq) and value.kind in ("frozenset", "view", "keys")


def _alike(core: Core, like: Value, runs: Runs, node: ir.Node) -> Value:
    """A new sequence of the same type."""
    if isinstance(like, Seq):
        kind = "set" if like.kind in ("view", "keys") else like.kind
        return Seq(kind, runs, like.trail) if kind != "set" else core.new_list(runs, node, like.trail, "set")
    record = core.record(like)
    kind = record.kind if isinstance(record, Sequence) and record.kind in ("set", "deque") else "list"
    return core.new_list(runs, node, like.trail, kind)


def distinct(runs: Runs) -> Runs:
    """The elements of a set: equal constants are one, and of others no more than there were."""
    made: list[Run] = []
    seen: set[Value] = set()
    for run in runs:
        if is_constant(run.value):
            if run.value not in seen:
                seen.add(run.value)
                made.append(Run(run.value, Count(min(run.count.least, 1), min(run.count.most, 1))))
        else:
            least = min(run.count.least, 1) if not made else 0
            if run.count.most == 1 and run.value in seen:
                least = 0
            seen.add(run.value)
            made.append(Run(run.value, Count(least, run.count.most)))
    return normal(made)


def is_constant(value: Value) -> bool:
    """Whether all of a value is known, so that it can be compared with others: classes and functions are, too."""
    if isinstance(value, Text):
        return value.constant is not None
    if isinstance(value, Seq):
        items = value.items
        return items is not None and all(is_constant(item) for item in items)
    if isinstance(value, External):
        return value.name.startswith("builtins.")
    return isinstance(value, (Const, Member, Class, Func))


def sets(op: str, left: Runs, right: Runs) -> Runs:
    """Union, intersection, difference and symmetric difference."""
    theirs = {run.value for run in right if run.count.least}
    possible = {run.value for run in right}
    known = all(is_constant(run.value) for run in right)
    match op:
        case "|":
            return distinct((*left, *right))
        case "&":
            made = []
            for run in left:
                if is_constant(run.value) and known:
                    if run.value in possible:
                        made.append(run if run.value in theirs else Run(run.value, run.count.optional))
                else:
                    made.append(Run(run.value, run.count.optional))
            most = sum(run.count.most for run in right)
            runs = normal(made)
            return sequences.limited(runs, Count(0, most)) or ()
        case "-":
            made = []
            for run in left:
                if is_constant(run.value) and known:
                    if run.value not in theirs:
                        made.append(Run(run.value, run.count.optional) if run.value in possible else run)
                elif run.value not in theirs or run.count.most > 1:
                    made.append(Run(run.value, run.count.optional) if right else run)
            return normal(made)
    return distinct((*sets("-", left, right), *sets("-", right, left)))


def merged(core: Core, left: Value, right: Value, node: ir.Node) -> Value:
    """`{**left, **right}`: a new mapping with the entries of both, the later ones first."""
    made = core.new(Mapping("dict"), node, left.trail)
    for source in (left, right):
        update(core, made, source, node)
    return made


def _is_signature(value: Value) -> bool:
    """Whether this is a call that Celery is to make later, or several that were put together."""
    called = value.function if isinstance(value, Partial) else None
    return isinstance(called, External) and called.name.startswith("celery.")


def _elements(core: Core, value: Value) -> list[Value] | None:
    """What a tuple or list holds, where each of its elements is known to be there."""
    record = core.record(value)
    held = Seq("tuple", record.runs) if isinstance(record, Sequence) else value
    return held.items if isinstance(held, Seq) else None


def update(core: Core, target: Ref, source: Value, node: ir.Node) -> None:
    """`target.update(source)` for a mapping and whatever `update` takes; which of several it is decides for all entries."""
    options = [one for one in alternatives(source) if one != NOTHING]

    def taking(one: Value) -> Value:
        update(core, target, one, node)
        return NOTHING

    if len(options) > 1:
        core.either([partial(taking, one) for one in options])
        return
    record, other = core.record(target), core.record(source)
    if isinstance(other, Instance) and isinstance(other.native, Mapping):
        other = other.native
    if isinstance(other, Mapping):
        for entry in other.entries:
            if entry.certain:
                core.set_item(target, entry.key, taken(entry.value, source), node)
            else:
                put_perhaps(core, target, Entry(entry.key, taken(entry.value, source), entry.certain))
        if other.rest is not None and other.key is not None and other.value is not None:
            record = core.record(target)
            if isinstance(record, Mapping):
                core.write(target.id, _mixed(record, other.value).opened(other.key, other.value, other.rest))
        return
    if isinstance(record, Mapping) and isinstance(other, Instance) and core.is_mapping(source):
        for run in core.iterate(source, node):
            core.set_item(target, run.value, core.item(source, run.value, node), node)
        return
    if isinstance(record, Mapping) and isinstance(source, Opaque) and not is_list(source.type):
        entries = tuple(
            Entry(entry.key, join_all((entry.value, core.item(source, entry.key, node))), entry.certain)
            for entry in record.entries
        )
        unknown = Opaque(("key of", source.identity), trail=source.trail)
        held = Opaque((ANY_ITEM, source.key), born=source.born, trail=source.trail)
        core.write(target.id, record.altered(entries=entries).opened(unknown, held, MANY))
        return
    if isinstance(record, Mapping):
        for run in led(core.iterate(source, node), source):
            pair = _elements(core, run.value)
            if pair is not None:
                pair = [taken(one, run.value) for one in pair]
            if pair is not None and len(pair) == 2 and run.count == Count(1, 1):
                core.set_item(target, pair[0], pair[1], node)
            else:
                record = core.record(target)
                assert isinstance(record, Mapping)
                key, value = (pair[0], pair[1]) if pair is not None and len(pair) == 2 else (run.value, run.value)
                if pair is None:
                    key, value = core.item(run.value, Const(0), node), core.item(run.value, Const(1), node)
                core.write(target.id, _mixed(record, value).opened(key, value, run.count))


def under(value: Value, key: Value) -> Value:
    """What stands under a key that is known, where something unknown stands for all values: under another key there is
    another one.
    """
    if not isinstance(value, Opaque):
        return value
    if isinstance(value.key, tuple) and value.key[:1] == (ANY_ITEM,):
        return Opaque(("item", value.key[1], key), born=value.born, trail=value.trail)
    return Opaque(("under", value.key, key), value.type, value.count, value.length, value.born, value.trail)


def _mixed(record: Mapping, value: Value) -> Mapping:
    """A mapping some of whose values may have been overwritten by another."""
    entries = tuple(Entry(entry.key, join_all((entry.value, value)), entry.certain) for entry in record.entries)
    return record.altered(entries=entries)


def put_perhaps(core: Core, target: Ref, entry: Entry) -> None:
    """Put an entry into a mapping on some of the paths."""
    record = core.record(target)
    if not isinstance(record, Mapping):
        return
    known = record.find(entry.key)
    if known is None:
        core.write(target.id, record.altered(entries=(*record.entries, Entry(entry.key, entry.value, certain=False))))
    else:
        both = Entry(known.key, join_all((known.value, entry.value)), known.certain)
        core.write(target.id, record.altered(entries=tuple(both if one is known else one for one in record.entries)))


def unary(op: str, value: Value, known: bool | None) -> Value:
    """`op value`; `known` is the truth of the value."""
    if op == "not":
        return truth(None if known is None else not known)
    if isinstance(value, Const) and isinstance(value.value, (int, float)):
        return Const(-value.value if op == "-" else +value.value if op == "+" else ~int(value.value))
    return Opaque(("number",), NUMBER)
