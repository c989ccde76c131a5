"""How programs write header fields, and how recipients are put into them: what repairs recognise in the syntax."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Final

from cclint.finding import Place
from cclint.fixes.code import Code, is_store

ADDING: Final = ("add_header", "__setitem__", "replace_header")
CHANGING: Final = frozenset(
    {
        "append",
        "extend",
        "insert",
        "remove",
        "pop",
        "clear",
        "update",
        "add",
        "discard",
        "sort",
        "reverse",
        "setdefault",
    }
)
"""Methods that change a collection."""
SERIALISERS: Final = ("as_string", "as_bytes")
READING: Final = frozenset(
    {"len", "list", "tuple", "sorted", "set", "frozenset", "str", "repr", "print", "any", "all", "map", "bool"}
)
"""Functions that change nothing that they are given."""
WRAPPERS: Final = frozenset({"list", "tuple", "sorted", "set", "frozenset", "iter"})
"""Functions that give the same elements."""


@dataclass(frozen=True, slots=True)
class Written:
    """A statement that writes a header field of a message object.

    Parameters
    ----------
    statement: an assignment or a call.
    message: the object.
    name: the constant that is the field's name.
    value: what is written; None where it cannot be told which part of the statement that is.
    call: it is a method's call.
    sole: the statement does nothing else.
    replaces: it needs a field of that name to be there.
    """

    statement: ast.stmt
    message: ast.expr
    name: ast.Constant
    value: ast.expr | None
    call: bool = False
    sole: bool = True
    replaces: bool = False


def written(code: Code, place: Place, role: str) -> Written | None:
    """The writing of a header field at a place.

    Parameters
    ----------
    code: the file.
    place: of the statement or call.
    role: the field's name, in any case.
    """
    node = code.at(place, ast.Assign) or code.at(place, ast.Expr) or code.at(place, ast.Call)
    statement = code.statement(node) if node is not None else None
    if isinstance(statement, ast.Assign):
        for target in statement.targets:
            sole = len(statement.targets) == 1
            if found := _item(statement, target, statement.value, role, sole=sole):
                return found
            values = statement.value.elts if isinstance(statement.value, (ast.Tuple, ast.List)) else []
            elements = target.elts if isinstance(target, (ast.Tuple, ast.List)) else []
            matching = len(values) == len(elements)
            for number, element in enumerate(elements):
                value = values[number] if matching else None
                if found := _item(statement, element, value, role, sole=False):
                    return found
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        call = statement.value
        if isinstance(call.func, ast.Attribute) and call.func.attr in ADDING and len(call.args) == 2:
            name = call.args[0]
            if _is_name(name, role) and isinstance(name, ast.Constant):
                replaces = call.func.attr == "replace_header"
                return Written(statement, call.func.value, name, call.args[1], True, not call.keywords, replaces)
    return None


def _item(statement: ast.stmt, target: ast.expr, value: ast.expr | None, role: str, *, sole: bool) -> Written | None:
    if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant) and _is_name(target.slice, role):
        return Written(statement, target.value, target.slice, value, sole=sole)
    return None


def _is_name(node: ast.expr, role: str) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.lower() == role.lower()


def in_case_of(name: str, like: str) -> str:
    """A header's name in the case of another one: `to` becomes `bcc`, `TO` becomes `BCC`."""
    return name.upper() if like.isupper() else name.lower() if like.islower() else name


def is_same(one: ast.AST, other: ast.AST) -> bool:
    """Whether two expressions are written alike."""
    return ast.dump(one) == ast.dump(other)


def handed(given: ast.expr | None) -> ast.expr | None:
    """The message that a call is given, itself or as the text that it is at that moment."""
    while isinstance(given, ast.Call):
        function = given.func
        if isinstance(function, ast.Attribute) and function.attr in (*SERIALISERS, "encode"):
            given = function.value
        elif isinstance(function, ast.Name) and function.id in ("str", "bytes") and len(given.args) == 1:
            given = given.args[0]
        else:
            return None
    return given


