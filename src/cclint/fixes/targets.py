"""What statements bind, said by the nodes themselves: the analysis does not ask them, and not all parsers say it."""

from __future__ import annotations

import ast


def bind(tree: ast.Module) -> None:
    """Say of all targets in a tree that they are bound, or deleted.

    Parameters
    ----------
    tree: the tree; what it says already stays.
    """
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=targets):
                _stored(targets)
            case ast.AugAssign(target=target) | ast.AnnAssign(target=target) | ast.NamedExpr(target=target):
                _stored([target])
            case ast.For(target=target) | ast.AsyncFor(target=target) | ast.comprehension(target=target):
                _stored([target])
            case ast.withitem(optional_vars=ast.expr() as target):
                _stored([target])
            case ast.Delete(targets=targets):
                for one in targets:
                    if isinstance(one, (ast.Name, ast.Attribute, ast.Subscript)):
                        one.ctx = ast.Del()


def _stored(targets: list[ast.expr]) -> None:
    for target in targets:
        if isinstance(target, (ast.Tuple, ast.List)):
            target.ctx = ast.Store()
            _stored(target.elts)
        elif isinstance(target, ast.Starred):
            target.ctx = ast.Store()
            _stored([target.value])
        elif isinstance(target, (ast.Name, ast.Attribute, ast.Subscript)):
            target.ctx = ast.Store()
