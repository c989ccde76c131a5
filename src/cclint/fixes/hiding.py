"""Recipients that nobody needs to see: they go to Bcc, or stay in the envelope, which names them already.

Nobody gets another message than before, nor one more or less; the header names nobody. Regulators rank this last, for it is one
slip away from showing everybody, but it is always the smallest change.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from cclint.fixes.code import LOOPS, Code, covers, is_store, quoted
from cclint.fixes.envelopes import is_apart, is_independent
from cclint.fixes.headers import SERIALISERS, handed, in_case_of, is_simple, reads, written
from cclint.fixes.problem import Change, Problem
from cclint.fixes.sites import SEEN, called

NOBODY: Final = "undisclosed-recipients:;"
"""A group without members (RFC 5322, section 3.4): what a message says that names none of its recipients."""
HIDDEN: Final = "the same people get the same message, but none of them sees the others any more"


def in_bcc(problem: Problem) -> Iterator[Change]:
    """Write the header field as Bcc.

    Parameters
    ----------
    problem: a header field of a message object that is sent by an API that takes Bcc out.
    """
    code, role = problem.code, problem.finding.role
    if code is None or not (problem.derived or problem.piped) or "Bcc" in problem.roles:
        return  # of several Bcc fields, only the first would count
    header = written(code, problem.finding.place, role)
    if header is None or header.replaces or (header.call and not header.sole):
        return
    edits = []
    for node in reads(code, code.scope(header.statement), header.message, role):
        name = node.slice if isinstance(node, ast.Subscript) else node.args[0] if isinstance(node, ast.Call) else None
        if not isinstance(name, ast.Constant) or (name is not header.name and not _only_shown(code, node)):
            return
        edits.append(code.replace(name, quoted(in_case_of("Bcc", str(name.value)), code.source(name))))
    if not edits or _is_read_elsewhere(problem, code.scope(header.statement)):
        return
    title = f"Put the recipients in Bcc, which `{problem.sends[0].api.rpartition('.')[2]}` takes out of what it sends"
    yield Change(
        title, tuple(edits), HIDDEN, splits=problem.piped
    )  # what such a program takes out is no part of the facts


def _is_read_elsewhere(problem: Problem, scope: ast.AST) -> bool:
    """Whether a function that sends the message asks for the header, other than the one that writes it."""
    for send in problem.sends:
        code = problem.open(send.place.path)
        call = code.at(send.place, ast.Call) if code is not None else None
        message = problem.argument(call, send.api, "Mail", "Union") if call is not None else None
        if code is None or call is None or message is None or code.scope(call) is scope:
            continue
        if reads(code, code.scope(call), message, problem.finding.role):
            return True
    return False


def _only_shown(code: Code, node: ast.AST) -> bool:
    """Whether a header is read to be printed or logged, in a function that sends."""
    statement = code.statement(node)
    if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
        return False
    return called(statement.value) in SEEN and isinstance(node, ast.Subscript)


def undisclosed(problem: Problem) -> Iterator[Change]:
    """Name nobody in the header: the envelope is given by itself.

    Parameters
    ----------
    problem: a header field of a message object whose envelope does not depend on it.
    """
    code, role = problem.code, problem.finding.role
    header = written(code, problem.finding.place, role) if code is not None and problem.explicit else None
    if code is None or header is None or header.value is None or _is_repeated(problem, header.statement):
        return
    if not all(is_independent(problem, send) for send in problem.sends):
        return
    if role == "Cc" and header.sole and code.alone(header.statement) and "To" in problem.roles:
        yield Change(
            "Leave the header out: the envelope names the recipients", (code.remove(header.statement),), HIDDEN
        )
    text = quoted(NOBODY, code.source(header.name))
    title = "Name nobody in the header: the envelope names the recipients"
    yield Change(title, (code.replace(header.value, text),), HIDDEN)


def _is_repeated(problem: Problem, statement: ast.stmt) -> bool:
    """Whether a header is written several times for one message, in a loop of its own."""
    code = problem.code
    assert code is not None
    loops = [code.place(one) for one in code.parents(statement) if isinstance(one, LOOPS)]
    return any(not covers(loop, send.place) for loop in loops for send in problem.sends)


def moved_at_the_send(problem: Problem) -> Iterator[Change]:
    """Move the header field to Bcc just before the message is sent, where it is out of sight how the field is written.

    Parameters
    ----------
    problem: a message object that is sent by an API that takes Bcc out.
    """
    found = problem.call()
    if found is None or not problem.derived or "Bcc" in problem.roles:
        return
    code, call = found
    statement = code.statement(call)
    message = problem.argument(call, problem.sends[0].api, "Mail", "Union")
    if not isinstance(statement, (ast.Expr, ast.Assign, ast.Return)) or not code.alone(statement) or message is None:
        return
    role, edits, lines = problem.finding.role, [], []
    name = ast.unparse(message)
    if is_simple(message) and _is_read_later(code, call, message, role):
        return
    if not isinstance(message, ast.Name):
        if not isinstance(message, ast.Call):
            return
        name = code.fresh(call, "message", "mail", "letter")
        lines.append(f"{name} = {code.source(message)}")
        edits.append(code.replace(message, name))
    move = [f'{name}["Bcc"] = {name}["{role}"]', f'del {name}["{role}"]']
    if all(one.count.least for one in problem.fields):
        edits.insert(0, code.before(statement, [*lines, *move]))
    else:
        guarded = [f'if "{role}" in {name}:', *(code.unit + line for line in move)]
        edits.insert(0, code.before(statement, [*lines, *guarded]))
    yield Change(f"Move {role} to Bcc before the message is sent", tuple(edits), HIDDEN)


def emptied_at_the_send(problem: Problem) -> Iterator[Change]:
    """Name nobody just before the message is sent, or becomes the text that is: the envelope is given by itself.

    Parameters
    ----------
    problem: a message object whose header is written out of sight.
    """
    found = problem.call() if problem.explicit else None
    if found is None or not all(is_apart(problem, send) for send in problem.sends):
        return
    code, call = found
    given = problem.argument(call, problem.sends[0].api, "Mail", "Raw", "Union")
    statement = code.statement(call)
    if isinstance(given, ast.Name):
        stores = [node for node in code.within(code.scope(call)) if is_store(node, given.id)]
        made = code.parent(stores[0]) if len(stores) == 1 else None
        if isinstance(made, ast.Assign) and handed(made.value) is not None:
            given, statement = made.value, made
    message = handed(given)
    if given is None or not _is_object(problem, call, given):
        return
    if message is None or not is_simple(message) or not isinstance(statement, ast.stmt) or not code.alone(statement):
        return
    if not isinstance(statement, (ast.Expr, ast.Assign, ast.Return)):
        return
    role = problem.finding.role
    if _is_read_later(code, call, message, role):
        return
    name = code.source(message)
    lines = [f'del {name}["{role}"]']
    if role == "To":
        lines.append(f'{name}["To"] = "{NOBODY}"')
    title = f"Name nobody in {role} before the message is sent: the envelope names the recipients"
    yield Change(title, (code.before(statement, lines),), HIDDEN)


def _is_read_later(code: Code, call: ast.Call, message: ast.expr, role: str) -> bool:
    """Whether a header is asked for after the message was sent: it would not be there."""
    found = reads(code, code.scope(call), message, role)
    return any(getattr(node, "lineno", 0) > (call.end_lineno or call.lineno) for node in found)


def _is_object(problem: Problem, call: ast.Call, given: ast.expr) -> bool:
    """Whether what is sent is known to be a message object: a text has no header that could be deleted."""
    if any(isinstance(node, ast.Attribute) and node.attr in SERIALISERS for node in ast.walk(given)):
        return True
    return problem.argument(call, problem.sends[0].api, "Mail") is not None
