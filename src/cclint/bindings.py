"""Which names a file binds, and what a value is made of, as the definition around it tells: for comparing versions.

A step of a trace names one expression. Whether that is the same origin as before is told, too, by what its names stand
for: the file that is opened two lines above, the query that a loop goes over.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, TypeAlias

from cclint.finding import Place

WORD: Final = re.compile(r"\w+")

_Around: TypeAlias = "ast.Module | ast.FunctionDef | ast.AsyncFunctionDef"
_Binding: TypeAlias = "tuple[ast.expr, ast.expr]"


def bound(text: str) -> frozenset[str]:
    """The names that a module gives to what it defines itself; none where it cannot be parsed, and none of imports:
    another import is another origin.

    Parameters
    ----------
    text: a whole module.
    """
    tree = _parsed(text)
    names: set[str] = set()
    for node in ast.walk(tree) if tree else ():
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.arg(arg=name):
                names.add(name)
            case ast.Name(id=name, ctx=ast.Store()):
                names.add(name)
    return frozenset(names)


def made_of(place: Place, words: Sequence[str], text: str) -> tuple[str, ...]:
    """The expressions that the names in a value are bound to, and the names in those, within one definition.

    Parameters
    ----------
    place: of the value.
    words: the words in its text.
    text: the whole module that it stands in.

    Returns
    -------
    Source texts, in the order of the lines; none where the module cannot be parsed.
    """
    tree = _parsed(text)
    if tree is None:
        return ()
    bindings = list(_bindings(_around(tree, place.line)))
    wanted, taken = set(words), set[int]()
    found: list[tuple[int, int, str]] = []
    while fitting := [
        (number, value)
        for number, (target, value) in enumerate(bindings)
        if number not in taken and not wanted.isdisjoint(_names(target))
    ]:
        for number, value in fitting:
            taken.add(number)
            segment = ast.get_source_segment(text, value) or ""
            wanted.update(WORD.findall(segment))
            found.append((value.lineno, value.col_offset, segment))
    return tuple(segment for _, _, segment in sorted(found))


@lru_cache(maxsize=64)
def _parsed(text: str) -> ast.Module | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _around(tree: ast.Module, line: int) -> _Around:
    """The innermost function around a line, or the module."""
    found: _Around = tree
    for node in ast.walk(tree):  # outer ones come first
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.lineno <= line <= (node.end_lineno or 0):
            found = node
    return found


def _bindings(around: _Around) -> Iterator[_Binding]:
    """What stands on the left and on the right of everything that binds names, without the functions inside."""
    nodes: list[ast.AST] = list(around.body)
    while nodes:
        node = nodes.pop()
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() | ast.Lambda():
                continue
            case ast.Assign(targets=targets, value=value):
                yield from ((target, value) for target in targets)
            case ast.AugAssign(target=target, value=value) | ast.NamedExpr(target=target, value=value):
                yield target, value
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                yield target, value
            case ast.For(target=target, iter=value) | ast.AsyncFor(target=target, iter=value):
                yield target, value
            case ast.comprehension(target=target, iter=value):
                yield target, value
            case ast.withitem(optional_vars=ast.expr() as target, context_expr=value):
                yield target, value
        nodes.extend(ast.iter_child_nodes(node))


def _names(target: ast.expr) -> set[str]:
    return {node.id for node in ast.walk(target) if isinstance(node, ast.Name)}
