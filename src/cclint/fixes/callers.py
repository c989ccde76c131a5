"""Statements that have a message sent for everybody, and can be repeated for each: a call of the program's own function that
builds and sends it, or of another program.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from cclint.analysis.facts import Sending
from cclint.finding import Place
from cclint.fixes.arguments import REPEATED
from cclint.fixes.code import Code, covers
from cclint.fixes.headers import elements
from cclint.fixes.problem import Change, Problem


def repeated(problem: Problem) -> Iterator[Change]:
    """Repeat the statement that joins the recipients and has the message built and sent.

    Parameters
    ----------
    problem: recipients that are joined for the message on the way to the function that sends it.
    """
    if not _is_only_role(problem) or any(send.envelope is not None for send in problem.sends):
        return
    for step in reversed(problem.finding.trace):
        code = problem.open(step.place.path)
        join = code.at(step.place, ast.Call) if code is not None and step.text.startswith("is joined") else None
        statement = code.statement(join) if code is not None and join is not None else None
        if code is None or join is None or not isinstance(statement, ast.Expr) or not code.alone(statement):
            continue
        if code.is_tried_again(statement):
            continue
        people = elements(join, listed=False)
        if people is None or not _is_sent_by(problem, code.place(statement)) or not _is_argument(code, join):
            continue
        recipient = code.fresh("recipient", "addressee", "recipient_address")
        edits = [
            *code.wrap(statement, f"for {recipient} in {_source(code, people)}:", []),
            code.replace(join, recipient),
        ]
        yield Change("Send each recipient a message of their own: repeat the call", tuple(edits), REPEATED, splits=True)
        return


def commanded_for_each(problem: Problem) -> Iterator[Change]:
    """Run a mail program once for each recipient.

    Parameters
    ----------
    problem: recipients among the arguments of a program that writes the message's header.
    """
    found = problem.call()
    if found is None or not _is_only_role(problem) or problem.models.signatures(problem.sends[0].api):
        return
    code, call = found
    statement = code.statement(call)
    if (
        problem.sends[0].place != problem.finding.place
        or problem.sends[0].sending is not Sending.MESSAGE
        or not call.args
    ):
        return
    words = call.args[0].elts if isinstance(call.args[0], ast.List) else []
    spread = [word for word in words if isinstance(word, ast.Starred)]
    if (
        len(spread) != 1
        or not isinstance(statement, ast.Expr)
        or statement.value is not call
        or not code.alone(statement)
    ):
        return
    recipient = code.fresh("recipient", "addressee", "recipient_address")
    head = f"for {recipient} in {_source(code, spread[0].value)}:"
    edits = (*code.wrap(statement, head, []), code.replace(spread[0], recipient))
    yield Change("Run the program once for each recipient", edits, REPEATED, splits=True)


def _is_only_role(problem: Problem) -> bool:
    """Whether the messages have no recipients but those that the finding is about."""
    return bool(problem.sends) and all(
        problem.is_ours(one) for send in problem.sends for one in send.fields if one.role != "Reply-To"
    )


def _is_sent_by(problem: Problem, statement: Place) -> bool:
    """Whether the messages are sent while a statement runs: in it, or in the function that it hands the recipients to."""
    functions = {send.scope.rpartition(".")[2] for send in problem.sends}
    if any(covers(statement, send.place) for send in problem.sends):
        return True
    return any(
        step.hands_on and covers(statement, step.place) and step.text.split("`")[1] in functions
        for step in problem.finding.trace
    )


def _is_argument(code: Code, node: ast.expr) -> bool:
    """Whether an expression is what a call is given, and no part of a text that names all of them."""
    parent = code.parent(node)
    return isinstance(parent, (ast.Call, ast.keyword))


def _source(code: Code, people: ast.expr) -> str:
    source = code.source(people)
    return f"({source})" if isinstance(people, ast.GeneratorExp) and not source.startswith("(") else source
