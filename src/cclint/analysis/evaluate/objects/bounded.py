"""Fields of models that say how many elements they take: `to: list[str] = Field(max_length=1)`.

https://docs.pydantic.dev/latest/concepts/fields/#field-constraints
"""

from __future__ import annotations

from typing import Final

from cclint.analysis.base.core import Core
from cclint.analysis.base.paths import DivergesError
from cclint.analysis.operations import operators
from cclint.analysis.values.classes import ClassInfo
from cclint.analysis.values.code import ANNOTATED, Class, External, Frame, Partial
from cclint.analysis.values.count import UNBOUNDED, Count
from cclint.analysis.values.lattice import join_all
from cclint.analysis.values.value import Value, alternatives, lasting
from cclint.ir import nodes as ir

FIELD: Final = frozenset({"pydantic.Field", "sqlmodel.Field"})
CONSTRAINED: Final = tuple(
    lasting(External(name))
    for name in ("pydantic.conlist", "pydantic.types.conlist", "pydantic.conset", "pydantic.types.conset")
)
MOST: Final = ("max_length", "max_items")
LEAST: Final = ("min_length", "min_items")


class Bounded(Core):
    """What models say about the length of what they hold."""

    def within_field(self, value: Value, info: ClassInfo, name: str, *, given: bool) -> Value:
        """A field's value, as long as the field takes it.

        Parameters
        ----------
        value: what the field holds, or is given.
        info: the model.
        name: the field.
        given: the program gives it, and learns where it is too long.

        Raises
        ------
        DivergesError: the field does not take it.
        """
        for cls in info.order:
            own = self.classes.get(cls.id) if isinstance(cls, Class) else None
            if own is None or name not in own.hints:
                continue
            bounds = self.bounds_of(own, name)
            if bounds is None:
                return value
            kept = [one for one in (self.limit(one, bounds) for one in alternatives(value)) if one is not None]
            if not kept and given:
                self.raises(External("pydantic.ValidationError"))
                raise DivergesError
            return join_all(kept) if kept else value
        return value

    def bounds_of(self, own: ClassInfo, name: str) -> Count | None:
        """The bounds of a field, in its default or in its annotation."""
        held, annotation = self.cell(own.id, name), own.hints[name]
        for one in (held, self.aside_in(own.frame, lambda: self.expression(annotation))):
            for part in one.positional if isinstance(one, Partial) and one.function == ANNOTATED else (one,):
                if isinstance(part, Partial) and isinstance(part.function, External) and part.function.name in FIELD:
                    found = bounds_in(dict(part.keywords))
                    if found is not None:
                        return found
        return self.constrained(annotation, own.frame)

    def constrained(self, annotation: ir.Expression, frame: Frame) -> Count | None:
        """The bounds that `conlist(str, max_length=1)` says."""
        if not isinstance(annotation, ir.Call):
            return None
        call = annotation
        if self.aside_in(frame, lambda: self.expression(call.function)) not in CONSTRAINED:
            return None
        given = ((one.keyword, one.value) for one in call.arguments if one.keyword)
        return self.aside_in(frame, lambda: bounds_in({name: self.expression(value) for name, value in given}))


def bounds_in(given: dict[str, Value]) -> Count | None:
    """The bounds among the arguments of a field."""
    most = next((operators.number(given[name]) for name in MOST if name in given), None)
    least = next((operators.number(given[name]) for name in LEAST if name in given), None)
    if most is None and least is None:
        return None
    return Count(max(least or 0, 0), UNBOUNDED if most is None else max(most, 0))
