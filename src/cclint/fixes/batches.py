"""Batches: an API that is given several messages is given one for each recipient; a message is a tuple, the item of a payload, or
an object that a service's library has for the recipients.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from cclint.finding import Edit
from cclint.fixes.arguments import REPEATED, constructed
from cclint.fixes.code import LOOPS, Code, is_store
from cclint.fixes.each import Each, one_by_one
from cclint.fixes.payloads import recipients_in
from cclint.fixes.problem import Change, Problem, bound
from cclint.fixes.spreading import element, spread
from cclint.models.library import Parameter

APART: Final = "each recipient gets a message that names nobody else; the service makes them of one request"


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
        edits: list[Edit] = []
        for message in _messages(code, call, batch):
            people = _people(message, index)
            each = _each(code, people) if people is not None else None
            if people is not None and each is not None:
                edits += spread(code, message, people, each)
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


def _messages(code: Code, call: ast.Call, batch: ast.expr) -> Iterator[ast.expr]:
    """The tuples of a batch, as far as they are written down where it is passed on or assigned."""
    made = assigned(code, call, batch)
    if isinstance(made, (ast.ListComp, ast.GeneratorExp)):
        yield made.elt
    for one in made.elts if isinstance(made, (ast.List, ast.Tuple)) else ():
        tuple_ = assigned(code, call, one)
        statement = code.parent(tuple_)
        if tuple_ is one or (isinstance(statement, ast.Assign) and element(code, statement) is one):
            yield tuple_


def assigned(code: Code, call: ast.Call, value: ast.expr) -> ast.expr:
    """What a name is assigned, where that is said once in the function; any other expression is itself."""
    if not isinstance(value, ast.Name):
        return value
    stores = [node for node in code.within(code.scope(call)) if is_store(node, value.id)]
    statement = code.parent(stores[0]) if len(stores) == 1 else None
    return statement.value if isinstance(statement, ast.Assign) and len(statement.targets) == 1 else value


def _each(code: Code, people: ast.expr) -> Each:
    recipient = code.fresh(people, "recipient", "addressee", "recipient_address")
    return one_by_one(code, people, listed=True) or Each(recipient, code.source(people), f"[{recipient}]")


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


def itemised(problem: Problem) -> Iterator[Change]:
    """Make one item of a list of messages into one for each recipient.

    Parameters
    ----------
    problem: recipients of an item of a payload, or of an argument, that holds several messages.
    """
    entry = recipients_in(problem)
    if entry is None:
        return
    code, value = entry.code, entry.value
    item: ast.expr = value
    for parent in code.parents(value):
        if isinstance(parent, ast.Dict) or (isinstance(parent, ast.Call) and _is_dict(parent)):
            item = parent
        elif not isinstance(parent, ast.keyword):
            break
    each = one_by_one(code, value, listed=all(one.listed for one in problem.fields))
    if each is None or item is value or not _is_one_of_several(problem, code, item):
        return
    edits = spread(code, item, value, each)
    if edits:
        yield Change("Give the service a message for each recipient", tuple(edits), APART, splits=True)


def _is_dict(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id == "dict"


def _is_one_of_several(problem: Problem, code: Code, item: ast.expr) -> bool:
    """Whether a service takes several of an item where it stands, as far as the place tells; the proof says the rest."""
    around = code.parent(item)
    if isinstance(around, ast.Assign):
        use = element(code, around)
        return use is not None and _is_one_of_several(problem, code, use)
    if isinstance(around, ast.Call):
        several = any(one.kind == "star" for _, one in problem.marked(problem.sends[0].api, "Each"))
        return item in around.args and several
    if not isinstance(around, (ast.List, ast.Tuple, ast.ListComp, ast.GeneratorExp)):
        return False
    table = code.parent(around)
    if not isinstance(table, ast.Dict):
        return True
    key = table.keys[table.values.index(around)] if around in table.values else None
    return isinstance(key, ast.Constant) and any(
        str(key.value) in model.attributes and model.attributes[str(key.value)].name == "Each"
        for model in problem.models.classes.values()
        if model.keyed
    )


def opened_for_each(problem: Problem) -> Iterator[Change]:
    """Make an object for each recipient, and add it to the message, in the loop that has added all of them to one.

    Parameters
    ----------
    problem: recipients that a loop adds to an object, of which the message can have several.
    """
    code = problem.code
    call = code.at(problem.finding.place, ast.Call) if code is not None else None
    if code is None or call is None or not isinstance(call.func, ast.Attribute) or problem.roles != {"To"}:
        return
    holder = call.func.value
    if not isinstance(holder, ast.Name):
        return
    uses = [node for node in code.within(code.scope(call)) if isinstance(node, ast.Name) and node.id == holder.id]
    loop = next((one for one in code.parents(call) if isinstance(one, LOOPS)), None)
    if loop is None:
        return
    inside = {id(node) for node in ast.walk(loop)}
    outside = [node for node in uses if id(node) not in inside]
    made = [code.parent(node) for node in outside if is_store(node, holder.id)]
    given = [code.parent(node) for node in outside if not is_store(node, holder.id)]
    if len(made) != 1 or len(given) != 1:
        return
    creation, adding = made[0], given[0]
    statement = code.statement(adding) if isinstance(adding, ast.Call) else None
    if not isinstance(creation, ast.Assign) or not isinstance(adding, ast.Call) or not isinstance(statement, ast.Expr):
        return
    if statement.value is not adding or not _takes_each(problem, code, adding, holder):
        return
    ends = (creation, statement, loop.body[0], loop.body[-1])
    if not all(map(code.alone, ends)) or statement.lineno < loop.lineno or creation.lineno > loop.lineno:
        return
    edits = (
        code.remove(creation),
        code.before(loop.body[0], [code.source(creation)]),
        code.after(loop.body[-1], [code.source(statement)]),
        code.remove(statement),
    )
    title = f"Begin `{holder.id}` anew for each recipient, so that each gets a message of their own"
    yield Change(title, edits, APART, splits=True)


def _takes_each(problem: Problem, code: Code, adding: ast.Call, holder: ast.Name) -> bool:
    """Whether a method takes an object of which there may be several, each one message."""
    name = constructed(problem, code, adding)
    given = [
        bound(adding, signature).get(one.name)
        for signature in problem.models.signatures(name)
        for one in signature.parameters
        if one.type is not None and one.type.name == "Each"
    ]
    return any(isinstance(one, ast.Name) and one.id == holder.id for one in given)
