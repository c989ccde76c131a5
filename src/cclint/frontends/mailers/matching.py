"""Shapes of settings that send mail by themselves, and how they are found in a file's tree.

A shape never rests on a key's name alone: it wants further keys beside it or above it, values that match, or a place in
the repository that only such files have.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch

from cclint.frontends.outgoing import Outgoing, addresses
from cclint.frontends.outgoing import recipients_text as text
from cclint.ir import nodes as ir
from cclint.ir.data import Data, Items, Scalar, Table, Value
from cclint.ir.nodes import Span


@dataclass(frozen=True)
class Shape:
    """Settings that send mail.

    Parameters
    ----------
    sender: who sends, as a reader knows it.
    where: the way to the table that says to whom: keys with dots between, `*` for any key, `[]` for the elements of a
        list, `**` for any depth.
    roles: the header that each key stands for; keys may be dotted. `BccHeader` is a Bcc that travels.
    needs: what must stand in the table besides: by dotted key, a pattern for the value; "" where being there is enough.
    any_of: keys of which at least one must stand there.
    lacks: what must not: by dotted key, a pattern for the value.
    above: keys that must stand in the outermost table.
    files: patterns for the path, any of which must match; every file where there are none.
    words: words that a file must hold to be looked at.
    separators: how the sender tells addresses in one text apart; for people, since whoever reads the header sees them all.
    public: it reaches customers or the public, not colleagues.
    headers: the key of a text that holds further header fields as JSON; those of them that have a key of their own count
        for nothing.
    prefixes: an address may say its own role: `bcc:ann@example.org`.
    source: where all this can be read.
    """

    sender: str
    where: str
    roles: Mapping[str, str]
    needs: Mapping[str, str] = field(default_factory=dict)
    any_of: tuple[str, ...] = ()
    lacks: Mapping[str, str] = field(default_factory=dict)
    above: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    separators: str = ","
    public: bool = False
    headers: str = ""
    prefixes: bool = False
    source: str = ""

    def in_file(self, path: str) -> bool:
        """Whether a path is one of those that such a file can have."""
        name = path.rpartition("/")[2]
        return not self.files or any(
            fnmatch(path, one) or fnmatch(name, one) or fnmatch(path, f"*/{one}") for one in self.files
        )

    def find(self, root: Data) -> Iterator[Outgoing]:
        """The messages that a document with this shape sends."""
        if not all(isinstance(root, Table) and root.get(key) is not None for key in self.above):
            return
        for table in below(root, tuple(self.where.split(".")) if self.where else ()):
            if isinstance(table, Table) and self.fits(table):
                parts = [part for key, role in self.roles.items() for part in self.parts(table, key, role)]
                parts += self.headed(table, {role for role, _ in parts})
                if parts:
                    yield Outgoing(parts[0][1].at, self.sender, parts, colleagues=not self.public)

    def fits(self, table: Table) -> bool:
        """Whether a table has what the shape needs, and nothing that it must not have."""
        if self.any_of and not any(table.get(key) is not None for key in self.any_of):
            return False
        return all(_matches(table, key, pattern) for key, pattern in self.needs.items()) and not any(
            _matches(table, key, pattern) for key, pattern in self.lacks.items()
        )

    def parts(self, table: Table, key: str, role: str) -> Iterator[tuple[str, ir.Expression]]:
        """The recipients under a key."""
        data = at_key(table, key)
        if data is None:
            return
        if self.prefixes and isinstance(data, Scalar) and isinstance(data.value, str):
            yield from prefixed(data.value, data.at, role)
        elif isinstance(data, (Scalar, Items)):
            yield role, addresses(data)

    def headed(self, table: Table, known: set[str]) -> Iterator[tuple[str, ir.Expression]]:
        """The recipients in the header fields that stand in a text as JSON."""
        data = at_key(table, self.headers) if self.headers else None
        if not isinstance(data, Scalar) or not isinstance(data.value, str):
            return
        try:
            fields = json.loads(data.value)
        except ValueError:
            return
        for name, value in fields.items() if isinstance(fields, dict) else ():
            role = name.strip().capitalize()
            if role in ("To", "Cc", "Bcc") and role not in known and isinstance(value, (str, list)):
                yield role, text(value if isinstance(value, str) else ", ".join(map(str, value)), data.at)


def prefixed(content: str, at: Span, role: str) -> Iterator[tuple[str, ir.Expression]]:
    """Addresses that say their own role, as Jenkins has them: the prefix is that of the one that it stands before."""
    by_role: dict[str, list[str]] = {}
    for word in re.split(r"[,;\s]+(?![^{]*\})", content):
        match = re.match(r"(to|cc|bcc):(.*)", word, re.IGNORECASE | re.DOTALL)
        name, rest = (match[1].capitalize(), match[2]) if match else (role, word)
        if rest:
            by_role.setdefault(name, []).append(rest)
    for name, words in by_role.items():
        yield name, text(", ".join(words), at)


def below(data: Data, way: tuple[str, ...]) -> Iterator[Data]:
    """The trees that a way leads to."""
    if not way:
        yield data
        return
    first, rest = way[0], way[1:]
    if first == "**":
        yield from below(data, rest)
        for inner in children(data):
            yield from below(inner, way)
    elif first == "[]":
        if isinstance(data, Items):
            for inner in data.items:
                yield from below(inner, rest)
    elif isinstance(data, Table):
        for entry in data.entries:
            if first in ("*", entry.key) or entry.key in first.replace(" ", ".").split("|"):
                yield from below(entry.value, rest)


def children(data: Data) -> Iterator[Data]:
    """The trees right below one."""
    if isinstance(data, Items):
        yield from data.items
    elif isinstance(data, Table):
        for entry in data.entries:
            yield entry.value


def at_key(table: Table, key: str) -> Data | None:
    """What stands under a dotted key; a key that itself has a dot is written with a space in its place."""
    data: Data | None = table
    for part in key.split("."):
        data = data.get(part.replace(" ", ".")) if isinstance(data, Table) else None
    return data


def _matches(table: Table, key: str, pattern: str) -> bool:
    data = at_key(table, key)
    if data is None:
        return False
    if not pattern:
        return True
    values = [data] if isinstance(data, Scalar) else list(children(data))
    return any(isinstance(one, Scalar) and re.search(pattern, spelt(one.value)) is not None for one in values)


def spelt(value: Value) -> str:
    """A scalar as YAML and JSON spell it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
