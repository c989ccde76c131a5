"""Mako templates: Python's expressions in `${...}`, control lines that begin with a percent sign.

https://docs.makotemplates.org/en/latest/syntax.html
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from cclint.frontends.templates.filters import filtered
from cclint.frontends.templates.jinja import separated
from cclint.frontends.templates.nodes import (
    Block,
    Condition,
    Data,
    Imported,
    Include,
    Loop,
    Macro,
    Node,
    Output,
    Part,
    TemplateError,
    Tree,
)
from cclint.frontends.templates.python import OUTPUT, expression, parameters, target
from cclint.ir import nodes as ir
from cclint.ir.nodes import Span

CONTROL: Final = re.compile(r"^[ \t]*%(?!%)[ \t]*(\w+)(.*?):?[ \t]*$")
TAG: Final = re.compile(
    r"<%(?P<file>inherit|include)\s+file=[\"'](?P<path>[^\"'<>]+)[\"'][^<>]*/>"
    r"|<%namespace\s+(?=[^<>]*name=[\"'](?P<alias>\w+))(?=[^<>]*file=[\"'](?P<macros>[^\"'<>]+))[^<>]*/>"
    r"|<%(?P<begins>def|block)\b(?:[^<>]*?name=(?:\"(?P<name>[^\"]+)\"|'(?P<other>[^']+)'))?[^<>]*>|</%(?P<ends>def|block)>"
    r"|<%(?:doc|text|!)?(?:[^<]|<(?!%))*?%>|</?%[\w:]+[^<>]*>"
)
FILTERS: Final = re.compile(r"(.*[^|])\|\s*([\w.]+(?:\s*,\s*[\w.]+)*)\s*", re.DOTALL)
DEEP: Final = 50


@dataclass(slots=True)
class Edge(Data):
    """Where `<%def name="...">` or a block begins (`kind`), or ends (without one); `text` is the name."""

    kind: str = ""


class Reader:
    """The work on one template, line by line."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.number = 0
        self.depth = 0
        self.tree = Tree(())

    def part(self, *ends: str) -> tuple[Part, str, str]:
        """Read up to a control line that ends this part."""
        self.depth += 1
        if self.depth > DEEP:
            raise TemplateError("control lines are nested too deeply", self.number)
        made: list[Node] = []
        while self.number < len(self.lines):
            line = self.lines[self.number]
            self.number += 1
            control = CONTROL.match(line)
            if control is None:
                if not line.lstrip().startswith("##"):
                    made += self.line(line)
                continue
            word, rest = control[1], control[2].strip()
            if word in ends:
                self.depth -= 1
                return self.folded(made), word, rest
            made += self.control(word, rest)
        if ends:
            raise TemplateError(f"% {ends[-1]} is missing", len(self.lines))
        self.depth -= 1
        return self.folded(made), "", ""

    def folded(self, nodes: Part) -> Part:
        """The nodes with those between `<%def>` or `<%block>` and their ends put into one."""
        made: list[list[Node]] = [[]]
        opened: list[Edge] = []
        for one in nodes:
            if not isinstance(one, Edge):
                made[-1].append(one)
            elif one.kind:
                opened.append(one)
                made.append([])
            elif opened:
                body, begin = made.pop(), opened.pop()
                if begin.kind == "def":
                    name, _, given = begin.text.partition("(")
                    made[-1].append(Macro(begin.at, name.strip(), parameters(given.rstrip(") "), begin.at), body))
                else:
                    block = Block(begin.at, begin.text, body)
                    made[-1].append(block)
                    self.tree.blocks[begin.text] = block
        return [one for part in made for one in part]

    def at(self, start: int, end: int) -> Span:
        return (self.number, start + 1, self.number, end + 1)

    def line(self, line: str) -> list[Node]:
        """The text and the outputs of a line."""
        made: list[Node] = []
        ended = self.number == len(self.lines)
        text = line if ended else line[:-1] if line.endswith("\\") else line + "\n"
        offset = 0
        marks = sorted([*OUTPUT.finditer(text), *TAG.finditer(text)], key=lambda one: one.start())
        for mark in marks:
            if mark.start() < offset:
                continue
            if mark.start() > offset:
                made.append(Data(self.at(offset, mark.start()), text[offset : mark.start()]))
            offset, at = mark.end(), self.at(*mark.span())
            if mark.re is OUTPUT:
                made.append(Output(at, self.output(mark[1], at)))
            elif mark["file"] == "inherit":
                self.tree.extends = ir.Constant(at, mark["path"])
            elif mark["file"] == "include":
                made.append(Include(at, ir.Constant(at, mark["path"])))
            elif mark["alias"]:
                made.append(Imported(at, ir.Constant(at, mark["macros"]), mark["alias"]))
            elif mark["begins"] and not mark[0].endswith("/>"):
                made.append(Edge(at, mark["name"] or mark["other"] or "", mark["begins"]))
            elif mark["ends"]:
                made.append(Edge(at, "", ""))
        if offset < len(text) and not (marks and text[offset:] == "\n" and text.lstrip().startswith("<%")):
            made.append(Data(self.at(offset, len(text)), text[offset:]))
        return made

    def output(self, source: str, at: Span) -> ir.Expression:
        """`${value | filter, filter}`."""
        piped = FILTERS.fullmatch(source)
        names: list[str] = []
        if piped is not None:
            source, names = piped[1], [name.strip() for name in piped[2].split(",")]
        value = expression(source, at)
        for name in names:
            value = filtered(name, value, (), at)
        return value

    def control(self, word: str, rest: str) -> list[Node]:
        at = self.at(0, len(self.lines[self.number - 1]))
        if word == "for":
            names, _, iterable = rest.partition(" in ")
            bound = target(names, at)
            value = expression(iterable, at)
            body, _, _ = self.part("endfor")
            body, separator = separated(body)
            return [Loop(at, bound, value, None, body, (), separator)]
        if word in ("if", "elif"):
            test = expression(rest, at)
            then, ended, more = self.part("elif", "else", "endif")
            otherwise: Part = ()
            if ended == "elif":
                otherwise = self.control("elif", more)
            elif ended == "else":
                otherwise, _, _ = self.part("endif")
            return [Condition(at, test, then, otherwise)]
        return []


def parse(text: str) -> Tree:
    """Read a Mako template.

    Raises
    ------
    TemplateError: it is none.
    """
    reader = Reader(text)
    body, _, _ = reader.part()
    reader.tree.body = body
    return reader.tree
