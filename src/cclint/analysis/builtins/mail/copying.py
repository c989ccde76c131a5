"""`copy.copy` and `copy.deepcopy`: a shallow copy of a message shares its header fields, a deep one does not."""

from __future__ import annotations

from typing import Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.builtins.mail.headers import fields_of
from cclint.analysis.values.code import External, Partial
from cclint.analysis.values.heap import Instance, Mail, Mapping, Sequence
from cclint.analysis.values.lattice import join_all
from cclint.analysis.values.value import (
    Ref,
    Run,
    Value,
    alternatives,
    lasting,
)


def copied(call: Invocation, *, deep: bool) -> Value:
    """`copy.copy` shares the list of header fields, `copy.deepcopy` does not."""
    source = call.get(0)
    return (
        join_all(copy_of(call, one, {}, deep=deep) for one in alternatives(source))
        if source is not None
        else call.unknown()
    )


def copy_of(call: Invocation, value: Value, copies: dict[int, Ref], *, deep: bool) -> Value:
    """A copy of one object.

    Parameters
    ----------
    copies: those that are made by now, by the numbers of what they are copies of: an object may hold itself.
    """
    core, record = call.core, call.core.record(value)
    if not isinstance(value, Ref) or record is None:
        return value
    if value.id in copies:
        return copies[value.id]
    if isinstance(record, Sequence):
        runs = tuple(Run(run.value, run.count) for run in record.runs)
        copy = copies[value.id] = core.new(Sequence(record.kind, runs), call.node, value.trail)
        if deep:
            runs = tuple(Run(copy_of(call, run.value, copies, deep=True), run.count) for run in runs)
            core.write(copy.id, Sequence(record.kind, runs, core.running))
        return copy
    if isinstance(record, Mapping):
        made = Mapping(record.kind, record.entries, record.rest, record.key, record.value, record.factory)
        copy = copies[value.id] = core.new(made, call.node, value.trail)
        if deep:
            entries = tuple(
                type(entry)(entry.key, copy_of(call, entry.value, copies, deep=True), entry.certain)
                for entry in record.entries
            )
            core.write(copy.id, made.altered(entries=entries))
        return copy
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
        copy = copies[value.id] = core.new(Instance(record.cls, native), call.node, value.trail)
        for name in core.state.names(value.id):
            if (content := core.cell(value.id, name)) is not None:
                core.state.set((copy.id, name), copy_of(call, content, copies, deep=True) if deep else content)
        return copy
    return value


def shallow(call: Invocation) -> Value:
    return copied(call, deep=False)


def deep(call: Invocation) -> Value:
    return copied(call, deep=True)


PICKLED: Final = lasting(External("cclint.pickled"))


def pickled(call: Invocation) -> Value:
    """`pickle.dumps(value)`: what the value is now, as it comes out of `pickle.loads`."""
    value = call.get(0, "obj")
    return call.unknown() if value is None else Partial(PICKLED, (copied(call, deep=True),), ())


def unpickled(call: Invocation) -> Value:
    """`pickle.loads(data)`: another object each time, where the data was made of one in sight."""
    data = call.get(0, "data")
    if not isinstance(data, Partial) or data.function != PICKLED:
        return call.unknown()
    return copy_of(call, data.positional[0], {}, deep=True)


PICKLERS: Final = ("pickle", "cPickle", "dill", "cloudpickle")
HANDLERS: Final[dict[str, Handler]] = {
    "copy.copy": shallow, "copy.deepcopy": deep,
    **{f"{module}.dumps": pickled for module in PICKLERS}, **{f"{module}.loads": unpickled for module in PICKLERS},
}  # fmt: skip
