"""Texts that only programs read: JSON and the query strings of forms keep what they were made of."""

from __future__ import annotations

from typing import Final

from cclint.analysis.count import MANY
from cclint.analysis.evaluate.calls import Handler, Invocation
from cclint.analysis.evaluate.core import Core
from cclint.analysis.frozen import Packed, Table, frozen, unpacked
from cclint.analysis.heap import Entry, Mapping, Sequence
from cclint.analysis.lattice import join_all
from cclint.analysis.rope import Hole, Text
from cclint.analysis.value import Opaque, Run, Seq, Union, Value, alternatives
from cclint.ir import nodes as ir


def pack(call: Invocation) -> Value:
    """`json.dumps(value)`, `urlencode(value)`: a text that stands for the value."""
    value = call.get(0, "obj") or call.get(0, "query")
    if value is None:
        return call.unknown()
    kept = frozen(call.core, value, call.node)
    return Text((Hole(Packed(kept, kept.trail), kept.trail),), kept.trail)


def unpack(call: Invocation) -> Value:
    """`json.loads(text)`: the value, where the text was made of one in sight."""
    given = call.get(0, "s")
    found = []
    for one in alternatives(given) if given is not None else ():
        value = unpacked(one)
        if value is one:
            return Opaque(
                ("parsed", one.token),
                length=MANY,
                born=call.core.running,
                trail=call.hop("call", call.name, prev=one.trail),
            )
        found.append(thawed(call.core, value, call.node))
    return join_all(found) if found else call.unknown()


def thawed(core: Core, value: Value, node: ir.Node) -> Value:
    """A value that is free of the heap as objects again."""
    match value:
        case Union():
            return join_all(thawed(core, one, node) for one in value.alternatives)
        case Seq():
            runs = tuple(Run(thawed(core, run.value, node), run.count) for run in value.runs)
            return core.new(Sequence("list", runs), node, value.trail)
        case Table():
            entries = tuple(Entry(key, thawed(core, held, node), certain) for key, held, certain in value.entries)
            made = Mapping("dict", entries)
            if value.rest is not None:
                key, held, count = value.rest
                made = made.opened(key, thawed(core, held, node), count)
            return core.new(made, node, value.trail)
    return value


PACKERS: Final = (
    "json.dumps", "simplejson.dumps", "ujson.dumps", "orjson.dumps", "rapidjson.dumps", "flask.json.dumps",
    "urllib.parse.urlencode", "urllib.urlencode",
)  # fmt: skip
UNPACKERS: Final = (
    "json.loads",
    "simplejson.loads",
    "ujson.loads",
    "orjson.loads",
    "rapidjson.loads",
    "flask.json.loads",
)
HANDLERS: Final[dict[str, Handler]] = {**dict.fromkeys(PACKERS, pack), **dict.fromkeys(UNPACKERS, unpack)}
