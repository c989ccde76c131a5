"""Functions that a program calls, but only where it never gets to: nobody sees what they would send."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import Final, TypeAlias

from cclint.analysis.program.walking import last_name, walk
from cclint.ir import nodes as ir

Scopes = Iterable[ir.Function]
Reached: TypeAlias = Callable[[str], AbstractSet[str]]
"""The files whose functions a file can name."""
UNBOUND: Final = ("staticmethod", "classmethod")
"""Decorators that leave it to the class who calls a method."""
Named: TypeAlias = tuple["Counter[str]", "Counter[str]"]
"""How often each name is called in a scope, and how often it is mentioned."""


def uncalled(
    functions: Iterable[ir.Function],
    modules: Iterable[ir.Module],
    done: Callable[[ir.Function], bool],
    reached: Reached,
) -> set[int]:
    """The functions that are called somewhere, and nowhere that programs get to.

    A function without any caller in sight may be called by others. One whose callers are all in sight is judged by them:
    where each of them has been evaluated as it runs, to its end, and none has got to the call, there is nothing to judge.

    Parameters
    ----------
    functions: functions that no evaluation has got to.
    modules: where they may be called.
    done: whether a scope has been evaluated to its end, with the values that it has when the program runs.
    reached: the files whose functions a file can name; what has the same name elsewhere is another function.

    Returns
    -------
    The ids of those functions, which have no decorators (which may hand them on); of methods those that nobody can mean but their
    own class, and who names that.
    """
    candidates = [*functions]
    plain = [one for one in candidates if "." not in one.qualname and not one.decorators]
    modules = [*modules] if candidates else []
    scopes = [scope for module in modules for scope in _scopes(module.body)]
    alone = {(module.path, one.name) for module in modules for one in module.classes if not _derives(one)}
    callers = _callers(plain, scopes, reached)
    methods = [one for one in candidates if _is_own(one, alone)]
    classes = {(module.path, one.name) for module in modules for one in module.classes} if methods else set()
    callers.update(_callers_of_methods(methods, scopes, reached, classes))
    by_name: dict[str, list[ir.Function]] = {}
    for one in candidates:
        if id(one) in callers:
            by_name.setdefault(one.name, []).append(one)
    found: set[int] = set()
    named: dict[int, Named] = {}
    pending = [one for ones in by_name.values() for one in ones]
    while pending:  # what only the uncalled ones call is uncalled as well
        more = [
            one
            for one in pending
            if id(one) not in found
            and (calling := [scope for scope in callers[id(one)] if scope is not one])
            and all(id(scope) in found or done(scope) for scope in calling)
            and _called(one.name, calling, named)
        ]
        found.update(map(id, more))
        again = {id(one): one for scope in more for name in scope.own & by_name.keys() for one in by_name[name]}
        pending = list(again.values())
    return found


def _callers(plain: list[ir.Function], scopes: list[ir.Function], reached: Reached) -> dict[int, list[ir.Function]]:
    """By the ids of functions of modules, the scopes that can mean them by their names."""
    by_name: dict[str, list[ir.Function]] = {}
    for one in plain:
        by_name.setdefault(one.name, []).append(one)
    found: dict[int, list[ir.Function]] = {}
    files: dict[str, AbstractSet[str]] = {}
    for scope in scopes if plain else ():
        for name in by_name.keys() & scope.own:
            if scope.path not in files:
                files[scope.path] = reached(scope.path)
            for one in by_name[name]:
                if one.path in files[scope.path] or one.path == scope.path:
                    found.setdefault(id(one), []).append(scope)
    return found


def _callers_of_methods(
    functions: list[ir.Function], scopes: list[ir.Function], reached: Reached, classes: AbstractSet[tuple[str, str]]
) -> dict[int, list[ir.Function]]:
    """By the ids of methods, the scopes that mention them, where it is certain that those mean them: methods of the same class
    that take them from their object, and whoever takes them from the class, or from what it has made of it. Of a method
    whose name is taken from anything else, nobody knows who calls it.
    """
    by_name: dict[str, list[ir.Function]] = {}
    for one in functions:
        by_name.setdefault(one.name, []).append(one)
    found: dict[int, list[ir.Function]] = {}
    unsure: set[int] = set()
    for scope in scopes if by_name else ():
        if scope.kind == "class":
            continue
        for name in by_name.keys() & scope.own:
            for one in by_name[name]:
                owner = one.qualname.partition(".")[0]
                itself = name in scope.selves and scope.path == one.path and scope.qualname.partition(".")[0] == owner
                by_class = (owner, name) in scope.made or _takes_from(scope, owner, name)
                if itself or (by_class and scope.path == one.path):
                    found.setdefault(id(one), []).append(scope)
                elif not by_class:
                    unsure.add(id(one))
                elif (scope.path, owner) not in classes and one.path in reached(scope.path):  # else it is another class
                    found.setdefault(id(one), []).append(scope)
    return {key: calling for key, calling in found.items() if key not in unsure}


def _derives(cls: ir.ClassDefinition) -> bool:
    """Whether a class derives from another one: who has that calls methods by the names that it knows."""
    return any(not isinstance(one, ir.Name) or one.id != "object" for one in cls.bases)


def _is_own(function: ir.Function, alone: AbstractSet[tuple[str, str]]) -> bool:
    """Whether a function is a method of one of some classes, which nothing but its class hands on."""
    owner, _, name = function.qualname.partition(".")
    decorators = (last_name(one) for one in function.decorators)
    return name == function.name and (function.path, owner) in alone and all(one in UNBOUND for one in decorators)


def _takes_from(scope: ir.Function, owner: str, name: str) -> bool:
    """Whether a scope takes an attribute from what has a name, and from nothing else."""
    taken = [one.value for one in walk(scope.body) if isinstance(one, ir.Attribute) and one.name == name]
    return bool(taken) and all(isinstance(one, ir.Name) and one.id == owner for one in taken)


def _scopes(scope: ir.Function) -> Iterator[ir.Function]:
    yield scope
    for inner in scope.inner:
        yield from _scopes(inner)


def _called(name: str, scopes: Scopes, known: dict[int, Named]) -> bool:
    """Whether a name stands in front of the arguments of a call at least once, and nowhere else."""
    for scope in scopes:
        if id(scope) not in known:
            known[id(scope)] = _named(scope)
    found = [known[id(scope)] for scope in scopes]
    calls = sum(one[0][name] for one in found)
    return 0 < calls == sum(one[1][name] for one in found)


def _named(scope: ir.Function) -> Named:
    """How often each name is called in a scope, and how often it is mentioned at all."""
    calls: Counter[str] = Counter()
    mentions: Counter[str] = Counter()
    for node in walk(scope.body):
        if isinstance(node, ir.Call):
            calls[last_name(node.function)] += 1
        mentions[last_name(node)] += 1
    return calls, mentions
