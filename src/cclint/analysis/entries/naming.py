"""What the names of modules stand for, looked up without evaluating anything anew."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from cclint.analysis.evaluate.machine import Machine
from cclint.analysis.program.walking import filled_names
from cclint.analysis.values.code import COROUTINE, Class, Func, Module
from cclint.analysis.values.value import Ref, Value, alternatives
from cclint.ir import nodes as ir


class Naming:
    """The names of one run.

    Parameters
    ----------
    machine: knows what the modules hold that have been evaluated.
    """

    def __init__(self, machine: Machine) -> None:
        self.machine = machine

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

    def value(self, path: str, name: str, node: ir.Node) -> Value | None:
        """What a name of a module stands for, wherever it comes from."""
        if self.machine.cell(path, name) is None and path.endswith("/"):
            return None
        return self.machine.member(path, name, node)

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

    def callable_as(self, path: str, body: ir.Function, function: ir.Function) -> Iterator[Func]:
        """What is called under a function's name: itself, or another one that a decorator has made of it, which calls it."""
        functions = indexed(body)[0]
        for held in self.held_as(path, body, function):
            if not isinstance(held, Func) or held.kind not in ("function", COROUTINE):
                continue
            if held.scope is function or held.scope not in functions:
                yield held

    def is_wanted(self, path: str, names: tuple[str, ...], wanted: set[int], node: ir.Node) -> bool:
        """Whether names, `variable` or `module.variable`, stand for one of some objects."""
        value = self.value(path, names[0], node) if self.machine.cell(path, names[0]) is not None else None
        if isinstance(value, Module) and len(names) > 1:
            value = self.value(value.path, names[1], node)
        return isinstance(value, Ref) and value.id in wanted


@lru_cache(maxsize=16)
def indexed(body: ir.Function) -> tuple[list[ir.Function], dict[tuple[str, ...], list[int]]]:
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


def own_methods(body: ir.Function, function: ir.Function) -> list[ir.Function]:
    """The methods of a class of a module that one of them calls on its own object, and those that these call."""
    head = function.qualname.rpartition(".")[0]
    cls = next((one for one in body.inner if one.kind == "class" and one.qualname == head), None)
    methods = {one.name: one for one in cls.inner if one.kind == "function"} if cls is not None else {}
    found = [function]
    for one in found:
        found += [methods[name] for name in sorted(one.selves & methods.keys()) if methods[name] not in found]
    return found[1:]
