"""Templates whose commands are attributes: Chameleon's and Zope's page templates (TAL), Genshi's markup.

https://chameleon.readthedocs.io/en/latest/reference.html, https://genshi.readthedocs.io/en/latest/xml-templates.html.
A tag without a command is text like any other, so that plain-text mail is read as well; expressions are Python's, or paths
(`person/email`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from typing import Final

from cclint.frontends.templates.nodes import (
    LOOKUP,
    Condition,
    Data,
    Loop,
    Node,
    Output,
    Part,
    Setting,
    TemplateError,
    Tree,
)
from cclint.frontends.templates.python import OUTPUT, expression, target
from cclint.ir import nodes as ir
from cclint.ir.nodes import Span

OPENING: Final = re.compile(
    r"<(?P<name>[A-Za-z_][\w.:-]*)(?P<given>(?:\s+[\w.:-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'))?)*)\s*(?P<closed>/?)>"
)
ATTRIBUTE: Final = re.compile(r"([\w.:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
COMMANDS: Final = {
    "tal:repeat": "repeat", "tal:condition": "condition", "tal:content": "content", "tal:replace": "replace",
    "tal:define": "define", "tal:omit-tag": "omit", "py:for": "repeat", "py:if": "condition", "py:content": "content",
    "py:replace": "replace", "py:with": "define", "py:strip": "omit",
}  # fmt: skip
PLAIN: Final = {"repeat": "repeat", "condition": "condition", "content": "content", "replace": "replace", "define": "define",
                "each": "repeat", "test": "condition", "vars": "define", "omit-tag": "omit"}  # fmt: skip
"""The same as attributes of elements that are commands themselves: `<tal:block repeat="...">`, `<py:for each="...">`."""
PATH: Final = re.compile(r"[A-Za-z_]\w*(?:/\w+)+")
LARGE: Final = 512 * 1024
DEEP: Final = 40


class Reader:
    """The work on one template."""

    def __init__(self, text: str) -> None:
        if len(text) > LARGE:
            raise TemplateError("the template is too large to be read", 1)
        self.content = text
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def at(self, start: int, end: int) -> Span:
        line, last = bisect_right(self.starts, start), bisect_right(self.starts, end)
        return (line, start - self.starts[line - 1] + 1, last, end - self.starts[last - 1] + 1)

    def part(self, start: int, end: int, depth: int = 0) -> Part:
        """What stands between two offsets."""
        if depth > DEEP:
            raise TemplateError("elements are nested too deeply", self.at(start, start)[0])
        made: list[Node] = []
        offset = start
        while (match := self.command(offset, end)) is not None:
            made += self.text(offset, match.start())
            close, behind = self.closing(match, end)
            made += self.element(match, close, depth)
            offset = behind
        return [*made, *self.text(offset, end)]

    def command(self, offset: int, end: int) -> re.Match[str] | None:
        """The next tag that has a command."""
        for match in OPENING.finditer(self.content, offset, end):
            if commands(match):
                return match
        return None

    def closing(self, match: re.Match[str], end: int) -> tuple[int, int]:
        """Where an element's content ends, and where its end tag does."""
        if match["closed"]:
            return match.end(), match.end()
        depth = 1
        tags = re.compile(rf"<(/?){re.escape(match['name'])}\b[^<>]*?(/?)>")
        for tag in tags.finditer(self.content, match.end(), end):
            if tag[2]:
                continue
            depth += -1 if tag[1] else 1
            if depth == 0:
                return tag.start(), tag.end()
        raise TemplateError(f"</{match['name']}> is missing", self.at(match.start(), match.end())[0])

    def element(self, match: re.Match[str], close: int, depth: int) -> list[Node]:
        """An element and what its commands make of it, in the order in which they work."""
        given = commands(match)
        at = self.at(*match.span())
        if "replace" in given:
            made: Part = [Output(at, value(given["replace"], at))]
        else:
            made = (
                self.part(match.end(), close, depth + 1)
                if "content" not in given
                else [Output(at, value(given["content"], at))]
            )
        within = "py:" in match[0]  # Genshi asks in each round, TAL before the first
        if "condition" in given and within:
            made = [Condition(at, value(given["condition"], at), made)]
        if "repeat" in given:
            name, _, iterable = (
                given["repeat"].partition(" in ")
                if " in " in given["repeat"]
                else given["repeat"].strip().partition(" ")
            )
            made = [Loop(at, target(name, at), value(iterable, at), None, made)]
        if "condition" in given and not within:
            made = [Condition(at, value(given["condition"], at), made)]
        defined: list[Node] = []
        for one in given.get("define", "").split(";"):
            name, _, source = (
                one.strip()
                .removeprefix("global ")
                .removeprefix("local ")
                .partition("=" if "=" in one.split(" ")[0] else " ")
            )
            if name.isidentifier() and source.strip():
                defined.append(Setting(at, ir.Name(at, name), value(source, at)))
        return [*defined, *made]

    def text(self, start: int, end: int) -> list[Node]:
        """Text with `${...}` in it, no more than one line in one node."""
        made: list[Node] = []
        offset = start
        for match in OUTPUT.finditer(self.content, start, end):
            made += self.lines(offset, match.start())
            at = self.at(*match.span())
            made.append(Output(at, value(match[1], at)))
            offset = match.end()
        return [*made, *self.lines(offset, end)]

    def lines(self, start: int, end: int) -> list[Node]:
        made: list[Node] = []
        while start < end:
            stop = self.content.find("\n", start, end) + 1 or end
            made.append(Data(self.at(start, stop), self.content[start:stop]))
            start = stop
        return made


def commands(match: re.Match[str]) -> Mapping[str, str]:
    """The commands of a tag, by what they do."""
    whole = match["name"].partition(":")[0] in ("tal", "py", "metal") and ":" in match["name"]
    found: dict[str, str] = {}
    for name, first, second in ATTRIBUTE.findall(match["given"]):
        kind = COMMANDS.get(name) or (PLAIN.get(name) if whole else None)
        if kind is not None:
            found[kind] = first or second
    return found or ({"omit": ""} if whole else {})


def value(source: str, at: Span) -> ir.Expression:
    """An expression: `python: ...`, `string: ...`, a path, or Python's.

    Raises
    ------
    TemplateError: it is none.
    """
    kind, colon, rest = source.strip().partition(":")
    if colon and kind in ("python", "structure", "text", "nocall"):
        return value(rest, at)
    source = source.strip().removeprefix("structure ").strip()
    if colon and kind == "string":
        return ir.Constant(at, rest.strip())
    if PATH.fullmatch(source):
        first, *others = source.split("/")
        made: ir.Expression = ir.Name(at, first)
        for one in others:
            key = ir.Constant(at, int(one) if one.isdigit() else one)
            made = ir.Call(at, ir.Name(at, LOOKUP), (ir.Argument(made), ir.Argument(key)))
        return made
    return expression(source, at)


def parse(text: str) -> Tree:
    """Read a page template.

    Raises
    ------
    TemplateError: it is none.
    """
    reader = Reader(text)
    return Tree(reader.part(0, len(text)))
