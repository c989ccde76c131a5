"""Genshi's text templates: `{% for p in people %}`, `{% end %}` and `${p.email}`; the old ones have `#for` and `#end` on lines.

https://genshi.readthedocs.io/en/latest/text-templates.html
"""

from __future__ import annotations

import re
from typing import Final

from cclint.frontends.templates.nodes import Condition, Include, Loop, Node, Output, Part, Setting, TemplateError, Tree
from cclint.frontends.templates.python import OUTPUT, expression, target
from cclint.frontends.templates.tal import Reader as Texts
from cclint.ir import nodes as ir

COMMAND: Final = re.compile(
    r"\{%\s*(?P<new>\w+)(?P<given>[^{]*?)%\}\\?\n?|\{#[^{]*?#\}"
    r"|^[ \t]*#(?P<old>for|if|end|choose|when|otherwise|with|def|include)\b(?P<rest>[^\n]*)\n?",
    re.DOTALL | re.MULTILINE,
)
NAME: Final = re.compile(r"\$([A-Za-z_]\w*(?:\.\w+)*)")
DEEP: Final = 50


class Reader:
    """The work on one template."""

    def __init__(self, text: str) -> None:
        self.texts = Texts(text)
        self.text = text
        self.marks = list(COMMAND.finditer(text))
        self.index = 0
        self.offset = 0

    def part(self, depth: int = 0) -> tuple[Part, bool]:
        """Read up to the `end` of this part; whether there was one."""
        if depth > DEEP:
            raise TemplateError("commands are nested too deeply", 1)
        made: list[Node] = []
        while self.index < len(self.marks):
            mark = self.marks[self.index]
            self.index += 1
            made += self.plain(self.offset, mark.start())
            self.offset = mark.end()
            word = mark["new"] or mark["old"] or ""
            given = (mark["given"] or mark["rest"] or "").strip()
            if word == "end":
                return made, True
            if word in ("for", "if", "choose", "when", "otherwise", "with", "def"):
                body, ended = self.part(depth + 1)
                if not ended:
                    raise TemplateError(f"the end of {word} is missing", self.texts.at(*mark.span())[0])
                made += self.command(word, given, body, mark)
            elif word == "include":
                at = self.texts.at(*mark.span())
                made.append(Include(at, ir.Constant(at, given.strip("\"'"))))
        made += self.plain(self.offset, len(self.text))
        self.offset = len(self.text)
        return made, False

    def command(self, word: str, given: str, body: Part, mark: re.Match[str]) -> list[Node]:
        at = self.texts.at(*mark.span())
        if word == "for":
            names, _, iterable = given.partition(" in ")
            return [Loop(at, target(names, at), expression(iterable, at), None, body)]
        if word in ("if", "when") and given:
            return [Condition(at, expression(given, at), body)]
        if word == "with":
            pairs = [one.partition("=") for one in given.split(";") if "=" in one]
            return [*(Setting(at, ir.Name(at, name.strip()), expression(value, at)) for name, _, value in pairs), *body]
        return [] if word == "def" else list(body)

    def plain(self, start: int, end: int) -> list[Node]:
        """Text with `${value}` and `$name` in it."""
        made: list[Node] = []
        offset = start
        for match in sorted(
            [*OUTPUT.finditer(self.text, start, end), *NAME.finditer(self.text, start, end)], key=re.Match.start
        ):
            made += self.texts.lines(offset, match.start())
            at = self.texts.at(*match.span())
            made.append(Output(at, expression(match[1], at)))
            offset = match.end()
        return [*made, *self.texts.lines(offset, end)]


def parse(text: str) -> Tree:
    """Read a text template of Genshi's.

    Raises
    ------
    TemplateError: it is none.
    """
    body, ended = Reader(text).part()
    if ended:
        raise TemplateError("an end closes nothing", 1)
    return Tree(body)
