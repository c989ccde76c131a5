"""Rows of CSV files of the project: `csv.reader`, `csv.DictReader`. https://docs.python.org/3/library/csv.html"""

from __future__ import annotations

from typing import Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.program.files import file_trail
from cclint.analysis.values.count import Count
from cclint.analysis.values.heap import Buffer, Entry, Mapping
from cclint.analysis.values.lattice import join_all
from cclint.analysis.values.rope import plain, text
from cclint.analysis.values.value import NOTHING, STRING, Opaque, Ref, Run, Runs, Value, alternatives
from cclint.frontends.settings import MalformedError, parse
from cclint.ir.data import Document, Items, Scalar

SPELT_OUT: Final = 40
"""Rows that are kept one by one."""


def reader(call: Invocation) -> Value:
    """`csv.reader(file)`, `csv.DictReader(file, fieldnames)`: the rows, taken one after the other."""
    made = []
    for one in alternatives(call.get(0) or NOTHING):
        document = table(call, one)
        if document is None:
            return call.core.call_stub(call)
        made.append(rows(call, document))
    return join_all(made)


KINDS: Final = {",": "csv", "\t": "tsv", ";": "csv;", "|": "csv|"}
"""The formats of tables, by what parts their cells."""


def table(call: Invocation, value: Value) -> Document | None:
    """The table that a file holds."""
    delimiter = plain(call.arguments.keywords.get("delimiter", text(",")))
    dialect = plain(call.get(2 if call.name.endswith("DictReader") else 1, "dialect") or NOTHING)
    delimiter = "\t" if dialect == "excel-tab" else delimiter
    record = call.core.record(value)
    if not isinstance(record, Buffer) or delimiter not in KINDS:
        return None
    trail = record.text.trail
    kind = KINDS[str(delimiter)]
    if trail is not None and trail.what == "file" and record.text == record.command:
        return call.core.project.files.document(trail.path, kind)
    known = record.text.constant
    if known is None or not known.strip():
        return None
    try:
        return parse(known, kind)
    except MalformedError:
        return None


def rows(call: Invocation, document: Document) -> Value:
    root = document.roots[0]
    lines = [row for row in root.items if isinstance(row, Items)] if isinstance(root, Items) else []
    names: list[Value] | None = None
    if call.name.endswith("DictReader"):
        given = call.get(1, "fieldnames")
        if given is not None and given != NOTHING:
            names = [run.value for run in call.core.iterate(given, call.node)]
        elif lines:
            names = [text(str(cell.value)) for cell in lines[0].items if isinstance(cell, Scalar)]
            lines = lines[1:]
        if not lines:
            return call.core.call_stub(call)  # a pattern that is to be filled
    runs: Runs
    if len(lines) > SPELT_OUT:
        runs = (Run(row(call, document.path, lines[0], names, known=False), Count(len(lines), len(lines))),)
    else:
        runs = tuple(Run(row(call, document.path, line, names)) for line in lines)
    trail = file_trail(document.path, root.at) if document.path else None
    return call.core.new_list(runs, call.node, trail, "iterator")


def row(call: Invocation, path: str, line: Items, names: list[Value] | None, *, known: bool = True) -> Ref:
    """One row: a list of cells, or a dictionary by the names of the columns."""
    cells = [_cell(call, path, cell, known=known) for cell in line.items if isinstance(cell, Scalar)]
    trail = file_trail(path, line.at) if path else None
    if names is None:
        return call.core.new_list(tuple(map(Run, cells)), call.node, trail)
    cells += [NOTHING] * (len(names) - len(cells))
    return call.core.new(Mapping("dict", tuple(map(Entry, names, cells))), call.node, trail)


def _cell(call: Invocation, path: str, cell: Scalar, *, known: bool) -> Value:
    trail = file_trail(path, cell.at) if path else call.hop("literal", "a table")
    if not known:
        return Opaque(("column", path, cell.at), STRING, born=call.core.running, trail=trail)
    return text(str(cell.value), trail)


HANDLERS: Final[dict[str, Handler]] = {"csv.reader": reader, "csv.DictReader": reader}
