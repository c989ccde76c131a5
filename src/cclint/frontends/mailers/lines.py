"""Files that send mail and that are read line by line: crontabs, shell scripts, SQL, Groovy, and a few others."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from fnmatch import fnmatch
from itertools import islice
from typing import Final

from cclint.frontends.mailers.matching import prefixed
from cclint.frontends.outgoing import MANY, Outgoing, everybody
from cclint.frontends.outgoing import recipients_text as text
from cclint.ir import nodes as ir
from cclint.ir.nodes import Span

CRONTABS: Final = ("crontab", "*.crontab", "crontab.*", "*.cron", "*/cron.d/*", "cron.d/*", "*/crontabs/*")
SHELLS: Final = (".sh", ".bash", ".ksh", ".zsh")
MAILTO: Final = re.compile(r"^[ \t]*MAILTO[ \t]*=[ \t]*([\"']?)([^\"'\n#]*)\1", re.MULTILINE)
SCHEDULE: Final = re.compile(r"^[ \t]*(?:@\w+|[\d*][\d*,/-]*(?:[ \t]+[\w*][\w*,/-]*){4})[ \t]+\S", re.MULTILINE)
MAILER: Final = re.compile(
    r"(?:^|[|;&(`]|\b(?:then|do|else)\b)[ \t]*(?:sudo[ \t]+)?(?:/\S*/)?(?:mailx?|bsd-mailx|s-nail|nail|mutt)\b([^|;&\n>]*)"
    r"-s[ \t]+(?:\"(?:\\.|[^\"\\])*\"|'[^']*'|\S+)([^|;&\n><]*)",
    re.MULTILINE,
)
OPTION: Final = re.compile(r"[ \t]+-(?P<flag>[bcaerSqRfFixe])[ \t]+(?P<value>\"[^\"]*\"|'[^']*'|[^-\s]\S*)")
WORD: Final = re.compile(r"\"[^\"]*\"|'[^']*'|[^\s-]\S*")
HEREDOC: Final = re.compile(
    r"sendmail\b[^\n]*?-\w*t\b[^\n]*<<-?[ \t]*[\"']?(\w+)[\"']?[^\n]*\n(.*?)\n[ \t]*\1\b"
    r"|<<-?[ \t]*[\"']?(\w+)[\"']?[ \t]*\|[^\n]*sendmail\b[^\n]*-\w*t\b[^\n]*\n(.*?)\n[ \t]*\3\b",
    re.DOTALL,
)
HEADER: Final = re.compile(r"^[ \t]*(To|Cc|Bcc):[ \t]*(\S[^\n]*)$", re.IGNORECASE | re.MULTILINE)
DBMAIL: Final = re.compile(r"sp_send_dbmail\b(.*?)(?:;[ \t]*(?:\n|$)|\bGO\b|\Z)", re.IGNORECASE | re.DOTALL)
DBMAIL_ROLES: Final = {"recipients": "To", "copy_recipients": "Cc", "blind_copy_recipients": "Bcc"}
PARAMETER: Final = re.compile(
    r"@(recipients|copy_recipients|blind_copy_recipients)\s*=\s*(?:N?'((?:[^']|'')*)'|(@\w+))", re.IGNORECASE
)
GROOVY: Final = re.compile(r"\b(emailext|mail)\b[ \t]*(?:\(|(?=\w+[ \t]*:))")
ARGUMENT: Final = re.compile(r"\b(to|cc|bcc|replyTo)[ \t]*:[ \t]*(?:\"([^\"\n]*)\"|'([^'\n]*)')")
EMAIL_NOTIFIER: Final = re.compile(r"<email-notifier>(.*?)</email-notifier>", re.DOTALL)
BLOCKS: Final = (
    (re.compile(r"define\s+contact\s*\{[^}]*?\n[ \t]*email[ \t]+([^\n;#]+)"), "Nagios", "define contact"),
    (re.compile(r"\bobject\s+User\s+\"[^\"]*\"\s*\{[^}]*?\bemail\s*=\s*(\"[^\"]*\")"), "Icinga", "object User"),
    (re.compile(r"\btype=\"ommail\"[^)]*?\bmailto=(\[[^\]]*\]|\"[^\"]*\")", re.IGNORECASE), "rsyslog", "ommail"),
    (re.compile(r"^[ \t]*mail[ \t]*=[ \t]*([^=\n]+@[^=\n]+?)[ \t]*=[ \t]*[!\w]", re.MULTILINE), "Bacula", "mailcommand"),
    (re.compile(r"\.email\(([^)]*@[^)]*)\)"), "Kapacitor", "|alert"),
    (re.compile(r"\bMailNotifier\((?:[^()]|\([^()]*\))*?extraRecipients\s*=\s*\[([^\]]*)\]"), "Buildbot", "MailNotifier"),
    (re.compile(
            r"grafana_contact_point\b(?=(?:(?!\n\}).)*?single_email\s*=\s*true)(?:(?!\n\}).)*?addresses\s*=\s*\[([^\]]*)\]",
            re.DOTALL,
        ),
        "Grafana", "grafana_contact_point"),
    (re.compile(r"^log4j\.appender\.(?:\w+)\.[tT]o\s*=\s*([^\n]+)$", re.MULTILINE), "the SMTP appender", "SMTPAppender"),
)  # fmt: skip
"""Settings in blocks: a pattern whose group holds the addresses, the sender, and a word that the file must have."""
CALL: Final = 8_000
"""Characters of the longest call that is looked through."""
STEPS: Final = 1_000
"""Steps of one pipeline that are looked at."""
SETTINGS: Final = {
    "health_alarm_notify.conf": (
        re.compile(r"^[ \t]*DEFAULT_RECIPIENT_EMAIL=[\"']?([^\"'\n#]*)", re.MULTILINE), "Netdata"),
    "logwatch.conf": (re.compile(r"^[ \t]*MailTo[ \t]*=[ \t]*([^\n#]*)", re.MULTILINE | re.IGNORECASE), "logwatch"),
    "smartd.conf": (re.compile(r"^[^#\n]*[ \t]-m[ \t]+(\S+)", re.MULTILINE), "smartd"),
    "50unattended-upgrades": (
        re.compile(r"^[ \t]*Unattended-Upgrade::Mail[ \t]+\"([^\"]*)\"", re.MULTILINE), "unattended-upgrades"),
    "apticron.conf": (re.compile(r"^[ \t]*EMAIL=[\"']?([^\"'\n#]*)", re.MULTILINE), "apticron"),
    "mdadm.conf": (re.compile(r"^[ \t]*MAILADDR[ \t]+([^\n#]*)", re.MULTILINE), "mdadm"),
    "rkhunter.conf": (re.compile(r"^[ \t]*MAIL-ON-WARNING=[\"']?([^\"'\n#]*)", re.MULTILINE), "rkhunter"),
}  # fmt: skip
"""Settings of one line, by the name of the file; where a sender splits at blanks, the header shows all the same."""


class Places:
    """Offsets of a text as places."""

    def __init__(self, content: str) -> None:
        self.starts = [0, *(match.end() for match in re.finditer("\n", content))]

    def at(self, start: int, end: int) -> Span:
        line, last = bisect_right(self.starts, start), bisect_right(self.starts, end)
        return (line, start - self.starts[line - 1] + 1, last, end - self.starts[last - 1] + 1)


def outgoing(path: str, content: str) -> Iterator[Outgoing]:
    """The messages that a file of lines sends."""
    name = path.rpartition("/")[2]
    places = Places(content)
    if name in SETTINGS:
        pattern, sender = SETTINGS[name]
        for match in pattern.finditer(content):
            yield _one(sender, match[1], places.at(*match.span(1)))
    if "MAILTO" in content and (any(fnmatch(path, one) for one in CRONTABS) or SCHEDULE.search(content)):
        yield from crontab(content, places)
    if name.endswith(SHELLS) or content.startswith("#!") or any(fnmatch(path, one) for one in CRONTABS):
        yield from shell(content, places)
    if name.endswith(".sql"):
        yield from database(content, places)
    if name.startswith("Jenkinsfile") or name.endswith((".groovy", ".jenkinsfile")):
        yield from groovy(content, places)
    for pattern, sender, word in BLOCKS:
        if word in content:
            yield from _blocks(pattern, sender, content, places)
    if name == "ossec.conf":
        people = list(re.finditer(r"<email_to>([^<]*)</email_to>", content))
        if len(people) > 2:  # the first is in To, all others are in Cc
            at = places.at(*people[1].span(1))
            others = text(", ".join(one[1] for one in people[1:]), at)
            yield Outgoing(at, "OSSEC", (("To", text(people[0][1], at)), ("Cc", others)), colleagues=True)
    for match in EMAIL_NOTIFIER.finditer(content):
        lines = list(re.finditer(r"^[ \t]*to[ \t]+(\S+)", match[1], re.MULTILINE))
        if lines:
            at = places.at(match.start(1) + lines[-1].start(1), match.start(1) + lines[-1].end(1))
            yield _one("the Zope notifier", ", ".join(one[1] for one in lines), at)


def _blocks(pattern: re.Pattern[str], sender: str, content: str, places: Places) -> Iterator[Outgoing]:
    """Addresses in a block of settings that belongs to a sender."""
    for match in pattern.finditer(content):
        found = re.findall(r"[^\s,;\"'\[\]=()]+@[^\s,;\"'\[\]=()]+", match[1])
        if found:
            at = places.at(*match.span(1))
            yield Outgoing(at, sender, (("To", text(", ".join(found), at)),), colleagues=True)


def _one(sender: str, content: str, at: Span) -> Outgoing:
    return Outgoing(at, sender, (("To", text(re.sub(r"[ \t]+(?=\S+@)", ", ", content.strip()), at)),), colleagues=True)


def crontab(content: str, places: Places) -> Iterator[Outgoing]:
    """`MAILTO=a,b` before a job: cron writes all of it into one To."""
    for match in MAILTO.finditer(content):
        if match[2].strip():
            yield _one("cron", match[2], places.at(*match.span(2)))


def shell(content: str, places: Places) -> Iterator[Outgoing]:
    """`mail -s subject a b`: one message with all of them in To; `sendmail -t` reads the header of its text."""
    for match in MAILER.finditer(content):
        line_start = content.rfind("\n", 0, match.start()) + 1
        if content[line_start : match.start()].lstrip().startswith("#"):
            continue
        options = match[1] + match[2]
        at = places.at(match.start(), match.end())
        roles: dict[str, list[str]] = {}
        for option in OPTION.finditer(options):
            if option["flag"] in "cb":
                roles.setdefault({"c": "Cc", "b": "Bcc"}[option["flag"]], []).append(option["value"])
        for word in WORD.findall(OPTION.sub("", match[2])):
            roles.setdefault("To", []).append(word)
        parts = [(role, text(", ".join(word.strip("\"'") for word in words), at)) for role, words in roles.items()]
        if parts:
            yield Outgoing(at, "mail(1)", parts)
    for match in HEREDOC.finditer(content):
        group = 2 if match[2] is not None else 4
        head = match[group].split("\n\n", 1)[0]
        parts = []
        at = places.at(*match.span(group))
        for line in HEADER.finditer(head):
            at = places.at(match.start(group) + line.start(2), match.start(group) + line.end(2))
            parts.append((line[1].capitalize(), text(line[2], at)))
        if parts:
            yield Outgoing(parts[0][1].at, "sendmail", parts)


def database(content: str, places: Places) -> Iterator[Outgoing]:
    """`sp_send_dbmail @recipients = 'a;b'`: one message; a variable that is filled by an aggregate holds many."""
    for match in DBMAIL.finditer(content):
        parts: list[tuple[str, ir.Expression]] = []
        for given in PARAMETER.finditer(match[1]):
            at = places.at(match.start(1) + given.start(), match.start(1) + given.end())
            role = DBMAIL_ROLES[given[1].lower()]
            if given[3] is None:
                parts.append((role, text(given[2], at)))
            elif _aggregated(content[: match.start()], given[3]):
                parts.append((role, everybody(at, given[3])))
        if parts:
            yield Outgoing(parts[0][1].at, "sp_send_dbmail", parts)


def _aggregated(before: str, name: str) -> bool:
    """Whether a variable is filled by something that puts the rows of a query together."""
    variable = re.escape(name)
    for match in re.finditer(
        rf"(?:\bSET|\bSELECT)\s+(?:TOP\s*\(?\d+\)?\s*)?{variable}\s*=([^;]*)", before, re.IGNORECASE
    ):
        if MANY.search(match[1]) or re.search(
            rf"FOR\s+XML|COALESCE\s*\(\s*{variable}|{variable}\s*\+", match[1], re.IGNORECASE
        ):
            return True
    return False


def groovy(content: str, places: Places) -> Iterator[Outgoing]:
    """`emailext to: 'a, b'` and `mail to: ...` of a Jenkins pipeline."""
    for match in islice(GROOVY.finditer(content), STEPS):
        line_start = content.rfind("\n", 0, match.start()) + 1
        if content[line_start : match.start()].lstrip().startswith(("//", "*")):
            continue
        end = _end(content, match.end() - 1) if match[0].endswith("(") else _statement(content, match.end())
        parts: list[tuple[str, ir.Expression]] = []
        for given in ARGUMENT.finditer(content, match.end(), end):
            value = given[2] if given[2] is not None else given[3]
            at = places.at(given.start(), given.end())
            role = given[1].capitalize()
            if match[1] == "emailext" and role == "To":
                parts += prefixed(value, at, role)
            elif role in ("To", "Cc", "Bcc"):
                parts.append((role, text(value, at)))
        if parts:
            yield Outgoing(parts[0][1].at, f"the Jenkins step {match[1]}", parts, colleagues=True)


def _end(content: str, start: int) -> int:
    """Where the parenthesis that opens at an offset is closed."""
    depth = 0
    for sign in re.finditer(r"[()]", content[start : start + CALL]):
        depth += 1 if sign[0] == "(" else -1
        if depth == 0:
            return start + sign.start()
    return start


def _statement(content: str, start: int) -> int:
    """The end of a call without parentheses: the first line that does not end in a comma."""
    while True:
        end = content.find("\n", start)
        if end < 0:
            return len(content)
        if not content[start:end].rstrip().endswith(","):
            return end
        start = end + 1
