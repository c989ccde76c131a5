"""XML files that send mail by themselves: appenders of loggers, mail templates of Odoo, jobs of Jenkins, Ant and Oozie.

Read with the standard library's expat; a file that declares entities is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cclint.frontends.elements import Element
from cclint.frontends.filling import HOLE, MANY
from cclint.frontends.mailers.shell import several
from cclint.frontends.outgoing import Event, Named, Outgoing, everybody
from cclint.frontends.outgoing import recipients_text as text
from cclint.ir import nodes as ir


def names(root: Element) -> Iterator[Named]:
    """What properties and variables stand for: `<property name="to" value="..."/>` of logback, log4j, Ant and Spring,
    `<variable>` of NLog.
    """
    for one in root.every():
        name = one.attributes.get("name", "")
        if one.name in ("property", "Property", "variable", "substitutionProperty") and name:
            value = one.attributes.get("value", one.text.strip())
            yield Named(name, text(value, one.at))
            if one.name == "variable":
                yield Named(f"var:{name}", text(value, one.at))


def outgoing(root: Element) -> Iterator[Event]:
    """The messages that an XML file sends, and the names that it gives."""
    yield from names(root)
    for one in root.every():
        kind = one.attributes.get("class", "") + one.attributes.get("type", "")
        if one.name == "appender" and "smtpappender" in kind.lower():  # logback: <to> may be repeated; log4net, log4j 1
            yield from _joined("the SMTP appender", [*one.find("to", "To")], one, colleagues=True)
            yield from _attributed(
                "the SMTP appender", [p for p in one.find("param") if p.attributes.get("name") == "to"]
            )
        elif one.name == "SMTP" and "to" in one.attributes:  # log4j 2
            yield from _roles("the SMTP appender", one, colleagues=True)
        elif one.name == "target" and one.attributes.get("type") == "Mail":  # NLog
            yield from _roles("NLog", one, colleagues=True)
        elif one.name == "errorMail":  # ELMAH
            yield from _roles("ELMAH", one, colleagues=True)
        elif one.name == "record" and one.attributes.get("model") == "mail.template":
            yield from _odoo(one)
        elif one.name == "recipientList" and one.text.strip():
            yield _message("Jenkins", [("To", one)], colleagues=True)
        elif one.name == "hudson.tasks.Mailer":
            people = [*one.find("recipients")]
            if people and people[0].text.strip():
                yield Outgoing(
                    people[0].at, "Jenkins", [("To", text(several(people[0].text), people[0].at))], colleagues=True
                )
        elif one.name in ("ParameterValues", "ExtensionSettings"):
            yield from _reporting_services(one)
        elif one.name == "action" and one.attributes.get("type") == "collective.contentrules.mail.actions.Mail":
            yield from _plone(one)
        elif one.name == "announce":
            for smtp in one.find("smtp"):
                yield from _elements("JReleaser", smtp)
        elif one.name == "Appender" and kind.lower() == "smtp":  # log4j 2, in its strict notation
            yield from _roles("the SMTP appender", one, colleagues=True)
        elif one.name == "email" and [*one.find("to")] and [*one.find("subject")]:  # Oozie
            fields = [(child.name.capitalize(), child) for child in one.find("to", "cc", "bcc")]
            yield _message("Oozie", fields, colleagues=True)
        elif one.name == "bean" and kind.endswith("SimpleMailMessage"):  # Spring
            yield from _spring(one)
        elif "uri" in one.attributes and re.match(r"smtps?:", one.attributes["uri"]):  # Camel
            yield from _camel(one)
        elif one.name == "mail" and "tolist" in one.attributes:  # Ant
            parts = [(name.removesuffix("list").capitalize(), text(one.attributes[name], one.at))
                     for name in ("tolist", "cclist", "bcclist") if name in one.attributes]  # fmt: skip
            yield Outgoing(one.at, "Ant", parts, colleagues=True)
        elif one.name == "mail" and [*one.find("from")] and (people := [*one.find("to", "cc")]):  # Ant, nested
            parts = [(inner.name.capitalize(), text(inner.attributes.get("address", ""), inner.at)) for inner in people]
            yield Outgoing(people[0].at, "Ant", _together(parts), colleagues=True)


def _together(parts: list[tuple[str, ir.Expression]]) -> list[tuple[str, ir.Expression]]:
    """Roles that are named several times, each once with all of its values."""
    roles: dict[str, list[ir.Expression]] = {}
    for role, value in parts:
        roles.setdefault(role, []).append(value)
    return [(role, ir.Display(values[0].at, "list", tuple(values))) for role, values in roles.items()]


def _reporting_services(owner: Element) -> Iterator[Outgoing]:
    """A subscription of SQL Server Reporting Services: `<ParameterValue><Name>TO</Name><Value>a; b</Value></ParameterValue>`.

    Semicolons part addresses; TO and CC are shown
    (https://learn.microsoft.com/en-us/sql/reporting-services/subscriptions/e-mail-in-reporting-services).
    """
    given: dict[str, Element] = {}
    for one in owner.find("ParameterValue"):
        name = next((inner.text.strip().upper() for inner in one.find("Name")), "")
        value = next(iter(one.find("Value")), None)
        if value is not None and value.text.strip():
            given[name] = value
    parts = [
        (name.capitalize(), text(given[name].text.strip(), given[name].at))
        for name in ("TO", "CC", "BCC")
        if name in given
    ]
    if parts and given.keys() & {"RenderFormat", "SUBJECT", "INCLUDEREPORT", "INCLUDELINK", "RENDERFORMAT"}:
        yield Outgoing(parts[0][1].at, "Reporting Services", parts)


def _plone(action: Element) -> Iterator[Outgoing]:
    """`collective.contentrules.mail`: recipients and cc are parted at commas and joined into one header each (actions/mail.py).

    Its variables are one address each where they are in the singular: `${owner_emails}` is several, `${owner_email}` one.
    """
    named = {"recipients": "To", "cc": "Cc", "bcc": "Bcc"}
    parts: list[tuple[str, ir.Expression]] = []
    for one in action.find("property"):
        role, content = named.get(one.attributes.get("name", "")), one.text.strip()
        if role is not None and content:
            many = re.search(r"\$\{\w*emails\}", content) is not None
            parts.append((role, everybody(one.at, content) if many else text(content, one.at)))
    if parts:
        yield Outgoing(parts[0][1].at, "the content rule", parts)


def _elements(sender: str, owner: Element) -> Iterator[Outgoing]:
    """`<smtp><to>a, b</to></smtp>`."""
    parts = [(ROLES[one.name], text(one.text.strip(), one.at)) for one in owner.find(*ROLES) if one.text.strip()]
    if parts:
        yield Outgoing(parts[0][1].at, sender, parts)


ROLES = {"to": "To", "cc": "Cc", "bcc": "Bcc"}


def _spring(bean: Element) -> Iterator[Outgoing]:
    """`SimpleMailMessage`: each property is a text, or a list of values
    (https://docs.spring.io/spring-framework/reference/integration/email.html).
    """
    parts: list[tuple[str, ir.Expression]] = []
    for one in bean.find("property"):
        role = ROLES.get(one.attributes.get("name", ""))
        if role is None:
            continue
        values = [inner.text.strip() for inner in one.every() if inner.name == "value"]
        items = tuple(text(value, one.at) for value in values or [one.attributes.get("value", "")])
        parts.append((role, ir.Display(one.at, "list", items)))
    if parts:
        yield Outgoing(parts[0][1].at, "Spring", parts)


def _camel(one: Element) -> Iterator[Outgoing]:
    """`<to uri="smtp://host?to=a,b&amp;cc=c"/>`: commas part addresses (MailBinding.populateMailMessage)."""
    query = one.attributes["uri"].partition("?")[2]
    given = [pair.partition("=")[::2] for pair in query.split("&")]
    parts = [(ROLES[key], text(value, one.at)) for key, value in given if key in ROLES]
    if parts:
        yield Outgoing(one.at, "Camel", parts)


def _message(sender: str, fields: list[tuple[str, Element]], *, colleagues: bool = False) -> Outgoing:
    parts = [(role, text(one.text.strip() or one.attributes.get("value", ""), one.at)) for role, one in fields]
    return Outgoing(fields[0][1].at, sender, parts, colleagues=colleagues)


def _joined(sender: str, elements: list[Element], owner: Element, *, colleagues: bool) -> Iterator[Outgoing]:
    """Elements that each hold addresses of the same To."""
    if elements:
        items = tuple(text(one.text.strip() or one.attributes.get("value", ""), one.at) for one in elements)
        value: ir.Expression = ir.Display(elements[0].at, "list", items)
        yield Outgoing(owner.at, sender, (("To", value),), colleagues=colleagues)


def _attributed(sender: str, elements: list[Element]) -> Iterator[Outgoing]:
    for one in elements:
        yield Outgoing(one.at, sender, (("To", text(one.attributes.get("value", ""), one.at)),), colleagues=True)


def _roles(sender: str, one: Element, *, colleagues: bool) -> Iterator[Outgoing]:
    parts = [(name.capitalize(), text(value, one.at)) for name, value in one.attributes.items()
             if name.lower() in ("to", "cc", "bcc")]  # fmt: skip
    if parts:
        yield Outgoing(one.at, sender, parts, colleagues=colleagues)


def _odoo(record: Element) -> Iterator[Outgoing]:
    """`email_to` is one message to all; a partner in `partner_to` gets a message of its own, with `email_cc` in each."""
    names = {"email_to": "To", "email_cc": "Cc"}
    fields = [(one.attributes.get("name", ""), one) for one in record.find("field")]
    model = next((one.attributes.get("ref", "") for name, one in fields if name == "model_id"), "")
    model = model.rpartition(".")[2].removeprefix("model_")
    parts = [(names[name], _of_record(one, model)) for name, one in fields if name in names and one.text.strip()]
    if parts:
        yield Outgoing(parts[0][1].at, "Odoo", parts)


def _of_record(one: Element, model: str) -> ir.Expression:
    """A text with expressions about a record: what the methods of its model give is in the program."""
    content = one.text.strip()
    if not model or not HOLE.search(content) or MANY.search(content):
        return text(content, one.at)
    given = tuple(ir.Argument(ir.Constant(one.at, part)) for part in (content, model))
    return ir.Call(one.at, ir.Name(one.at, "filled"), given)
