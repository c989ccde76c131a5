"""A type as a hint or a stub names it."""

from __future__ import annotations


class Type:
    """A dotted name and its arguments: `list[str]` is `Type("list", (Type("str"),))`."""

    __slots__ = ("arguments", "name")

    def __init__(self, name: str, arguments: tuple[Type, ...] = ()) -> None:
        self.name = name
        self.arguments = arguments

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Type) and self.name == other.name and self.arguments == other.arguments

    def __hash__(self) -> int:
        return hash((self.name, self.arguments))

    def __repr__(self) -> str:
        return f"{self.name}[{', '.join(map(repr, self.arguments))}]" if self.arguments else self.name
