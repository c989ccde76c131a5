"""What is known of a class of the project besides its attributes, which are cells: bases, order of resolution, fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from cclint.analysis.values.code import Class, External, Frame
from cclint.analysis.values.value import Value
from cclint.ir import nodes as ir

RECORDS = {
    "dataclasses.dataclass": "dataclass", "pydantic.dataclasses.dataclass": "dataclass", "attr.s": "attrs",
    "attr.attrs": "attrs", "attr.attributes": "attrs", "attr.dataclass": "attrs", "attr.define": "attrs",
    "attr.frozen": "attrs", "attr.mutable": "attrs", "attrs.define": "attrs", "attrs.frozen": "attrs",
    "attrs.mutable": "attrs",
}  # fmt: skip
"""Decorators that write `__init__` from the class's fields."""
BASES = {
    "pydantic.BaseModel": "pydantic", "pydantic.main.BaseModel": "pydantic",
    "pydantic_settings.BaseSettings": "pydantic",
    "pydantic.BaseSettings": "pydantic", "typing.NamedTuple": "namedtuple",
    "typing_extensions.NamedTuple": "namedtuple",
    "enum.Enum": "enum", "enum.IntEnum": "enum", "enum.StrEnum": "enum", "enum.Flag": "enum", "enum.IntFlag": "enum",
    "pydantic.RootModel": "pydantic",
    "typing.TypedDict": "typeddict", "typing_extensions.TypedDict": "typeddict", "sqlmodel.SQLModel": "pydantic",
    "msgspec.Struct": "dataclass",
}  # fmt: skip
"""Base classes that do."""
FIELDS = frozenset({
    "dataclasses.field", "attr.ib", "attr.attrib", "attr.field", "attrs.field", "pydantic.Field",
    "pydantic.fields.Field", "sqlmodel.Field",
    "msgspec.field",
})  # fmt: skip
"""What stands in the place of a field's default to say more of it."""
FACTORIES = frozenset({"attr.Factory", "attrs.Factory"})
"""What stands in the place of a default that is made for each object."""
TEXT = "(text)"
"""The cell that holds what an object is as a text or number, whose class is one of these."""


KEYWORD: Final = "class "
"""Stands before the names of the arguments that a class was made with: `class Settings(BaseSettings, env_file=".env")`."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A field of a dataclass or its kin: its name, hint and default, and whether `__init__` takes it.

    Parameters
    ----------
    converter: what attrs calls with a value before it keeps it.
    passed_on: whether `__post_init__` is given it.
    noted: its `metadata`.
    for_object: whether the factory is given the object that the field is one of.
    """

    name: str
    annotation: ir.Expression | None
    default: Value | None
    factory: Value | None = None
    taken: bool = True
    keyword: bool = False
    alias: str = ""
    converter: Value | None = None
    passed_on: bool = False
    noted: Value | None = None
    for_object: bool = False


@dataclass(slots=True, eq=False)
class ClassInfo:
    """A class of the project.

    Parameters
    ----------
    id: the number under which its attributes live.
    order: the classes in which an attribute is looked for, itself first (the C3 linearisation); those of libraries by
    name.
    kind: "plain", or which way its `__init__` is written: "dataclass", "attrs", "pydantic", "namedtuple", "enum",
    "typeddict".
    hints: the annotated names of its body, in their order.
    meta: its metaclass, where that is one of the project.
    """

    id: int
    name: str
    scope: ir.Function
    frame: Frame
    bases: tuple[Value, ...] = ()
    order: tuple[Class | External, ...] = ()
    kind: str = "plain"
    hints: dict[str, ir.Expression] = field(default_factory=dict)
    slots: tuple[Slot, ...] = ()
    meta: Class | None = None


def linear(own: Class, bases: list[Class | External], known: dict[int, ClassInfo]) -> tuple[Class | External, ...]:
    """The method resolution order of Python (C3); where the bases contradict each other, depth first.

    Parameters
    ----------
    own: the class itself.
    bases: its bases, in their order.
    known: the classes of the project, by number.
    """
    lists = [list(known[base.id].order) if isinstance(base, Class) and base.id in known else [base] for base in bases]
    if len(lists) < 2:
        return (own, *(cls for one in lists for cls in one))
    lists.append(list(bases))
    merged: list[Class | External] = [own]
    pending = [one for one in lists if one]
    while pending:
        head = next((one[0] for one in pending if not any(one[0] in other[1:] for other in pending)), None)
        if head is None:
            flat = [cls for one in pending for cls in one]
            return tuple(dict.fromkeys([*merged, *flat]))
        merged.append(head)
        pending = [rest for rest in ([cls for cls in one if cls != head] for one in pending) if rest]
    return tuple(merged)
