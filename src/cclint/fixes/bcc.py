"""A Bcc header that would go out with the message: an API that takes it out, or no such header, since the envelope is given
by itself.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from cclint.finding import Edit, Place
from cclint.fixes.code import Code, is_store, quoted
from cclint.fixes.envelopes import is_dependent
from cclint.fixes.headers import SERIALISERS, written
from cclint.fixes.problem import Change, Problem

RULE: Final = "bcc-on-the-wire"
SAME: Final = "the same people get the same message, without the header that tells who was to be hidden"


def as_an_object(problem: Problem) -> Iterator[Change]:
    """Hand over the message instead of its text, to an API that takes the Bcc out; the envelope stays as it is.

    Parameters
    ----------
    problem: a Bcc header in a text that is made of a message object where it is sent.
    """
    found = problem.call() if problem.finding.rule == RULE and problem.explicit else None
    if found is None:
        return
    code, call = found
    api = problem.sends[0].api
    text = problem.argument(call, api, "Raw")
    either = text is None
    text = problem.argument(call, api, "Union") if text is None else text
    if not isinstance(text, ast.Call) or not isinstance(text.func, ast.Attribute) or text.func.attr not in SERIALISERS:
        return
    message = code.source(text.func.value)
    if either:
        yield Change("Hand over the message itself: its Bcc is taken out", (code.replace(text, message),), SAME)
        return
    function = call.func
    owner, _, name = api.rpartition(".")
    other = problem.models.member(owner, "send_message")
    if name != "sendmail" or other is None or code.python2 or not isinstance(function, ast.Attribute):
        return
    if len(call.args) < 3 or call.args[2] is not text or any(isinstance(one, ast.Starred) for one in call.args):
        return
    where, first, second, third = map(code.place, (function, call.args[0], call.args[1], text))
    edits = (
        Edit(
            Place(code.path, where.end_line, where.end_column - len(name), where.end_line, where.end_column),
            "send_message",
        ),
        Edit(code.gap(first.line, first.column), f"{message}, "),
        Edit(Place(code.path, second.end_line, second.end_column, third.end_line, third.end_column), ""),
    )
    yield Change("Send with send_message, which takes the Bcc out; the envelope stays as it is", edits, SAME)


def left_out(problem: Problem) -> Iterator[Change]:
    """Write no such header: the envelope is given by itself.

    Parameters
    ----------
    problem: a Bcc header of a message object, or among the header fields that an API is given as a dictionary.
    """
    code = problem.code
    if problem.finding.rule != RULE or code is None or code.tree is None:
        return
    title = "Leave the Bcc header out: the envelope names the recipients"
    header = written(code, problem.finding.place, "Bcc") if problem.explicit else None
    if header is not None and any(is_dependent(problem, send) for send in problem.sends):
        return
    if header is not None and header.sole and code.alone(header.statement):
        yield Change(title, (code.remove(header.statement),), SAME)
        return
    value = code.at(problem.finding.place, ast.expr)
    table = code.parent(value) if value is not None else None
    if isinstance(table, ast.Dict) and value in table.values and all(one.travels for one in problem.fields):
        edit = _without(code, table, table.values.index(value))
        if edit is not None:
            yield Change(title, (edit,), SAME)


def deleted_before_text(problem: Problem) -> Iterator[Change]:
    """Take the header away before the message becomes a text; whatever reads it before that still can.

    Parameters
    ----------
    problem: a Bcc header in a text that is made of a message object in the function that sends it.
    """
    found = problem.call() if problem.finding.rule == RULE and problem.explicit else None
    if found is None:
        return
    code, call = found
    text = problem.argument(call, problem.sends[0].api, "Raw", "Union")
    if not isinstance(text, ast.Name):
        return
    made = [code.parent(node) for node in code.within(code.scope(call)) if is_store(node, text.id)]
    statement = made[0] if len(made) == 1 else None
    if not isinstance(statement, ast.Assign) or not code.alone(statement):
        return
    for node in ast.walk(statement.value):
        if isinstance(node, ast.Attribute) and node.attr in SERIALISERS and isinstance(node.value, ast.Name):
            line = f"del {node.value.id}[{quoted('Bcc', _literal(code))}]"
            yield Change(
                "Take the Bcc header away before the message becomes a text", (code.before(statement, [line]),), SAME
            )
            return


def _literal(code: Code) -> str:
    """The quotes that a file mostly has."""
    return "'" if code.text.count("'") > code.text.count('"') else '"'


def _without(code: Code, table: ast.Dict, index: int) -> Edit | None:
    """A dictionary without one of its entries."""
    key = table.keys[index]
    if not isinstance(key, ast.Constant) or str(key.value).lower() != "bcc":
        return None
    start, end = code.place(key), code.place(table.values[index])
    if index + 1 < len(table.keys):
        after = table.keys[index + 1]
        if after is None:
            return None
        end = code.place(after)
        return Edit(Place(code.path, start.line, start.column, end.line, end.column), "")
    if index:
        before = code.place(table.values[index - 1])
        return Edit(Place(code.path, before.end_line, before.end_column, end.end_line, end.end_column), "")
    return Edit(Place(code.path, start.line, start.column, end.end_line, end.end_column), "")
