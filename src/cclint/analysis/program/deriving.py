"""Classes that do something to those that derive from them: `__init_subclass__`, or a metaclass, may register each of them.
https://docs.python.org/3/reference/datamodel.html#customizing-class-creation
"""

from __future__ import annotations

from typing import Final

from cclint.analysis.program.project import Project
from cclint.analysis.program.walking import last_name
from cclint.ir import nodes as ir

HOOK: Final = "__init_subclass__"
WORDS: Final = (HOOK.encode(), b"metaclass")
"""One of these is in a file that has such a class."""
HARMLESS: Final = frozenset({"ABCMeta", "EnumMeta", "EnumType", "type"})
"""Metaclasses that keep no list of what they make."""


class Deriving:
    """Which classes of a project do something when another class derives from them.

    Parameters
    ----------
    project: the files.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self.known: dict[str, frozenset[str]] = {}

    def acts(self, module: ir.Module, node: ir.ClassDefinition) -> bool:
        """Whether to make a class does something to others, by what it derives from."""
        return _has_metaclass(node) or any(self.is_acting(module, base) for base in node.bases)

    def is_acting(self, module: ir.Module, base: ir.Expression) -> bool:
        if isinstance(base, ir.Name) and base.id in self.acting(module.path):
            return True
        name = base.value.id if isinstance(base, ir.Attribute) and isinstance(base.value, ir.Name) else None
        for one in module.imports:
            wanted = one.member if isinstance(base, ir.Name) and one.name == base.id else None
            wanted = base.name if isinstance(base, ir.Attribute) and name == one.name else wanted
            home = self.project.resolve(one.module, module.path, one.level) if wanted is not None else None
            if home is not None and isinstance(base, ir.Attribute) and one.member is not None:
                home = self.project.submodule(home, one.member)
            if home is not None and not home.endswith("/") and home != module.path and wanted in self.acting(home):
                return True
        return False

    def acting(self, path: str) -> frozenset[str]:
        """The classes of a file that do something to those that derive from them."""
        if path in self.known:
            return self.known[path]
        self.known[path] = frozenset()  # of files that import each other
        try:
            content = self.project.sources[path].glance() if path in self.project.sources else b""
        except OSError:
            content = b""
        module = self.project.module(path) if any(word in content for word in WORDS) else None
        if module is None:
            return self.known[path]
        found = set[str]()
        for one in module.body.body:
            if not isinstance(one, ir.ClassDefinition):
                continue
            own = _has_metaclass(one) or any(inner.name == HOOK for inner in one.scope.inner)
            derived = any(isinstance(base, ir.Name) and base.id in found for base in one.bases)
            if own or derived:
                found.add(one.name)
        self.known[path] = frozenset(found)
        return self.known[path]


def _has_metaclass(node: ir.ClassDefinition) -> bool:
    made = next((value for name, value in node.keywords if name == "metaclass"), None)
    return (made is not None and last_name(made) not in HARMLESS) or "__metaclass__" in node.scope.locals
