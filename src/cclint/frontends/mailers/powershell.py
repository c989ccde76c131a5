"""PowerShell: `Send-MailMessage -To ... -Cc ...`, one message in which all of To and Cc are shown.

https://learn.microsoft.com/en-us/powershell/module/microsoft.powershell.utility/send-mailmessage: the parameters take lists
of texts; one text may hold several addresses with commas between. Bcc stays in the envelope.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cclint.frontends.mailers.offsets import Places
from cclint.frontends.mailers.shell import several
from cclint.frontends.outgoing import Event, Named, Outgoing, everybody
from cclint.frontends.outgoing import recipients_text as text
from cclint.ir import nodes as ir
from cclint.ir.nodes import Span

STRING: Final = r"(?:\"(?:`.|[^\"`])*\"|'[^']*')"
WITHIN: Final = r"\((?:[^()]|\([^()]*\))*\)"
ONE: Final = rf"(?:{STRING}|\$[\w:.]+|@?{WITHIN})"
VALUE: Final = rf"{ONE}(?:[ \t]*,[ \t]*{ONE})*"
CALL: Final = re.compile(
    r"\bSend-(?:MailMessage|MailKitMessage|EmailMessage)\b(?P<given>(?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|[^\n`;|()]|`\r?\n|`.)*)",
    re.IGNORECASE,
)
PARAMETER: Final = re.compile(rf"-(?P<role>To|Cc|Bcc)[: \t]+(?P<value>{VALUE})", re.IGNORECASE)
SPLATTED: Final = re.compile(r"@(?P<name>[A-Za-z_]\w*)")
TABLE: Final = re.compile(r"\$(?P<name>\w+)[ \t]*=[ \t]*@\{(?P<body>[^{}]*)\}", re.IGNORECASE)
ENTRY: Final = re.compile(rf"[\"']?\b(?P<role>To|Cc|Bcc)[\"']?[ \t]*=[ \t]*(?P<value>{VALUE})", re.IGNORECASE)
ASSIGNED: Final = re.compile(
    rf"^[ \t]*(?:\[[\w\[\]]+\][ \t]*)?\$(?P<name>\w+)[ \t]*(?P<more>\+)?=[ \t]*(?P<value>{VALUE}|[^\n]*)", re.MULTILINE
)


def powershell(content: str, places: Places) -> Iterator[Event]:
    """What a script sends, and the variables that it sets, in the order of their places."""
    found: list[tuple[int, Event]] = []
    tables = {match["name"].lower(): match for match in TABLE.finditer(content)}
    for match in ASSIGNED.finditer(content):
        value = expression(match["value"], places.at(*match.span("value")))
        if match["more"]:
            value = ir.Display(value.at, "list", (ir.Name(value.at, match["name"].lower()), value))
        found.append((match.start(), Named(match["name"].lower(), value)))
    for match in CALL.finditer(content):
        if content[content.rfind("\n", 0, match.start()) + 1 : match.start()].lstrip().startswith("#"):
            continue
        given = [(one, match.start("given")) for one in PARAMETER.finditer(match["given"])]
        for name in SPLATTED.findall(match["given"]):
            table = tables.get(name.lower())
            given += [(one, table.start("body")) for one in ENTRY.finditer(table["body"])] if table is not None else []
        parts: list[tuple[str, ir.Expression]] = []
        for one, offset in given:
            at = places.at(offset + one.start(), offset + one.end())
            parts.append((one["role"].capitalize(), expression(one["value"], at)))
        if parts:
            found.append((match.start(), Outgoing(parts[0][1].at, "Send-MailMessage", parts)))
    for _, event in sorted(found, key=lambda pair: pair[0]):
        yield event


def expression(source: str, at: Span) -> ir.Expression:
    """A value: texts, variables, lists of them; what comes out of a pipeline of commands is any number."""
    source = source.strip()
    if re.fullmatch(VALUE, source) is None or "|" in re.sub(STRING, "", source):
        return everybody(at, source) if re.search(r"-join\b|\|", source) else ir.Name(at, source)
    items: list[ir.Expression] = []
    for word in re.findall(ONE, source):
        if word.startswith(("@(", "(")):
            inner = word.lstrip("@")[1:-1]
            items.append(expression(inner, at) if inner.strip() else ir.Display(at, "list", ()))
        elif word.startswith("$"):
            items.append(ir.Name(at, word[1:].lower()))
        else:
            items.append(text(several(word[1:-1].replace(";", ",")), at))
    return items[0] if len(items) == 1 else ir.Display(at, "list", tuple(items))
