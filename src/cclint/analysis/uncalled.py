"""Functions that a program calls, but only where it never gets to: nobody sees what they would send."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import TypeAlias

from cclint.analysis.walking import last_name, walk
from cclint.ir import nodes as ir

Scopes = Iterable[ir.Function]
Named: TypeAlias = tuple["Counter[str]", "Counter[str]"]
"""How often each name is called in a scope, and how often it is mentioned."""


def uncalled(
    functions: Iterable[ir.Function],
    modules: Iterable[ir.Module],
    done: Callable[[ir.Function], bool],
    reached: Callable[[str], AbstractSet[str]],
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
    The ids of those functions, which are of modules (a method may be called by whoever has an instance) and have no
    decorators (which may hand them on).
    """
    plain = [one for one in functions if "." not in one.qualname and not one.decorators]
    names = {one.name for one in plain}
    mentioning: dict[str, list[ir.Function]] = {name: [] for name in names}
    for module in modules if names else ():
        for scope in _scopes(module.body):
            for name in names & scope.own:
                mentioning[name].append(scope)
    by_name: dict[str, list[ir.Function]] = {}
    for one in plain:
        by_name.setdefault(one.name, []).append(one)
    files = {path: reached(path) for path in {scope.path for scopes in mentioning.values() for scope in scopes}}
    naming: dict[tuple[str, str], list[ir.Function]] = {}  # by name and file, who can mean a function of that by it
    for name, scopes in mentioning.items():
        homes = {one.path for one in by_name[name]}
        for scope in scopes:
            for path in homes & (files[scope.path] | {scope.path}):
                naming.setdefault((name, path), []).append(scope)
    found: set[int] = set()
    named: dict[int, Named] = {}
    pending = plain
    while pending:  # what only the uncalled ones call is uncalled as well
        more = [
            one
            for one in pending
            if id(one) not in found
            and (callers := [scope for scope in naming.get((one.name, one.path), ()) if scope is not one])
            and all(id(scope) in found or done(scope) for scope in callers)
            and _called(one.name, callers, named)
        ]
        found.update(map(id, more))
        again = {id(one): one for scope in more for name in scope.own & names for one in by_name[name]}
        pending = list(again.values())
    return found


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
