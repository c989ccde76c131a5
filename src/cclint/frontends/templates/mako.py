"""Mako templates: Python's expressions in `${...}`, control lines that begin with a percent sign.

https://docs.makotemplates.org/en/latest/syntax.html
"""

from __future__ import annotations

import ast
import re
from typing import Final

from cclint.frontends.python import Lowering
from cclint.frontends.templates.filters import filtered
from cclint.frontends.templates.jinja import separated
from cclint.frontends.templates.nodes import Condition, Data, Include, Loop, Node, Output, Part, TemplateError, Tree
from cclint.ir import nodes as ir
from cclint.ir.nodes import Span

CONTROL: Final = re.compile(r"^[ \t]*%(?!%)[ \t]*(\w+)(.*?):?[ \t]*$")
OUTPUT: Final = re.compile(r"\$\{((?:[^{}'\"]|'[^'\n]*'|\"[^\"\n]*\"|\{[^{}]*\})*)\}")
TAG: Final = re.compile(
    r"<%(inherit|include)\s+file=[\"']([^\"']+)[\"'][^>]*/>|<%(?:doc|text|!)?.*?%>|</?%[\w:]+[^>]*>"
)
FILTERS: Final = re.compile(r"(.*[^|])\|\s*([\w.]+(?:\s*,\s*[\w.]+)*)\s*", re.DOTALL)
DEEP: Final = 50


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
                return made, word, rest
            made += self.control(word, rest)
        if ends:
            raise TemplateError(f"% {ends[-1]} is missing", len(self.lines))
        self.depth -= 1
        return made, "", ""

    def at(self, start: int, end: int) -> Span:
        return (self.number, start + 1, self.number, end + 1)

    def line(self, line: str) -> list[Node]:
        """The text and the outputs of a line."""
        made: list[Node] = []
        text = line if self.number == len(self.lines) else line + "\n"
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
            elif mark[1] == "inherit":
                self.tree.extends = ir.Constant(at, mark[2])
            elif mark[1] == "include":
                made.append(Include(at, ir.Constant(at, mark[2])))
        if offset < len(text) and not (marks and text[offset:] == "\n" and text.lstrip().startswith("<%")):
            made.append(Data(self.at(offset, len(text)), text[offset:]))
        return made

    def output(self, source: str, at: Span) -> ir.Expression:
        """`${value | filter, filter}`."""
        piped = FILTERS.fullmatch(source)
        names: list[str] = []
        if piped is not None:
            source, names = piped[1], [name.strip() for name in piped[2].split(",")]
        value = self.expression(source, at)
        for name in names:
            value = filtered(name, value, (), at)
        return value

    def expression(self, source: str, at: Span) -> ir.Expression:
        """An expression of Python.

        Raises
        ------
        TemplateError: it is none.
        """
        try:
            tree = ast.parse(f"({source.strip()})", mode="eval")
            lowering = Lowering("", "")
            lowering.scopes.append(ir.Function(at, "<template>", ""))
            lowering.fixed = at
            return lowering.expression(tree.body)
        except (SyntaxError, ValueError, RecursionError) as error:
            raise TemplateError(f"an expression is not valid Python: {error}", at[0]) from error

    def control(self, word: str, rest: str) -> list[Node]:
        at = self.at(0, len(self.lines[self.number - 1]))
        if word == "for":
            target, _, iterable = rest.partition(" in ")
            names = [ir.Name(at, name.strip()) for name in target.strip("() ").split(",") if name.strip()]
            if not names:
                raise TemplateError("a loop has no target", at[0])
            value = self.expression(iterable, at)
            body, _, _ = self.part("endfor")
            body, separator = separated(body)
            bound: ir.Expression = names[0] if len(names) == 1 else ir.Display(at, "tuple", tuple(names))
            return [Loop(at, bound, value, None, body, (), separator)]
        if word in ("if", "elif"):
            test = self.expression(rest, at)
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
