"""Methods of dictionaries."""

from __future__ import annotations

from typing import Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.base.paths import DivergesError
from cclint.analysis.builtins.language.collections import contains, held, set_update
from cclint.analysis.operations import operators
from cclint.analysis.values import runs as sequences
from cclint.analysis.values.carrying import taken
from cclint.analysis.values.count import ONE, UNBOUNDED, Count
from cclint.analysis.values.heap import Entry, Instance, Mapping
from cclint.analysis.values.lattice import join, join_all, normal
from cclint.analysis.values.rope import Text, constant, text
from cclint.analysis.values.value import NOTHING, NUMBER, TRUE, Opaque, Ref, Run, Seq, Value, each, total


def mapping(call: Invocation) -> Mapping | None:
    record = call.core.record(call.receiver) if call.receiver is not None else None
    if isinstance(record, Instance):
        record = record.native
    return record if isinstance(record, Mapping) else None


def get(call: Invocation) -> Value:
    record, key = mapping(call), call.get(0)
    default = call.get(1, "default") or NOTHING
    if record is None or key is None or not isinstance(call.receiver, Ref):
        return call.unknown()
    found: Value | None = call.core.mapping_item(call.receiver, record, key, call.node, missing=False)
    if found is None and (found := call.core.left_under(call.receiver, key)) is None:
        return default
    found = taken(found, call.receiver)
    entry = record.find(key)
    if entry is not None and entry.certain and operators.is_constant(key):
        return found
    return join(found, default)


def set_default(call: Invocation) -> Value:
    record, key = mapping(call), call.get(0)
    default = call.get(1, "default") or NOTHING
    if record is None or key is None or not isinstance(call.receiver, Ref):
        return call.unknown()
    entry = record.find(key) if operators.is_constant(key) else None
    if entry is not None and entry.certain:
        return taken(entry.value, call.receiver)
    found: Value | None = call.core.mapping_item(call.receiver, record, key, call.node, missing=False)
    value = default if found is None else join(found, default)
    if found is not None and isinstance(default, Ref) and default.id == call.core.number:  # made for this call
        call.core.tentative.add(default.id)
    if operators.is_constant(key):
        call.core.set_item(call.receiver, key, value, call.node)
    else:
        call.core.write_native(call.receiver, record.opened(key, default, ONE))
    return value


def keys(call: Invocation) -> Value:
    record = mapping(call)
    return (
        Seq("view", record.keys, call.receiver.trail if call.receiver else None)
        if record is not None
        else call.unknown()
    )


def values(call: Invocation) -> Value:
    record = mapping(call)
    if record is None:
        return call.unknown()
    runs = normal(record.values) if len(record.values) > 64 else record.values
    trail = call.receiver.trail if call.receiver is not None else None
    return Seq("values", runs, trail)


def items(call: Invocation) -> Value:
    record = mapping(call)
    if record is None:
        return call.unknown()
    made = [Run(Seq("tuple", each((entry.key, entry.value))), Count(int(entry.certain), 1)) for entry in record.entries]
    if record.rest is not None and record.key is not None and record.value is not None:
        made.append(Run(Seq("tuple", each((record.key, record.value))), record.rest))
    return Seq("view", normal(made) if len(made) > 64 else tuple(made), call.receiver.trail if call.receiver else None)


def update(call: Invocation) -> Value:
    if held(call) is not None:
        return set_update(call)
    receiver = call.receiver
    if mapping(call) is None or not isinstance(receiver, Ref):
        return NOTHING
    merge(call, receiver)
    return NOTHING


def merge(call: Invocation, target: Ref, start: int = 0) -> None:
    """Put into a mapping what the arguments of `dict`, `update` and their kin say, from one of them on."""
    for given in call.arguments.positional[start:]:
        operators.update(call.core, target, given.value, call.node)
    for name, value in call.arguments.keywords.items():
        if not name.startswith("?"):
            call.core.set_item(target, constant(name), value, call.node)
    if call.arguments.rest is not None:
        operators.update(call.core, target, call.arguments.rest, call.node)


