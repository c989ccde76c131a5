"""Messages that a file sends without any program of its own, as a module of the small language.

A front end finds them, in whatever its files look like, and says of each where it stands, who sends it and to whom; the
module calls `cclint.files.mail` for each of them, so that the analysis counts the recipients as it does everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from cclint.ir import nodes as ir
from cclint.ir.data import Data, Items, Scalar, Table
from cclint.ir.nodes import Span

MODULE: Final = "cclint.files"
HOLE: Final = re.compile(
    r"\$\{\{.*?\}\}|=?\{\{.*?\}\}|<<.*?>>|\{%.*?%\}|\$\{[^}]*\}|%\([^)]*\)s?|\$\([^)]*\)|<%.*?%>|#\{[^}]*\}|\$[A-Za-z_]\w*",
    re.DOTALL,
)
"""What files that are filled in later have in place of text."""
MANY: Final = re.compile(
    r"\bjoin\b|\bimplode\b|\{\{#(?:each|people)|\{\{#\w+s\}\}|\bmapped\(|\{%\s*for\b|STRING_AGG|GROUP_CONCAT",
    re.IGNORECASE,
)
"""What tells that such a place holds a list."""


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


def sending_module(path: str, text: str, messages: Iterable[Outgoing]) -> ir.Module:
    """The module that sends these messages.

    Parameters
    ----------
    path: the file.
    text: its content, with LF line ends.
    messages: what it sends.
    """
    start = (1, 1, 1, 1)
    taken = ir.Import(start, MODULE, "mail", member="mail")
    body: list[ir.Statement] = [taken]
    for one in messages:
        given = [ir.Argument(ir.Constant(one.at, one.sender))]
        given += [ir.Argument(ir.Constant(one.at, getattr(one, name)), name) for name in ("colleagues", "template")]
        given += [ir.Argument(value, role) for role, value in one.parts]
        body.append(ir.Evaluate(one.at, ir.Call(one.at, ir.Name(one.at, "mail"), tuple(given))))
    lines = text.split("\n")
    whole = (1, 1, len(lines), len(lines[-1]) + 1)
    scope = ir.Function(whole, "<module>", "", body=tuple(body), locals={"mail"}, kind="module", path=path)
    scope.mentions = scope.own = {"mail"}
    return ir.Module(path, scope, lines, (taken,))


def recipients_text(content: str, at: Span) -> ir.Expression:
    """A text of a file: constant, but for what is filled in later."""
    parts: list[ir.Constant | ir.Slot] = []
    offset = 0
    for match in HOLE.finditer(content):
        if match.start() > offset:
            parts.append(ir.Constant(at, content[offset : match.start()]))
        if not match[0].startswith("{%") or MANY.search(match[0]):
            parts.append(ir.Slot(at, hole(match[0], at)))
        offset = match.end()
    if not parts:
        return ir.Constant(at, content)
    if offset < len(content):
        parts.append(ir.Constant(at, content[offset:]))
    return ir.Format(at, tuple(parts))


def hole(content: str, at: Span) -> ir.Expression:
    """Something that is filled in later: one address, unless it is made of a list."""
    name = ir.Name(at, content.strip("${}%() "))
    return everybody(at, name.id) if MANY.search(content) else name


def everybody(at: Span, name: str) -> ir.Expression:
    """Any number of people who are not named: the members of a role, the elements of a list."""
    return ir.Call(at, ir.Attribute(at, ir.Constant(at, ", "), "join"), (ir.Argument(ir.Name(at, name)),))


def addresses(data: Data) -> ir.Expression:
    """A value of a settings file that names recipients: a text, or a list of them."""
    match data:
        case Scalar():
            if data.tag:
                return ir.Name(data.at, f"{data.tag} {data.value}")
            return recipients_text(data.value, data.at) if isinstance(data.value, str) else ir.Constant(data.at, "")
        case Items():
            return ir.Display(data.at, "list", tuple(map(addresses, data.items)))
        case Table():
            known = next((value for name in ("email", "address", "mail") if (value := data.get(name))), None)
            return addresses(known) if known is not None else ir.Constant(data.at, "")
