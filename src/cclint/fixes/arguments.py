"""Recipients that an API is given as arguments: one call for each of them, or the API's own Bcc.

What an API calls its parameters is for its stub to say. That a message may have nobody but those in its Bcc, as not every
service has it, is said there, too (`Bcc[Alone]`).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from cclint.finding import Edit
from cclint.fixes.code import Code, covers, is_store
from cclint.fixes.each import Each, kept, one_by_one
from cclint.fixes.groups import repeatable, uses_up
from cclint.fixes.headers import elements
from cclint.fixes.hiding import HIDDEN
from cclint.fixes.individual import REASON
from cclint.fixes.problem import Change, Problem, bound
from cclint.models.library import Parameter, Signature

REPEATED: Final = "each recipient gets a message that names nobody else; there are more messages"


def called_for_each(problem: Problem) -> Iterator[Change]:
    """Call the API once for each recipient; where it says how many messages it has sent, the numbers are added up.

    Parameters
    ----------
    problem: an argument of the call that sends, or of the one that makes what is sent in the same statement.
    """
    found = problem.call()
    if found is None or problem.roles != {problem.finding.role}:
        return
    code, call = found
    making = code.at(problem.finding.place, ast.Call) if code.path == problem.finding.place.path else None
    given = _given(problem, code, making, problem.finding.role) if making is not None else None
    if given is None or not covers(code.place(call), problem.finding.place):
        return
    if any(send.api != problem.sends[0].api for send in problem.sends):
        return
    parameter, value = given
    people = elements(value, listed=all(one.listed for one in problem.fields))
    if people is None:
        return
    recipient = code.fresh(call, "recipient", "addressee", "recipient_address")
    source = code.source(people)
    source = f"({source})" if isinstance(people, ast.GeneratorExp) and not source.startswith("(") else source
    one = code.replace(value, f"[{recipient}]" if people is value else recipient)
    title = f"Call it once for each of `{parameter.name}`"
    statement = code.statement(call)
    group = repeatable(code, statement, call) if statement is not None else None
    if group is not None and not _is_counted(problem, code, call):
        edits = (*code.wrap(group[0], f"for {recipient} in {source}:", [], last=group[1]), one)
        yield Change(title, edits, REPEATED, splits=True)
    elif _is_counted(problem, code, call) and not uses_up(call):
        place = code.place(call)
        ends = code.gap(place.line, place.column), code.gap(place.end_line, place.end_column)
        edits = (Edit(ends[0], "sum("), one, Edit(ends[1], f" for {recipient} in {source})"))
        yield Change(f"{title}, and add up how many were sent", edits, REPEATED, splits=True)


def _is_counted(problem: Problem, code: Code, call: ast.Call) -> bool:
    """Whether a statement keeps or returns the number that a call gives, and does nothing else with it."""
    statement = code.parent(call)
    if not isinstance(statement, (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Return)) or code.is_tried_again(
        statement
    ):
        return False
    if code.tree is None or any(is_store(node, "sum") for node in ast.walk(code.tree)):
        return False
    results = [one.returns for one in problem.models.signatures(problem.sends[0].api)]
    return all(one is not None and any(kind.name == "int" for kind in one.arguments) for one in results)


def sent_for_each(problem: Problem) -> Iterator[Change]:
    """Send a library's message object once for each recipient.

    Parameters
    ----------
    problem: recipients of an object that is made by one call and sent by another.
    """
    found = problem.call()
    role = problem.finding.role
    if found is None or problem.roles != {role} or problem.sends[0].place == problem.finding.place:
        return
    if any(not problem.is_ours(one) for send in problem.sends for one in send.fields if one.role == role):
        return  # others are added elsewhere
    code, call = found
    message = problem.argument(call, problem.sends[0].api, "Mail", "Union")
    owner = ""
    if message is None and isinstance(call.func, ast.Attribute):
        message, owner = call.func.value, problem.sends[0].api.rpartition(".")[0]
    statement = code.statement(call)
    if statement is None or not isinstance(message, ast.Name):
        return
    scope = code.scope(call)
    made = [code.parent(node) for node in code.within(scope) if is_store(node, message.id)]
    if len(made) != 1 or not isinstance(made[0], ast.Assign) or not isinstance(made[0].value, ast.Call):
        return
    group = repeatable(code, statement, call)
    attribute = _attribute(problem, qualified(code, made[0].value.func) or owner, role)
    if group is None or attribute is None:
        return
    line = code.place(group[1]).end_line
    if any(isinstance(node, ast.Name) and node.id == message.id and node.lineno > line for node in code.within(scope)):
        return
    value, edits = _set(problem, code, message.id, made[0].value), list[Edit]()
    if value is None and not _is_added(problem, code, message.id):
        return
    each = _each_of(problem, code, value, statement, f"{message.id}.{attribute}", edits)
    if each is None:
        return
    edits += code.wrap(group[0], f"{each.clause}:", [f"{message.id}.{attribute} = {each.one}"], last=group[1])
    yield Change("Send each recipient a message of their own", tuple(edits), REASON, splits=True)


def _each_of(
    problem: Problem, code: Code, value: ast.expr | None, statement: ast.stmt, target: str, edits: list[Edit]
) -> Each | None:
    """How to go through the recipients that an object was given; what that takes beforehand is added to the changes."""
    recipient = code.fresh(statement, "recipient", "addressee", "recipient_address")
    if value is None:  # they were added one by one
        return Each(recipient, target, f"[{recipient}]")
    listed = all(one.listed for one in problem.fields)
    each = one_by_one(code, value, listed=listed, at=statement)
    if each is not None and not each.own:
        return each
    origin = code.statement(value)
    if not listed or origin is None or one_by_one(code, value, listed=False) is not None or not code.alone(origin):
        return None
    name = code.fresh(statement, "recipients", "addressees", "recipient_list")
    edits += [code.before(origin, [f"{name} = {kept(value, code.source(value))}"]), code.replace(value, name)]
    return Each(recipient, name, f"[{recipient}]")


def _is_added(problem: Problem, code: Code, message: str) -> bool:
    """Whether recipients are added to a message object by a method of it."""
    call = code.at(problem.finding.place, ast.Call) if code.path == problem.finding.place.path else None
    if call is None or not isinstance(call.func, ast.Attribute) or not isinstance(call.func.value, ast.Name):
        return False
    return call.func.value.id == message and not problem.sends[0].api.endswith(f".{call.func.attr}")


def _set(problem: Problem, code: Code, message: str, making: ast.Call) -> ast.expr | None:
    """What a message object is given as its recipients: by the call that makes it, or by an assignment to its attribute."""
    place = problem.finding.place
    if code.path != place.path:
        return None
    if code.at(place, ast.Call) is making:
        given = _given(problem, code, making, problem.finding.role)
        return given[1] if given is not None else None
    node = code.at(place, ast.Assign, ast.Attribute)
    statement = code.statement(node) if node is not None else None
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
        if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == message:
            return statement.value
    return None


def as_bcc(problem: Problem) -> Iterator[Change]:
    """Hand the recipients over as Bcc, which the API does not write into what it sends.

    Parameters
    ----------
    problem: an argument of an API that can do without other recipients.
    """
    code = problem.code
    call = code.at(problem.finding.place, ast.Call) if code is not None and code.tree is not None else None
    if code is None or call is None or "Bcc" in problem.roles:
        return
    role = problem.finding.role
    for signature in signatures(problem, code, call):
        given = bound(call, signature)
        hidden = next((one for one in signature.parameters if _is_hidden(one, alone=problem.roles == {role})), None)
        shown = next((one for one in signature.parameters if _has(one, role) and one.name in given), None)
        if hidden is None or shown is None or hidden.name in given or not shown.optional:
            continue
        edit = _renamed(code, call, hidden, given[shown.name])
        if edit is not None:
            yield Change(f"Hand the recipients over as `{hidden.name}`", (edit,), HIDDEN)
            return


def _renamed(code: Code, call: ast.Call, hidden: Parameter, value: ast.expr) -> Edit | None:
    """The same argument for another parameter, where none behind it would be moved."""
    keyword = next((one for one in call.keywords if one.value is value), None)
    if keyword is not None:
        return code.replace(keyword, f"{hidden.name}={code.source(value)}")
    if call.args and call.args[-1] is value:
        return code.replace(value, f"{hidden.name}={code.source(value)}")
    return None


def _is_hidden(parameter: Parameter, *, alone: bool) -> bool:
    """Whether a parameter takes a Bcc; one that may be the only recipients, if they are to be that."""
    kind = parameter.type
    return kind is not None and kind.name == "Bcc" and (not alone or any(one.name == "Alone" for one in kind.arguments))


def _has(parameter: Parameter, role: str) -> bool:
    return parameter.type is not None and parameter.type.name == role


def _given(problem: Problem, code: Code, call: ast.Call, role: str) -> tuple[Parameter, ast.expr] | None:
    """The parameter of a role, and what a call gives for it."""
    for signature in signatures(problem, code, call):
        given = bound(call, signature)
        for parameter in signature.parameters:
            if _has(parameter, role) and parameter.name in given:
                return parameter, given[parameter.name]
    return None


def signatures(problem: Problem, code: Code, call: ast.Call) -> list[Signature]:
    """The signatures that a call may bind its arguments by: those of the API that sends, or of what is imported by its name.

    Parameters
    ----------
    problem: what is to be repaired.
    code, call: the call that is given the recipients.
    """
    if all(send.place == problem.finding.place for send in problem.sends):
        return list(problem.models.signatures(problem.sends[0].api))
    return list(problem.models.signatures(constructed(problem, code, call)))


def constructed(problem: Problem, code: Code, call: ast.Call) -> str:
    """The API that a call is of: what is imported by its name, or a method of what such a call has made; "" if neither.

    Parameters
    ----------
    problem: what is to be repaired.
    code, call: the call.
    """
    models, function = problem.models, call.func
    name = models.canonical(qualified(code, function))
    if not name and isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        stores = [node for node in code.within(code.scope(call)) if is_store(node, function.value.id)]
        made = code.parent(stores[0]) if len(stores) == 1 else None
        if isinstance(made, ast.Assign) and isinstance(made.value, ast.Call):
            owner = models.canonical(qualified(code, made.value.func))
            return (models.member(owner, function.attr) or "") if owner in models.classes else ""
    return (models.member(name, "__init__") or "") if name in models.classes else name


def _attribute(problem: Problem, name: str, role: str) -> str | None:
    """The attribute of a message object that holds the recipients of a role, where assigning to it replaces them."""
    models = problem.models
    for attribute, kind in models.slots(models.canonical(name)).items():
        if kind.name == role and attribute.isidentifier() and all(one.name != "Adds" for one in kind.arguments):
            return attribute
    return None


def qualified(code: Code, node: ast.expr) -> str:
    """The name of something imported, with its module; "" where it is not imported by that name."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.insert(0, node.attr)
        node = node.value
    if not isinstance(node, ast.Name) or code.tree is None:
        return ""
    for statement in ast.walk(code.tree):
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                if (alias.asname or alias.name.partition(".")[0]) == node.id:
                    return ".".join([alias.name if alias.asname else node.id, *names])
        elif isinstance(statement, ast.ImportFrom) and statement.module and not statement.level:
            for alias in statement.names:
                if (alias.asname or alias.name) == node.id:
                    return ".".join([statement.module, alias.name, *names])
    return ""
