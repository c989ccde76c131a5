"""Which files and functions can take part in sending mail: by the names that they mention, before anything is evaluated."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Final, TypeAlias

from cclint.analysis.apis import Apis
from cclint.analysis.project import Project
from cclint.analysis.sift import Sift
from cclint.analysis.walking import statements, values_in
from cclint.ir import nodes as ir
from cclint.ir.source import Source

Tests: TypeAlias = Callable[[str], bool]
"""Tells the paths of test code from others."""


MANY: Final = 150
"""Relevant functions from which on those that are far from any mail API do not count: the values that matter come from nearby."""
MODULES: Final = (".py", ".pyw", ".ipynb")
DOCUMENTS: Final = (".md", ".rst")
"""Kinds of files that no program reads its recipients from."""
NEAR: Final = 3
"""Calls between a function and a mail API that are followed in any case."""


class Relevant:
    """The functions that can reach a mail API through functions of the project, by name and along imports."""

    def __init__(self, sift: Sift, project: Project) -> None:
        self.project = project
        self.scopes: dict[int, int] = {}  # how many calls away a mail API is, by the id of a scope
        self.bodies: set[str] = set()  # modules whose own statements can reach one
        self.names: dict[str, set[str]] = defaultdict(set)  # by path: what others can call
        self.held: dict[str, set[str]] = defaultdict(set)  # those of them that stand for something else
        self.classes: dict[str, set[str]] = defaultdict(set)  # those with relevant methods, inherited ones included
        self.reaches: dict[str, set[str]] = {}
        self.apis = Apis(sift, project)
        self.usable: dict[str, frozenset[str]] = {}  # by path: words that can mean what other files have
        self.handles: dict[str, list[tuple[str, frozenset[str]]]] = {}  # by path: other names for what a module has
        self.bases: dict[str, set[str]] = defaultdict(set)  # by path: the classes that relevant ones derive from

    @property
    def direct(self) -> dict[int, int]:
        """The functions that mention a mail API themselves."""
        return {scope: distance for scope, distance in self.scopes.items() if distance == 0}

    def extend(self, modules: Mapping[str, ir.Module]) -> None:
        """Look at modules, step by step away from the mail APIs, until there is nothing new or it is far enough.

        All begins anew with each module that is new: it may be a shorter way between others, and how far away something is
        must not depend on when its file was found.
        """
        self.scopes.clear()
        self.bodies.clear()
        self.names.clear()
        self.held.clear()
        self.classes.clear()
        functions = [(path, one) for path, module in modules.items() for one in every(module.body)]
        for path, module in modules.items():
            if path not in self.reaches:
                self.reaches[path] = imports_of(module, self.project)
                self.handles[path] = handles(module)
                self.usable[path] = self.apis.usable(module)
        reached = {path: self.closure(path) for path in modules}
        # A library can be named in a module of settings: in one that a file imports, not in all that lie behind that.
        apis = {path: self.apis.of(module, self.reaches[path] & modules.keys()) for path, module in modules.items()}
        distance = 0
        while distance <= NEAR or len(self.scopes) <= MANY:
            found = [
                (path, one)
                for path, one in functions
                if id(one) not in self.scopes
                and (
                    not apis[path].isdisjoint(one.mentions)
                    if distance == 0
                    else self.mentions_known(path, one.mentions, reached[path])
                )
            ]
            for path, function in found:
                self.scopes[id(function)] = distance
                self.names[path].add(called_as(function))
                self.classes[path].update(function.qualname.split(".")[-2:-1])
            held = [
                (path, name)
                for path in modules
                for name, meant in self.handles[path]
                if name not in self.names[path]
                and not (apis[path].isdisjoint(meant) and not self.mentions_known(path, meant, reached[path]))
            ]
            for path, name in held:
                self.names[path].add(name)
                self.held[path].add(name)
            derived = [
                (path, node)
                for path, module in modules.items()
                for node in module.classes
                if node.name not in self.classes[path] and self.inherits(path, node, reached[path], apis[path])
            ]
            above = [
                one for path, module in modules.items() for one in module.classes if self.takes_up(path, one, module)
            ]
            if not found and not held and not derived and not above and distance:
                break
            distance += 1
        for path, module in modules.items():
            own = module.body.own
            if not apis[path].isdisjoint(own) or self.mentions_known(path, own, reached[path]):
                self.bodies.add(path)

    def mentions_known(self, path: str, mentions: AbstractSet[str], reached: set[str]) -> bool:
        """Whether words of a file are those of something relevant that it can mean by them."""
        usable = self.usable[path]
        return any(
            not self.names[other].isdisjoint(mentions)
            and (other == path or not usable.isdisjoint(self.names[other] & mentions))
            for other in reached
            if other in self.names
        )

    def inherits(self, path: str, node: ir.ClassDefinition, reached: set[str], apis: frozenset[str]) -> bool:
        """Take in a class that derives from one with relevant methods: they are called on it by their names."""
        bases = {
            base.id if isinstance(base, ir.Name) else base.name
            for base in node.bases
            if isinstance(base, (ir.Name, ir.Attribute))
        }
        if not bases.isdisjoint(apis):  # a library's class: making one may be all that it takes
            self.classes[path].add(node.name)
            self.names[path].add(node.name)
            return True
        for other in sorted(reached):
            if other in self.classes and not bases.isdisjoint(self.classes[other]):
                self.classes[path].add(node.name)
                self.names[path] |= self.names[other]
                return True
        return False

    def takes_up(self, path: str, node: ir.ClassDefinition, module: ir.Module) -> bool:
        """Take in the classes of other modules that a relevant class derives from: who is given one of those, calls it."""
        if node.name not in self.classes[path]:
            return False
        known = sum(map(len, self.bases.values()))
        names = {base.id for base in node.bases if isinstance(base, ir.Name)}
        for one in module.imports if names else ():
            other = self.project.resolve(one.module, path, one.level) if one.name in names and one.member else None
            if other is not None and other != path and not other.endswith("/") and one.member is not None:
                self.bases[other].add(one.member)
                self.names[other] |= {called_as(inner) for inner in every(node.scope) if id(inner) in self.scopes}
        return sum(map(len, self.bases.values())) > known

    def offered(self, module: ir.Module) -> set[str]:
        """The names under which others import what is relevant in a module, and is not so far that they are not."""
        far = NEAR if len(self.scopes) > MANY else len(self.scopes)
        found = {one.qualname.partition(".")[0] for one in every(module.body) if self.scopes.get(id(one), far) < far}
        return found | self.classes[module.path] | self.held[module.path]

    def helpers(self, modules: Mapping[str, ir.Module]) -> dict[str, set[str]]:
        """For each module that others can call something relevant of, the names of that."""
        found = {path: names for path, module in modules.items() if (names := self.offered(module))}
        for path, names in self.bases.items():
            found[path] = found.get(path, set()) | names
        return found

    def beside(self, paths: set[str], modules: Mapping[str, ir.Module]) -> list[str]:
        """Those of some files that import a module that takes part, or are imported by one.

        Parameters
        ----------
        paths: files that take part with others only: what they send is not made in them.
        modules: those that take part.
        """
        called = set[str]().union(*(self.reaches[path] for path in modules))
        lowered = {path: self.project.module(path) for path in sorted(paths - called)}
        calling = {
            one for one, module in lowered.items() if module and imports_of(module, self.project) & modules.keys()
        }
        return sorted(paths & called | calling)

    def upstream(self, selected: set[str], sources: Iterable[Source]) -> set[str]:
        """The files from which something in the selected ones can be reached.

        Parameters
        ----------
        selected: the paths that a user asked about.
        sources: all files of the project: what is no module here is found by who names it, on any way.
        """
        reached = {path: self.closure(path) for path in self.reaches}
        found = (selected & reached.keys()) | self.naming(selected - reached.keys(), sources)
        while True:
            more = {path for path, others in reached.items() if path not in found and not others.isdisjoint(found)}
            if not more:
                return found
            found |= more

    def naming(self, paths: set[str], sources: Iterable[Source]) -> set[str]:
        """The modules that name one of some files, or a file that does: settings, constants, what hands them on."""
        found: set[str] = set()
        left = {source.path: source for source in sources if source.path.endswith(MODULES)} if paths else {}
        pending = {path for path in paths if not path.endswith(DOCUMENTS)}
        while pending and left:
            names = re.compile(b"|".join(sorted({_named(path) for path in pending})))
            naming = {path for path, source in left.items() if path not in pending and names.search(_bytes(source))}
            for path in naming:
                del left[path]
            found |= naming & self.reaches.keys()
            pending = naming - self.reaches.keys()
        return found

    def closure(self, path: str) -> set[str]:
        """The files whose functions a file can name: those that it imports, those that packages hand on, itself."""
        seen = {path, *self.reaches.get(path, ())}
        pending = [other for other in seen if other.endswith("__init__.py")]
        while pending:
            for other in self.reaches.get(pending.pop(), ()):
                if other not in seen:
                    seen.add(other)
                    if other.endswith("__init__.py"):
                        pending.append(other)
        return seen


def _named(path: str) -> bytes:
    """A pattern for the ways in which modules speak of a file: a module by its word, other files in texts."""
    folder, _, name = path.rpartition("/")
    stem = name.partition(".")[0]
    if not path.endswith(MODULES) and stem:
        return rb"""["'/\\}]""" + re.escape(stem.encode("utf-8", "surrogateescape")) + rb"(?!\w)"
    word = folder.rpartition("/")[2] or stem if stem == "__init__" else stem or name.strip(".")
    return rb"(?<!\w)" + re.escape(word.encode("utf-8", "surrogateescape")) + rb"(?!\w)"


def _bytes(source: Source) -> bytes:
    try:
        return source.glance()
    except OSError:
        return b""


def called_as(function: ir.Function) -> str:
    """The name by which a function is called: a special method by its class's."""
    if function.name.startswith("__") and function.name.endswith("__"):
        return function.qualname.rpartition(".")[0].rpartition(".")[2] or function.name
    return function.name


def imports_of(module: ir.Module, project: Project) -> set[str]:
    """The files of the project that a module imports, anywhere in it."""
    found: set[str] = set()
    for node in module.imports:
        path = project.resolve(node.module, module.path, node.level)
        if path is None and node.level == 0 and node.module:
            path = project.resolve(node.module.partition(".")[0], module.path)
        if path is not None:
            if not path.endswith("/"):
                found.add(path)
            inner = project.submodule(path, node.member) if node.member and node.member != "*" else None
            if inner is not None:
                found.add(inner)
    return found


def handles(module: ir.Module) -> list[tuple[str, frozenset[str]]]:
    """The names that a module and its classes give to what has another: by an import, or as a value, alone or in something.

    Returns
    -------
    Each name with the words of what it may stand for. What is called gives something else: it is not among them.
    """
    found = [(one.name, frozenset({one.member})) for one in module.imports if one.member and one.member != one.name]
    for scope in (module.body, *(one.scope for one in module.classes)):
        for statement in statements(scope.body):
            if isinstance(statement, ir.Assign) and statement.value is not None:
                meant = frozenset(values_in(statement.value))
                found += [(one.id, meant) for one in statement.targets if isinstance(one, ir.Name) and meant]
    return found


def every(scope: ir.Function) -> Iterator[ir.Function]:
    """The functions that stand in a scope, those in its classes included, those inside other functions not."""
    for inner in scope.inner:
        if inner.kind == "function":
            yield inner
        elif inner.kind == "class":
            yield from every(inner)
