"""Payloads of services, given as dictionaries: a request for each recipient. What a service's keys mean is said by the stubs."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from cclint.finding import Edit
from cclint.fixes.arguments import REPEATED
from cclint.fixes.code import Code, covers, is_store
from cclint.fixes.each import Each, is_free, one_by_one, plainly
from cclint.fixes.groups import repeatable
from cclint.fixes.problem import Change, Problem

INNER: Final = (ast.comprehension, ast.ListComp, ast.GeneratorExp, ast.SetComp, ast.DictComp, ast.Lambda)
"""What has names of its own."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The recipients in a payload.

    Parameters
    ----------
    code: the file.
    value: their expression.
    statement: what it is part of.
    name: the payload's name, if it has one.
    keys: the keys that lead to them, the outermost first; empty where they are not told.
    sole: for each key, whether it is the only one of its dictionary.
    """

    code: Code
    value: ast.expr
    statement: ast.stmt
    name: str = ""
    keys: tuple[str, ...] = ()
    sole: tuple[bool, ...] = ()

    @property
    def path(self) -> str:
        """How the program can get at them."""
        return self.name + "".join(f"[{key}]" for key in self.keys)

    def changed(self, one: str) -> str:
        """A copy of the payload with another value there.

        Parameters
        ----------
        one: the other value.

        Returns
        -------
        An expression; "" where the language has none.
        """
        if self.code.python2:
            key = self.keys[0][1:-1]
            return f"dict({self.name}, {key}={one})" if len(self.keys) == 1 and key.isidentifier() else ""
        owner = self.name
        opened = ""
        for number, key in enumerate(self.keys):
            copied = f"**{owner}, " if not number or not self.sole[number] else ""
            opened += f"{{{copied}{key}: "
            owner += f"[{key}]"
        return opened + one + "}" * len(self.keys)


def recipients_in(problem: Problem) -> Entry | None:
    """The recipients in a payload that names nobody else.

    Parameters
    ----------
    problem: what is to be repaired.
    """
    code, role = problem.code, problem.finding.role
    if code is None or code.tree is None or problem.roles != {role}:
        return None
    node = code.at(problem.finding.place, ast.Assign) or code.at(problem.finding.place, ast.expr)
    statement = code.statement(node) if node is not None else None
    if statement is None:
        return None
    if isinstance(node, ast.Assign):
        target = node.targets[0]
        if len(node.targets) != 1 or not isinstance(target, ast.Subscript) or not isinstance(target.value, ast.Name):
            return None
        if not isinstance(target.slice, ast.Constant) or not _is_table(code, target.value):
            return None
        return Entry(code, node.value, statement, target.value.id, (code.source(target.slice),), (False,))
    if not isinstance(node, ast.expr) or not isinstance(code.parent(node), (ast.Dict, ast.keyword)):
        return None
    keys, sole, inner = list[str](), list[bool](), node
    table = code.parent(node)
    while isinstance(table, ast.Dict) and inner in table.values:
        key = table.keys[table.values.index(inner)]
        if not isinstance(key, ast.Constant):
            break
        keys.insert(0, code.source(key))
        sole.insert(0, len(table.keys) == 1)
        inner, table = table, code.parent(table)
    if isinstance(table, (ast.Assign, ast.AnnAssign)):
        targets = table.targets if isinstance(table, ast.Assign) else [table.target]
        if len(targets) == 1 and isinstance(targets[0], ast.Name) and code.stored_once(targets[0]):
            return Entry(code, node, statement, targets[0].id, tuple(keys), tuple(sole))
    return Entry(code, node, statement)


def _is_table(code: Code, name: ast.Name) -> bool:
    """Whether a name is that of a dictionary, by what its function assigns to it."""
    stores = [node for node in code.within(code.scope(name)) if is_store(node, name.id)]
    made = code.parent(stores[0]) if len(stores) == 1 else None
    if not isinstance(made, (ast.Assign, ast.AnnAssign)):
        return False
    value = made.value
    return isinstance(value, ast.Dict) or (
        isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "dict"
    )


def requested_for_each(problem: Problem) -> Iterator[Change]:
    """Send a request for each recipient.

    Parameters
    ----------
    problem: recipients in a payload, which is written where it is sent or before that in the same function.
    """
    entry, sent = recipients_in(problem), problem.call()
    if entry is None or sent is None or entry.code is not sent[0] or len({send.api for send in problem.sends}) != 1:
        return
    if any(
        not problem.is_ours(one) for send in problem.sends for one in send.fields if one.role == problem.finding.role
    ):
        return
    code, call = entry.code, sent[1]
    if code.scope(entry.value) is code.scope(call):
        inside = covers(code.place(call), code.place(entry.value))
        change = (_within if inside else _before)(problem, entry, call)
        if change is not None:
            yield change


def _within(problem: Problem, entry: Entry, call: ast.Call) -> Change | None:
    """The payload stands in the call."""
    code, value = entry.code, entry.value
    for parent in code.parents(value):
        if parent is call:
            break
        if isinstance(parent, INNER):
            return None
    each = one_by_one(code, value, listed=all(one.listed for one in problem.fields))
    statement = code.statement(call)
    if each is None or statement is None or value is call:
        return None
    if each.own and not is_free(code, each.target, value):
        each = plainly(code, value)
    return _repeated(code, statement, call, each, [code.replace(value, each.one)]) if each is not None else None


def _before(problem: Problem, entry: Entry, call: ast.Call) -> Change | None:
    """The payload has a name, by which it is sent: each request gets a copy of it with its one recipient."""
    code, made = entry.code, entry.statement
    loads = [
        node
        for node in code.within(code.scope(call))
        if isinstance(node, ast.Name) and node.id == entry.name and isinstance(node.ctx, ast.Load)
        and node.lineno > (made.end_lineno or made.lineno)
        and not isinstance(code.parent(node), (ast.Subscript, ast.Attribute))
    ]  # fmt: skip
    statement = code.statement(loads[0]) if len(loads) == 1 else None
    if statement is None or any(isinstance(parent, INNER) for parent in code.parents(loads[0])):
        return None
    if not code.reaches(made, statement):
        return None
    listed = all(one.listed for one in problem.fields)
    each = one_by_one(code, entry.value, listed=listed, at=statement)
    if each is None or each.own:
        if not listed or one_by_one(code, entry.value, listed=False) is not None:
            return None
        recipient = code.fresh(entry.value, "recipient", "addressee", "recipient_address")
        each = Each(recipient, entry.path, f"[{recipient}]")
    if len(entry.keys) > 1 and not all(entry.sole[1:]):  # a copy of a part of a copy is hard to read
        line = code.place(statement).line
        later = (node for node in code.within(code.scope(call)) if isinstance(node, ast.Name) and node.lineno > line)
        if any(node.id == entry.name for node in later):
            return None
        return _repeated(code, statement, call, each, [], [f"{entry.path} = {each.one}"])
    copy = entry.changed(each.one)
    return _repeated(code, statement, call, each, [code.replace(loads[0], copy)]) if copy else None


def _repeated(
    code: Code, first: ast.stmt, call: ast.Call, each: Each, edits: list[Edit], lines: Sequence[str] = ()
) -> Change | None:
    group = repeatable(code, first, call)
    if group is None:
        return None
    around = code.wrap(group[0], f"{each.clause}:", lines, last=group[1])
    return Change("Send a request for each recipient", (*around, *edits), REPEATED, splits=True)
