"""Expressions of Python in templates: Mako's, Chameleon's and Genshi's."""

from __future__ import annotations

import ast
import re

from cclint.frontends.python import Lowering
from cclint.frontends.templates.nodes import TemplateError
from cclint.ir import nodes as ir
from cclint.ir.nodes import Span

OUTPUT = re.compile(r"\$\{((?:[^{}'\"]|'[^'\n]*'|\"[^\"\n]*\"|\{[^{}]*\})*)\}")
"""`${value}`, with braces inside of it."""


def expression(source: str, at: Span) -> ir.Expression:
    """An expression of Python.

    Raises
    ------
    TemplateError: it is none.
    """
    try:
        tree = ast.parse(f"({source.strip()})", mode="eval")
        lowering = Lowering("", "")
        lowering.enter(ir.Function(at, "<template>", ""))
        lowering.fixed = at
        return lowering.expression(tree.body)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise TemplateError(f"an expression is not valid Python: {error}", at[0]) from error


def parameters(source: str, at: Span) -> list[tuple[str, ir.Expression | None]]:
    """The parameters of a function that a template defines, with their defaults.

    Raises
    ------
    TemplateError: they are none.
    """
    try:
        given = ast.parse(f"lambda {source}: 0", mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise TemplateError(f"a definition is not valid Python: {error}", at[0]) from error
    assert isinstance(given, ast.Lambda)
    names = [one.arg for one in given.args.posonlyargs + given.args.args]
    defaults = [None] * (len(names) - len(given.args.defaults)) + [
        expression(ast.unparse(one), at) for one in given.args.defaults
    ]
    return list(zip(names, defaults))


def target(source: str, at: Span) -> ir.Expression:
    """What a loop binds: a name, or several.

    Raises
    ------
    TemplateError: it is none.
    """
    names: list[ir.Expression] = [ir.Name(at, name.strip()) for name in source.strip("() ").split(",") if name.strip()]
    if not names:
        raise TemplateError("a loop has no target", at[0])
    return names[0] if len(names) == 1 else ir.Display(at, "tuple", tuple(names))
