"""`copy.copy` and `copy.deepcopy`: a shallow copy of a message shares its header fields, a deep one does not."""

from __future__ import annotations

from typing import Final

from cclint.analysis.builtins.headers import fields_of
from cclint.analysis.evaluate.calls import Handler, Invocation
from cclint.analysis.heap import Instance, Mail, Mapping, Sequence
from cclint.analysis.lattice import join_all
from cclint.analysis.value import (
    Ref,
    Run,
    Value,
    alternatives,
)


def copied(call: Invocation, *, deep: bool) -> Value:
    """`copy.copy` shares the list of header fields, `copy.deepcopy` does not."""
    source = call.get(0)
    return (
        join_all(copy_of(call, one, deep=deep) for one in alternatives(source))
        if source is not None
        else call.unknown()
    )


def copy_of(call: Invocation, value: Value, *, deep: bool) -> Value:
    """A copy of one object."""
    core, record = call.core, call.core.record(value)
    if not isinstance(value, Ref) or record is None:
        return value
    if isinstance(record, Sequence):
        runs = tuple(Run(copy_of(call, run.value, deep=True) if deep else run.value, run.count) for run in record.runs)
        return core.new(Sequence(record.kind, runs), call.node, value.trail)
    if isinstance(record, Mapping):
        made = Mapping(record.kind, record.entries, record.rest, record.key, record.value, record.factory)
        if deep:
            entries = tuple(
                type(entry)(entry.key, copy_of(call, entry.value, deep=True), entry.certain) for entry in record.entries
            )
            made = made.altered(entries=entries)
        return core.new(made, call.node, value.trail)
    if isinstance(record, Instance):
        native = record.native
        if isinstance(native, Mail):
            if deep:
                native = native.altered(
                    headers=core.new_list(fields_of(call, native), call.node), shared=False, born=core.running
                )
            else:
                core.write(value.id, Instance(record.cls, native.altered(shared=True), record.born))
                native = native.altered(shared=True)
        copy = core.new(Instance(record.cls, native), call.node, value.trail)
        for name in core.state.names(value.id):
            if (content := core.cell(value.id, name)) is not None:
                core.state.set((copy.id, name), copy_of(call, content, deep=True) if deep else content)
        return copy
    return value


def shallow(call: Invocation) -> Value:
    return copied(call, deep=False)


def deep(call: Invocation) -> Value:
    return copied(call, deep=True)


HANDLERS: Final[dict[str, Handler]] = {"copy.copy": shallow, "copy.deepcopy": deep}
