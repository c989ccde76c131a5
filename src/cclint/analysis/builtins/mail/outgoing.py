"""Messages that files send by themselves, as `cclint.frontends.outgoing` writes them down."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.base.pending import PendingField
from cclint.analysis.builtins.data.loading import Loader
from cclint.analysis.facts import Medium, Sending
from cclint.analysis.messages.frozen import frozen
from cclint.analysis.messages.recipients import recipients
from cclint.analysis.messages.sending import of_text, take_down
from cclint.analysis.operations.rendering import Rendering
from cclint.analysis.values.count import ONE
from cclint.analysis.values.lattice import join_all
from cclint.analysis.values.rope import plain
from cclint.analysis.values.trail import Trail
from cclint.analysis.values.value import FALSE, NOTHING, Opaque, Value
from cclint.frontends.filling import settled
from cclint.frontends.settings import format_of
from cclint.frontends.templates import TemplateError, parse
from cclint.ir import nodes as ir
from cclint.ir.data import Data, Document, Items, Scalar, Table

if TYPE_CHECKING:
    from cclint.ir.nodes import Span

ROLES: Final = ("To", "Cc", "Bcc", "Reply-To")


def mail(call: Invocation) -> Value:
    """`mail(sender, To=..., Cc=..., Bcc=..., Reply-To=..., colleagues=..., template=...)`."""
    sender = plain(call.get(0))
    template = plain(call.arguments.keywords.get("template", FALSE)) is True
    colleagues = plain(call.arguments.keywords.get("colleagues", FALSE)) is True
    medium = Medium.TEMPLATE if template else Medium.COLLEAGUES if colleagues else Medium.SETTINGS
    fields = []
    for name, value in call.arguments.keywords.items():
        role = name.removesuffix("Header")
        if role not in ROLES:
            continue
        kept = recipients(frozen(call.core, value, call.node))
        trail = kept.trail or value.trail or call.hop("literal", "the file")
        entered = Trail(*place(call, name, trail), "header", (role,), trail)
        fields.append(PendingField(role, kept, ONE, entered, travels=name != role))
    take_down(call.core, call.node, str(sender), Sending.MESSAGE, tuple(fields), medium=medium)
    return NOTHING


def place(call: Invocation, keyword: str, trail: Trail) -> tuple[str, Span]:
    """Where recipients enter a message: where they stand, or where what stands for them does."""
    node = call.node
    for one in node.arguments if isinstance(node, ir.Call) else ():
        if one.keyword == keyword and not (trail.path == call.core.path and _within(trail.at, one.value.at)):
            return call.core.path, one.value.at
    return trail.path, trail.at


def _within(inner: Span, outer: Span) -> bool:
    return outer[:2] <= inner[:2] and inner[2] <= outer[2]


def setting(call: Invocation) -> Value:
    """`setting(name, *paths)`: what a name means in the first of these files that has it."""
    core, files = call.core, call.core.project.files
    name, *paths = (plain(run.value) for run in call.arguments.positional)
    for one in paths:
        path = files.find(one, iter((core.path,))) if isinstance(one, str) else None
        kind = format_of(path) if path is not None else None
        if path is None or kind is None:
            known = files.content(path) if path is not None and not name else None
            if known is not None:
                return known
            continue
        document = files.document(path, kind)
        found = [*_under(document, str(name))] if document is not None else []
        if found:
            return join_all(Loader(core, call.node, path).value(settled(data), str(name)) for data in found)
    return Opaque(("setting of another file", str(name), core.path, call.node.at), trail=call.hop("name", str(name)))


def _under(document: Document, name: str) -> Iterator[Data]:
    """What a document holds under a name: a key, or a column of a table, of which each row has a value."""
    if document.format in ("csv", "tsv"):
        table = document.roots[0] if document.roots else None
        rows = [row.items for row in table.items if isinstance(row, Items)] if isinstance(table, Items) else []
        head = [cell.value for cell in rows[0] if isinstance(cell, Scalar)] if rows else []
        if name in head:
            column = head.index(name)
            yield from (row[column] for row in rows[1:] if len(row) > column)
        return
    for root in document.roots:
        data = root if not name else root.get(name) if isinstance(root, Table) else None
        if data is not None:
            yield data


def template(call: Invocation) -> Value:
    """`template(flavour)`: the file is a message whose text is rendered elsewhere, with a context that is not known."""
    core, path = call.core, call.core.path
    files = core.project.files
    flavour, known = plain(call.get(0)), files.text(path)
    if path in files.rendered or path in files.used or known is None or not isinstance(flavour, str):
        return NOTHING  # the program that renders it says what it becomes
    try:
        source = parse(known, flavour)
    except TemplateError:  # the front end has read it before
        return NOTHING
    made = Rendering(core, call.node, {}, _nothing).text((source, path))
    for fields in of_text(made):
        kept = tuple(field for field in fields if field.role in ROLES)
        take_down(core, call.node, "the template", Sending.MESSAGE, kept, medium=Medium.TEMPLATE)
    return NOTHING


def _nothing(name: str) -> None:
    """Other templates are not looked for."""


HANDLERS: Final[dict[str, Handler]] = {
    "cclint.files.mail": mail, "cclint.files.template": template, "cclint.files.setting": setting,
}  # fmt: skip
