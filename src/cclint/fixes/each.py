"""One recipient at a time, of an expression that gives them all: what a loop or a comprehension goes through, and what stands for
one of them in the expression's place.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Final

from cclint.fixes.code import Code, is_store
from cclint.fixes.headers import changes, elements, is_simple

ITERATORS: Final = frozenset(
    {"map", "filter", "zip", "iter", "reversed", "chain", "from_iterable", "islice", "iterator"}
)
"""What gives elements once."""


@dataclass(frozen=True, slots=True)
class Each:
    """How recipients are gone through.

    Parameters
    ----------
    target: the name of one of them.
    source: what is gone through, as it is written.
    one: what stands where all of them have stood.
    own: the target is a name that a comprehension of the program has used.
    """

    target: str
    source: str
    one: str
    own: bool = False

    @property
    def clause(self) -> str:
        """The head of a loop or of a comprehension's part."""
        return f"for {self.target} in {self.source}"


def one_by_one(code: Code, value: ast.expr, *, listed: bool, at: ast.stmt | None = None) -> Each | None:
    """How to go through what an expression holds.

    Parameters
    ----------
    code: its file.
    value: the expression: a collection, or a text that is joined from one.
    listed: it is known to be a collection.
    at: where it is gone through, if that is another statement than the one in which it stands.

    Returns
    -------
    None where it cannot be taken apart, or where it would be another one by then.
    """
    found = elements(value, listed=False)
    from_text = found is not None
    if found is None and isinstance(value, ast.Name) and not listed:
        found, from_text = joined(code, value, at), True
    people = value if found is None and listed else found
    if people is None:
        return None
    if at is not None:
        first = code.statement(value)
        if first is None or not is_simple(people) or is_used_up(code, people):
            return None
        if changes(code, code.scope(value), people, first.end_lineno or first.lineno, at.lineno):
            return None
    recipient = code.fresh(value, "recipient", "addressee", "recipient_address")
    source = code.source(people)
    if isinstance(people, (ast.ListComp, ast.GeneratorExp)) and len(people.generators) == 1:
        part = people.generators[0]
        if isinstance(part.target, ast.Name) and not part.ifs and not part.is_async:
            element = code.source(people.elt)
            return Each(part.target.id, code.source(part.iter), element if from_text else f"[{element}]", own=True)
    if isinstance(people, ast.GeneratorExp) and not source.startswith("("):
        source = f"({source})"
    return Each(recipient, source, recipient if from_text else f"[{recipient}]")


def plainly(code: Code, value: ast.expr) -> Each | None:
    """How to go through a comprehension without the name that it has for its elements.

    Parameters
    ----------
    code: its file.
    value: the comprehension, or a text that is joined from one.
    """
    found = elements(value, listed=False)
    people = found if found is not None else value
    if not isinstance(people, (ast.ListComp, ast.GeneratorExp)):
        return None
    recipient = code.fresh(value, "recipient", "addressee", "recipient_address")
    source = code.source(people)
    source = f"({source})" if isinstance(people, ast.GeneratorExp) and not source.startswith("(") else source
    return Each(recipient, source, f"[{recipient}]" if found is None else recipient)


def joined(code: Code, value: ast.Name, at: ast.stmt | None) -> ast.expr | None:
    """What a name's text is joined from, where that is still the same when the text is used.

    Parameters
    ----------
    code: the file.
    value: the name.
    at: where the text is used, if that is another statement than the one in which the name stands.
    """
    scope = code.scope(value)
    stores = [node for node in code.within(scope) if is_store(node, value.id)]
    made = code.parent(stores[0]) if len(stores) == 1 else None
    last = at or code.statement(value)
    if not isinstance(made, ast.Assign) or len(made.targets) != 1 or last is None or not code.reaches(made, last):
        return None
    people = elements(made.value, listed=False)
    if people is None or not is_simple(people) or is_used_up(code, people) or value.id in names_in(people):
        return None
    return None if changes(code, scope, people, made.end_lineno or made.lineno, last.lineno) else people


def names_in(value: ast.expr) -> set[str]:
    """The names that an expression uses."""
    return {node.id for node in ast.walk(value) if isinstance(node, ast.Name)}


def is_used_up(code: Code, value: ast.expr) -> bool:
    """Whether what an expression names may be an iterator: whoever goes through it once more finds nothing.

    Parameters
    ----------
    code: the file.
    value: the expression.
    """
    scope = code.scope(value)
    for name in names_in(value):
        for node in code.within(scope):
            made = code.parent(node) if is_store(node, name) else None
            if (
                isinstance(made, (ast.Assign, ast.AnnAssign))
                and made.value is not None
                and _is_iterator(code, made.value)
            ):
                return True
        for node in ast.walk(scope) if name in code.parameters(scope) else ():
            if isinstance(node, ast.arg) and node.arg == name and node.annotation is not None:
                kind = code.source(node.annotation)
                return any(word in kind for word in ("Iterator", "Iterable", "Generator"))
    return False


def _is_iterator(code: Code, value: ast.expr) -> bool:
    if isinstance(value, ast.GeneratorExp):
        return True
    if not isinstance(value, ast.Call):
        return False
    called = value.func.attr if isinstance(value.func, ast.Attribute) else getattr(value.func, "id", "")
    if called in ITERATORS:
        return not code.python2 or called in ("iter", "chain")
    return any(
        isinstance(node, (ast.Yield, ast.YieldFrom)) and getattr(code.scope(node), "name", "") == called
        for node in (ast.walk(code.tree) if code.tree is not None else ())
    )


def kept(people: ast.expr, source: str) -> str:
    """An expression whose value can be gone through later."""
    if isinstance(people, (ast.List, ast.Tuple, ast.ListComp, ast.SetComp, ast.Set)):
        return source
    if isinstance(people, ast.Subscript) and isinstance(people.slice, ast.Slice):
        return source
    if (
        isinstance(people, ast.Call)
        and isinstance(people.func, ast.Name)
        and people.func.id in ("list", "sorted", "tuple")
    ):
        return source
    if isinstance(people, ast.GeneratorExp):
        return f"[{source[1:-1] if source.startswith('(') and source.endswith(')') else source}]"
    return f"list({source})"


def is_free(code: Code, name: str, inside: ast.AST) -> bool:
    """Whether a name that a comprehension uses means nothing else in the function around it.

    Parameters
    ----------
    code: the file.
    name: the name.
    inside: the comprehension.
    """
    own = {id(node) for node in ast.walk(inside)}
    scope = code.scope(inside)
    return name not in code.parameters(scope) and not any(
        isinstance(node, ast.Name) and node.id == name and id(node) not in own for node in ast.walk(scope)
    )
