"""What relevance has to know of a module: a fourteenth of what its nodes take."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Final, NamedTuple

from cclint.analysis.aliases import Alias, aliases_of, attributes_of, containers_of
from cclint.analysis.planting import put_there
from cclint.analysis.project import Project
from cclint.ir import nodes as ir

ACTING: Final = frozenset({"__call__", "__enter__", "__exit__", "__aenter__", "__aexit__", "__iter__"})
"""The methods that are called without their names."""


class Words(NamedTuple):
    """The words of a scope, told apart.

    Parameters
    ----------
    taken: those by which the file can mean what other files have: it imports them, or takes them from something.
    plain: the others.
    """

    taken: tuple[str, ...]
    plain: tuple[str, ...]

    def any_of(self, names: frozenset[str]) -> bool:
        """Whether one of some names is among them."""
        return not (names.isdisjoint(self.taken) and names.isdisjoint(self.plain))


class Head(NamedTuple):
    """A function.

    Parameters
    ----------
    called: by which name it is called.
    top: the name of what it stands in at the top of its module; its own where that is itself.
    owner: the class that it is a method of, if it is one.
    words: what it mentions.
    acting: whether it is called without its name, as an object is.
    """

    called: str
    top: str
    owner: str
    words: Words
    acting: bool


class ClassHead(NamedTuple):
    """A class.

    Parameters
    ----------
    name: its own.
    bases: the names that its bases end with.
    plain: those of them that are names alone.
    methods: the numbers of the functions that stand in it.
    """

    name: str
    bases: frozenset[str]
    plain: frozenset[str]
    methods: tuple[int, ...]


class Outline(NamedTuple):
    """A module.

    Parameters
    ----------
    path: its file.
    functions: in the order of `every`.
    classes: all of them.
    imports: its import statements.
    own: the words of its body, functions and classes left out.
    aliases: other names for what it has, each with the words of what that may be.
    keeping: for each function that mentions containers of the module, those.
    put: what it puts on something else: the name there, and the name of the class of what it makes.
    reaches: the files of the project that it imports.
    """

    path: str
    functions: tuple[Head, ...]
    classes: tuple[ClassHead, ...]
    imports: tuple[ir.Import, ...]
    own: Words
    aliases: tuple[tuple[Alias, Words], ...]
    keeping: tuple[tuple[str, tuple[str, ...]], ...]
    put: tuple[tuple[str, str], ...]
    reaches: frozenset[str]


def outlined(module: ir.Module, project: Project, usable: frozenset[str]) -> Outline:
    """The outline of a module.

    Parameters
    ----------
    module: the lowered file.
    project: says which file an import means.
    usable: the words by which it can mean what other files have.
    """

    def told(words: Collection[str]) -> Words:
        taken = usable.intersection(words)
        return Words(tuple(taken), tuple(word for word in words if word not in taken))

    functions = [*every(module.body)]
    attributes = [alias for one in functions for alias in attributes_of(one)]
    numbers = {id(one): number for number, one in enumerate(functions)}
    return Outline(
        module.path,
        tuple(
            Head(
                called_as(one),
                one.qualname.partition(".")[0],
                one.qualname.rpartition(".")[0].rpartition(".")[2],
                told(one.mentions),
                one.name in ACTING,
            )
            for one in functions
        ),
        tuple(
            ClassHead(
                one.name,
                frozenset(_ends(one.bases)),
                frozenset(base.id for base in one.bases if isinstance(base, ir.Name)),
                tuple(numbers[id(inner)] for inner in every(one.scope) if id(inner) in numbers),
            )
            for one in module.classes
        ),
        tuple(module.imports),
        told(module.body.own),
        tuple((one, told(one.held)) for one in dict.fromkeys((*aliases_of(module), *attributes))),
        tuple(containers_of(module.body)),
        tuple(put_there(module.body)),
        frozenset(imports_of(module, project)),
    )


def _ends(bases: Iterable[ir.Expression]) -> Iterator[str]:
    for base in bases:
        if isinstance(base, (ir.Name, ir.Attribute)):
            yield base.id if isinstance(base, ir.Name) else base.name


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


def every(scope: ir.Function) -> Iterator[ir.Function]:
    """The functions that stand in a scope, those in its classes included, those inside other functions not."""
    for inner in scope.inner:
        if inner.kind == "function":
            yield inner
        elif inner.kind == "class":
            yield from every(inner)
