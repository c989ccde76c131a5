"""Messages that files send by themselves, as `cclint.frontends.outgoing` writes them down."""

from __future__ import annotations

from typing import Final

from cclint.analysis.count import ONE
from cclint.analysis.evaluate.calls import Handler, Invocation
from cclint.analysis.facts import Medium, Sending
from cclint.analysis.frozen import frozen
from cclint.analysis.recipients import recipients
from cclint.analysis.rendering import Rendering
from cclint.analysis.rope import plain
from cclint.analysis.sending import PendingField, of_text, take_down
from cclint.analysis.trail import Trail
from cclint.analysis.value import FALSE, NOTHING, Value
from cclint.frontends.templates import TemplateError, parse

ROLES: Final = ("To", "Cc", "Bcc")


def mail(call: Invocation) -> Value:
    """`mail(sender, To=..., Cc=..., Bcc=..., colleagues=..., template=...)`."""
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
        entered = Trail(trail.path, trail.at, "header", (role,), trail)
        fields.append(PendingField(role, kept, ONE, entered, travels=name != role))
    take_down(call.core, call.node, str(sender), Sending.MESSAGE, tuple(fields), medium=medium)
    return NOTHING


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


HANDLERS: Final[dict[str, Handler]] = {"cclint.files.mail": mail, "cclint.files.template": template}
