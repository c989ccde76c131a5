"""The tree that a template becomes. Expressions are those of the small language; what only templates have stands here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from cclint.ir import nodes as ir
from cclint.ir.nodes import Span

LOOKUP = "cclint.lookup"
"""The function that `a.b` calls in a template: an attribute, or what a dictionary holds under the name."""
CALLED = "cclint.called"
"""The same in Django's language, which also calls what it finds."""
FILTER = "cclint.filter"
"""What a filter calls that is not known: its first argument is the name."""


class TemplateError(Exception):
    """A text is not a template of its language; says where and why."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


@dataclass(slots=True)
class Data:
    """Text that stands as it is, no more than one line of it."""

    at: Span
    text: str


@dataclass(slots=True)
class Output:
    """`{{ value }}`."""

    at: Span
    value: ir.Expression


@dataclass(slots=True)
class Loop:
    """`{% for target in iterable if test %}`; `separator` is what stands between the rounds and behind none."""

    at: Span
    target: ir.Expression
    iterable: ir.Expression
    test: ir.Expression | None
    body: Part
    otherwise: Part = ()
    separator: Part = ()


@dataclass(slots=True)
class Condition:
    """`{% if test %}`."""

    at: Span
    test: ir.Expression
    then: Part
    otherwise: Part = ()


@dataclass(slots=True)
class Setting:
    """`{% set target = value %}`, `{% with %}`; without a value, the target gets the text of the body."""

    at: Span
    target: ir.Expression
    value: ir.Expression | None
    body: Part = ()


@dataclass(slots=True)
class Block:
    """`{% block name %}`: a part that templates which extend this one may replace."""

    at: Span
    name: str
    body: Part


@dataclass(slots=True)
class Include:
    """`{% include name %}`."""

    at: Span
    name: ir.Expression


@dataclass(slots=True)
class Macro:
    """`{% macro name(parameters) %}`."""

    at: Span
    name: str
    parameters: Sequence[tuple[str, ir.Expression | None]]
    body: Part


@dataclass(slots=True)
class Imported:
    """`{% import name as alias %}`, `{% from name import member as alias %}`: macros of another template.

    Parameters
    ----------
    name: the template.
    alias: what its macros are reached by, with a dot; "" where they are taken by name.
    members: the names that are taken, with those that they get.
    """

    at: Span
    name: ir.Expression
    alias: str = ""
    members: Sequence[tuple[str, str]] = ()


Node: TypeAlias = Data | Output | Loop | Condition | Setting | Block | Include | Macro | Imported
Part: TypeAlias = Sequence[Node]


@dataclass(slots=True)
class Tree:
    """A template.

    Parameters
    ----------
    body: what it consists of, in order.
    extends: the template whose blocks it replaces.
    blocks: those of its own, wherever they stand.
    """

    body: Part
    extends: ir.Expression | None = None
    blocks: dict[str, Block] = field(default_factory=dict)
