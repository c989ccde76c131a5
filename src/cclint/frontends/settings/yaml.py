"""YAML 1.1 as PyYAML's safe loader understands it, with places.

The tree is put together from PyYAML's events (libyaml's where it is compiled in), not from its composer: that one is
recursive in C and ends the process on input that is nested deeply enough, and it gives no say over aliases.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

import yaml
from yaml.constructor import SafeConstructor
from yaml.resolver import Resolver

from cclint.frontends.settings.reading import MalformedError, Reading
from cclint.ir.data import DEPTH, SIZE, Data, Entry, Items, Scalar, Table, Value

STANDARD: Final = "tag:yaml.org,2002:"
MERGE: Final = STANDARD + "merge"
SLOW: Final = 512 * 1024
"""The characters of the largest file that is read without libyaml, which is some forty times as fast."""


@dataclass(slots=True)
class Node:
    """A value and the offsets of the text that names it, which for an alias is not where the value stands.

    `size` and `height` are those of the tree beneath with its aliases written out.
    """

    data: Data
    start: int
    end: int
    size: int = 1
    height: int = 0
    merges: bool = False


@dataclass(slots=True)
class Open:
    """A collection whose end was not seen yet."""

    start: int
    tag: str
    anchor: str | None
    mapping: bool
    flow: bool
    children: list[Node] = field(default_factory=list)


def parse(reading: Reading) -> tuple[Data, ...]:
    """The documents of a YAML stream.

    Raises
    ------
    MalformedError: it is none, or goes beyond a limit.
    """
    try:
        return tuple(Composition(reading).documents(events(reading)))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = ", ".join(part for part in (error.context, error.problem) if part)
        offset = mark.index if mark else 0
        if "nesting depth" in problem:
            # libyaml of PyYAML 6.0.4 has a limit of its own beyond ours, and meets it as it reads ahead.
            reading.depth(DEPTH + 1, offset)
        advice = remedy(problem, reading.text[offset : offset + 1])
        raise reading.error(offset, f"this is not valid YAML: {problem}", advice) from error
    except yaml.YAMLError as error:  # characters that YAML does not allow; their position may count bytes
        offset = next((i for i, char in enumerate(reading.text) if yaml.reader.Reader.NON_PRINTABLE.match(char)), 0)
        raise reading.error(
            offset, "this is not valid YAML: it holds a character that YAML does not allow", "remove or escape it"
        ) from error
    except UnicodeEncodeError as error:
        raise reading.error(error.start, "this is not valid YAML: it holds half of a surrogate pair") from error


def remedy(problem: str, char: str) -> str:
    """What would help with a problem that PyYAML names, and the character that it is about, where that can be said."""
    if char == "\t" and "cannot start any token" in problem:
        return "indent with spaces"
    if "mapping values are not allowed" in problem:
        return "put values that hold a colon in quotes, and check the indentation"
    if char in ("@", "`", "%") and "cannot start any token" in problem:
        return "put the value in quotes"
    return ""


def events(reading: Reading) -> Iterator[Any]:
    """The events of the stream.

    Raises
    ------
    MalformedError: libyaml is missing, and the file too large to do without.
    """
    loader: Any = getattr(yaml, "CSafeLoader", None)
    if loader is None:
        loader = yaml.SafeLoader
        if len(reading.text) > SLOW:
            raise MalformedError(
                "the file is too large for PyYAML without libyaml",
                remedy="install a PyYAML that has its C extension",
                kind="cut",
            )
    found: Iterator[Any] = yaml.parse(reading.text, Loader=loader)
    return found


class Composition:
    """The work on one stream: the collections that are open, and the anchors of the current document."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.open: list[Open] = []
        self.anchors: dict[str, Node | None] = {}  # None while the collection is open

    def documents(self, events: Iterable[Any]) -> Iterator[Data]:
        """Each document's root."""
        for event in events:
            match event:
                case yaml.ScalarEvent():
                    node = self.scalar(event)
                case yaml.AliasEvent():
                    node = self.alias(event)
                case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                    self.start(event)
                    continue
                case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                    node = self.finish(event)
                case _:
                    self.anchors = {}
                    continue
            if self.open:
                self.open[-1].children.append(node)
            else:
                yield node.data

    def scalar(self, event: Any) -> Node:
        start, end = event.start_mark.index, event.end_mark.index
        if event.style in ("|", ">"):  # the mark stands behind the empty lines that follow
            end = start + len(self.reading.text[start:end].rstrip())
        tag = event.tag
        if tag is None or tag == "!":
            tag = constructor().resolve(yaml.ScalarNode, event.value, event.implicit)
        data = self.reading.scalar(start, end, value_of(tag, event.value), unknown(tag))
        return self.anchored(event.anchor, Node(data, start, end, merges=tag == MERGE))

    def anchored(self, anchor: str | None, node: Node) -> Node:
        if anchor is not None:
            self.anchors[anchor] = node
        return node

    def alias(self, event: Any) -> Node:
        start, end = event.start_mark.index, event.end_mark.index
        if event.anchor not in self.anchors:
            raise self.reading.error(
                start, f"this is not valid YAML: no anchor &{event.anchor} stands before this alias"
            )
        node = self.anchors[event.anchor]
        if node is None:
            raise self.reading.error(
                start, f"the value of the anchor &{event.anchor} contains itself", "write it without that alias", "cut"
            )
        return Node(node.data, start, end, node.size, node.height)

    def start(self, event: Any) -> None:
        mapping = isinstance(event, yaml.MappingStartEvent)
        start = event.start_mark.index
        self.open.append(Open(start, unknown(event.tag or ""), event.anchor, mapping, bool(event.flow_style)))
        self.reading.depth(len(self.open), start)
        if event.anchor is not None:
            self.anchors[event.anchor] = None

    def finish(self, event: Any) -> Node:
        opened = self.open.pop()
        children = opened.children
        start, mark = opened.start, event.end_mark.index
        closed = not children or (opened.flow and mark > event.start_mark.index)
        # block collections, and pairs in flow lists, are said to end where the next token begins
        end = max(mark, start) if closed else children[-1].end
        at = self.reading.at(start, end)
        self.reading.count()
        size = 1 + sum(child.size for child in children)
        height = 1 + max((child.height for child in children), default=0)
        self.reading.depth(height, start)
        if size > SIZE:
            raise self.reading.error(
                start,
                f"the aliases of the file stand for more than {SIZE:,} values",
                "use fewer of them, or exclude the file",
                "cut",
            )
        data: Data
        if opened.mapping:
            data = Table(at, self.entries(children), opened.tag)
        else:
            data = Items(at, tuple(child.data for child in children), opened.tag)
        return self.anchored(opened.anchor, Node(data, start, end, size, height))

    def entries(self, children: list[Node]) -> tuple[Entry, ...]:
        """The entries of a mapping: what it merges comes first, so that its own keys win."""
        merged: dict[Value, Entry] = {}
        own: list[Entry] = []
        for key, value in zip(children[::2], children[1::2]):
            tables = tables_of(value.data) if key.merges else None
            if tables is None:
                if not isinstance(key.data, Scalar):
                    raise self.reading.error(
                        key.start, "a list or a mapping stands where a key is due", "put the value in quotes"
                    )
                own.append(Entry(self.reading.at(key.start, key.end), key.data.value, value.data))
                continue
            for table in reversed(tables):  # the first of a list wins
                self.reading.count(len(table.entries))
                merged.update((entry.key, entry) for entry in table.entries)
        merged.update((entry.key, entry) for entry in own)
        return tuple(merged.values())


