"""Mutations of a program's tree: what is written stays Python, and becomes longer, deeper, recursive, cyclic.

`by_tree` is one of the changes of `fuzz.mutate`; a file that `ast` cannot read is left as it is.
"""

from __future__ import annotations

import ast
import itertools
import random
import warnings
from collections.abc import Callable
from typing import Final

MOST: Final = 300_000
"""Characters beyond which a program is not written any longer."""

LARGE: Final = 40_000
"""Nodes beyond which that is not done."""

TreeChange = Callable[[ast.Module, random.Random], None]


def by_tree(data: bytes, choice: random.Random) -> bytes:
    """One to three changes of a program's tree."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(data)
        for _ in range(choice.randint(1, 3)):
            choice.choice(CHANGES)(tree, choice)
            if _is_large(tree):
                return data
        made = ast.unparse(ast.fix_missing_locations(tree)).encode()
    except (SyntaxError, ValueError, RecursionError, MemoryError, TypeError, AttributeError, IndexError):
        return data
    return made if len(made) <= MOST else data


def _is_large(tree: ast.Module) -> bool:
    """Whether a tree has too many nodes, those that stand in several places counted in each."""
    return next(itertools.islice(ast.walk(tree), LARGE, None), None) is not None


def _blocks(tree: ast.Module) -> list[list[ast.stmt]]:
    """All lists of statements in a tree."""
    found = []
    for node in ast.walk(tree):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if isinstance(block, list) and block and isinstance(block[0], ast.stmt):
                found.append(block)
    return found


def _functions(tree: ast.Module) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def _names(tree: ast.AST) -> list[str]:
    """The names that are bound somewhere, in the order in which they stand."""
    stored = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    return list(dict.fromkeys(stored)) or ["people"]


def _inserted(tree: ast.Module, choice: random.Random, text: str) -> None:
    block = choice.choice(_blocks(tree))
    at = choice.randrange(len(block) + 1)
    block[at:at] = ast.parse(text).body


def doubled(tree: ast.Module, choice: random.Random) -> None:
    """A block's statements are there again, up to a hundred times."""
    block = choice.choice(_blocks(tree))
    start = choice.randrange(len(block))
    part = block[start : start + choice.randint(1, 4)]
    block[start:start] = part * choice.choice((1, 2, 5, 20, 100))


def nested(tree: ast.Module, choice: random.Random) -> None:
    """A block goes into loops, branches, attempts, functions, up to fifteen deep."""
    block = choice.choice(_blocks(tree))
    name = choice.choice(_names(tree))
    for depth in range(choice.choice((1, 2, 4, 8, 15))):
        wrapping = choice.choice((
            f"if {name}:\n pass", f"for {name}{depth} in {name}:\n pass", f"for {name} in [{name}, {name}]:\n pass",
            f"while {name}:\n pass", "try:\n pass\nexcept Exception:\n pass", "try:\n pass\nfinally:\n pass",
            f"with open({name}) as {name}:\n pass", f"def again{depth}({name}={name}):\n pass\nagain{depth}()",
            f"for {name} in again():\n pass\nelse:\n pass", f"match {name}:\n case [{name}, *_]:\n  pass",
            f"class Again{depth}:\n pass", f"async def later{depth}():\n pass\nlater{depth}()",
        ))  # fmt: skip
        first, *rest = ast.parse(wrapping).body
        holder = first.cases[0] if isinstance(first, ast.Match) else first
        holder.body = list(block)  # type: ignore[attr-defined]
        block[:] = [first, *rest]


def recursive(tree: ast.Module, choice: random.Random) -> None:
    """Functions call themselves and each other."""
    functions = _functions(tree)
    if not functions:
        return
    for _ in range(choice.choice((1, 2, 6))):
        one, other = choice.choice(functions), choice.choice(functions)
        names = [argument.arg for argument in one.args.args] or ["None"]
        given = [
            choice.choice((name, f"[{name}]", f"{name} + {name}", f"{name}[1:]", f"{{1: {name}}}", "other"))
            for name in (choice.choice(names) for _ in other.args.args)
        ]
        call = f"{other.name}({', '.join(given)})"
        text = choice.choice((call, f"return {call}", f"other = {call}", f"for other in {call}: {call}"))
        at = choice.randrange(len(one.body) + 1)
        one.body[at:at] = ast.parse(f"if {choice.choice(names)}:\n {text}").body


