"""Variables of modules that functions fill: what others have left in them by the time that a function is called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from cclint.analysis.entries.aftermath import in_any_order
from cclint.analysis.entries.lending import Given, lent
from cclint.analysis.evaluate.machine import Machine
from cclint.analysis.program.walking import FILLING, filled_names
from cclint.analysis.relevance.functions import Tests
from cclint.analysis.values.code import COROUTINE, Class, Func, Module
from cclint.analysis.values.heap import Instance, Mapping, Sequence
from cclint.analysis.values.state import State
from cclint.analysis.values.value import Ref, Value, alternatives
from cclint.ir import nodes as ir

MOST: Final = 8
"""Functions that are called for what they leave behind; more would take long."""


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
        filling = [*self.filling(path, body, function), *self.binding(path, body, function)]
        filling = [one for one in dict.fromkeys(filling) if one.scope is not function]
        key = (path, tuple(one.token for one in filling))
        if key not in self.known:
            if filling:
                begun = machine.steps
                in_any_order(machine, [(one, 0) for one in filling], function)
                machine.taken += machine.steps - begun
                machine.steps = begun  # it is for all functions, and not at the cost of the one that is first
            self.known[key] = machine.state
        return self.known[key]

    def filling(self, path: str, body: ir.Function, function: ir.Function) -> list[Func]:
        """The functions that fill what a function uses, or what the functions and classes use that it names."""
        found = [*self.named(path, body, function)]
        own = {one.name: one for one in body.inner if one.kind == "function"}  # whatever decorators have made of them
        scopes = [own[name] if home == path and name in own else self.scope_of(one) for home, name, one in found]
        callees = [scope for scope in scopes if scope is not None]
        callees = [one for one in callees if one.path == path or self.sends(one)]
        for callee in callees:
            module = self.machine.project.module(callee.path)
            if module is not None:
                found += self.named(callee.path, module.body, callee)
        variables = {(home, name): value for home, name, value in found if isinstance(value, Ref)}
        wanted = {value.id for value in variables.values()}
        if not wanted:
            return []
        paths = {path, *(home for home, _ in variables), *(callee.path for callee in callees)}
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
        for home, name, value in self.named(path, body, function):
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
            for one in _indexed(module.body)[0]:
                held = self.held_as(home, module.body, one) if not one.outer.isdisjoint(names) else ()
                found += [each for each in held if isinstance(each, Func) and each.kind in ("function", COROUTINE)]
        return found[:MOST]

    def named(self, path: str, body: ir.Function, function: ir.Function) -> Iterator[tuple[str, str, Value]]:
        """The variables and functions of modules that a function names: the path, the name there, and what it stands for."""
        for name in sorted(function.named & body.locals):
            value = self.value(path, name, function)
            if isinstance(value, Module):
                module = self.machine.project.module(value.path)
                for inner in sorted(function.taken & module.body.locals) if module is not None else ():
                    held = self.value(value.path, inner, function)
                    if held is not None:
                        yield value.path, inner, held
            elif value is not None:
                yield path, name, value

    def scope_of(self, value: Value) -> ir.Function | None:
        """What a function or a class of the project says."""
        if isinstance(value, Func):
            return value.scope
        info = self.machine.classes.get(value.id) if isinstance(value, Class) else None
        return info.scope if info is not None else None

    def sends(self, scope: ir.Function) -> bool:
        """Whether a function mentions a mail API itself: what those that are farther away use would take long."""
        return (self.machine.relevant or {}).get(id(scope)) == 0

    def value(self, path: str, name: str, node: ir.Node) -> Value | None:
        """What a name of a module stands for, wherever it comes from."""
        if self.machine.cell(path, name) is None and path.endswith("/"):
            return None
        return self.machine.member(path, name, node)

    def elsewhere(self, name: str, value: Ref) -> list[str]:
        """The files that fill something under a name, if it is empty as its module leaves it, or an object with attributes."""
        record = self.machine.record(value)
        empty = (isinstance(record, Sequence) and not record.runs) or (
            isinstance(record, Mapping) and not record.entries and record.rest is None
        )
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
        functions, by_names = _indexed(module.body)
        numbers = {
            number
            for names, filling in by_names.items()
            if self.is_wanted(path, names, wanted, functions[filling[0]])
            for number in filling
        }
        for number, one in enumerate(functions):
            if number in numbers or self.lends(path, module.body, one, wanted):
                for held in self.held_as(path, module.body, one):
                    # A decorator may have made another function of it, which calls it.
                    made = isinstance(held, Func) and (held.scope is one or held.scope not in functions)
                    if isinstance(held, Func) and made and held.kind in ("function", COROUTINE):
                        yield held

    def lends(self, path: str, body: ir.Function, function: ir.Function, wanted: set[int]) -> bool:
        """Whether a function gives one of some objects to another one that fills it."""

        def is_asked(value: Given) -> bool:
            outside = isinstance(value, ir.Name) and value.id in body.locals and value.id not in function.locals
            return outside and isinstance(value, ir.Name) and self.is_wanted(path, (value.id,), wanted, function)

        return any(True for _ in lent(self.machine, function, is_asked))

    def held_as(self, path: str, body: ir.Function, function: ir.Function) -> tuple[Value, ...]:
        """What stands under a function's name: in its module, or in the class of the module that it is a method of."""
        owner: str | int = path
        if function not in body.inner:
            cls = self.machine.cell(path, function.qualname.partition(".")[0])
            if not isinstance(cls, Class):
                return ()
            owner = cls.id
        value = self.machine.cell(owner, function.name)
        return alternatives(value) if isinstance(value, Value) else ()

    def is_wanted(self, path: str, names: tuple[str, ...], wanted: set[int], node: ir.Node) -> bool:
        """Whether names, `variable` or `module.variable`, stand for one of some objects."""
        value = self.value(path, names[0], node) if self.machine.cell(path, names[0]) is not None else None
        if isinstance(value, Module) and len(names) > 1:
            value = self.value(value.path, names[1], node)
        return isinstance(value, Ref) and value.id in wanted


@lru_cache(maxsize=16)
def _indexed(body: ir.Function) -> tuple[list[ir.Function], dict[tuple[str, ...], list[int]]]:
    """The functions of a module, and the numbers of those that fill something, by its names."""
    scopes = [body, *(one for one in body.inner if one.kind == "class")]
    functions = [one for scope in scopes for one in scope.inner if one.kind == "function"]
    by_names: dict[tuple[str, ...], list[int]] = {}
    for number, one in enumerate(functions):
        for names in sorted(filled(one)):
            by_names.setdefault(names, []).append(number)
    return functions, by_names


def filled(function: ir.Function) -> set[tuple[str, ...]]:
    """The names from outside of a function whose values it changes in place: what it binds itself is its own."""
    return {names for names in filled_names(function) if names[0] not in function.locals}


@lru_cache(maxsize=64)
def _bound(body: ir.Function) -> frozenset[str]:
    """The variables of a module that its functions bind by `global`."""
    return frozenset(name for one in _indexed(body)[0] for name in one.outer)
