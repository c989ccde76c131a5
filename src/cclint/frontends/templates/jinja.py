"""The statements of Jinja and of Django's template language: from text to a tree.

https://jinja.palletsprojects.com/en/stable/templates/
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

from cclint.frontends.templates.expressions import Parser
from cclint.frontends.templates.expressions import parse as expression
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
    Setting,
    TemplateError,
    Tree,
)
from cclint.ir import nodes as ir
from cclint.ir.nodes import Span

INSIDE: Final = r"(?:[^{]|\{(?![{%#]))*?"
"""What stands between two marks: no other mark begins there, so that marks that are never closed cost no more than others."""
MARK: Final = re.compile(
    rf"\{{\{{[-+]?(?P<output>{INSIDE})[-+]?\}}\}}|\{{%[-+]?(?P<tag>{INSIDE})[-+]?%\}}|\{{\#(?:[^{{]|\{{(?!\#))*?\#\}}"
)
WORD: Final = re.compile(r"\s*([^\W\d]\w*)\s*")
DEEP: Final = 50
LARGE: Final = 512 * 1024
"""Characters of the largest template that is read."""
LAST: Final = frozenset({"loop.last", "forloop.last", "loop.first", "forloop.first"})
ENDS: Final = {"for": "endfor", "if": "endif", "block": "endblock", "macro": "endmacro", "set": "endset",
               "filter": "endfilter", "with": "endwith", "call": "endcall", "autoescape": "endautoescape",
               "ifchanged": "endifchanged", "spaceless": "endspaceless", "comment": "endcomment",
               "blocktranslate": "endblocktranslate", "blocktrans": "endblocktrans", "trans": "endtrans",
               "verbatim": "endverbatim", "raw": "endraw", "ifequal": "endifequal", "cache": "endcache"}  # fmt: skip
"""The tags that open something, and those that close it."""


class Reader:
    """The work on one template: its pieces, and how far they are read."""

    def __init__(self, text: str, *, django: bool) -> None:
        if len(text) > LARGE:
            raise TemplateError("the template is too large to be read", 1)
        self.text = text
        self.django = django
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.marks = list(MARK.finditer(text))
        self.index = 0
        self.offset = 0
        self.depth = 0
        self.tree = Tree(())

    def at(self, start: int, end: int) -> Span:
        line, last = bisect_right(self.starts, start), bisect_right(self.starts, end)
        return (line, start - self.starts[line - 1] + 1, last, end - self.starts[last - 1] + 1)

    def whole(self) -> Tree:
        body, _, _ = self.part()
        self.tree.body = body
        return self.tree

    def data(self, until: int) -> list[Node]:
        """The text up to the next mark, line by line."""
        made: list[Node] = []
        start = self.offset
        while start < until:
            end = self.text.find("\n", start, until) + 1 or until
            made.append(Data(self.at(start, end), self.text[start:end]))
            start = end
        return made

    def part(self, *ends: str) -> tuple[Part, str, str]:
        """Read up to one of the tags that end this part: the part, that tag, and what stands in it."""
        self.depth += 1
        if self.depth > DEEP:
            raise TemplateError("tags are nested too deeply", self.at(self.offset, self.offset)[0])
        made: list[Node] = []
        while self.index < len(self.marks):
            mark = self.marks[self.index]
            if mark.start() < self.offset:  # inside what was passed over
                self.index += 1
                continue
            made += self.data(self.before(mark))
            self.index += 1
            self.offset = mark.end()
            if not self.django and mark[0][-3:-2] == "-":
                self.offset += len(self.text) - self.offset - len(self.text[self.offset :].lstrip())
            if mark["output"] is not None:
                at = self.at(*mark.span())
                made.append(Output(at, expression(mark["output"], at, django=self.django)))
            elif mark["tag"] is not None:
                word = WORD.match(mark["tag"])
                name = word[1] if word else ""
                rest = mark["tag"][word.end() :].strip() if word else ""
                if name in ends:
                    self.depth -= 1
                    self.trimmed(mark)
                    return made, name, rest
                self.trimmed(mark)
                made += self.tag(name, rest, self.at(*mark.span()))
        if ends:
            raise TemplateError(f"{{% {ends[-1]} %}} is missing", len(self.starts))
        made += self.data(len(self.text))
        self.depth -= 1
        return made, "", ""

    def before(self, mark: re.Match[str]) -> int:
        """Where the text in front of a mark ends: `{%-` takes away the blanks and line ends there."""
        if self.django or mark[0][2:3] != "-":
            return mark.start()
        return self.offset + len(self.text[self.offset : mark.start()].rstrip())

    def trimmed(self, mark: re.Match[str]) -> None:
        """A tag that has a line to itself leaves no empty line, as with `trim_blocks` or a minus sign: an empty line would
        end the header.
        """
        line_start = self.text.rfind("\n", 0, mark.start()) + 1
        alone = not self.text[line_start : mark.start()].strip(" \t")
        if (alone or mark[0].endswith("-%}")) and self.text.startswith("\n", self.offset):
            self.offset += 1

    def tag(self, name: str, rest: str, at: Span) -> list[Node]:
        """What a tag stands for."""
        method = getattr(self, f"tag_{name}", None)
        if method is not None:
            made: list[Node] = method(rest, at)
            return made
        if name in ENDS and not (name in ("trans", "cache") and not self.closes(ENDS[name])):
            body, _, _ = self.part(ENDS[name])
            return list(body)
        return []  # a tag without an end that writes nothing that matters here

    def closes(self, end: str) -> bool:
        """Whether a tag of a name follows anywhere."""
        return any((mark["tag"] or "").strip() == end for mark in self.marks[self.index :])

    def expression(self, source: str, at: Span) -> ir.Expression:
        return expression(source, at, django=self.django)

    def tag_for(self, rest: str, at: Span) -> list[Node]:
        parser = Parser(rest.removesuffix("recursive"), at, django=self.django)
        target = parser.target()
        parser.expect("in")
        iterable = parser.logic("or")
        if parser.take("reversed"):
            pass
        test = parser.logic("or") if parser.take("if") else None
        body, ended, _ = self.part("else", "empty", "endfor")
        otherwise: Part = ()
        if ended != "endfor":
            otherwise, _, _ = self.part("endfor")
        body, separator = separated(body)
        return [Loop(at, target, iterable, test, body, otherwise, separator)]

    def tag_if(self, rest: str, at: Span) -> list[Node]:
        test = self.expression(rest, at)
        then, ended, more = self.part("elif", "else", "endif")
        otherwise: Part = ()
        if ended == "elif":
            otherwise = self.tag_if(more, at)
        elif ended == "else":
            otherwise, _, _ = self.part("endif")
        return [Condition(at, test, then, otherwise)]

    def tag_block(self, rest: str, at: Span) -> list[Node]:
        name = rest.split(maxsplit=1)[0] if rest.split() else ""
        body, _, _ = self.part("endblock")
        made = Block(at, name, body)
        self.tree.blocks[name] = made
        return [made]

    def tag_extends(self, rest: str, at: Span) -> list[Node]:
        self.tree.extends = self.expression(rest, at)
        return []

    def tag_include(self, rest: str, at: Span) -> list[Node]:
        parser = Parser(rest, at, django=self.django)
        name = parser.choice()
        made: list[Node] = []
        if self.django and parser.take("with"):
            made += self.bindings(parser, at)
        return [*made, Include(at, name)]

    def bindings(self, parser: Parser, at: Span) -> list[Node]:
        """`name=value name=value`."""
        made: list[Node] = []
        while not parser.ended and parser.next not in ("only", "as"):
            name = parser.name()
            parser.expect("=")
            made.append(Setting(at, ir.Name(at, name), parser.choice()))
            parser.take(",")
        return made

    def tag_with(self, rest: str, at: Span) -> list[Node]:
        made: list[Node]
        old = re.fullmatch(r"(.+)\s+as\s+(\w+)", rest, re.DOTALL)
        if old is not None:
            made = [Setting(at, ir.Name(at, old[2]), self.expression(old[1], at))]
        else:
            made = self.bindings(Parser(rest, at, django=self.django), at)
        body, _, _ = self.part("endwith")
        return [*made, *body]

    def tag_set(self, rest: str, at: Span) -> list[Node]:
        parser = Parser(rest, at)
        target: ir.Expression = ir.Name(at, parser.name())
        if parser.take("."):
            parser.name()  # an attribute of a namespace: its name alone tells it apart
        if parser.take("="):
            return [Setting(at, target, parser.tupled())]
        if parser.take(","):
            return []
        body, _, _ = self.part("endset")
        return [Setting(at, target, None, body)]

    def tag_macro(self, rest: str, at: Span) -> list[Node]:
        parser = Parser(rest, at)
        name = parser.name()
        parser.expect("(")
        parameters: list[tuple[str, ir.Expression | None]] = []
        while not parser.take(")"):
            parameter = parser.name()
            parameters.append((parameter, parser.choice() if parser.take("=") else None))
            if not parser.take(","):
                parser.expect(")")
                break
        body, _, _ = self.part("endmacro")
        return [Macro(at, name, parameters, body)]

    def tag_import(self, rest: str, at: Span) -> list[Node]:
        """`{% import "macros.txt" as m %}`."""
        if self.django:
            return []
        parser = Parser(rest, at)
        name = parser.choice()
        return [Imported(at, name, parser.name())] if parser.take("as") else []

    def tag_from(self, rest: str, at: Span) -> list[Node]:
        """`{% from "macros.txt" import one, other as another %}`."""
        parser = Parser(rest, at)
        name = parser.choice()
        parser.expect("import")
        members: list[tuple[str, str]] = []
        while not parser.ended and parser.next not in ("with", "without"):
            member = parser.name()
            members.append((member, parser.name() if parser.take("as") else member))
            if not parser.take(","):
                break
        return [Imported(at, name, "", members)]

    def tag_comment(self, rest: str, at: Span) -> list[Node]:
        self.part("endcomment")
        return []

    def tag_raw(self, rest: str, at: Span) -> list[Node]:
        """What stands as it is, marks and all."""
        end = re.compile(r"\{%[-+]?\s*end(?:raw|verbatim)\s*[-+]?%\}").search(self.text, self.offset)
        if end is None:
            raise TemplateError("{% endraw %} is missing", at[0])
        made = self.data(end.start())
        self.offset = end.end()
        return made

    tag_verbatim = tag_raw


def separated(body: Part) -> tuple[Part, Part]:
    """A loop's body without what it writes in all rounds but the last, or the first; and that."""
    nodes = list(body)
    for edge in (len(nodes) - 1, 0) if nodes else ():
        index, one = edge, nodes[edge]
        if isinstance(one, Data) and not one.text.strip() and len(nodes) > 1:
            index = index - 1 if index else 1
            one = nodes[index]
        if isinstance(one, Condition) and not one.otherwise and _is_edge(one.test):
            return [*nodes[:index], *nodes[index + 1 :]], one.then
        if isinstance(one, Condition) and _edge(one.test) in LAST and not list(one.then):
            return [*nodes[:index], *nodes[index + 1 :]], one.otherwise
        if isinstance(one, Output) and isinstance(one.value, ir.Choice) and _is_edge(one.value.test):
            return [*nodes[:index], *nodes[index + 1 :]], [Output(one.at, one.value.then)]
    return body, ()


def _is_edge(test: ir.Expression) -> bool:
    """Whether a condition is `not loop.last`, `not loop.first`, `loop.index > 1`."""
    if isinstance(test, ir.Unary) and test.op == "not":
        return _edge(test.operand) in LAST
    if isinstance(test, ir.Compare) and _edge(test.operands[0]) in ("loop.index", "loop.index0", "forloop.counter"):
        return test.operators[0] in (">", "<", "!=")
    return _edge(test) in ("loop.index0", "forloop.counter0", "loop.revindex0", "forloop.revcounter0")


def _edge(value: ir.Expression) -> str:
    """`loop.last` as it is spelt."""
    if isinstance(value, ir.Call) and len(value.arguments) == 2:
        owner, name = value.arguments[0].value, value.arguments[1].value
        if isinstance(owner, ir.Name) and isinstance(name, ir.Constant):
            return f"{owner.id}.{name.value}"
    return ""


def parse(text: str, *, django: bool = False) -> Tree:
    """Read a template of Jinja or Django.

    Raises
    ------
    TemplateError: it is none.
    """
    return Reader(text, django=django).whole()
