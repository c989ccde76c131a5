"""What a function is given that takes one address or a list: asked for its kind, an argument is what its caller shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cclint.analysis.base.core import Core
from cclint.analysis.operations.types import METHODS, is_one_or_many
from cclint.analysis.values.code import External
from cclint.analysis.values.runs import ARGUMENT
from cclint.analysis.values.value import STRING, Opaque, Value
from cclint.ir import nodes as ir


class Handed(Core):
    """`if isinstance(to, str): to = [to]`, and all other ways to ask."""

    def as_asked_for(self, subject: ir.Expression, kinds: Value) -> Callable[[Value], Value]:
        """How to take an argument that is asked whether it is of some kinds."""
        return self.as_handed if self.is_parameter(subject) and is_one_or_many(kinds) else _same

    def as_asked_about(self, subject: ir.Expression, attribute: object) -> Callable[[Value], Value]:
        """How to take an argument that is asked whether it has an attribute of texts or lists."""
        telling = attribute in METHODS["str"] or attribute in METHODS["list"]
        return self.as_handed if self.is_parameter(subject) and telling else _same

    def matched_as_handed(self, subject: ir.Expression, patterns: Iterable[ir.Pattern]) -> None:
        """Take an argument that `match` tells apart by whether it is a text or a list."""
        if self.is_parameter(subject) and any(map(self.is_of_kind, patterns)):
            self.narrow_path(subject, self.as_handed)

    def is_of_kind(self, pattern: ir.Pattern) -> bool:
        if isinstance(pattern, ir.ClassPattern):
            return is_one_or_many(self.expression(pattern.cls))
        return isinstance(pattern, ir.SequencePattern)

    def is_parameter(self, node: ir.Expression) -> bool:
        """Whether an expression is a parameter of the function that is running."""
        return isinstance(node, ir.Name) and any(one.name == node.id for one in self.frame.scope.parameters)

    def as_handed(self, value: Value) -> Value:
        """That a function takes both tells nothing of this argument: what a caller in sight hands over and nothing shows to
        be a list is one, as it is everywhere else. A function that insists on one kind (`assert isinstance(to, list)`) is
        handed that.
        """
        if self.demanding:
            return value
        if isinstance(value, External):
            return Opaque(("name", value.name), STRING, born=self.running, trail=value.trail)
        if not isinstance(value, Opaque) or value.type is not None or value.key in self.plural:
            return value
        if isinstance(value.key, tuple) and (value.key[:1] == ("parameter",) or value.key[1:2] == (ARGUMENT,)):
            return value  # its callers are not in sight
        return value.refined(type=STRING)


def _same(value: Value) -> Value:
    return value
