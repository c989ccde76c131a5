"""Which of the names in a file can mean something that sends mail.

A library is named in few files, and the names of what it offers are everybody's words: `send`, `data`, `Message`, `dag`. So a
function or a class counts in a file that has it from an import, a method in one that calls something by its name. Names
that say by themselves that mail is sent count wherever they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, Protocol

from cclint.analysis.program.project import Project
from cclint.analysis.relevance.outline import Words
from cclint.analysis.relevance.sift import CELL, RUNNERS, Sift, words_of
from cclint.frontends.files import NOTEBOOK
from cclint.ir import nodes as ir
from cclint.models.needles import COMMON_METHODS

RUNNING: Final = -1
"""The group of what runs programs that send mail."""
SIGNALS: Final = "signals"
HEAD: Final = re.compile(rb"(?<![\w.])(\w+)(?:\s*\.\s*\w+)*\s*\Z")
"""The name that a chain of names begins with."""
COMMENT: Final = re.compile(rb"^[ \t]*#.*$", re.MULTILINE)
"""A comment that has a line of its own."""
MADE: Final = re.compile(rb"^(\w+)\s*=\s*(\w+)(?:\.\w+)*\(", re.MULTILINE)
"""What a module calls to make something: the name of that, and the name that the way to what is called begins with."""
BEHIND: Final = 200
"""Bytes in which a chain is looked for in front of a name: no line that somebody has written is as long."""


class Importing(Protocol):
    """A module, or its outline."""

    @property
    def path(self) -> str: ...
    @property
    def imports(self) -> Sequence[ir.Import]: ...
    @property
    def prose(self) -> Sequence[tuple[int, int]]: ...


class Offered(NamedTuple):
    """What the scopes of a file mention if they send mail.

    Parameters
    ----------
    names: functions and classes, which may be taken from a module.
    methods: what is taken from something.
    """

    names: frozenset[str]
    methods: frozenset[str]

    def meant(self, words: Words) -> bool:
        """Whether one of them is among the words of a scope."""
        names, methods = self.names, self.methods
        if any(attribute in methods or attribute in names for _, attribute in words.made):
            return True
        return not (
            names.isdisjoint(words.names)
            and names.isdisjoint(words.taken)
            and methods.isdisjoint(words.taken)
            and names.isdisjoint(words.inherited)
            and methods.isdisjoint(words.inherited)
        )


class Apis:
    """Answers for the files of one run.

    Parameters
    ----------
    sift: by which words.
    project: says which file an import means.
    known: by path, modules that have been lowered: what their comments and docstrings mention counts for nothing.
    """

    def __init__(self, sift: Sift, project: Project, known: Mapping[str, Importing]) -> None:
        self.sift = sift
        self.project = project
        self.known = known
        self.here = frozenset(number for number, library in enumerate(sift.groups) if library.here)
        self._named: dict[str, frozenset[int]] = {}  # by path: the libraries that it names
        self._tells: dict[str, bool] = {}
        self._found: dict[tuple[str, frozenset[int]], Offered] = {}

    def of(self, module: Importing, beside: Iterable[str]) -> Offered:
        """What the functions of a module mention if they send mail.

        Parameters
        ----------
        module: the lowered file.
        beside: the files that may name the libraries for it, such as those with settings.
        """
        path = module.path
        groups = self.named(path) | (frozenset[int]().union(*map(self.named, sorted(beside))) - self.here)
        key = (path, groups)
        if key not in self._found:
            offered = self._offered(module, groups)
            if not any(map(self.tells, {path, *beside})):  # chats have those names, too
                offered = Offered(offered.names - COMMON_METHODS, offered.methods - COMMON_METHODS)
            self._found[key] = offered
        return self._found[key]

    def tells(self, path: str) -> bool:
        """Whether a file mentions mail by a word that others do not have."""
        if path not in self._tells:
            self._tells[path] = not self.says_little(path)
        return self._tells[path]

    def says_little(self, path: str) -> bool:
        """Whether all that keeps a file are words that others have as well."""
        return self.sift.says_little(self.project.sources[path].read())

    def named(self, path: str) -> frozenset[int]:
        """The libraries that a file names, as numbers of groups."""
        if path not in self._named:
            data = self.without_prose(path)
            running = {RUNNING} if self.sift.runs_mailer(data) else set()
            self._named[path] = self.sift.groups_in(data) | running
        return self._named[path]

    def without_prose(self, path: str) -> bytes:
        """A file's bytes, but for docstrings and comments that have a line of their own."""
        data = self.project.sources[path].read()
        module = self.known.get(path)
        if module is None or path.endswith(NOTEBOOK):
            return data
        if module.prose:
            lines = data.splitlines(keepends=True)
            for first, last in module.prose:
                lines[first - 1 : last] = [b"\n"] * (last - first + 1)
            data = b"".join(lines)
        return COMMENT.sub(b"", data)

    def _offered(self, module: Importing, groups: Iterable[int]) -> Offered:
        sending = self.sift.names
        found = {*sending}
        data = self.project.sources[module.path].read()
        words = {word.decode("ascii", "replace") for word in words_of(data)}
        offered: set[str] = set()
        methods: set[str] = set()
        for number in groups:
            if number == RUNNING:
                offered |= RUNNERS
                if CELL in data:
                    found |= RUNNERS  # a cell's lines name none of them
                continue
            library = self.sift.groups[number]
            sending = sending.union(library.names)
            found.update(library.names)
            offered.update(words.intersection(library.offered))
            methods.update(words.intersection(library.methods))
        for one in module.imports:
            if one.member in sending or (one.member in offered and self.foreign(module, one, set())):
                found.add(one.name)
        if any(one.member == "*" for one in module.imports):
            found |= offered
        if signals := {one.name for one in module.imports if _is_signal(one)}:
            signals |= {made[1].decode() for made in MADE.finditer(data) if made[2].decode() in signals}
            heads = {name: {head for head, _ in _taken(data, [name])} for name in sorted(methods)}
            methods = {name for name in methods if not heads[name] or not heads[name] <= signals}
        bound = {one.name for one in module.imports if self.is_module(module, one)}
        led = {name for begins, name in _taken(data, sorted(offered - found)) if begins in bound}
        return Offered(frozenset(found), frozenset(methods | led))

    def is_module(self, module: Importing, node: ir.Import) -> bool:
        """Whether what a statement imports may be a module: it is not where a module of the project defines it."""
        path = self.project.resolve(node.module, module.path, node.level) if node.member else None
        return path is None or path.endswith("/") or self.project.submodule(path, node.member or "") is not None

    def foreign(self, module: Importing, node: ir.Import, seen: set[tuple[str, str]]) -> bool:
        """Whether what a statement imports may come from outside the project: it does not where a module of it defines that."""
        name = node.member or ""
        path = self.project.resolve(node.module, module.path, node.level)
        if path is None:
            return True
        if path.endswith("/") or self.project.submodule(path, name) is not None:
            return False
        other = self.project.module(path)
        if other is None or (path, name) in seen:
            return other is None
        seen.add((path, name))
        if "__getattr__" in other.body.locals:
            return True
        handed_on = [one for one in other.imports if one.name in (name, "*")]
        if any(one.name == "*" or self.foreign(other, one, seen) for one in handed_on):
            return True
        return name not in other.body.locals


def _is_signal(node: ir.Import) -> bool:
    """Whether what a statement imports is a signal, or a module of them: `order_paid.send(shop)` tells who listens, and is no
    mail. They stand in modules of that name in Django and where people follow it.
    https://docs.djangoproject.com/en/5.2/topics/signals/
    """
    return SIGNALS in (node.member, node.module.rpartition(".")[2])


def _taken(data: bytes, names: list[str]) -> Iterator[tuple[str, str]]:
    """Which of some names are taken from something in a file, and the name that the way to it begins with, if it does."""
    if not names:
        return
    for match in re.finditer(rb"\.\s*(%s)\b" % b"|".join(re.escape(name.encode()) for name in names), data):
        before = data[max(match.start() - BEHIND, 0) : match.start()]
        head = HEAD.search(before)
        imported = head is not None and before[: head.start()].endswith((b"from ", b"import "))
        yield head[1].decode() if head is not None and not imported else "", match[1].decode()
