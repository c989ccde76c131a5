"""What code that is not in sight leaves in what it is handed: an empty list is there to be filled, and the methods of an object
of a class that derives from one of a library are there to be called.
"""

from __future__ import annotations

from typing import Final

from cclint.analysis.base.core import Core
from cclint.analysis.program.walking import FILLING, fills
from cclint.analysis.values.code import Bound, Class, External, Func, Method
from cclint.analysis.values.count import MANY
from cclint.analysis.values.heap import Instance, Mapping, Sequence
from cclint.analysis.values.value import Ref, Run, Value, alternatives, total
from cclint.ir import nodes as ir

PLAIN: Final = frozenset({"builtins.object", "abc.ABC", "typing.Generic", "typing.Protocol", "enum.Enum"})
"""Base classes that call nothing of those that derive from them."""
MOST: Final = 8
"""How many methods of an object are called."""


class Filling(Core):
    """Code out of sight changes what it is handed."""

    def filled(self, value: Value, node: ir.Node, name: str) -> None:
        """Lists that hold nothing are handed to somebody: those hold what they are given there.

        Parameters
        ----------
        name: of what they are handed to; an assertion only looks at them.
        """
        if name.rpartition(".")[2].startswith("assert"):
            return
        for one in alternatives(value):
            record = self.record(one)
            if isinstance(one, Method) and one.name in FILLING:  # `each(people.append)`
                self.added(one.receiver, node, name)
            if not isinstance(one, Ref):
                continue
            if isinstance(record, Mapping):
                for run in record.values:
                    if isinstance(run.value, Ref) and isinstance(self.record(run.value), Sequence):
                        self.filled(run.value, node, name)
            elif isinstance(record, Sequence) and record.kind != "iterator" and not total(record.runs).most:
                self.added(one, node, name)

    def added(self, value: Value, node: ir.Node, name: str) -> None:
        """Any number of elements that are not known are added to a list."""
        record = self.record(value)
        if isinstance(value, Ref) and isinstance(record, Sequence):
            element = self.unknown(node, "call", name, key=("filled", self.path, node.at))
            self.write(value.id, record.holding((*record.runs, Run(element, MANY))))

    def used(self, value: Value, node: ir.Node) -> None:
        """An object is handed to a library whose class its own derives from, or a method of that class is called on it: it calls
        the methods that fill the object, as a parser does with `handle_starttag`.
        """
        record = self.record(value)
        cls = record.cls if isinstance(record, Instance) else None
        info = self.classes.get(cls.id) if isinstance(cls, Class) else None
        if info is None or not any(isinstance(one, External) and one.name not in PLAIN for one in info.order):
            return
        scopes = [self.classes[one.id].scope for one in info.order if isinstance(one, Class) and one.id in self.classes]
        names = [one.name for scope in scopes for one in scope.inner if one.kind == "function" and fills(one)]
        for name in [one for one in dict.fromkeys(names) if not one.startswith("__")][:MOST]:
            method = self.in_order(info.order, name)
            if isinstance(method, Func) and method.kind == "function":
                self.call_back(Bound(method, value), node)
