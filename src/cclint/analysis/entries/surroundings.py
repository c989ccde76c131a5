"""Variables of modules that functions fill: what others have left in them by the time that a function is called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, TypeAlias

from cclint.analysis.entries.aftermath import in_any_order
from cclint.analysis.entries.lending import Given, lent
from cclint.analysis.entries.naming import Naming, indexed, own_methods
from cclint.analysis.entries.standing import Cell, Standing
from cclint.analysis.evaluate.machine import Machine
from cclint.analysis.program.walking import FILLING
from cclint.analysis.relevance.functions import Tests
from cclint.analysis.values.code import COROUTINE, Bound, Func
from cclint.analysis.values.heap import Instance, Mapping, Sequence
from cclint.analysis.values.state import State
from cclint.analysis.values.value import Ref, Value
from cclint.ir import nodes as ir

MOST: Final = 8
"""Functions that are called for what they leave behind; more would take long."""
Named: TypeAlias = list[tuple[str, str, Value]]
"""What functions name: the path, the name there, and what it stands for."""


class Surroundings:
    """The modules of one run, each prepared once for the functions that are called from out of sight.

    Parameters
    ----------
    machine: the evaluator.
    tests: tells the paths of test code, which leaves nothing to others.
    """

    def __init__(self, machine: Machine, tests: Tests) -> None:
        self.machine = machine
        self.tests = tests
        self.naming = Naming(machine)
        self.standing = Standing(machine, tests, self.naming)
        self.known: dict[tuple[object, ...], State] = {}

    def prepared(self, path: str, body: ir.Function, function: ir.Function) -> State:
        """The state in which a function of a module is called; the machine stands at the end of the module's body.

        Functions that change a variable which it uses have been called any number of times, but for itself.

        Parameters
        ----------
        path, body: of the module.
        function: one of its functions, or a method of one of its classes.
        """
        machine = self.machine
        users, found = self.using(path, body, function)
        filling = [*self.filling(path, users, found), *self.binding(path, body, function)]
        calls: dict[Func | Bound, tuple[int, frozenset[Cell]]] = {one: (0, frozenset()) for one in filling}
        dues, left = self.standing.setting_up(found, users)
        for one in dues:
            calls[one.target] = (one.own, one.cells | calls.get(one.target, (0, frozenset()))[1])
        calls = {one: how for one, how in calls.items() if _code(one) is not function}
        key = (path, tuple(one.token for one in calls), frozenset(left))
        if key not in self.known:
            if calls:
                begun = machine.steps
                ended = in_any_order(machine, [(one, own) for one, (own, _) in calls.items()], function)
                left.update(*(cells for number, (_, cells) in enumerate(calls.values()) if number not in ended))
                machine.taken += machine.steps - begun
                machine.steps = begun  # it is for all functions, and not at the cost of the one that is first
            self.standing.leave_open(left, function)
            self.known[key] = machine.state
        return self.known[key]

    def using(self, path: str, body: ir.Function, function: ir.Function) -> tuple[list[ir.Function], Named]:
        """A function with those that it calls by name, and with the methods that it calls on its own object; and what all of
        them name.
        """
        naming = self.naming
        users = [function, *own_methods(body, function)]
        found = [each for one in users for each in naming.named(path, body, one)]
        own = {one.name: one for one in body.inner if one.kind == "function"}  # whatever decorators have made of them
        scopes = [own[name] if home == path and name in own else naming.scope_of(one) for home, name, one in found]
        callees = [scope for scope in scopes if scope is not None]
        callees = [one for one in dict.fromkeys(callees) if one.path == path or self.sends(one)]
        for callee in callees:
            module = self.machine.project.module(callee.path)
            if module is not None:
                found += naming.named(callee.path, module.body, callee)
        return [*users, *callees], found

    def filling(self, path: str, users: list[ir.Function], found: Named) -> list[Func]:
        """The functions that fill what others use."""
        variables = {(home, name): value for home, name, value in found if isinstance(value, Ref)}
        wanted = {value.id for value in variables.values()}
        if not wanted:
            return []
        paths = {path, *(home for home, _ in variables), *(one.path for one in users)}
        for (_, name), value in variables.items():
            paths.update(self.elsewhere(name, value))
        fillers: list[Func] = []
        for other in [path, *sorted(paths - {path})]:
            if other == path or not self.tests(other):
                fillers += self.fillers(other, wanted)
        return fillers[:MOST]

    def binding(self, path: str, body: ir.Function, function: ir.Function) -> list[Func]:
        """The functions that bind variables anew by `global` which a function names, of the modules that those stand in."""
        variables: dict[str, set[str]] = {path: function.named & body.locals}
        for home, name, value in self.naming.named(path, body, function):
            module = self.machine.project.module(value.scope.path) if isinstance(value, Func) else None
            if module is not None:
                variables.setdefault(module.path, set()).update(module.body.locals)
            elif home != path:
                variables.setdefault(home, set()).add(name)
        found: list[Func] = []
        for home, names in variables.items():
            module = self.machine.project.module(home)
            if module is None or names.isdisjoint(_bound(module.body)):
                continue
            for one in indexed(module.body)[0]:
                held = self.naming.held_as(home, module.body, one) if not one.outer.isdisjoint(names) else ()
                found += [each for each in held if isinstance(each, Func) and each.kind in ("function", COROUTINE)]
        return found[:MOST]

    def sends(self, scope: ir.Function) -> bool:
        """Whether a function mentions a mail API itself: what those that are farther away use would take long."""
        return (self.machine.relevant or {}).get(id(scope)) == 0

    def elsewhere(self, name: str, value: Ref) -> list[str]:
        """The files that fill something under a name, if it is empty as its module leaves it, or an object with attributes."""
        record = self.machine.record(value)
        empty = isinstance(record, (Sequence, Mapping)) and not record.is_filled
        if not empty and not isinstance(record, Instance):
            return []
        pattern = (
            rf"\b{re.escape(name)}(?:\.(?:{'|'.join(sorted(FILLING))})\(|(?:\.\w+|\[[^]\n]{{1,200}}\])\s*\+?=[^=])"
        )
        return self.machine.project.holding(re.compile(pattern.encode()), name.encode())

    def fillers(self, path: str, wanted: set[int]) -> Iterator[Func]:
        """The functions of a module that fill one of some objects."""
        module = self.machine.project.module(path)
        if module is None:
            return
        self.machine.import_module(path)
        functions, by_names = indexed(module.body)
        numbers = {
            number
            for names, filling in by_names.items()
            if self.naming.is_wanted(path, names, wanted, functions[filling[0]])
            for number in filling
        }
        for number, one in enumerate(functions):
            if number in numbers or self.lends(path, module.body, one, wanted):
                yield from self.naming.callable_as(path, module.body, one)

    def lends(self, path: str, body: ir.Function, function: ir.Function, wanted: set[int]) -> bool:
        """Whether a function gives one of some objects to another one that fills it."""

        def is_asked(value: Given) -> bool:
            outside = isinstance(value, ir.Name) and value.id in body.locals and value.id not in function.locals
            return outside and isinstance(value, ir.Name) and self.naming.is_wanted(path, (value.id,), wanted, function)

        return any(True for _ in lent(self.machine, function, is_asked))


@lru_cache(maxsize=64)
def _bound(body: ir.Function) -> frozenset[str]:
    """The variables of a module that its functions bind by `global`."""
    return frozenset(name for one in indexed(body)[0] for name in one.outer)


def _code(target: Func | Bound) -> ir.Function:
    function = target.function if isinstance(target, Bound) else target
    assert isinstance(function, Func)
    return function.scope
