"""Templates: from text to a small tree whose expressions are those of `cclint.ir`, every part with its place.

A template is a function from its context to a text. Nothing is rendered here, and nothing that a template names is opened.
"""

from __future__ import annotations

from typing import Final

from cclint.frontends.templates.nodes import TemplateError, Tree

__all__ = ["FLAVOURS", "TemplateError", "Tree", "parse"]

FLAVOURS: Final = ("jinja", "django", "mako", "tal", "genshi", "tornado", "bottle")


def parse(text: str, flavour: str = "jinja") -> Tree:
    """Read a template.

    Parameters
    ----------
    text: its source.
    flavour: whose language it is written in: one of `FLAVOURS`.

    Raises
    ------
    TemplateError: it is not a template of that language, or nested too deeply.
    """
    if flavour == "mako":
        from cclint.frontends.templates import mako

        return mako.parse(text)
    if flavour == "tal" or (flavour == "genshi" and "py:" in text):  # Genshi has two languages, of which one is markup
        from cclint.frontends.templates import tal

        return tal.parse(text)
    if flavour == "genshi":
        from cclint.frontends.templates import genshi

        return genshi.parse(text)
    if flavour in ("tornado", "bottle"):
        from cclint.frontends.templates import tornado

        return tornado.parse(text, bottle=flavour == "bottle")
    from cclint.frontends.templates import jinja

    return jinja.parse(text, django=flavour == "django")
