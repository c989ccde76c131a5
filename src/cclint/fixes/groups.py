"""Statements that a loop can go around: the one that sends, those that prepare what it is given, and those that look at what it
answers. Whatever is wanted when they are over speaks against a loop.
"""

from __future__ import annotations

import ast
from collections.abc import Collection
from typing import Final

from cclint.fixes.code import LOOPS, SCOPES, Code

LEAVING: Final = (ast.Return, ast.Break, ast.Continue, ast.Yield, ast.YieldFrom, ast.AugAssign, ast.Delete, ast.Global)
"""What must not be repeated, or would end the loop."""
CONSUMING: Final = frozenset(
    {
        "read",
        "readline",
        "readlines",
        "next",
        "pop",
        "popitem",
        "popleft",
        "input",
        "raw_input",
        "getpass",
        "recv",
        "get_nowait",
    }
)
"""What gives something else when it is called once more."""
MAKING: Final = (ast.Assign, ast.AnnAssign)


def repeatable(code: Code, first: ast.stmt, call: ast.Call) -> tuple[ast.stmt, ast.stmt] | None:
    """The statements from one to the last that concerns the call's result, if all of them can be repeated.

    Parameters
    ----------
    code: the file.
    first: the statement that is given one recipient after the other.
    call: what sends; in that statement or in one behind it.

    Returns
    -------
    The first and the last one, which are in one block.
    """
    block = code.block(first)
    start = next(number for number, one in enumerate(block) if one is first)
    end = next((number for number, one in enumerate(block) if any(node is call for node in ast.walk(one))), -1)
    if end < start or code.is_tried_again(block[end]) or not _is_sent_once(code, call, block[end]):
        return None
    if any(not _prepares(one) for one in block[start:end]):
        return None
    while True:
        group = block[start : end + 1]
        names = {
            node.id
            for one in group
            for node in ast.walk(one)
            if isinstance(node, ast.Name)
            and isinstance(node.ctx, ast.Store)
            and not any(isinstance(parent, ast.comprehension) for parent in code.parents(node))
        }
        last = _last_use(code, block, end, names, group)
        if last is None:
            return None
        if last == end:
            break
        end = last
    if any(isinstance(node, LEAVING) or _is_kept(node, names) for one in group for node in ast.walk(one)):
        return None
    if not code.alone(group[0]) or not code.alone(group[-1]):
        return None
    if any(uses_up(one, call, names) for one in group):
        return None
    return group[0], group[-1]


def _is_sent_once(code: Code, call: ast.Call, outermost: ast.stmt) -> bool:
    """Whether a call runs once when the statement does that it stands in."""
    for parent in code.parents(call):
        if isinstance(parent, (*LOOPS, *SCOPES, ast.comprehension, ast.IfExp)):
            return False
        if parent is outermost:
            return True
    return True


def _is_kept(node: ast.AST, names: set[str]) -> bool:
    """Whether a node stores something in an object that is older than the loop would be."""
    if not isinstance(node, (ast.Attribute, ast.Subscript)) or not isinstance(node.ctx, ast.Store):
        return False
    owner: ast.expr = node
    while isinstance(owner, (ast.Attribute, ast.Subscript)):
        owner = owner.value
    return not isinstance(owner, ast.Name) or owner.id not in names


def uses_up(tree: ast.AST, call: ast.AST | None = None, names: Collection[str] = ()) -> bool:
    """Whether something reads on in what is older than a loop around it would be: the second round would get something else.

    Parameters
    ----------
    tree: what is to be repeated.
    call: whose result may be read, since each round has its own.
    names: those that are bound in each round.
    """
    return any(_reads_on(node, call, names) for node in ast.walk(tree) if isinstance(node, ast.Call))


def _reads_on(node: ast.Call, call: ast.AST | None, names: Collection[str]) -> bool:
    function = node.func
    if isinstance(function, ast.Name):
        given = node.args[0] if node.args else None
        return function.id in CONSUMING and not (isinstance(given, ast.Name) and given.id in names)
    if not isinstance(function, ast.Attribute) or function.attr not in CONSUMING:
        return False
    owner = ast.walk(function.value)
    return not any(one is call or (isinstance(one, ast.Name) and one.id in names) for one in owner)


def _prepares(statement: ast.stmt) -> bool:
    """Whether a statement only makes what a later one needs: an assignment to a name, or a call of a method of something."""
    if isinstance(statement, MAKING):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        return all(isinstance(one, ast.Name) for one in targets)
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)


def _last_use(code: Code, block: list[ast.stmt], end: int, names: set[str], group: list[ast.stmt]) -> int | None:
    """The number of the last statement of a block that uses some names; None where something outside does."""
    if not names:
        return end
    inside = {id(node) for one in block for node in ast.walk(one)}
    own = {id(node) for one in group for node in ast.walk(one)}
    first = group[0].lineno
    last = end
    for node in ast.walk(code.tree) if code.tree is not None else ():
        if not isinstance(node, ast.Name) or node.id not in names or id(node) in own:
            continue
        if node.lineno < first and isinstance(node.ctx, ast.Store):
            return None  # who finds the old value afterwards would find another one
        if code.scope(node) is not code.scope(group[0]) and code.scope(group[0]) is not code.tree:
            continue  # another function's
        if id(node) not in inside or node.lineno < first:
            return None
        last = max(last, next(i for i, one in enumerate(block) if any(found is node for found in ast.walk(one))))
    return last
