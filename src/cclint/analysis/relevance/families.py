"""Which classes inherit from which, by the texts of their files: none of them is lowered for that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple, TypeAlias

from cclint.analysis.program.project import Project
from cclint.analysis.relevance.callers import HEAD, imported, imports_in, python_in

Class: TypeAlias = tuple[str, str]
"""A class: the path of its file, and its name."""

INTERFACE: Final = "Interface"
"""The class that interfaces derive from."""
HARMLESS: Final = frozenset({"ABCMeta", "EnumMeta", "EnumType"})
"""Metaclasses of the standard library, which keep no list of what they make."""
REGISTERING: Final = frozenset({"__init_subclass__", "__metaclass__"})
"""What a class has that does something to those that derive from it."""
WORD: Final = re.compile(rb"\w+")
MEMBER: Final = re.compile(rb"^[ \t]+(?:(?:async[ \t]+)?def[ \t]+)?(\w+)[ \t]*[(:=\[]", re.MULTILINE)
"""The beginning of what defines something inside of a class; more than that is found as well."""


class Text(NamedTuple):
    """What a file says of classes.

    Parameters
    ----------
    heads: by the name of a class, the words in which its bases are given.
    brought: by name, what an import may mean by it: a path, and a name there, "" for the module itself.
    every: the files of which all is imported.
    members: names that may be those of methods or attributes.
    """

    heads: dict[str, set[str]]
    brought: dict[str, list[Class]]
    every: list[str]
    members: frozenset[str]


class Families:
    """Answers for the files of one run.

    Parameters
    ----------
    project: its files, and which of them an import means.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self._texts: dict[str, Text] = {}
        self._above: dict[Class, frozenset[Class]] = {}

    def above(self, cls: Class) -> frozenset[Class]:
        """A class, and all classes of the project that it inherits from, as far as their names lead to them."""
        if cls not in self._above:
            found, pending = {cls}, [cls]
            while pending:
                path, name = pending.pop()
                words = self.text(path).heads.get(name, set())
                new = {one for word in words for one in self.meant(path, word, words, set())} - found
                found |= new
                pending += new
            self._above[cls] = frozenset(found)
        return self._above[cls]

    def meant(self, path: str, word: str, words: set[str], seen: set[Class]) -> Iterator[Class]:
        """The classes that a word may mean in a file; where it means a module, those in it that others of the words mean."""
        if (path, word) in seen:
            return
        seen.add((path, word))
        text = self.text(path)
        if word in text.heads:
            yield path, word
        for other, name in text.brought.get(word, ()):
            for one in (name,) if name else words:
                yield from self.meant(other, one, words, seen)
        for other in text.every:
            yield from self.meant(other, word, words, seen)

    def registers(self, path: str, name: str) -> bool:
        """Whether making a class may do something to others, as its metaclass, or a class that it derives from, registers each.
        https://docs.python.org/3/reference/datamodel.html#customizing-class-creation
        """
        for home, cls in self.above((path, name)):
            text = self.text(home)
            words = text.heads.get(cls, set())
            if "metaclass" in words and words.isdisjoint(HARMLESS):
                return True
            if not text.members.isdisjoint(REGISTERING) and (home, cls) != (path, name):
                return True
        return False

    def makes(self, path: str, name: str) -> list[Class]:
        """The classes of which a call of a name makes an object; none where it may give something else: an interface gives what
        implements it (zope.interface, "Adaptation").
        """
        classes = [*self.meant(path, name, {name}, set())]
        above = {one for cls in classes for one in self.above(cls)}
        adapts = any(INTERFACE in self.text(home).heads.get(cls, ()) for home, cls in above)
        return [] if adapts else classes

    def offers(self, path: str, name: str) -> frozenset[str]:
        """What a class has that a name means in a file, or inherits from others of the project; perhaps more than that."""
        homes = {home for cls in self.meant(path, name, {name}, set()) for home, _ in self.above(cls)}
        return frozenset[str]().union(*(self.text(home).members for home in homes))

    def text(self, path: str) -> Text:
        """What a file says of classes."""
        if path not in self._texts:
            source = self.project.sources.get(path)
            self._texts[path] = self.read(path, b"" if source is None else python_in(source))
        return self._texts[path]

    def read(self, path: str, data: bytes) -> Text:
        text = Text({}, {}, [], frozenset(name.decode("utf-8", "replace") for name in MEMBER.findall(data)))
        for match in HEAD.finditer(data):
            words = (word.decode("utf-8", "replace") for word in WORD.findall(match["bases"] or b""))
            text.heads.setdefault(match["name"].decode("utf-8", "replace"), set()).update(words)
        for other, name, bound in imported(path, self.project, imports_in(data)):
            if bound:
                text.brought.setdefault(bound, []).append((other, name))
            elif other != path:
                text.every.append(other)
        return text
