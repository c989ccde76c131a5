"""Conditions that have a name, or a function of their own: what they say is known where the name or the call is tested."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Table
from dataclasses import replace
from typing import Any, Final, TypeVar

from cclint.analysis.base.core import Core
from cclint.analysis.base.paths import DEAD, Test
from cclint.analysis.evaluate.conditions.bounds import is_path
from cclint.analysis.program.walking import children
from cclint.analysis.values.code import Bound, Class, External, Func
from cclint.analysis.values.heap import Instance
from cclint.analysis.values.value import BOOLEAN, Const, Opaque, Ref, Value, alternatives
from cclint.ir import nodes as ir

CONDITIONS: Final = (ir.Compare, ir.Unary, ir.Logic, ir.Call)
"""Expressions whose outcome is worth remembering."""
BINDING: Final = (ir.Lambda, ir.Comprehension, ir.Bind, ir.Await, ir.Yield, ir.YieldFrom)
"""Expressions with names, or effects, of their own."""
T = TypeVar("T")


class Predicates(Core):
    """Remembering conditions."""

    def remembered(self, node: ir.Expression, value: Value) -> Value:
        """The outcome of a condition that is not known, as something that remembers which condition it was."""
        if not isinstance(node, CONDITIONS) or not all(_is_outcome(one) for one in alternatives(value)):
            return value
        if all(isinstance(one, Const) for one in alternatives(value)) and len(alternatives(value)) == 1:
            return value
        paths = list(paths_in(node))
        if not paths:
            return value
        subjects = tuple((path, self.stamp(path)) for path in paths)
        made = Opaque(("test", self.path, node.at), BOOLEAN, born=self.running)
        self.tests[made.key] = Test(node, self.frame.id, subjects)
        return made

    def stamp(self, path: ir.Expression) -> tuple[Any, ...]:
        """What a path holds, so that it can be told whether it still does."""
        value = self.expression(path)
        return (value.token, *(self.record(one) for one in alternatives(value)))

    def recalled(self, value: Value, *, wanted: bool) -> bool:
        """Narrow by the condition that a value is the outcome of; False where it cannot turn out as wanted."""
        test = self.tests.get(value.key) if isinstance(value, Opaque) else None
        if test is None or test.frame != self.frame.id:
            return True
        if any(self.stamp(path) != before for path, before in test.subjects):
            return True
        condition = test.node
        while isinstance(condition, ir.Unary):
            condition = condition.operand
        if isinstance(condition, ir.Logic) or (isinstance(condition, ir.Compare) and len(condition.operators) > 1):
            return self.assumed(test.node, wanted=wanted)
        return self.narrowing(test.node, wanted=wanted)  # what it did when it was evaluated is not done again

    def assumed(self, node: ir.Expression, *, wanted: bool) -> bool:
        """Go on where a condition turns out as wanted."""
        sends = len(self.sends)
        holds, fails = self.split(node)
        del self.sends[sends:]  # they were noted when the condition was evaluated for the first time
        self.state = holds if wanted else fails
        return self.state is not DEAD

    def narrow_predicate(self, node: ir.Call, *, wanted: bool) -> bool:
        """A call of a function that does nothing but return a condition about its parameters."""
        called = self.expression(node.function) if is_path(node.function) else None
        function = called.function if isinstance(called, Bound) else called
        if not isinstance(function, Func) or function.scope.generator:
            return True
        body = [one for one in function.scope.body if not _is_docstring(one)]
        if len(body) != 1 or not isinstance(body[0], ir.Return) or not isinstance(body[0].value, CONDITIONS):
            return True
        given = [argument.value for argument in node.arguments if not argument.keyword and not argument.stars]
        if isinstance(called, Bound) and isinstance(node.function, ir.Attribute):
            given.insert(0, node.function.value)
        names = {parameter.name: one for parameter, one in zip(function.scope.parameters, given)}
        names.update({argument.keyword: argument.value for argument in node.arguments if argument.keyword})
        if any(not is_path(one) and not isinstance(one, ir.Constant) for one in names.values()):
            return True
        condition = body[0].value
        if not all(self.understood(one, names) for one in _walk(condition)):
            return True
        return self.assumed(_substituted(condition, names), wanted=wanted)

    def spelt_out(self, path: ir.Expression, name: str) -> ir.Expression | None:
        """What a method or property of the object that a path leads to returns, as the caller would write it; None where
        it does anything else.
        """
        owner = self.expression(path) if is_path(path) else None
        record = self.record(owner) if isinstance(owner, Ref) else None
        info = (
            self.classes.get(record.cls.id) if isinstance(record, Instance) and isinstance(record.cls, Class) else None
        )
        function = self.in_order(info.order, name) if info is not None else None
        if not isinstance(function, Func) or function.scope.generator or not function.scope.parameters:
            return None
        body = [one for one in function.scope.body if not _is_docstring(one)]
        made = body[0].value if len(body) == 1 and isinstance(body[0], ir.Return) else None
        names = {function.scope.parameters[0].name: path}
        if made is None or not all(self.understood(one, names) for one in _walk(made)):
            return None
        return _substituted(made, names)

    def narrow_by_class(self, path: ir.Expression, *, wanted: bool) -> bool:
        """`if outbox`, `if outbox.single`: what the class's `__bool__` or `__len__`, or the property, asks for."""
        if isinstance(path, ir.Attribute) and (made := self.spelt_out(path.value, path.name)) is not None:
            return self.assumed(made, wanted=wanted)
        for name in ("__bool__", "__len__"):
            if (made := self.spelt_out(path, name)) is not None:
                return self.assumed(made, wanted=wanted)
        return True

    def understood(self, node: object, names: Table[str, ir.Expression]) -> bool:
        """Whether a part of a condition means the same in the caller: parameters and built-in names do."""
        if isinstance(node, BINDING):
            return False
        if isinstance(node, ir.Name) and node.id not in names:
            return self.lookup(node.id, node) == External(f"builtins.{node.id}")
        return True


