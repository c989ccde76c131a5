"""Ruby: Rails' exception_notification, the mailers of ActionMailer, and Pony.

exception_notification hands `exception_recipients` to one `mail(to: ...)`
(lib/exception_notifier/email_notifier.rb); ActionMailer's `mail to: [...]` is one message whose To and Cc show all, Bcc is taken
out (https://guides.rubyonrails.org/action_mailer_basics.html#sending-email-to-multiple-recipients). Commas part addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from cclint.frontends.mailers.offsets import Places
from cclint.frontends.outgoing import Event, Named, Outgoing, everybody
from cclint.frontends.outgoing import recipients_text as text
from cclint.ir import nodes as ir
from cclint.ir.nodes import Span

STRING: Final = r"(?:\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*')"
WORDS: Final = r"%[wWiI](?:\[[^\]]*\]|\{[^}]*\}|\([^)]*\)|<[^>]*>|\|[^|]*\|)"
CHAIN: Final = r"(?:&?\.\w+[?!]?(?:\([^()\n]*\))?(?:[ \t]*\{[^{}\n]*\})?|::\w+|\[[^\[\]\n]*\])*"
BLOCK: Final = r"(?:->[ \t]*|proc[ \t]*|lambda[ \t]*)\{[^{}]*\}"
VALUE: Final = rf"(?:{BLOCK}|{STRING}|{WORDS}|\[[^\[\]]*\]|[@:]{{0,2}}[A-Za-z_][\w?!]*(?:\([^()\n]*\))?){CHAIN}"
OTHERWISE: Final = rf"(?:[ \t]*\|\|[ \t]*{VALUE})?"
KEYED: Final = rf"(?:\b(?P<key>NAMES)[ \t]*:|:(?P<old>NAMES)[ \t]*=>)\s*(?P<value>{VALUE}{OTHERWISE})"
RECIPIENTS: Final = re.compile(KEYED.replace("NAMES", "exception_recipients"))
ROLES: Final = re.compile(KEYED.replace("NAMES", "to|cc|bcc|reply_to"))
SENDING: Final = re.compile(
    r"(?<![\w.:@])(?P<what>mail|default|Pony\.mail|Mail\.new)[ \t]*(?:\(|(?=[ \t]:?\w+[ \t]*(?::|=>)))"
)
MAILER: Final = re.compile(r"<[ \t]*(?:\w+::)*\w*Mailer\b|ActionMailer|\bPony\b|require[ \t]+[\"']mail[\"']")
ASSIGNED: Final = re.compile(
    rf"^[ \t]*(?P<name>@{{0,2}}[A-Za-z_]\w*)[ \t]*(?:\|\|)?=[ \t]*(?P<value>{VALUE}{OTHERWISE})[ \t]*$",
    re.MULTILINE,
)
GATHERED: Final = re.compile(
    r"\.(?:map|collect|pluck|select|reject|uniq|compact|flatten|split|to_a|all|where|keys|values)\b|\.all\b"
)
ONE: Final = re.compile(r"\.(?:first|last|sample|take\(1\)|find(?:_by)?\b[^.]*|email)$")
SIGNS: Final = re.compile(rf"{STRING}|[()\n]")
STEPS: Final = 500
"""Calls of one file that are looked at."""
CALL: Final = 2_000
"""Characters of the longest call that is looked through."""


def ruby(content: str, places: Places) -> Iterator[Event]:
    """What a file of Ruby sends, and the variables and constants that it sets, in the order of their places."""
    found: list[tuple[int, Event]] = []
    for match in islice(RECIPIENTS.finditer(content), STEPS):
        if not _commented(content, match.start()):
            at = places.at(*match.span("value"))
            parts = [("To", expression(match["value"], at))]
            found.append((match.start(), Outgoing(at, "exception_notification", parts, colleagues=True)))
    if MAILER.search(content) is not None:
        for match in islice(SENDING.finditer(content), STEPS):
            if not _commented(content, match.start()):
                found += _sent(match, content, places)
    if not found:
        return
    for match in islice(ASSIGNED.finditer(content), STEPS):
        value = expression(match["value"], places.at(*match.span("value")))
        if not _commented(content, match.start()):
            found.append((match.start(), Named(match["name"], value)))
    for _, event in sorted(found, key=lambda pair: pair[0]):
        yield event


def _sent(match: re.Match[str], content: str, places: Places) -> Iterator[tuple[int, Event]]:
    """A call of `mail`, with the arguments that are its own."""
    end = _end(content, match.end())
    parts: list[tuple[str, ir.Expression]] = []
    for given in ROLES.finditer(content, match.end(), end):
        role = {"reply_to": "Reply-To"}.get(given["key"] or given["old"], (given["key"] or given["old"]).capitalize())
        parts.append((role, expression(given["value"], places.at(*given.span()))))
    if parts:
        sender = "Pony" if match["what"].startswith("Pony") else "ActionMailer"
        yield match.start(), Outgoing(parts[0][1].at, sender, parts)


def _end(content: str, start: int) -> int:
    """Where a call ends: at its parenthesis, or without one behind the last line that a comma continues."""
    depth = 1 if content[start - 1] == "(" else 0
    bare = depth == 0
    for sign in SIGNS.finditer(content, start, start + CALL):
        depth += (sign[0] == "(") - (sign[0] == ")")
        if not bare and depth == 0:
            return sign.start()
        if (
            bare
            and sign[0] == "\n"
            and content[max(sign.start() - 100, start) : sign.start()].rstrip()[-1:] not in (",", "(")
        ):
            return sign.start()
    return min(start + CALL, len(content))


def _commented(content: str, offset: int) -> bool:
    return content[content.rfind("\n", 0, offset) + 1 : offset].lstrip().startswith("#")


def expression(source: str, at: Span) -> ir.Expression:
    """A value: texts, lists, words, names, what is gathered from a table, and what stands in place of nothing."""
    source = source.strip()
    if re.fullmatch(BLOCK, source):
        source = source[source.index("{") + 1 : -1].strip()
    first, either, second = source.partition("||")
    if either and second.strip():
        return ir.Logic(at, "or", (expression(first, at), expression(second, at)))
    source = re.sub(r"(?:\.(?:freeze|strip|html_safe|presence|to_s|downcase))+$", "", source)
    if re.fullmatch(STRING, source):
        return text(re.sub(r"#\{([^}]*)\}", r"#{\1}", source[1:-1]), at)
    listed = re.fullmatch(rf"(?P<list>{WORDS}|\[[^\[\]]*\])(?P<chain>{CHAIN})", source)
    if listed is not None and ONE.search(listed["chain"]) is None:
        inner = listed["list"]
        if inner.startswith("%"):
            return ir.Display(at, "list", tuple(text(word, at) for word in inner[3:-1].split()))
        items = re.findall(rf"{VALUE}", inner[1:-1])
        return ir.Display(at, "list", tuple(expression(item, at) for item in items))
    if listed is None and GATHERED.search(source) and ONE.search(source) is None:
        return everybody(at, source)
    return ir.Name(at, source)
