"""A text of any Python as rough tokens, and as statements: what is needed of it before, or without, parsing.

It never fails, never recurses and takes time in proportion to the text. `tokenize` refuses Python 2 and broken files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

TOKEN: Final = re.compile(
    r"""
      (?P<comment>\#[^\n]*)
    | (?P<string>[A-Za-z]{0,3}(?P<quote>\"\"\"|'''|"|'))
    | (?P<open>[(\[{]) | (?P<close>[)\]}])
    | (?P<joined>\\\n) | (?P<end>\n)
    | (?P<word>\w+) | (?P<sign>[*/%@&|^<>+\-~=!:]+|[^\w\s])
    """,
    re.VERBOSE,
)
BRACKETS: Final = 200
"""Brackets inside brackets that CPython's own tokenizer takes (MAXLEVEL in Parser/lexer/state.h; 100 in Python 2)."""
CLOSED: Final = {
    '"""': re.compile(r'\\.|"""', re.DOTALL),
    "'''": re.compile(r"\\.|'''", re.DOTALL),
    '"': re.compile(r'\\.|["\n]', re.DOTALL),
    "'": re.compile(r"\\.|['\n]", re.DOTALL),
}
"""What ends a string, and the pairs of characters that do not."""
GOES_ON: Final = re.compile(r"(?:else|elif|except|finally)\b")
"""What begins a line and goes on with a statement above."""
SURELY: Final = re.compile(r"(?:def|class|import|from|try|while|with|async|if|for|@)(?!\w)[^\n]*")
"""What begins a statement even where an unclosed bracket says that it cannot."""


@dataclass(frozen=True, slots=True)
class Token:
    """A rough token: its kind is a group's name in the pattern, or "unclosed" for a string that does not end."""

    kind: str
    text: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """The rough tokens of a text; of strings only their opening is the token's text."""
    at = 0
    while (match := TOKEN.search(text, at)) is not None:
        kind, at = str(match.lastgroup), match.end()
        if match["string"] is not None:
            kind, quote = "string", match["quote"]
            for closing in CLOSED[quote].finditer(text, at):
                if closing[0] == quote:
                    at = closing.end()
                    break
                if (
                    closing[0] == "\n"
                ):  # a string of one line that is not closed; or Python 3.12's, with a line in a slot
                    at = closing.start()
                    break
            else:
                kind, at = "unclosed", len(text)
        yield Token(kind, match[0], match.start(), at)


def weight(text: str, most: int) -> int:
    """How many tokens a text has, counted up to one more than a limit."""
    number = 0
    for number, _ in enumerate(tokens(text), 1):
        if number > most:
            break
    return number


def too_nested(text: str, most: int) -> int | None:
    """The line on which brackets stand inside more than so many others; None if none do."""
    depth = 0
    for token in tokens(text):
        if token.kind == "open":
            depth += 1
            if depth > most:
                return 1 + text.count("\n", 0, token.start)
        elif token.kind == "close":
            depth = max(depth - 1, 0)
    return None


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of a statement at the top level, both counted from 1, with the decorators and comments in front of it."""

    first: int
    last: int


def blocks(text: str) -> list[Block]:
    """Part a text into its top-level statements.

    A statement begins where a line begins with neither a blank, a comment nor a bracket that closes, outside all strings and
    brackets. Where a bracket or a string is not closed, a line that begins with a keyword of a statement begins one all the
    same, so that a broken statement does not take in what follows it.
    """
    lines = text.split("\n")
    starts = _starts(text)
    found = [Block(first, last - 1) for first, last in zip(starts, [*starts[1:], len(lines) + 1]) if first < last]
    return found or [Block(1, len(lines))]


def inner_blocks(text: str) -> list[Block]:
    """Part the suites of a compound statement into their statements.

    Parameters
    ----------
    text: the lines of one statement, which may be indented; its clauses (`else:`, `except:`) begin where it does.

    Returns
    -------
    The lines of the statements in its suites, counted from the first line of the text; none where it has no suite on
    lines of its own. The same rules as for `blocks` hold.
    """
    found: list[Block] = []
    outer: int | None = None  # the column of the statement itself
    inner: int | None = None  # and that of the suite's statements, once the first has been seen
    start, line, depth, fresh, decorated, at = 0, 1, 0, True, False, 0

    def close(last: int) -> None:
        if start and last >= start:
            found.append(Block(start, last))

    for token in tokens(text):
        line += text.count("\n", at, token.start)
        at = token.start
        if fresh and token.kind not in {"comment", "end", "close", "joined"}:
            column = _column(text, token.start)
            if outer is None:
                outer = column
            if depth > 0 and column in {outer, inner} and _is_sure(text, token):
                depth = 0
            if depth == 0 and column == outer:  # the header, its decorators, or a clause
                close(line - 1)
                start, inner, decorated = 0, None, False
            elif depth == 0 and (inner is None or column == inner):
                inner = column
                if not GOES_ON.match(text, token.start):
                    if not decorated:
                        close(line - 1)
                        start = line
                    decorated = token.text == "@"
        if token.kind == "unclosed":
            for number, content in enumerate(text[token.start :].split("\n")[1:], line + 1):
                stripped = content.lstrip()
                if start and len(content.expandtabs()) - len(stripped) == inner and SURELY.match(stripped):
                    close(number - 1)
                    start = number
            break
        depth += (token.kind == "open") - (token.kind == "close" and depth > 0)
        fresh = token.kind == "end" or (fresh and token.kind == "comment")
    close(text.rstrip("\n").count("\n") + 1)
    return found


def _column(text: str, at: int) -> int:
    """The column of the first token of a line, tabs as Python 2 has them."""
    return len(text[text.rfind("\n", 0, at) + 1 : at].expandtabs())


def _is_sure(text: str, token: Token) -> bool:
    """Whether a line begins a statement even where an unclosed bracket says that it cannot."""
    match = SURELY.match(text, token.start)
    if match is None:
        return False
    return token.text not in {"for", "if"} or match[0].rstrip().endswith(":")  # they stand in comprehensions as well


def _starts(text: str) -> list[int]:
    """The lines on which statements begin; decorators stand in front of what they decorate."""
    starts: list[int] = []
    line, depth, decorated, fresh, at = 1, 0, False, True, 0
    for token in tokens(text):
        line += text.count("\n", at, token.start)
        at = token.start
        if (
            fresh
            and (token.start == 0 or text[token.start - 1] == "\n")
            and token.kind not in {"comment", "end", "close"}
        ):
            if depth > 0 and _is_sure(text, token):
                depth = 0
            if depth == 0 and not GOES_ON.match(text, token.start):
                if not decorated:
                    starts.append(line)
                decorated = token.text == "@"
        if token.kind == "unclosed":
            return _without(text, starts, line, token)
        if token.kind == "open":
            depth += 1
        elif token.kind == "close":
            depth = max(depth - 1, 0)
        fresh = token.kind == "end" or (fresh and token.kind == "comment")
    return starts


def _without(text: str, starts: list[int], line: int, token: Token) -> list[int]:
    """The lines on which statements begin where a string is not closed: behind it, what a keyword begins."""
    for number, content in enumerate(text[token.start :].split("\n")[1:], line + 1):
        if SURELY.match(content) and not GOES_ON.match(content):
            starts.append(number)
    return starts
