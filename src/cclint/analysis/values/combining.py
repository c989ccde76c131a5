"""What one record becomes out of two: where paths meet, and where a loop goes on."""

from __future__ import annotations

from cclint.analysis.values.count import UNBOUNDED, Count
from cclint.analysis.values.entering import parts_of
from cclint.analysis.values.heap import Bag, Buffer, Entry, Generator, Instance, Mail, Mapping, Record, Sequence
from cclint.analysis.values.lattice import join, join_all, join_runs, widen, widen_runs
from cclint.analysis.values.rope import Text


def join_records(first: Record, second: Record) -> Record:
    """The least record that covers both."""
    return _combined(first, second, grow=False)


def widen_records(old: Record, new: Record) -> Record:
    """A record that covers both and comes to rest when it is applied again and again."""
    return _combined(old, new, grow=True)


def _combined(a: Record, b: Record, *, grow: bool) -> Record:
    if a is b or a == b:
        return a
    runs = widen_runs if grow else join_runs
    values = widen if grow else join
    if isinstance(a, Sequence) and isinstance(b, Sequence):
        return Sequence(a.kind, runs(a.runs, b.runs), a.born, a.room)
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        return _mappings(a, b, grow=grow)
    if isinstance(a, Mail) and isinstance(b, Mail):
        unique = a.unique if a.unique == b.unique else None
        attached, received, shared = a.attached and b.attached, a.received or b.received, a.shared or b.shared
        return Mail(
            values(a.headers, b.headers), unique, attached=attached, shared=shared, received=received, born=a.born
        )
    if isinstance(a, Instance) and isinstance(b, Instance) and a.cls == b.cls:
        native = a.native if b.native is None else b.native
        if a.native is not None and b.native is not None:
            native = _combined(a.native, b.native, grow=grow)
        return Instance(a.cls, native, a.born)
    if isinstance(a, Buffer) and isinstance(b, Buffer):
        text = values(a.text, b.text)
        return Buffer(
            a.kind,
            text if isinstance(text, Text) else Text(parts_of(text)),
            a.command,
            sent=a.sent and b.sent,
            born=a.born,
        )
    if isinstance(a, Bag) and isinstance(b, Bag) and a.kind == b.kind:
        names = dict.fromkeys([name for name, _ in (*a.facts, *b.facts)])
        facts = []
        for name in names:
            mine, theirs = a.get(name), b.get(name)
            facts.append((name, mine if theirs is None else theirs if mine is None else values(mine, theirs)))
        return Bag(a.kind, tuple((name, value) for name, value in facts if value is not None), a.born)
    if isinstance(a, Generator) and isinstance(b, Sequence):
        return b
    return a


def _mappings(a: Mapping, b: Mapping, *, grow: bool) -> Mapping:
    values = widen if grow else join
    entries: list[Entry] = []
    for entry in a.entries:
        other = b.find(entry.key)
        if other is None:
            entries.append(Entry(entry.key, entry.value, certain=False))
        elif other == entry:
            entries.append(entry)
        else:
            entries.append(Entry(entry.key, values(entry.value, other.value), entry.certain and other.certain))
    known = {entry.key for entry in a.entries}
    entries.extend(Entry(entry.key, entry.value, certain=False) for entry in b.entries if entry.key not in known)
    rest = a.rest if b.rest is None else b.rest if a.rest is None else a.rest | b.rest
    if rest is not None:
        rest = rest if a.rest is not None and b.rest is not None else rest.optional
        if grow and a.rest is not None and b.rest is not None and b.rest.most > a.rest.most:
            rest = Count(rest.least, UNBOUNDED)
    key = a.key if b.key is None else b.key if a.key is None else values(a.key, b.key)
    value = a.value if b.value is None else b.value if a.value is None else values(a.value, b.value)
    made = Mapping(a.kind, tuple(entries), rest, key, value, a.factory or b.factory, a.born)
    if (grow and len(entries) > len(a.entries) + 16) or len(entries) > 256:
        return _summed(made)
    return made


def _summed(mapping: Mapping) -> Mapping:
    """A mapping whose entries are all of the rest: too many keys to keep apart."""
    keys = [entry.key for entry in mapping.entries]
    values = [entry.value for entry in mapping.entries]
    if mapping.key is not None and mapping.value is not None:
        keys.append(mapping.key)
        values.append(mapping.value)
    return Mapping(
        mapping.kind, (), Count(0, UNBOUNDED), join_all(keys), join_all(values), mapping.factory, mapping.born
    )
