"""SQL that sends mail: `sp_send_dbmail` of SQL Server, `UTL_MAIL.SEND` of Oracle.

https://learn.microsoft.com/en-us/sql/relational-databases/system-stored-procedures/sp-send-dbmail-transact-sql: semicolons part
addresses; `@recipients` and `@copy_recipients` are shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cclint.frontends.mailers.offsets import Places
from cclint.frontends.outgoing import Event, Named, Outgoing, everybody
from cclint.frontends.outgoing import recipients_text as text
from cclint.ir import nodes as ir
from cclint.ir.nodes import Span

DBMAIL: Final = re.compile(
    r"sp_send_dbmail\b(.*?)(?:;[ \t]*(?:\n|$)|\bGO\b|\bEXEC(?:UTE)?\b|\Z)", re.IGNORECASE | re.DOTALL
)
ROLES: Final = {"recipients": "To", "copy_recipients": "Cc", "blind_copy_recipients": "Bcc"}
PARAMETER: Final = re.compile(
    r"@(recipients|copy_recipients|blind_copy_recipients)\s*=\s*(?:N?'((?:[^']|'')*)'|(@\w+))", re.IGNORECASE
)
ASSIGNED: Final = re.compile(
    r"(?:\bSET|\bSELECT(?:\s+TOP\s*\(?\d+\)?)?|\bDECLARE|,)\s*(?P<name>@\w+)(?:\s+(?:AS\s+)?N?(?:VAR)?CHAR\s*\([^)]*\))?\s*(?P<more>\+)?=\s*"
    r"(?P<value>(?:N?'(?:[^']|'')*'|\([^;]{0,2000}?\)(?=\s*(?:;|,|\n))|[^;',])*)",
    re.IGNORECASE,
)
AGGREGATED: Final = re.compile(r"STRING_AGG|GROUP_CONCAT|LISTAGG|FOR\s+XML", re.IGNORECASE)
LITERAL: Final = re.compile(r"N?'((?:[^']|'')*)'|(@\w+)")
WHILE: Final = re.compile(r"\bWHILE\b", re.IGNORECASE)
UTL_MAIL: Final = re.compile(r"UTL_MAIL\.SEND\w*\s*\(((?:(?!UTL_MAIL)[^;])*)\)\s*;", re.IGNORECASE | re.DOTALL)
ORACLE: Final = re.compile(r"\b(recipients|cc|bcc)\s*=>\s*'((?:[^']|'')*)'", re.IGNORECASE)


def database(content: str, places: Places) -> Iterator[Event]:
    """What SQL sends, and the variables that it sets, in the order of their places."""
    found: list[tuple[int, Event]] = []
    for match in ASSIGNED.finditer(content):
        name = match["name"].lower()
        if name.lstrip("@") not in ROLES:
            at = places.at(*match.span("value"))
            found.append((match.start(), Named(name, _value(match, name, content, at))))
    for match in DBMAIL.finditer(content):
        parts: list[tuple[str, ir.Expression]] = []
        for given in PARAMETER.finditer(match[1]):
            at = places.at(match.start(1) + given.start(), match.start(1) + given.end())
            value = text(given[2], at) if given[3] is None else ir.Name(at, given[3].lower())
            parts.append((ROLES[given[1].lower()], value))
        if parts:
            found.append((match.start(), Outgoing(parts[0][1].at, "sp_send_dbmail", parts)))
    for match in UTL_MAIL.finditer(content):
        fields = [*ORACLE.finditer(match[1])]
        parts = [
            (
                {"recipients": "To"}.get(one[1].lower(), one[1].capitalize()),
                text(one[2], places.at(match.start(1) + one.start(), match.start(1) + one.end())),
            )
            for one in fields
        ]
        if parts:
            found.append((match.start(), Outgoing(parts[0][1].at, "UTL_MAIL", parts)))
    for _, one in sorted(found, key=lambda pair: pair[0]):
        yield one


def _value(match: re.Match[str], name: str, content: str, at: Span) -> ir.Expression:
    """What a variable is set to; what puts rows together holds any number."""
    given = match["value"]
    statement = content[match.start() : content.find(";", match.start()) % (len(content) + 1)]
    rows = re.search(r"\bFROM\b", statement, re.IGNORECASE) is not None
    piled = match["more"] or re.search(rf"{re.escape(name)}\b", given, re.IGNORECASE)
    if AGGREGATED.search(given) or (piled and (rows or _looped(content, match.start()))):
        return everybody(at, f"the rows in {name}")
    parts: list[ir.Constant | ir.Slot] = [ir.Slot(at, ir.Name(at, name))] if match["more"] else []
    parts += (
        ir.Slot(at, ir.Name(at, one[2].lower())) if one[2] else ir.Constant(at, one[1])
        for one in LITERAL.finditer(given)
    )
    return ir.Format(at, tuple(parts)) if parts else ir.Name(at, f"the value of {name}")


def _looped(content: str, offset: int) -> bool:
    """Whether something stands in a WHILE."""
    match = WHILE.search(content)
    return match is not None and match.start() < offset