def pop_item(call: Invocation) -> Value:
    """`dict.pop`."""
    record, key = mapping(call), call.get(0)
    if record is None or key is None or not isinstance(call.receiver, Ref):
        return call.unknown()
    default = call.get(1)
    found: Value | None = call.core.mapping_item(call.receiver, record, key, call.node, missing=False)
    entry = record.find(key)
    call.core.drop(call.receiver, record, key)
    if found is None:
        if default is None:
            call.core.raises(None)
            raise DivergesError
        return default
    found = taken(found, call.receiver)
    if default is None or (entry is not None and entry.certain):
        return found
    return join(found, default)


def pop_last(call: Invocation) -> Value:
    """`dict.popitem`."""
    record = mapping(call)
    if record is None or not isinstance(call.receiver, Ref):
        return call.unknown()
    first = call.core.truth(call.get(0, "last") or TRUE) is False
    if record.entries and record.rest is None and record.entries[0 if first else -1].certain:
        last = record.entries[0 if first else -1]
        kept = record.entries[1:] if first else record.entries[:-1]
        call.core.write_native(call.receiver, record.altered(entries=kept))
        return Seq("tuple", each((last.key, last.value)))
    if not record.keys:
        call.core.raises(None)
        raise DivergesError
    pair = Seq(
        "tuple", each((join_all(run.value for run in record.keys), join_all(run.value for run in record.values)))
    )
    left = tuple(Entry(entry.key, entry.value, certain=False) for entry in record.entries)
    call.core.write_native(call.receiver, record.altered(entries=left))
    return pair


def copy_mapping(call: Invocation) -> Value:
    record = mapping(call)
    if record is None:
        return call.unknown()
    made = Mapping(record.kind, record.entries, record.rest, record.key, record.value, record.factory)
    return call.core.new(made, call.node, call.receiver.trail if call.receiver else None)


def clear_mapping(call: Invocation) -> Value:
    record = mapping(call)
    if record is not None and isinstance(call.receiver, Ref):
        call.core.write_native(call.receiver, Mapping(record.kind, factory=record.factory))
    return NOTHING


def from_keys(call: Invocation) -> Value:
    value = call.get(1) or NOTHING
    made = call.core.new(Mapping("dict"), call.node)
    for run in call.runs(0):
        record = call.core.record(made)
        assert isinstance(record, Mapping)
        if operators.is_constant(run.value) and run.count == ONE:
            call.core.set_item(made, run.value, value, call.node)
        else:
            call.core.write(made.id, record.opened(run.value, value, run.count))
    return made


def most_common(call: Invocation) -> Value:
    record, limit = mapping(call), call.get(0)
    if record is None:
        return call.unknown()
    number = operators.number(limit) if limit is not None else None
    runs = tuple(Run(Seq("tuple", each((run.value, Opaque(("times",), NUMBER)))), run.count) for run in record.keys)
    if number is not None and runs:
        size = total(runs)
        runs = sequences.any_of(runs, Count(min(size.least, number), min(size.most, number)))
    return call.core.new_list(runs, call.node, call.receiver.trail if call.receiver else None)


def elements(call: Invocation) -> Value:
    record = mapping(call)
    runs = tuple(Run(run.value, Count(run.count.least, UNBOUNDED)) for run in record.keys) if record is not None else ()
    return call.core.new_list(runs, call.node, kind="iterator")


def as_list(call: Invocation) -> Value:
    """ConfigObj's `section.as_list(key)`: a list, whatever stands there."""
    value = call.core.item(call.receiver or NOTHING, call.get(0) or NOTHING, call.node)
    if not isinstance(value, Text) or value.constant is None:
        return value
    words = [text(word.strip(), value.trail) for word in value.constant.split(",") if word.strip()]
    return call.core.new_list(tuple(Run(word, ONE) for word in words), call.node, value.trail)


DICTS: Final[dict[str, Handler]] = {
    "get": get, "setdefault": set_default, "keys": keys, "values": values, "items": items, "update": update,
    "pop": pop_item, "popitem": pop_last, "copy": copy_mapping, "clear": clear_mapping, "has_key": contains,
    "iteritems": items, "itervalues": values, "iterkeys": keys, "viewitems": items, "viewvalues": values,
    "viewkeys": keys, "most_common": most_common, "elements": elements, "__contains__": contains, "as_list": as_list,
}  # fmt: skip
HANDLERS: Final[dict[str, Handler]] = {
    **{f"dict.{name}": handler for name, handler in DICTS.items()},
    "builtins.dict.fromkeys": from_keys,
    "collections.OrderedDict.fromkeys": from_keys,
}