def renamed(tree: ast.Module, choice: random.Random) -> None:
    """One name stands where another stood: functions, variables, attributes."""
    names = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name)]
    names += [node.name for node in _functions(tree)]
    if not names:
        return
    before, after = choice.choice(names), choice.choice(names)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == before and choice.random() < 0.8:
            node.id = after
        elif isinstance(node, ast.FunctionDef) and node.name == before:
            node.name = after
        elif isinstance(node, ast.Attribute) and node.attr == before:
            node.attr = after


def cyclic(tree: ast.Module, choice: random.Random) -> None:
    """Collections, objects and texts that hold themselves, or twice what they held."""
    a, b = choice.choice(_names(tree)), choice.choice(_names(tree))
    text = choice.choice((
        f"{a} = [{a}, {b}]", f"{a} = {a} + {b}", f"{a}.append({a})", f"{a}['x'] = {a}", f"{a}.self = {a}",
        f"{a} = {{**{a}, 'x': {b}}}", f"{a} = lambda: {a}()", f"{a} = f'{{{a}}}, {{{b}}}'", f"{a} = [{a} for {b} in {a}]",
        f"{a} = ({a} for {b} in {a})", f"{a}, {b} = {b}, {a}", f"{a} = ', '.join({b}) if {b} else {a}", f"{a} *= 1000",
        f"{a} = type({a})({a})", f"{a} = {a}.replace('a', {b}).split(',')[0]", f"global {a}", f"del {a}", f"{a} = {b} = {a}[{b}]",
    ))  # fmt: skip
    for _ in range(choice.choice((1, 1, 3, 30))):
        _inserted(tree, choice, text)


def grown(tree: ast.Module, choice: random.Random) -> None:
    """A literal, a chain or a sum gets long."""
    times = choice.choice((3, 30, 300, 3000))
    displays = [node for node in ast.walk(tree) if isinstance(node, (ast.List, ast.Tuple, ast.Set)) and node.elts]
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    kind = choice.randrange(4)
    if kind == 0 and displays:
        chosen = choice.choice(displays)
        chosen.elts = chosen.elts * times
    elif kind == 1 and texts:
        text = choice.choice(texts)
        text.value = choice.choice(("", ", ", "\n", "{", "%s", "<")).join([text.value] * times)
    elif kind == 2 and calls:
        call = choice.choice(calls)
        for number in range(min(times, 60)):
            call.func = ast.Attribute(call.func, choice.choice(("strip", "next", f"a{number}")), ast.Load())
    elif calls and calls[0].args:
        for _ in range(min(times, 60)):
            calls[0].args[0] = ast.BinOp(
                calls[0].args[0], choice.choice((ast.Add(), ast.Mod(), ast.Mult())), calls[0].args[0]
            )
            if len(ast.dump(calls[0])) > 20_000:
                break


def exchanged(tree: ast.Module, choice: random.Random) -> None:
    """Two expressions change their places, or two statements."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    blocks = _blocks(tree)
    if calls and choice.random() < 0.6:
        one, other = choice.choice(calls), choice.choice(calls)
        if one is not other and other not in ast.walk(one) and one not in ast.walk(other):
            one.args[0], other.args[0] = other.args[0], one.args[0]
            return
    first, second = choice.choice(blocks), choice.choice(blocks)
    second.extend(first[:2]) if first is not second else None


CHANGES: tuple[TreeChange, ...] = (
    doubled,
    nested,
    nested,
    recursive,
    recursive,
    renamed,
    renamed,
    cyclic,
    cyclic,
    grown,
    exchanged,
)
