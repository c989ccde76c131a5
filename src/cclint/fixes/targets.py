"""What statements bind, and which names are taken."""

from __future__ import annotations

import ast


def bind(tree: ast.Module) -> None:
    """Say of all targets in a tree that they are bound, or deleted: the analysis does not ask that, and not all parsers say it.

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


def names_used(scope: ast.AST, at: ast.AST) -> set[str]:
    """The names that a function or module uses, with all that is in it, but for those that only other loops go by.

    Parameters
    ----------
    scope: the function or module.
    at: where one more loop is to be.
    """
    found: set[str] = set()
    pending: list[tuple[ast.AST, frozenset[str]]] = [(scope, frozenset())]
    while pending:
        node, looped = pending.pop()
        if isinstance(node, (ast.For, ast.AsyncFor, ast.ListComp, ast.GeneratorExp, ast.SetComp, ast.DictComp)):
            targets = (
                [node.target] if isinstance(node, (ast.For, ast.AsyncFor)) else [one.target for one in node.generators]
            )
            own = {one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)}
            if not any(one is at for one in ast.walk(node)):
                looped |= own
        if isinstance(node, ast.Name) and node.id not in looped:
            found.add(node.id)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, ast.alias):
            found.add((node.asname or node.name).partition(".")[0])
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            found.update(node.names)
        pending.extend((child, looped) for child in ast.iter_child_nodes(node))
    return found
