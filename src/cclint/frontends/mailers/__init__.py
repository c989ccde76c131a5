"""Files that send mail without any Python: settings of CI, monitoring and applications, scripts, and templates.

Each kind of file is found by an exact shape; what it sends becomes a module of the small language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cclint.frontends import elements, outgoing
from cclint.frontends.mailers import embedded, headers, lines, markup, naming, special, urls
from cclint.frontends.mailers.matching import Shape
from cclint.frontends.mailers.shapes import SHAPES
from cclint.frontends.outgoing import Event
from cclint.frontends.settings import MalformedError, format_of, parse
from cclint.ir import nodes as ir

TREES: Final = frozenset({"yaml", "json", "toml", "ini"})
HOLDING: Final = re.compile(
    r"\b(?:mail|mailx|mutt|sendmail)\b|api\.\w+\.(?:net|com)/v|email_configs|SMTPAppender|MAILTO"
)
"""What a file has in it whose commands, or the files in it, send mail."""
ALONE: Final = re.compile(r"\s*(?:\{\{.*\}\}|\{%.*%\}|\{#.*#\}|<%.*%>)\s*")
"""A line that only steers the rendering."""
RENDERED: Final = (".j2", ".jinja", ".jinja2", ".erb", ".tmpl", ".tpl", ".epp")
"""Suffixes of templates behind the one of what they become."""
FILLED: Final = re.compile(r"\{\{|\{%|<%")
INI: Final = (".local", ".conf", ".cfg", ".ini")


def lower_settings(path: str, text: str) -> ir.Module:
    """The module of a settings file.

    Raises
    ------
    MalformedError: it may send mail, but cannot be read.
    """
    return outgoing.sending_module(path, text, in_settings(path, text))


def unfilled(text: str) -> str:
    """A YAML file that is to be rendered first (Helm, Salt, Ansible's templates) as what is YAML of it, with the same lines."""
    lines = ("" if ALONE.fullmatch(line) else line for line in text.split("\n"))
    return "\n".join(lines).replace("{{", "<<").replace("}}", ">>")


def in_embedded(path: str, text: str) -> Iterator[Event]:
    """The messages that a file sends which stands in another one; what cannot be read of it is passed over."""
    try:
        yield from in_settings(path, text, inner=True)
    except MalformedError:
        return


def in_settings(path: str, text: str, *, inner: bool = False) -> Iterator[Event]:
    """The messages that a settings file sends.

    Parameters
    ----------
    path, text: the file.
    inner: it stands in another one.

    Raises
    ------
    MalformedError: it may send mail, but cannot be read.
    """
    yield from lines.outgoing(path, text)
    if path.rpartition("/")[2] == "mail.template.csv":
        yield from special.odoo_table(path, text)
    shapes = [shape for shape in SHAPES if shape.in_file(path) and any(word in text for word in shape.words)]
    kind = format_of(path) or ("ini" if path.endswith(INI) else "")
    others = [one for word, one in SPECIAL.items() if word in text and kind in TREES]
    holds = not inner and HOLDING.search(text) is not None
    if kind not in TREES or not (shapes or others or holds) or (path.endswith(".flow") and ".emails" not in text):
        return
    try:
        document = parse(text, kind, path)
    except MalformedError:
        if kind == "ini":
            return  # most files of that name are none
        if kind != "yaml" or not FILLED.search(text):
            raise
        document = parse(unfilled(text), kind, path)
    for root in document.roots:
        found: list[Event] = [*naming.names(root)]
        for shape in shapes:
            found += shape.find(root)
        for other in others:
            found += other(root)
        if not inner:
            found += embedded.commands(root)
            found += embedded.files(root, in_embedded)
        yield from naming.from_elsewhere(found, root)
        yield from found


SPECIAL: Final = {
    "handler_": special.logging_ini, "recipients": special.frappe, "mail": special.ansible_line,
    "://": urls.in_tree, "smtp:": urls.camel,
}  # fmt: skip
"""Readers of shapes that say more than keys and values, by a word that such a file has."""


def lower_script(path: str, text: str) -> ir.Module:
    """The module of a script, a crontab, a job."""
    return outgoing.sending_module(path, text, lines.outgoing(path, text))


def lower_markup(path: str, text: str) -> ir.Module:
    """The module of an XML file.

    Raises
    ------
    MalformedError: it cannot be read.
    """
    if not text.lstrip("\ufeff \t\r\n").startswith("<"):
        return lower_script(path, text)  # of the same name, and no XML: Git's settings
    try:
        return outgoing.sending_module(path, text, markup.outgoing(elements.parse(text)))
    except elements.MarkupError as error:
        raise MalformedError(error.reason, error.line) from error


def lower_template(path: str, text: str) -> ir.Module:
    """The module of a template."""
    whole = headers.lower(path, text)
    if whole is not None:
        return whole
    return outgoing.sending_module(path, text, [*headers.outgoing(path, text), *in_rendered(path, text)])


def in_rendered(path: str, text: str) -> Iterator[Event]:
    """What a file sends that is rendered first: `alertmanager.yml.j2`, `backup.sh.erb`, `cron.d/backup.j2`. What cannot be
    read without being rendered is passed over.
    """
    inner, _, suffix = path.rpartition(".")
    if f".{suffix}" not in RENDERED:
        return
    try:
        if inner.endswith((".xml", ".config")):
            yield from markup.outgoing(elements.parse(text))
        else:
            yield from in_settings(inner, text)
    except (MalformedError, elements.MarkupError):
        return


__all__ = ["Shape", "lower_markup", "lower_script", "lower_settings", "lower_template"]
