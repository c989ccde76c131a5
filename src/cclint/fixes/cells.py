"""Notebooks: repairs see the Python of the cells, and what they change becomes lines of the cells in the file.

All else in it stays as it is.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from cclint.analysis.facts import Send
from cclint.finding import Edit, Finding, Place, Step
from cclint.fixes.writing import Original, UnrepairableError
from cclint.frontends.files import NOTEBOOK
from cclint.frontends.notebooks import Line, lines_of
from cclint.frontends.settings import MalformedError


@dataclass(slots=True)
class Notebook:
    """A notebook's file, and the Python in it.

    Parameters
    ----------
    path: of the file.
    content: its text, with LF line ends.
    """

    path: str
    content: str
    lines: list[Line] = field(init=False)
    strings: list[str] = field(init=False)
    _file: list[str] = field(init=False)

    def __post_init__(self) -> None:
        """Read the cells.

        Raises
        ------
        UnrepairableError: a cell's source is one string, of which no line has a place of its own.
        """
        self._file = self.content.split("\n")
        try:
            self.lines = lines_of(self.path, self.content)
            self.strings = [json.loads(self._slice(one.at[:2], one.at[2:])) if one.alone else "" for one in self.lines]
        except (MalformedError, ValueError) as error:
            raise UnrepairableError("it is no notebook that can be read") from error
        if not all(one.alone for one in self.lines):
            raise UnrepairableError("a cell has several lines in one string")
        if any(one.indent for one in self.lines):
            raise UnrepairableError("a cell is indented as a whole")

    @property
    def text(self) -> str:
        """The Python of all cells."""
        return "\n".join(line.text for line in self.lines)

    def inside(self, place: Place) -> Place:
        """A place of the file as one of the Python; itself where it stands in no cell."""
        start, end = self._point(place.line, place.column), self._point(place.end_line, place.end_column)
        return replace(place, line=start[0], column=start[1], end_line=end[0], end_column=end[1])

    def _point(self, line: int, column: int) -> tuple[int, int]:
        for number, one in enumerate(self.lines, 1):
            if one.at[0] == line and one.at[1] <= column <= one.at[3]:
                at = one.at[1] + 1
                for offset in range(len(one.text) + 1):
                    if at >= column or offset == len(one.text):
                        return number, offset + 1
                    at += len(json.dumps(one.text[offset], ensure_ascii=False)) - 2
        return line, column

    def written(self, edits: Iterable[Edit]) -> list[Edit]:
        """Changes of the Python as changes of the file.

        Parameters
        ----------
        edits: the former.

        Raises
        ------
        UnrepairableError: a cell would not be Python any more, or holds what only IPython understands there.
        """
        made = []
        for first, last, ours in _blocks(edits):
            old = [line.text for line in self.lines[first - 1 : last]]
            text = "".join(f"{line}\n" for line in old)
            moved = [_moved(edit, 1 - first) for edit in ours]
            new = Original(text, "utf-8", "\n").edited(moved).decode().split("\n")[:-1]
            made.append((first, last, new))
        self._check(made)
        return [self._replaced(first, last, new) for first, last, new in made]

    def _check(self, made: list[tuple[int, int, list[str]]]) -> None:
        """Whether each cell remains Python, and no magic is written over."""
        cells = self._cells()
        for first, last, _ in made:
            if not any(first - 1 in cell and last - 1 in cell for cell in cells):
                raise UnrepairableError("what changes stands in several cells")
            if any(self.strings[number].rstrip("\n") != self.lines[number].text for number in range(first - 1, last)):
                raise UnrepairableError("there is something there that is not Python")
        for cell in cells:
            ours = {first: (last, new) for first, last, new in made if first - 1 in cell}
            text, number = "", cell.start + 1
            while number <= cell.stop:
                last, new = ours.get(number, (number, [self.lines[number - 1].text]))
                text += "".join(f"{line}\n" for line in new)
                number = last + 1
            if ours and not _is_python(text):
                raise UnrepairableError("a cell would not be Python any more")

    def _cells(self) -> list[range]:
        """Which lines belong to one cell: between their strings there is nothing but a comma."""
        starts = [0]
        for number in range(1, len(self.lines)):
            before, after = self.lines[number - 1].at, self.lines[number].at
            if self._slice(before[2:], after[:2]).strip() != ",":
                starts.append(number)
        return [range(start, end) for start, end in zip(starts, [*starts[1:], len(self.lines)], strict=True)]

    def _replaced(self, first: int, last: int, new: list[str]) -> Edit:
        cell = next(one for one in self._cells() if first - 1 in one)
        if not new and last - 1 < cell.stop - 1:
            last, new = last + 1, [self.strings[last].rstrip("\n")]
        elif not new and first - 1 > cell.start:
            first, new = first - 1, [self.strings[first - 2].rstrip("\n")]
        start, end = self.lines[first - 1].at, self.lines[last - 1].at
        tail = "\n" if self.strings[last - 1].endswith("\n") else ""
        texts = [f"{line}\n" for line in new[:-1]] + [f"{line}{tail}" for line in new[-1:]] or [""]
        before = self._file[start[0] - 1][: start[1] - 1]
        between = f",\n{before}" if not before.strip() else ", "
        ascii_only = self.content.isascii() and "\\u" in self.content
        text = between.join(json.dumps(one, ensure_ascii=ascii_only) for one in texts)
        return Edit(Place(self.path, start[0], start[1], end[2], end[3]), text)

    def _slice(self, start: tuple[int, ...], end: tuple[int, ...]) -> str:
        lines = self._file[start[0] - 1 : end[0]]
        lines[-1] = lines[-1][: end[1] - 1]
        lines[0] = lines[0][start[1] - 1 :]
        return "\n".join(lines)


def _blocks(edits: Iterable[Edit]) -> list[tuple[int, int, list[Edit]]]:
    """The lines that changes touch, those of one place together; a change that takes lines away ends before the next one."""
    made: list[tuple[int, int, list[Edit]]] = []
    for edit in sorted(edits, key=lambda one: (one.place.line, one.place.column)):
        first, last = edit.place.line, edit.place.end_line
        if last > first and edit.place.end_column == 1 and (not edit.text or edit.text.endswith("\n")):
            last -= 1
        if made and first <= made[-1][1]:
            start, end, ours = made.pop()
            made.append((start, max(end, last), [*ours, edit]))
        else:
            made.append((first, last, [edit]))
    return made


def _moved(edit: Edit, lines: int) -> Edit:
    place = edit.place
    return Edit(replace(place, line=place.line + lines, end_line=place.end_line + lines), edit.text)


def _is_python(text: str) -> bool:
    try:
        compile(text, "", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except SyntaxError:
        return False
    return True


def in_cells(
    finding: Finding, sends: tuple[Send, ...], books: Mapping[str, Notebook]
) -> tuple[Finding, tuple[Send, ...]]:
    """A finding and messages, all places of which are those of the Python in notebooks.

    Parameters
    ----------
    finding, sends: with places of the files.
    books: the notebooks, by path.
    """

    def place(one: Place) -> Place:
        return books[one.path].inside(one) if one.path in books else one

    def trace(steps: tuple[Step, ...]) -> tuple[Step, ...]:
        return tuple(replace(one, place=place(one.place)) for one in steps)

    moved = tuple(
        replace(
            send,
            place=place(send.place),
            fields=tuple(replace(one, place=place(one.place), trace=trace(one.trace)) for one in send.fields),
        )
        for send in sends
    )
    others = tuple(trace(steps) for steps in finding.others)
    return replace(finding, place=place(finding.place), trace=trace(finding.trace), others=others), moved


def in_files(edits: tuple[Edit, ...], books: Mapping[str, Notebook]) -> tuple[Edit, ...]:
    """Changes of the Python in notebooks as changes of the files.

    Parameters
    ----------
    edits: the changes.
    books: the notebooks, by path.

    Raises
    ------
    UnrepairableError: they cannot be made there.
    """
    made = [edit for edit in edits if edit.place.path not in books]
    for path, book in books.items():
        ours = [edit for edit in edits if edit.place.path == path]
        made += book.written(ours) if ours else []
    return tuple(made)


def is_notebook(path: str) -> bool:
    """Whether a file is a notebook, by its name."""
    return path.lower().endswith(NOTEBOOK)
