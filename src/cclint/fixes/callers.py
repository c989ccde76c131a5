"""Statements that have a message sent for everybody, and can be repeated for each: a call of the program's own function that
builds and sends it, or of another program.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

from cclint.analysis.facts import Sending
from cclint.finding import HANDS_ON, Edit, Step
from cclint.fixes.arguments import REPEATED
from cclint.fixes.code import LOOPS, SCOPES, Code, covers, is_store
from cclint.fixes.each import is_free, one_by_one, plainly
from cclint.fixes.groups import repeatable, uses_up
from cclint.fixes.problem import Change, Problem
from cclint.fixes.sites import SEEN, called

PASSED: Final = re.compile(HANDS_ON + r"(?P<function>[^`]+)` as `(?P<parameter>[^`]+)`")
"""How a trail says that a value is given to one of the program's functions."""


def repeated(problem: Problem) -> Iterator[Change]:
    """Repeat the statement that joins the recipients, or hands them over, and has the message built and sent.

    Parameters
    ----------
    problem: recipients that are given to the function that sends the message, as a text, a collection or part of a payload.
    """
    if not _is_only_role(problem):
        return
    edits: dict[ast.stmt, list[Edit]] = {}
    for trace in (problem.finding.trace, *problem.finding.others):
        found = _repeat(problem, trace)
        if found is None:
            return  # whoever else calls the function would go on showing all to all
        edits.setdefault(*found)
    if edits:
        title = "Send each recipient a message of their own: repeat the call"
        yield Change(title, tuple(chain(*edits.values())), REPEATED, splits=True, single=True)


def _repeat(problem: Problem, trace: tuple[Step, ...]) -> tuple[ast.stmt, list[Edit]] | None:
    """The changes that repeat the call on one way to the header, and the statement that it stands in."""
    joined = next((number for number, step in enumerate(trace) if step.text.startswith("is joined")), -1)
    for code, value, number in _handed_over(problem, trace):
        listed = all(one.listed for one in problem.fields) or number < joined
        statement = code.statement(value)
        call = _calling(code, value)
        each = one_by_one(code, value, listed=listed)
        if statement is None or call is None or each is None or not _is_sent_by(problem, code, call, trace):
            continue
        if each.own and not is_free(code, each.target, value):
            each = plainly(code, value)
        group = repeatable(code, statement, call)
        if group is not None and each is not None:
            return statement, [
                *code.wrap(group[0], f"{each.clause}:", [], last=group[1]),
                code.replace(value, each.one),
            ]
    return None


def _handed_over(problem: Problem, trace: tuple[Step, ...]) -> Iterator[tuple[Code, ast.expr, int]]:
    """The expressions that hold the recipients on their way to the function that sends them, the last ones first, each with the
    number of its step.
    """
    steps = [*enumerate(trace), (len(trace), Step(problem.finding.place, ""))]
    for number, step in (*reversed(steps[:-1]), steps[-1]):
        code = problem.open(step.place.path)
        if code is None or code.tree is None:
            continue
        if step.text.startswith("is joined"):
            join = code.at(step.place, ast.Call)
            if join is not None and isinstance(code.parent(join), (ast.Call, ast.keyword)):
                yield code, join, number
        elif passed := PASSED.match(step.text):
            call = code.at(step.place, ast.Call)
            value = _argument(problem, call, passed["function"], passed["parameter"]) if call is not None else None
            if value is not None:
                yield code, value, number
        elif not step.text:
            entry = code.at(step.place, ast.expr)
            if entry is not None and isinstance(code.parent(entry), (ast.Dict, ast.keyword)):
                yield code, entry, number


def _calling(code: Code, value: ast.expr) -> ast.Call | None:
    """The outermost call that a value is handed to in its statement, where it is evaluated once."""
    found = None
    for parent in code.parents(value):
        if isinstance(
            parent, (ast.Lambda, ast.comprehension, ast.ListComp, ast.GeneratorExp, ast.SetComp, ast.DictComp)
        ):
            return None
        if isinstance(parent, ast.stmt):
            break
        found = parent if isinstance(parent, ast.Call) else found
    return found


