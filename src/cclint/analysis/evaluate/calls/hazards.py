"""Which calls may raise something that a program waits for with `except`."""

from __future__ import annotations

from typing import Final

from cclint.analysis.values.value import Opaque, Value

SAFE: Final = (
    "builtins.",
    "cclint.listed.",
    "collections.",
    "itertools.",
    "functools.",
    "operator.",
    "copy.",
    "email.",
    "contextlib.",
    "typing.",
)
"""Modules of which functions and classes do what they are asked for."""
OWN: Final = frozenset(
    {"str", "list", "dict", "set", "tuple", "frozenset", "view", "values", "deque", "iterator", "sequence", "Counter",
     "defaultdict", "OrderedDict", "message", "function", "attributes"}
)  # fmt: skip
"""Types of which methods do."""
RAISING: Final = frozenset({
    "pop", "popleft", "popitem", "remove", "index", "next", "__next__", "int", "float", "long", "getitem", "itemgetter",
    "attrgetter", "__getitem__", "getattr", "delattr", "open", "input", "decode", "encode", "min", "max", "reduce",
    "get_all", "attach", "as_string", "as_bytes", "format", "__call__", "set_content", "__setitem__", "__import__",
    "exec", "eval", "methodcaller",
})  # fmt: skip
"""Those of them that do not always."""


def may_raise(name: str, receiver: Value | None) -> bool:
    """Whether a call of something of a library, or of a method of a value, may raise something that a program waits for."""
    owner, _, last = name.rpartition(".")
    if last in RAISING or isinstance(receiver, Opaque):
        return True
    return not (name.startswith(SAFE) or owner in OWN)
