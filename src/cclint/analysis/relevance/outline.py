"""What relevance has to know of a module: a part of what its nodes take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Final, NamedTuple

from cclint.analysis.program.project import Project
from cclint.analysis.program.walking import last_name, walk
from cclint.analysis.relevance.aliases import Alias, Held, aliases_of, attributes_of, held_in, imported_by
from cclint.analysis.relevance.giving import givers_of
from cclint.analysis.relevance.planting import put_there
from cclint.ir import nodes as ir

PARTIAL: Final = "partial"
"""What gives a function with some of its arguments given."""
ACTING: Final = frozenset({"__call__", "__enter__", "__exit__", "__aenter__", "__aexit__", "__iter__"})
"""The methods that are called without their names."""


DYNAMIC: Final = frozenset({"import_module", "__import__", "modules", "load_module", "exec_module"})
"""What gives modules that no import statement names."""


class Words(NamedTuple):
    """The words of a scope, told apart.

    Parameters
    ----------
    names: those that stand by themselves.
    imported: those of them that the file imports, and by which it can mean what other files have.
    taken: attributes, but for those of what a method is called on, and of what names give that are called.
    selves: those that are taken from that alone.
    inherited: those of them that its class does not have itself, but for what the method takes the place of.
    made: those of what names give that are called, behind those names.
    led: attributes that it takes from what it imports, or from modules that it finds by their names.
    modules: the modules of the project that it names, and the file hands to somebody.
    read: names from which it only reads something: if they are classes, it makes no objects of them.
    """

    names: tuple[str, ...]
    imported: tuple[str, ...]
    taken: tuple[str, ...]
    selves: tuple[str, ...]
    inherited: tuple[str, ...]
    made: tuple[tuple[str, str], ...]
    led: tuple[str, ...]
    modules: tuple[str, ...]
    read: frozenset[str]


class Head(NamedTuple):
    """A function.

    Parameters
    ----------
    called: by which name it is called.
    top: the name of what it stands in at the top of its module; its own where that is itself.
    owner: the class that it is a method of, if it is one.
    words: what it mentions.
    acting: whether it is called without its name, as an object is, or what it gives is.
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
    givers: by name, what is mentioned where that is bound or filled.
    put: what it puts on something else: the name there, and the name of the class of what it makes.
    reaches: the files of the project that it imports.
    handed: those of which it handles the module as it does other values: whoever gets that takes something from it.
    brings: the names that it has from those, imported or taken from a module, and does not only derive classes from.
    prose: the first and the last lines of its docstrings.
    """

    path: str
    functions: tuple[Head, ...]
    classes: tuple[ClassHead, ...]
    imports: tuple[ir.Import, ...]
    own: Words
    aliases: tuple[tuple[Alias, Words], ...]
    givers: Mapping[str, frozenset[str]]
    put: tuple[tuple[str, str], ...]
    reaches: frozenset[str]
    handed: frozenset[str]
    brings: frozenset[str]
    prose: tuple[tuple[int, int], ...]


def outlined(module: ir.Module, project: Project) -> Outline:
    """The outline of a module.

    Parameters
    ----------
    module: the lowered file.
    project: says which file an import means.
    """
    members = {one.member for one in module.imports if one.member}
    theirs = {one.name: one.member for one in module.imports if one.member and one.member not in ("*", one.name)}
    dynamic = not DYNAMIC.isdisjoint(module.body.mentions)
    handed = dict(_handed(module, project))

    def of_others(names: AbstractSet[str]) -> frozenset[str]:
        """What others call that for which the module has names of its own."""
        return frozenset(other for name, other in theirs.items() if name in names)

    def told(
        names: AbstractSet[str],
        taken: AbstractSet[str],
        values: AbstractSet[str],
        selves: AbstractSet[str] = frozenset(),
        inherited: AbstractSet[str] = frozenset(),
        made: AbstractSet[tuple[str, str]] = frozenset(),
        read: AbstractSet[str] = frozenset(),
    ) -> Words:
        imported = names if "*" in members else members.intersection(names)
        if theirs:
            imported, read = imported | of_others(names), read | of_others(read)
        modules = (handed[name] for name in sorted(handed.keys() & values))
        led = taken if dynamic else module.led.intersection(taken)
        others = taken - selves - {attribute for _, attribute in made}
        return Words(
            tuple(names),
            tuple(imported),
            tuple(others),
            tuple(selves),
            tuple(inherited),
            tuple(made),
            tuple(led),
            tuple(modules),
            frozenset(read),
        )

    def of_known(
        function: ir.Function,
    ) -> tuple[AbstractSet[str], AbstractSet[str], AbstractSet[tuple[str, str]]]:
        """What it takes from something whose class is known."""
        owner = function.qualname.rpartition(".")[0]
        if not owner:
            return frozenset(), frozenset(), {one for one in function.made if one[1] not in function.selves}
        inherited = {name for name in function.selves if name == function.name or name not in has[owner]}
        return function.selves, inherited, function.made

    functions = [*every(module.body)]
    has: defaultdict[str, set[str]] = defaultdict(set)  # by the qualified name of a class: its methods
    for one in functions:
        has[one.qualname.rpartition(".")[0]].add(one.name)
    bound = (*aliases_of(module), *(alias for one in functions for alias in attributes_of(one)))
    numbers = {id(one): number for number, one in enumerate(functions)}
    return Outline(
        module.path,
        tuple(
            Head(
                called_as(one),
                one.qualname.partition(".")[0],
                one.qualname.rpartition(".")[0].rpartition(".")[2],
                told(
                    one.named | head.names,
                    one.taken | head.taken,
                    module.handed.get(one.qualname, frozenset()) | head.names,
                    *of_known(one),
                    read=one.read,
                ),
                one.name in ACTING or gives_functions(one),
            )
            for one, head in zip(functions, map(_in_head, functions))
        ),
        tuple(
            ClassHead(
                one.name,
                bases | of_others(bases),
                frozenset(base.id for base in one.bases if isinstance(base, ir.Name)),
                tuple(numbers[id(inner)] for inner in every(one.scope) if id(inner) in numbers),
            )
            for one in module.classes
            for bases in [frozenset(_ends(one.bases))]
        ),
        tuple(module.imports),
        told(
            module.body.own & module.body.named,
            module.body.own & module.body.taken,
            module.handed.get("", frozenset()),
            read=module.body.read,
        ),
        (
            *((one, told(one.held.names, frozenset(), frozenset())) for one in dict.fromkeys(imported_by(module))),
            *((one, told(one.held.names, one.held.taken, one.held.names)) for one in dict.fromkeys(bound)),
        ),
        givers_of(module, functions, bound),
        tuple(put_there(module.body)),
        frozenset(imports_of(module, project)),
        frozenset(handed.values()),
        frozenset(one.member for one in module.imports if one.member and one.name not in module.based) | module.led,
        module.prose,
    )


def _handed(module: ir.Module, project: Project) -> Iterator[tuple[str, str]]:
    """The modules of the project that a file hands to somebody: the names that it has for them, and their paths."""
    names = frozenset[str]().union(*module.handed.values())
    for node in module.imports:
        if node.name in names:
            path = project.resolve(node.module, module.path, node.level)
            inner = project.submodule(path, node.member) if path is not None and node.member else path
            if inner is not None:
                yield node.name, inner


def _in_head(function: ir.Function) -> Held:
    """What the head of a function refers to: who calls it calls what its decorators make of it, and it may call a parameter
    that nobody gives.
    """
    names, taken = set[str](), set[str]()
    for decorator in function.decorators:
        head = decorator.function if isinstance(decorator, ir.Call) else decorator
        while isinstance(head, ir.Attribute):
            taken.add(head.name)
            head = head.value
        if isinstance(head, ir.Name):
            names.add(head.id)
    for parameter in function.parameters:
        held = held_in(parameter.default)
        names |= held.names
        taken |= held.taken
    return Held(frozenset(names), frozenset(taken))


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


def gives_functions(function: ir.Function) -> bool:
    """Whether a function gives one that it has made: to call what it gives is to do what that does."""
    if not function.inner and PARTIAL not in function.mentions:
        return False
    made = {one.name for one in function.inner if one.kind == "function"}
    given: list[ir.Expression] = []
    for one in walk(function.body):
        if isinstance(one, ir.Assign) and not made.isdisjoint(held_in(one.value).names):
            made.update(target.id for target in one.targets if isinstance(target, ir.Name))
        elif isinstance(one, ir.Return) and one.value is not None:
            given.append(one.value)
    partial = any(isinstance(one, ir.Call) and last_name(one.function) == PARTIAL for one in given)
    return partial or any(isinstance(one, ir.Lambda) or not made.isdisjoint(held_in(one).names) for one in given)


def nested(scope: ir.Function) -> Iterator[ir.Function]:
    """The functions that stand inside a function, at any depth."""
    for inner in scope.inner:
        if inner.kind == "function":
            yield inner
        yield from nested(inner)
