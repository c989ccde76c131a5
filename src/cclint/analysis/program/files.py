"""The files of the project that programs open: which one a path means, and what it holds, read when it is asked for.

Nothing outside the project's root is read, whatever a path or a link says.
"""

from __future__ import annotations

import os
import posixpath
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cclint.analysis.values.count import MANY
from cclint.analysis.values.rope import Hole, Part, Piece, Text
from cclint.analysis.values.trail import Trail
from cclint.analysis.values.value import STRING, Opaque
from cclint.finding import Notice
from cclint.frontends.decode import UndecodableError, decode
from cclint.frontends.settings import MalformedError, format_of, parse
from cclint.ir.data import Document
from cclint.ir.nodes import Span
from cclint.ir.source import Source

if TYPE_CHECKING:
    from cclint.frontends.settings.ini import Dialect

ROOT: Final = "//project"
"""What absolute paths into the project begin with: `__file__` is one. POSIX keeps two slashes apart from one."""
LARGE: Final = 4 * 1024 * 1024
"""Bytes of the largest file that is read for its content."""
LINES: Final = 300
"""Lines up to which a text is kept line by line; what is longer holds any number of addresses."""


FOLDERS: Final = 2_000
"""Folders that a template of some name is looked for in."""


@dataclass(slots=True)
class Files:
    """The files of one run, sources and others.

    Parameters
    ----------
    root: the project's folder.
    sources: by path; they go before what lies on the disk.
    others: files of the run that are no sources, such as templates: their content goes before the disk's, too.
    written: paths that the program writes to: what they hold when they are read is not known.
    used: paths whose content has become part of a value.
    rendered: templates that the program renders.
    probed: paths that are no sources' and were looked for, with whether there is such a file.
    environments: files that the program loads into its environment.
    """

    root: Path
    sources: Mapping[str, Source]
    others: Mapping[str, Source] = field(default_factory=dict)
    notices: dict[str, Notice] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    environments: set[str] = field(default_factory=set)
    rendered: set[str] = field(default_factory=set)
    probed: dict[str, bool] = field(default_factory=dict)
    _texts: dict[str, str | None] = field(default_factory=dict)
    _contents: dict[str, Text] = field(default_factory=dict)
    _documents: dict[tuple[str, str, Dialect | None], Document | None] = field(default_factory=dict)
    _every: list[str] = field(default_factory=list)

    def afresh(self) -> Files:
        """The same files, of which nobody has asked anything yet."""
        return Files(self.root, self.sources, self.others)

    def find(self, name: str, near: Iterator[str]) -> str | None:
        """The file of the project that a path means.

        Parameters
        ----------
        name: the path as the program spells it.
        near: the paths of files beside which, or above which, relative paths are looked for: the program can be started
            in any of these folders.
        """
        if not name or "\0" in name:
            return None
        if name.startswith(ROOT):
            return self.known(posixpath.normpath(name[len(ROOT) :].lstrip("/")))
        if name.startswith(("/", "~")) or name[1:3] in {":\\", ":/"}:
            return None
        name = name.replace("\\", "/")
        seen: set[str] = set()
        for path in near:
            folder = path.rpartition("/")[0]
            while folder not in seen:
                seen.add(folder)
                found = self.known(posixpath.normpath(posixpath.join(folder, name)))
                if found is not None:
                    return found
                folder = folder.rpartition("/")[0]
        return None

    def known(self, path: str) -> str | None:
        """A path below the root, where there is such a file."""
        if path.startswith(("../", "/")) or path in ("..", ".", ""):
            return None
        if path in self.sources:
            return path
        if path not in self.probed:
            self.probed[path] = self._on_disk(path) is not None
        return path if self.probed[path] else None

    def anywhere(self, ending: str) -> str | None:
        """The first file of the project, by its path, that stands below one of the folders with sources."""
        folders = dict.fromkeys(path.rpartition("/")[0] for path in sorted(self.sources))
        for folder in [*folders][:FOLDERS]:
            found = self.known(posixpath.normpath(posixpath.join(folder, ending)))
            if found is not None:
                return found
        return None

    def below(self, name: str, near: Iterator[str]) -> list[str]:
        """The files of the run below a folder, by their paths from there; none where it is not in the project.

        Parameters
        ----------
        name: the folder's path as the program spells it; "" for the one that the program is started in.
        near: see `find`.
        """
        if "\0" in name or (name.startswith(("/", "~")) and not name.startswith(ROOT)):
            return []
        if not self._every:
            self._every += sorted({*self.sources, *self.others})
        seen: set[str] = set()
        for path in [""] if name.startswith(ROOT) else near:
            folder = path.rpartition("/")[0]
            while folder not in seen:
                seen.add(folder)
                whole = posixpath.normpath(posixpath.join(folder, name.removeprefix(ROOT).lstrip("/")))
                start = "" if whole == "." else f"{whole}/"
                first, end = (bisect_left(self._every, one) for one in (start, f"{start}\U0010ffff"))
                if first < end:
                    return [one[len(start) :] for one in self._every[first:end]]
                folder = folder.rpartition("/")[0]
        return []

    def _on_disk(self, path: str) -> str | None:
        root = os.path.realpath(self.root)
        real = os.path.realpath(os.path.join(root, *path.split("/")))
        inside = root if root.endswith(os.sep) else root + os.sep
        return real if real.startswith(inside) and os.path.isfile(real) else None

    @property
    def read(self) -> set[str]:
        """The paths of all files whose text was asked for."""
        return {*self._texts}

    def text(self, path: str) -> str | None:
        """The text of a file; None where it cannot be had."""
        if path not in self._texts:
            self._texts[path] = self._read(path)
        return self._texts[path]

    def _read(self, path: str) -> str | None:
        source = self.sources.get(path) or self.others.get(path)
        try:
            if source is not None:
                data = source.read()
                large = len(data) > LARGE
            else:
                real = self._on_disk(path)
                if real is None:
                    return None
                large = os.path.getsize(real) > LARGE
                data = b"" if large else Path(real).read_bytes()
            if not large:
                return decode(data).content
            reason = f"a program reads this file of more than {LARGE:,} bytes, whose content is taken for unknown"
            self.notices[path] = Notice(path, 1, 1, "cut", reason, fatal=False)
        except UndecodableError as error:
            reason = f"a program reads this file, whose content is taken for unknown: {error}"
            self.notices[path] = Notice(path, 1, 1, "encoding", reason, fatal=False)
        except OSError:
            pass
        return None

    def content(self, path: str) -> Text | None:
        """The text of a file as a value, with the place of every line; None where the program writes it itself."""
        known = self.text(path)
        if known is None or path in self.written:
            return None
        self.used.add(path)
        made = self._contents.get(path)
        if made is None:
            made = self._contents[path] = _rope(path, known)
        return made

    def document(self, path: str, format: str, dialect: Dialect | None = None) -> Document | None:
        """What a settings file holds; None where it cannot be read as one, which a notice says."""
        key = (path, format, dialect)
        if key not in self._documents:
            self._documents[key] = self._parsed(path, format, dialect)
        return None if path in self.written else self._documents[key]

    def _parsed(self, path: str, format: str, dialect: Dialect | None) -> Document | None:
        text = self.text(path)
        if text is None:
            return None
        try:
            document = parse(text, format, path, dialect)
        except MalformedError as error:
            self.notices[path] = Notice(path, error.line, error.column, "settings", str(error), fatal=False)
            return None
        except RecursionError:
            self.notices[path] = Notice(path, 1, 1, "settings", "the file is nested too deeply to be read", fatal=False)
            return None
        self.used.add(path)
        return document

    def guessed(self, path: str, fallback: str = "") -> str:
        """The format that a file's name tells."""
        return format_of(path) or fallback


def file_trail(path: str, at: Span, what: str = "file") -> Trail:
    """The beginning of a trail: a place in a file that a program reads."""
    return Trail(path, at, what, (f"`{path}`",))


def _rope(path: str, known: str) -> Text:
    """A text whose parts know the lines that they stand in."""
    lines = known.split("\n")
    whole = file_trail(path, (1, 1, len(lines), len(lines[-1]) + 1))
    if len(lines) > LINES:
        trail = file_trail(path, (1, 1, 1, len(lines[0]) + 1))
        return Text((Hole(Opaque(("content", path), STRING, MANY, trail=trail), trail),), whole)
    parts: list[Part] = []
    for number, line in enumerate(lines, 1):
        ended = line if number == len(lines) else f"{line}\n"
        if ended:
            parts.append(Piece(ended, file_trail(path, (number, 1, number, len(line) + 1))))
    return Text(tuple(parts), whole)
