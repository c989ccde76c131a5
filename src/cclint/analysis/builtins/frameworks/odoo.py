"""Odoo's mail templates: texts with expressions about a record of one of the project's models.

https://www.odoo.com/documentation/18.0/developer/reference/backend/orm.html: a model is made by the classes that have its name as
`_name`, and by those that have it as `_inherit`. Templates were Jinja's with `${...}` up to version 14, `{{ ... }}` since.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.operations.rendering import Rendering
from cclint.analysis.values.code import Class
from cclint.analysis.values.lattice import join_all
from cclint.analysis.values.rope import plain
from cclint.analysis.values.value import Opaque, Value
from cclint.frontends.templates import TemplateError, parse
from cclint.ir import nodes as ir

if TYPE_CHECKING:
    from cclint.analysis.base.core import Core

DECLARED: Final = re.compile(rb"^\s+_(?:name|inherit)\s*=", re.MULTILINE)
NAMES: Final = ("_name", "_inherit")


def filled(call: Invocation) -> Value:
    """`filled(text, model)`: what a template's field becomes for a record of a model."""
    content, model = plain(call.get(0)), plain(call.get(1))
    if not isinstance(content, str) or not isinstance(model, str):
        return call.unknown()
    line, column, *_ = call.node.at
    content = "\n" * (line - 1) + " " * (column - 1) + content  # so that places are those of the file
    try:
        tree = parse(content, "mako" if "${" in content else "jinja")
    except TemplateError:
        return call.unknown()
    context = {"object": record_of(call.core, model, call.node)}
    return Rendering(call.core, call.node, context, _nothing, fixed=True).text((tree, call.core.path))


def record_of(core: Core, model: str, node: ir.Node) -> Value:
    """A record of a model; the classes that extend it stand for it, too."""
    found = [core.typed_instance(cls, ("record", model), None, node) for cls in classes_of(core, model, node)]
    return join_all(found) if found else Opaque(("record", model, core.path), born=core.running)


def classes_of(core: Core, model: str, node: ir.Node) -> Iterator[Class]:
    """The classes of the project that make up a model.

    Parameters
    ----------
    model: as references name it: `sale_order` for `sale.order`.
    """
    for path in core.project.holding(DECLARED):
        module = core.project.module(path)
        for one in module.classes if module is not None else ():
            if any(name.replace(".", "_") == model for name in _declared(one)):
                found = core.member(path, one.name, node)
                if isinstance(found, Class):
                    yield found


def _declared(cls: ir.ClassDefinition) -> Iterator[str]:
    """The models that a class says it is, or extends."""
    for one in cls.scope.body:
        match one:
            case ir.Assign(targets=(ir.Name(id=name),), value=ir.Constant(value=str() as model)) if name in NAMES:
                yield model
            case ir.Assign(targets=(ir.Name(id=name),), value=ir.Display(items=items)) if name in NAMES:
                yield from (
                    item.value for item in items if isinstance(item, ir.Constant) and isinstance(item.value, str)
                )


def _nothing(name: str) -> None:
    """Templates of other records are not looked for."""


HANDLERS: Final[dict[str, Handler]] = {"cclint.files.filled": filled}
