"""Values free of the heap: what a message, a payload or a text that was made of an object holds at one moment.

Objects go on changing after they were handed over, so whatever leaves is kept as it was: lists become sequences,
dictionaries tables, instances things with those attributes that matter for mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from cclint.analysis.values.carrying import led, taken
from cclint.analysis.values.code import Class, External
from cclint.analysis.values.count import ONE, Count
from cclint.analysis.values.fields import Field, Snapshot
from cclint.analysis.values.heap import Buffer, Generator, Instance, Mail, Mapping, Sequence
from cclint.analysis.values.lattice import join_all
from cclint.analysis.values.rope import Hole, Text
from cclint.analysis.values.trail import Trail
from cclint.analysis.values.value import Const, Opaque, Ref, Run, Runs, Seq, Union, Value, alternatives

if TYPE_CHECKING:
    from cclint.analysis.base.core import Core
    from cclint.ir import nodes as ir

DEEP: Final = 10
"""Payloads are followed as deeply as this."""


class Table(Value):
    """A dictionary at one moment: entries under keys that are known, each certain or not, and the rest."""

    __slots__ = ("entries", "rest")

    def __init__(
        self,
        entries: tuple[tuple[Value, Value, bool], ...],
        rest: tuple[Value, Value, Count] | None = None,
        trail: Trail | None = None,
    ) -> None:
        self.entries = entries
        self.rest = rest
        self.trail = trail

    @property
    def identity(self) -> Any:
        rest = None if self.rest is None else (self.rest[0].token, self.rest[1].token, self.rest[2])
        return (tuple((key.token, value.token, certain) for key, value, certain in self.entries), rest)

    def find(self, key: str) -> tuple[Value, bool] | None:
        """What stands under a key, and whether it is there in any case."""
        for known, value, certain in self.entries:
            if isinstance(known, Text) and known.constant == key:
                return value, certain
        return None

    @property
    def keys(self) -> Runs:
        known = tuple(Run(key, Count(int(certain), 1)) for key, _, certain in self.entries)
        return known if self.rest is None else (*known, Run(self.rest[0], self.rest[2]))

    @property
    def values(self) -> Runs:
        known = tuple(Run(value, Count(int(certain), 1)) for _, value, certain in self.entries)
        return known if self.rest is None else (*known, Run(self.rest[1], self.rest[2]))


class Thing(Value):
    """An instance of a class that is a form, at one moment.

    Parameters
    ----------
    form: the class of a library that says which attributes matter.
    attributes: those of them that are set.
    mail: the header fields, where it is a message of the standard library too.
    born: the loops that were running when it was made.
    """

    __slots__ = ("attributes", "born", "form", "mail")

    def __init__(
        self,
        form: str,
        attributes: tuple[tuple[str, Value], ...],
        mail: Snapshot | None = None,
        born: tuple[int, ...] = (),
        trail: Trail | None = None,
    ) -> None:
        self.form = form
        self.attributes = attributes
        self.mail = mail
        self.born = born
        self.trail = trail

    @property
    def identity(self) -> Any:
        mail = None if self.mail is None else self.mail.token
        return (self.form, tuple((name, value.token) for name, value in self.attributes), mail)


class Packed(Value):
    """What a text was made of that only a program reads: the value that was given to `json.dumps`, `urlencode`."""

    __slots__ = ("value",)

    def __init__(self, value: Value, trail: Trail | None = None) -> None:
        self.value = value
        self.trail = trail

    @property
    def identity(self) -> Any:
        return self.value.token


def unpacked(value: Value) -> Value:
    """What a text was made of, where it was made of one thing; else the value itself."""
    if isinstance(value, Text) and len(value.parts) == 1:
        part = value.parts[0]
        if isinstance(part, Hole) and isinstance(part.value, Packed):
            return part.value.value
    return value


def elements(value: Value) -> Iterable[Run]:
    """The elements of a list, or of a dictionary's values; a single thing is taken for a list of one."""
    match value:
        case Seq():
            return value.runs
        case Table():
            return value.values
        case Thing():
            return (Run(value, ONE),)
    return ()


def entries(value: Value) -> Iterator[tuple[str, Value, bool]]:
    """The entries of a mapping, or of a list of pairs, under keys that are known."""
    if isinstance(value, Table):
        for key, held, certain in value.entries:
            if isinstance(key, Text) and key.constant is not None:
                yield key.constant, held, certain
    elif isinstance(value, Seq):
        grouped: dict[str, list[Run]] = {}
        for run in value.runs:
            pair = run.value.items if isinstance(run.value, Seq) else None
            if pair and len(pair) == 2 and isinstance(pair[0], Text) and pair[0].constant is not None:
                grouped.setdefault(pair[0].constant, []).append(Run(pair[1], run.count))
        for name, runs in grouped.items():
            single = len(runs) == 1 and runs[0].count.most == 1
            held = runs[0].value if single else Seq("list", tuple(runs), runs[0].value.trail)
            yield name, held, any(run.count.least for run in runs)


