"""What forms and serializers make of what users send: `form.cleaned_data`, `serializer.validated_data`.

Django's forms (https://docs.djangoproject.com/en/stable/ref/forms/validation/) and the REST framework's serializers
(https://www.django-rest-framework.org/api-guide/serializers/) have a field for each key, which says what its value is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cclint.analysis.base.core import Core
from cclint.analysis.base.paths import Arguments
from cclint.analysis.program.walking import last_name
from cclint.analysis.values.code import Bound, Class, Func
from cclint.analysis.values.count import Count
from cclint.analysis.values.heap import Entry, Instance, Mapping
from cclint.analysis.values.rope import constant
from cclint.analysis.values.value import STRING, Opaque, Ref, Value
from cclint.ir import nodes as ir
from cclint.ir.types import Type

CLEANED: Final = frozenset({"cleaned_data", "validated_data"})
SEVERAL: Final = frozenset({
    "MultipleChoiceField", "TypedMultipleChoiceField", "ModelMultipleChoiceField", "SimpleArrayField",  # of Django
    "ListField", "ManyRelatedField",  # of the REST framework
})  # fmt: skip
"""Fields whose values are lists."""
CONVERTING: Final = ("clean", "to_python", "to_internal_value")
"""Methods of fields that make the value of what was sent."""
OTHERS: Final = Count(0, 1 << 40)


class Cleaning(Core):
    """From the fields of a class to the values under their names."""

    def cleaned(self, value: Ref, record: Instance, name: str, node: ir.Node) -> Value | None:
        """The dictionary of what has been found right; None for what is no form."""
        info = self.classes.get(record.cls.id) if isinstance(record.cls, Class) else None
        if info is None or name not in CLEANED:
            return None
        fields: dict[str, Value] = {}
        for cls in reversed(info.order):
            if isinstance(cls, Class) and cls.id in self.classes:
                for field, made in _fields(self.classes[cls.id].scope):
                    fields[field] = self.of_field(value, cls, field, made, node)
        if not fields:
            return None
        trail = value.trail or self.hop(node, "name", f"{info.name}.{name}")
        entries = tuple(Entry(constant(field), one, certain=False) for field, one in fields.items())
        other = Opaque(("cleaned", value.id), born=self.running, trail=trail)
        data = self.new(Mapping("dict", entries, OTHERS, Opaque(("field", value.id), STRING), other), node, trail)
        self.write((value.id, name), data)
        for field in fields:
            method = self.in_order(info.order, f"clean_{field}")
            held = self.record(data)
            if isinstance(method, Func) and isinstance(held, Mapping):
                self.put(data, held, constant(field), self.call(Bound(method, value), Arguments(), node), certain=False)
        return data

    def of_field(self, value: Ref, cls: Class, field: str, made: ir.Call, node: ir.Node) -> Value:
        """What a field makes of what was sent."""
        key = ("cleaned", value.id, field)
        trail = self.hop(node, "name", f"{self.classes[cls.id].name}.{field}")
        many = any(
            one.keyword == "many" and isinstance(one.value, ir.Constant) and one.value.value for one in made.arguments
        )
        if many or last_name(made.function) in SEVERAL:
            return Opaque(key, Type("list", (STRING,)), born=self.running, trail=trail)
        own = self.cell(cls.id, field)
        kept = self.record(own) if own is not None else None
        info = self.classes.get(kept.cls.id) if isinstance(kept, Instance) and isinstance(kept.cls, Class) else None
        for name in CONVERTING if info is not None and own is not None else ():
            method = self.in_order(info.order, name) if info is not None else None
            if isinstance(method, Func) and own is not None:
                sent = Opaque((*key, "sent"), STRING, born=self.running, trail=trail)
                return self.call(Bound(method, own), Arguments.of(sent), node)
        return Opaque(key, born=self.running, trail=trail)


def _fields(scope: ir.Function) -> Iterator[tuple[str, ir.Call]]:
    """The fields that the body of a class makes."""
    for one in scope.body:
        if isinstance(one, ir.Assign) and isinstance(one.value, ir.Call) and len(one.targets) == 1:
            target = one.targets[0]
            if isinstance(target, ir.Name):
                yield target.id, one.value
