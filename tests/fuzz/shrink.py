"""Makes a program that is predicted wrongly as small as it can be."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from fuzz.program import MAIN, Program

Holds = Callable[[Program], bool]


def shrink(program: Program, holds: Holds, *, budget: int = 600) -> Program:
    """The smallest program that can be reached by leaving things out.

    Parameters
    ----------
    program: a program of which `holds` is true.
    holds: whether a program still shows the difference.
    budget: how many programs may be tried.
    """
    tried: set[str] = {repr(program.files)}
    again = True
    while again and budget > 0:
        again = False
        for smaller in candidates(program):
            key = repr(smaller.files) + str(len(smaller.worlds))
            if key in tried:
                continue
            tried.add(key)
            budget -= 1
            if smaller.fair and holds(smaller):
                program, again = smaller, True
                break
            if budget <= 0:
                break
    return program


def candidates(program: Program) -> Iterator[Program]:
    """Programs that are a little smaller, the smallest first."""
    if len(program.worlds) > 1:
        half = len(program.worlds) // 2
        for worlds in (program.worlds[:half], (program.worlds[0], *program.worlds[half:])):
            if 1 < len(worlds) < len(program.worlds):
                yield replace(program, worlds=worlds)
    for path in sorted(program.files):
        if path != MAIN:
            yield with_file(program, path, None)
    for path, text in sorted(program.files.items()):
        try:
            tree = ast.parse(text)
        except SyntaxError:
            continue
        for smaller in smaller_trees(tree, closed=program.closed):
            try:
                made = ast.unparse(ast.fix_missing_locations(smaller)) + "\n"
                ast.parse(made)
            except (ValueError, SyntaxError, AttributeError):
                continue
            if len(made) <= len(text) or made != text:
                yield with_file(program, path, made)


def with_file(program: Program, path: str, text: str | None) -> Program:
    files = {name: old for name, old in program.files.items() if name != path}
    if text is not None:
        files[path] = text
    return replace(program, files=files)


def smaller_trees(tree: ast.Module, *, closed: bool) -> Iterator[ast.Module]:
    """Trees with a statement or an expression less.

    What is read from outside has a shape that the program has to know: `data["to"]` must not become `data`. So where
    addresses come from outside, expressions are replaced by their operands, but not by what they are looked up in.
    """
    source = ast.dump(tree)
    statements = [
        (node, field)
        for node in ast.walk(tree)
        for field in ("body", "orelse", "handlers", "finalbody")
        if isinstance(getattr(node, field, None), list)
    ]
    for number, (node, field) in enumerate(statements):
        block = getattr(node, field)
        width = len(block)
        while width:
            for start in range(0, len(block), width):
                if copied := edited(tree, number, field, slice(start, start + width), None):
                    yield copied
            width //= 2
        for index, statement in enumerate(block):
            inner = [
                one
                for name in ("body", "orelse")
                if isinstance(statement, (ast.If, ast.For, ast.While, ast.With, ast.Try))
                for one in getattr(statement, name, [])
            ]
            if inner and (copied := edited(tree, number, field, slice(index, index + 1), inner)):
                yield copied
    total = sum(1 for node in ast.walk(tree) if isinstance(node, ast.expr))
    for number in range(total):
        for option in range(4):
            copied = simplified(tree, number, option, closed=closed)
            if copied is None:
                break
            if ast.dump(copied) != source:
                yield copied


def fresh(tree: ast.Module) -> ast.Module:
    return ast.parse(ast.unparse(tree))


def edited(tree: ast.Module, number: int, field: str, where: slice, new: list[ast.stmt] | None) -> ast.Module | None:
    """A copy of a tree, with some statements of one block replaced."""
    copied = fresh(tree)
    blocks = [
        node
        for node in ast.walk(copied)
        for name in ("body", "orelse", "handlers", "finalbody")
        if isinstance(getattr(node, name, None), list)
    ]
    if number >= len(blocks):
        return None
    block = getattr(blocks[number], field, None)
    if block is None:
        return None
    replacement = list(fresh(ast.Module(new, [])).body) if new else []
    block[where] = replacement
    if not block and field == "body" and not isinstance(blocks[number], ast.Module):
        block.append(ast.Pass())
    return copied


def simplified(tree: ast.Module, number: int, option: int, *, closed: bool) -> ast.Module | None:
    """A copy of a tree, with one expression replaced by a part of it."""
    copied = fresh(tree)
    count = -1
    for parent in ast.walk(copied):
        for field, value in ast.iter_fields(parent):
            for index, node in enumerate(value if isinstance(value, list) else [value]):
                if not isinstance(node, ast.expr):
                    continue
                count += 1
                if count != number:
                    continue
                parts = list(parts_of(node, closed=closed))
                if option >= len(parts):
                    return None
                if isinstance(value, list):
                    value[index] = parts[option]
                else:
                    setattr(parent, field, parts[option])
                return copied
    return None


def parts_of(node: ast.expr, *, closed: bool) -> Iterator[ast.expr]:
    """Expressions that can stand for a larger one."""
    match node:
        case ast.Call():
            yield from node.args[:2]
            if closed and isinstance(node.func, ast.Attribute):
                yield node.func.value
            yield from (word.value for word in node.keywords[:1])
        case ast.List() | ast.Tuple() | ast.Set() if isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
            for index in range(min(len(node.elts), 3)):
                shorter = [one for place, one in enumerate(node.elts) if place != index]
                yield (
                    type(node)(elts=shorter, ctx=ast.Load())
                    if not isinstance(node, ast.Set)
                    else ast.Set(elts=shorter or [ast.Constant(1)])
                )
        case ast.Dict() if len(node.keys) > 1:
            yield ast.Dict(keys=node.keys[:1], values=node.values[:1])
            yield ast.Dict(keys=node.keys[1:], values=node.values[1:])
        case ast.Subscript() if closed and isinstance(node.ctx, ast.Load):
            yield node.value
        case ast.Attribute() if closed and isinstance(node.ctx, ast.Load):
            yield node.value
        case ast.BinOp():
            yield node.left
            yield node.right
        case ast.BoolOp():
            yield node.values[0]
            yield node.values[-1]
        case ast.IfExp():
            yield node.body
            yield node.orelse
        case ast.UnaryOp():
            yield node.operand
        case ast.NamedExpr():
            yield node.value
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp():
            if node.generators[0].ifs:
                plain = ast.comprehension(node.generators[0].target, node.generators[0].iter, [], 0)
                yield type(node)(elt=node.elt, generators=[plain, *node.generators[1:]])
            yield node.generators[0].iter
        case ast.JoinedStr() if len(node.values) > 1:
            yield ast.JoinedStr(values=node.values[1:])
            yield ast.JoinedStr(values=node.values[:-1])
        case ast.Constant() if isinstance(node.value, str) and len(node.value) > 40 and "@" not in node.value:
            yield ast.Constant(re.sub(r"\s+", " ", node.value)[:20])


def size(files: Mapping[str, str]) -> int:
    return sum(map(len, files.values()))
