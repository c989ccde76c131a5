"""Which further files can call the functions that send mail, found by their import statements without parsing them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from cclint.analysis.program.layout import Layout
from cclint.analysis.relevance.sift import words_of
from cclint.frontends.files import NOTEBOOK
from cclint.ir.source import Source

IMPORT: Final = re.compile(
    rb"[ \t]*(?:from[ \t]+(?P<level>\.*)(?P<origin>[\w.]*)[ \t]+import[ \t]*(?P<names>\([^)]*\)|(?:\\\r?\n|[^\n#;])*)"
    rb"|import[ \t]+(?P<modules>[^\n#;]+))"
)
"""An import statement from the beginning of its line, or behind another one on it, as far as a pattern can read it."""
COMMENT: Final = re.compile(rb"#[^\n]*")
CALLED: Final = re.compile(rb"""import(?:_module|__)\(\s*['"](\w[\w.]*)['"]""")
"""`import_module("letters")`."""
RELATIVE: Final = re.compile(rb"from[ \t]+\.")
HEAD: Final = re.compile(
    rb"(?<![\w.])class[ \t]+(?P<name>\w+)[ \t]*(?:\[[^\]]{0,400}\][ \t]*)?(?:\((?P<bases>[^:]{0,2000})\)[ \t]*)?:"
)
"""The head of a class, whatever expressions its bases are; longer ones than people write would take too long to look for."""
ALL: Final = "*"
"""Stands for whatever a module has, among the names of helpers: who imports it takes part."""
EVERY: Final = (b"import",)
"""The words of what is in every import statement: letters beyond ASCII are in no word."""


def statements(data: bytes) -> Iterator[re.Match[bytes]]:
    """The import statements of a file that has not been lowered.

    The word is searched, not the line: that is many times as fast as a pattern that is tried at each line.
    """
    at, end = data.find(b"import"), 0
    while at >= 0:
        start = max(data.rfind(b"\n", 0, at), data.rfind(b";", 0, at)) + 1
        match = IMPORT.match(data, start) if start >= end else None
        if match is not None:
            yield match
            end = match.end()
        at = data.find(b"import", max(at + 6, end))


def imports_in(data: bytes) -> bytes:
    """The import statements of a file, and one for each module that a call names in their place."""
    called = (
        [b"import " + name for name in CALLED.findall(data)]
        if b"import_module(" in data or b"import__(" in data
        else []
    )
    return b"\n".join([*(match[0] for match in statements(data)), *called])


class Callers:
    """Answers round after round; the import statements of each file are found once.

    Parameters
    ----------
    sources: the files that may call.
    project: says which file an import means.
    """

    def __init__(self, sources: Iterable[Source], project: Layout) -> None:
        self.sources = [*sources]
        self.project = project
        self._imports: dict[str, bytes] = {}
        self._asked: object = None  # what all files but those that were known have been asked for

    def of(
        self, helpers: Mapping[str, set[str]], known: set[str], lent: Mapping[str, set[str]] | None = None
    ) -> list[Source]:
        """The files that import helpers, or import their module and mention them.

        Parameters
        ----------
        helpers: for each path the names of the relevant functions and classes that others could call.
        known: the paths that are in already, those of former answers included.
        lent: those of them that are classes which others derive from, and are nothing to who only derives another one.
        """
        asked = (helpers, lent)
        if asked == self._asked:
            return []
        self._asked = asked
        homes, packages = frozenset(_homes(helpers)), _packages(helpers)
        left = (source for source in self.sources if source.path not in known)
        return [source for source in left if self.calls(source, helpers, homes, packages, lent or {})]

    def importing(self, paths: set[str]) -> dict[str, set[str]]:
        """By the paths of the files that import some others, those."""
        homes = frozenset(_homes(paths))
        found = {one.path: {path for path, _, _ in self.imported(one, homes)} & paths for one in self.sources if paths}
        return {path: others for path, others in found.items() if others}

    def imported(self, source: Source, homes: frozenset[bytes] | None = None) -> Iterator[tuple[str, str, str]]:
        """What a file imports from the project, as `imported` has it.

        Parameters
        ----------
        source: the file.
        homes: words of which one is in every absolute import that matters, where not all do.
        """
        imports = self._imports.get(source.path)
        if imports is None:
            imports = self._imports[source.path] = imports_in(python_in(source))
        if homes is not None and homes.isdisjoint(words_of(imports)) and RELATIVE.search(imports) is None:
            return
        yield from imported(source.path, self.project, imports, homes)

    def calls(
        self,
        source: Source,
        helpers: Mapping[str, set[str]],
        homes: frozenset[bytes],
        packages: Mapping[str, set[str]],
        lent: Mapping[str, set[str]],
    ) -> bool:
        """Whether a file can call one of the helpers."""
        mentioned: set[bytes] | None = None
        for path, name, bound in self.imported(source, homes):
            names = _offered(path, helpers, packages)
            if ALL in helpers.get(path, ()):
                return True
            if name:
                if name in names and (name not in lent.get(path, ()) or _more_than_derives(bound, source)):
                    return True
            elif names:
                if mentioned is None:
                    mentioned = set(words_of(python_in(source)))
                if any(_mentions(one.encode(), mentioned, source) for one in names):
                    return True
                if path in helpers and _as_such(path, source):
                    return True
        return False


def _as_such(path: str, source: Source) -> bool:
    """Whether a file imports a module for something else than what it can take from it: it never names it again, for what
    the module's body does is what it is imported for; or it hands the module itself to somebody.
    """
    stem = path.rpartition("/")[2].partition(".")[0].encode("utf-8", "surrogateescape")
    data = python_in(source)
    rest = _without(statements(data), data)
    named = [*re.finditer(rb"(?<![\w.])" + re.escape(stem) + rb"(?!\w)[ \t]*(\.?)", rest)]
    return not all(match[1] for match in named) or not named


def _more_than_derives(name: str, source: Source) -> bool:
    """Whether a file does more with a class that it imports than to derive others from it."""
    data = python_in(source)
    data = _without(statements(data), data)
    return _mentions(name.encode(), set(words_of(_without(HEAD.finditer(data), data))), source)


def _without(matches: Iterable[re.Match[bytes]], data: bytes) -> bytes:
    """What is left of some bytes between matches."""
    ends = [0, *(end for match in matches for end in match.span()), len(data)]
    return b"\n".join(data[begin:end] for begin, end in zip(ends[::2], ends[1::2]))


def imported(
    importer: str, project: Layout, imports: bytes, homes: frozenset[bytes] | None = None
) -> Iterator[tuple[str, str, str]]:
    """What a file imports from the project: a path, the name that is taken from it ("" for all), and the one that it has for
    that ("" where a star brings all).

    Parameters
    ----------
    importer: the path of the file.
    project: says which file an import means.
    imports: its import statements.
    homes: words of which one is in every absolute import that matters, where not all do.
    """
    for match in statements(imports):
        if homes is not None and homes.isdisjoint(words_of(match[0])) and not match["level"]:
            continue
        if match["modules"] is not None:
            for part in match["modules"].split(b","):
                words = part.decode("utf-8", "replace").split()
                path = project.resolve(words[0], importer) if words else None
                if path is not None:
                    yield path, "", words[-1].rpartition(".")[2]
            continue
        origin, level = match["origin"].decode("utf-8", "replace"), len(match["level"])
        path = project.resolve(origin, importer, level)
        if path is None:
            continue
        for part in COMMENT.sub(b"", match["names"]).strip(b"()").replace(b"\\", b"").split(b","):
            words = part.decode("utf-8", "replace").split()
            inner = project.submodule(path, words[0]) if words else None
            if inner is not None:
                yield inner, "", words[-1]
            elif words:
                yield path, words[0].strip("*"), words[-1].strip("*")


def _homes(helpers: Iterable[str]) -> Iterator[bytes]:
    """The words by which files and the packages around them are imported."""
    for path in helpers:
        folder, _, name = path.rpartition("/")
        for word in (name.partition(".")[0], folder.rpartition("/")[2]):
            if word and word != "__init__":
                yield from words_of(word.encode()) if word.isascii() else EVERY


def _packages(helpers: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """By folder, the names of the helpers in it and below: a package offers what its modules hold."""
    found: dict[str, set[str]] = {}
    for path, names in helpers.items():
        folder = path.rpartition("/")[0]
        while folder:
            found.setdefault(folder, set()).update(names)
            folder = folder.rpartition("/")[0]
    return found


def _offered(path: str, helpers: Mapping[str, set[str]], packages: Mapping[str, set[str]]) -> set[str]:
    """The names of the helpers that an import of a path can bring."""
    names = helpers.get(path, set())
    if path.endswith(("/", "/__init__.py")):
        names = names | packages.get(path.rpartition("/")[0], set())
    return names


def _mentions(name: bytes, words: set[bytes], source: Source) -> bool:
    """Whether a file mentions a name; one with letters beyond ASCII is no single word of its bytes."""
    return name in words if name.isascii() else name in python_in(source)


def python_in(source: Source) -> bytes:
    """The Python of a file; nothing where it cannot be read."""
    try:
        data = source.glance()
    except OSError:
        return b""
    if source.path.endswith(NOTEBOOK):
        from cclint.frontends.notebooks import python_of

        return python_of(data.decode("utf-8", "replace")).encode()
    return data
