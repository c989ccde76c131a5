"""Database cursors (PEP 249): how many rows, and what stands in one, as far as constant SQL tells."""

from __future__ import annotations

import re
from typing import Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.base.paths import Arguments
from cclint.analysis.builtins.data.aggregates import SELECT as TYPED
from cclint.analysis.builtins.data.aggregates import of_columns
from cclint.analysis.operations.operators import number
from cclint.analysis.values import rows as database
from cclint.analysis.values.count import ONE, UNBOUNDED, Count
from cclint.analysis.values.lattice import join
from cclint.analysis.values.rope import Piece, Text, plain, text
from cclint.analysis.values.trail import Trail
from cclint.analysis.values.value import NOTHING, STRING, Const, Opaque, Run, Runs, Value
from cclint.ir.types import Type

AGGREGATES: Final = re.compile(r"\s*(?:count|sum|avg|total|min|max|first|last|any_value)\s*\(", re.IGNORECASE)
GATHERING: Final = re.compile(
    r"\b(?:group_concat|string_agg|listagg|array_agg|json_agg|json_arrayagg|json_group_array|wm_concat|collect_set|collect_list)\s*\(",
    re.IGNORECASE,
)
"""Aggregates that put many values into one."""
LIMIT_ONE: Final = re.compile(
    r"\blimit\s+1\s*(?:;|$|offset\b)|\bfetch\s+(?:first|next)\s+(?:1\s+)?rows?\s+only\b|^\s*select\s+top\s+\(?1\)?\s",
    re.IGNORECASE,
)
SELECT: Final = re.compile(
    r"^\s*select\s+(?:distinct\s+|all\s+|top\s+\(?\d+\)?\s+)?(?P<columns>.*?)\s+from\s", re.IGNORECASE | re.DOTALL
)
NESTED: Final = re.compile(r"\([^()]*\)")
NAME: Final = re.compile(
    r"(?:^\s*(?:[`\"\[]?\w+[`\"\]]?\s*\.\s*)*|\bas\s+|\)\s*|\w\s+)(?P<name>[`\"\[]?\w+[`\"\]]?)\s*$", re.IGNORECASE
)
"""The name at the end of a column: `email`, `p.email`, `max(email) AS email`, `max(email) email`."""
GROUPED: Final = re.compile(r"\bgroup\s+by\b|\bunion\b", re.IGNORECASE)


class Query:
    """What constant SQL says: how many columns, which of them gather many values, how many rows at most."""

    def __init__(self, sql: str | None) -> None:
        self.columns: list[str] | None = None
        self.most = UNBOUNDED
        if sql is None:
            return
        match = SELECT.match(sql)
        if match is None:
            return
        columns = split_columns(match["columns"])
        self.columns = None if any(column.strip().endswith("*") for column in columns) else columns
        if LIMIT_ONE.search(outermost(sql)) or (
            not GROUPED.search(outermost(sql))
            and all(AGGREGATES.match(column) or GATHERING.search(column) for column in columns)
        ):
            self.most = 1


def outermost(sql: str) -> str:
    """SQL without what stands in parentheses: a query within another one says nothing of that one's rows."""
    while True:
        shorter = NESTED.sub(" ", sql)
        if shorter == sql:
            return sql
        sql = shorter


def sql_of(value: Value) -> str | None:
    """What SQL says as far as it is known: for what is filled in, there is a blank."""
    if not isinstance(value, Text) or not any(isinstance(part, Piece) for part in value.parts):
        return None
    return "".join(part.text if isinstance(part, Piece) else " ? " for part in value.parts)


def split_columns(text: str) -> list[str]:
    """The columns of a select list: commas outside of parentheses separate them."""
    columns, depth = [""], 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            columns.append("")
        else:
            columns[-1] += character
    return columns


def name_of(column: str) -> str:
    """The name that a row has a column under, in lower case; nothing where the database makes one up."""
    match = NAME.search(column)
    return match["name"].strip('`"[]').casefold() if match is not None else ""


def row(call: Invocation, query: Query, trail: Trail) -> Value:
    """One row: a tuple where the columns are known."""
    key = ("row", call.core.path, trail.at)
    if query.columns is None:
        return Opaque(key, born=call.core.running, trail=trail)
    cells: list[tuple[str, Value]] = []
    for index, column in enumerate(query.columns):
        count = Count(0, UNBOUNDED) if GATHERING.search(column) else ONE
        cell = Opaque((key, index), STRING, count, born=call.core.running, trail=trail)
        cells.append((name_of(column), cell))
    return database.row(cells, trail)


