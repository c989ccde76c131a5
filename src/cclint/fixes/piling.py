"""Messages and lists that are older than the loop in which they are used: headers that pile up, recipients that gather."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from cclint.fixes.code import LOOPS, Code, is_store
from cclint.fixes.headers import Written, written
from cclint.fixes.problem import Change, Problem

ONE_EACH: Final = "each message names its own recipient and none of those before; nothing else in it changes"
OWN: Final = (
    "each message names its own recipient, and goes to them: so far all messages have gone to the first one, for "
    "send_message reads the first To only"
)
ROUND: Final = "each message goes to the recipients of its own round, no longer to those of the rounds before as well"


def copied_deeply(problem: Problem) -> Iterator[Change]:
    """A shallow copy of a message shares its headers with the original and with all other copies; a deep one does not.

    Parameters
    ----------
    problem: a header that piles up.
    """
    code, header = _written(problem)
    if code is None or header is None or not isinstance(header.message, ast.Name):
        return
    for node in code.within(code.scope(header.statement)):
        if isinstance(node, ast.Assign) and any(is_store(target, header.message.id) for target in node.targets):
            call = node.value
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "copy":
                owner = call.func.value
                if isinstance(owner, ast.Name) and owner.id == "copy" and len(call.args) == 1:
                    yield Change(
                        "Copy the message deeply, so that each copy has headers of its own",
                        (code.replace(call.func, "copy.deepcopy"),),
                        ONE_EACH,
                        splits=True,
                    )


def deleted_first(problem: Problem) -> Iterator[Change]:
    """Take the header of the round before away, for an assignment adds one more.

    Parameters
    ----------
    problem: a header that piles up.
    """
    code, header = _written(problem)
    if code is None or header is None or not code.alone(header.statement):
        return
    if not any(isinstance(parent, LOOPS) for parent in code.parents(header.statement)):
        return
    line = f"del {code.source(header.message)}[{code.source(header.name)}]"
    yield Change(
        "Take the header of the round before away: assigning to a message adds a header, it replaces none",
        (code.before(header.statement, [line]),),
        OWN if problem.derived else ONE_EACH,
        splits=True,
    )


def _written(problem: Problem) -> tuple[Code | None, Written | None]:
    code = problem.code
    if code is None or problem.finding.rule != "reused-message":
        return None, None
    return code, written(code, problem.finding.place, problem.finding.role)


def begun_in_the_loop(problem: Problem) -> Iterator[Change]:
    """Begin a list anew in each round of the loop in which it grows and is sent.

    Parameters
    ----------
    problem: a list that grows.
    """
    if problem.finding.rule != "growing-recipients":
        return
    for step in problem.finding.trace:
        code = problem.open(step.place.path)
        if not step.text.startswith("is added to ") or code is None or code.tree is None:
            continue
        node = code.at(step.place, ast.Call, ast.AugAssign)
        name = _added_to(node)
        if node is None or not name:
            continue
        change = _begun(code, code.scope(node), node, name)
        if change is not None:
            yield change
            return


def _added_to(node: ast.AST | None) -> str:
    """The name of what a statement or call adds to."""
    target: ast.expr | None = None
    if isinstance(node, ast.AugAssign):
        target = node.target
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        target = node.func.value
    return target.id if isinstance(target, ast.Name) else ""


def _begun(code: Code, scope: ast.AST, adding: ast.AST, name: str) -> Change | None:
    uses = [node for node in code.within(scope) if isinstance(node, ast.Name) and node.id == name]
    made = [code.parent(node) for node in uses if is_store(node, name)]
    creations = [one for one in made if isinstance(one, ast.Assign) and len(one.targets) == 1 and _is_empty(one.value)]
    if len(creations) != 1 or any(not isinstance(one, (ast.Assign, ast.AugAssign)) for one in made):
        return None
    creation = creations[0]
    for loop in code.parents(adding):
        if loop is scope:
            return None
        if not isinstance(loop, LOOPS) or any(node is creation for node in ast.walk(loop)):
            continue
        inside = {id(node) for node in ast.walk(loop)}
        added = {id(node) for node in ast.walk(code.statement(adding) or adding)}
        if all(id(node) not in inside or id(node) in added for node in uses):
            continue  # it is only added to here; an outer loop sends
        if any(id(node) not in inside and code.parent(node) is not creation for node in uses):
            return None  # somebody wants it when the loop is over
        if not code.alone(loop.body[0]) or not code.alone(creation):
            return None
        edits = (code.remove(creation), code.before(loop.body[0], [code.source(creation)]))
        return Change(f"Begin `{name}` anew in each round", edits, ROUND, splits=True)
    return None


def _is_empty(value: ast.expr) -> bool:
    """Whether an expression makes something that is empty."""
    if isinstance(value, (ast.List, ast.Tuple, ast.Set)):
        return not value.elts
    if isinstance(value, ast.Constant):
        return value.value == ""
    return isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and not value.args and not value.keywords
