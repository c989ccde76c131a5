"""Settings whose recipients stand in a form that keys and values alone do not tell."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from cclint.frontends.mailers.matching import below
from cclint.frontends.outgoing import Outgoing, addresses, everybody
from cclint.frontends.outgoing import recipients_text as text
from cclint.frontends.settings import parse
from cclint.ir import nodes as ir
from cclint.ir.data import Data, Items, Scalar, Table

SMTP = re.compile(r"(SMTP|Email|Mail)Handler$")


def logging_ini(root: Data) -> Iterator[Outgoing]:
    """`[handler_mail]` with `class = handlers.SMTPHandler`, as `logging.config.fileConfig` reads it: the third of `args`,
    or `toaddrs` of `kwargs`.
    """
    for entry in root.entries if isinstance(root, Table) else ():
        section = entry.value
        if not str(entry.key).startswith("handler_") or not isinstance(section, Table):
            continue
        kind = section.get("class")
        if not isinstance(kind, Scalar) or not SMTP.search(str(kind.value)):
            continue
        for key in ("args", "kwargs"):
            data = section.get(key)
            found = _literal(data.value) if isinstance(data, Scalar) and isinstance(data.value, str) else None
            given = found.get("toaddrs") if isinstance(found, dict) else None
            if isinstance(found, tuple) and len(found) > 2:
                given = found[2]
            names = [given] if isinstance(given, str) else given if isinstance(given, (list, tuple)) else []
            if data is not None and names:
                items = tuple(text(str(name), data.at) for name in names)
                parts = (("To", ir.Display(data.at, "list", items)),)
                yield Outgoing(data.at, "the logging handler", parts, colleagues=True)


def _literal(source: str) -> object:
    """The value of an expression whose names are replaced by a text; None where it is more than that."""
    try:
        tree = ast.parse(source.strip(), mode="eval")
        return ast.literal_eval(ast.unparse(_Nameless().visit(tree)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


class _Nameless(ast.NodeTransformer):
    """Puts a text in place of everything that has a name."""

    def generic_visit(self, node: ast.AST) -> ast.AST:
        if isinstance(node, (ast.Name, ast.Attribute, ast.Call)):
            return ast.Constant("")
        return super().generic_visit(node)


def frappe(root: Data) -> Iterator[Outgoing]:
    """Fixtures of the doctype Notification: a role, or a field that lists people, is shown in To to all of them
    (`frappe.sendmail(expose_recipients="header")`); Cc and Bcc are addresses.
    """
    for table in below(root, ("**",)):
        if not isinstance(table, Table) or not isinstance(kind := table.get("doctype"), Scalar):
            continue
        rows = table.get("recipients")
        if kind.value not in ("Notification", "Email Alert") or not isinstance(rows, Items):
            continue
        channel = table.get("channel")
        if isinstance(channel, Scalar) and channel.value not in (None, "", "Email"):
            continue
        people: list[ir.Expression] = []
        parts: list[tuple[str, ir.Expression]] = []
        for row in rows.items:
            if not isinstance(row, Table):
                continue
            for key in ("receiver_by_role", "email_by_role"):
                role = row.get(key)
                if isinstance(role, Scalar) and role.value:
                    people.append(everybody(role.at, f"the role {role.value}"))
            by_field = row.get("receiver_by_document_field") or row.get("email_by_document_field")
            if isinstance(by_field, Scalar) and by_field.value:
                people.append(ir.Name(by_field.at, f"the field {by_field.value}"))
            for key, header in (("cc", "Cc"), ("bcc", "Bcc")):
                given = row.get(key)
                if isinstance(given, Scalar) and given.value:
                    parts.append((header, addresses(given)))
        if people:
            parts.insert(0, ("To", ir.Display(people[0].at, "list", tuple(people))))
        if parts:
            yield Outgoing(parts[0][1].at, "Frappe", parts)


def ansible_line(root: Data) -> Iterator[Outgoing]:
    """`mail: to="a, b" subject=...`, a task in one line; and header fields that are added word for word."""
    for table in below(root, ("**",)):
        if not isinstance(table, Table):
            continue
        for name in ("mail", "community.general.mail"):
            given = table.get(name)
            if isinstance(given, Scalar) and isinstance(given.value, str) and "subject=" in given.value:
                parts = [
                    (
                        {"recipients": "To"}.get(match[1], match[1].capitalize()),
                        text(match[2] or match[3] or match[4], given.at),
                    )
                    for match in re.finditer(r"\b(to|recipients|cc|bcc)=(?:\"([^\"]*)\"|'([^']*)'|(\S+))", given.value)
                ]
                if parts:
                    yield Outgoing(given.at, "the Ansible mail task", parts)
            headers = given.get("headers") if isinstance(given, Table) else None
            lines = headers.items if isinstance(headers, Items) else (headers,)
            for line in lines:
                match = (
                    re.match(r"(?i)\s*(to|cc|bcc)=(.+)", line.value)
                    if isinstance(line, Scalar) and isinstance(line.value, str)
                    else None
                )
                if match and line is not None:
                    role = {"bcc": "BccHeader"}.get(match[1].lower(), match[1].capitalize())
                    yield Outgoing(line.at, "the Ansible mail task", ((role, text(match[2], line.at)),))


def odoo_table(path: str, content: str) -> Iterator[Outgoing]:
    """`mail.template.csv`: a template of Odoo in each row, whose columns are the fields that XML has, too."""
    rows = parse(content, "csv", path).roots[0]
    lines = [row.items for row in rows.items if isinstance(row, Items)] if isinstance(rows, Items) else []
    heads = [cell.value for cell in lines[0] if isinstance(cell, Scalar)] if lines else []
    for line in lines[1:]:
        given = {name: cell for name, cell in zip(heads, line) if isinstance(cell, Scalar) and cell.value}
        parts = [
            (role, addresses(given[name])) for name, role in (("email_to", "To"), ("email_cc", "Cc")) if name in given
        ]
        if parts:
            yield Outgoing(parts[0][1].at, "Odoo", parts)
