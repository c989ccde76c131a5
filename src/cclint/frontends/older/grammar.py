"""The grammar of Python 2.4 to 3.7, as fissix (the heir of lib2to3) has it: text to a tree with places.

fissix is used as a parser only. Its fixers, which rewrite a tree to Python 3, move columns, insert lines (parameters that
are tuples), and go by spelling where the analysis goes by values (`keys`, `has_key`, `map`); the tree is turned into nodes
of `ast` instead, which leaves every place exactly where it is. The grammar's tables are generated in memory, in 15 ms:
`fissix.pygram` would load a pickle and write one into the installation.
"""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Any, Final, TypeAlias

from cclint.frontends.places import Point, UnreadableError


class Leaf:
    """A token: its text and where it begins."""

    __slots__ = ("column", "line", "name", "text", "used_names")

    def __init__(self, name: str, text: str, line: int, column: int) -> None:
        self.name = name
        self.text = text
        self.line = line
        self.column = column

    @property
    def start(self) -> Point:
        return self.line, self.column

    @property
    def end(self) -> Point:
        if "\n" not in self.text:
            return self.line, self.column + len(self.text)
        return self.line + self.text.count("\n"), len(self.text) - self.text.rindex("\n") - 1


class Tree:
    """What a rule of the grammar made of two or more parts; `name` is the rule's."""

    __slots__ = ("name", "parts", "used_names")

    text: Final = ""

    def __init__(self, name: str, parts: list[Part]) -> None:
        self.name = name
        self.parts = parts

    @property
    def start(self) -> Point:
        part: Part = self.parts[0]
        while isinstance(part, Tree):
            part = part.parts[0]
        return part.start

    @property
    def end(self) -> Point:
        part: Part = self
        while isinstance(part, Tree):
            part = part.parts[-2 if part.parts[-1].text == ";" else -1]
        return part.end


Part: TypeAlias = "Tree | Leaf"
LAYOUT: Final = frozenset({"NEWLINE", "INDENT", "DEDENT", "ENDMARKER"})
"""Tokens that are no part of any node."""


def parse(text: str, statements: frozenset[str]) -> Part:
    """Parse a text; rules that have one part are left out.

    Parameters
    ----------
    text: whole statements, with LF line ends.
    statements: which of `print` and `exec` are statements, as both are before Python 3.

    Raises
    ------
    UnreadableError: the text is not of this grammar.
    """
    from fissix.pgen2 import parse as pgen_parse
    from fissix.pgen2 import tokenize
    from fissix.pgen2.driver import Driver

    lines = text.count("\n") + 1
    try:
        tree: Part = Driver(_tables(statements), _convert).parse_string(text + "\n")
    except pgen_parse.ParseError as error:
        line, column = error.context[1]
        token = (error.value or "").strip()
        reason = f"{token[:40]!r} makes no sense here" if token else "a statement ends too early"
        raise UnreadableError(min(line, lines), column + 1, reason) from error
    except tokenize.TokenError as error:
        what, (line, column) = error.args
        reason = "a string is not closed" if "string" in what else "a bracket is not closed"
        raise UnreadableError(min(line, lines), column + 1, reason) from error
    except IndentationError as error:
        reason = "unindent does not match any outer indentation level"
        raise UnreadableError(error.lineno or 1, (error.offset or 0) + 1, reason) from error
    except (KeyError, AssertionError) as error:  # characters that the tokenizer has no name for
        raise UnreadableError(1, 1, "a character makes no sense") from error
    return tree


@lru_cache(maxsize=3)
def _tables(statements: frozenset[str]) -> Any:
    """The tables of the grammar: those that come with fissix, read from its text."""
    import fissix
    from fissix.pgen2.pgen import generate_grammar

    tables = generate_grammar(os.path.join(os.path.dirname(fissix.__file__), "Grammar.txt"))
    for word in sorted({"print", "exec"} - statements):
        del tables.keywords[word]
    return tables


@lru_cache(maxsize=1)
def _token_names() -> dict[int, str]:
    from fissix.pgen2.token import tok_name

    return dict(tok_name)


def _convert(tables: Any, raw: tuple[int, str | None, Any, list[Part] | None]) -> Part | None:
    kind, text, context, parts = raw
    if parts is None:
        name = _token_names()[kind]
        return None if name in LAYOUT else Leaf(name, text or "", *context[1])
    if len(parts) == 1:
        return parts[0]
    return Tree(tables.number2symbol[kind], parts)
