"""Which files and functions can take part in sending mail: by the names that they mention, before anything is evaluated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, NamedTuple, TypeAlias

from cclint.analysis.aliases import Alias, containers_of
from cclint.analysis.apis import Apis, Offered
from cclint.analysis.outline import ClassHead, Head, Outline, Words, every, imports_of
from cclint.analysis.project import Project
from cclint.analysis.sift import Sift
from cclint.ir import nodes as ir

Tests: TypeAlias = Callable[[str], bool]
"""Tells the paths of test code from others."""
Number: TypeAlias = tuple[str, int]
"""A function: the path of its file, and its number in the order of `every`."""

MANY: Final = 150
"""Relevant functions from which on those that are far from any mail API do not count: the values that matter come from nearby."""
RUN: Final = "run"
"""The method of threads, processes and their like that a library calls where a program has only made an object and started it."""
HANDED: Final = 2
"""Calls between a function that counts under its other names, too, and a mail API."""
NEAR: Final = 3
"""Calls between a function and a mail API that are followed in any case."""


class Within(NamedTuple):
    """What is relevant of some modules.

    Parameters
    ----------
    scopes: how many calls away a mail API is, by the id of a function.
    bodies: how many calls away one is from the statements of a module, by path, where they can reach it.
    reached: the files whose functions a file can name.
    meant: by name, the functions that it is another name for, on any way.
    planted: by the name of an attribute or a key of something else, the one class of objects that is put there, as the path
    of its module and its name.
    """

    scopes: Mapping[int, int]
    bodies: Mapping[str, int]
    reached: Callable[[str], set[str]]
    meant: Mapping[str, set[str]]
    planted: Mapping[str, tuple[str, str]]

    @property
    def direct(self) -> dict[int, int]:
        """The functions that mention a mail API themselves."""
        return {scope: distance for scope, distance in self.scopes.items() if distance == 0}


class Sight(NamedTuple):
    """What is relevant of what a file can mean, at some time.

    Parameters
    ----------
    own: names of its own.
    names: those of the files that it reaches.
    taken: what it can take from something: their methods, those of objects that they give, and the names of modules that
    it may be given.
    all: the names of each file.
    """

    own: frozenset[str]
    names: frozenset[str]
    taken: frozenset[str]
    all: Mapping[str, set[str]]

    def knows(self, words: Words) -> bool:
        """Whether some of it is meant by the words of a scope."""
        names = self.names
        return (
            not (self.own.isdisjoint(words.names) and self.taken.isdisjoint(words.taken))
            or not (names.isdisjoint(words.imported) and names.isdisjoint(words.led))
            or any(self.all.get(module) for module in words.modules)
        )


class Relevant:
    """The functions that can reach a mail API through functions of the project, by name and along imports.

    A function is known by the path of its file and its number among those that stand there.
    """

    def __init__(self, sift: Sift, project: Project) -> None:
        self.project = project
        self.apis = Apis(sift, project)
        self.outlines: dict[str, Outline] = {}
        self.scopes: dict[Number, int] = {}  # how many calls away a mail API is
        self.bodies: dict[str, int] = {}  # modules whose own statements can reach one
        self.names: dict[str, set[str]] = defaultdict(set)  # by path: what others can call, of a module
        self.methods: dict[str, set[str]] = defaultdict(set)  # by path: what they can call on something
        self.held: dict[str, set[str]] = defaultdict(set)  # by path: the variables that hold something relevant
        self.renamed: dict[str, set[Alias]] = defaultdict(set)  # by path: those by which something relevant is called
        self.acting: set[str] = set()  # the classes whose objects are called, or entered
        self.started: set[str] = set()  # the classes whose objects a library runs
        self.classes: dict[str, set[str]] = defaultdict(set)  # those with relevant methods, inherited ones included
        self.bases: dict[str, set[str]] = defaultdict(set)  # by path: the classes that relevant ones derive from
        self.handed: dict[str, frozenset[str]] = {}  # by path: the modules that it may be given
        # By path and name: where the relevant classes are that a function makes objects of.
        self.making: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self.makers: set[Number] = set()  # those that make such objects
        self._meant: dict[str, set[str]] | None = None

    def extend(self) -> None:
        """Go through the modules step by step away from the mail APIs, until there is nothing new or it is far enough.

        All begins anew with each module that is new: it may be a shorter way between others, and how far away something is
        must not depend on when its file was found.
        """
        self._meant = None
        for known in (
            self.scopes,
            self.bodies,
            self.names,
            self.methods,
            self.held,
            self.classes,
            self.renamed,
            self.acting,
            self.started,
            self.making,
            self.makers,
        ):
            known.clear()
        outlines = self.outlines
        reached = {path: self.closure(path) for path in outlines}
        handed = {path: one.handed for path, one in outlines.items() if one.handed}
        self.handed = {
            path: frozenset[str]().union(*map(handed.__getitem__, handing))
            for path in outlines
            if (handing := reached[path] & handed.keys())
        }
        # A library can be named in a module of settings: in one that a file imports, not in all that lie behind that.
        apis = {path: self.apis.of(one, one.reaches & outlines.keys()) for path, one in outlines.items()}
        distance = 0
        while distance <= NEAR or len(self.scopes) <= MANY:
            found = [
                (path, number)
                for path, outline in outlines.items()
                for knows in [self.sight(path, reached[path]).knows if distance else apis[path].meant]
                for number, one in enumerate(outline.functions)
                if (path, number) not in self.scopes and knows(one.words)
            ]
            for path, number in found:
                self.scopes[path, number] = distance
                self.count(path, outlines[path].functions[number])
            makers = sorted(self.makers - self.scopes.keys()) if distance else []
            for path, number in makers:
                self.scopes[path, number] = HANDED
                self.count(path, outlines[path].functions[number])
            derived = [
                (path, node)
                for path, outline in outlines.items()
                for node in outline.classes
                if node.name not in self.classes[path] and self.inherits(path, node, reached[path], apis[path])
            ]
            above = [one for outline in outlines.values() for one in outline.classes if self.takes_up(one, outline)]
            while distance < HANDED and sum(
                self.keeps(one, reached[path], apis[path]) for path, one in outlines.items()
            ):
                pass  # a name can stand for another name
            if distance < HANDED:
                for path, outline in outlines.items():
                    self.makes(outline, reached[path], direct=not distance)
            if not (found or makers or derived or above) and distance:
                break
            distance += 1
        for path, outline in outlines.items():
            if apis[path].meant(outline.own) or self.sight(path, reached[path]).knows(outline.own):
                self.bodies[path] = 0

    def count(self, path: str, head: Head) -> None:
        """Take in the names by which a function of a file is called."""
        (self.methods if head.owner and head.called != head.owner else self.names)[path].add(head.called)
        if head.owner:
            self.classes[path].add(head.owner)
        if head.acting:
            self.acting.add(head.called)
        if head.called == RUN and head.owner:
            self.started.add(head.owner)
            self.names[path].add(head.owner)

    def sight(self, path: str, reached: set[str]) -> Sight:
        """What is relevant by now of what a file can mean."""
        names, methods = self.names, self.methods
        taken = [methods[other] for other in reached if other in methods]
        for maker in reached & self.making.keys():
            brought = self.making[maker].keys() & self.outlines[path].brings
            taken += [methods[home] for name in brought for home in self.making[maker][name] if home in methods]
        taken += [names[other] for other in self.handed.get(path, ()) if other in names]
        return Sight(
            frozenset(names.get(path, ())),
            frozenset().union(*(names[other] for other in reached if other in names)),
            frozenset().union(*taken),
            names,
        )

    def keeps(self, outline: Outline, reached: set[str], apis: Offered) -> bool:
        """Take in the names that stand for relevant functions, or hold them: calling those is calling the functions. One that
        holds an object is there to be imported; what is called is its method.
        """
        more, path = False, outline.path
        knows = self.sight(path, reached).knows
        for alias, words in outline.aliases:
            known = apis.meant(words) or knows(words)
            if alias.keeper:
                more = (known and self.is_kept(alias, outline)) or more
                continue
            acting = alias.held.called & self.acting
            if (known or acting) and alias not in self.renamed[path]:
                self.renamed[path].add(alias)
                (self.methods if alias.inside else self.names)[path].add(alias.name)
                more = True
            if alias.inside or alias.name in self.held[path]:
                continue
            if alias in self.renamed[path] or self.makes_known(alias.held.all | alias.held.called, reached):
                self.held[path].add(alias.name)
                more = True
        return more

    def makes(self, outline: Outline, reached: set[str], *, direct: bool) -> None:
        """Take in the functions that make objects of relevant classes: who has an object from one calls its methods. Where
        those send themselves, the function may hand the object to somebody who calls them.
        """
        path = outline.path
        homes = sorted(reached & self.classes.keys())
        for number, one in enumerate(outline.functions) if homes else ():
            for other in self.made_in(path, one.words, homes):
                self.making[path][one.top].add(other)
                self.held[path].add(one.top)
                if direct:
                    self.makers.add((path, number))
        if direct and any(self.made_in(path, outline.own, homes)):
            self.bodies[path] = HANDED

    def made_in(self, path: str, words: Words, homes: Iterable[str]) -> Iterator[str]:
        """Those of some files that have a relevant class which a scope names."""
        for other in homes:
            named = words.names if other == path else (*words.imported, *words.led)
            if not self.classes[other].isdisjoint(named):
                yield other

    def is_kept(self, alias: Alias, outline: Outline) -> bool:
        """Take in the containers in which a function of another module keeps what it is handed."""
        more = False
        for one in outline.imports:
            other = self.project.resolve(one.module, outline.path, one.level) if one.name == alias.keeper else None
            module = self.project.module(other) if other is not None and not other.endswith("/") else None
            if module is None or one.member is None:
                continue
            for container in dict(containers_of(module.body)).get(one.member, ()):
                kept = Alias(container, alias.held)
                more = more or kept not in self.renamed[module.path]
                self.renamed[module.path].add(kept)
                self.names[module.path].add(container)
        return more

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

    def planted(self, paths: Iterable[str]) -> dict[str, tuple[str, str]]:
        """What some modules put on something else under a name, where it is of one class with relevant methods."""
        found: dict[str, set[tuple[str, str]]] = {}
        for path in paths:
            outline = self.outlines.get(path)
            if outline is None or not outline.put:
                continue
            homes = {name: other for other in sorted(self.closure(path)) for name in self.classes.get(other, ())}
            for name, cls in outline.put:
                if cls in homes:
                    found.setdefault(name, set()).add((homes[cls], cls))
        return {name: next(iter(classes)) for name, classes in found.items() if len(classes) == 1}

    def makes_known(self, names: frozenset[str], reached: set[str]) -> bool:
        """Whether a class with relevant methods is among some names."""
        return any(not self.classes[other].isdisjoint(names) for other in reached & self.classes.keys())

    def inherits(self, path: str, node: ClassHead, reached: set[str], apis: Offered) -> bool:
        """Take in a class that derives from one with relevant methods: they are called on it by their names."""
        if not node.bases.isdisjoint(apis.names):  # a library's class: making one may be all that it takes
            self.classes[path].add(node.name)
            self.names[path].add(node.name)
            return True
        for other in sorted(reached):
            if other in self.classes and not node.bases.isdisjoint(self.classes[other]):
                self.classes[path].add(node.name)
                self.methods[path] |= self.methods[other]
                if not node.bases.isdisjoint(self.names[other]):  # to make one is to make one of those
                    self.names[path].add(node.name)
                return True
        return False

    def takes_up(self, node: ClassHead, outline: Outline) -> bool:
        """Take in the classes of other modules that a relevant class derives from: who is given one of those, calls it."""
        path = outline.path
        if node.name not in self.classes[path]:
            return False
        known = sum(map(len, self.bases.values()))
        for one in outline.imports if node.plain else ():
            other = self.project.resolve(one.module, path, one.level) if one.name in node.plain and one.member else None
            if other is not None and other != path and not other.endswith("/") and one.member is not None:
                self.bases[other].add(one.member)
                relevant = (number for number in node.methods if (path, number) in self.scopes)
                self.methods[other].update(outline.functions[number].called for number in relevant)
        return sum(map(len, self.bases.values())) > known

    def within(self, modules: Mapping[str, ir.Module]) -> Within:
        """What of some modules is relevant, now that their nodes are at hand.

        Parameters
        ----------
        modules: lowered, by path.
        """
        scopes = {
            id(one): self.scopes[path, number]
            for path, module in modules.items()
            for number, one in enumerate(every(module.body))
            if (path, number) in self.scopes
        }
        bodies = {path: self.bodies[path] for path in self.bodies.keys() & modules.keys()}
        return Within(scopes, bodies, self.closure, self.meant(), self.planted(modules))

    def offered(self, outline: Outline) -> set[str]:
        """The names under which others import what is relevant in a module, and is not so far that they are not."""
        path = outline.path
        far = NEAR if len(self.scopes) > MANY else len(self.scopes)
        near = (one.top for number, one in enumerate(outline.functions) if self.scopes.get((path, number), far) < far)
        return {*near} | self.classes[path] | self.held[path]

    def helpers(self) -> dict[str, set[str]]:
        """For each module that others can call something relevant of, the names of that."""
        found = {path: names for path, outline in self.outlines.items() if (names := self.offered(outline))}
        for path in self.renamed.keys() - self.outlines.keys():
            found[path] = {alias.name for alias in self.renamed[path]}
        for path, names in self.bases.items():
            found[path] = found.get(path, set()) | names
        return found

    def beside(self, paths: set[str]) -> list[str]:
        """Those of some files that import a module that takes part, or are imported by one.

        Parameters
        ----------
        paths: files that take part with others only: what they send is not made in them.
        """
        called = set[str]().union(*(one.reaches for one in self.outlines.values()))
        lowered = {path: self.project.module(path) for path in sorted(paths - called)}
        known = self.outlines.keys()
        calling = {one for one, module in lowered.items() if module and imports_of(module, self.project) & known}
        return sorted(paths & called | calling)

    def closure(self, path: str) -> set[str]:
        """The files whose functions a file can name: those that it imports, those that packages hand on, itself."""
        seen = {path, *self.reaches(path)}
        pending = [other for other in seen if other.endswith("__init__.py")]
        while pending:
            for other in self.reaches(pending.pop()):
                if other not in seen:
                    seen.add(other)
                    if other.endswith("__init__.py"):
                        pending.append(other)
        return seen

    def reaches(self, path: str) -> frozenset[str]:
        """The files that one imports, if it takes part."""
        outline = self.outlines.get(path)
        return outline.reaches if outline is not None else frozenset()
