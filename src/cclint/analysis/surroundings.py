"""Variables of modules that functions fill: what others have left in them by the time that a function is called."""

from __future__ import annotations

from functools import lru_cache

from cclint.analysis.aftermath import in_any_order
from cclint.analysis.code import COROUTINE, Func
from cclint.analysis.evaluate.machine import Machine
from cclint.analysis.state import State
from cclint.analysis.value import Ref
from cclint.analysis.walking import walk
from cclint.ir import nodes as ir


class Surroundings:
    """The modules of one run, each prepared once for the functions that are called from out of sight."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.known: dict[tuple[str, tuple[int, ...]], State] = {}

    def prepared(self, path: str, body: ir.Function, function: ir.Function) -> State:
        """The state in which a function of a module is called; the machine stands at the end of the module's body.

        Functions that change a variable which it uses have been called any number of times, but for itself.

        Parameters
        ----------
        path, body: of the module.
        function: one of its functions.
        """
        machine = self.machine
        filling = [one for one in self.filling(path, body, function) if one.scope is not function]
        key = (path, tuple(id(one.scope) for one in filling))
        if key not in self.known:
            if filling:
                in_any_order(machine, [(one, 0) for one in filling], function)
            self.known[key] = machine.state
        return self.known[key]

    def filling(self, path: str, body: ir.Function, function: ir.Function) -> list[Func]:
        """The functions of a module that fill what a function, or what it calls there, uses."""
        functions, by_name, by_variable = _indexed(body)
        used = {*function.mentions}
        for name in function.mentions & by_name.keys():
            used.update(*(functions[number].mentions for number in by_name[name]))
        variables = {name for name in used & body.locals if isinstance(self.machine.cell(path, name), Ref)}
        found = []
        for number in sorted({number for name in variables for number in by_variable.get(name, ())}):
            one = functions[number]
            value = self.machine.cell(path, one.name)
            if isinstance(value, Func) and value.kind in ("function", COROUTINE) and value.scope is one:
                found.append(value)
        return found


@lru_cache(maxsize=16)
def _indexed(body: ir.Function) -> tuple[list[ir.Function], dict[str, list[int]], dict[str, list[int]]]:
    """The functions of a module, and their numbers by their names and by the variables that they fill."""
    functions = [one for one in body.inner if one.kind == "function"]
    by_name: dict[str, list[int]] = {}
    by_variable: dict[str, list[int]] = {}
    for number, one in enumerate(functions):
        by_name.setdefault(one.name, []).append(number)
        for name in filled(one):
            by_variable.setdefault(name, []).append(number)
    return functions, by_name, by_variable


@lru_cache(maxsize=4096)
def filled(function: ir.Function) -> frozenset[str]:
    """The names from outside of a function whose values it changes in place: what it binds itself is its own."""
    found: set[str] = set()

    def note(node: object) -> None:
        while isinstance(node, (ir.Subscript, ir.Attribute)):
            node = node.value
        if isinstance(node, ir.Name) and node.id not in function.locals:
            found.add(node.id)

    for node in walk(function.body):
        if isinstance(node, ir.Assign):
            for target in node.targets:
                if isinstance(target, ir.Subscript):
                    note(target)
        elif isinstance(node, ir.Augment):
            note(node.target)
        elif isinstance(node, ir.Call) and isinstance(node.function, ir.Attribute) and node.function.name in CHANGING:
            note(node.function.value)
    return frozenset(found)


CHANGING = frozenset(
    {"append", "add", "extend", "insert", "update", "setdefault", "appendleft", "extendleft", "put", "put_nowait"}
)
"""Methods by which collections are filled."""
