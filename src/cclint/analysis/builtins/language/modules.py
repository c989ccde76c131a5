"""Modules that a program asks for by their names. https://docs.python.org/3/library/importlib.html"""

from __future__ import annotations

from typing import Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.values.code import External, Module
from cclint.analysis.values.lattice import join_all
from cclint.analysis.values.rope import Piece, Text, constant, plain
from cclint.analysis.values.value import NOTHING, Value, alternatives

CHOICES: Final = 12
"""The modules of a package that are told apart where any of them may be meant."""


def imported(call: Invocation) -> Value:
    """`importlib.import_module(name, package)`, `__import__(name, fromlist=...)`: a module by its name.

    `__import__("email.message")` is `email` where nothing is asked for from it. Of `"conf." + name` it is any module of
    the package.
    """
    given = call.get(0, "name")
    if given is None:
        return call.unknown()
    return join_all(module_named(call, one) for one in alternatives(given))


def module_named(call: Invocation, given: Value) -> Value:
    """The module of one name, or those that a name that is known in part can mean."""
    name = plain(given)
    if isinstance(given, Text) and given.constant is None and call.name != "builtins.__import__":
        head, last = given.parts[0], given.parts[-1]
        if not isinstance(head, Piece) or not head.text.endswith(".") or head.text.startswith("."):
            return call.unknown()
        ending = last.text if isinstance(last, Piece) else ""
        found = call.core.project.submodules(head.text[:-1], call.core.path, ending)
        return join_all(map(Module, found)) if 0 < len(found) <= CHOICES else call.unknown()
    if not isinstance(name, str):
        return call.unknown()
    if call.name == "builtins.__import__":
        wanted, level = call.get(3, "fromlist"), plain(call.get(4, "level") or constant(0))
        if level:
            return call.unknown()
        if wanted is None or call.core.truth(wanted) is False:
            name = name.partition(".")[0]
    elif name.startswith("."):
        package, bare = plain(call.get(1, "package")), name.lstrip(".")
        if not isinstance(package, str):
            return call.unknown()
        name = f"{package.rsplit('.', len(name) - len(bare) - 1)[0]}.{bare}"
    path = call.core.project.resolve(name, call.core.path)
    return External(name) if path is None else Module(path)


def already_imported(call: Invocation) -> Value:
    """`sys.modules[name]`, `sys.modules.get(name)`: the module itself, where that is its own name, or another."""
    own = call.core.module_name()
    names = [plain(one) for one in alternatives(call.get(0) or NOTHING)]
    found: list[Value] = []
    for name in names:
        if not isinstance(name, str) or (name == "__main__" and own not in names):
            return call.unknown()
        path = call.core.path if name in (own, "__main__") else call.core.project.resolve(name, call.core.path)
        found.append(External(name) if path is None else Module(path))
    return join_all(found)


HANDLERS: Final[dict[str, Handler]] = {
    "importlib.import_module": imported,
    **dict.fromkeys(("sys.modules.__getitem__", "sys.modules.get"), already_imported),
    "builtins.__import__": imported,
}
