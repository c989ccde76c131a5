"""Which files and functions can take part in sending mail: by the names that they mention, before anything is evaluated."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Final, TypeAlias

from cclint.analysis.program.project import Project
from cclint.analysis.relevance.aliases import Alias, containers_of
from cclint.analysis.relevance.apis import Apis, Offered
from cclint.analysis.relevance.callers import ALL
from cclint.analysis.relevance.families import Class, Families
from cclint.analysis.relevance.outline import ClassHead, Outline, imports_of
from cclint.analysis.relevance.sift import Sift
from cclint.analysis.relevance.sight import Known, Number, Sight

Tests: TypeAlias = Callable[[str], bool]
"""Tells the paths of test code from others."""
Kin: TypeAlias = Mapping[str, Mapping[str, set[str]]]
"""By path and class, methods of its objects."""
MANY: Final = 60
"""Relevant functions from which on those that are far from any mail API do not count: the values that matter come from nearby."""
HANDED: Final = 2
"""Calls between a function that counts under its other names, too, and a mail API."""
NEAR: Final = 3
"""Calls between a function and a mail API that are followed in any case."""


class Relevant:
    """The functions that can reach a mail API through functions of the project, by name and along imports.

    A function is known by the path of its file and its number among those that stand there.
    """

    def __init__(self, sift: Sift, project: Project) -> None:
        self.project = project
        self.outlines: dict[str, Outline] = {}
        self.apis = Apis(sift, project, self.outlines)
        self.families = Families(project)
        self.known = Known()
        self.handed: dict[str, frozenset[str]] = {}  # by path: the modules that it may be given
        self.whole: set[str] = set()  # the modules of programs that are small enough to be followed as a whole
        self.near: set[str] = set()  # files that were looked at to find out which are
        self._users: dict[str, dict[str, set[str]]] = {}  # by path, and by word

    def extend(self) -> None:
        """Go through the modules step by step away from the mail APIs, until there is nothing new or it is far enough.

        All begins anew with each module that is new: it may be a shorter way between others, and how far away something is
        must not depend on when its file was found.
        """
        self.known = Known(self.known.bases)
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
        families = {
            self.families.above((path, one.name)) for path, outline in outlines.items() for one in outline.classes
        }
        distance = 0
        kin: Kin = {}
        while distance <= NEAR or len(self.known.scopes) <= MANY:
            named = distance >= HANDED and len(self.known.scopes) > MANY
            found = [
                (path, number)
                for path, outline in outlines.items()
                for offered, sight in [(apis[path], self.sight(path, reached[path], kin, named=named))]
                for number, one in enumerate(outline.functions)
                if (path, number) not in self.known.scopes
                and (sight.knows(one.words, one.owner) if distance else offered.meant(one.words))
            ]
            for path, number in found:
                self.known.scopes[path, number] = distance
                self.known.count(path, outlines[path].functions[number])
            makers = sorted(self.known.makers.keys() - self.known.scopes.keys()) if distance else []
            for path, number in makers:
                self.known.scopes[path, number] = HANDED
                self.known.count(path, outlines[path].functions[number])
            derived = [
                (path, node)
                for path, outline in outlines.items()
                for node in outline.classes
                if node.name not in self.known.classes[path] and self.inherits(path, node, reached[path], apis[path])
            ]
            above = [one for outline in outlines.values() for one in outline.classes if self.takes_up(one, outline)]
            if distance < HANDED:
                self.rename(reached, apis)
            if distance < NEAR:
                for path, outline in outlines.items():
                    self.makes(outline, reached[path], direct=distance < HANDED)
            if distance < HANDED and len(self.known.makers) > MANY:
                self.known.makers = dict(self.handing())
            if not (found or makers or derived or above) and distance:
                break
            distance += 1
            kin = self.known.kin(families)
        for path, outline in outlines.items():
            if apis[path].meant(outline.own) or self.sight(path, reached[path], {}).knows(outline.own):
                self.known.bodies[path] = 0

    def sight(self, path: str, reached: set[str], kin: Kin, *, named: bool = False) -> Sight:
        """What is relevant by now of what a file can mean.

        Parameters
        ----------
        path: the file.
        reached: the files whose functions it can name.
        kin: by path and class, the relevant methods of its objects.
        named: whether it has objects of those classes only that it names, and of those that functions give it which it names.
        """
        known = self.known
        loose = frozenset[str]().union(*(known.loose[other] for other in reached if other in known.loose))

        def gives(name: str, method: str) -> bool:
            classes = self.families.makes(path, name)
            known = any(method in kin.get(home, {}).get(cls, ()) for home, cls in classes)
            return known or not classes or method in loose

        names, methods = known.names, known.methods
        brings = self.outlines[path].brings if path in self.outlines else frozenset()
        given = {
            cls
            for maker in reached & known.making.keys()
            for name in known.making[maker].keys() & brings
            for cls in known.making[maker][name]
        }
        taken = [methods[other] for other in reached | {home for home, _ in given} if other in methods]
        if named and "*" not in brings:
            has = [*kin.get(path, {}).values(), *(kin[home][cls] for home, cls in given if cls in kin.get(home, ()))]
            has += [kin[other][name] for other in reached & kin.keys() for name in kin[other].keys() & brings]
            taken = [set[str]().union(*taken).intersection(set[str]().union(*has))]
        taken += [names[other] for other in self.handed.get(path, ()) if other in names]
        for other in reached & known.lent.keys():
            lent = known.lent[other]
            taken += [lent[name] for name in (lent if other == path else lent.keys() & brings)]
        return Sight(
            frozenset(names.get(path, ())),
            frozenset().union(*(names[other] for other in reached if other in names)),
            frozenset().union(*taken),
            names,
            kin.get(path, {}),
            loose,
            gives,
        )

    def rename(self, reached: Mapping[str, set[str]], apis: Mapping[str, Offered]) -> None:
        """Take in the names that stand for relevant functions, or hold them; and those that stand for such names."""
        changed = {*self.outlines}
        while changed:
            asked = [
                one
                for path, one in self.outlines.items()
                if not (changed.isdisjoint(reached[path]) and changed.isdisjoint(self.handed.get(path, ())))
            ]
            changed = set()
            for one in asked:
                changed.update(self.keeps(one, reached[one.path], apis[one.path]))

    def keeps(self, outline: Outline, reached: set[str], apis: Offered) -> Iterator[str]:
        """Take in the names of one file that stand for relevant functions, or hold them: calling those is calling the functions.
        One that holds an object is there to be imported; what is called is its method. The files that this says something
        new of.
        """
        path, known = outline.path, self.known
        classes = frozenset[str]().union(*(known.classes[other] for other in reached & known.classes.keys()))
        sight: Sight | None = None  # of what there was when the last name was taken in
        for alias, words in outline.aliases:
            called, held = alias in known.renamed[path], alias.inside or alias.name in known.held[path]
            if called and held:
                continue
            if not called:
                if sight is None:
                    sight = self.sight(path, reached, {})
                called = apis.meant(words) or sight.knows(words)
            if alias.keeper:
                yield from self.is_kept(alias, outline) if called else ()
                continue
            if (called or alias.held.called & known.acting) and alias not in known.renamed[path]:
                known.renamed[path].add(alias)
                (known.methods if alias.inside else known.names)[path].add(alias.name)
                if alias.inside:
                    known.loose[path].add(alias.name)
                sight = None
                yield path
            if not held and (
                alias in known.renamed[path]
                or not (classes.isdisjoint(alias.held.names) and classes.isdisjoint(alias.held.taken))
                or not classes.isdisjoint(alias.held.called)
                or not known.held[path].isdisjoint(alias.held.names)
            ):
                known.held[path].add(alias.name)

    def makes(self, outline: Outline, reached: set[str], *, direct: bool) -> None:
        """Take in the functions that make objects of relevant classes: who has an object from one calls its methods. Where
        those send themselves, or call what does, the function may hand the object to somebody who calls them.
        """
        path = outline.path
        homes = sorted(reached & self.known.classes.keys())
        self.gives(outline, homes, reached)
        held = self.known.making[path]
        tables = held.keys() & outline.givers.keys()
        for number, one in enumerate(outline.functions) if direct and (homes or tables) else ():
            named = {*self.known.named_in(path, one.words, homes)}
            named.update(*(held[name] for name in tables.intersection(one.words.names)))
            for cls in sorted(named):
                if cls[1] not in one.words.read:
                    self.known.makers.setdefault((path, number), set()).add(cls)
        if not direct or not homes:
            return
        # What a class has made for itself is made by the statements of its module.
        called = {name for alias, _ in outline.aliases for name in alias.held.called}
        if any(cls[1] not in outline.own.read for cls in self.known.named_in(path, outline.own, homes)) or any(
            not called.isdisjoint(self.known.classes[other]) for other in homes
        ):
            self.known.bodies[path] = HANDED
            self.known.placing.add(path)

    def gives(self, outline: Outline, homes: list[str], reached: set[str]) -> None:
        """Take in the names under which a module has relevant classes, objects of them, or what holds or makes such, for those
        who import only that module.
        """
        path, known = outline.path, self.known
        brings = None if "*" in outline.brings else outline.brings.union(one.member or "" for one in outline.imports)
        pending: list[tuple[str, AbstractSet[Class], bool]] = []
        for other in homes:
            names = sorted(known.classes[other])
            pending += [
                (one, {(other, one)}, True) for one in names if brings is None or other == path or one in brings
            ]
        for other in sorted((reached - {path}) & known.making.keys()):
            making = known.making[other]
            pending += [(one, making[one], False) for one in making if brings is None or one in brings]
        users = self.users(outline) if pending else {}
        held = known.making[path]
        while pending:
            word, classes, widely = pending.pop()
            for name in users.get(word, ()):
                if name not in outline.givers and not widely:
                    continue  # who only calls a function that makes something mostly does something else with it
                new = classes - held[name]
                if new:
                    held[name] |= new
                    known.held[path].add(name)
                    pending.append((name, new, name in outline.givers))

    def users(self, outline: Outline) -> Mapping[str, set[str]]:
        """By word, the names of a module that are bound or filled with what it means, and the functions that mention it."""
        if outline.path not in self._users:
            found = self._users[outline.path] = {}
            for name, words in outline.givers.items():
                for word in words:
                    found.setdefault(word, set()).add(name)
            for one in outline.functions:
                for word in (*one.words.names, *one.words.imported, *one.words.led):
                    found.setdefault(word, set()).add(one.top)
        return self._users[outline.path]

    def handing(self) -> Iterator[tuple[Number, set[Class]]]:
        """Those functions that make objects of relevant classes whose methods nobody in sight calls: only others can do that."""
        heads = [one.words for outline in self.outlines.values() for one in outline.functions]
        words = [*heads, *(outline.own for outline in self.outlines.values())]
        taken = {name for one in words for name in (*one.taken, *one.selves, *(attribute for _, attribute in one.made))}
        for maker, classes in self.known.makers.items():
            if not self.known.are_called(classes, taken):
                yield maker, classes

    def is_kept(self, alias: Alias, outline: Outline) -> Iterator[str]:
        """Take in the containers in which a function of another module keeps what it is handed: the modules that got some."""
        for one in outline.imports:
            other = self.project.resolve(one.module, outline.path, one.level) if one.name == alias.keeper else None
            module = self.project.module(other) if other is not None and not other.endswith("/") else None
            if module is None or one.member is None:
                continue
            for container in dict(containers_of(module.body)).get(one.member, ()):
                kept = Alias(container, alias.held)
                if kept not in self.known.renamed[module.path]:
                    self.known.renamed[module.path].add(kept)
                    self.known.names[module.path].add(container)
                    yield module.path

    def inherits(self, path: str, node: ClassHead, reached: set[str], apis: Offered) -> bool:
        """Take in a class that derives from one with relevant methods: they are called on it by their names."""
        if not node.bases.isdisjoint(apis.names):  # a library's class: making one may be all that it takes
            self.known.classes[path].add(node.name)
            self.known.names[path].add(node.name)
            return True
        for other in sorted(reached):
            if other in self.known.classes and not node.bases.isdisjoint(self.known.classes[other]):
                self.known.classes[path].add(node.name)
                self.known.methods[path] |= self.known.methods[other]
                if not node.bases.isdisjoint(self.known.names[other]):  # to make one is to make one of those
                    self.known.names[path].add(node.name)
                return True
        return False

    def takes_up(self, node: ClassHead, outline: Outline) -> bool:
        """Take in the classes of other modules that a relevant class derives from: who is given one of those calls what they
        have themselves.
        """
        path = outline.path
        if node.name not in self.known.classes[path]:
            return False
        known = sum(map(len, self.known.bases.values()))
        for one in outline.imports if node.plain else ():
            other = self.project.resolve(one.module, path, one.level) if one.name in node.plain and one.member else None
            if other is not None and other != path and not other.endswith("/") and one.member is not None:
                relevant = (number for number in node.methods if (path, number) in self.known.scopes)
                offered = self.families.offers(other, one.member)
                methods = offered.intersection(outline.functions[number].called for number in relevant)
                self.known.lent[other][one.member] |= methods
                if methods:
                    self.known.bases[other].add(one.member)
        return sum(map(len, self.known.bases.values())) > known

    def offered(self, outline: Outline) -> set[str]:
        """The names under which others import what is relevant in a module, and is not so far that they are not."""
        path = outline.path
        far = NEAR if len(self.known.scopes) > MANY else len(self.known.scopes)
        near = (
            one.top for number, one in enumerate(outline.functions) if self.known.scopes.get((path, number), far) < far
        )
        return {*near} | self.known.classes[path] | self.known.held[path]

    def helpers(self) -> dict[str, set[str]]:
        """For each module that others can call something relevant of, the names of that."""
        found = {path: names for path, outline in self.outlines.items() if (names := self.offered(outline))}
        for path in self.known.renamed.keys() - self.outlines.keys():
            found[path] = {alias.name for alias in self.known.renamed[path]}
        for path, names in self.known.bases.items():
            found[path] = found.get(path, set()) | names
        for path in self.whole:
            found[path] = found.get(path, set()) | {ALL}
        return found

    def lent(self) -> dict[str, set[str]]:
        """Those of the names that others import which are classes that relevant ones derive from, and no more than that."""
        found = {path: {*names} for path, names in self.known.bases.items()}
        for path in found.keys() & self.outlines.keys():
            found[path] -= self.offered(self.outlines[path])
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
