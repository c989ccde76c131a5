"""The text of PHP's files, as far as it takes to find calls in it: what stands in texts and comments, braces, arguments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

HIDDEN: Final = re.compile(
    r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|//[^\n]*|/\*[\s\S]*?\*/|(?:(?<=\s)|(?<=^))\#(?!\[)[^\n]*", re.MULTILINE
)
HEAD: Final = re.compile(r"\b(function|fn|foreach|for|while|do|else\s+if|elseif|else|if|switch|try|catch)\b[^;{}]*$")
GATHERED: Final = re.compile(
    r"^\.\.\.\$|\b(?:array_(?:column|map|filter|keys|values|merge|unique)|explode|preg_split)\s*\("
    r"|->(?:pluck|toArray|all|lists)\s*\(|->get\s*\(\s*\)\s*(?:->|$)|::all\s*\(\s*\)|::pluck\s*\("
)
ONE: Final = re.compile(r"->(?:first|firstOrFail|find|findOrFail|last|value)\s*\([^()]*\)(?:->\w+)?$|\[\s*0\s*\]$")
LONG: Final = 2_000
"""Characters of the longest arguments, and of what stands before a brace, that are looked at."""


@dataclass(frozen=True, slots=True)
class Block:
    """What stands in braces: the word before it (`foreach`, `function`, `else`, or ""), and which branch of which chain of
    branches it is; no chain where it is none.
    """

    start: int
    end: int
    word: str
    chain: int = 0
    branch: int = 0


def masked(content: str) -> str:
    """The text with blanks in place of what texts and comments hold, at the same offsets."""

    def hide(match: re.Match[str]) -> str:
        kept = match[0]
        inner = re.sub(r"[^\n]", " ", kept[1:-1])
        return kept[0] + inner + kept[-1] if kept[0] in "\"'" else re.sub(r"[^\n]", " ", kept)

    return HIDDEN.sub(hide, content)


def blocks(plain: str) -> list[Block]:
    """The braces of a masked text, in the order in which they open."""
    found: list[Block] = []
    opened: list[tuple[int, str, int, int]] = []
    closed: tuple[int, int, int] = (-1, 0, 0)
    for sign in re.finditer(r"[{}]", plain):
        if sign[0] == "{":
            start = max(plain.rfind(mark, 0, sign.start()) for mark in "{};")
            head = HEAD.search(plain, max(start, sign.start() - LONG), sign.start())
            word = re.sub(r"\s", "", head[1]) if head is not None else ""
            chain = branch = 0
            if word == "if":
                chain = sign.start()
            elif word in ("else", "elseif") and closed[0] == start and closed[1]:
                chain, branch = closed[1], closed[2] + 1
            opened.append((sign.start(), word, chain, branch))
        elif opened:
            first, word, chain, branch = opened.pop()
            closed = (sign.start(), chain, branch)
            found.append(Block(first, sign.start(), word, chain, branch))
    found += (Block(first, len(plain), word, chain, branch) for first, word, chain, branch in opened)
    return sorted(found, key=lambda one: one.start)


def close(plain: str, offset: int) -> int:
    """Where the parenthesis at an offset is closed."""
    depth = 0
    for sign in re.finditer(r"[()]", plain[offset : offset + LONG]):
        depth += 1 if sign[0] == "(" else -1
        if depth == 0:
            return offset + sign.start()
    return min(offset + LONG, len(plain))


def opening(plain: str, offset: int) -> int:
    """Where the parenthesis at an offset was opened."""
    depth = 0
    for index in range(offset, max(offset - LONG, -1), -1):
        depth += (plain[index] == ")") - (plain[index] == "(")
        if depth == 0:
            return index
    return offset


def arguments(content: str, plain: str, start: int, end: int) -> Iterator[str]:
    """The arguments between two offsets, as they are spelt."""
    depth = 0
    first = start
    for index in range(start, end):
        sign = plain[index]
        depth += (sign in "([{") - (sign in ")]}")
        if sign == "," and depth == 0:
            yield content[first:index].strip()
            first = index + 1
    if content[first:end].strip():
        yield content[first:end].strip()


def root(plain: str, offset: int) -> str:
    """What a chain of calls begins with: a variable, a property of one (`$this->mailer`), or `@` and the offset of something
    that has no name, if it is not assigned to a variable.
    """
    index, properties = offset, ""
    if plain.startswith("Mail::", offset):
        return _assigned(plain, offset)
    while True:
        index = len(plain[:index].rstrip())
        if index and plain[index - 1] == ")":
            index, properties = opening(plain, index - 1), ""
            called = re.search(r"[\w\\]*$", plain[max(index - 200, 0) : index])
            index -= len(called[0]) if called is not None else 0
        else:
            name = re.search(r"\$?\w+$", plain[max(index - 200, 0) : index])
            if name is None:
                return _assigned(plain, index)
            index -= len(name[0])
            if name[0].startswith("$") and plain[:index].endswith("::"):
                return _assigned(plain, index - 2)
            if name[0].startswith("$"):
                return name[0] + properties
            properties = f"->{name[0]}{properties}"
        before = plain[:index].rstrip()
        if before.endswith(("->", "::")):
            index = len(before) - 2
            continue
        return _assigned(plain, index)


def _assigned(plain: str, offset: int) -> str:
    """The variable that what begins at an offset is assigned to."""
    start = max(plain.rfind(mark, 0, offset) for mark in ";{}")
    given = re.search(r"(\$\w+(?:->\w+)?)\s*=\s*[^=;]*$", plain[start + 1 : offset])
    return given[1] if given is not None else f"@{offset}"


def gathered(source: str) -> bool:
    """Whether a value is a list by what it is made with."""
    return GATHERED.search(source) is not None and ONE.search(source) is None
