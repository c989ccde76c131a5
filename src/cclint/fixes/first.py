"""Recipients in To who are hidden with those that are in Bcc already: one of many who stands alone there, or all of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from cclint.finding import Edit, Place
from cclint.fixes.arguments import signatures
from cclint.fixes.code import Code, is_store
from cclint.fixes.each import is_used_up
from cclint.fixes.headers import changes, elements, is_same, reads, written
from cclint.fixes.hiding import HIDDEN
from cclint.fixes.problem import Change, Problem, bound

WITH: Final = "the same people get the same message, and nobody is shown to the others; the message names no recipient"


def hidden_too(problem: Problem) -> Iterator[Change]:
    """Write no To, and all recipients to Bcc, where the header fields are written one by one.

    Parameters
    ----------
    problem: one of many in To of a message object that is sent by an API that takes Bcc out.
    """
    code = problem.code
    places = {one.place for send in problem.sends for one in send.fields if one.role == "Bcc"}
    if code is None or not problem.derived or len(places) != 1 or problem.roles != {problem.finding.role, "Bcc"}:
        return
    shown = written(code, problem.finding.place, problem.finding.role)
    hidden = written(code, next(iter(places)), "Bcc")
    if shown is None or hidden is None or shown.value is None or hidden.value is None:
        return
    if not shown.sole or not code.alone(shown.statement):
        return
    edits = _whole(code, shown.value, hidden.value)
    if edits is not None:
        yield _change((code.remove(shown.statement), *edits))


def added_to_bcc(problem: Problem) -> Iterator[Change]:
    """Write no To, and its recipients to the Bcc that there is.

    Parameters
    ----------
    problem: many in To or Cc of a message object that is sent by an API that takes Bcc out.
    """
    code = problem.code
    places = {one.place for send in problem.sends for one in send.fields if one.role == "Bcc"}
    if code is None or not problem.derived or len(places) != 1 or any(one.listed for one in problem.fields):
        return
    shown = written(code, problem.finding.place, problem.finding.role)
    hidden = written(code, next(iter(places)), "Bcc")
    if shown is None or hidden is None or shown.value is None or hidden.value is None or hidden.replaces:
        return
    scope, first, last = code.scope(shown.statement), shown.statement, hidden.statement
    if (
        not shown.sole
        or not code.alone(first)
        or code.scope(last) is not scope
        or not is_same(shown.message, hidden.message)
    ):
        return
    if len(reads(code, scope, shown.message, problem.finding.role)) > 1 or not _is_text(hidden.value):
        return
    if code.block(first) is not code.block(last) or not first.lineno < last.lineno:
        return
    if changes(code, scope, shown.value, first.end_lineno or first.lineno, last.lineno):
        return
    edit = code.replace(hidden.value, f'{code.source(shown.value)} + ", " + {code.source(hidden.value)}')
    title = "Put the recipients in Bcc, with those who are there already"
    yield Change(title, (code.remove(first), edit), HIDDEN, splits=True)


def _is_text(value: ast.expr) -> bool:
    """Whether an expression is a text for certain."""
    if isinstance(value, ast.Constant):
        return isinstance(value.value, str) and value.value != ""
    return isinstance(value, ast.JoinedStr)


def given_hidden(problem: Problem) -> Iterator[Change]:
    """Give all recipients as Bcc, where an API that can do without To is given both.

    Parameters
    ----------
    problem: one of many in To, where a call is given To and Bcc.
    """
    code, role = problem.code, problem.finding.role
    call = code.at(problem.finding.place, ast.Call) if code is not None else None
    if code is None or call is None or problem.roles != {role, "Bcc"}:
        return
    for signature in signatures(problem, code, call):
        given = bound(call, signature)
        to = next((one for one in signature.parameters if one.type is not None and one.type.name == role), None)
        bcc = next((one for one in signature.parameters if one.type is not None and one.type.name == "Bcc"), None)
        if to is None or bcc is None or to.name not in given or bcc.name not in given or bcc.type is None:
            continue
        if all(one.name != "Alone" for one in bcc.type.arguments) or not to.optional:
            continue
        edits = _whole(code, given[to.name], given[bcc.name])
        if edits is not None:
            yield _change((_taken_out(code, call, given[to.name]), *edits))
            return


def _change(edits: tuple[Edit, ...]) -> Change:
    return Change("Hide the first one with the others: all of them in Bcc, nobody in To", edits, WITH, splits=True)


def _taken_out(code: Code, call: ast.Call, value: ast.expr) -> Edit:
    """An argument goes; one that others follow by their place becomes nothing."""
    keyword = next((one for one in call.keywords if one.value is value), None)
    items: list[ast.expr | ast.keyword] = sorted(
        (*call.args, *call.keywords), key=lambda one: (one.lineno, one.col_offset)
    )
    if keyword is None:
        return code.replace(value, "[]")
    number = items.index(keyword)
    start, end = code.place(items[number]), code.place(items[min(number + 1, len(items) - 1)])
    if number + 1 < len(items):
        return Edit(Place(code.path, start.line, start.column, end.line, end.column), "")
    before = code.place(items[number - 1])
    return Edit(Place(code.path, before.end_line, before.end_column, start.end_line, start.end_column), "")


def _whole(code: Code, first: ast.expr, others: ast.expr) -> tuple[Edit, ...] | None:
    """The changes that make the others of a list all of it; None where it is not told that they are the rest of it."""
    first, rest = _one(first), _several(others)
    if isinstance(rest, ast.ListComp) and len(rest.generators) == 1 and not rest.generators[0].ifs:
        rest, first = rest.generators[0].iter, _base(first)
    if isinstance(first, ast.Name) and isinstance(rest, ast.Name):
        return _unpacked(code, first, rest)
    whole = first.value if isinstance(first, ast.Subscript) and _is_number(first.slice, 0) else None
    if whole is None:
        return None
    if is_same(whole, rest):
        return ()
    if not isinstance(rest, ast.Subscript) or not isinstance(rest.slice, ast.Slice) or not is_same(rest.value, whole):
        return None
    behind = rest.slice.upper is None and rest.slice.step is None and _is_number(rest.slice.lower, 1)
    return (code.replace(rest, code.source(whole)),) if behind else None


def _base(first: ast.expr) -> ast.expr:
    """The row of `rows[0]["email"]`, `rows[0].email` and the like."""
    while isinstance(first, (ast.Attribute, ast.Subscript)):
        if isinstance(first.value, ast.Subscript) and _is_number(first.value.slice, 0):
            return first.value
        if isinstance(first.value, ast.Name):
            break
        first = first.value
    return first


def _unpacked(code: Code, first: ast.Name, rest: ast.Name) -> tuple[Edit, ...] | None:
    """The whole list of `first, *rest = people`, where it still has a name."""
    for node in code.within(code.scope(first)):
        statement = code.parent(code.parent(node) or node) if is_store(node, rest.id) else None
        if not isinstance(statement, ast.Tuple):
            continue
        made = code.parent(statement)
        names = [one.value if isinstance(one, ast.Starred) else one for one in statement.elts]
        plain = [one.id for one in names if isinstance(one, ast.Name)]
        if not isinstance(made, ast.Assign) or plain != [first.id, rest.id] or not isinstance(made.value, ast.Name):
            continue
        if not is_used_up(code, made.value):
            return (code.replace(rest, made.value.id),)
    return None


def _one(value: ast.expr) -> ast.expr:
    """The only element of a list that is written down, or of a slice of one."""
    if isinstance(value, (ast.List, ast.Tuple)) and len(value.elts) == 1:
        return value.elts[0]
    if not isinstance(value, ast.Subscript) or not isinstance(value.slice, ast.Slice):
        return value
    part = value.slice
    if part.lower is None and part.step is None and _is_number(part.upper, 1):
        return ast.Subscript(value.value, ast.Constant(0), ast.Load())
    return value


def _several(value: ast.expr) -> ast.expr:
    found = elements(value, listed=True)
    return found if found is not None else value


def _is_number(node: ast.expr | None, number: int) -> bool:
    return isinstance(node, ast.Constant) and node.value == number and not isinstance(node.value, bool)
