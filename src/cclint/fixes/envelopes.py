"""Whether an envelope is given by itself: then nothing that is done to a header changes who gets the message.

How many addresses it holds cannot tell that alone. A parameter counts as a list because the program joins it for the header;
where the repair takes the join away, nothing is left that says so.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from cclint.analysis.facts import Send
from cclint.fixes.code import Code, is_store
from cclint.fixes.headers import CHANGING
from cclint.fixes.problem import Problem

TURNING: Final = frozenset({"as_string", "as_bytes", "encode", "decode", "replace", "strip", "lstrip"})
"""Methods that turn a message into a text, or a text into another one."""
ROLES: Final = frozenset({"to", "cc", "bcc"})


def is_independent(problem: Problem, send: Send) -> bool:
    """Whether the envelope of a message is known to be computed without its header.

    Parameters
    ----------
    problem: what is to be repaired.
    send: one of its messages.
    """
    return _is_asked(problem, send) is False


def is_dependent(problem: Problem, send: Send) -> bool:
    """Whether the envelope of a message is known to be computed from its header, or from its text.

    Parameters
    ----------
    problem: what is to be repaired.
    send: one of its messages.
    """
    return _is_asked(problem, send) is True


def _is_asked(problem: Problem, send: Send) -> bool | None:
    """Whether a header is asked for the envelope; None where that cannot be told."""
    code = problem.open(send.place.path)
    call = code.at(send.place, ast.Call) if code is not None and send.envelope is not None else None
    if code is None or call is None:
        return None
    envelope = problem.argument(call, send.api, "Envelope")
    message = problem.argument(call, send.api, "Mail", "Raw", "Union")
    if envelope is None or message is None:
        return None
    scope = code.scope(call)
    own = _reached(code, scope, message, set())
    role = problem.finding.role
    return any(_asks_header(code, node, own, role) for node in _sources(code, scope, envelope, set()))


def _sources(code: Code, scope: ast.AST, value: ast.expr, seen: set[str]) -> list[ast.AST]:
    """All nodes that a value is computed from in its function, what is added to a collection included."""
    found: list[ast.AST] = []
    for node in ast.walk(value):
        found.append(node)
        if isinstance(node, ast.Name) and node.id not in seen:
            seen.add(node.id)
            for source in _given(code, scope, node.id):
                found += _sources(code, scope, source, seen)
    return found


def _given(code: Code, scope: ast.AST, name: str) -> Iterator[ast.expr]:
    """What a name is assigned, goes through, or is extended by."""
    for node in code.within(scope):
        if is_store(node, name):
            for parent in code.parents(node):
                if isinstance(parent, (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.NamedExpr)):
                    yield from [parent.value] if parent.value is not None else []
                elif isinstance(parent, (ast.For, ast.AsyncFor, ast.comprehension)):
                    yield parent.iter
                elif not isinstance(parent, (ast.Tuple, ast.List, ast.Starred)):
                    break
                if isinstance(parent, (ast.stmt, ast.comprehension)):
                    break
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGING:
            owner = node.func.value
            yield from node.args if isinstance(owner, ast.Name) and owner.id == name else []


def is_apart(problem: Problem, send: Send) -> bool:
    """Whether the call that sends does not itself ask a header for the envelope; what has asked before has its answer.

    Parameters
    ----------
    problem: what is to be repaired.
    send: one of its messages.
    """
    code = problem.open(send.place.path)
    call = code.at(send.place, ast.Call) if code is not None else None
    envelope = problem.argument(call, send.api, "Envelope") if call is not None else None
    message = problem.argument(call, send.api, "Mail", "Raw", "Union") if call is not None else None
    if code is None or call is None or envelope is None or message is None:
        return False
    own = _reached(code, code.scope(call), message, set())
    return not any(_asks_header(code, node, own, problem.finding.role) for node in ast.walk(envelope))


def _reached(code: Code, scope: ast.AST, message: ast.expr, seen: set[str]) -> set[str]:
    """The names that a message, or the text that it is sent as, goes by; without what it is made of."""
    while isinstance(message, ast.Call):
        function = message.func
        if isinstance(function, ast.Attribute) and function.attr in TURNING:
            message = function.value
        elif isinstance(function, ast.Name) and function.id in ("str", "bytes") and message.args:
            message = message.args[0]
        else:
            return set()
    names = {message.id} if isinstance(message, ast.Name) else set[str]()
    if isinstance(message, ast.Attribute):
        names = {message.attr, *(one.id for one in ast.walk(message) if isinstance(one, ast.Name))}
    for name in names - seen:
        seen.add(name)
        for store in code.within(scope):
            made = code.parent(store) if is_store(store, name) else None
            if isinstance(made, ast.Assign):
                names |= _reached(code, scope, made.value, seen)  # text = message.as_string()
    return names


def _asks_header(code: Code, node: ast.AST, messages: set[str], role: str) -> bool:
    """Whether a node has to do with the message, or reads a header's field; another field than the one in question is none."""
    if isinstance(node, ast.Name):
        parent = code.parent(node)
        field = parent.slice if isinstance(parent, ast.Subscript) and parent.value is node else None
        if isinstance(field, ast.Constant) and isinstance(field.value, str) and field.value.lower() != role.lower():
            return False
        return node.id in messages and node.id not in ("str", "bytes", "self")
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return (
            _is_role(node.slice)
            and str(node.slice.value).lower() == role.lower()
            and isinstance(node.value, (ast.Name, ast.Attribute))
            and _last(node.value) in messages
        )
    return False


def _is_role(node: ast.Constant) -> bool:
    return isinstance(node.value, str) and node.value.lower() in ROLES


def _last(node: ast.Name | ast.Attribute) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr
