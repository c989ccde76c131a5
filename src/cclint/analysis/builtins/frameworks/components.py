"""Zope's components: which classes of the project stand behind an interface.

An interface is called to adapt an object (`IRepresentation(context)`), or asked for by `getAdapter`, `getMultiAdapter` and
`getUtility`. Classes say themselves what they implement, or a registration in ZCML says so of them
(https://zopecomponent.readthedocs.io/, https://zopeinterface.readthedocs.io/).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.base.paths import Arguments
from cclint.analysis.program.walking import last_name
from cclint.analysis.values.code import Class, External
from cclint.analysis.values.lattice import join_all
from cclint.analysis.values.value import Run, Value
from cclint.frontends.elements import MarkupError, parse
from cclint.ir import nodes as ir

if TYPE_CHECKING:
    from cclint.analysis.base.core import Core

INTERFACE: Final = "zope.interface.Interface"
DECLARED: Final = re.compile(rb"\b(?:implementer|implements)\b")
DECLARING: Final = frozenset({"implementer", "implements", "implementsOnly", "implementer_only"})
REGISTRATIONS: Final = ("adapter", "utility")
MOST: Final = 4
"""More classes behind an interface than these say nothing about any of them."""


def adapted(core: Core, interface: Class, arguments: Arguments, node: ir.Node) -> Value | None:
    """What an interface gives that is called; None where the project has nothing behind it."""
    made = [core.call(one, arguments, node) for one in classes(core, interface, node)]
    return join_all(made) if made else None


def asked(place: int, given: Callable[[Invocation], Arguments]) -> Handler:
    """A function that is asked for what provides an interface.

    Parameters
    ----------
    place: of the interface among the arguments.
    given: what the factory is called with.
    """

    def handler(call: Invocation) -> Value:
        interface = call.get(place, "interface")
        if isinstance(interface, Class) and is_interface(call.core, interface):
            found = adapted(call.core, interface, given(call), call.node)
            if found is not None:
                return found
        return call.core.call_stub(call)

    return handler


def is_interface(core: Core, cls: Class) -> bool:
    """Whether a class of the project is an interface of Zope's."""
    info = core.classes.get(cls.id)
    return info is not None and any(isinstance(one, External) and one.name == INTERFACE for one in info.order)


def classes(core: Core, interface: Class, node: ir.Node) -> list[Class]:
    """The classes of the project that provide an interface; none where there are too many to tell."""
    info = core.classes[interface.id]
    places = dict.fromkeys((*_implementing(core, info.name), *_registered(core, info.name)))
    found = [core.member(path, name, node) for path, name in places]
    made = [one for one in found if isinstance(one, Class)]
    return made if len(made) <= MOST else []


def _implementing(core: Core, interface: str) -> Iterator[tuple[str, str]]:
    """Classes that say so: a decorator, or a call in the body as it was done in Python 2."""
    for path in core.project.holding(DECLARED, b"implement"):
        module = core.project.module(path)
        for one in module.classes if module is not None else ():
            calls = [*one.decorators, *(line.value for line in one.scope.body if isinstance(line, ir.Evaluate))]
            if any(_declares(call, interface) for call in calls):
                yield path, one.name


def _declares(node: ir.Expression, interface: str) -> bool:
    match node:
        case ir.Call(function=function, arguments=arguments) if last_name(function) in DECLARING:
            return any(last_name(one.value) == interface for one in arguments)
    return False


def _registered(core: Core, interface: str) -> Iterator[tuple[str, str]]:
    """Classes that `configure.zcml` registers: `<adapter factory=".mail.Mail" provides=".interfaces.IMail"/>`."""
    files, project = core.project.files, core.project
    for folder in sorted({posixpath.dirname(path) for path in project.sources}):
        path = posixpath.join(folder, "configure.zcml")
        content = files.text(path) if files.known(path) is not None else None
        if content is None or interface not in content:
            continue
        try:
            root = parse(content)
        except MarkupError:
            continue
        for one in root.every():
            if one.name in REGISTRATIONS and one.attributes.get("provides", "").rpartition(".")[2] == interface:
                for factory in one.attributes.get("factory", "").split():
                    owner, _, name = factory.rpartition(".")
                    level = len(owner) - len(owner.lstrip("."))
                    found = project.resolve(owner.lstrip("."), posixpath.join(folder, "__init__.py"), level)
                    if found is not None:
                        yield found, name


def _of_one(call: Invocation) -> Arguments:
    """An adapter is made of its object."""
    value = call.get(0, "object")
    return Arguments.of(*(() if value is None else (value,)))


def _of_several(call: Invocation) -> Arguments:
    """An adapter of several objects is given all of them."""
    return Arguments(tuple(Run(run.value, run.count) for run in call.runs(0, "objects")), {})


def _of_none(call: Invocation) -> Arguments:
    return Arguments()


HANDLERS: Final[dict[str, Handler]] = {
    **{f"zope.component.{name}": asked(1, _of_one) for name in ("getAdapter", "queryAdapter")},
    **{f"zope.component.{name}": asked(1, _of_several) for name in ("getMultiAdapter", "queryMultiAdapter")},
    **{f"zope.component.{name}": asked(0, _of_none) for name in ("getUtility", "queryUtility")},
}
