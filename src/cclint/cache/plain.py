"""Findings and notices as JSON has them, and back. No address is left in them: they are masked as reports mask them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cclint.finding import Finding, Level, Notice, Place, Shown, Step
from cclint.privacy import masked
from cclint.report import Suppressed


def plain_finding(one: Finding) -> list[Any]:
    """A finding as a list."""
    return [
        one.rule, int(one.level), masked(one.message), _place(one.place), one.role, [_shown(line) for line in one.who],
        _steps(one.trace), _texts(one.advice), one.scope, masked(one.sink), one.origin,
        [_steps(trace) for trace in one.others], _texts(one.decisions),
    ]  # fmt: skip


def finding_of(row: list[Any]) -> Finding:
    """The finding that a list stands for."""
    rule, level, message, place, role, who, trace, advice, scope, sink, origin, others, decisions = row
    return Finding(
        rule, Level(level), message, Place(*place), role,
        tuple(map(_shown_of, who)), _trace(trace), tuple(advice),
        scope, sink, origin, tuple(map(_trace, others)), tuple(decisions),
    )  # fmt: skip


def plain_suppressed(one: Suppressed) -> list[Any]:
    """A finding that is allowed, as a list."""
    return [plain_finding(one.finding), masked(one.reason), one.line, one.by, masked(one.where), one.until]


def suppressed_of(row: list[Any]) -> Suppressed:
    """What a list stands for."""
    return Suppressed(finding_of(row[0]), *row[1:])


def plain_notice(one: Notice) -> list[Any]:
    """A notice as a list."""
    return [one.path, one.line, one.column, one.kind, masked(one.reason), one.fatal]


def notice_of(row: list[Any]) -> Notice:
    """What a list stands for."""
    return Notice(*row)


def _place(place: Place) -> list[Any]:
    return [place.path, place.line, place.column, place.end_line, place.end_column]


def _shown(one: Shown) -> list[Any]:
    return [one.role, one.visible, one.least, one.most, masked(one.origin), _texts(one.addresses), one.apart]


def _shown_of(row: list[Any]) -> Shown:
    role, visible, least, most, origin, addresses, apart = row
    return Shown(role, visible, least, most, origin, tuple(addresses), apart)


def _steps(trace: Iterable[Step]) -> list[Any]:
    return [[_place(step.place), masked(step.text)] for step in trace]


def _trace(rows: Iterable[Any]) -> tuple[Step, ...]:
    return tuple(Step(Place(*place), text) for place, text in rows)


def _texts(texts: Iterable[str]) -> list[str]:
    return [masked(text) for text in texts]
