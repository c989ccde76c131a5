"""`curl` with the mail API of a service: what it posts as a form, or as JSON.

Mailgun shows all of `to` unless `recipient-variables` part them
(https://documentation.mailgun.com/docs/mailgun/user-manual/sending-messages/batch-sending); SendGrid shows those of one
personalization to each other; Resend, Postmark, Brevo and MailerSend all of To and Cc.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from cclint.frontends.mailers.offsets import Places
from cclint.frontends.outgoing import Outgoing
from cclint.frontends.outgoing import recipients_text as text
from cclint.ir import nodes as ir
from cclint.ir.nodes import Span

QUOTED: Final = r"(?:\"(?:\\[\s\S]|[^\"\\])*\"|'[^']*')"
COMMAND: Final = re.compile(
    r"(?:^|[|;&(`]|\b(?:then|do|else|if|!)\b)[ \t]*[@-]?(?P<command>(?:/\S*/)?curl\b"
    rf"(?P<words>(?:{QUOTED}|\\\n|[^\n\\\"';|&]|\\.|(?<=\S)&)*))",
    re.MULTILINE,
)
FORM: Final = re.compile(
    rf"(?:^|\s)(?:-F|-d|--form|--form-string|--data|--data-raw|--data-urlencode)[ =]?\s*(?P<value>(?:{QUOTED}|[^\s\"'\\])+)"
)
SERVICES: Final = re.compile(
    r"api(?:\.eu)?\.(?P<name>mailgun\.net|sendgrid\.com/v3/mail/send|resend\.com/emails|postmarkapp\.com/email|brevo\.com/v3/smtp"
    r"|sendinblue\.com/v3/smtp|mailersend\.com/v1/email)"
)
ROLES: Final = {"to": "To", "cc": "Cc", "bcc": "Bcc"}
STEPS: Final = 500
"""Commands of one file that are looked at."""


def curl(content: str, places: Places) -> Iterator[tuple[int, Outgoing]]:
    """The messages that a script has a service send, each with its offset."""
    for match in islice(COMMAND.finditer(content), STEPS):
        service = SERVICES.search(match["words"])
        line = content[content.rfind("\n", 0, match.start()) + 1 : match.start()]
        if service is None or line.lstrip().startswith("#"):
            continue
        at = places.at(*match.span("command"))
        given = [_bare(one["value"]) for one in FORM.finditer(match["words"])]
        if service["name"].startswith("mailgun"):
            if not any(one.startswith("recipient-variables=") for one in given):
                yield from ((match.start(), one) for one in _form(given, at))
        else:
            yield from ((match.start(), one) for value in given for one in _posted(value, at))


def _bare(word: str) -> str:
    """A word as the program gets it: without its quotes."""
    return re.sub(QUOTED, lambda match: match[0][1:-1], word).replace('\\"', '"')


def _form(given: list[str], at: Span) -> Iterator[Outgoing]:
    """The fields of a form; one that is repeated adds to itself."""
    roles: dict[str, list[ir.Expression]] = {}
    for one in given:
        name, _, value = one.partition("=")
        if name in ROLES and value:
            roles.setdefault(ROLES[name], []).append(text(value, at))
    parts = [(role, ir.Display(at, "list", tuple(values))) for role, values in roles.items()]
    if parts:
        yield Outgoing(at, "curl", parts)


def _posted(value: str, at: Span) -> Iterator[Outgoing]:
    """JSON that is posted: SendGrid has the roles in each personalization, the others at the top."""
    try:
        data = json.loads(value)
    except ValueError:
        return
    if not isinstance(data, dict):
        return
    tables = data.get("personalizations")
    for table in tables if isinstance(tables, list) else [data]:
        if isinstance(table, dict):
            parts = [(ROLES[name.lower()], ir.Display(at, "list", tuple(text(one, at) for one in _addresses(people))))
                     for name, people in table.items() if name.lower() in ROLES]  # fmt: skip
            if parts:
                yield Outgoing(at, "curl", parts)


def _addresses(people: object) -> Iterator[str]:
    """The addresses in what JSON has under a role: a text, a list of them, a list of tables."""
    for one in people if isinstance(people, list) else [people]:
        found = one.get("email") if isinstance(one, dict) else one
        if isinstance(found, str):
            yield found
