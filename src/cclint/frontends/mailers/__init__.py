"""Files that send mail without any Python: settings of CI, monitoring and applications, scripts, and templates.

Each kind of file is found by an exact shape; what it sends becomes a module of the small language.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cclint.frontends import outgoing
from cclint.frontends.mailers import headers, lines, markup, special
from cclint.frontends.mailers.matching import Shape
from cclint.frontends.mailers.shapes import SHAPES
from cclint.frontends.outgoing import Outgoing
from cclint.frontends.settings import MalformedError, format_of, parse
from cclint.ir import nodes as ir

TREES: Final = frozenset({"yaml", "json", "toml", "ini"})
INI: Final = (".local", ".conf", ".cfg", ".ini")


def lower_settings(path: str, text: str) -> ir.Module:
    """The module of a settings file.

    Raises
    ------
    MalformedError: it may send mail, but cannot be read.
    """
    return outgoing.module(path, text, in_settings(path, text))


def in_settings(path: str, text: str) -> Iterator[Outgoing]:
    """The messages that a settings file sends."""
    yield from lines.outgoing(path, text)
    shapes = [shape for shape in SHAPES if shape.in_file(path) and any(word in text for word in shape.words)]
    kind = format_of(path) or ("ini" if path.endswith(INI) else "")
    others = [one for word, one in SPECIAL.items() if word in text and kind in TREES]
    if kind not in TREES or not (shapes or others):
        return
    try:
        document = parse(text, kind, path)
    except MalformedError:
        if kind == "ini":
            return  # most files of that name are none
        raise
    for root in document.roots:
        for shape in shapes:
            yield from shape.find(root)
        for other in others:
            yield from other(root)


SPECIAL: Final = {"handler_": special.logging_ini, "recipients": special.frappe, "mail": special.ansible_line}
"""Readers of shapes that say more than keys and values, by a word that such a file has."""


def lower_script(path: str, text: str) -> ir.Module:
    """The module of a script, a crontab, a job."""
    return outgoing.module(path, text, lines.outgoing(path, text))


def lower_markup(path: str, text: str) -> ir.Module:
    """The module of an XML file.

    Raises
    ------
    MalformedError: it cannot be read.
    """
    try:
        return outgoing.module(path, text, markup.outgoing(markup.parse(text)))
    except markup.MarkupError as error:
        raise MalformedError(error.reason, error.line) from error


def lower_template(path: str, text: str) -> ir.Module:
    """The module of a template."""
    whole = headers.lower(path, text)
    return whole if whole is not None else outgoing.module(path, text, headers.outgoing(text))


__all__ = ["Shape", "lower_markup", "lower_script", "lower_settings", "lower_template"]
