"""Addresses of services that name recipients: Apprise's `mailto://user:password@host?to=...&cc=...`, Camel's `smtp://host?to=...`.

No other notation has two slashes behind `mailto:`, so such an address is found wherever it stands. Apprise sends each target a
message of its own, in which all of `cc` are shown; `batch=yes` of mailgun:// and smtp2go:// puts all targets into one header
(plugins/email.py, mailgun.py and smtp2go.py of Apprise 1.9). Camel parts To and Cc at commas and shows them (MailBinding.java).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote_plus

from cclint.frontends.mailers.matching import below
from cclint.frontends.mailers.offsets import Places
from cclint.frontends.mailers.shell import several
from cclint.frontends.outgoing import Outgoing, addresses
from cclint.frontends.outgoing import recipients_text as text
from cclint.ir import nodes as ir
from cclint.ir.data import Data, Items, Scalar, Table
from cclint.ir.nodes import Span

APPRISE: Final = r"(?:mailtos?|mailgun|smtp2go|sendgrid|ses|o365|azure|sparkpost)"
URL: Final = re.compile(rf"(?P<schema>\b{APPRISE})://(?P<rest>[^\s\"'<>]+)")
CAMEL: Final = re.compile(r"(?P<schema>\bsmtps?)://(?P<rest>[^\s\"'<>]+)")
ENDPOINTS: Final = frozenset({"uri", "to", "toD", "to-d", "wireTap"})
"""Keys under which Camel has the address of an endpoint; others use the same notation for one message each (shoutrrr)."""
BATCHED: Final = frozenset({"mailgun", "smtp2go"})
"""Services that are handed all targets at once where `batch=yes` says so, and show them."""
YES: Final = frozenset({"yes", "true", "1", "on", "y"})


def in_lines(content: str, places: Places) -> Iterator[Outgoing]:
    """The addresses of services in a text, comments left out."""
    for match in URL.finditer(content):
        line = content[content.rfind("\n", 0, match.start()) + 1 : match.start()]
        if not line.lstrip().startswith(("#", ";", "//")):
            yield from _one(match, places.at(*match.span()))


def in_tree(root: Data) -> Iterator[Outgoing]:
    """The addresses of services in a settings file; below one that is a key stand its options."""
    for one in below(root, ("**",)):
        if isinstance(one, Scalar) and isinstance(one.value, str):
            match = URL.search(one.value)
            if match is not None:
                yield from _one(match, one.at)
        elif isinstance(one, Table):
            yield from _keyed(one)
            for entry in one.entries:
                if entry.key in ENDPOINTS and isinstance(entry.value, Scalar) and isinstance(entry.value.value, str):
                    match = CAMEL.match(entry.value.value)
                    if match is not None:
                        yield from _one(match, entry.value.at)


def _keyed(table: Table) -> Iterator[Outgoing]:
    """`- mailto://user:password@host:` with a table of options, or several, below; and options beside `schema:`."""
    schema = table.get("schema")
    if isinstance(schema, Scalar) and re.fullmatch(APPRISE, str(schema.value)):
        yield from _options(table)
    for entry in table.entries:
        if isinstance(entry.key, str) and URL.match(entry.key):
            value = entry.value
            for options in value.items if isinstance(value, Items) else (value,):
                if isinstance(options, Table):
                    yield from _options(options)


def _options(table: Table) -> Iterator[Outgoing]:
    shown = table.get("cc")
    if shown is not None:
        yield Outgoing(shown.at, "Apprise", (("Cc", addresses(shown)),), colleagues=True)


def camel(root: Data) -> Iterator[Outgoing]:
    """`uri: smtp:host` with `parameters:` beside, as Camel's YAML has it."""
    for table in below(root, ("**",)):
        uri, given = (table.get("uri"), table.get("parameters")) if isinstance(table, Table) else (None, None)
        if isinstance(uri, Scalar) and re.match(r"smtps?:", str(uri.value)) and isinstance(given, Table):
            parts = [(role, addresses(data)) for key, role in ROLES.items() if (data := given.get(key)) is not None]
            if parts:
                yield Outgoing(parts[0][1].at, "Camel", parts)


ROLES: Final = {"to": "To", "cc": "Cc", "bcc": "Bcc"}


def _one(match: re.Match[str], at: Span) -> Iterator[Outgoing]:
    """What an address of a service sends."""
    place, _, query = match["rest"].partition("?")
    given: dict[str, list[str]] = {}
    for pair in re.split(r"&(?:amp;)?", query):
        name, _, value = pair.partition("=")
        given.setdefault(name.lower(), []).append(unquote_plus(value))
    roles = {name: ", ".join(given[name]) for name in ROLES if any(given.get(name, ()))}
    if match.re is CAMEL:
        parts = [(ROLES[name], text(value, at)) for name, value in roles.items()]
        if parts:
            yield Outgoing(at, "Camel", parts)
        return
    shown: list[tuple[str, ir.Expression]] = []
    if match["schema"] in BATCHED and given.get("batch", [""])[-1].lower() in YES:
        targets = [unquote_plus(one) for one in place.split("/")[2:] if one]  # behind the host and the key
        shown.append(("To", text(", ".join([*targets, *filter(None, (roles.get("to"),))]), at)))
    if "cc" in roles:
        shown.append(("Cc", text(several(roles["cc"]), at)))
    if shown:
        yield Outgoing(at, "Apprise", shown, colleagues=True)
