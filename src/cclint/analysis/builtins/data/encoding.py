"""What is made ready for sending over the web: JSON and forms keep what they were made of, records become dictionaries."""

from __future__ import annotations

from typing import Final
from urllib.parse import urljoin

from cclint.analysis.base.core import Core
from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.messages.frozen import Packed, Table, frozen, unpacked
from cclint.analysis.values import text as ropes
from cclint.analysis.values.code import Class
from cclint.analysis.values.count import MANY
from cclint.analysis.values.entering import parts_of
from cclint.analysis.values.heap import Entry, Instance, Mapping, Sequence
from cclint.analysis.values.lattice import join_all
from cclint.analysis.values.rope import Hole, Piece, Text, constant, plain, text
from cclint.analysis.values.value import Opaque, Ref, Run, Seq, Union, Value, alternatives
from cclint.ir import nodes as ir

DEEP: Final = 6
"""Records within records are followed as deeply as this."""


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


def as_dictionary(call: Invocation) -> Value:
    """`dataclasses.asdict(record)`: a dictionary of its attributes, with those of the records in it."""
    value = call.get(0, "obj") or call.get(0, "inst")
    return _as_dictionary(call.core, value, call.node, 0) if value is not None else call.unknown()


def _as_dictionary(core: Core, value: Value, node: ir.Node, depth: int) -> Value:
    record = core.record(value)
    if depth > DEEP or not isinstance(value, Ref):
        return value
    if isinstance(record, Instance) and isinstance(record.cls, Class) and record.native is None:
        held = core.record(core.attributes_of(value, node))
        entries = held.entries if isinstance(held, Mapping) else ()
        made = (Entry(one.key, _as_dictionary(core, one.value, node, depth + 1), one.certain) for one in entries)
        return core.new(Mapping("dict", tuple(made)), node, value.trail)
    if isinstance(record, Sequence):
        runs = tuple(Run(_as_dictionary(core, run.value, node, depth + 1), run.count) for run in record.runs)
        return core.new(Sequence(record.kind, runs), node, value.trail)
    return value


def joined_address(call: Invocation) -> Value:
    """`urljoin(base, address)`: exact where both are known; else what is no whole address follows the base."""
    base, address = call.get(0, "base"), call.get(1, "url")
    known = plain(base), plain(address)
    if isinstance(known[0], str) and isinstance(known[1], str):
        return constant(urljoin(known[0], known[1]))
    if base is None or address is None:
        return call.unknown()
    start, rest = (Text(parts_of(one), one.trail) for one in (base, address))
    if "://" in ropes.beginning(rest):
        return address
    between = "" if ropes.beginning(rest).startswith("/") or _ending(start).endswith("/") else "/"
    return ropes.concat(ropes.concat(start, text(between)), rest)


def _ending(value: Text) -> str:
    last = value.parts[-1] if value.parts else None
    return last.text if isinstance(last, Piece) else ""


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
HANDLERS: Final[dict[str, Handler]] = {
    **dict.fromkeys(PACKERS, pack),
    **dict.fromkeys(UNPACKERS, unpack),
    **dict.fromkeys(("dataclasses.asdict", "attr.asdict", "attrs.asdict"), as_dictionary),
    **dict.fromkeys(("urllib.parse.urljoin", "urlparse.urljoin"), joined_address),
}
