"""Models as plain tuples, which `marshal` can write and read at once, and back."""

from __future__ import annotations

from typing import Any

from cclint.ir.types import Type
from cclint.models.library import ClassModel, Endpoint, Group, Models, Parameter, Signature


def packed(models: Models) -> tuple[Any, ...]:
    """All that models hold, as tuples of constants; each type once, with the numbers of those that it is made of."""
    types = _Types()
    signature = types.signature
    return (
        types.rows,
        tuple(map(signature, models.functions.values())),
        tuple((name, tuple(map(signature, several))) for name, several in models.overloads.items()),
        tuple(map(types.cls, models.classes.values())),
        tuple(models.constants.items()),
        tuple(models.aliases.items()),
        tuple((name, tuple(members)) for name, members in models.modules.items()),
        tuple((name, types.number(kind)) for name, kind in models.attributes.items()),
        tuple((one.address, signature(one.signature)) for one in models.endpoints),
        tuple((name, tuple(map(signature, several))) for name, several in models.lookalikes.items()),
        tuple((name, types.number(kind)) for name, kind in models.implied.items()),
        tuple(map(_group, models.groups)),
        tuple(sorted(models.keys)),
        tuple(models.functions),
    )


def _group(group: Group) -> tuple[Any, ...]:
    kinds = (group.words, group.names, group.offered, group.methods)
    return (group.name, group.here, *(tuple(sorted(kind)) for kind in kinds))


def unpacked(plain: tuple[Any, ...]) -> Models:
    """The models that tuples from `packed` stand for."""
    (
        rows,
        functions,
        overloads,
        classes,
        constants,
        aliases,
        modules,
        attributes,
        endpoints,
        lookalikes,
        implied,
        groups,
        *rest,
    ) = plain
    keys, names = rest
    types: list[Type | None] = [None]
    for name, arguments, value in rows:
        types.append(Type(name, tuple(types[number] for number in arguments), value))

    def signature(row: Any) -> Signature:
        name, parameters, returns, method, of_class = row
        made = tuple(
            [
                Parameter(label, kind, types[type_], optional, default)
                for label, kind, type_, optional, default in parameters
            ]
        )
        return Signature(name, made, types[returns], method, of_class)

    def typed(items: Any) -> dict[str, Any]:
        return {name: types[number] for name, number in items}

    return Models(
        functions=dict(zip(names, map(signature, functions))),
        overloads={name: [*map(signature, several)] for name, several in overloads},
        classes={
            name: ClassModel(name, bases, dict(members), typed(own_types), keyed, set(required), own, variables)
            for name, bases, members, own_types, keyed, required, own, variables in classes
        },
        constants=dict(constants),
        aliases=dict(aliases),
        modules={name: [*members] for name, members in modules},
        attributes=typed(attributes),
        endpoints=[Endpoint(address, signature(row)) for address, row in endpoints],
        lookalikes={name: [*map(signature, several)] for name, several in lookalikes},
        implied=typed(implied),
        groups=[
            Group(name, frozenset(words), frozenset(names), frozenset(offered), frozenset(methods), here)
            for name, here, words, names, offered, methods in groups
        ],
        keys=set(keys),
    )


class _Types:
    """Numbers for types: 0 is none, the others count from 1 in an order in which arguments come first."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, tuple[int, ...], Any]] = []
        self._known: dict[Type, int] = {}

    def number(self, kind: Type | None) -> int:
        if kind is None:
            return 0
        known = self._known.get(kind)
        if known is None:
            row = (kind.name, tuple(map(self.number, kind.arguments)), kind.value)
            self.rows.append(row)
            known = self._known[kind] = len(self.rows)
        return known

    def signature(self, one: Signature) -> tuple[Any, ...]:
        parameters = tuple(
            (part.name, part.kind, self.number(part.type), part.optional, part.default) for part in one.parameters
        )
        return (one.name, parameters, self.number(one.returns), one.method, one.of_class)

    def cls(self, one: ClassModel) -> tuple[Any, ...]:
        attributes = tuple((name, self.number(kind)) for name, kind in one.attributes.items())
        return (
            one.name, one.bases, tuple(one.members.items()), attributes, one.keyed, tuple(sorted(one.required)), one.own,
            one.variables,
        )  # fmt: skip
