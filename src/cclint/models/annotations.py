"""The annotations of stubs as types: what names mean, and which marks may stand where."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from pathlib import Path

from cclint.ir.types import Type
from cclint.models import StubError
from cclint.models.vocabulary import MARKS, ORIGINS, PARTS, RESULTS, ROLES, WAYS

VOCABULARY = "cclint.models.vocabulary"
LANGUAGE = frozenset(
    {
        "Any", "AnyStr", "AsyncIterable", "AsyncIterator", "Awaitable", "Callable", "Collection", "Container", "Counter",
        "Coroutine", "Generator", "Generic", "ItemsView", "Iterable", "Iterator", "KeysView", "List", "Literal", "Mapping",
        "MutableMapping", "MutableSequence", "NoReturn", "Optional", "OrderedDict", "Protocol", "Required", "Self",
        "Sequence", "Set",
        "Type", "TypedDict", "Union", "ValuesView", "bool", "bytes", "bytearray", "complex", "defaultdict", "deque", "dict",
        "float", "frozenset", "int", "iterator", "list", "memoryview", "object", "range", "set", "slice", "str", "tuple",
        "type", "None",
    }
)  # fmt: skip
"""The types of the language and of `typing`, which stubs need not import."""
VARIABLES = frozenset({"T", "S", "K", "V"})
"""The type variables of stubs."""
CONSTANT = frozenset({"Literal", "Splits", "Shows"})
"""Types whose arguments are constants."""
WITH_WAYS = frozenset({*ROLES, "Raw", "Headers", "HeaderName", "Overrides"})
"""Marks that take a word about how what they hold is understood."""
WHOLE = frozenset({"Each", "Clears"})
"""Marks that say nothing without arguments."""


class Annotations:
    """What the names of one stub mean.

    Parameters
    ----------
    path: of the stub, for errors.
    names: the qualified names and marks by the names that the stub uses.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.names: dict[str, str] = {name: name for name in LANGUAGE | VARIABLES}

    def fail(self, node: ast.AST | None, what: str) -> StubError:
        return StubError(self.path, getattr(node, "lineno", 1), what)

    def part(self, node: ast.expr | None) -> Type | None:
        """The type of a parameter, an attribute or a key.

        Raises
        ------
        StubError: it is none, or a mark that stands elsewhere.
        """
        kind = self.type(node)
        self.complete(kind, node)
        if kind is not None and kind.name in RESULTS - set(ORIGINS):
            raise self.fail(node, f"`{kind.name}` says what a call does: it stands behind the arrow, `-> {kind.name}`")
        return kind

    def result(self, node: ast.expr | None) -> Type | None:
        """The type that a function returns.

        Raises
        ------
        StubError: it is none, or a mark that stands elsewhere.
        """
        kind = self.type(node)
        self.complete(kind, node)
        if kind is not None and kind.name in PARTS:
            raise self.fail(
                node, f"`{kind.name}` says what is given: it stands with a parameter, a key or an attribute"
            )
        return kind

    def complete(self, kind: Type | None, node: ast.expr | None) -> None:
        """Refuse marks without the arguments that they need, and arguments that a role does not know."""
        if kind is None:
            return
        if kind.name in WHOLE and not kind.arguments:
            raise self.fail(node, f"`{kind.name}` needs to know of what: `{kind.name}[To]`")
        if kind.name in WAYS:
            raise self.fail(node, f"`{kind.name}` says how a role's addresses are understood: `To[{kind.name}]`")
        for inner in kind.arguments:
            if kind.name in WITH_WAYS and inner.name in WAYS:
                continue
            if kind.name in ROLES:
                raise self.fail(
                    node, f"`{kind.name}[...]` takes {', '.join(sorted(WAYS - {'Hidden'}))}, not {inner.name!r}"
                )
            self.complete(inner, node)

    def resolved(self, dotted: str) -> str:
        head, _, rest = dotted.partition(".")
        known = self.names.get(head, head)
        return f"{known}.{rest}" if rest else known

    def type(self, node: ast.expr | None) -> Type | None:
        """The type or mark that an annotation names.

        Raises
        ------
        StubError: it names something that the stub does not know.
        """
        match node:
            case None:
                return None
            case ast.Constant(value=None):
                return Type("None")
            case ast.Constant(value=str() as text):
                return self.type(ast.parse(text, mode="eval").body)
            case ast.BinOp(op=ast.BitOr()):
                parts = [one for side in (node.left, node.right) if (one := self.type(side)) is not None]
                flat = [inner for one in parts for inner in (one.arguments if one.name == "Union" else (one,))]
                return Type("Union", tuple(flat))
            case ast.Subscript():
                return self.subscripted(node)
        dotted = dotted_name(node)
        if dotted is None:
            raise self.fail(node, "this is no type")
        if dotted in self.names:
            return Type(self.names[dotted])
        head = dotted.partition(".")[0]
        if head == dotted:
            if dotted in MARKS:
                raise self.fail(node, f"the mark {dotted!r} is used before it is imported from {VOCABULARY}")
            raise self.fail(node, f"there is no type {dotted!r}{suggested(dotted, {*self.names, *MARKS})}")
        return Type(self.mark(self.resolved(dotted), node))

    def mark(self, name: str, node: ast.AST) -> str:
        """A name from the vocabulary by its last part, where it is written with the module in front."""
        if not name.startswith(f"{VOCABULARY}."):
            return name
        short = name.removeprefix(f"{VOCABULARY}.")
        if short not in MARKS:
            raise self.fail(node, f"there is no mark {short!r}{suggested(short, MARKS)}")
        return short

    def subscripted(self, node: ast.Subscript) -> Type | None:
        outer = self.type(node.value)
        inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if outer is None:
            return None
        if outer.name in CONSTANT:
            if not all(isinstance(one, ast.Constant) for one in inner):
                raise self.fail(node, f"{outer.name} needs constants")
            return Type(outer.name, tuple(Type("", (), one.value) for one in inner if isinstance(one, ast.Constant)))
        endless = isinstance(inner[-1], ast.Constant) and inner[-1].value is ...
        kept = [self.type(one) or Type("Any") for one in (inner[:-1] if endless else inner)]
        if outer.name == "tuple" and not endless:
            return Type("tuple", (Type("exactly"), *kept))
        return Type(outer.name, tuple(kept))


def without_arguments(node: ast.expr) -> ast.expr:
    """`Base[T]` without what it is generic in."""
    return node.value if isinstance(node, ast.Subscript) else node


def dotted_name(node: ast.AST) -> str | None:
    """A name with dots as text; None for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        head = dotted_name(node.value)
        return None if head is None else f"{head}.{node.attr}"
    return None


def suggested(name: str, known: Iterable[str]) -> str:
    """The end of a sentence that says which name may be meant."""
    from difflib import get_close_matches

    close = get_close_matches(name, sorted(known), 1, 0.5)
    return f"; did you mean {close[0]!r}?" if close else ""
