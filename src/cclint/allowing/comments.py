"""Suppressions: comments `cclint: allow[rule, rule] reason until=2027-03-31`, in every language that has comments, and
what they cover.

Comments are found by reading strings, comments and brackets as Python does, not by `tokenize`: that refuses Python 2
and broken files, and its answers change between versions of the interpreter.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final, NamedTuple

from cclint.allowing.fact import NEEDLE
from cclint.refusal import suggestion

ALLOW: Final = re.compile(r"cclint:\s*allow\[([^\]\n]*)\](?:[ \t]*(?![ \t#])(.*?))?(?=\s+#|\s*$)")
NEARLY: Final = re.compile(r"(?:^|[#;/*{-]\s*)cclint:\s*(\S.{0,40})")
"""A comment that addresses cclint, but does not say what it understands."""
UNTIL: Final = re.compile(r"(?:^|\s)(\w+)\s*=\s*(\S+)")
HOW: Final = "write `cclint: allow[RULE] REASON`, and `until=YYYY-MM-DD` where it is for a time"
PYTHON: Final = (".py", ".pyw", ".wsgi", ".cgi", ".pyi", ".py.in")

_OTHER_LANGUAGES: Final = re.compile(r"(?:#|//|;|<!--|\{#|--)\s*(cclint:.*?)\s*(?:-->|#\}|\*/)?\s*$")
_ALONE: Final = re.compile(r"^\s*(?:#|//|;|<!--|\{#|--)")


@cache
def _tokens() -> re.Pattern[str]:
    """Compiled where there is something to read: that takes longer than the rest of this module."""
    return re.compile(
        r'''
      (?P<comment>\#[^\n]*)
    | (?P<string>[rRuUbBfFtT]{0,3}(?:"""(?:[^\\]|\\.)*?(?:"""|\Z)|\'\'\'(?:[^\\]|\\.)*?(?:\'\'\'|\Z)
        |"(?:[^"\\\n]|\\.)*(?:"|(?=\n)|\Z)|'(?:[^'\\\n]|\\.)*(?:'|(?=\n)|\Z)))
    | (?P<open>[(\[{]) | (?P<close>[)\]}])
    | (?P<joined>\\\n) | (?P<end>\n)
    | (?P<word>\w+) | (?P<other>[^\w\s]) | [^\S\n]+
    ''',
        re.VERBOSE | re.DOTALL,
    )


class Suppression(NamedTuple):
    """A comment that allows findings.

    Parameters
    ----------
    rules: the names in brackets, as they are written.
    reason: the words behind them.
    line: where the comment stands.
    first, last: the lines that it covers.
    until: the last day on which it counts.
    fault: what is wrong with the way in which it is written; it covers nothing then.
    column, end_column: where the comment begins and ends in its line.
    """

    rules: tuple[str, ...]
    reason: str
    line: int
    first: int
    last: int
    until: dt.date | None = None
    fault: str = ""
    column: int = 1
    end_column: int = 0

    def covers(self, first: int, last: int) -> bool:
        """Whether it stands on, or alone above, a statement that shares a line with some lines."""
        return self.first <= last and first <= self.last


def suppressions(path: str, lines: Sequence[str]) -> tuple[Suppression, ...]:
    """The suppressions of a file, in order.

    Parameters
    ----------
    path: its name, which says how its comments look.
    lines: its text.

    Returns
    -------
    One for each comment. On a line of a statement it covers the statement; alone on a line (or in a block of comments
    that stand alone) it covers the statement that begins below. Inside a string it is no comment.
    """
    if not any(NEEDLE in line for line in lines):
        return ()
    comments, statements = _python(lines) if is_python(path) else _other(lines)
    found = []
    for line, text, alone in comments:
        match = ALLOW.search(text) or NEARLY.search(text)
        if match is None:
            continue
        start = max(lines[line - 1].find(text), 0) + match.start()
        end = start + len(match[0].rstrip()) + 1
        if match.re is NEARLY:
            found.append(Suppression((), "", line, line, line, None, HOW, start + 1, end))
            continue
        target = _below(lines, line) if alone else line
        first, last = statements.get(target, (target, target))
        names = tuple(name.strip() for name in match[1].split(",") if name.strip())
        reason, until, fault = _read((match[2] or "").strip())
        found.append(Suppression(names, reason, line, first, last, until, fault if names else HOW, start + 1, end))
    return tuple(found)


def _read(words: str) -> tuple[str, dt.date | None, str]:
    """What stands behind the brackets: the reason, the last day, and what is wrong with them."""
    until, fault = None, ""
    for match in UNTIL.finditer(words):
        key, value = match[1].lower(), match[2].rstrip(".,;)")
        if key == "until":
            try:
                until = dt.date.fromisoformat(value)
            except ValueError:
                fault = f"{value!r} is no day; {HOW}"
            words = words.replace(match[0], " ", 1)
        elif suggestion(key, ["until", "expires", "expiry", "valid_until"]):
            fault = f"{match[1]!r} means nothing here; {HOW}"
    return " ".join(words.split()).strip(" :-\u2013\u2014"), until, fault


def extents(path: str, lines: Sequence[str]) -> dict[int, tuple[int, int]]:
    """For each line of a statement that has several, the statement's first and last line.

    Parameters
    ----------
    path: the file's name, which says what a statement is.
    lines: its text.
    """
    return _python(lines)[1] if is_python(path) else {}


def is_python(path: str) -> bool:
    """Whether a file's comments and statements are Python's; a script has no suffix."""
    name = path.rsplit("/", 1)[-1].lower()
    return name.endswith(PYTHON) or "." not in name


def _python(lines: Sequence[str]) -> tuple[list[tuple[int, str, bool]], dict[int, tuple[int, int]]]:
    """Comments (line, text, alone) and the extents of statements that have several lines."""
    comments: list[tuple[int, str, bool]] = []
    statements: dict[int, tuple[int, int]] = {}
    line, depth, first, fresh = 1, 0, 1, True  # fresh: nothing but blanks so far on this line
    for token in _tokens().finditer("\n".join(lines)):
        kind, text = token.lastgroup, token[0]
        if kind == "comment":
            comments.append((line, text, fresh))
        elif kind == "end" and depth == 0:
            if line > first:
                statements.update(dict.fromkeys(range(first, line + 1), (first, line)))
            first = line + 1
        elif kind in ("open", "close"):
            depth = max(depth + (1 if kind == "open" else -1), 0)
        line += text.count("\n")
        fresh = "\n" in text if kind in ("end", "joined") else fresh and kind is None
    if line > first:  # the last line need not end
        statements.update(dict.fromkeys(range(first, line + 1), (first, line)))
    return comments, statements


def _other(lines: Iterable[str]) -> tuple[list[tuple[int, str, bool]], dict[int, tuple[int, int]]]:
    """The same for languages whose statements end with the line."""
    comments = [
        (number, match[1], _ALONE.match(line) is not None)
        for number, line in enumerate(lines, 1)
        if NEEDLE in line and (match := _OTHER_LANGUAGES.search(line))
    ]
    return comments, {}


def _below(lines: Sequence[str], line: int) -> int:
    """The first line below a comment that is neither blank nor a comment alone."""
    for number in range(line + 1, len(lines) + 1):
        if lines[number - 1].strip() and not _ALONE.match(lines[number - 1]):
            return number
    return line