def elements(value: ast.expr, *, listed: bool) -> ast.expr | None:
    """What holds the recipients one by one, of a value that holds them all.

    Parameters
    ----------
    value: what is written to a header.
    listed: it is known to be a collection.

    Returns
    -------
    What is joined, or the collection itself; None where the value is a text of another making.
    """
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr == "join":
        module = isinstance(value.func.value, ast.Name) and value.func.value.id == "string"  # Python 2's module
        if value.keywords or len(value.args) != 1 + (module and len(value.args) == 2):
            return None
        return value.args[0] if not isinstance(value.args[0], ast.Starred) else None
    return value if listed else None


def bare(value: ast.expr) -> ast.expr:
    """A collection without the functions around it that give the same elements."""
    while isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id in WRAPPERS:
        if len(value.args) != 1 or value.keywords or isinstance(value.args[0], ast.Starred):
            break
        value = value.args[0]
    if isinstance(value, (ast.List, ast.Tuple)) and len(value.elts) == 1 and isinstance(value.elts[0], ast.Starred):
        return bare(value.elts[0].value)
    return value


def is_simple(value: ast.expr) -> bool:
    """Whether an expression has the same value each time, as long as nothing it names changes."""
    while isinstance(value, (ast.Attribute, ast.Subscript)):
        if isinstance(value, ast.Subscript) and not isinstance(value.slice, ast.Constant):
            return False
        value = value.value
    return isinstance(value, ast.Name)


def changes(code: Code, scope: ast.AST, value: ast.expr, first: int, last: int) -> bool:
    """Whether something that an expression names may be another thing at the end of some lines than at their beginning.

    Parameters
    ----------
    code, scope: where to look.
    value: the expression.
    first, last: the lines, both excluded.
    """
    names = {node.id for node in ast.walk(value) if isinstance(node, ast.Name)}
    for node in code.within(scope):
        line = getattr(node, "lineno", 0)
        if not first < line < last:
            continue
        if any(is_store(node, name) for name in names):
            return True
        if isinstance(node, ast.Call) and _may_change(node, names):
            return True
        stored = isinstance(node, (ast.Subscript, ast.Attribute)) and isinstance(node.ctx, (ast.Store, ast.Del))
        if stored and isinstance(node, ast.expr) and is_same_target(node, value):
            return True
    return False


def _may_change(call: ast.Call, names: set[str]) -> bool:
    """Whether a call may change what some names stand for: a method that does, or a function that is handed it."""
    function = call.func
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id in names:
        return function.attr in CHANGING
    if isinstance(function, ast.Attribute) and function.attr == "join":
        return False
    if isinstance(function, ast.Name) and function.id in READING:
        return False
    given = [*call.args, *(one.value for one in call.keywords)]
    return any(isinstance(one, ast.Name) and one.id in names for one in given)


def is_same_target(target: ast.expr, value: ast.expr) -> bool:
    """Whether an assignment's target is an expression, or part of it."""
    shown = ast.unparse(target)
    return any(
        ast.unparse(node) == shown for node in ast.walk(value) if isinstance(node, (ast.Subscript, ast.Attribute))
    )


def reads(code: Code, scope: ast.AST, message: ast.expr, role: str) -> list[ast.AST]:
    """Where a scope uses a field of a message object: `message["To"]`, `message.get("To")`, `del message["To"]`."""
    return [node for node in code.within(scope) if _is_use(node, message, role)]


def _is_use(node: ast.AST, message: ast.expr, role: str) -> bool:
    if isinstance(node, ast.Subscript):
        return is_same_name(node.value, message) and _is_name(node.slice, role)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
        return is_same_name(node.func.value, message) and _is_name(node.args[0], role)
    return False


def is_same_name(one: ast.expr, other: ast.expr) -> bool:
    """Whether two expressions are written alike, whether they are read or assigned to."""
    return ast.unparse(one) == ast.unparse(other)
