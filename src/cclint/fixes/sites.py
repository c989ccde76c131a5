"""Where a message gets a header field and where it is sent, if both stand in one function and nothing happens in between that a
copy for each recipient would change.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Final

from cclint.analysis.evaluate.calls.outside import SHOWING
from cclint.fixes.code import Code, is_store
from cclint.fixes.groups import repeatable
from cclint.fixes.headers import SERIALISERS, Written, handed, is_same_name, reads, written
from cclint.fixes.problem import Problem

SEEN: Final = SHOWING | {"print", "len"}
"""Functions, and methods of loggers, that show a message to nobody but those who run the program."""


@dataclass(frozen=True, slots=True)
class Site:
    """A header field and the call that sends the message, in one function.

    Parameters
    ----------
    code: the file.
    scope: the function.
    header: where the field is written.
    call: what sends.
    statement: the statement that the call stands in.
    last: the last statement behind it that looks at the call's result.
    api: what is called.
    text: where the message becomes the text that is sent, if that is a statement of its own.
    shown: where the field is printed or logged afterwards.
    """

    code: Code
    scope: ast.AST
    header: Written
    call: ast.Call
    statement: ast.stmt
    last: ast.stmt
    api: str
    text: ast.Assign | None = None
    shown: tuple[ast.expr, ...] = ()

    @property
    def message(self) -> str:
        return ast.unparse(self.header.message)


def site_of(problem: Problem) -> Site | None:
    """Where the message of a finding is sent.

    Parameters
    ----------
    problem: a header field of a message object.
    """
    found = problem.call()
    if found is None:
        return None
    code, call = found
    if code.path != problem.finding.place.path:
        return None
    header = written(code, problem.finding.place, problem.finding.role)
    statement = code.statement(call)
    if header is None or not header.sole or not isinstance(header.message, ast.Name) or statement is None:
        return None
    scope = code.scope(call)
    if not code.alone(header.statement) or code.scope(header.statement) is not scope:
        return None
    if header.statement.lineno >= statement.lineno or not code.reaches(header.statement, statement):
        return None
    given = problem.argument(call, problem.sends[0].api, "Mail", "Raw", "Union")
    text = _text(code, scope, given, header.statement, statement)
    if not _is_handed(text.value if text is not None else given, header.message):
        return None
    shown = _shown(code, scope, header, call)
    if shown is None or _is_handed_on(code, scope, header, call, text):
        return None
    group = repeatable(code, statement, call)
    if group is None:
        return None
    return Site(code, scope, header, call, statement, group[1], problem.sends[0].api, text, tuple(shown))


def _text(code: Code, scope: ast.AST, given: ast.expr | None, header: ast.stmt, send: ast.stmt) -> ast.Assign | None:
    """The statement between the header and the call that makes what is sent, where it is for nothing else."""
    if not isinstance(given, ast.Name):
        return None
    uses = [node for node in code.within(scope) if isinstance(node, ast.Name) and node.id == given.id]
    made = [code.parent(node) for node in uses if is_store(node, given.id)]
    if (
        len(uses) != 2
        or len(made) != 1
        or not isinstance(made[0], ast.Assign)
        or not isinstance(made[0].value, ast.Call)
    ):
        return None
    statement = made[0]
    reached = header.lineno < statement.lineno < send.lineno and code.reaches(statement, send)
    return statement if reached and len(statement.targets) == 1 and code.alone(statement) else None


def _is_handed(given: ast.expr | None, message: ast.expr) -> bool:
    """Whether a value is the message itself, or its text as it is at that moment."""
    found = handed(given)
    return found is not None and is_same_name(found, message)


def _shown(code: Code, scope: ast.AST, header: Written, call: ast.Call) -> list[ast.expr] | None:
    """Where the header is shown after the call; None where anybody else asks for it, or the name means another message."""
    assert isinstance(header.message, ast.Name)
    name, first, last = header.message.id, header.statement.lineno, call.lineno
    if any(is_store(node, name) and first <= getattr(node, "lineno", 0) <= last for node in code.within(scope)):
        return None
    allowed = {id(node) for node in ast.walk(header.statement)} | {id(node) for node in ast.walk(call)}
    shown = []
    for node in reads(code, scope, header.message, str(header.name.value)):
        if id(node) in allowed:
            continue
        statement = code.statement(node)
        if not isinstance(node, ast.expr) or not isinstance(statement, ast.Expr) or statement.lineno <= last:
            return None
        if not isinstance(statement.value, ast.Call) or called(statement.value) not in SEEN:
            return None
        shown.append(node)
    return shown


def called(call: ast.Call) -> str:
    """The last part of the name of what is called."""
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def _is_handed_on(code: Code, scope: ast.AST, header: Written, send: ast.Call, text: ast.stmt | None) -> bool:
    """Whether something else is given the message from the header on: it may be signed, kept or shown as it is.

    To show it is harmless.
    """
    own = {id(node) for node in ast.walk(text)} if text is not None else set()
    own |= {id(node) for node in ast.walk(send)}
    for node in code.within(scope):
        if not isinstance(node, ast.Call) or id(node) in own or node.lineno <= header.statement.lineno:
            continue
        given = [*node.args, *(one.value for one in node.keywords)]
        if isinstance(node.func, ast.Attribute) and node.func.attr in SERIALISERS:
            given = [node.func.value]
        if called(node) not in SEEN and any(is_same_name(one, header.message) for one in given):
            return True
    return False
