"""Templates whose expressions are Python's in `{{ ... }}`: Tornado's, with `{% for x in y %}` and `{% end %}`, and Bottle's, with
lines that begin with a percent sign, and `% end`.

https://www.tornadoweb.org/en/stable/template.html, https://bottlepy.org/docs/stable/stpl.html
"""

from __future__ import annotations

import re
from typing import Final

from cclint.frontends.templates.nodes import (
    Block,
    Condition,
    Include,
    Loop,
    Node,
    Output,
    Part,
    Setting,
    TemplateError,
    Tree,
)
from cclint.frontends.templates.python import expression, target
from cclint.frontends.templates.tal import Reader as Texts
from cclint.ir import nodes as ir
from cclint.ir.nodes import Span

OUTPUT: Final = r"\{\{!?(?P<output>(?:[^{}'\"]|'[^'\n]*'|\"[^\"\n]*\"|\{[^{}]*\})*)\}\}"
TORNADO: Final = re.compile(rf"{OUTPUT}|\{{%-?(?P<command>[^{{}}]*?)-?%\}}|\{{#[^{{]*?#\}}")
BOTTLE: Final = re.compile(
    rf"{OUTPUT}|^[ \t]*%(?!%)[ \t]*(?P<command>[^\n]*?):?[ \t]*(?:\n|$)|\\\\\n|<%(?:[^%<]|%(?!>)|<(?!%))*%>",
    re.MULTILINE,
)
WORD: Final = re.compile(r"(\w+)\s*(.*)", re.DOTALL)
ENDING: Final = ("end", "else", "elif", "except", "finally")
OPENING: Final = ("for", "if", "while", "try", "block", "apply", "with")
DEEP: Final = 50


class Reader:
    """The work on one template."""

    def __init__(self, text: str, pattern: re.Pattern[str]) -> None:
        self.texts = Texts(text)
        self.text = text
        self.marks = list(pattern.finditer(text))
        self.index = 0
        self.offset = 0
        self.tree = Tree(())

    def part(self, depth: int = 0) -> tuple[Part, str, str]:
        """Read up to what ends this part: the part, the word that ended it, and what stands behind that."""
        if depth > DEEP:
            raise TemplateError("commands are nested too deeply", 1)
        made: list[Node] = []
        while self.index < len(self.marks):
            mark = self.marks[self.index]
            self.index += 1
            made += self.texts.lines(self.offset, mark.start())
            self.offset = mark.end()
            at = self.texts.at(*mark.span())
            command = WORD.match((mark["command"] or "").strip())
            if mark["output"] is not None:
                made.append(Output(at, expression(mark["output"], at)))
            elif command is not None and command[1] in ENDING:
                return made, command[1], command[2]
            elif command is not None:
                made += self.command(command[1], command[2].strip(), at, depth)
        made += self.texts.lines(self.offset, len(self.text))
        self.offset = len(self.text)
        return made, "", ""

    def whole(self, depth: int, at: Span) -> tuple[Part, Part]:
        """What stands up to an end, and what behind an `else`."""
        body, word, given = self.part(depth + 1)
        if word == "elif":
            then, otherwise = self.whole(depth + 1, at)
            return body, [Condition(at, expression(given, at), then, otherwise)]
        if word in ("else", "except", "finally"):
            return body, self.whole(depth + 1, at)[0]
        if word != "end":
            raise TemplateError("an end is missing", at[0])
        return body, ()

    def command(self, word: str, given: str, at: Span, depth: int) -> list[Node]:
        """What a command stands for."""
        if word in OPENING:
            body, otherwise = self.whole(depth, at)
            if word == "for":
                names, _, iterable = given.partition(" in ")
                return [Loop(at, target(names, at), expression(iterable, at), None, body, otherwise)]
            if word == "if":
                return [Condition(at, expression(given, at), body, otherwise)]
            if word == "block":
                block = self.tree.blocks[given] = Block(at, given, body)
                return [block]
            return list(body)
        name = given.strip("\"'")
        if word == "set" and "=" in given:
            names, _, value = given.partition("=")
            return [Setting(at, target(names, at), expression(value, at))]
        if word == "raw":
            return [Output(at, expression(given, at))]
        if word == "include":
            return [Include(at, ir.Constant(at, name))]
        if word == "extends":
            self.tree.extends = ir.Constant(at, name)
        return []


def parse(text: str, *, bottle: bool = False) -> Tree:
    """Read a template of Tornado's, or of Bottle's.

    Raises
    ------
    TemplateError: it is none.
    """
    reader = Reader(text, BOTTLE if bottle else TORNADO)
    body, word, _ = reader.part()
    if word:
        raise TemplateError(f"{word} closes nothing", 1)
    reader.tree.body = body
    return reader.tree
