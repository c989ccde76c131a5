"""What functions give to others that fill it: `read(GUESTS)`, `worker.fill(self.people)`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TypeAlias

from cclint.analysis.evaluate.machine import Machine
from cclint.analysis.program.walking import filled_names, walk
from cclint.analysis.values.code import Func, Module, Pending
from cclint.analysis.values.value import Value
from cclint.ir import nodes as ir

Given: TypeAlias = ir.Name | ir.Attribute


def lent(machine: Machine, function: ir.Function, asked: Callable[[Given], bool]) -> Iterator[Given]:
    """The names and attributes that a function gives to functions of the project which add something to them.

    Parameters
    ----------
    machine: knows what stands under the names of the function's module; nothing is evaluated for it.
    function: any of the project.
    asked: which names and attributes matter.
    """
    for by, place, value in given(function):
        helper = called(machine, function.path, by) if asked(value) else None
        if helper is not None and _fills(helper, place):
            yield value


@lru_cache(maxsize=4096)
def given(function: ir.Function) -> tuple[tuple[Given, int | str, Given], ...]:
    """What a function gives to others under a name or as an attribute: to whom, where among the arguments, and what."""
    return tuple(
        (node.function, argument.keyword or place, argument.value)
        for node in walk(function.body)
        if isinstance(node, ir.Call) and isinstance(node.function, (ir.Name, ir.Attribute))
        for place, argument in enumerate(node.arguments)
        if isinstance(argument.value, (ir.Name, ir.Attribute))
    )


def _fills(function: ir.Function, place: int | str) -> bool:
    """Whether a function adds something to one of its parameters, given by its number or its name."""
    if isinstance(place, int):
        place = function.parameters[place].name if place < len(function.parameters) else ""
    return (place,) in filled_names(function) and any(one.name == place for one in function.parameters)


def called(machine: Machine, path: str, function: Given) -> ir.Function | None:
    """The function that `fill(...)` or `helpers.fill(...)` calls in a file, where the project has it."""
    owner = function.value if isinstance(function, ir.Attribute) else function
    if not isinstance(owner, ir.Name):
        return None
    value = machine.cell(path, owner.id)
    if isinstance(value, Func) and owner is function:
        return value.scope
    home, member = brought(machine, path, owner.id) if value is None else _from_elsewhere(value)
    name = function.name if isinstance(function, ir.Attribute) else member
    if home is not None and isinstance(function, ir.Attribute) and member:
        home = machine.project.submodule(home, member)
    module = machine.project.module(home) if home is not None and name else None
    return next((one for one in module.body.inner if one.name == name), None) if module is not None else None


def _from_elsewhere(value: Value) -> tuple[str | None, str]:
    """The file that a name of a module has its value from, and what that is called there: nothing for the file itself."""
    if isinstance(value, Module):
        return value.path, ""
    return (value.module, value.member) if isinstance(value, Pending) else (None, "")


def brought(machine: Machine, path: str, name: str) -> tuple[str | None, str]:
    """The same of a name that a function of a module imports for itself."""
    module = machine.project.module(path)
    found = next((one for one in module.imports if one.name == name), None) if module is not None else None
    home = machine.project.resolve(found.module, path, found.level) if found is not None else None
    return home, (found.member or "") if found is not None else ""
