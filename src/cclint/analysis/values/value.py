"""The abstract values: what the analysis can know about something that a program computes.

Values are never changed after they are made (they are not frozen only because making frozen ones takes three times as
long, and the analysis makes millions). Their trail is no part of their identity.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from cclint.analysis.values.count import MANY, ONE, UNBOUNDED, Count
from cclint.analysis.values.trail import Trail
from cclint.ir.types import Type

if TYPE_CHECKING:
    from typing_extensions import Self

V = TypeVar("V", bound="Value")


_tokens: dict[tuple[type, Any], int] = {}
_numbers = itertools.count(1)
_lasting: list[Value] = []


def forget() -> None:
    """Begin a run: values made from now on are compared among themselves, and with those that last, only."""
    _tokens.clear()
    _keys.clear()
    for value in _lasting:
        value.renumber()


def lasting(value: V) -> V:
    """A value that outlives a run."""
    _lasting.append(value)
    return value


class Value:
    """Base of all values. `trail` tells where it comes from.

    Equal values have equal tokens, and a value's identity is made of its parts' tokens, so that comparing and hashing
    cost the same however deeply values are nested.
    """

    __slots__ = ("_depth", "_token", "trail")
    _depth: int
    _token: int

    def __init__(self, trail: Trail | None = None) -> None:
        self.trail = trail

    @property
    def identity(self) -> Any:
        """What makes two values equal: everything but their trails."""
        raise NotImplementedError

    @property
    def token(self) -> int:
        """A number that only equal values share."""
        try:
            return self._token
        except AttributeError:
            key = (type(self), self.identity)
            token = _tokens.get(key)
            if token is None:
                token = _tokens[key] = next(_numbers)
            self._token = token
            return token

    def renumber(self) -> None:
        """Take another token when the next one asks for it."""
        if hasattr(self, "_token"):
            del self._token

    @property
    def parts_within(self) -> Iterable[Value]:
        """The values that this one is made of."""
        return ()

    @property
    def depth(self) -> int:
        """How deeply values are nested in this one."""
        try:
            return self._depth
        except AttributeError:
            self._depth = 1 + max((part.depth for part in self.parts_within), default=0)
            return self._depth

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if type(self) is not type(other):
            return False
        try:
            return self._token == other._token
        except AttributeError:
            return self.token == other.token

    def __hash__(self) -> int:
        try:
            return self._token
        except AttributeError:
            return self.token

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.identity!r})"

    def along(self, trail: Trail | None) -> Self:
        """The same value with another trail."""
        made: Self = object.__new__(type(self))
        for cls in type(self).__mro__:
            for slot in getattr(cls, "__slots__", ()):
                if hasattr(self, slot):
                    object.__setattr__(made, slot, getattr(self, slot))
        made.trail = trail
        return made


class Const(Value):
    """A number, a truth value, None or Ellipsis. Strings are `Text`."""

    __slots__ = ("value",)

    def __init__(self, value: Any, trail: Trail | None = None) -> None:
        self.value = value
        self.trail = trail

    @property
    def identity(self) -> Any:
        return (type(self.value), self.value)

    def along(self, trail: Trail | None) -> Const:
        return Const(self.value, trail)


_keys: dict[tuple[Any, ...], int] = {}


def flat(key: Any) -> Any:
    """A key whose parts are no tuples: each of those is replaced by a number of its own, so that keys stay short."""
    if type(key) is not tuple:
        return key
    for part in key:
        if type(part) is tuple or isinstance(part, Value):
            break
    else:
        return key
    return tuple(
        part.token if isinstance(part, Value) else _number_of(part) if type(part) is tuple else part for part in key
    )


def _number_of(key: tuple[Any, ...]) -> int:
    short = flat(key)
    number = _keys.get(short)
    if number is None:
        number = _keys[short] = next(_numbers)
    return number


class Opaque(Value):
    """Something that is not known, and what is known about it all the same.

    Parameters
    ----------
    key: what it is called: equal keys are the same unknown thing.
    type: its type where a hint, a stub or a guard names it.
    count: how many addresses it holds when it is read as text.
    length: how many elements it holds when it is iterated over, where that is known.
    born: the loops that were running when it was made; in each round of those it is another thing.
    """

    __slots__ = ("born", "count", "key", "length", "type")

    def __init__(
        self,
        key: Any,
        type: Type | None = None,
        count: Count = ONE,
        length: Count = MANY,
        born: tuple[int, ...] = (),
        trail: Trail | None = None,
    ) -> None:
        self.key = flat(key)
        self.type = type
        self.count = count
        self.length = length
        self.born = born
        self.trail = trail

    @property
    def identity(self) -> Any:
        return (self.key, self.type, self.count, self.length)

    def known_as(self, key: Any) -> Opaque:
        """What is called so, of which as much is known."""
        return Opaque(key, self.type, self.count, self.length, self.born, self.trail)

    def along(self, trail: Trail | None) -> Opaque:
        return Opaque(self.key, self.type, self.count, self.length, self.born, trail)

    def refined(
        self,
        *,
        type: Type | None = None,
        count: Count | None = None,
        length: Count | None = None,
    ) -> Opaque:
        """The same thing, better known."""
        return Opaque(self.key, type or self.type, count or self.count, length or self.length, self.born, self.trail)


class Ref(Value):
    """A reference to an object of the heap.

    `turn` are the loops that were running when a loop that goes through objects came to this one; it is no part of
    the identity.
    """

    __slots__ = ("id", "turn")

    def __init__(self, id: int, trail: Trail | None = None, turn: tuple[int, ...] | None = None) -> None:
        self.id = id
        self.trail = trail
        self.turn = turn

    @property
    def identity(self) -> Any:
        return self.id

    def along(self, trail: Trail | None) -> Ref:
        return Ref(self.id, trail, self.turn)


class Member(Ref):
    """A reference to a member of an enumeration: there is one of it, so that it can be compared like a constant."""

    __slots__ = ()

    def along(self, trail: Trail | None) -> Member:
        return Member(self.id, trail)


class Run:
    """`count` elements in a row, each of them `value`: what sequences are made of.

    A run with `behind` goes on with the one in front of it: there are none of it where there are none of that. It is no
    part of the identity.
    """

    __slots__ = ("behind", "count", "value")

    def __init__(self, value: Value, count: Count = ONE, *, behind: bool = False) -> None:
        self.value = value
        self.count = count
        self.behind = behind

    @property
    def identity(self) -> Any:
        return (self.value.token, self.count.least, self.count.most)

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Run) and self.value == other.value and self.count == other.count)

    def __hash__(self) -> int:
        return hash(self.identity)

    def __repr__(self) -> str:
        return f"{self.value!r}*{self.count}"


Runs: TypeAlias = tuple[Run, ...]


class Seq(Value):
    """An immutable sequence: a tuple, a frozenset, a view of a dictionary, a range. `kind` names its type."""

    __slots__ = ("kind", "runs")

    def __init__(self, kind: str, runs: Runs, trail: Trail | None = None) -> None:
        self.kind = kind
        self.runs = runs
        self.trail = trail

    @property
    def identity(self) -> Any:
        return (self.kind, tuple(run.identity for run in self.runs))

    @property
    def parts_within(self) -> Iterable[Value]:
        return (run.value for run in self.runs)

    @property
    def items(self) -> list[Value] | None:
        """The elements, where each is there exactly once."""
        return [run.value for run in self.runs] if all(run.count == ONE for run in self.runs) else None


class Union(Value):
    """One of several values; made by `lattice.join` only, which keeps them apart and few."""

    __slots__ = ("alternatives",)

    def __init__(self, alternatives: tuple[Value, ...], trail: Trail | None = None) -> None:
        self.alternatives = alternatives
        self.trail = trail

    @property
    def identity(self) -> Any:
        return frozenset(one.token for one in self.alternatives)

    def along(self, trail: Trail | None) -> Union:
        """The same value with another trail; a hop that leads on from the present one is made by each alternative."""
        kept = self.alternatives
        if trail is not None and trail.prev is self.trail:
            kept = tuple(
                one.along(trail.behind(one.trail)) if one.trail is not None or isinstance(one, (Ref, Seq)) else one
                for one in kept
            )
        return Union(kept, trail)

    @property
    def parts_within(self) -> Iterable[Value]:
        return self.alternatives


NOTHING: Final = lasting(Const(None))
TRUE: Final = lasting(Const(True))
FALSE: Final = lasting(Const(False))

STRING: Final = Type("str")
BYTES: Final = Type("bytes")
NUMBER: Final = Type("int")
BOOLEAN: Final = Type("bool")
LISTS: Final = frozenset({
    "list", "tuple", "set", "frozenset", "deque", "Iterable", "Iterator", "Sequence", "Collection", "Generator", "Set",
    "AbstractSet", "MutableSequence", "MutableSet", "KeysView", "ValuesView", "ItemsView", "Container", "QuerySet",
    "AsyncIterable", "AsyncIterator", "AsyncGenerator", "List", "Tuple", "FrozenSet", "Deque", "view", "iterator",
    "generator", "range", "Reversible",
})  # fmt: skip
"""Types whose values hold elements that can be addresses."""
MAPPINGS: Final = frozenset(
    {"dict", "Dict", "Mapping", "MutableMapping", "defaultdict", "OrderedDict", "Counter", "TypedDict"}
)


def present(value: Value) -> tuple[Value, ...]:
    """The values that one can be but for None, which raises where a collection is asked for; None if there is no other."""
    options = alternatives(value)
    return tuple(one for one in options if one != NOTHING) or options


def alternatives(value: Value) -> tuple[Value, ...]:
    """The values that one can be: itself, or the alternatives of a union."""
    return value.alternatives if isinstance(value, Union) else (value,)


def truth(value: bool | None, key: Any = "truth") -> Value:
    """A truth value that may be unknown."""
    return Opaque(key, BOOLEAN) if value is None else TRUE if value else FALSE


def total(runs: Iterable[Run]) -> Count:
    """How many elements runs hold."""
    least = most = 0
    for run in runs:
        count = run.count
        least += count.least
        most += count.most
    return Count(least, min(most, UNBOUNDED))


def each(values: Iterable[Value]) -> Runs:
    """Each of the values once."""
    return tuple(Run(value) for value in values)


def is_list(kind: Type | None) -> bool:
    """Whether a type is one of the language's collections."""
    return kind is not None and kind.name in LISTS
