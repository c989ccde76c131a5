"""What lives in the heap: the records of objects that a program can change, and their joins.

A record is replaced, never changed. Attributes of instances, classes and modules are cells of their own in the state.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from cclint.analysis.values.code import Frame, Func
from cclint.analysis.values.count import Count
from cclint.analysis.values.lattice import collapse, join
from cclint.analysis.values.rope import EMPTY, Text
from cclint.analysis.values.value import Run, Runs, Value, total


class Record:
    """Base of the records. `born` are the loops that were running when the object was made."""

    __slots__ = ("born",)
    born: tuple[int, ...]

    @property
    def identity(self) -> Any:
        raise NotImplementedError

    def __eq__(self, other: object) -> bool:
        return self is other or (type(self) is type(other) and self.identity == other.identity)

    def __hash__(self) -> int:
        return hash(self.identity)


class Sequence(Record):
    """A list, set or deque; or an iterator, which loses what is taken from it.

    Parameters
    ----------
    kind: its type.
    room: how many elements it can hold; what was put in first makes way.
    """

    __slots__ = ("kind", "room", "runs")

    def __init__(self, kind: str, runs: Runs = (), born: tuple[int, ...] = (), room: int | None = None) -> None:
        self.kind = kind
        self.runs = runs if room is None or total(runs).most <= room else (within(runs, room),)
        self.born = born
        self.room = room

    @property
    def identity(self) -> Any:
        return (self.kind, self.runs)

    @property
    def is_filled(self) -> bool:
        """Whether anything is in it, or may be."""
        return bool(total(self.runs).most)

    def holding(self, runs: Runs) -> Sequence:
        return Sequence(self.kind, runs, self.born, self.room)


def within(runs: Runs, room: int) -> Run:
    """Those of the elements that there is room for."""
    whole = collapse(runs)
    return Run(whole.value, whole.count.at_most(room))


class Entry:
    """A key of a mapping whose value is known; `certain` unless another path does without it."""

    __slots__ = ("certain", "key", "value")

    def __init__(self, key: Value, value: Value, certain: bool = True) -> None:
        self.key = key
        self.value = value
        self.certain = certain

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Entry)
            and self.certain == other.certain
            and self.key == other.key
            and self.value == other.value
        )

    def __hash__(self) -> int:
        return hash((self.key, self.value))


class Mapping(Record):
    """A dictionary: entries under keys that are known, in their order, and the rest, whose keys are not.

    Parameters
    ----------
    kind: its type: "dict", "defaultdict", "Counter", ...
    entries: by constant key.
    rest: how many further entries there can be; `key` and `value` cover them.
    factory: what a defaultdict calls for a key that is not there.
    index: where entries are by their keys, shared with the dictionary that this one was made of.
    """

    __slots__ = ("_index", "entries", "factory", "key", "kind", "rest", "value")

    def __init__(
        self,
        kind: str = "dict",
        entries: tuple[Entry, ...] = (),
        rest: Count | None = None,
        key: Value | None = None,
        value: Value | None = None,
        factory: Value | None = None,
        born: tuple[int, ...] = (),
        index: dict[int, int] | None = None,
    ) -> None:
        self.kind = kind
        self.entries = entries
        self.rest = rest
        self.key = key
        self.value = value
        self.factory = factory
        self.born = born
        self._index = index

    @property
    def identity(self) -> Any:
        return (self.kind, self.entries, self.rest, self.key, self.value)

    @property
    def is_filled(self) -> bool:
        """Whether anything is in it, or may be."""
        return bool(self.entries) or self.rest is not None

    def find(self, key: Value) -> Entry | None:
        """The entry under a key that is known."""
        at = self._place(key)
        return None if at is None else self.entries[at]

    def _indexed(self) -> dict[int, int]:
        if self._index is None:
            self._index = {entry.key.token: number for number, entry in enumerate(self.entries)}
        return self._index

    def _place(self, key: Value) -> int | None:
        """Where the entry under a key is: the index may know of entries that only a later dictionary has."""
        at = self._indexed().get(key.token)
        there = at is not None and at < len(self.entries) and self.entries[at].key.token == key.token
        return at if there else None

    def having(self, entry: Entry) -> Mapping:
        """With an entry, in place of the one under its key if there is one. A dictionary that is filled one by one is not
        gone through each time.
        """
        index, at, size = self._indexed(), self._place(entry.key), len(self.entries)
        if at is not None:
            return self.altered(entries=(*self.entries[:at], entry, *self.entries[at + 1 :]), index=index)
        if len(index) != size:  # somebody else has gone on from here
            return self.altered(entries=(*self.entries, entry))
        index[entry.key.token] = size
        return self.altered(entries=(*self.entries, entry), index=index)

    def altered(self, *, entries: tuple[Entry, ...] | None = None, index: dict[int, int] | None = None) -> Mapping:
        kept = self.entries if entries is None else entries
        return Mapping(self.kind, kept, self.rest, self.key, self.value, self.factory, self.born, index)

    def opened(self, key: Value, value: Value, count: Count) -> Mapping:
        """With further entries under keys that are not known."""
        rest = count if self.rest is None else self.rest + count
        key = key if self.key is None else join(self.key, key)
        value = value if self.value is None else join(self.value, value)
        return Mapping(self.kind, self.entries, rest, key, value, self.factory, self.born)

    @property
    def keys(self) -> Runs:
        known = tuple(Run(entry.key, Count(int(entry.certain), 1)) for entry in self.entries)
        return (*known, Run(self.key, self.rest)) if self.rest is not None and self.key is not None else known

    @property
    def values(self) -> Runs:
        known = tuple(Run(entry.value, Count(int(entry.certain), 1)) for entry in self.entries)
        return (*known, Run(self.value, self.rest)) if self.rest is not None and self.value is not None else known


class Instance(Record):
    """An instance of a class of the project or of a library; `native` is what it is underneath, where that matters."""

    __slots__ = ("cls", "native")

    def __init__(self, cls: Value, native: Record | None = None, born: tuple[int, ...] = ()) -> None:
        self.cls = cls
        self.native = native
        self.born = born

    @property
    def identity(self) -> Any:
        return (self.cls, self.native)


class Mail(Record):
    """A message.

    Parameters
    ----------
    headers: the list of its header fields, an object of its own since shallow copies share it (`copy.copy` of a
    `Message`).
    unique: whether a second field of the same name is refused (the policies of `email.policy`) or appended (compat32);
        None where that is not known: then a second one counts in place of the first.
    attached: whether it has become a part of another message.
    shared: whether a shallow copy uses the same list.
    received: it was parsed from text that came from outside, so the fields that it has are not known.
    """

    __slots__ = ("attached", "headers", "received", "shared", "unique")

    def __init__(
        self,
        headers: Value,
        unique: bool | None = False,
        *,
        attached: bool = False,
        shared: bool = False,
        received: bool = False,
        born: tuple[int, ...] = (),
    ) -> None:
        self.headers = headers
        self.unique = unique
        self.attached = attached
        self.shared = shared
        self.received = received
        self.born = born

    @property
    def identity(self) -> Any:
        return (self.headers, self.unique, self.attached, self.shared, self.received)

    def altered(
        self,
        *,
        headers: Value | None = None,
        attached: bool | None = None,
        shared: bool | None = None,
        born: tuple[int, ...] | None = None,
    ) -> Mail:
        return Mail(
            self.headers if headers is None else headers, self.unique, attached=self.attached if attached is None else
            attached,
            shared=self.shared if shared is None else shared, received=self.received, born=self.born if born is None
            else born,
        )  # fmt: skip


class Buffer(Record):
    """Something that text is written to: a StringIO, a file, a pipe to a program. `kind` names it, `command` is its program."""

    __slots__ = ("command", "kind", "sent", "text")

    def __init__(
        self,
        kind: str,
        text: Text = EMPTY,
        command: Value | None = None,
        *,
        sent: bool = False,
        born: tuple[int, ...] = (),
    ) -> None:
        self.kind = kind
        self.text = text
        self.command = command
        self.sent = sent
        self.born = born

    @property
    def identity(self) -> Any:
        return (self.kind, self.text, self.command, self.sent)

    def altered(self, *, text: Text | None = None, sent: bool | None = None) -> Buffer:
        kept = self.text if text is None else text
        return Buffer(self.kind, kept, self.command, sent=self.sent if sent is None else sent, born=self.born)


class Generator(Record):
    """A call of a generator function that nobody has iterated over yet."""

    __slots__ = ("frame", "function")

    def __init__(self, function: Func, frame: Frame, born: tuple[int, ...] = ()) -> None:
        self.function = function
        self.frame = frame
        self.born = born

    @property
    def identity(self) -> Any:
        return (self.function, self.frame)


class Bag(Record):
    """Named facts about an object of a library, for the built-in functions that model it."""

    __slots__ = ("facts", "kind")

    def __init__(self, kind: str, facts: tuple[tuple[str, Value], ...] = (), born: tuple[int, ...] = ()) -> None:
        self.kind = kind
        self.facts = facts
        self.born = born

    @property
    def identity(self) -> Any:
        return (self.kind, self.facts)

    def get(self, name: str) -> Value | None:
        return next((value for known, value in self.facts if known == name), None)

    def put(self, name: str, value: Value) -> Bag:
        kept = tuple(fact for fact in self.facts if fact[0] != name)
        return Bag(self.kind, (*kept, (name, value)), self.born)


Content: TypeAlias = Value | Record
"""What a cell of the state holds."""
