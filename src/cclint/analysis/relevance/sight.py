"""What is relevant by now, and what of that a file can mean by the names in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Final, NamedTuple, TypeAlias

from cclint.analysis.relevance.aliases import Alias
from cclint.analysis.relevance.families import Class
from cclint.analysis.relevance.outline import Head, Words

Number: TypeAlias = tuple[str, int]
"""A function: the path of its file, and its number in the order of `every`."""

RUN: Final = "run"
"""The method of threads, processes and their like that a library calls where a program has only made an object and started it."""
NONE: Final[frozenset[str]] = frozenset()


class Sight(NamedTuple):
    """What is relevant of what a file can mean, at some time.

    Parameters
    ----------
    own: names of its own.
    names: those of the files that it reaches.
    taken: what it can take from something: their methods, those of objects that they give, and the names of modules that
    it may be given.
    all: the names of each file.
    kin: the methods that a class of it has, or may have together with others.
    loose: attributes of whatever object.
    gives: whether what a name gives that is called may have a method.
    """

    own: frozenset[str]
    names: frozenset[str]
    taken: frozenset[str]
    all: Mapping[str, set[str]]
    kin: Mapping[str, set[str]]
    loose: frozenset[str]
    gives: Callable[[str, str], bool]

    def knows(self, words: Words, owner: str = "") -> bool:
        """Whether some of it is meant by the words of a scope, which may be a method of a class."""
        names = self.names
        return (
            not (self.own.isdisjoint(words.names) or self.own.intersection(words.names) <= words.read)
            or not self.taken.isdisjoint(words.taken)
            or not (names.isdisjoint(words.imported) and names.isdisjoint(words.led))
            or any(self.all.get(module) for module in words.modules)
            or not (self.loose.isdisjoint(words.selves) and self.kin.get(owner, NONE).isdisjoint(words.selves))
            or any(method in self.taken and self.gives(name, method) for name, method in words.made)
        )


class Known:
    """The functions, classes and variables that are known to take part, under all names that they have.

    Parameters
    ----------
    bases: by path, the classes that relevant ones derive from, as far as they are known before.
    """

    def __init__(self, bases: Mapping[str, set[str]] | None = None) -> None:
        self.scopes: dict[Number, int] = {}  # how many calls away a mail API is
        self.bodies: dict[str, int] = {}  # modules whose own statements can reach one
        self.names: dict[str, set[str]] = defaultdict(set)  # by path: what others can call, of a module
        self.methods: dict[str, set[str]] = defaultdict(set)  # by path: what they can call on something
        # By path and name of a class: the methods of classes elsewhere that derive from it.
        self.lent: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self.had: dict[Class, set[str]] = defaultdict(set)  # by class: those methods that it has itself
        self.loose: dict[str, set[str]] = defaultdict(set)  # by path: attributes that hold something relevant
        self.held: dict[str, set[str]] = defaultdict(set)  # by path: the variables that hold something relevant
        self.renamed: dict[str, set[Alias]] = defaultdict(set)  # by path: those by which something relevant is called
        self.acting: set[str] = set()  # classes whose objects are called, or entered, and functions that give functions
        self.started: set[str] = set()  # the classes whose objects a library runs
        self.classes: dict[str, set[str]] = defaultdict(set)  # those with relevant methods, inherited ones included
        self.bases: dict[str, set[str]] = defaultdict(set, bases or {})
        # By path and name: the relevant classes that a function names, of which it may give objects.
        self.making: dict[str, dict[str, set[Class]]] = defaultdict(lambda: defaultdict(set))
        self.makers: dict[Number, set[Class]] = {}  # those that make such objects, and of which classes
        self.placing: set[str] = set()  # the paths of modules whose statements make some
        self._meant: dict[str, set[str]] | None = None

    def count(self, path: str, head: Head) -> None:
        """Take in the names by which a function of a file is called."""
        (self.methods if head.owner and head.called != head.owner else self.names)[path].add(head.called)
        if head.owner:
            self.classes[path].add(head.owner)
            if head.called != head.owner:
                self.had[path, head.owner].add(head.called)
        if head.acting:
            self.acting.add(head.called)
        if head.called == RUN and head.owner:
            self.started.add(head.owner)
            self.names[path].add(head.owner)

    def kin(self, families: Iterable[AbstractSet[Class]]) -> dict[str, dict[str, set[str]]]:
        """By path and name, the relevant methods that an object of a class may have, or one of a class below it.

        Parameters
        ----------
        families: each class together with all that it inherits from.
        """
        found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for above in families:
            methods = set[str]().union(*(self.had[one] for one in above & self.had.keys()))
            for home, cls in above if methods else ():
                found[home][cls] |= methods
        return found

    def named_in(self, path: str, words: Words, homes: Iterable[str]) -> Iterator[Class]:
        """The relevant classes of some files that a scope names."""
        outside = frozenset((*words.imported, *words.led))
        for other in homes:
            for cls in sorted(self.classes[other].intersection(words.names if other == path else outside)):
                yield other, cls

    def are_called(self, classes: Iterable[Class], mentioned: AbstractSet[str]) -> bool:
        """Whether all relevant methods of some classes are called in sight, by their names.

        Parameters
        ----------
        mentioned: what is taken from something in sight.
        """
        return all(self.had[one] and self.had[one] <= mentioned and one[1] not in self.acting for one in classes)

    def meant(self) -> dict[str, set[str]]:
        """By name, the relevant functions that it is another name for, on any way."""
        if self._meant is not None:
            return self._meant
        known = set[str]().union(*self.names.values(), *self.methods.values())
        self._meant = found = {name: {RUN} for name in self.started}
        for alias in {one for aliases in self.renamed.values() for one in aliases}:
            found.setdefault(alias.name, set()).update((alias.held.all & known) | (alias.held.called & self.acting))
        while True:
            more = {
                name: {inner for one in held if one in found for inner in found[one]} - held
                for name, held in found.items()
            }
            if not any(more.values()):
                return found
            for name, held in more.items():
                found[name] |= held
