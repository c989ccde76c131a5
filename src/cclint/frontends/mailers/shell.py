"""Shell scripts, crontabs and commands of jobs: `mail`, `sendmail -t`, and what cron does with MAILTO.

One message of mail(1) shows all its recipients in To: bsd-mailx 8.1.2 and s-nail were seen on the wire. `sendmail -t` takes
the recipients from the header of its text, and leaves Bcc out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice
from typing import Final

from cclint.frontends.filling import LONG
from cclint.frontends.mailers.curl import curl
from cclint.frontends.mailers.offsets import Places
from cclint.frontends.outgoing import Event, Named, Outgoing, elsewhere, everybody
from cclint.frontends.outgoing import recipients_text as text
from cclint.ir import nodes as ir
from cclint.ir.nodes import Span

MAILTO: Final = re.compile(r"^[ \t]*MAILTO[ \t]*=[ \t]*([\"']?)([^\"'\n#]*)\1", re.MULTILINE)
COMMAND: Final = (
    r"(?:^|[|;&(`]|\b(?:then|do|else)\b|^Exec\w+=)[ \t]*[@-]?(?:sudo[ \t]+)?(?:xargs[ \t]+(?:-\S+[ \t]+)*)?(?:/\S*/)?"
)
WORD: Final = r"(?:\"(?:\\.|[^\"\\])*\"|'[^']*'|\$\([^()\n]*\)|\\\n|[^\s|;&<>\"'()])+"
MAILER: Final = re.compile(
    rf"{COMMAND}(?P<program>mailx?|bsd-mailx|s-nail|nail|mutt|neomutt)\b(?P<words>(?:[ \t]+(?!<){WORD})+)", re.MULTILINE
)
WORDS: Final = re.compile(WORD)
VALUED: Final = frozenset("sraeSqRfFixHGNuTD")
"""Options of mail(1) and mutt that take the next word; those of `b` and `c` are recipients."""
HEREDOC: Final = re.compile(r"<<-?[ \t]*[\"']?(?P<end>\w+)[\"']?")
HEADS: Final = 1_000
"""Here-documents of one script that are looked at."""
SENDMAIL: Final = re.compile(
    r"\b(?:sendmail|msmtp|ssmtp|exim4?|qmail-inject)\b[^\n|;]{0,300}?(?:[ \t]-\w*t\w*\b|--read-recipients)"
)
PRINTED: Final = re.compile(
    r"\b(?:echo|printf)\b(?:[ \t]+-\w+)*[ \t]+(?P<quote>[\"'])(?P<text>(?:\\.|(?!(?P=quote))[^\\])*)(?P=quote)"
)
HEADER: Final = re.compile(r"^[ \t]*(To|Cc|Bcc):[ \t]*(\S[^\n]*)$", re.IGNORECASE | re.MULTILINE)
FIELD: Final = re.compile(r"^[ \t]*(?:From|Subject|To|Cc|Content-Type|MIME-Version):", re.IGNORECASE | re.MULTILINE)
ASSIGNED: Final = re.compile(
    r"^[ \t]*(?:(?:export|local|readonly|declare|typeset)[ \t]+(?:-\w+[ \t]+)*)?(?P<name>[A-Za-z_]\w*)(?P<more>\+)?="
    rf"(?P<value>\([^)]*\)|(?:{WORD})?)",
    re.MULTILINE,
)
LOOPING: Final = re.compile(r"(?:^|[;&|\n])[ \t]*(?:(?P<open>do)|(?P<close>done))\b")
TAKEN: Final = re.compile(r"\$\((?P<command>.*)\)|`(?P<old>.*)`", re.DOTALL)
PILED: Final = re.compile(
    r"\bpaste\b.*-\w*s|\btr\b.*\\n|\bxargs\b|\bjoin\b|:a;N|\bORS\b|awk\b.*printf|\bSTRING_AGG|GROUP_CONCAT",
    re.IGNORECASE,
)
"""Commands that put lines together into one."""
READ: Final = re.compile(r"(?:\bcat[ \t]+|<[ \t]*)[\"']?([\w./-]+)[\"']?")


def crontab(content: str, places: Places) -> Iterator[Outgoing]:
    """`MAILTO=a,b` before a job: cron writes all of it into one To (cronie's do_command.c)."""
    for match in MAILTO.finditer(content):
        if match[2].strip():
            at = places.at(*match.span(2))
            yield Outgoing(at, "cron", (("To", text(several(match[2]), at)),), colleagues=True)


def several(content: str) -> str:
    """Addresses with blanks between them, as a header has them."""
    return re.sub(r"(?<=[^\s,;])[ \t\n]+(?=\S+@)", ", ", content.strip())


def shell(content: str, places: Places) -> Iterator[Event]:
    """What a script sends, and the variables that it sets, in the order of their places."""
    found: list[tuple[int, Event]] = [*_variables(content, places), *_mailers(content, places), *curl(content, places)]
    if SENDMAIL.search(content) is not None:
        found += _headers(content, places)
    for _, one in sorted(found, key=lambda pair: pair[0]):
        yield one


MADE: Final = re.compile(r"^(?P<name>\w+)[ \t]*[:?+]?=[ \t]*(?P<value>[^\n#]*)", re.MULTILINE)


def make(content: str, places: Places) -> Iterator[Event]:
    """A makefile: its variables, and the commands of its rules."""
    for match in MADE.finditer(content):
        at = places.at(*match.span("value"))
        yield Named(match["name"], text(several(match["value"]), at))
    for _, one in _mailers(content, places):
        yield one


def _commented(content: str, offset: int) -> bool:
    return content[content.rfind("\n", 0, offset) + 1 : offset].lstrip().startswith("#")


def _variables(content: str, places: Places) -> Iterator[tuple[int, Event]]:
    """Assignments; a variable that grows in a loop holds any number."""
    starts, depths = _loops(content)
    for match in ASSIGNED.finditer(content):
        at = places.at(*match.span("value"))
        looped = depths[bisect_right(starts, match.start()) - 1] > 0
        yield match.end(), Named(match["name"], _value(match, at, looped=looped))


def _value(match: re.Match[str], at: Span, *, looped: bool) -> ir.Expression:
    name, given = match["name"], match["value"]
    if given.startswith("("):
        items = tuple(text(bare(word), at) for word in WORDS.findall(given[1:-1]))
        if not match["more"]:
            return ir.Display(at, "list", items)
        given = ", ".join(bare(word) for word in WORDS.findall(given[1:-1]))
    inner = bare(given)
    piling = match["more"] or re.search(rf"\$\{{?{name}\b", inner) is not None
    if piling and looped:
        return everybody(at, f"{name} of a loop")
    if match["more"]:
        return ir.Format(at, (ir.Slot(at, ir.Name(at, name)), ir.Constant(at, ", "), ir.Slot(at, text(inner, at))))
    return taken(inner, at)


def taken(content: str, at: Span) -> ir.Expression:
    """A word of a script: text with variables in it, or what a command writes."""
    match = TAKEN.fullmatch(content.strip())
    command = match["command"] or match["old"] if match is not None else None
    if command is None:
        return text(several(content), at)
    if PILED.search(command):
        return everybody(at, command)
    file = READ.search(command)
    return elsewhere(at, "", file[1]) if file is not None else ir.Name(at, command)


def bare(word: str) -> str:
    """A word without its quotes."""
    return re.sub(r"[\"']", "", word.replace("\\\n", " ")).strip()


def _loops(content: str) -> tuple[list[int], list[int]]:
    """Where loops begin and end, and how many are open behind each of these places."""
    places, depths = [0], [0]
    for match in LOOPING.finditer(content):
        places.append(match.start())
        depths.append(depths[-1] + 1 if match["open"] else max(depths[-1] - 1, 0))
    return places, depths


def _mailers(content: str, places: Places) -> Iterator[tuple[int, Event]]:
    """`mail -s subject a b`."""
    for match in MAILER.finditer(content):
        if _commented(content, match.start()):
            continue
        words = WORDS.findall(match["words"])
        if "-s" not in words and not any(re.fullmatch(r"-\w*s", word) for word in words):
            continue  # it reads mail, or takes its header from elsewhere
        at = places.at(match.start(), match.end())
        roles = _roles(words)
        if "xargs" in match[0].split(match["program"])[0] and "To" not in roles:
            roles["To"] = [everybody(at, "what xargs is given")]
        parts = [
            (role, values[0] if len(values) == 1 else ir.Display(at, "list", tuple(values)))
            for role, values in (
                (role, [one if not isinstance(one, str) else taken(bare(one), at) for one in words])
                for role, words in roles.items()
            )
        ]
        if parts:
            yield match.start(), Outgoing(at, "mail(1)", parts)


def _roles(words: list[str]) -> dict[str, list[str | ir.Expression]]:
    """Who is in which header, by the words of a command."""
    roles: dict[str, list[str | ir.Expression]] = {}
    pending = ""
    for word in words:
        if word in ("\\\n", "\\"):
            continue
        if pending:
            if pending in "cb":
                roles.setdefault({"c": "Cc", "b": "Bcc"}[pending], []).append(word)
            pending = ""
        elif re.fullmatch(r"-\w+", word):
            pending = word[-1] if word[-1] in VALUED or word[-1] in "cb" else ""
        elif word != "--" and not re.fullmatch(r"-\w=?.*", word):
            roles.setdefault("To", []).append(word)
    return roles


def _documents(content: str) -> Iterator[tuple[int, str]]:
    """Here-documents, each with the offset of its text; of a long one its beginning."""
    for match in islice(HEREDOC.finditer(content), HEADS):
        start = content.find("\n", match.end()) + 1
        if start:
            body = content[start : start + LONG]
            end = re.search(rf"^[ \t]*{match['end']}\b", body, re.MULTILINE)
            yield start, body[: end.start()] if end is not None else body


def _headers(content: str, places: Places) -> Iterator[tuple[int, Event]]:
    """Header lines of what the script gives to `sendmail -t`: in here-documents, and in what it prints."""
    pieces = [*_documents(content)]
    given: dict[int, list[str]] = {}
    for match in PRINTED.finditer(content):
        pieces.append((match.start("text"), match["text"]))
        given[match.start("text")] = WORDS.findall(
            re.split(r"[\n|]", content[match.end() : match.end() + LONG], maxsplit=1)[0]
        )
    for offset, body in pieces:
        if _commented(content, offset):
            continue
        shown = re.sub(r"\\r?\\n|\\n", lambda match: "\n".ljust(len(match[0]), "\t"), body)  # the same length
        head = re.split(r"\n\s*\n", shown, maxsplit=1)[0]
        if FIELD.search(head) is None:
            continue
        words = given.get(offset, [])
        parts: list[tuple[str, ir.Expression]] = []
        for line in HEADER.finditer(head):
            at = places.at(offset + line.start(2), offset + line.end(2))
            before = head.count("%s", 0, line.start(2))
            shown = line[2].rstrip("\t ")
            for word in words[before : before + shown.count("%s")]:
                shown = shown.replace("%s", bare(word), 1)
            parts.append((line[1].capitalize(), text(shown, at)))
        if parts:
            yield offset, Outgoing(parts[0][1].at, "sendmail", parts)
