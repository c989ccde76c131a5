"""Files that send mail and that are read line by line: which of them a file is, and settings that take one line or block."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatch
from typing import Final

from cclint.frontends.mailers import urls
from cclint.frontends.mailers.database import database
from cclint.frontends.mailers.groovy import groovy
from cclint.frontends.mailers.offsets import Places
from cclint.frontends.mailers.powershell import powershell
from cclint.frontends.mailers.repositories import repositories
from cclint.frontends.mailers.ruby import ruby
from cclint.frontends.mailers.shell import crontab, make, several, shell
from cclint.frontends.outgoing import Event, Outgoing
from cclint.frontends.outgoing import recipients_text as text
from cclint.ir.nodes import Span

CRONTABS: Final = ("crontab", "*.crontab", "crontab.*", "*.cron", "*/cron.d/*", "cron.d/*", "*/crontabs/*")
SHELLS: Final = (".sh", ".bash", ".ksh", ".zsh", ".service")
SCHEDULE: Final = re.compile(r"^[ \t]*(?:@\w+|[\d*][\d*,/-]*(?:[ \t]+[\w*][\w*,/-]*){4})[ \t]+\S", re.MULTILINE)
EMAIL_NOTIFIER: Final = re.compile(r"<email-notifier>(.*?)</email-notifier>", re.DOTALL)
MAKEFILES: Final = ("Makefile", "makefile", "GNUmakefile")
BLOCKS: Final = (
    (re.compile(r"\bnotification\s*\{[^{}]{0,2000}?\bto\s*=\s*(\"[^\"]*\"|'[^']*')"), "Nextflow", "notification"),
    (re.compile(r"^[ \t]*notification\.to[ \t]*=[ \t]*(\"[^\"\n]*\"|'[^'\n]*')", re.MULTILINE), "Nextflow", "notification"),
    (re.compile(r"\bsendMail\s*\([^()]{0,2000}?\bto:\s*(\[[^\]]*\]|\"[^\"]*\"|'[^']*')"), "Nextflow", "sendMail"),
    (re.compile(
        r"^command[ \t]*=[^\n]{0,200}\b(?:crashmail(?:batch)?|fatalmailbatch|memmon|httpok)\b[^\n]{0,200}?"
        r"(?:-m|--email=?|--toEmail=?)[ \t]*(\"[^\"\n]*\"|[^\s\"]+)", re.MULTILINE), "superlance", "eventlistener"),
    (re.compile(r"define\s+contact\s*\{[^}]{0,2000}?\n[ \t]*email[ \t]+([^\n;#]+)"), "Nagios", "define contact"),
    (re.compile(r"\bobject\s+User\s+\"[^\"]*\"\s*\{[^}]{0,2000}?\bemail\s*=\s*(\"[^\"]*\")"), "Icinga", "object User"),
    (re.compile(r"\btype=\"ommail\"[^)]{0,2000}?\bmailto=(\[[^\]]*\]|\"[^\"]*\")", re.IGNORECASE), "rsyslog", "ommail"),
    (re.compile(r"^[ \t]*mail[ \t]*=[ \t]*([^=\n]+@[^=\n]+?)[ \t]*=[ \t]*[!\w]", re.MULTILINE), "Bacula", "mailcommand"),
    (re.compile(r"\.email\(([^)]*@[^)]*)\)"), "Kapacitor", "|alert"),
    (re.compile(r"\bMailNotifier\((?:[^()]|\([^()]*\)){0,2000}?extraRecipients\s*=\s*\[([^\]]*)\]"), "Buildbot", "MailNotifier"),
    (re.compile(
            r"grafana_contact_point\b(?=(?:(?!\n\}).){0,2000}?single_email\s*=\s*true)(?:(?!\n\}).){0,2000}?addresses\s*=\s*\[([^\]]*)\]",
            re.DOTALL,
        ),
        "Grafana", "grafana_contact_point"),
    (re.compile(r"^log4j\.appender\.(?:\w+)\.[tT]o\s*=\s*([^\n]+)$", re.MULTILINE), "the SMTP appender", "SMTPAppender"),
    (re.compile(
        r"^appender\.(?P<name>\w+)\.type[ \t]*=[ \t]*SMTP[ \t]*$[\s\S]{0,2000}?^appender\.(?P=name)\.to[ \t]*=[ \t]*([^\n]+)$",
        re.MULTILINE | re.IGNORECASE), "the SMTP appender", "appender"),
    (re.compile(r"^(?:failure|success|notify)\.emails[ \t]*[=:][ \t]*([^\n]+)$", re.MULTILINE), "Azkaban", ".emails"),
    (re.compile(r"\.Name[ \t]*=[ \t]*\"(?:TO|CC)\"[\s\S]{0,200}?\.Value[ \t]*=[ \t]*(\"[^\"\n]*\")"), "Reporting Services",
     "ParameterValue"),
)  # fmt: skip
"""Settings in blocks: a pattern whose last group holds the addresses, the sender, and a word that the file must have."""
SETTINGS: Final = {
    "health_alarm_notify.conf": (
        re.compile(r"^[ \t]*(?:DEFAULT_RECIPIENT_EMAIL|role_recipients_email\[\w+\])=[\"']?([^\"'\n#]*)", re.MULTILINE),
        "Netdata"),
    "logwatch.conf": (re.compile(r"^[ \t]*MailTo[ \t]*=[ \t]*([^\n#]*)", re.MULTILINE | re.IGNORECASE), "logwatch"),
    "smartd.conf": (re.compile(r"^[^#\n]*[ \t]-m[ \t]+(\S+)", re.MULTILINE), "smartd"),
    "50unattended-upgrades": (
        re.compile(r"^[ \t]*Unattended-Upgrade::Mail[ \t]+\"([^\"]*)\"", re.MULTILINE), "unattended-upgrades"),
    "apticron.conf": (re.compile(r"^[ \t]*EMAIL=[\"']?([^\"'\n#]*)", re.MULTILINE), "apticron"),
    "mdadm.conf": (re.compile(r"^[ \t]*MAILADDR[ \t]+([^\n#]*)", re.MULTILINE), "mdadm"),
    "logcheck.conf": (re.compile(r"^[ \t]*SENDMAILTO=[\"']?([^\"'\n#]*)", re.MULTILINE), "logcheck"),
    "chkrootkit.conf": (re.compile(r"^[ \t]*MAILTO=[\"']?([^\"'\n#]*)", re.MULTILINE), "chkrootkit"),
    "denyhosts.conf": (re.compile(r"^[ \t]*ADMIN_EMAIL[ \t]*=[ \t]*([^\n#]*)", re.MULTILINE), "DenyHosts"),
    "zed.rc": (re.compile(r"^[ \t]*ZED_EMAIL_ADDR=[\"']?([^\"'\n#]*)", re.MULTILINE), "ZED"),
    "aide.conf": (re.compile(r"^[ \t]*MAILTO=[\"']?([^\"'\n#]*)", re.MULTILINE), "AIDE"),
    "rkhunter.conf": (re.compile(r"^[ \t]*MAIL-ON-WARNING=[\"']?([^\"'\n#]*)", re.MULTILINE), "rkhunter"),
}  # fmt: skip
"""Settings of one line, by the name of the file; where a sender splits at blanks, the header shows all the same."""


def outgoing(path: str, content: str) -> Iterator[Event]:
    """The messages that a file of lines sends, and the names that it gives."""
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
    if name in MAKEFILES or name.endswith(".mk"):
        yield from make(content, places)
    if name.endswith((".ps1", ".psm1")):
        yield from powershell(content, places)
    if name.endswith((".rb", ".rake")):
        yield from ruby(content, places)
    yield from repositories(content, places)
    if _of_apprise(path):
        yield from urls.in_lines(content, places)
    if name.endswith(".sql"):
        yield from database(content, places)
    if "Jenkinsfile" in name or name.endswith((".groovy", ".jenkinsfile")):
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


def _of_apprise(path: str) -> bool:
    """Whether a file is one of the text files that Apprise reads: `.apprise`, `apprise.conf`."""
    name = path.rpartition("/")[2]
    return name.startswith((".apprise", "apprise")) and not name.endswith((".yml", ".yaml", ".py", ".json", ".toml"))


def _blocks(pattern: re.Pattern[str], sender: str, content: str, places: Places) -> Iterator[Outgoing]:
    """Addresses in a block of settings that belongs to a sender."""
    for match in pattern.finditer(content):
        last = match.re.groups
        found = re.findall(r"[^\s,;\"'\[\]=()]+@[^\s,;\"'\[\]=()]+", match[last])
        if found:
            at = places.at(*match.span(last))
            yield Outgoing(at, sender, (("To", text(", ".join(found), at)),), colleagues=True)


def _one(sender: str, content: str, at: Span) -> Outgoing:
    return Outgoing(at, sender, (("To", text(several(content), at)),), colleagues=True)
