"""What is new in one version of a program against an earlier one: exposures whose origin, flow or sink has changed.

A finding is old where the earlier version has one for each of its flows: the same rule, the same text in the normal
form on every step from the origin to the header, shown to no more people. Lines, paths and enclosing definitions may
have changed: code that is moved, re-indented or renamed shows nobody anything new. Each earlier flow explains one
present flow, so a copy is new.
"""

from __future__ import annotations

import ast
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from cclint.finding import Finding, Place, Shown, Step
from cclint.normal import PERSON, normal
from cclint.report import text_at
from cclint.suppress import is_python

Lines = Callable[[str], Sequence[str]]


@dataclass(slots=True)
class Version:
    """One version of a program.

    Parameters
    ----------
    findings: what it would be told.
    lines: the lines of a file that a finding names.
    """

    findings: Sequence[Finding]
    lines: Lines
    bound: dict[str, frozenset[str]] = field(default_factory=dict)

    def text(self, place: Place, *, renamed: bool) -> str:
        """The normal text of a place; if `renamed`, without the names that its own file gives."""
        lines = self.lines(place.path)
        python = is_python(place.path)
        erased = self.names(place.path, lines) if renamed and python else frozenset[str]()
        return normal(text_at(place, lines), python=python, erased=erased)

    def names(self, path: str, lines: Sequence[str]) -> frozenset[str]:
        if path not in self.bound:
            self.bound[path] = _bound("\n".join(lines))
        return self.bound[path]


@dataclass(frozen=True, slots=True)
class _Flow:
    """One way of addresses into one header; the unit that is compared."""

    owner: int
    finding: Finding
    trace: tuple[Step, ...]
    people: frozenset[str]
    most: float

    def explains(self, other: _Flow) -> bool:
        """Whether this, as an earlier flow, shows all that the other shows."""
        return self.finding.level >= other.finding.level and self.people >= other.people and self.most >= other.most


def fresh(now: Version, before: Version) -> tuple[Finding, ...]:
    """The findings of a version that an earlier one does not explain; their new flows come first.

    Parameters
    ----------
    now: the present version.
    before: the earlier one.
    """
    left, earlier = list(_flows(now)), list(_flows(before))
    for key in (_in_place, _moved, _renamed):
        index: dict[object, list[_Flow]] = defaultdict(list)
        for flow in earlier:
            index[key(flow, before)].append(flow)
        still: list[_Flow] = []
        for flow in left:
            fitting = [one for one in index.get(key(flow, now), ()) if one.explains(flow)]
            if fitting:
                taken = min(fitting, key=lambda one: (one.most, len(one.people)))
                index[key(flow, now)].remove(taken)
                earlier.remove(taken)
            else:
                still.append(flow)
        left = still
    new: dict[int, list[tuple[Step, ...]]] = defaultdict(list)
    for flow in left:
        new[flow.owner].append(flow.trace)
    return tuple(_reordered(finding, new[number]) for number, finding in enumerate(now.findings) if number in new)


def _flows(version: Version) -> Iterator[_Flow]:
    for number, finding in enumerate(version.findings):
        shown = [one for one in finding.who if one.visible and finding.role in ("", one.role)]
        people = frozenset(address.lower() for one in shown for address in one.addresses)
        for trace in (finding.trace, *finding.others):
            yield _Flow(number, finding, trace, people, _most(shown))


def _most(shown: Sequence[Shown]) -> float:
    return max((float("inf") if one.most is None else one.most for one in shown), default=0)


def _in_place(flow: _Flow, version: Version) -> object:
    return (flow.finding.place.path, flow.finding.scope, *_texts(flow, version, renamed=False))


def _moved(flow: _Flow, version: Version) -> object:
    return _texts(flow, version, renamed=False)


def _renamed(flow: _Flow, version: Version) -> object:
    return _texts(flow, version, renamed=True)


def _texts(flow: _Flow, version: Version, *, renamed: bool) -> tuple[object, ...]:
    """What a flow is recognised by. Which people stand in a list is compared apart, so that one may be taken out."""
    steps = [version.text(step.place, renamed=renamed) for step in flow.trace]
    way = tuple(step for step in steps if step != PERSON)
    sink = version.text(flow.finding.place, renamed=renamed) or flow.finding.sink
    return (flow.finding.rule, flow.finding.role, sink, way)


def _reordered(finding: Finding, first: Sequence[tuple[Step, ...]]) -> Finding:
    traces = [*first, *(trace for trace in (finding.trace, *finding.others) if trace not in first)]
    return replace(finding, trace=traces[0], others=tuple(traces[1:]))


def _bound(text: str) -> frozenset[str]:
    """The names that a module gives to what it defines itself; none where it cannot be parsed, and none of imports:
    another import is another origin.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()
    names: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.arg(arg=name):
                names.add(name)
            case ast.Name(id=name, ctx=ast.Store()):
                names.add(name)
    return frozenset(names)