def tables_of(data: Data) -> list[Table] | None:
    """The tables that a merge key names, or None where it does not name tables."""
    if isinstance(data, Table):
        return [data]
    if isinstance(data, Items):
        tables = [item for item in data.items if isinstance(item, Table)]
        return tables if len(tables) == len(data.items) else None
    return None


@cache
def constructor() -> Any:
    """PyYAML's own rules for what a plain scalar is, and for what its text means."""

    class Rules(SafeConstructor, Resolver):
        def __init__(self) -> None:
            SafeConstructor.__init__(self)
            Resolver.__init__(self)

    return Rules()


def value_of(tag: str, text: str) -> Value:
    """The value of a scalar. Where PyYAML's rules for a tag fail on a text, the text itself is the value."""
    kind = tag.removeprefix(STANDARD)
    if kind not in ("int", "float", "bool", "null"):
        return text
    try:
        value: Value = getattr(constructor(), f"construct_yaml_{kind}")(yaml.ScalarNode(tag, text))
    except (ValueError, KeyError, IndexError, OverflowError):
        return text
    return value


def unknown(tag: str) -> str:
    """The tag where it means something to nobody but the program; "" for those of YAML itself."""
    return "" if tag in SafeConstructor.yaml_constructors or tag in ("", "!", MERGE, STANDARD + "value") else tag
