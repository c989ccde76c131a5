"""The ways in which services part recipients themselves, as the stubs have them: flags that make one message for each, and the
keys of payloads that are not shown.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any, Final

from cclint.finding import Edit
from cclint.fixes.arguments import constructed, signatures
from cclint.fixes.code import Code, is_store, quoted
from cclint.fixes.each import is_used_up, one_by_one
from cclint.fixes.hiding import HIDDEN
from cclint.fixes.payloads import recipients_in
from cclint.fixes.problem import Change, Problem, bound
from cclint.ir.types import Type
from cclint.models.library import ClassModel

APART: Final = "the service makes a message of its own for each recipient; nothing else in what it is told changes"

LIBRARY: Final = "the service makes a message of its own for each recipient, wherever the library's own backend sends"


def flagged(problem: Problem) -> Iterator[Change]:
    """Set the flag that makes one message for each recipient, where a call has such a parameter.

    Parameters
    ----------
    problem: recipients that a call is given.
    """
    code = problem.code
    call = code.at(problem.finding.place, ast.Call) if code is not None else None
    if code is None or call is None or problem.finding.role != "To":
        return
    for signature in signatures(problem, code, call):
        given = bound(call, signature)
        if any(one.arg is None for one in call.keywords) or any(isinstance(one, ast.Starred) for one in call.args):
            continue
        for parameter in signature.parameters:
            value = _constant(parameter.type, "Splits")
            shows = any(
                one.type is not None and one.type.name == "To" and one.name in given for one in signature.parameters
            )
            if value is None or not shows:
                continue
            known = given.get(parameter.name)
            if known is None:
                edit = _added(code, call, f"{parameter.name}={value!r}")
            elif isinstance(known, ast.Constant):
                edit = code.replace(known, repr(value))
            else:
                continue
            yield Change(f"Set `{parameter.name}`, so that each recipient gets a message of their own", (edit,), APART)
            return


def _constant(kind: Type | None, mark: str) -> Any:
    """The value that a flag has to have, if it is one of the simplest kind."""
    values = kind.values if kind is not None and kind.name == mark else ()
    return values[0] if values and isinstance(values[0], bool) else None


def _added(code: Code, call: ast.Call, argument: str) -> Edit:
    """One more argument of a call, on a line of its own if the others have theirs."""
    given: list[ast.expr | ast.keyword] = [*call.args, *call.keywords]
    last = max(given, key=lambda node: (node.lineno, node.col_offset))
    return code.behind(last, last, argument, code.place(call).end_line)


def unflagged(problem: Problem) -> Iterator[Change]:
    """Turn off the flag of a payload that has all recipients shown.

    Parameters
    ----------
    problem: recipients in a payload.
    """
    for step in (problem.finding.place, *(one.place for one in reversed(problem.finding.trace))):
        opened = problem.open(step.path)
        node = opened.at(step, ast.expr) if opened is not None else None
        if opened is None or node is None:
            continue
        for table in (one for one in (node, *opened.parents(node)) if isinstance(one, ast.Dict)):
            for key, value in zip(table.keys, table.values):
                if (
                    not isinstance(key, ast.Constant)
                    or not isinstance(value, ast.Constant)
                    or isinstance(key.value, bytes)
                ):
                    continue
                shown = [_constant(model.attributes.get(str(key.value)), "Shows") for model in _forms(problem, table)]
                if value.value is True and True in shown:
                    title = f"Turn `{key.value!s}` off, so that each recipient gets a message of their own"
                    yield Change(title, (opened.replace(value, "False"),), APART)
                    return


def keyed(problem: Problem) -> Iterator[Change]:
    """Add the entry that has each recipient sent a message of their own, however little it holds.

    Parameters
    ----------
    problem: recipients in a payload.
    """
    entry = recipients_in(problem)
    table = entry.code.parent(entry.value) if entry is not None else None
    if entry is None or not isinstance(table, ast.Dict) or problem.finding.role != "To":
        return
    code, value = entry.code, entry.value
    each = one_by_one(code, value, listed=all(one.listed for one in problem.fields))
    number = table.values.index(value)
    key = table.keys[number]
    if each is None or key is None or is_used_up(code, value):
        return
    address = each.one.removeprefix("[").removesuffix("]")
    if not address.replace(".", "").isidentifier():
        return  # the entry's keys have to be addresses, without names
    for model in _forms(problem, table):
        shown = isinstance(key, ast.Constant) and model.attributes.get(str(key.value))
        name = next((one for one, kind in model.attributes.items() if kind.name == "Splits" and not kind.values), "")
        if not shown or shown.name != "To" or not name or any(_is_key(one, name) for one in table.keys):
            continue
        imported, edits = code.module("json")
        text = f"{imported}.dumps({{{address}: {{}} {each.clause}}})"
        text = f"{quoted(name, code.source(key))}: {text}"
        added = code.behind(key, value, text, code.place(table).end_line)
        yield Change(f"Add `{name}`, so that each recipient gets a message of their own", (*edits, added), APART)
        return


def _is_key(key: ast.expr | None, name: str) -> bool:
    return isinstance(key, ast.Constant) and key.value == name


def merged(problem: Problem) -> Iterator[Change]:
    """Set the attribute of a message object that has each recipient sent a message of their own.

    Parameters
    ----------
    problem: recipients of an object that is made by one call and sent by another; the class says by a parameter of its own
        that its library can do that.
    """
    found = problem.call()
    if found is None or problem.finding.role != "To" or "Cc" in problem.roles:
        return
    code, call = found
    statement, function = code.statement(call), call.func
    if statement is None or not isinstance(function, ast.Attribute) or not isinstance(function.value, ast.Name):
        return
    message = function.value.id
    stores = [node for node in code.within(code.scope(call)) if is_store(node, message)]
    made = code.parent(stores[0]) if len(stores) == 1 else None
    if not isinstance(made, ast.Assign) or not isinstance(made.value, ast.Call) or not code.alone(statement):
        return
    making = constructed(problem, code, made.value)
    for signature in problem.models.signatures(making):
        parameter = next((one.name for one in signature.parameters if _is_switch(one.type)), "")
        if parameter:
            edit = code.before(statement, [f"{message}.{parameter} = {{}}"])
            title = f"Set `{parameter}`, so that each recipient gets a message of their own"
            yield Change(title, (edit,), LIBRARY, splits=True)
            return


def _is_switch(kind: Type | None) -> bool:
    """Whether to give something at all, even if it is empty, has recipients parted."""
    return kind is not None and kind.name == "Splits" and not kind.values


def as_hidden_key(problem: Problem) -> Iterator[Change]:
    """Give the recipients under the key that is not shown, where a message may have nobody but those.

    Parameters
    ----------
    problem: recipients under a key of a payload.
    """
    code = problem.code
    value = code.at(problem.finding.place, ast.expr) if code is not None else None
    table = code.parent(value) if code is not None and value is not None else None
    if code is None or value is None or not isinstance(table, ast.Dict) or "Bcc" in problem.roles:
        return
    key = table.keys[table.values.index(value)] if value in table.values else None
    if not isinstance(key, ast.Constant):
        return
    for model in _forms(problem, table):
        shown = model.attributes.get(str(key.value))
        hidden = next((name for name, kind in model.attributes.items() if _is_alone(kind)), "")
        if shown is not None and shown.name == problem.finding.role and hidden:
            edit = code.replace(key, quoted(hidden, code.source(key)))
            yield Change(f"Give the recipients under `{hidden}`, which nobody sees", (edit,), HIDDEN)
            return


def as_hidden_attribute(problem: Problem) -> Iterator[Change]:
    """Assign the recipients to the attribute that is not shown, where a message may have nobody but those.

    Parameters
    ----------
    problem: recipients that are assigned to an attribute of a library's message object, which sends itself.
    """
    code = problem.code
    node = code.at(problem.finding.place, ast.Assign, ast.Attribute) if code is not None else None
    statement = code.statement(node) if code is not None and node is not None else None
    if code is None or not isinstance(statement, ast.Assign) or "Bcc" in problem.roles or len(statement.targets) != 1:
        return
    target = statement.targets[0]
    owners = {send.api.rpartition(".")[0] for send in problem.sends}
    if not isinstance(target, ast.Attribute) or len(owners) != 1:
        return
    slots = problem.models.slots(owners.pop())
    hidden = next((name for name, kind in slots.items() if _is_alone(kind)), "")
    if hidden and target.attr in slots and slots[target.attr].name == problem.finding.role:
        edit = code.replace(target, f"{code.source(target.value)}.{hidden}")
        yield Change(f"Assign the recipients to `{hidden}`, which nobody sees", (edit,), HIDDEN)


def _forms(problem: Problem, table: ast.Dict) -> list[ClassModel]:
    """The payloads of the stubs that a dictionary can be, by its keys."""
    names = {str(key.value) for key in table.keys if isinstance(key, ast.Constant)}
    return [model for model in problem.models.classes.values() if model.keyed and names & model.attributes.keys()]


def _is_alone(kind: Type) -> bool:
    return kind.name == "Bcc" and any(one.name == "Alone" for one in kind.arguments)
