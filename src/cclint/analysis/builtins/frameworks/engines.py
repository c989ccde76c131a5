"""Template engines beside Jinja and Mako: Chameleon, Genshi, Tornado's, Bottle's, and Django's `Engine`.

https://chameleon.readthedocs.io/en/latest/library.html, https://genshi.readthedocs.io/en/latest/templates.html,
https://docs.djangoproject.com/en/stable/ref/templates/api/#django.template.Engine
"""

from __future__ import annotations

import re
from typing import Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.builtins.frameworks.templating import (
    TEMPLATES,
    bag_of,
    by_name,
    folder_loader,
    from_template,
    from_text,
    made,
    render,
)
from cclint.analysis.builtins.system.paths import located
from cclint.analysis.values.code import External
from cclint.analysis.values.heap import Bag, Instance
from cclint.analysis.values.rope import plain, text
from cclint.analysis.values.value import NOTHING, Value, lasting

STREAM: Final = lasting(External("cclint.Stream"))


def engine(call: Invocation) -> Value:
    """`Engine(dirs=[...])`."""
    folders = call.get(0, "dirs")
    if folders is None:
        return made(call, TEMPLATES, flavour=text("django"))
    found = folder_loader(call)
    bag = bag_of(call.core, found)
    return made(call, TEMPLATES, **dict(bag.facts)) if bag is not None else found


def from_file(call: Invocation) -> Value:
    """`PageTemplateFile("mail.pt")`."""
    held = [
        known
        for path in located(call.core, call.get(0, "filename"))
        if (known := call.core.project.files.content(path))
    ]
    facts = {"source": held[0]} if held else {}
    return made(call, External("cclint.Template"), flavour=text("tal"), **facts)


def generate(call: Invocation) -> Value:
    """`template.generate(**context)`: Genshi's stream that is rendered later; Tornado's text."""
    template = bag_of(call.core, call.receiver)
    if template is not None and plain(template.get("flavour") or NOTHING) == "tornado":
        return render(call)
    bag = Bag("stream", (("text", render(call)),), call.core.running)
    return call.core.new(Instance(STREAM, bag, call.core.running), call.node)


def serialized(call: Invocation) -> Value:
    """`stream.render(...)`."""
    bag = bag_of(call.core, call.receiver)
    return (bag.get("text") if bag is not None else None) or NOTHING


def bottle(call: Invocation) -> Value:
    """`bottle.template(source, **context)`; a source has signs that no name of a template has, which lies in `views`."""
    given = call.get(0, "name")
    known = plain(given) if given is not None else None
    facts: dict[str, Value] = {}
    if isinstance(known, str) and given is not None and SIGNS.search(known) is None:
        names = [f"{folder}{known}{suffix}" for folder in ("views/", "") for suffix in ("", *SUFFIXES)]
        paths = [path for name in names for path in located(call.core, text(name))]
        held = [content for path in paths if (content := call.core.project.files.content(path)) is not None]
        facts = {"source": held[0]} if held else {}
    elif given is not None:
        facts = {"source": given}
    return from_template(call, made(call, External("cclint.Template"), flavour=text("bottle"), **facts))


SIGNS: Final = re.compile(r"[\n{%$]")
SUFFIXES: Final = (".tpl", ".stpl", ".html", ".thtml")

HANDLERS: Final[dict[str, Handler]] = {
    **dict.fromkeys(("django.template.Engine", "django.template.engine.Engine"), engine),
    **dict.fromkeys((f"chameleon.{name}" for name in ("PageTemplate", "PageTextTemplate")), from_text),
    **dict.fromkeys((f"chameleon.zpt.template.{name}" for name in ("PageTemplate", "PageTextTemplate")), from_text),
    **dict.fromkeys((f"chameleon.{name}" for name in ("PageTemplateFile", "PageTextTemplateFile")), from_file),
    **dict.fromkeys((f"chameleon.zpt.template.{name}" for name in ("PageTemplateFile", "PageTextTemplateFile")), from_file),
    **dict.fromkeys(("chameleon.PageTemplateLoader", "chameleon.zpt.loader.TemplateLoader"), folder_loader),
    "templates.__getitem__": by_name, "templates.load": by_name, "template.__call__": render,
    **dict.fromkeys((f"genshi.template.{home}{name}" for home in ("", "text.", "markup.") for name in (
        "TextTemplate", "NewTextTemplate", "OldTextTemplate", "MarkupTemplate")), from_text),
    **dict.fromkeys(("genshi.template.TemplateLoader", "genshi.template.loader.TemplateLoader"), folder_loader),
    **dict.fromkeys(("tornado.template.Template", "bottle.SimpleTemplate"), from_text),
    **dict.fromkeys(("tornado.template.Loader", "tornado.template.BaseLoader"), folder_loader), "bottle.template": bottle,
    "template.generate": generate, "stream.render": serialized, "stream.__str__": serialized,
}  # fmt: skip
