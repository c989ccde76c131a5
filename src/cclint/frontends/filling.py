"""Texts of files that something fills in later, as expressions: `{{ people | join(',') }}`, `${RECIPIENTS}`, `%(to)s`."""

from __future__ import annotations

import re
from typing import Final

from cclint.frontends.templates.expressions import parse as expression
from cclint.frontends.templates.nodes import TemplateError
from cclint.ir import nodes as ir
from cclint.ir.data import Data, Entry, Items, Scalar, Table
from cclint.ir.nodes import Span

HOLE: Final = re.compile(
    r"[$=]?\{\{(?:[^{]|\{(?!\{))*?\}\}|<<[^<]*?>>|\{%[^{]*?%\}|\$\{[^}]*\}|%\([^)]*\)s?|\$\([^)]*\)"
    r"|<%[^<]*?%>|<\?[^<]*?\?>|</?dtml-[^>]*>|</?#[^>]*>|#\{[^}]*\}|\$[A-Za-z_]\w*"
)
"""What files that are filled in later have in place of text."""
LONG: Final = 20_000
"""Characters of one text that are looked at."""
MANY: Final = re.compile(
    r"\bjoin\b|\bimplode\b|\{\{#(?:each|people)|\{\{#\w+s\}\}|\bmapped\(|\{%\s*for\b|STRING_AGG|GROUP_CONCAT|LISTAGG"
    r"|\.each\b|<dtml-in\b|<#list\b|\?join\b|foreach\b|\.map\(|\bpaste\b.*-\w*s|\btr\b.*\\n",
    re.IGNORECASE,
)
"""What tells that such a place holds a list."""
NAMED: Final = re.compile(r"(?:(?:env|params|var|vars|inputs|secrets|matrix)\.)?[\w-]+")
"""Names that are one, with the word that some senders put before it."""
DEFAULT: Final = re.compile(r"([\w.-]+)(?::[-=]?|-)(?=\S)(.*)", re.DOTALL)
"""`${name:-value}` of shells and logback, `${name:value}` of Spring."""
INNER: Final = re.compile(
    r"\$\{\{(?P<github>.*)\}\}|=?\{\{(?P<jinja>.*)\}\}|<<(?P<unfilled>.*)>>|\$\{(?P<shell>.*)\}", re.DOTALL
)


def recipients_text(content: str, at: Span) -> ir.Expression:
    """A text of a file: constant, but for what is filled in later. A place that is all of the text is itself."""
    parts: list[ir.Constant | ir.Slot] = []
    offset = 0
    content = content[:LONG]
    for match in HOLE.finditer(content):
        if match.start() > offset:
            parts.append(ir.Constant(at, content[offset : match.start()]))
        if not match[0].startswith(("{%", "</", "<#", "<dtml-in")) or MANY.search(match[0]):
            parts.append(ir.Slot(at, hole(match[0], at)))
        offset = match.end()
    if not parts:
        return ir.Constant(at, content)
    if offset < len(content):
        parts.append(ir.Constant(at, content[offset:]))
    kept = [one for one in parts if isinstance(one, ir.Slot) or one.value.strip()]
    if len(kept) == 1 and isinstance(kept[0], ir.Slot):
        return kept[0].value
    return ir.Format(at, tuple(parts))


def hole(content: str, at: Span) -> ir.Expression:
    """Something that is filled in later: one address, unless it is made of a list."""
    match = INNER.fullmatch(content)
    inner = (next(filter(None, match.groups()), "") if match else content).strip().strip("-").strip()
    if match and (match["jinja"] or match["unfilled"] or match["github"]) and not NAMED.fullmatch(inner):
        try:
            return expression(inner, at)
        except TemplateError:
            pass  # another language's
    if match and match["shell"]:
        inner = re.sub(r"^!|\[[@*]\]$", "", inner)
        if (given := DEFAULT.fullmatch(inner)) is not None:
            return ir.Logic(at, "or", (ir.Name(at, given[1]), recipients_text(given[2], at)))
    name = ir.Name(at, inner if match else content.strip("${}%() "))
    return everybody(at, name.id) if MANY.search(content) else name


def settled(data: Data) -> Data:
    """A value of another file, with something in each place that is filled in later: nothing that parts addresses. What is
    such a place as a whole has a tag, since nothing is known of it.
    """
    match data:
        case Scalar(value=str() as content) if HOLE.search(content):
            if HOLE.fullmatch(content.strip()):
                return Scalar(data.at, content, data.tag or "filled in")
            return Scalar(data.at, HOLE.sub("x", content), data.tag)
        case Items():
            return Items(data.at, tuple(map(settled, data.items)), data.tag)
        case Table():
            return Table(data.at, tuple(Entry(one.at, one.key, settled(one.value)) for one in data.entries), data.tag)
        case _:
            return data


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


def literal(data: Data) -> ir.Expression:
    """A value of a settings file as it stands, its tables as well."""
    match data:
        case Items():
            return ir.Display(data.at, "list", tuple(map(literal, data.items)))
        case Table():
            entries = ((ir.Constant(entry.at, entry.key), literal(entry.value)) for entry in data.entries)
            return ir.DictDisplay(data.at, tuple(entries))
        case _:
            return addresses(data)
