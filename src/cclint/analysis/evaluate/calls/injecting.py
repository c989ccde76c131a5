"""Parameters that a framework fills in: what a dependency of FastAPI gives.

https://fastapi.tiangolo.com/tutorial/dependencies/: `mailer: Mailer = Depends(get_mailer)`, or
`Annotated[Mailer, Depends(get_mailer)]`, also by another name. A dependency has dependencies itself; one that yields gives
"""

from __future__ import annotations

from typing import Final

from cclint.analysis.base.core import Core
from cclint.analysis.base.paths import Arguments, DivergesError
from cclint.analysis.values.code import ANNOTATED, DEPENDENCIES, Class, External, Frame, Func, Partial
from cclint.analysis.values.heap import Generator
from cclint.analysis.values.lattice import join_all
from cclint.analysis.values.value import Ref, Value
from cclint.ir import nodes as ir

DEEP: Final = 8
"""How many dependencies may depend on each other."""


class Injecting(Core):
    """What frameworks call a program's functions with."""

    def injected(self, parameter: ir.Parameter, function: Func) -> Value | None:
        """What a dependency gives for a parameter; None where none is declared, or it gives nothing that can be told."""
        provider = self.provider(parameter, function)
        if provider is None or self.injections >= DEEP:
            return None
        initial: Value | None = provider
        if isinstance(provider, Class):
            initial = self.in_order(self.classes[provider.id].order, "__init__")
        state = self.state
        self.injections += 1
        try:
            with self.parting() as base:
                self.state = base.fork()
                own = int(isinstance(provider, Class))
                arguments = self.any_arguments(initial, own) if isinstance(initial, Func) else Arguments()
                result = self.call(provider, arguments, parameter)
                record = self.record(result)
                if isinstance(result, Ref) and isinstance(record, Generator):
                    result = join_all(run.value for run in self.drained(result, record, parameter))
                return result
        except DivergesError:
            self.state = state.fork()
            return None
        finally:
            self.injections -= 1

    def provider(self, parameter: ir.Parameter, function: Func) -> Func | Class | None:
        """The function or class that a parameter depends on."""
        given = [dict(function.defaults).get(parameter.name)]
        if _marked(given[0]) is None and parameter.annotation is not None:
            annotation = self.annotation(parameter.annotation, function.frame)
            if isinstance(annotation, Partial) and annotation.function == ANNOTATED:
                given = [*annotation.positional]
        marked = [marker for one in given if (marker := _marked(one)) is not None]
        provider = marked[0].positional[0] if marked and marked[0].positional else None
        return provider if isinstance(provider, (Func, Class)) else None

    def annotation(self, node: ir.Expression, frame: Frame) -> Value | None:
        """An annotation as a value, where it is of a form that can name a dependency."""
        if not isinstance(node, (ir.Name, ir.Attribute, ir.Subscript)):
            return None
        return self.aside_in(frame, lambda: self.expression(node))


def is_marker(value: Value | None) -> bool:
    """Whether a default only says what a framework is to fill in."""
    return _marked(value) is not None


def _marked(value: Value | None) -> Partial | None:
    if isinstance(value, Partial) and isinstance(value.function, External) and value.function.name in DEPENDENCIES:
        return value
    return None