def _is_outcome(value: Value) -> bool:
    if isinstance(value, Const):
        return isinstance(value.value, bool)
    return isinstance(value, Opaque) and value.type == BOOLEAN


def _is_docstring(node: ir.Statement) -> bool:
    return isinstance(node, ir.Evaluate) and isinstance(node.value, ir.Constant)


def _walk(node: object) -> Iterator[object]:
    pending = [node]
    while pending:
        one = pending.pop()
        if isinstance(one, tuple):
            pending.extend(one)
        elif isinstance(one, (ir.Node, ir.Argument)):
            yield one
            pending.extend(children(one))


def paths_in(node: object) -> Iterator[ir.Expression]:
    """The paths that an expression reads, each as long as it goes."""
    if isinstance(node, tuple):
        for one in node:
            yield from paths_in(one)
    elif isinstance(node, (ir.Name, ir.Attribute, ir.Subscript)) and is_path(node):
        yield node
    elif isinstance(node, (ir.Node, ir.Argument)) and not isinstance(node, BINDING):
        if isinstance(node, ir.Call) and isinstance(node.function, ir.Attribute):  # of a method call, its object
            yield from paths_in(node.function.value)
            yield from paths_in(node.arguments)
        else:
            for one in children(node):
                yield from paths_in(one)


def _substituted(node: T, names: Table[str, ir.Expression]) -> T:
    """An expression with other expressions in place of names."""
    if isinstance(node, ir.Name):
        return names.get(node.id, node)  # type: ignore[return-value]
    if isinstance(node, tuple):
        return tuple(_substituted(one, names) for one in node)  # type: ignore[return-value]
    if not isinstance(node, (ir.Node, ir.Argument)) or isinstance(node, ir.Constant):
        return node
    fields = {
        name: getattr(node, name)
        for name in type(node).__dataclass_fields__
        if isinstance(getattr(node, name), (ir.Node, ir.Argument, tuple)) and name != "at"
    }
    return replace(node, **{name: _substituted(held, names) for name, held in fields.items()})
