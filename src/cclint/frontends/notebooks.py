"""Jupyter notebooks: the code cells in their order, as one module whose places are those of the notebook's file.

https://nbformat.readthedocs.io/en/latest/format_description.html, version 3 as well. Magics are passed over; cells in other
languages (`%%sql`) too, and notebooks of other kernels. Commands of the shell (`!mail ...`, `%%bash`) are passed over as well,
unless they send mail: then they are what `os.system` is given. Each cell is read by itself, as the files
of Python are, so that a broken one hides no other.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cclint.frontends.places import shift
from cclint.frontends.python import Lowering
from cclint.frontends.settings import MalformedError, parse
from cclint.frontends.syntax import Trouble
from cclint.frontends.syntax import parse as read
from cclint.ir import nodes as ir
from cclint.ir.data import Items, Scalar, Table
from cclint.ir.nodes import Span

LANGUAGES: Final = frozenset({"", "python", "python2", "python3", "ipython"})
PYTHON: Final = frozenset({"time", "timeit", "capture", "prun", "memit", "mprun", "python", "python3"})
"""Magics of a whole cell below which Python stands."""
LINE: Final = re.compile(r"(?P<indent>[ \t]*)(?:[%!?]|(?P<target>[\w., ]+=[ \t]*)[%!](?!=))")
SHELLS: Final = frozenset({"bash", "sh", "script", "!"})
"""Magics of a whole cell below which commands of a shell stand."""
MAILS: Final = re.compile(r"\b(?:mailx?|bsd-mailx|s-nail|mutt|sendmail|msmtp|ssmtp|swaks)\b")
"""Commands that send mail."""
SYSTEM: Final = "import os as __os; __os.system"
"""What such a command is in Python."""
HELP: Final = re.compile(r"[ \t]*[\w.]+\?{1,2}[ \t]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of Python and the place in the file of the string that it stands in.

    Parameters
    ----------
    text: the line, as Python is to read it.
    at: where its string stands.
    alone: whether that string holds no other line.
    indent: what was taken away from its beginning: IPython takes cells that are indented as a whole.
    """

    text: str
    at: Span
    alone: bool = True
    indent: str = ""


def cells_of(path: str, content: str) -> list[list[Line]]:
    """The Python of a notebook, cell by cell.

    Raises
    ------
    MalformedError: the file is no notebook.
    """
    (root,) = parse(content, "json", path).roots
    cells = root.get("cells") if isinstance(root, Table) else None
    worksheets = root.get("worksheets") if isinstance(root, Table) else None
    if isinstance(worksheets, Items):  # version 3
        sheets = [sheet.get("cells") for sheet in worksheets.items if isinstance(sheet, Table)]
        cells = Items(root.at, [cell for sheet in sheets if isinstance(sheet, Items) for cell in sheet.items])
    if not isinstance(cells, Items) or (not cells.items and isinstance(worksheets, Items)):
        raise MalformedError("this is no notebook: it has no cells", remedy="convert it with `jupyter nbconvert`")
    language = _language(root)
    made: list[list[Line]] = []
    for cell in cells.items:
        kind = cell.get("cell_type") if isinstance(cell, Table) else None
        source = (cell.get("source") or cell.get("input")) if isinstance(cell, Table) else None
        if not isinstance(kind, Scalar) or kind.value != "code" or source is None or language not in LANGUAGES:
            continue
        found = list(_strings(source))
        first = next((line.text for line in found if line.text.strip()), "")
        if first.startswith("%%") and set(first[2:].split()[:1]) <= SHELLS:
            made.append(_commands(found))
        elif first.startswith("%%") and not set(first[2:].split()[:1]) <= PYTHON:
            continue
        else:
            made.append(_read(found))
    return made


def lines_of(path: str, content: str) -> list[Line]:
    """The Python of all cells of a notebook, line by line.

    Raises
    ------
    MalformedError: the file is no notebook.
    """
    return [line for cell in cells_of(path, content) for line in cell]


def _language(root: object) -> str:
    """The language of a notebook's kernel; "" where it does not say."""
    metadata = root.get("metadata") if isinstance(root, Table) else None
    for name, key in (("language_info", "name"), ("kernelspec", "language")):
        told = metadata.get(name) if isinstance(metadata, Table) else None
        language = told.get(key) if isinstance(told, Table) else None
        if isinstance(language, Scalar) and isinstance(language.value, str):
            return language.value.lower()
    return ""


def _read(found: list[Line]) -> list[Line]:
    """The lines of a cell without what only IPython understands, and without the indentation of the whole."""
    first = next((line.text for line in found if line.text.strip()), "")
    indent = first[: len(first) - len(first.lstrip())]
    made: list[Line] = []
    goes_on = False
    for line in found:
        text = line.text.removeprefix(indent)
        taken = indent if len(text) != len(line.text) else ""
        special = goes_on or LINE.match(text) is not None
        python = "" if goes_on else _python(text)
        made.append(Line(python, line.at, line.alone and SYSTEM not in python, taken))
        goes_on = special and text.rstrip().endswith("\\")  # a command over several lines
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


def _commands(found: list[Line]) -> list[Line]:
    """A cell of a shell as Python: one call in its first line, if anything of it sends mail."""
    commands = "\n".join(line.text for line in found[1:])
    made = [Line("", line.at, alone=False) for line in found]
    if made and MAILS.search(commands):
        made[0] = Line(_system("", json.dumps(commands)), found[0].at, alone=False)
    return made


def _system(indent: str, command: str) -> str:
    return f"{indent}{SYSTEM}({command})"


def _python(line: str) -> str:
    """A line without what only IPython understands."""
    match = LINE.match(line)
    if match is not None and line[match.end() - 1] == "!" and not match["target"] and MAILS.search(line):
        command = json.dumps(line[match.end() :])
        try:
            ast.parse(f"f{command}")  # `{name}` is filled in from Python
        except (SyntaxError, ValueError):
            return _system(match["indent"], command)
        return _system(match["indent"], f"f{command}")
    if match is not None:
        return f"{match['indent']}{match['target']}get_ipython()" if match["target"] else f"{match['indent']}pass"
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
        before = json.dumps(cell.indent + cell.text[: column - 1], ensure_ascii=False)
        return cell.at[0], cell.at[1] + len(before) - 1


def lower(path: str, content: str, tokens: int) -> tuple[ir.Module, list[Trouble]]:
    """Lower a notebook.

    Parameters
    ----------
    path, content: the file.
    tokens: how many of a cell are read.

    Returns
    -------
    The module, and what could not be read, at its places in the file.

    Raises
    ------
    MalformedError: it is none.
    """
    cells = cells_of(path, content)
    lines = [line for cell in cells for line in cell]
    lowering = Cells(path, "\n".join(line.text for line in lines), lines)
    whole = ast.Module([], [])
    troubles: list[Trouble] = []
    before = 0
    for cell in cells:
        parsed = read("\n".join(line.text for line in cell), tokens)
        shift(parsed.tree, before)
        whole.body += parsed.tree.body
        for one in parsed.troubles:
            line, column = lowering.place(one.line + before, one.column)
            (first, _), (last, _) = (lowering.place(number + before, 1) for number in (one.first, one.last))
            reason = f"{one.reason} (in a cell of the notebook)"
            troubles.append(Trouble(line, column, reason, first, last, one.cut))
        before += len(cell)
    made = lowering.module(whole)
    made.lines = content.split("\n")
    return made, troubles
