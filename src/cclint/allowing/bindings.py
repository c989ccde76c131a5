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


def assigned(place: Place, text: str) -> frozenset[str]:
    """The names that stand for the value at a place and for nothing else: `BOARD = [...]`, anywhere in its module.

    Parameters
    ----------
    place: of the value.
    text: the whole module that it stands in.
    """
    tree = _parsed(text)
    found: set[str] = set()
    for node in ast.walk(tree) if tree else ():
        match node:
            case ast.Assign(targets=targets, value=value):
                pass
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                targets = [target]
            case _:
                continue
        if value.lineno <= place.line and place.last_line <= (value.end_lineno or 0):
            found.update(name for target in targets for name in _called(target))
    return frozenset(found)


def handing(text: str) -> str:
    """A call without the numbers and the texts that it hands on beside the addresses: another subject shows nobody
    anything new.

    Parameters
    ----------
    text: of the call.

    Returns
    -------
    The text as it is, where it is none or cannot be parsed.
    """
    tree = _parsed(text.strip())
    match tree.body if tree else ():
        case [ast.Expr(value=ast.Call() as call)]:
            call.args = [one for one in call.args if not _is_beside(one)]
            call.keywords = [one for one in call.keywords if not _is_beside(one.value)]
            return ast.unparse(call)
        case _:
            return text


def _is_beside(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and not (isinstance(node.value, str) and "@" in node.value)


def leaves(text: str) -> tuple[frozenset[str], ...]:
    """What an expression is made of: for each name, key or file in it, all that it may be called.

    Parameters
    ----------
    text: an expression, or an assignment, whose right side counts.

    Returns
    -------
    Nothing for what cannot be parsed. `", ".join(conf.BOARD)` has one, with the names `BOARD` and `conf.BOARD`.
    """
    tree = _parsed(text.strip()) or _parsed(f"({text.strip()})")
    if tree is None or len(tree.body) != 1:
        return ()
    match tree.body[0]:
        case ast.Assign(value=value) | ast.AugAssign(value=value) | ast.Expr(value=value):
            return tuple(_leaves(value))
        case ast.AnnAssign(value=ast.expr() as value):
            return tuple(_leaves(value))
        case _:
            return ()


def _leaves(node: ast.AST) -> Iterator[frozenset[str]]:
    match node:
        case ast.Name() | ast.Attribute(value=ast.Name() | ast.Attribute()):
            yield _called(node)
        case ast.Subscript(value=value, slice=ast.Constant(value=str(key))):
            yield _called(node) or frozenset({key})
        case ast.Subscript(value=value):
            yield from _leaves(value)
        case ast.Call(func=ast.Attribute(value=value, attr=attr), args=args, keywords=keywords):
            texts = [one.value for one in args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if attr in ("get", "getenv", "getlist", "get_list") and texts:
                yield frozenset({texts[0]})
            elif args or keywords:
                if not isinstance(value, ast.Constant) and not isinstance(value, ast.Name):
                    yield from _leaves(value)
                yield from _arguments(args, keywords)
            elif isinstance(value, (ast.Name, ast.Attribute)):
                yield _called(value) | {f"{name}.{attr}" for name in _called(value)} | {attr}
            else:
                yield from _leaves(value)
        case ast.Call(func=func, args=args, keywords=keywords):
            if args or keywords:
                yield from _arguments(args, keywords)
            else:
                yield from _leaves(func)
        case ast.Constant(value=str(value)):
            if "@" in value:
                yield frozenset({value})
        case ast.comprehension(iter=value):
            yield from _leaves(value)
        case ast.GeneratorExp(generators=loops) | ast.ListComp(generators=loops) | ast.SetComp(generators=loops):
            for loop in loops:
                yield from _leaves(loop)
        case _:
            for child in ast.iter_child_nodes(node):
                yield from _leaves(child)


def _arguments(args: Sequence[ast.expr], keywords: Sequence[ast.keyword]) -> Iterator[frozenset[str]]:
    for one in (*args, *(keyword.value for keyword in keywords)):
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and re.fullmatch(r"[\w./-]+\.\w+", one.value):
            yield frozenset({one.value, one.value.rsplit("/", 1)[-1]})  # a file
        else:
            yield from _leaves(one)


def _called(node: ast.AST) -> frozenset[str]:
    """All that something may be called: `conf.BOARD` is `BOARD`, too."""
    match node:
        case ast.Name(id=name):
            return frozenset({name})
        case ast.Attribute(value=value, attr=attr):
            return frozenset({attr, *(f"{name}.{attr}" for name in _called(value))})
        case ast.Subscript(value=value, slice=ast.Constant(value=str(key))):
            return frozenset({key, *(f"{name}.{key}" for name in _called(value))})
        case _:
            return frozenset()


def mixes(text: str, known: frozenset[str]) -> bool:
    """Whether an expression puts what has a known name together with something else: `BOARD + guests`.

    Parameters
    ----------
    text: an expression or an assignment.
    known: names.
    """
    tree = _parsed(text.strip()) or _parsed(f"({text.strip()})")
    if tree is None or len(tree.body) != 1 or not isinstance(tree.body[0], (ast.Assign, ast.Expr, ast.AugAssign)):
        return False
    for node in ast.walk(tree.body[0]):
        match node:
            case ast.BinOp(left=left, right=right):
                parts: Sequence[ast.expr] = (left, right)
            case ast.BoolOp(values=parts) | ast.JoinedStr(values=parts):
                pass
            case ast.IfExp(body=left, orelse=right):
                parts = (left, right)
            case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
                pass
            case _:
                continue
        found = {leaf for part in parts for leaf in _leaves(part)}
        named = any("@" not in name for leaf in found for name in leaf)
        if named and len(found) > 1 and not all(leaf & known for leaf in found):
            return True
    return False
