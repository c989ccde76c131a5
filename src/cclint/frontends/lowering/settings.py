"""What Django makes of the texts in a settings module: the classes that `LOGGING` and `MIDDLEWARE` name by their paths.

https://docs.djangoproject.com/en/stable/topics/logging/, https://docs.djangoproject.com/en/stable/howto/error-reporting/
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

MADE: Final = {
    "django.utils.log.AdminEmailHandler": frozenset({"LOGGING"}),
    "django.middleware.common.BrokenLinkEmailsMiddleware": frozenset({"MIDDLEWARE", "MIDDLEWARE_CLASSES"}),
}
"""Classes that mail those whom other settings hold, and the settings in which Django looks for them."""


def made(tree: ast.Module, text: str) -> list[ast.stmt]:
    """The statements that Django's start amounts to, once all settings are read: each class that mails is made.

    A handler that no logger names is made, too, but is handed no record: it is left out.

    Parameters
    ----------
    tree, text: of a module; what is no module of settings gives none.
    """
    if not any(path in text for path in MADE):
        return []
    return [one for setting, value in _settings(tree) for one in _making(setting, value, text)]


def _settings(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """The names that the module binds or adds to outside of functions and classes, and the values."""
    pending: list[ast.stmt] = [*reversed(tree.body)]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Assign):
            yield from ((target.id, node.value) for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, (ast.AugAssign, ast.AnnAssign)) and isinstance(node.target, ast.Name):
            if node.value is not None:
                yield node.target.id, node.value
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):  # MIDDLEWARE.append("...")
            function = node.value.func
            if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
                yield from ((function.value.id, one) for one in node.value.args)
        elif isinstance(node, (ast.If, ast.Try, ast.With)):
            pending.extend(one for one in reversed([*ast.iter_child_nodes(node)]) if isinstance(one, ast.stmt))


def _making(setting: str, value: ast.expr, text: str) -> Iterator[ast.stmt]:
    idle = {id(one) for one in _idle(value, text)}
    for node in ast.walk(value):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in idle:
            continue
        if setting in MADE.get(node.value, ()):
            module, _, name = node.value.rpartition(".")
            for one in ast.parse(f"from {module} import {name} as _\n_()").body:
                yield _apart(one, node)


def _apart(statement: ast.stmt, place: ast.expr) -> ast.stmt:
    """Put a statement where a text stands, and give what it imports a name that no program can have."""
    for part in ast.walk(statement):
        if isinstance(part, (ast.stmt, ast.expr, ast.alias)):
            ast.copy_location(part, place)
        if isinstance(part, ast.alias):
            part.asname = ".made"
        elif isinstance(part, ast.Name):
            part.id = ".made"
    return statement


def _idle(value: ast.expr, text: str) -> Iterator[ast.expr]:
    """The classes of handlers whose names stand nowhere else in the module."""
    for node in ast.walk(value):
        if not isinstance(node, ast.Dict):
            continue
        for key, handler in zip(node.keys, node.values):
            if isinstance(handler, ast.Dict) and isinstance(key, ast.Constant) and isinstance(key.value, str):
                named = text.count(f'"{key.value}"') + text.count(f"'{key.value}'")
                yield from (one for name, one in zip(handler.keys, handler.values) if named < 2 and _is_class(name))


def _is_class(key: ast.expr | None) -> bool:
    return isinstance(key, ast.Constant) and key.value in ("class", "()")
