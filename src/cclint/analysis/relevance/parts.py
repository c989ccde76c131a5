"""Large programs in parts that have nothing to do with each other: followed one after the other, or side by side.

What one part has taken up of memory can be given back before the next one begins, and processes need not share what they
know. Modules belong together where one imports the other, or both import a third one, and those of one package always do.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Final

from cclint.analysis.program.layout import Layout
from cclint.analysis.relevance.outline import Outline

WORTH: Final = 150
"""Functions that a part has at least, if there are as many: what is smaller takes no time to follow together."""


def parts(outlines: Mapping[str, Outline], weights: Mapping[str, int], layout: Layout) -> list[list[str]]:
    """The modules of a program, in parts that import nothing of each other's, and nothing that another one imports.

    Parameters
    ----------
    outlines: the modules.
    weights: how many functions of each are to be followed.
    layout: knows the packages.

    Returns
    -------
    The paths of each part, in an order that depends on nothing but them.
    """
    if sum(weights.values()) < 2 * WORTH:
        return [sorted(outlines)]
    links = {path: {layout.top(path), *map(layout.top, one.reaches)} for path, one in outlines.items()}
    found: list[list[str]] = [[]]
    heavy = 0
    for group in linked(links):
        if heavy >= WORTH:
            found.append([])
            heavy = 0
        found[-1] += group
        heavy += sum(weights.get(path, 0) for path in group)
    return found


def linked(links: Mapping[str, AbstractSet[str]]) -> list[list[str]]:
    """Groups of paths that are linked to each other, on any way, sorted.

    Parameters
    ----------
    links: by path, others, which need not be among them.
    """
    first: dict[str, str] = {}  # each path stands for another one of its group, until it stands for itself

    def standing_for(one: str) -> str:
        while first.setdefault(one, one) != one:
            first[one] = first[first[one]]
            one = first[one]
        return one

    for path, others in links.items():
        for other in sorted(others):
            one, another = sorted((standing_for(path), standing_for(other)))
            first[another] = one
    groups: dict[str, list[str]] = {}
    for path in sorted(links):
        groups.setdefault(standing_for(path), []).append(path)
    return [*groups.values()]
