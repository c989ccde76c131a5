"""Methods that the abstract collections of `collections.abc` have by the few that a class of the project defines.

What each is made of is what CPython's `_collections_abc.py` has: `update` sets items, `append` inserts, `get` catches KeyError.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.base.paths import Arguments, DivergesError
from cclint.analysis.builtins.language.functions import dictionary
from cclint.analysis.operations import operators
from cclint.analysis.values.heap import Mapping
from cclint.analysis.values.lattice import join
from cclint.analysis.values.value import NOTHING, Const, Opaque, Ref, Run, Seq, Value, each
from cclint.ir.types import Type


def own(call: Invocation) -> Value:
    """The object whose method it is."""
    return call.get(0) or NOTHING


def item_or(call: Invocation, default: Value | None) -> Value:
    """The item under a key, or the default where there is none."""
    core, key = call.core, call.get(1, "key") or NOTHING
    with core.parting() as base:
        core.state = base.fork()
        got, failed = core.attempted(lambda: core.item(own(call), key, call.node))
        core.state = core.join(base, [core.state, *failed] if got is not None else failed)
    if default is None:
        if got is None:
            raise DivergesError
        return got
    return default if got is None else join(got, default) if failed else got


def get(call: Invocation) -> Value:
    return item_or(call, call.get(2, "default") or NOTHING)


def set_default(call: Invocation) -> Value:
    found = item_or(call, call.get(2, "default") or NOTHING)
    call.core.set_item(own(call), call.get(1, "key") or NOTHING, found, call.node)
    return found


def pop(call: Invocation) -> Value:
    """`mapping.pop(key, default)`, `sequence.pop(index)`."""
    if call.name.startswith("cclint.mixin.sequence"):
        place = call.get(1, "index") or Const(-1)
        found = call.core.item(own(call), place, call.node)
        call.core.set_item(own(call), place, None, call.node)
        return found
    found = item_or(call, call.get(2, "default"))
    core = call.core
    with core.parting() as base:
        core.state = base.fork()
        _, failed = core.attempted(partial(dropped, call))
        core.state = core.join(base, [core.state, *failed])
    return found


def dropped(call: Invocation) -> Value:
    """`del mapping[key]`."""
    call.core.set_item(own(call), call.get(1, "key") or NOTHING, None, call.node)
    return NOTHING


def update(call: Invocation) -> Value:
    """`mapping.update(other, name=value)`."""
    core = call.core
    given = Invocation(core, call.node, call.name, None, Arguments(
        call.arguments.positional[1:], call.arguments.keywords, call.arguments.rest
    ))  # fmt: skip
    made = dictionary(given)
    record = core.record(made)
    for entry in record.entries if isinstance(record, Mapping) else ():
        core.set_item(own(call), entry.key, entry.value, call.node)
    if isinstance(record, Mapping) and record.rest is not None and record.key is not None and record.value is not None:
        core.set_item(own(call), record.key, record.value, call.node)
    return NOTHING


def view(call: Invocation) -> Value:
    """`keys`, `values`, `items`: as many as the mapping has when it is gone through."""
    which = call.name.rpartition(".")[2]
    runs = []
    for run in call.core.iterate(own(call), call.node):
        value = run.value if which == "keys" else call.core.item(own(call), run.value, call.node)
        runs.append(Run(Seq("tuple", each((run.value, value))) if which == "items" else value, run.count))
    return call.core.new_list(tuple(runs), call.node)


def append(call: Invocation) -> Value:
    last = Opaque(("length of", own(call).identity), Type("int"))
    length = call.core.call_library("builtins.len", None, Arguments.of(own(call)), call.node)
    place = length if isinstance(length, Const) else last
    call.core.call_method(own(call), "insert", Arguments.of(place, call.get(1, "value") or NOTHING), call.node)
    return NOTHING


def extend(call: Invocation) -> Value:
    core, node, target = call.core, call.node, own(call)
    core.rounds(
        call.runs(1, "values"), lambda one: (core.call_method(target, "append", Arguments.of(one), node), None)[1]
    )
    return target if call.name.endswith("__iadd__") else NOTHING


def combined(call: Invocation) -> Value:
    """`one & other` and its kin of sets: a new object of the same class."""
    core, op = call.core, OPERATORS[call.name.rpartition(".")[2]]
    left, right = (core.iterate(value, call.node) for value in (own(call), call.get(1) or NOTHING))
    made = core.new_list(operators.sets(op, left, right), call.node, kind="set")
    cls = core.attribute(own(call), "__class__", call.node) if isinstance(own(call), Ref) else call.unknown()
    return core.call(cls, Arguments.of(made), call.node)


OPERATORS: Final = {"__and__": "&", "__or__": "|", "__sub__": "-", "__xor__": "^"}
MIXINS: Final[dict[str, dict[str, Handler]]] = {
    "mapping": {
        "get": get, "setdefault": set_default, "pop": pop, "update": update, "keys": view, "values": view, "items": view,
    },
    "sequence": {"append": append, "extend": extend, "pop": pop, "__iadd__": extend},
    "set": dict.fromkeys(OPERATORS, combined),
}  # fmt: skip
HANDLERS: Final[dict[str, Handler]] = {
    f"cclint.mixin.{kind}.{name}": handler for kind, table in MIXINS.items() for name, handler in table.items()
}
