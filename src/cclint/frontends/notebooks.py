"""Jupyter notebooks: the code cells in their order, as one module whose places are those of the notebook's file.

https://nbformat.readthedocs.io/en/latest/format_description.html. Magics and commands of the shell are passed over; cells
in other languages (`%%bash`, `%%sql`) too.
"""

from __future__ import annotations

import ast
import json
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cclint.frontends.python import Lowering
from cclint.frontends.settings import MalformedError, parse
from cclint.ir import nodes as ir
from cclint.ir.data import Items, Scalar, Table
from cclint.ir.nodes import Span

PYTHON: Final = frozenset({"time", "timeit", "capture", "prun", "memit", "mprun", "python", "python3"})
"""Magics of a whole cell below which Python stands."""
LINE: Final = re.compile(r"(?P<indent>[ \t]*)(?:[%!?]|(?P<target>[\w., ]+=[ \t]*)[%!](?!=))")
HELP: Final = re.compile(r"[ \t]*[\w.]+\?{1,2}[ \t]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of Python and the place in the file of the string that it stands in."""

    text: str
    at: Span
    alone: bool = True


def lines_of(path: str, content: str) -> list[Line]:
    """The Python of a notebook, line by line.

    Raises
    ------
    MalformedError: the file is no notebook.
    """
    (root,) = parse(content, "json", path).roots
    cells = root.get("cells") if isinstance(root, Table) else None
    if not isinstance(cells, Items):
        raise MalformedError(
            "this is no notebook of version 4: it has no cells", remedy="convert it with `jupyter nbconvert`"
        )
    made: list[Line] = []
    for cell in cells.items:
        kind = cell.get("cell_type") if isinstance(cell, Table) else None
        source = cell.get("source") if isinstance(cell, Table) else None
        if not isinstance(kind, Scalar) or kind.value != "code" or source is None:
            continue
        found = list(_strings(source))
        first = next((line.text for line in found if line.text.strip()), "")
        if first.startswith("%%") and not set(first[2:].split()[:1]) <= PYTHON:
            continue
        made += [Line(_python(line.text), line.at, line.alone) for line in found]
    return made


def _strings(source: object) -> list[Line]:
    parts = source.items if isinstance(source, Items) else (source,)
    made: list[Line] = []
    for part in parts:
        if isinstance(part, Scalar) and isinstance(part.value, str):
            texts = part.value.split("\n")
            if texts[-1] == "" and len(texts) > 1:
                texts.pop()
            made += [Line(one, part.at, len(texts) == 1) for one in texts]
    return made


def _python(line: str) -> str:
    """A line without what only IPython understands."""
    match = LINE.match(line)
    if match is not None:
        return f"{match['indent']}{match['target']}None" if match["target"] else f"{match['indent']}pass"
    return "pass" if HELP.match(line) else line


def python_of(content: str) -> str:
    """The Python of a notebook; nothing where it cannot be read."""
    try:
        return "\n".join(line.text for line in lines_of("", content))
    except MalformedError:
        return ""


class Cells(Lowering):
    """Lowers the Python of a notebook; places are those of the file."""

    def __init__(self, path: str, text: str, cells: Sequence[Line]) -> None:
        super().__init__(path, text)
        self.cells = cells

    def at(self, node: ast.AST) -> Span:
        """The place of a node in the notebook's file."""
        line, column, end, stop = super().at(node)
        if self.fixed is not None:
            return self.fixed
        return (*self.place(line, column), *self.place(end, stop))

    def place(self, line: int, column: int) -> tuple[int, int]:
        """The place in the file of one in the Python."""
        if not 0 < line <= len(self.cells):
            return (1, 1)
        cell = self.cells[line - 1]
        if not cell.alone:
            return cell.at[0], cell.at[1]
        before = json.dumps(cell.text[: column - 1], ensure_ascii=False)
        return cell.at[0], cell.at[1] + len(before) - 1


def lower(path: str, content: str) -> ir.Module:
    """Lower a notebook.

    Raises
    ------
    MalformedError: it is none.
    SyntaxError: a cell is not Python of the running version; its line is that of the file.
    """
    cells = lines_of(path, content)
    text = "\n".join(line.text for line in cells)
    lowering = Cells(path, text, cells)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text, path)
    except SyntaxError as error:
        error.lineno, error.offset = lowering.place(error.lineno or 1, error.offset or 1)
        error.msg = f"{error.msg} (in a cell of the notebook)"
        raise
    made = lowering.module(tree)
    made.lines = content.split("\n")
    return made
