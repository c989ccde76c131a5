"""Jenkins pipelines: `emailext to: ...` and `mail to: ...`.

Commas, semicolons and blanks part addresses for emailext, each of which may say its own role (`bcc:ann@example.org`); commas and
blanks for mail. Both show To and Cc: https://plugins.jenkins.io/email-ext/, MailStep.java of workflow-basic-steps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from cclint.frontends.mailers.matching import prefixed
from cclint.frontends.mailers.offsets import Places
from cclint.frontends.mailers.shell import several
from cclint.frontends.outgoing import Event, Named, Outgoing, everybody
from cclint.frontends.outgoing import recipients_text as text
from cclint.ir import nodes as ir
from cclint.ir.nodes import Span

STEP: Final = re.compile(r"\b(emailext|mail)\b[ \t]*(?:\(|(?=\w+[ \t]*:))")
STRING: Final = r"(?:\"\"\"[\s\S]*?\"\"\"|'''[\s\S]*?'''|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*')"
CHAIN: Final = rf"(?:\.\w+(?:\([^()\n]*\)|[ \t]*\{{[^{{}}\n]*\}})|[ \t]*\+[ \t]*(?:{STRING}|[\w.]+))*"
"""Calls of methods, and what is put together by `+`."""
OTHERWISE: Final = rf"(?:[ \t]*\?:[ \t]*(?:{STRING}|[\w.]+))?"
"""`given ?: 'ann@example.org'`."""
VALUE: Final = rf"(?:{STRING}|\[[^\[\]]*\]|[\w.]+(?:\([^()\n]*\)|\{{[^{{}}\n]*\}})?){CHAIN}{OTHERWISE}"
ARGUMENT: Final = re.compile(rf"\b(?P<role>to|cc|bcc|replyTo)[ \t]*:[ \t]*(?P<value>{VALUE})")
ASSIGNED: Final = re.compile(
    r"(?:^|[{;])[ \t]*(?:(?:final|static)[ \t]+)*(?:def|String|List(?:<\w+>)?|var)?[ \t]*(?P<name>\w+)[ \t]*(?P<more>\+)?=[ \t]*"
    rf"(?P<value>{VALUE})",
    re.MULTILINE,
)
PARAMETER: Final = re.compile(
    rf"\b(?:string|text|choice)[ \t]*\((?=[^()]*\bname:[ \t]*[\"'](?P<name>\w+)[\"'])"
    rf"(?=[^()]*\bdefaultValue:[ \t]*(?P<value>{STRING}))"
)
SIGNS: Final = re.compile(rf"{STRING}|[()\n]")
GATHERED: Final = re.compile(r"\.(?:join|collect|findAll|unique|sort|flatten)\b")
CALL: Final = 8_000
"""Characters of the longest call that is looked through."""
STEPS: Final = 1_000
"""Steps of one pipeline that are looked at."""


def groovy(content: str, places: Places) -> Iterator[Event]:
    """What a pipeline sends, and the variables that it sets, in the order of their places."""
    found: list[tuple[int, Event]] = []
    for match in (*islice(ASSIGNED.finditer(content), STEPS), *islice(PARAMETER.finditer(content), STEPS)):
        value = expression(match["value"], places.at(*match.span("value")))
        if match.re is ASSIGNED and match["more"]:
            before = ir.Name(value.at, match["name"])
            value = ir.Format(
                value.at, (ir.Slot(value.at, before), ir.Constant(value.at, ", "), ir.Slot(value.at, value))
            )
        prefix = ("params.",) if match.re is PARAMETER else ("", "env.")
        found += [(match.start(), Named(f"{one}{match['name']}", value)) for one in prefix]
    for match in islice(STEP.finditer(content), STEPS):
        line_start = content.rfind("\n", 0, match.start()) + 1
        if content[line_start : match.start()].lstrip().startswith(("//", "*")):
            continue
        end = _end(content, match.end() - 1) if match[0].endswith("(") else _statement(content, match.end())
        parts: list[tuple[str, ir.Expression]] = []
        texts = _within_text(content, match.end(), end)
        for given in ARGUMENT.finditer(content, match.end(), end):
            if any(first < given.start() < last for first, last in texts):
                continue
            at = places.at(given.start(), given.end())
            role = {"replyTo": "Reply-To"}.get(given["role"], given["role"].capitalize())
            source = given["value"]
            if match[1] == "emailext" and role == "To" and re.fullmatch(STRING, source):
                parts += prefixed(source.strip("\"'"), at, role)
            else:
                parts.append((role, expression(source, at)))
        if parts:
            found.append(
                (match.start(), Outgoing(parts[0][1].at, f"the Jenkins step {match[1]}", parts, colleagues=True))
            )
    for _, one in sorted(found, key=lambda pair: pair[0]):
        yield one


def expression(source: str, at: Span) -> ir.Expression:
    """A value of Groovy's, as far as it matters: texts, lists, names, `join`, and what `+` puts together."""
    source = source.strip()
    if re.fullmatch(STRING, source):
        return text(several(source.strip("\"'")), at)
    either = re.fullmatch(rf"(?P<first>.+?)[ \t]*\?:[ \t]*(?P<second>{STRING}|[\w.]+)", source)
    if either is not None:
        return ir.Logic(at, "or", (expression(either["first"], at), expression(either["second"], at)))
    if source.startswith("[") and source.endswith("]"):
        return ir.Display(
            at, "list", tuple(expression(one, at) for one in re.findall(rf"{STRING}|[\w.]+", source[1:-1]))
        )
    if "+" in re.sub(STRING, "", source):
        pieces = re.findall(rf"{STRING}|[\w.]+", source)
        return ir.Format(at, tuple(ir.Slot(at, expression(one, at)) for one in pieces))
    joined = re.fullmatch(rf"(?P<of>[\w.]+|\[[^\[\]]*\])\.join\([ \t]*(?P<by>{STRING})?[ \t]*\)", source)
    if joined is not None:
        by = ir.Constant(at, (joined["by"] or "''").strip("\"'"))
        return ir.Call(at, ir.Attribute(at, by, "join"), (ir.Argument(expression(joined["of"], at)),))
    if GATHERED.search(source):
        return everybody(at, source)
    return ir.Name(at, source)


def _end(content: str, start: int) -> int:
    """Where the parenthesis that opens at an offset is closed."""
    depth = 0
    for sign in SIGNS.finditer(content, start, start + CALL):
        depth += (sign[0] == "(") - (sign[0] == ")")
        if depth == 0:
            return sign.start()
    return start


def _statement(content: str, start: int) -> int:
    """The end of a call without parentheses: the first line that does not end in a comma."""
    for sign in SIGNS.finditer(content, start, start + CALL):
        if sign[0] == "\n" and not content[start : sign.start()].rstrip().endswith(","):
            return sign.start()
    return min(start + CALL, len(content))


def _within_text(content: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where texts stand in a call: what looks like an argument in one is none."""
    return [match.span() for match in SIGNS.finditer(content, start, end) if len(match[0]) > 1]
