"""A text of any version of Python to one tree of `ast`, by the parser that can read it.

The running interpreter's own parser comes first: it is the fastest, and right about most files. What it cannot read is
Python 2 (fissix), newer than the interpreter (libcst), or broken. Of a broken text every top-level statement that can be read
is, so that one broken function does not hide what another one sends.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from cclint.frontends.places import UnreadableError, shift
from cclint.frontends.scan import Block, blocks, inner_blocks, weight

Reader: TypeAlias = Callable[[str], ast.Module]

PYTHON2: Final = re.compile(
    r"""
      ^[ \t]*print(?:[ \t]*["'`]|[ \t]+[\w\[{(-]|[ \t]*>>|[ \t]*$)        # print "x"
    | ^[ \t]*(?:raise[ \t]+[\w.]+[ \t]*,|exec[ \t]+["'\w])               # raise E, "x"; exec "x"
    | [:;][ \t]*print[ \t]+["'\w]
    | `[^`\n]+` | <> | \b(?:0[0-7]+|\d+[lL])\b | \b[uU][rR]["']
    | \bdef[ \t]+\w+[ \t]*\([^)\n]*\(\w+(?:,|\))                         # a tuple as parameter
    """,
    re.VERBOSE | re.MULTILINE,
)
"""What stands in Python 2 only, apart from strings and comments: a hint which parser to ask first, no more."""
CAUGHT: Final = re.compile(r"^[ \t]*except\b[ \t]*([^:\n]*?),[ \t]*(\w+)[ \t]*:", re.MULTILINE)
"""`except A, e:`; before Python 3 `e` is the exception, since Python 3.14 (PEP 758) a second class."""
CHEVRON: Final = re.compile(r"^[^#\n]*\bprint[ \t]*>>", re.MULTILINE)
FUTURE_PRINT: Final = re.compile(
    r"^from[ \t]+__future__[ \t]+import\b[^#\n]*(?:\([^)]*)?\bprint_function\b", re.MULTILINE
)
ENTERED: Final = re.compile(r"[ \t]*(?:class|if|try|with|for|while|async[ \t]+(?:for|with))(?!\w)")
"""What begins a statement of which the suites are read statement by statement where it cannot be read as a whole."""
INSIDE: Final = 8
"""How many of those may stand inside each other."""
TROUBLES: Final = 20
"""Statements that cannot be read and are still named one by one."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Lines that could not be read.

    Parameters
    ----------
    line, column: where reading stopped, from 1.
    reason: a clause that goes on after "this is not valid Python: ".
    first, last: the lines that are missing from the tree.
    cut: the text may be valid, but is too deep or too large.
    """

    line: int
    column: int
    reason: str
    first: int
    last: int
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a text says, as far as it can be read.

    Parameters
    ----------
    tree: the statements that can be read, each where it stands.
    python2: whether it was read as Python 2.
    troubles: what is missing.
    """

    tree: ast.Module
    python2: bool = False
    troubles: tuple[Trouble, ...] = ()


def parse(text: str, most: int) -> Parsed:
    """Parse a text of Python 2.4 to 3.15.

    Parameters
    ----------
    text: with LF line ends.
    most: tokens that are read; of a longer text the largest statements are left out.
    """
    if len(text) > most and weight(text, most) > most:
        return _in_parts(text, most)
    try:
        tree = current(text)
    except UnreadableError:
        tree = None
    if tree is not None and not _is_older(text, tree):
        return Parsed(tree)
    if (tree is not None or _looks_older(text)) and (older := _whole(older_reader(text), text)) is not None:
        return Parsed(older, python2=True)
    if tree is not None:
        return Parsed(tree)
    found = _in_parts(text, most)
    if found.troubles and not found.python2 and (older := _whole(older_reader(text), text)) is not None:
        return Parsed(older, python2=True)
    return found


# Readers: each takes a text and gives a tree, or raises UnreadableError


def current(text: str) -> ast.Module:
    """By the running interpreter's own parser."""
    with warnings.catch_warnings():  # invalid escapes and the like are not ours to report
        warnings.simplefilter("ignore")
        try:
            return ast.parse(text)
        except SyntaxError as error:
            deep = "too many nested" in error.msg
            raise UnreadableError(error.lineno or 1, error.offset or 1, error.msg, deep=deep) from error
        except ValueError as error:
            raise UnreadableError(1, 1, str(error)) from error
        except (RecursionError, MemoryError) as error:
            raise UnreadableError(1, 1, "it is nested too deeply", deep=True) from error


def newer(text: str) -> ast.Module:
    """As Python 3.0 to 3.15."""
    from cclint.frontends.newer import read

    return _shallow(read, text)


def older_python3(text: str) -> ast.Module:
    """As Python 3 from before `async` was a keyword."""
    from cclint.frontends.older import read

    return _shallow(lambda given: read(given, python2=False), text)


def older_reader(text: str) -> Reader:
    """The reader of Python 2 for a text: whether `print` is a function there is for its first lines to say."""
    from cclint.frontends.older import read

    statement = FUTURE_PRINT.search(text) is None
    return lambda given: _shallow(lambda part: read(part, print_statement=statement), given)


def _shallow(reader: Reader, text: str) -> ast.Module:
    try:
        return reader(text)
    except (RecursionError, MemoryError) as error:
        raise UnreadableError(1, 1, "it is nested too deeply", deep=True) from error
    except UnicodeError as error:
        raise UnreadableError(1, 1, "it holds half a character (a surrogate)") from error


# Which Python it is


def _looks_older(text: str) -> bool:
    """Whether something in a text that the interpreter cannot read hints at Python 2."""
    return PYTHON2.search(text) is not None or any(_binds(match) for match in CAUGHT.finditer(text))


def _binds(caught: re.Match[str]) -> bool:
    """Whether the name behind the comma is what the exception is called: classes have names that begin with a capital."""
    return caught[2][:1].islower() and "," not in caught[1]


def _is_older(text: str, tree: ast.Module) -> bool:
    """Whether a text that Python 3 can read means something in Python 2 only."""
    if ">>" in text and CHEVRON.search(text) and any(_is_chevron(node) for node in ast.walk(tree)):
        return True
    return any(_binds(match) for match in CAUGHT.finditer(text)) and any(
        isinstance(node, ast.ExceptHandler) and isinstance(node.type, ast.Tuple) and _is_bare(node.type, text)
        for node in ast.walk(tree)
    )


def _is_chevron(node: ast.AST) -> bool:
    """`print >>file, text` is a shift, or a tuple that begins with one, to Python 3."""
    if not isinstance(node, ast.Expr):
        return False
    shift = node.value.elts[0] if isinstance(node.value, ast.Tuple) and node.value.elts else node.value
    while isinstance(shift, (ast.BinOp, ast.BoolOp, ast.IfExp)):
        if isinstance(shift, ast.BinOp):
            if isinstance(shift.op, ast.RShift) and isinstance(shift.left, ast.Name):
                return shift.left.id == "print"
            shift = shift.left
        else:
            shift = shift.values[0] if isinstance(shift, ast.BoolOp) else shift.body
    return False


def _is_bare(node: ast.Tuple, text: str) -> bool:
    """Whether a tuple stands without brackets."""
    line = text.split("\n")[node.lineno - 1].encode("utf-8", "surrogatepass")
    return line[node.col_offset : node.col_offset + 1] != b"("


# In parts


def _whole(reader: Reader, text: str) -> ast.Module | None:
    try:
        return reader(text)
    except UnreadableError:
        return None


def _in_parts(text: str, most: int) -> Parsed:
    """Read a text statement by statement, each by the first parser that can."""
    older = older_reader(text)
    python2 = _looks_older(text)
    lines = text.split("\n")
    body: list[ast.stmt] = []
    troubles: list[Trouble] = []
    parts = blocks(text)
    left_out = _heaviest(parts, lines, most)
    for part in parts:
        if part in left_out:
            reason = f"there are more than {most} tokens in this file"
            troubles.append(Trouble(part.first, 1, reason, part.first, part.last, cut=True))
            continue
        readers: tuple[Reader, ...] = (current, newer, older_python3)
        if python2:
            readers = (older, current, newer) if _looks_older(_text(part, lines)) else (current, newer, older)
        found = _read(part, lines, readers)
        if isinstance(found, Trouble) and (mended := _mended(part, lines, readers)) is not None:
            rest, missing = mended
            left = _read(part, rest, readers)
            if not isinstance(left, Trouble):
                body += left
                troubles += missing
                continue
        if isinstance(found, Trouble):
            troubles.append(found)
        else:
            body += found
    return Parsed(ast.Module(body, []), python2, tuple(_together(troubles)))


def _heaviest(parts: list[Block], lines: list[str], most: int) -> set[Block]:
    """The statements to leave out, the largest first, so that the others have no more than so many tokens."""
    if sum(len(line) for line in lines) <= most:
        return set()
    weights = {part: weight(_text(part, lines), most) for part in parts}
    total = sum(weights.values())
    left_out: set[Block] = set()
    for part in sorted(parts, key=lambda one: -weights[one]):
        if total <= most:
            break
        left_out.add(part)
        total -= weights[part]
    return left_out


def _text(part: Block, lines: list[str]) -> str:
    return "\n".join(lines[part.first - 1 : part.last]) + "\n"


def _mended(
    part: Block, lines: list[str], readers: tuple[Reader, ...], depth: int = 0
) -> tuple[list[str], list[Trouble]] | None:
    """The lines without the statements in a class, `if` or other suite that cannot be read; None where there are none.

    Functions are read wholly or not at all: what some of its statements do is not what a function does.
    """
    header = next((one for one in lines[part.first - 1 : part.last] if one.strip() and one.lstrip()[0] not in "@#"), "")
    if depth > INSIDE or not ENTERED.match(header):
        return None
    missing: list[Trouble] = []
    for inner in inner_blocks(_text(part, lines)):
        block = Block(inner.first + part.first - 1, inner.last + part.first - 1)
        found = _read(block, lines, readers)
        if not isinstance(found, Trouble):
            continue
        deeper = _mended(block, lines, readers, depth + 1)
        if deeper is not None and not isinstance(_read(block, deeper[0], readers), Trouble):
            lines, more = deeper
            missing += more
            continue
        first = lines[block.first - 1]
        blank = [first[: len(first) - len(first.lstrip())] + "pass", *[""] * (block.last - block.first)]
        lines = [*lines[: block.first - 1], *blank, *lines[block.last :]]
        missing.append(found)
    return (lines, missing) if missing else None


def _read(part: Block, lines: list[str], readers: tuple[Reader, ...]) -> list[ast.stmt] | Trouble:
    """Read one statement; the first reader's complaint is the one that is passed on, unless another's is about its depth.

    One that is indented is read as if it stood in a suite.
    """
    text, before = _text(part, lines), part.first - 1
    if text[:1] in {" ", "\t"}:
        text, before = "if 1:\n" + text, before - 1
    failure: UnreadableError | None = None
    for reader in readers:
        try:
            tree = reader(text)
        except UnreadableError as error:
            if failure is None or error.deep:
                failure = error
            if error.deep:
                break
        else:
            shift(tree, before)
            return tree.body
    assert failure is not None
    line = min(max(before + failure.line, part.first), part.last)
    return Trouble(line, failure.column, failure.reason, part.first, part.last, cut=failure.deep)


def _together(troubles: list[Trouble]) -> Iterator[Trouble]:
    """The troubles, the last ones as one where there are too many to name."""
    yield from troubles[:TROUBLES]
    if rest := troubles[TROUBLES:]:
        cut = all(one.cut for one in rest)
        reason = f"{len(rest)} more statements {'were left out' if cut else 'cannot be read'}"
        yield Trouble(rest[0].line, rest[0].column, reason, rest[0].first, rest[-1].last, cut)
