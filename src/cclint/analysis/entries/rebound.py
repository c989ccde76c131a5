"""Variables of modules that other files bind anew, `settings.USE_EMAIL = ...`: who is called from out of sight finds them as
those have left them, and not as the module's body has.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TypeAlias

from cclint.analysis.evaluate.machine import Machine
from cclint.analysis.values.lattice import join
from cclint.analysis.values.rope import Text
from cclint.analysis.values.value import Const, Opaque, Value
from cclint.ir import nodes as ir

Variable: TypeAlias = tuple[str, str]
"""The path of a module, and a name in it."""


class Rebound:
    """Which variables other files bind anew.

    Parameters
    ----------
    machine: the evaluator.
    tests: tells the paths of test code, which leaves nothing to others.
    """

    def __init__(self, machine: Machine, tests: Callable[[str], bool]) -> None:
        self.machine = machine
        self.tests = tests
        self.elsewhere: dict[str, frozenset[str]] = {}

    def of(self, path: str, named: Iterable[tuple[str, str, Value]]) -> list[Variable]:
        """Those with a constant that other files bind anew, of the modules whose variables a function names.

        Parameters
        ----------
        path: where the function stands.
        named: the variables and functions that it names: the path, the name there, and what it stands for.
        """
        return [
            (home, name)
            for home, name, value in named
            if home != path and _is_constant(value) and name in self.by_others(home)
        ]

    def by_others(self, path: str) -> frozenset[str]:
        """The variables of a module that other files bind: `settings.USE_EMAIL = ...`."""
        if path not in self.elsewhere:
            stem = _stem(path)
            pattern = re.compile(rf"\b{re.escape(stem)}\.(\w+)[ \t]*=[^=]".encode())
            project = self.machine.project
            files = [one for one in project.holding(pattern, f"{stem}.".encode()) if not self.tests(one)]
            names = (name.decode() for one in files for name in pattern.findall(project.sources[one].glance()))
            self.elsewhere[path] = frozenset(names)
        return self.elsewhere[path]


def bind_anew(machine: Machine, variables: Iterable[Variable], node: ir.Node) -> None:
    """Let variables hold what the module's body has left in them, or something that is not known."""
    for path, name in variables:
        value = machine.member(path, name, node)
        if value is not None:
            unknown = Opaque(("rebound", path, name), trail=machine.hop(node, "name", f"{_stem(path)}.{name}"))
            machine.state.set((path, name), join(value, unknown))


def _is_constant(value: Value | None) -> bool:
    """Whether a variable holds a number, a truth value, None or a text that is known."""
    return isinstance(value, Const) or (isinstance(value, Text) and value.constant is not None)


def _stem(path: str) -> str:
    """What importers call a module."""
    return path.removesuffix("/__init__.py").rpartition("/")[2].partition(".")[0]
