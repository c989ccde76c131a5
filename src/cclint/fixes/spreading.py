"""One item of a list of messages becomes one for each recipient."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from cclint.finding import Edit, Place
from cclint.fixes.code import Code, is_store
from cclint.fixes.each import Each
from cclint.fixes.groups import uses_up


def spread(code: Code, item: ast.expr, value: ast.expr, each: Each) -> list[Edit]:
    """The changes that put one item for each recipient in the place of one for all.

    Parameters
    ----------
    code: the file.
    item: one message, as an element of a list or tuple, as an argument, or under a name that is used as such.
    value: its recipients.
    each: how they are gone through.
    """
    if any(isinstance(node, ast.Name) and node.id == each.target for node in _others(item, value)):
        return []
    if uses_up(item):
        return []
    around, one = code.parent(item), code.replace(value, each.one)
    if isinstance(around, (ast.ListComp, ast.GeneratorExp)) and around.elt is item:
        last = around.generators[-1]
        place = code.place(last.ifs[-1] if last.ifs else last.iter)
        begins = around.generators[-1].target
        line = code.lines[begins.lineno - 1]
        own = line.lstrip().startswith(("for ", "async for ")) and begins.lineno > (item.end_lineno or item.lineno)
        space = f"\n{code.indent(begins.lineno)}" if own else " "
        return [one, Edit(code.gap(place.end_line, place.end_column), f"{space}{each.clause}")]
    place = code.place(item)
    ends = code.gap(place.line, place.column), code.gap(place.end_line, place.end_column)
    if isinstance(around, ast.Assign):
        use = element(code, around)
        if use is None or code.python2:
            return []
        edits = [Edit(ends[0], "["), one, Edit(ends[1], f" {each.clause}]")]
        others = code.parent(use)
        if isinstance(others, (ast.List, ast.Tuple)) and len(others.elts) == 1:  # it is the whole list now
            name = code.fresh(use, f"{use.id}s") if not use.id.endswith("s") else use.id
            return [*edits, code.replace(around.targets[0], name), code.replace(others, name)]
        where = code.place(use)
        return [*edits, Edit(code.gap(where.line, where.column), "*")]
    if isinstance(around, ast.Tuple) and len(around.elts) == 1:
        whole = code.place(around)
        return [
            Edit(Place(code.path, whole.line, whole.column, place.line, place.column), "["),
            one,
            Edit(
                Place(code.path, place.end_line, place.end_column, whole.end_line, whole.end_column), f" {each.clause}]"
            ),
        ]
    if isinstance(around, ast.List) and len(around.elts) == 1:
        clause = _behind(code, around, place, each.clause)
        return [one, clause] if clause is not None else []
    if code.python2:
        return []
    return [Edit(ends[0], "*("), one, Edit(ends[1], f" {each.clause})")]


def element(code: Code, made: ast.Assign) -> ast.Name | None:
    """Where a message that has a name is put among others, if it is used for nothing else."""
    target = made.targets[0]
    if len(made.targets) != 1 or not isinstance(target, ast.Name):
        return None
    scope = code.scope(made)
    uses = [node for node in ast.walk(scope) if isinstance(node, ast.Name) and node.id == target.id]
    loads = [node for node in uses if not is_store(node, target.id)]
    if len(uses) != 2 or len(loads) != 1 or code.scope(loads[0]) is not scope:
        return None
    around = code.parent(loads[0])
    return loads[0] if isinstance(around, (ast.List, ast.Tuple)) else None


def _behind(code: Code, around: ast.List, place: Place, clause: str) -> Edit | None:
    """The clause behind the only element of a list, on a line of its own if the bracket has one; a comma there goes."""
    whole = code.place(around)
    rest = code.slice(Place(code.path, place.end_line, place.end_column, whole.end_line, whole.end_column))
    comma = rest.lstrip().startswith(",")
    if comma and "\n" in rest.partition(",")[0]:
        return None
    end = place.end_column + (rest.index(",") + 1 if comma else 0)
    if whole.end_line > place.end_line and not rest.partition("\n")[0].strip(" ,"):
        clause = f"\n{code.indent(place.line)}{clause}"
    else:
        clause = f" {clause}"
    return Edit(Place(code.path, place.end_line, place.end_column, place.end_line, end), clause)


def _others(item: ast.AST, value: ast.AST) -> Iterator[ast.AST]:
    """The nodes of an item but for those of its recipients."""
    own = {id(node) for node in ast.walk(value)}
    return (node for node in ast.walk(item) if id(node) not in own)
