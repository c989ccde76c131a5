"""What is new in one version of a program against an earlier one: exposures whose origin, flow or sink has changed.

A finding is old where the earlier version has one for each of its flows: the same rule, the same text in the normal
form on every step from the origin to the header, shown to no more people. Lines, paths and enclosing definitions may
have changed: code that is moved, re-indented or renamed shows nobody anything new. Each earlier flow explains one
present flow, so a copy is new.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final, TypeAlias

from cclint.allowing.bindings import WORD, bound, handing, made_of
from cclint.allowing.comments import is_python
from cclint.finding import Finding, Place, Shown, Step
from cclint.normal import PERSON, normal
from cclint.report import text_at

DEFINITION: Final = re.compile(r"(?:@.*\n|\s)*((?:async\s+)?(?:def|class)\s+\w+)")
PARAMETER: Final = re.compile(r"(\*{0,2}\w+)\s*:[^=\n]*")

Lines: TypeAlias = Callable[[str], Sequence[str]]
_Key: TypeAlias = "Callable[[_Flow], object]"


@dataclass(slots=True)
class Version:
    """One version of a program.

    Parameters
    ----------
    findings: what it would be told.
    lines: the lines of a file that a finding names; none where it names no such file.
    """

    findings: Sequence[Finding]
    lines: Lines
    _bound: dict[str, frozenset[str]] = field(default_factory=dict)

    def step(self, step: Step, erased: Container[str] = ()) -> str:
        """The normal text of a step."""
        text = text_at(step.place, self.lines(step.place.path))
        if step.hands_on and is_python(step.place.path):
            return normal(handing(text), erased=erased)
        return self.text(step.place, erased)

    def text(self, place: Place, erased: Container[str] = ()) -> str:
        """The normal text of a place; of a definition or a parameter, its name: the body has steps of its own."""
        text, python = text_at(place, self.lines(place.path)), is_python(place.path)
        if python and (named := DEFINITION.match(text) or PARAMETER.fullmatch(text)):
            text = named[1]
        return normal(text, python=python, erased=erased)

    def origin(self, place: Place, erased: Container[str] = ()) -> tuple[str, ...]:
        """The normal texts of what the value at a place is made of."""
        if not is_python(place.path):
            return ()
        lines = self.lines(place.path)
        found = made_of(place, WORD.findall(text_at(place, lines)), "\n".join(lines))
        return tuple(normal(text, erased=erased) for text in found)

    def paths(self) -> frozenset[str]:
        """The files that the findings name."""
        steps = (step for one in self.findings for trace in (one.trace, *one.others) for step in trace)
        return frozenset({*(one.place.path for one in self.findings), *(step.place.path for step in steps)})

    def bound(self, path: str) -> frozenset[str]:
        """The names that a file gives to what it defines itself."""
        if path not in self._bound:
            self._bound[path] = bound("\n".join(self.lines(path))) if is_python(path) else frozenset()
        return self._bound[path]

    def renamed(self, other: Version) -> Callable[[str], frozenset[str]]:
        """For each file, the names that the program gives in this version and not in the other: those that may be
        nothing but new words for old things. A name that both have means what it means.
        """
        everywhere = frozenset(name for path in other.paths() for name in other.bound(path))
        own = frozenset(name for path in self.paths() for name in self.bound(path) - (other.bound(path) or everywhere))
        words = {path: frozenset(WORD.findall("\n".join(other.lines(path)))) for path in self.paths()}
        return lambda path: own - words.get(path, frozenset())


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
    earlier_flows = tuple(earlier)
    fresh_words, old_words = now.renamed(before), before.renamed(now)
    keys: tuple[tuple[_Key, _Key], ...] = (
        (partial(_in_place, version=now), partial(_in_place, version=before)),
        (partial(_moved, version=now), partial(_moved, version=before)),
        (
            partial(_renamed, version=now, words=fresh_words),
            partial(_renamed, version=before, words=old_words),
        ),
    )
    for of_now, of_before in keys:
        index: dict[object, list[_Flow]] = defaultdict(list)
        for flow in earlier:
            index[of_before(flow)].append(flow)
        still: list[_Flow] = []
        for flow in left:
            same = index.get(of_now(flow), [])
            if fitting := [one for one in same if one.explains(flow)]:
                taken = min(fitting, key=lambda one: (one.most, len(one.people)))
                same.remove(taken)
                earlier.remove(taken)
            else:
                still.append(flow)
        left = still
    # A caller that has gone leaves the function to callers that are not in sight: that shows nobody anything new.
    known = {(key, way) for flow in earlier_flows for key, way in _endings(flow, before)}
    left = [flow for flow in left if not (flow.finding.origin == "parameter" and _body(flow, now) in known)]
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
    return (flow.finding.place.path, flow.finding.scope, *_texts(flow, version))


def _moved(flow: _Flow, version: Version) -> object:
    return _texts(flow, version)


def _renamed(flow: _Flow, version: Version, words: Callable[[str], frozenset[str]]) -> object:
    return _texts(flow, version, words)


def _body(flow: _Flow, version: Version) -> tuple[object, object]:
    """What is left of a flow from a parameter without the parameter and the definition: its way in the function."""
    (rule, role, sink, _, way), place = _texts(flow, version), flow.finding.place
    assert isinstance(way, tuple)
    return (rule, role, sink, place.path, flow.finding.scope), way[2:]


def _endings(flow: _Flow, version: Version) -> Iterator[tuple[object, object]]:
    """All that the way of a flow can be, begun later."""
    (rule, role, sink, _, way), place = _texts(flow, version), flow.finding.place
    assert isinstance(way, tuple)
    for start in range(len(way)):
        yield (rule, role, sink, place.path, flow.finding.scope), way[start:]


def _texts(
    flow: _Flow, version: Version, words: Callable[[str], frozenset[str]] = lambda _: frozenset()
) -> tuple[object, ...]:
    """What a flow is recognised by. Which people stand in a list is compared apart, so that one may be taken out."""
    steps = [version.step(step, words(step.place.path)) for step in flow.trace]
    way = tuple(step for step in steps if step != PERSON)
    first = flow.trace[0].place if flow.trace else None
    origin = version.origin(first, words(first.path)) if first else ()
    place = flow.finding.place
    sink = version.text(place, words(place.path)) or flow.finding.sink
    return (flow.finding.rule, flow.finding.role, sink, origin, way)


def _reordered(finding: Finding, first: Sequence[tuple[Step, ...]]) -> Finding:
    traces = [*first, *(trace for trace in (finding.trace, *finding.others) if trace not in first)]
    return replace(finding, trace=traces[0], others=tuple(traces[1:]))
