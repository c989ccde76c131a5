"""What is relevant of some modules, now that their nodes are at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final, NamedTuple

from cclint.analysis.relevance.functions import Relevant
from cclint.analysis.relevance.outline import every
from cclint.ir import nodes as ir

SUPPOSED: Final = 1
"""Calls between what stands in a small program and a mail API, where nothing is known of that."""


class Within(NamedTuple):
    """What is relevant of some modules.

    Parameters
    ----------
    scopes: how many calls away a mail API is, by the id of a function.
    supposed: those of them of which only is known that they belong to a small program that sends mail.
    bodies: how many calls away one is from the statements of a module, by path, where they can reach it.
    reached: the files whose functions a file can name.
    makers: the functions that make objects of relevant classes, by id, and the modules whose statements do, by path.
    meant: by name, the functions that it is another name for, on any way.
    planted: by the name of an attribute or a key of something else, the one class of objects that is put there, as the path
    of its module and its name.
    """

    scopes: Mapping[int, int]
    supposed: frozenset[int]
    bodies: Mapping[str, int]
    reached: Callable[[str], set[str]]
    makers: frozenset[int | str]
    meant: Mapping[str, set[str]]
    planted: Mapping[str, tuple[str, str]]

    @property
    def direct(self) -> dict[int, int]:
        """The functions that mention a mail API themselves."""
        return {scope: distance for scope, distance in self.scopes.items() if distance == 0}


def within(relevant: Relevant, modules: Mapping[str, ir.Module]) -> Within:
    """What of some modules is relevant, now that their nodes are at hand.

    Parameters
    ----------
    relevant: what is relevant of all of them.
    modules: lowered, by path.
    """
    known = relevant.known
    scopes = {
        id(one): known.scopes[path, number]
        for path, module in modules.items()
        for number, one in enumerate(every(module.body))
        if (path, number) in known.scopes
    }
    makers = {
        id(one)
        for path, module in modules.items()
        for number, one in enumerate(every(module.body))
        if (path, number) in known.makers
    }
    whole = relevant.whole & modules.keys()
    supposed = frozenset(id(one) for path in whole for one in every(modules[path].body)) - scopes.keys()
    bodies = {**dict.fromkeys(whole, SUPPOSED), **known.bodies}
    return Within(
        {**dict.fromkeys(supposed, SUPPOSED), **scopes},
        supposed,
        {path: bodies[path] for path in bodies.keys() & modules.keys()},
        relevant.closure,
        frozenset(makers | known.placing),
        known.meant(),
        planted(relevant, modules),
    )


def planted(relevant: Relevant, paths: Iterable[str]) -> dict[str, tuple[str, str]]:
    """What some modules put on something else under a name, where it is of one class with relevant methods."""
    found: dict[str, set[tuple[str, str]]] = {}
    for path in paths:
        outline = relevant.outlines.get(path)
        if outline is None or not outline.put:
            continue
        homes = {
            name: other for other in sorted(relevant.closure(path)) for name in relevant.known.classes.get(other, ())
        }
        for name, cls in outline.put:
            if cls in homes:
                found.setdefault(name, set()).add((homes[cls], cls))
    return {name: next(iter(classes)) for name, classes in found.items() if len(classes) == 1}
