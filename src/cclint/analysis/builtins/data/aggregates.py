"""SQLAlchemy: queries some of whose columns put many values together, as `func.group_concat(User.email)` does.

All other columns hold one value in each row, and of their rows nothing else is known.
https://docs.sqlalchemy.org/en/20/core/functions.html
"""

from __future__ import annotations

from typing import Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.values.heap import Sequence
from cclint.analysis.values.rope import plain
from cclint.analysis.values.rows import GATHERED, KIND
from cclint.analysis.values.value import Opaque, Value
from cclint.ir.types import Type

FUNCTIONS: Final = (
    "group_concat", "string_agg", "aggregate_strings", "listagg", "array_agg", "json_agg", "jsonb_agg", "json_arrayagg",
    "json_group_array",
)  # fmt: skip
MODULES: Final = ("sqlalchemy", "sqlalchemy.sql", "sqlalchemy.sql.expression", "sqlmodel")
SELECT: Final = "sqlalchemy.Select"


def gathered(call: Invocation) -> Value:
    """`func.group_concat(User.email, ", ")`."""
    trail = call.hop("query", "a database query")
    return Opaque(("gathered", call.core.path, call.node.at), Type(GATHERED), born=call.core.running, trail=trail)


def label(call: Invocation) -> Value:
    """`column.label("emails")`: the row has it under that name."""
    own, name = call.receiver, plain(call.get(0, "name"))
    if not isinstance(own, Opaque) or not isinstance(name, str):
        return call.unknown()
    return own.refined(type=Type(GATHERED, (Type(name.casefold()),)))


def of_columns(kind: str, columns: list[Type]) -> Type:
    """The type of a query by those of its columns: of its rows, and of what stands in their first column."""
    return Type(kind, (Type(KIND, tuple(columns)), columns[0].arguments[0]))


def columns_of(call: Invocation) -> list[Type] | None:
    """The columns of a query, by their names; None where none of them gathers anything."""
    given = [run.value for run in call.arguments.positional]
    record = call.core.record(given[0]) if len(given) == 1 else None
    if isinstance(record, Sequence):  # `select([...])`, before 2.0
        given = [run.value for run in record.runs]
    if not any(gathers(one) for one in given):
        return None
    columns = []
    for one in given:
        kind = one.type if isinstance(one, Opaque) else None
        if kind is not None and kind.name == GATHERED:
            columns.append(Type(kind.arguments[0].name if kind.arguments else "", (Type(GATHERED),)))
        else:
            columns.append(Type("", (Type("str"),)))
    return columns


def gathers(value: Value) -> bool:
    return isinstance(value, Opaque) and value.type is not None and value.type.name == GATHERED


def asked(kind: str) -> Handler:
    """A query by its columns."""

    def handler(call: Invocation) -> Value:
        columns = columns_of(call)
        if columns is None:
            return call.core.call_stub(call)
        made: Opaque = call.core.unasked(call)
        return made.refined(type=of_columns(kind, columns))

    return handler


HANDLERS: Final[dict[str, Handler]] = {
    **{f"{module}.func.{name}": gathered for module in MODULES for name in FUNCTIONS},
    **{f"{module}.select": asked(SELECT) for module in (*MODULES, "sqlalchemy.future")},
    "sqlalchemy.Gathered.label": label,
    "sqlalchemy.orm.Session.query": asked("sqlalchemy.orm.Query"),
    "sqlalchemy.orm.Query.with_entities": asked("sqlalchemy.orm.Query"),
}  # fmt: skip
