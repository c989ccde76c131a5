"""Batches: an API that is given several messages, each a tuple, is given one for each recipient."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from cclint.finding import Edit
from cclint.fixes.arguments import REPEATED
from cclint.fixes.code import Code, is_store
from cclint.fixes.problem import Change, Problem
from cclint.models.library import Parameter


def one_message_each(problem: Problem) -> Iterator[Change]:
    """Make a tuple for each recipient of every tuple that has several.

    Parameters
    ----------
    problem: recipients in one of the tuples.
    """
    found = problem.call()
    if found is None or not all(one.listed for one in problem.fields):
        return
    code, call = found
    for _, parameter in problem.marked(problem.sends[0].api, "Each"):
        index = _position(parameter, problem.finding.role)
        batch = problem.argument(call, problem.sends[0].api, "Each")
        if index is None or batch is None:
            continue
        made = _made(code, call, batch)
        edits = _spread(code, made, index)
        if edits:
            title = f"Give `{parameter.name}` one message for each recipient"
            yield Change(title, tuple(edits), REPEATED, splits=True)
        return


def _position(parameter: Parameter, role: str) -> int | None:
    """Which element of a tuple holds the recipients of a role."""
    inner = parameter.type.arguments[0] if parameter.type is not None and parameter.type.arguments else None
    if inner is None or inner.name != "tuple":
        return None
    kinds = [kind.name for kind in inner.arguments if kind.name != "exactly"]  # how stubs say that there are no more
    return kinds.index(role) if role in kinds else None


def _made(code: Code, call: ast.Call, batch: ast.expr) -> ast.expr:
    """Where a batch is written down, if that is where it is passed on or assigned."""
    if not isinstance(batch, ast.Name):
        return batch
    stores = [node for node in code.within(code.scope(call)) if is_store(node, batch.id)]
    statement = code.parent(stores[0]) if len(stores) == 1 else None
    return statement.value if isinstance(statement, ast.Assign) and len(statement.targets) == 1 else batch


def _spread(code: Code, made: ast.expr, index: int) -> list[Edit]:
    """The changes that give each recipient a tuple."""
    recipient = code.fresh("recipient", "addressee", "recipient_address")
    if isinstance(made, (ast.ListComp, ast.GeneratorExp)):
        people = _people(made.elt, index)
        if people is None:
            return []
        last = made.generators[-1]
        end = code.place(last.ifs[-1] if last.ifs else last.iter)
        clause = f" for {recipient} in {code.source(people)}"
        return [code.replace(people, f"[{recipient}]"), Edit(code.gap(end.end_line, end.end_column), clause)]
    edits: list[Edit] = []
    for message in made.elts if isinstance(made, (ast.List, ast.Tuple)) and not code.python2 else []:
        people = _people(message, index)
        if people is not None:
            place = code.place(message)
            edits += [
                Edit(code.gap(place.line, place.column), "*("),
                code.replace(people, f"[{recipient}]"),
                Edit(code.gap(place.end_line, place.end_column), f" for {recipient} in {code.source(people)})"),
            ]
    return edits


def _people(message: ast.expr, index: int) -> ast.expr | None:
    """The recipients of a tuple, where they may be several."""
    if not isinstance(message, ast.Tuple) or len(message.elts) <= index:
        return None
    people = message.elts[index]
    if (
        isinstance(people, (ast.List, ast.Tuple))
        and len(people.elts) == 1
        and not isinstance(people.elts[0], ast.Starred)
    ):
        return None
    return people
