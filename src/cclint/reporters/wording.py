"""What several formats say in the same words: counts, "who sees whom", paths that hold anything at all, masked text."""

from __future__ import annotations

import posixpath
from typing import Final

from cclint.config import Config
from cclint.finding import Finding, Shown
from cclint.privacy import masked
from cclint.report import Rendering, Report

ORIGINS: Final = {
    "literal": "the sources",
    "parameter": "a parameter",
    "query": "a query",
    "file": "a file",
    "settings": "the settings",
    "environment": "the environment",
    "input": "what is typed in",
    "call": "a call",
    "name": "code that is not in sight",
}
"""How reports name the kinds of origins."""


def path_text(path: str) -> str:
    """A path on one line and in valid Unicode: line ends, control characters and bytes that are no text are escaped."""
    if path.isprintable():
        return path
    escaped = (character if character.isprintable() else _escape(character) for character in path)
    return "".join(escaped)


def printable(text: str) -> str:
    """Text without the characters that XML 1.0 and pages cannot hold."""
    return "".join(character if character in "\n\t" or character.isprintable() else "?" for character in text)


def located(path: str, report: Report) -> str:
    """A path as services see it: from the top of the repository."""
    return path_text(posixpath.normpath(report.prefix + path))


def sentence(finding: Finding, rendering: Rendering) -> str:
    """A finding's message, with who sees whom, on one line."""
    who = [
        " ".join(f"{shown.role}: {size(shown)} {people(shown, rendering)}, {sight(shown)}".split()).replace(" ,", ",")
        for shown in finding.who
    ]
    return printable(private(finding.message, rendering) + (f" (who sees whom: {'; '.join(who)})" if who else ""))


def private(text: str, rendering: Rendering) -> str:
    """Text as it may be shown."""
    return text if rendering.addresses else masked(text)


def size(shown: Shown) -> str:
    """The count of a role: `3`, `up to 3`, `2 to 5`, `unbounded`."""
    if shown.most is None:
        return "unbounded"
    if shown.least == shown.most:
        return str(shown.most)
    return f"up to {shown.most}" if shown.least == 0 else f"{shown.least} to {shown.most}"


def sight(shown: Shown) -> str:
    """Whether the readers of a message see those in a role."""
    if shown.apart:
        return "one message for each, who sees nobody else"
    return "visible to every recipient" if shown.visible else "hidden"


def people(shown: Shown, rendering: Rendering) -> str:
    """Where a role's addresses come from, and those that stand in the sources, a few at the most."""
    few = [private(address, rendering) for address in shown.addresses[:3]]
    if len(shown.addresses) > len(few):
        few.append("...")
    origin = ", ".join(ORIGINS.get(kind, kind) for kind in shown.origin.split(", "))
    parts = [f"from {origin}" if origin else "", f"({', '.join(few)})" if few else ""]
    return " ".join(part for part in parts if part)


def policy_lines(config: Config) -> list[str]:
    """The policy in force, in sentences."""
    policy = config.policy
    said = [f"policy: {policy.max_visible} of a message's addresses may be visible"]
    if policy.internal_domains:
        said.append(f"policy: colleagues are those at {', '.join(policy.internal_domains)}")
    if policy.role_addresses:
        said.append(f"policy: addresses of functions are {', '.join(policy.role_addresses)}")
    said += [
        f"policy: the audience {one.name!r} is known ({', '.join(one.matches)}): {one.reason}"
        for one in policy.known_audiences
    ]
    for one in policy.overrides:
        limit = f" {one.max_visible} may be visible;" if one.max_visible is not None else ""
        level = f" {', '.join(one.rules) or 'all findings'} weigh as {one.level};" if one.level is not None else ""
        said.append(f"policy: in {', '.join(one.paths)}:{limit}{level} {one.reason or 'no reason is given'}")
    return said


def _escape(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is no UTF-8, as the file system's names carry it
        return f"\\x{code - 0xDC00:02x}"
    return character.encode("unicode_escape").decode("ascii")