def rows(call: Invocation) -> tuple[Runs, Trail]:
    """What a cursor yields: what was executed on it last decides."""
    core, receiver = call.core, call.receiver
    query: Query | None = None
    trail: Trail | None = None
    if isinstance(receiver, Opaque):
        kept = core.cell(0, f"query {receiver.key!r}")
        if kept is not None:
            known = plain(kept)
            query, trail = Query(known if isinstance(known, str) else None), kept.trail
    query = query or Query(None)
    trail = trail or call.hop("query", "a database query")
    return (Run(row(call, query, trail), Count(0, query.most)),), trail


def execute(call: Invocation) -> Value:
    """`execute(sql, parameters)`: a cursor that knows its query."""
    core = call.core
    sql = call.get(0, "sql") or call.get(0, "query") or call.get(0, "operation") or NOTHING
    known = sql_of(sql)
    trail = call.hop("query", "a database query")
    if isinstance(sql, Opaque) and sql.length.most < UNBOUNDED:
        return Opaque(("rows of", sql.key), length=sql.length, born=core.running, trail=trail)
    owner = call.receiver
    if call.name.startswith("sqlite3.Connection") or not isinstance(owner, Opaque):
        owner = Opaque(("cursor", core.path, call.node.at), Type("sqlite3.Cursor"), born=core.running, trail=trail)
    core.state.set((0, f"query {owner.key!r}"), text(known, trail) if known is not None else NOTHING.along(trail))
    return owner


def statement(call: Invocation) -> Value:
    """`sqlalchemy.text(sql)`: a statement, whose rows are as few as it says."""
    query = Query(sql_of(call.get(0, "text") or NOTHING))
    made: Opaque = call.core.unasked(call)
    if any(GATHERING.search(column) for column in query.columns or ()):
        kinds = [Type(database.GATHERED if GATHERING.search(one) else "str") for one in query.columns or ()]
        named = [Type(name_of(one), (kind,)) for one, kind in zip(query.columns or (), kinds)]
        made = made.refined(type=of_columns(TYPED, named))
    return made.refined(length=Count(0, query.most)) if query.most < UNBOUNDED else made


def limited(call: Invocation) -> Value:
    """`query.limit(1)`, `table.head(1)`: no more than so many of whatever it belongs to."""
    own, most = call.receiver, number(call.get(0) or NOTHING)
    if not isinstance(own, Opaque):
        return call.core.unasked(call)
    if most is None or most < 0:
        return own if own.type is not None else call.core.unasked(call)
    length = Count(0, min(most, own.length.most))
    if own.type is not None:
        return own.refined(length=length)
    trail = own.trail or call.hop("call", call.name)
    return Opaque(("the first of", own.key, call.node.at), length=length, born=call.core.running, trail=trail)


def one_row(call: Invocation) -> Value:
    """`fetchone()`: a row or None."""
    runs, _ = rows(call)
    return join(runs[0].value, NOTHING)


def all_rows(call: Invocation) -> Value:
    runs, trail = rows(call)
    if call.name.endswith("fetchmany"):
        size = number(call.get(0, "size") or Const(1))
        if size is not None:
            runs = (Run(runs[0].value, Count(0, min(size, runs[0].count.most))),)
    return call.core.new_list(runs, call.node, trail)


def through(call: Invocation) -> Value:
    runs, trail = rows(call)
    return call.core.new_list(runs, call.node, trail, "iterator")


def listed(call: Invocation) -> Value:
    """`column.tolist()` of something that is not known: a list, whatever is in it."""
    own = call.receiver
    key = own.key if isinstance(own, Opaque) else call.node.at
    return Opaque(("list of", key), Type("list"), born=call.core.running, trail=own.trail if own is not None else None)


def concatenated(call: Invocation) -> Value:
    """`column.str.cat(sep=", ")`: a text of all that is in the column."""
    separator = call.arguments.keywords.get("sep")
    if call.receiver is None or not isinstance(separator, Text) or call.arguments.positional:
        return call.core.unasked(call)
    return call.core.call_method(separator, "join", Arguments.of(call.receiver), call.node)


HANDLERS: Final[dict[str, Handler]] = {
    "sqlite3.Cursor.execute": execute, "sqlite3.Connection.execute": execute, "unknown.execute": execute,
    "sqlite3.Cursor.fetchone": one_row, "sqlite3.Cursor.fetchall": all_rows, "sqlite3.Cursor.fetchmany": all_rows,
    "sqlite3.Cursor.__iter__": through, "unknown.fetchone": one_row, "unknown.fetchall": all_rows,
    "unknown.tolist": listed, "unknown.to_list": listed,
    "unknown.fetchmany": all_rows,
    "sqlalchemy.text": statement, "sqlalchemy.sql.text": statement, "sqlalchemy.orm.Query.limit": limited,
    "unknown.cat": concatenated, "unknown.limit": limited, "unknown.head": limited, "unknown.sample": limited,
}  # fmt: skip
