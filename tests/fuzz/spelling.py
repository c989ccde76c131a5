"""Python 2 spellings of generated programs: the program runs as it is, and is read as somebody wrote it in 2005.

Every line stays the line that it is, so that places can be compared. What Python 2 has no words for (f-strings, `match`,
keyword-only parameters) leaves a module as it is.
"""

from __future__ import annotations

import ast
import io
import random
import re
import tokenize
from collections.abc import Iterator, Mapping
from typing import Final

Edit = tuple[tuple[int, int], tuple[int, int], str]
"""From and to which line and column what is put."""
NEWER: Final = (
    ast.JoinedStr,
    ast.NamedExpr,
    ast.Match,
    ast.AsyncFunctionDef,
    ast.Await,
    ast.Nonlocal,
    ast.YieldFrom,
    ast.AnnAssign,
)
IMPORTS: Final = (
    (re.compile(r"^(\s*)from email\.mime\.(text|multipart) import (\w+)$"), r"\1from email.\3 import \3"),
    (
        re.compile(r"^(\s*)from email\.(utils|header|message|generator|parser) import "),
        lambda m: f"{m[1]}from email.{m[2].title()} import ",
    ),
    (re.compile(r"^(\s*)from functools import reduce$"), r"\1from __builtin__ import reduce"),
)
SHARE: Final = 0.8
"""Of the places that can be spelled in the old way."""


def spelled(files: Mapping[str, str], seed: int) -> dict[str, str]:
    """The modules of a program as Python 2 spells them, where it can."""
    return {path: module(text, random.Random(f"{seed} {path}")) for path, text in files.items()}


def module(text: str, choice: random.Random) -> str:
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return text
    if any(map(is_newer, ast.walk(tree))):
        return text
    lines = text.split("\n")
    taken: set[int] = set()  # lines that have been changed: one change on each keeps the places of the others right
    for start, end, new in sorted(edits(tree, text, choice), key=lambda one: one[1][1] - one[0][1], reverse=True):
        needed = new.startswith(("print >>", "import "))  # what there is no other way to say, or what others need
        if start[0] != end[0] or (not needed and (start[0] in taken or choice.random() > SHARE)):
            continue
        taken.add(start[0])
        line = lines[start[0] - 1]
        lines[start[0] - 1] = line[: start[1]] + new + line[end[1] :]
    for pattern, new in IMPORTS:
        lines = [pattern.sub(new, line) for line in lines]  # type: ignore[arg-type]
    return "\n".join(tabs(lines, text) if choice.random() < 0.3 else lines)


def is_newer(node: ast.AST) -> bool:
    """Whether Python 2 has nothing like a node."""
    match node:
        case ast.arguments():
            return bool(node.kwonlyargs or node.posonlyargs) or any(one.annotation for one in node.args)
        case ast.FunctionDef():
            return node.returns is not None
        case ast.ClassDef():
            return bool(node.keywords)
        case ast.Call():
            stars = [isinstance(one, ast.Starred) for one in node.args]
            return any(stars[:-1]) or (any(stars) and any(one.arg for one in node.keywords))
        case ast.List() | ast.Tuple() | ast.Set():
            return any(isinstance(one, ast.Starred) for one in node.elts)
        case ast.Dict():
            return None in node.keys
        case ast.Raise():
            return node.cause is not None
    return isinstance(node, NEWER)


def edits(tree: ast.Module, text: str, choice: random.Random) -> Iterator[Edit]:
    """What can be spelled in the old way, outermost first."""
    lines = text.split("\n")

    def source(node: ast.AST) -> str:
        return ast.get_source_segment(text, node) or ""

    first = next((node for node in tree.body if isinstance(node, ast.Import)), None)
    for node in ast.walk(tree):
        place = (
            (getattr(node, "lineno", 0), getattr(node, "col_offset", 0)),
            (
                getattr(node, "end_lineno", 0),
                getattr(node, "end_col_offset", 0),
            ),
        )
        match node:
            case ast.Expr(ast.Call(ast.Name("print"), arguments, keywords)):
                names = {one.arg: source(one.value) for one in keywords}
                if names.keys() <= {"file"} and not any(isinstance(one, ast.Starred) for one in arguments):
                    target = f">>{names['file']}, " if names and arguments else f">>{names['file']}" if names else ""
                    yield *place, f"print {target}{', '.join(map(source, arguments))}".rstrip()
            case ast.ExceptHandler(ast.expr(), str()) if node.lineno == node.type.end_lineno:
                line = lines[node.lineno - 1]
                end = line.index(":", node.type.end_col_offset)
                kind = source(node.type)
                if isinstance(node.type, ast.Tuple) and not kind.startswith("("):
                    kind = f"({kind})"
                yield (node.lineno, node.type.col_offset), (node.lineno, end), f"{kind}, {node.name}"
            case ast.Raise(ast.Call(ast.Name(), [ast.expr() as one], [])):
                yield *place, f"raise {source(node.exc.func)}, {source(one)}"  # type: ignore[union-attr]
            case ast.Compare(ast.expr(), [ast.NotEq()], [ast.expr()]):
                yield *place, f"{source(node.left)} <> {source(node.comparators[0])}"
            case ast.Compare(ast.Constant(), [ast.In()], [ast.Attribute(ast.Name("os"), "environ")]):
                yield *place, f"os.environ.has_key({source(node.left)})"
            case ast.Call(ast.Name("repr"), [ast.expr() as one], []):
                yield *place, f"`{source(one)}`"
            case ast.Call(ast.Attribute(ast.Constant(str()), "join"), [ast.expr() as one], []) if first is not None:
                if not isinstance(one, (ast.GeneratorExp, ast.Starred)):
                    yield *place, f"string.join({source(one)}, {source(node.func.value)})"  # type: ignore[attr-defined]
            case ast.For(ast.expr(), ast.Call(ast.Attribute(ast.expr(), "items" | "values"), [], []) as call):
                kind = call.func.attr  # type: ignore[attr-defined]
                where = (call.lineno, call.col_offset), (call.end_lineno or 0, call.end_col_offset or 0)
                yield *where, f"{source(call.func.value)}.iter{kind}()"  # type: ignore[attr-defined]
            case ast.Constant(int()) if type(node.value) is int:
                yield *place, f"{node.value}{choice.choice('lL')}" if node.value else "00"
            case ast.Constant(str()) if source(node)[:1] in {'"', "'"} and "\n" not in source(node):
                yield *place, f"u{source(node)}"
    if first is not None:
        yield (first.lineno, 0), (first.lineno, 0), "import string; "


def tabs(lines: list[str], text: str) -> list[str]:
    """Tabs in place of eight blanks, in front of logical lines."""
    made = list(lines)
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        number = token.start[0] - 1
        before = token.line[: token.start[1]]
        begins = (
            token.type not in {tokenize.NEWLINE, tokenize.NL, tokenize.ENDMARKER} and before and not before.strip(" ")
        )
        if begins and number < len(made) and made[number].startswith(before):
            made[number] = before.replace(" " * 8, "\t") + made[number][len(before) :]
    return made
