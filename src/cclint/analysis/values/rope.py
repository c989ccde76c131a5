"""Text as a rope: constant pieces, and holes for what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final, TypeAlias

from cclint.analysis.values.trail import Trail
from cclint.analysis.values.value import Const, Runs, Seq, Union, Value, lasting

COPIES: Final = 4
"""Runs longer than this are read at this length and one less, and what the last copy adds goes on."""


class Piece:
    """Constant text as part of a rope."""

    __slots__ = ("text", "trail")

    def __init__(self, text: str, trail: Trail | None = None) -> None:
        self.text = text
        self.trail = trail

    @property
    def identity(self) -> Any:
        return self.text


class Hole:
    """A value as part of a rope; its trail ends where it was put in."""

    __slots__ = ("trail", "value")

    def __init__(self, value: Value, trail: Trail | None = None) -> None:
        self.value = value
        self.trail = trail

    @property
    def identity(self) -> Any:
        return self.value.token


class Joined:
    """Elements with a separator between them, as many as the runs say: what `join` over an unknown number makes.

    `source` is the list that they were the elements of, as it was then; it is no part of the identity.
    """

    __slots__ = ("runs", "separator", "source", "trail")

    def __init__(
        self, separator: tuple[Part, ...], runs: Runs, trail: Trail | None = None, source: object = None
    ) -> None:
        self.separator = separator
        self.runs = runs
        self.trail = trail
        self.source = source

    @property
    def identity(self) -> Any:
        return (identity_of(self.separator), tuple(run.identity for run in self.runs))


Part: TypeAlias = Piece | Hole | Joined


Parts: TypeAlias = tuple[Part, ...]


def identity_of(parts: Iterable[Part]) -> tuple[Any, ...]:
    """The identity of a rope: how it is cut into pieces does not matter."""
    made: list[Any] = []
    for part in parts:
        if isinstance(part, Piece) and made and isinstance(made[-1], str):
            made[-1] += part.text
        elif not isinstance(part, Piece) or part.text:
            made.append(part.identity)
    return tuple(made)


class Text(Value):
    """A string or bytes as a rope: constant pieces, and holes for what is not known.

    `size` is the number of characters of the pieces where all parts have entered this text one after the other, so that
    what is put behind them is all that has to be looked at.
    """

    __slots__ = ("_identity", "_weight", "binary", "parts", "reading", "size")

    def __init__(self, parts: Parts, trail: Trail | None = None, *, binary: bool = False) -> None:
        self.parts = parts
        self.trail = trail
        self.binary = binary
        self.reading: Any = None  # how it reads as an address list, once somebody has asked
        self._identity: Any = None
        self._weight: int | None = None
        self.size: int | None = None

    @property
    def weight(self) -> int:
        """How many parts it has where all that is within it is spelt out: a text that holds another one twice is twice as
        heavy, and takes no more memory.
        """
        if self._weight is None:
            self._weight = len(self.parts) + sum(map(_weight_in, self.parts))
        return self._weight

    @property
    def identity(self) -> Any:
        if self._identity is None:
            self._identity = (self.binary, identity_of(self.parts))
        return self._identity

    @property
    def constant(self) -> str | None:
        """The whole text, where all of it is known."""
        parts = self.identity[1]
        if not parts:
            return ""
        return parts[0] if len(parts) == 1 and isinstance(parts[0], str) else None

    @property
    def parts_within(self) -> Iterable[Value]:
        for part in self.parts:
            if isinstance(part, Hole):
                yield part.value
            elif isinstance(part, Joined):
                for run in part.runs:
                    yield run.value

    def along(self, trail: Trail | None) -> Text:
        made = Text(self.parts, trail, binary=self.binary)
        made._identity = self._identity
        made.size = self.size
        return made


def _weight_in(part: Part) -> int:
    """How many parts there are within one."""
    if isinstance(part, Hole):
        return _weight_of(part.value)
    if isinstance(part, Joined):
        between = sum(map(_weight_in, part.separator)) + len(part.separator)
        return sum(min(run.count.most, COPIES) * (1 + between + _weight_of(run.value)) for run in part.runs)
    return 0


def _weight_of(value: Value) -> int:
    if isinstance(value, Text):
        return value.weight
    return sum(map(_weight_of, value.alternatives)) if isinstance(value, Union) else 0


def within(hole: Hole) -> Parts:
    """The parts of the text that a hole stands for; what holds addresses has entered where the hole did."""
    assert isinstance(hole.value, Text)
    at = hole.trail
    if at is None or at.what != "text":
        return hole.value.parts
    made: list[Part] = []
    for part in hole.value.parts:
        if isinstance(part, Piece) and "@" in part.text and (part.trail is None or part.trail.what != "text"):
            trail = Trail(at.path, at.at, at.what, at.detail, part.trail, at.also, at.loops, at.base)
            made.append(Piece(part.text, trail))
        else:
            made.append(part)
    return tuple(made)


EMPTY: Final = lasting(Text(()))


def text(content: str, trail: Trail | None = None, *, binary: bool = False) -> Text:
    """A constant text."""
    return Text((Piece(content, trail),) if content else (), trail, binary=binary)


def constants(values: Iterable[Value]) -> Iterator[str]:
    """The constant texts among values."""
    for value in values:
        if isinstance(value, Text) and (known := value.constant) is not None:
            yield known


def constant(value: Any, trail: Trail | None = None) -> Value:
    """The value of a Python constant."""
    if isinstance(value, str):
        return text(value, trail)
    if isinstance(value, bytes):
        return text(value.decode("latin-1"), trail, binary=True)
    return Const(value, trail)


def plain(value: Value | None) -> Any:
    """A constant argument as Python has it; `...` where it is not known."""
    match value:
        case Const():
            return value.value
        case Text() if value.constant is not None:
            return value.constant
        case Seq() if value.items is not None:
            items = tuple(plain(item) for item in value.items)
            return ... if ... in items else items
    return ...
