"""Templates whose text is a whole message: a header block with To or Cc, and links that address mail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cclint.frontends.filling import MANY
from cclint.frontends.mailers.offsets import Places
from cclint.frontends.mailers.php import php
from cclint.frontends.outgoing import MODULE, Event, Named, Outgoing, elsewhere
from cclint.frontends.outgoing import recipients_text as text
from cclint.frontends.templates import TemplateError, parse
from cclint.ir import nodes as ir

FIELD: Final = re.compile(r"([A-Za-z][A-Za-z-]*):[ \t]*(.*)")
ROLES: Final = frozenset({"to", "cc", "bcc"})
NEIGHBOURS: Final = frozenset({"subject", "from", "mime-version", "content-type", "reply-to", "sender"})
RECEIVED: Final = frozenset(
    {
        "received",
        "return-path",
        "delivered-to",
        "x-original-to",
        "dkim-signature",
        "message-id",
        "via",
        "call-id",
        "cseq",
    }
)
"""Fields of mail that was received, and of protocols that are no mail (SIP)."""
PASSED: Final = re.compile(r"\s*(?:\{[%#].*[%#]\}|<%.*|##.*|%\s*(?:for|if|end|else|elif|endfor|endif)\b.*)\s*")
LEADING: Final = re.compile(r"(?:\{%.*?%\}|\{#.*?#\})+")
"""What writes nothing in front of a field: `{% load i18n %}{% autoescape off %}Subject: ...`."""
MERGED: Final = "mailmerge_template.txt"
FILLED: Final = re.compile(r"[ \t]*(?:\$\{|\{\{|<%=)")
FILLING: Final = r"\{\{[^{]*?\}\}|\{%[^{]*?%\}|<%[^<]*?%>|<\?[^<]*?\?>"
MAILTO: Final = re.compile(
    rf"mailto:(?P<to>(?:{FILLING}|[^\"'?<>\s{{:])*)(?:\?(?P<query>(?:{FILLING}|[^\"'<>\s{{])*))?"
)
COPIES: Final = re.compile(rf"(?:^|&(?:amp;)?)(?P<name>to|cc)=(?P<value>(?:{FILLING}|[^&{{<])*)", re.IGNORECASE)
OTHERS: Final = re.compile(r"<%|\{\{[#/^]|<\?|<#|<dtml-")
"""Signs of languages that are not read whole."""
PLAIN: Final = re.compile(r"\{\{|\{%|<%|\$\{|<\?")


def fields(content: str) -> dict[str, tuple[int, str]] | None:
    """The header block that a text begins with: by lower-case name the line and the value; None where it is none."""
    found: dict[str, tuple[int, str]] = {}
    last = ""
    for number, line in enumerate(content.split("\n")[:60], 1):
        if not line.strip():
            if found:
                break
            continue
        if line[0] in " \t" and last:
            start, value = found[last]
            found[last] = (start, f"{value} {line.strip()}")
            continue
        match = FIELD.fullmatch(line, tags.end() if (tags := LEADING.match(line)) is not None else 0)
        if match is None:
            if PASSED.fullmatch(line) or line.startswith("From "):
                continue
            if last and FILLED.match(line):  # what a loop writes behind the name of a field
                continue
            return None
        last = match[1].lower()
        found.setdefault(last, (number, match[2]))
    names = found.keys()
    if not names & ROLES or not names & NEIGHBOURS or names & RECEIVED or "<sip:" in content[:2000]:
        return None
    return found


def flavour_of(path: str, content: str) -> str:
    """The language of a template, by its name and by what only that language has."""
    if path.endswith((".mako", ".mak")):
        return "mako"
    if path.endswith((".pt", ".zpt")) or re.search(r"<tal:|\btal:\w+=|<py:|\bpy:\w+=", content):
        return "tal"
    return "genshi" if path.endswith(".genshi") or re.search(r"\{%\s*end\s*%\}", content) else "jinja"


def columns(content: str) -> Iterator[Named]:
    """The names in a template of mailmerge: columns of its table, each row of which is a message of its own.

    BCC is taken out before it is sent: https://github.com/awdeorio/mailmerge.
    """
    for name in dict.fromkeys(re.findall(r"\{\{\s*(\w+)\s*\}\}", content)):
        yield Named(name, elsewhere((1, 1, 1, 1), name, "mailmerge_database.csv"))


def lower(path: str, content: str) -> ir.Module | None:
    """The module of a template that is a message; None where it is none."""
    found = fields(content)
    if found is None:
        return None
    if path.rpartition("/")[2] == MERGED:
        return None
    flavour = flavour_of(path, content)
    if flavour == "jinja" and any(OTHERS.search(value) for _, value in found.values()):
        return None
    try:
        parse(content, flavour)
    except TemplateError:
        return None
    whole = (1, 1, 1, 1)
    taken = ir.Import(whole, MODULE, "template", member="template")
    call = ir.Call(whole, ir.Name(whole, "template"), (ir.Argument(ir.Constant(whole, flavour)),))
    lines = content.split("\n")
    at = (1, 1, len(lines), len(lines[-1]) + 1)
    scope = ir.Function(
        at, "<module>", "", body=(taken, ir.Evaluate(whole, call)), locals={"template"}, kind="module", path=path
    )
    scope.named = scope.own = {"template"}
    return ir.Module(path, scope, lines, (taken,))


def outgoing(path: str, content: str) -> Iterator[Event]:
    """The header block of a template in a language that is not read whole, and links that a loop or a join fills."""
    places = Places(content)
    found = fields(content)
    if path.rpartition("/")[2] == MERGED:
        yield from columns(content)
    for name, (line, value) in (found or {}).items():
        if name in ROLES:
            at = (line, 1, line, len(name) + len(value) + 3)
            yield Outgoing(at, "the template", ((name.capitalize(), text(value, at)),), template=True)
    if path.endswith(".php"):
        yield from php(content, places)
    for match in MAILTO.finditer(content):
        at = places.at(match.start(), match.end("to"))
        if not (MANY.search(match["to"]) and PLAIN.search(match["to"])):
            at = places.at(*match.span())
        given = [("To", match["to"])]
        given += ((one["name"].capitalize(), one["value"]) for one in COPIES.finditer(match["query"] or ""))
        parts = [(role, text(value, at)) for role, value in given if MANY.search(value) and PLAIN.search(value)]
        if parts:
            yield Outgoing(at, "the link", parts[:1], template=True)