UNDECIDED: Final = object()
"""The constant of what is none."""


def constant_of(value: Value) -> object:
    """The constant that a value is; a mark of its own where it is not known."""
    match value:
        case Const():
            return value.value
        case Text() if value.constant is not None:
            return value.constant
        case Seq() | Table() | Thing():
            return True
    return UNDECIDED


def frozen(core: Core, value: Value, node: ir.Node, depth: int = 0) -> Value:
    """A value free of the heap.

    Parameters
    ----------
    core: the evaluator, which knows the heap.
    node: where it is needed, for values that only being asked brings forth.
    """
    match value:
        case Union():
            return join_all(frozen(core, one, node, depth) for one in value.alternatives)
        case Seq():
            return Seq(value.kind, _runs(core, led(value.runs, value), node, depth), value.trail)
        case Ref():
            if depth > DEEP:
                return Opaque(("deep",), born=core.running, trail=value.trail)
            return _record(core, value, node, depth)
        case Opaque():
            iterated = value.type is not None and core.models.member(value.type.name, "__iter__") is not None
            return Seq("list", _runs(core, core.iterate(value, node), node, depth), value.trail) if iterated else value
        case Text() | Const() | Snapshot() | Table() | Thing() | Packed():
            return value
        case External():
            return Opaque(value.key, trail=value.trail)
    return Opaque(("value", value), trail=value.trail)


def _runs(core: Core, runs: Runs, node: ir.Node, depth: int) -> Runs:
    return tuple(Run(frozen(core, run.value, node, depth + 1), run.count) for run in runs)


def _record(core: Core, value: Ref, node: ir.Node, depth: int) -> Value:
    record = core.record(value)
    if isinstance(record, Instance) and not isinstance(record.native, (Sequence, Mapping)):
        return _instance(core, value, record, node, depth)
    native = record.native if isinstance(record, Instance) else record
    match native:
        case Buffer():
            return native.text
        case Sequence() if native.kind != "iterator":
            return Seq("list", _runs(core, led(native.runs, value), node, depth), value.trail)
        case Sequence() | Generator():
            return Seq("list", _runs(core, core.iterate(value, node), node, depth), value.trail)
        case Mapping():
            entries = tuple(
                (entry.key, frozen(core, taken(entry.value, value), node, depth + 1), entry.certain)
                for entry in native.entries
            )
            rest = None
            if native.rest is not None and native.key is not None and native.value is not None:
                key, held = (frozen(core, one, node, depth + 1) for one in (native.key, native.value))
                rest = (key, held, native.rest)
            return Table(entries, rest, value.trail)
    return Opaque(("object", value.id), born=core.running, trail=value.trail)


def _instance(core: Core, value: Ref, record: Instance, node: ir.Node, depth: int) -> Value:
    """A form by its attributes, anything else as it is written."""
    form = form_of(core, record)
    mail = None
    if isinstance(record.native, Mail):
        mail = Snapshot(frozen_fields(core, core.header_runs(record.native), node), record.native.born, value.trail)
    if form is None:
        return core.string(value, node) if mail is None else mail
    kept = []
    for name in core.models.slots(form):
        held = core.cell(value.id, name)
        if held is None and isinstance(record.cls, Class):  # the class of the project may say it
            found = core.in_order(core.classes[record.cls.id].order, name) if record.cls.id in core.classes else None
            held = None if isinstance(found, External) else found
        if held is not None:
            kept.append((name, frozen(core, held, node, depth + 1)))
    return Thing(form, tuple(kept), mail, record.born, value.trail)


def form_of(core: Core, record: Instance) -> str | None:
    """The class of a library that says what an instance's attributes mean for mail; None if there is none."""
    return next((name for name in libraries(core, record) if core.models.slots(name)), None)


def libraries(core: Core, record: Instance) -> Iterator[str]:
    """The classes of libraries that an instance is of."""
    if isinstance(record.cls, External):
        yield record.cls.name
    elif isinstance(record.cls, Class) and record.cls.id in core.classes:
        for one in core.classes[record.cls.id].order:
            if isinstance(one, External):
                yield one.name


def frozen_fields(core: Core, fields: Runs, node: ir.Node) -> Runs:
    """The fields of a message free of the heap."""
    made = []
    for run in fields:
        found = [
            Field(one.name, frozen(core, one.value, node), one.trail, anew=one.anew)
            for one in alternatives(run.value)
            if isinstance(one, Field)
        ]
        if found:
            made.append(Run(join_all(found), run.count))
    return tuple(made)
