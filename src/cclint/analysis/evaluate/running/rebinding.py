"""Variables of modules that other files bind anew, `settings.USE_EMAIL = ...`: who is called from out of sight finds them as
those have left them, and not as the module's body has.
"""

from __future__ import annotations

import re

from cclint.analysis.base.core import Core
from cclint.analysis.values.lattice import join
from cclint.analysis.values.rope import Text
from cclint.analysis.values.state import State
from cclint.analysis.values.value import Const, Opaque, Value
from cclint.ir import nodes as ir


class Rebinding(Core):
    """What other files leave in the variables of a module."""

    rebound: dict[str, frozenset[str]]
    """The variables of modules that other files bind, by path."""
    loaded: dict[str, State]

    def left_by_others(self, path: str, name: str, value: Value, node: ir.Node) -> Value:
        """What a variable of a module holds by now, if that is what the module's body has left in it.

        Parameters
        ----------
        path, name: the module and the variable.
        value: what it held at the end of the body.
        node: where it is read.
        """
        constant = isinstance(value, Const) or (isinstance(value, Text) and value.constant is not None)
        if not constant or name not in self.by_others(path):
            return value
        end = self.loaded.get(path)
        if end is None or end.get((path, name)) != value:
            return value
        return join(value, Opaque(("rebound", path, name), trail=self.hop(node, "name", f"{_stem(path)}.{name}")))

    def by_others(self, path: str) -> frozenset[str]:
        """The variables of a module that other files bind: `settings.USE_EMAIL = ...`."""
        if path not in self.rebound:
            stem, tests = _stem(path), self.outside
            pattern = re.compile(rf"\b{re.escape(stem)}\.(\w+)[ \t]*=[^=]".encode())
            files = (one for one in self.project.holding(pattern, f"{stem}.".encode()) if tests and not tests(one))
            names = (name.decode() for one in files for name in pattern.findall(self.project.sources[one].glance()))
            self.rebound[path] = frozenset(names)
        return self.rebound[path]


def _stem(path: str) -> str:
    """What importers call a module."""
    return path.removesuffix("/__init__.py").rpartition("/")[2].partition(".")[0]