def _argument(problem: Problem, call: ast.Call, function: str, parameter: str) -> ast.expr | None:
    """What a call gives for a parameter of one of the program's functions."""
    keyword = next((one.value for one in call.keywords if one.arg == parameter), None)
    for code in _opened(problem):
        for node in ast.walk(code.tree) if code.tree is not None else ():
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == function.rpartition(".")[2]:
                names = [one.arg for one in (*node.args.posonlyargs, *node.args.args)]
                number = names.index(parameter) if parameter in names else -1
                if names[:1] in (["self"], ["cls"]) and isinstance(call.func, ast.Attribute):
                    number -= 1
                plain = not any(isinstance(one, ast.Starred) for one in call.args)
                given = call.args[number] if plain and 0 <= number < len(call.args) else keyword
                return None if _is_wanted(problem, code, node, parameter) else given
    return None


def _opened(problem: Problem) -> Iterator[Code]:
    """The files that a finding tells of."""
    traces = (problem.finding.trace, *problem.finding.others)
    paths = {step.place.path for trace in traces for step in trace} | {send.place.path for send in problem.sends}
    return (code for code in map(problem.open, sorted(paths)) if code is not None)


def _is_wanted(problem: Problem, code: Code, function: ast.AST, parameter: str) -> bool:
    """Whether a function does more with a parameter than put it into the header and the envelope, or hand it on: what else it
    says or does would be something else with one recipient at a time.
    """
    traces = (problem.finding.trace, *problem.finding.others)
    places = {problem.finding.place, *(step.place for trace in traces for step in trace)}
    places |= {send.place for send in problem.sends}
    for node in ast.walk(function):
        if not isinstance(node, ast.Name) or node.id != parameter:
            continue
        statement = code.statement(node)
        around = [one for one in (node, *code.parents(node)) if hasattr(one, "lineno")]
        if any(code.place(one) in places for one in around if not isinstance(one, (*SCOPES, *LOOPS, ast.With))):
            continue
        if (
            isinstance(statement, ast.Expr)
            and isinstance(statement.value, ast.Call)
            and called(statement.value) in SEEN
        ):
            continue
        if isinstance(statement, (ast.If, ast.Assert)) and any(one is statement.test for one in around):
            continue
        if is_store(node, parameter):
            continue
        return True
    return False


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
        or uses_up(statement)
        or any(one.arg == "stdin" for one in call.keywords)
    ):
        return
    recipient = code.fresh(call, "recipient", "addressee", "recipient_address")
    head = f"for {recipient} in {_source(code, spread[0].value)}:"
    edits = (*code.wrap(statement, head, []), code.replace(spread[0], recipient))
    yield Change("Run the program once for each recipient", edits, REPEATED, splits=True)


def _is_only_role(problem: Problem) -> bool:
    """Whether the messages have no recipients but those that the finding is about."""
    return bool(problem.sends) and all(
        problem.is_ours(one) for send in problem.sends for one in send.fields if one.role != "Reply-To"
    )


def _is_sent_by(problem: Problem, code: Code, call: ast.Call, trace: tuple[Step, ...]) -> bool:
    """Whether the messages are sent while a call runs: in it, or in the function that is called, or that it hands them on to."""
    place = code.place(call)
    if all(covers(place, send.place) for send in problem.sends):
        return True
    functions = {send.scope.rpartition(".")[2] for send in problem.sends}
    return functions == {called(call)} or any(
        (passed := PASSED.match(step.text)) is not None
        and covers(place, step.place)
        and functions == {passed["function"].rpartition(".")[2]}
        for step in trace
    )


def _source(code: Code, people: ast.expr) -> str:
    source = code.source(people)
    return f"({source})" if isinstance(people, ast.GeneratorExp) and not source.startswith("(") else source
