"""Messages that a file sends without any program of its own, as a module of the small language.

A front end finds them, in whatever its files look like, and says of each where it stands, who sends it and to whom; the
module calls `cclint.files.mail` for each of them, so that the analysis counts the recipients as it does everywhere. What the
file gives a name to (`vars:` of a play, `X=...` in a script) is assigned before, so that the analysis follows names, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from cclint.frontends.filling import addresses, everybody, recipients_text
from cclint.frontends.templates.nodes import FILTER, LOOKUP
from cclint.ir import nodes as ir
from cclint.ir.nodes import Span
from cclint.ir.walking import walk

__all__ = ["Event", "Named", "Outgoing", "addresses", "elsewhere", "everybody", "recipients_text", "sending_module"]

MODULE: Final = "cclint.files"
FUNCTIONS: Final = ("mail", "setting", "filled")
"""What the module calls: for each message, and for a name that another file gives a meaning to."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message that a file sends.

    Parameters
    ----------
    at: where it is sent.
    sender: who sends it, as a reader knows it: "Alertmanager".
    parts: its roles ("To", "Cc", "Bcc"), each with an expression that has its own place.
    colleagues: it tells colleagues of something, as the notices of CI and monitoring do, and does not reach customers or
        the public.
    template: it is the header of a template, not of a setting.
    """

    at: Span
    sender: str
    parts: Sequence[tuple[str, ir.Expression]] = field(default_factory=tuple)
    colleagues: bool = False
    template: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """A name that holds from here on.

    Parameters
    ----------
    name: as places that are filled in have it.
    value: what it stands for; it may have names itself.
    """

    name: str
    value: ir.Expression


Event: TypeAlias = Outgoing | Named


def elsewhere(at: Span, name: str, *paths: str) -> ir.Expression:
    """What a name means in the first of some other files of the project that has it; something unknown where none does.

    Parameters
    ----------
    at: where it is asked for.
    name: a key of a settings file, a column of a table; "" for all that the file holds.
    paths: looked for beside the file and in the folders above.
    """
    given = tuple(ir.Argument(ir.Constant(at, one)) for one in (name, *paths))
    return ir.Call(at, ir.Name(at, "setting"), given)


def sending_module(path: str, text: str, events: Iterable[Event]) -> ir.Module:
    """The module that sends these messages.

    Parameters
    ----------
    path: the file.
    text: its content, with LF line ends.
    events: what it sends, and the names that it gives, in the order in which they hold.
    """
    start = (1, 1, 1, 1)
    whole = [*events]
    taken = [ir.Import(start, MODULE, name, member=name) for name in FUNCTIONS]
    taken += [ir.Import(start, "cclint", name, member=name.rpartition(".")[2]) for name in (LOOKUP, FILTER)]
    body: list[ir.Statement] = [*taken]
    needed = _needed(whole)
    for one in whole:
        if isinstance(one, Outgoing):
            given = [ir.Argument(ir.Constant(one.at, one.sender))]
            given += [ir.Argument(ir.Constant(one.at, getattr(one, name)), name) for name in ("colleagues", "template")]
            given += [ir.Argument(value, role) for role, value in one.parts]
            body.append(ir.Evaluate(one.at, ir.Call(one.at, ir.Name(one.at, "mail"), tuple(given))))
        elif one.name in needed:
            body.append(ir.Assign(one.value.at, (ir.Name(one.value.at, one.name),), one.value))
    lines = text.split("\n")
    at = (1, 1, len(lines), len(lines[-1]) + 1)
    scope = ir.Function(at, "<module>", "", body=tuple(body), kind="module", path=path)
    scope.locals = {*needed, *(one.name for one in taken)}
    scope.named = scope.own = {*FUNCTIONS}
    return ir.Module(path, scope, lines, tuple(taken))


def _needed(events: Sequence[Event]) -> set[str]:
    """The names that messages have, and what those stand for; names that the module itself uses stay free."""
    held: dict[str, list[ir.Expression]] = {}
    for one in events:
        if isinstance(one, Named) and one.name not in FUNCTIONS:
            held.setdefault(one.name, []).append(one.value)
    pending: list[ir.Expression] = [value for one in events if isinstance(one, Outgoing) for _, value in one.parts]
    needed: set[str] = set()
    while pending:
        for node in walk(pending.pop()):
            if isinstance(node, ir.Name) and node.id in held and node.id not in needed:
                needed.add(node.id)
                pending += held[node.id]
    return needed
