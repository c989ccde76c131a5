"""What stands behind an abstract type: the classes of the project that make it concrete.

Programs hand their parts to each other by constructors, and say of them no more than `transport: Transport`. Where nobody
in sight puts them together, what a `Transport` does is what the classes do that derive from it, or that have all methods of
the protocol.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cclint.analysis.base.core import Core
from cclint.analysis.program.walking import last_name
from cclint.analysis.values.classes import ClassInfo
from cclint.analysis.values.code import Class, External, Func
from cclint.ir import nodes as ir

PROTOCOLS: Final = frozenset({"typing.Protocol", "typing_extensions.Protocol"})
ABSTRACT: Final = frozenset({"abstractmethod", "abstractproperty", "abstractclassmethod", "abstractstaticmethod"})
MOST: Final = 6
"""More concrete classes than these say nothing about any of them."""


class Abstract(Core):
    """From abstract classes to concrete ones."""

    def concrete(self, cls: Class, node: ir.Node) -> list[Class]:
        """The classes that make an abstract one concrete; none where it is not abstract, or where there are too many."""
        known = self.concretes.get(cls.id)
        if known is None:
            self.concretes[cls.id] = []  # so that a class that is found on the way is not looked for again
            info = self.classes.get(cls.id)
            found = list(dict.fromkeys(self._found(cls, info, node))) if info is not None and is_abstract(info) else []
            known = self.concretes[cls.id] = found if len(found) <= MOST else []
        return known

    def _found(self, cls: Class, info: ClassInfo, node: ir.Node) -> Iterator[Class]:
        methods = [one for one in _methods(info.scope) if not one.name.startswith("_")]
        if is_protocol(info):
            if not methods:
                return
            word = max((one.name for one in methods), key=len)
            pattern = rf"\bdef\s+{word}\b"
        else:
            word = info.name
            pattern = rf"\bclass\s+\w+\s*\([^)]*\b{word}\b|\b{word}\s+as\s"
        for path in self.project.holding(re.compile(pattern.encode()), word.encode()):
            module = self.project.module(path)
            for one in module.classes if module is not None else ():
                value = (
                    self.member(path, one.name, node) if one.name in (module.body.locals if module else ()) else None
                )
                sub = self.classes.get(value.id) if isinstance(value, Class) and value != cls else None
                if sub is None or not isinstance(value, Class) or is_abstract(sub):
                    continue
                if cls in sub.order or (is_protocol(info) and self._has(sub, methods)):
                    yield value

    def _has(self, info: ClassInfo, methods: list[ir.Function]) -> bool:
        """Whether a class has methods that can be called as these are."""
        return all(_takes(one) in map(_takes, self._own(info, one.name)) for one in methods)

    def _own(self, info: ClassInfo, name: str) -> Iterator[ir.Function]:
        """The method that a class has under a name, and what its author wrote where a decorator has wrapped that."""
        found = self.in_order(info.order, name)
        if isinstance(found, Func):
            yield found.scope
        for cls in info.order if found is not None else ():
            scope = self.classes[cls.id].scope if isinstance(cls, Class) and cls.id in self.classes else None
            written = next((one for one in _methods(scope) if one.name == name), None) if scope is not None else None
            if written is not None:
                yield written
                return


def is_protocol(info: ClassInfo) -> bool:
    """Whether a class says by its methods alone who is one."""
    return any(isinstance(one, External) and one.name in PROTOCOLS for one in info.bases)


def is_abstract(info: ClassInfo) -> bool:
    """Whether a class leaves methods to those that derive from it."""
    return is_protocol(info) or any(map(_is_left, info.scope.body))


def _methods(scope: ir.Function) -> Iterator[ir.Function]:
    for one in scope.body:
        if isinstance(one, ir.Define):
            yield one.function


def _is_left(node: ir.Statement) -> bool:
    if not isinstance(node, ir.Define):
        return False
    if any(last_name(one) in ABSTRACT for one in node.decorators):
        return True
    body = [
        one for one in node.function.body if not (isinstance(one, ir.Evaluate) and isinstance(one.value, ir.Constant))
    ]
    return len(body) == 1 and isinstance(body[0], ir.Raise) and "NotImplementedError" in _names(body[0])


def _takes(function: ir.Function) -> tuple[int, bool]:
    """How many arguments a function has to be given, and whether it takes any number."""
    needed = [
        one for one in function.parameters if one.default is None and one.kind in ("positional", "any", "keyword")
    ]
    return len(needed), any(one.kind == "star" for one in function.parameters)


def _names(node: ir.Raise) -> set[str]:
    value = node.value
    if isinstance(value, ir.Call):
        value = value.function
    return {last_name(value)} if value is not None else set()
