"""A type as a hint or a stub names it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Type:
    """A dotted name and its arguments: `list[str]` is `Type("list", (Type("str"),))`.

    A constant among the arguments, as in `Literal["ses"]`, is a type without a name that has a value.
    """

    __slots__ = ("_key", "arguments", "name", "value")

    def __init__(self, name: str, arguments: tuple[Type, ...] = (), value: Any = None) -> None:
        self.name = name
        self.arguments = arguments
        self.value = value
        self._key = (name, arguments) if value is None else (name, arguments, type(value), value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Type) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    @property
    def values(self) -> tuple[Any, ...]:
        """The constants among the arguments."""
        return tuple(one.value for one in self.arguments if not one.name)

    def filled(self, known: Mapping[str, Type]) -> Type:
        """The type with what type variables stand for in their places."""
        if self.name in known:
            return known[self.name]
        if not self.arguments:
            return self
        return Type(self.name, tuple(one.filled(known) for one in self.arguments), self.value)

    def __repr__(self) -> str:
        if not self.name:
            return repr(self.value)
        return f"{self.name}[{', '.join(map(repr, self.arguments))}]" if self.arguments else self.name
