"""Template engines: Jinja, Django, Mako, and the frameworks that render with them.

Templates are found in the folders that loaders name, else in folders called `templates`, as the frameworks have it.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.base.paths import Arguments
from cclint.analysis.builtins.system.paths import located, near
from cclint.analysis.operations.rendering import Rendering, Source
from cclint.analysis.program.files import ROOT
from cclint.analysis.values.code import Bound, External, Func, Method
from cclint.analysis.values.heap import Bag, Buffer, Instance, Mapping
from cclint.analysis.values.lattice import join_all
from cclint.analysis.values.place import PathValue, spelt
from cclint.analysis.values.rope import Text, plain, text
from cclint.analysis.values.value import NOTHING, STRING, Opaque, Ref, Seq, Value, alternatives, each, lasting, present
from cclint.finding import Notice
from cclint.frontends.templates import FLAVOURS, TemplateError, parse
from cclint.frontends.templates.nodes import FILTER

if TYPE_CHECKING:
    from cclint.analysis.base.core import Core

FOLDERS: Final = ("templates", "jinja2", "mail_templates", "email_templates", "template", "mail")
"""Folders that frameworks and their users keep templates in."""
TEMPLATES: Final = lasting(External("cclint.Templates"))
TEMPLATE: Final = lasting(External("cclint.Template"))
REGISTERED: Final = ("filters", "globals")
"""What a program adds to an environment of Jinja: `env.filters["emails"] = ...`."""


def bag_of(core: Core, value: Value | None) -> Bag | None:
    record = core.record(value) if value is not None else None
    return record.native if isinstance(record, Instance) and isinstance(record.native, Bag) else None


def made(call: Invocation, kind: External, **facts: Value) -> Value:
    name = "templates" if kind is TEMPLATES else "template"
    bag = Bag(name, tuple(facts.items()), call.core.running)
    return call.core.new(Instance(kind, bag, call.core.running), call.node)


# Where templates come from


def folder_loader(call: Invocation) -> Value:
    """`FileSystemLoader(folders)`, `TemplateLookup(directories=...)`, `Jinja2Templates(directory=...)`."""
    given = (
        call.get(0, "searchpath")
        or call.get(None, "directories")
        or call.get(None, "directory")
        or call.get(None, "dirs")
    )
    flavour = flavour_of(call.name)
    folders: list[Value] = []
    for one in present(given) if given is not None else ():
        if isinstance(one, (Text, PathValue)):
            folders.append(spelt(one) or text("."))
        else:
            folders += [spelt(run.value) or text(".") for run in call.core.iterate(one, call.node)]
    return made(call, TEMPLATES, folders=Seq("tuple", each(folders)), flavour=text(flavour))


def package_loader(call: Invocation) -> Value:
    """`PackageLoader(package, folder)`."""
    package, below = plain(call.get(0, "package_name")), plain(call.get(1, "package_path") or text("templates"))
    found = call.core.project.resolve(package, call.core.path) if isinstance(package, str) else None
    if found is None or not isinstance(below, str):
        return made(call, TEMPLATES, flavour=text("jinja"))
    folder = text(f"{ROOT}/{posixpath.join(found.rpartition('/')[0], below)}")
    return made(call, TEMPLATES, folders=Seq("tuple", each((folder,))), flavour=text("jinja"))


def table_loader(call: Invocation) -> Value:
    """`DictLoader({name: text})`."""
    return made(call, TEMPLATES, texts=call.get(0, "mapping") or NOTHING, flavour=text("jinja"))


def several_loaders(call: Invocation) -> Value:
    """`ChoiceLoader([loaders])`."""
    folders: list[Value] = []
    texts: Value = NOTHING
    for run in call.runs(0, "loaders"):
        bag = bag_of(call.core, run.value)
        inner = bag.get("folders") if bag is not None else None
        folders += inner.items or [] if isinstance(inner, Seq) else []
        texts = (bag.get("texts") if bag is not None else None) or texts
    return made(call, TEMPLATES, folders=Seq("tuple", each(folders)), texts=texts, flavour=text("jinja"))


def environment(call: Invocation) -> Value:
    """`Environment(loader=...)`."""
    bag = bag_of(call.core, call.arguments.keywords.get("loader"))
    given: dict[str, Value] = dict(bag.facts) if bag is not None else {"flavour": text("jinja")}
    kept = {name: call.core.new(Mapping("dict"), call.node) for name in REGISTERED}
    found = made(call, TEMPLATES, **{**given, **kept})
    for name, table in kept.items():
        if isinstance(found, Ref):
            call.core.write((found.id, name), table)
    return found


# Templates


def by_name(call: Invocation) -> Value:
    """`env.get_template(name)`."""
    bag = bag_of(call.core, call.receiver) or Bag("templates")
    return named(call, call.get(0, "name") or call.get(0, "template_name") or NOTHING, bag)


def named(call: Invocation, name: Value, bag: Bag) -> Value:
    """The template of a name; of several names the first that there is."""
    names: list[Value] = []
    for one in present(name):
        names += [one] if isinstance(one, Text) else [run.value for run in call.core.iterate(one, call.node)]
    found = []
    for one in names:
        source = found_by(call.core, one.constant, bag) if isinstance(one, Text) and one.constant else None
        if source is not None:
            found.append(made(call, TEMPLATE, **{**dict(bag.facts), "source": source}))
    return join_all(found) if found else made(call, TEMPLATE, **dict(bag.facts))


def found_by(core: Core, name: str, bag: Bag) -> Text | None:
    """The source of a template."""
    files = core.project.files
    table = core.record(bag.get("texts") or NOTHING)
    entry = table.find(text(name)) if isinstance(table, Mapping) else None
    if entry is not None and isinstance(entry.value, Text):
        return entry.value
    folders = bag.get("folders")
    for folder in (folders.items or []) if isinstance(folders, Seq) else ():
        if isinstance(folder, Text) and folder.constant is not None:
            path = files.find(f"{folder.constant}/{name}", near(core))
            if path is not None:
                return files.content(path)
    for below in FOLDERS:
        path = files.find(f"{below}/{name}", near(core))
        if path is not None:
            return files.content(path)
    path = files.anywhere(f"templates/{name}") or only(core, name)
    return files.content(path) if path is not None else None


def flavour_of(name: str) -> str:
    """The language that the templates of a library are written in."""
    library = name.partition(".")[0]
    return {"chameleon": "tal"}.get(library, library if library in FLAVOURS else "jinja")


def only(core: Core, name: str) -> str | None:
    """The one file of the run that has a name, in whatever folder the settings say."""
    found = [path for path in core.project.files.others if path == name or path.endswith(f"/{name}")]
    return found[0] if len(found) == 1 else None


def from_text(call: Invocation) -> Value:
    """`Template(text)`, `env.from_string(text)`."""
    bag = bag_of(call.core, call.receiver) or Bag("template")
    flavour = flavour_of(call.name)
    facts = {"flavour": text(flavour), **dict(bag.facts)}
    path = call.arguments.keywords.get("filename")
    source = call.get(0, "source") or call.get(0, "template_string") or call.get(0, "text")
    if path is not None and source is None:
        found = [held for one in located(call.core, path) if (held := call.core.project.files.content(one))]
        source = found[0] if found else None
    record = call.core.record(source) if source is not None else None
    if isinstance(record, Buffer):
        source = record.text
    return made(call, TEMPLATE, **facts, **({"source": source} if source is not None else {}))


# Rendering


def render(call: Invocation) -> Value:
    """`template.render(context)`."""
    bag = bag_of(call.core, call.receiver)
    return rendered(call, bag, context_of(call, call.arguments)) if bag is not None else call.unknown()


def render_named(call: Invocation) -> Value:
    """`render_template(name, **context)`, `render_to_string(name, context)`."""
    flavour = flavour_of(call.name)
    bag = Bag("templates", (("flavour", text(flavour)),))
    template = named(call, call.get(0, "template_name") or call.get(0, "template_name_or_list") or NOTHING, bag)
    return from_template(call, template)


def render_named_of(call: Invocation) -> Value:
    """`engine.render_to_string(name, context)`."""
    return from_template(call, by_name(call))


def render_text(call: Invocation) -> Value:
    """`render_template_string(source, **context)`."""
    facts = {"source": call.get(0, "source") or NOTHING, "flavour": text("jinja")}
    return from_template(call, made(call, TEMPLATE, **facts))


def from_template(call: Invocation, template: Value) -> Value:
    arguments = Arguments(call.arguments.positional[1:], call.arguments.keywords, call.arguments.rest)
    context = context_of(call, arguments)
    found = [rendered(call, bag, context) for one in alternatives(template) if (bag := bag_of(call.core, one))]
    return join_all(found) if found else call.unknown()


def context_of(call: Invocation, arguments: Arguments) -> dict[str, Value]:
    """What a template is given, by name."""
    context: dict[str, Value] = {}
    keywords = {name: value for name, value in arguments.keywords.items() if not name.startswith("?")}
    given = [run.value for run in arguments.positional]
    given += [keywords.pop(name) for name in ("context", "dictionary") if name in keywords]
    for one in (*given, arguments.rest):
        record = call.core.record(one) if one is not None else None
        record = record.native if isinstance(record, Instance) else record
        for entry in record.entries if isinstance(record, Mapping) else ():
            if isinstance(entry.key, Text) and entry.key.constant:
                context[entry.key.constant] = entry.value
    return {**context, **keywords}


def rendered(call: Invocation, bag: Bag, context: dict[str, Value]) -> Value:
    """The text that a template becomes, for each source that it can have."""
    flavour = plain(bag.get("flavour") or text("jinja"))
    found: list[Value] = []
    for one in alternatives(bag.get("source") or NOTHING):
        source = read(call.core, one, str(flavour)) if isinstance(one, Text) else None
        if source is None:
            found.append(Opaque(("template", call.core.path, call.node.at), STRING, trail=call.hop("call", "render")))
            continue

        def load(name: str) -> Source | None:
            held = found_by(call.core, name, bag)
            return read(call.core, held, str(flavour)) if held is not None else None

        inline = source[1] == ""
        added = {**registered(call.core, bag, "globals"), **context}
        filters = {f"{FILTER} {name}": value for name, value in registered(call.core, bag, "filters").items()}
        rendering = Rendering(call.core, call.node, {**added, **filters}, load, fixed=inline)
        found.append(rendering.text(source if not inline else (source[0], call.core.path)))
    return join_all(found)


def registered(core: Core, bag: Bag, kind: str) -> dict[str, Value]:
    """The filters or names that a program added to the environment."""
    table = core.record(bag.get(kind) or NOTHING)
    entries = table.entries if isinstance(table, Mapping) else ()
    return {entry.key.constant: entry.value for entry in entries if isinstance(entry.key, Text) and entry.key.constant}


def read(core: Core, value: Text, flavour: str) -> Source | None:
    """The tree of a template's source and the file that it stands in; "" where it stands in the program."""
    files = core.project.files
    trail = value.trail
    path = ""
    known = value.constant
    if trail is not None and trail.what == "file" and value == files.content(trail.path):
        path = trail.path
        known = files.text(path)
        files.rendered.add(path)
    if known is None:
        return None
    try:
        return parse(known, flavour), path
    except TemplateError as error:
        if path:
            reason = f"the template cannot be read: {error.reason}"
            files.notices.setdefault(path, Notice(path, error.line, 1, "template", reason, fatal=False))
        return None


# What templates call


def lookup(call: Invocation) -> Value:
    """`a.b`: an item of a dictionary or a sequence, else an attribute."""
    owner, name = call.get(0), call.get(1)
    if owner is None or name is None:
        return call.unknown()
    found = [looked_up(call, one, name) for one in alternatives(owner)]
    return join_all(found)


def looked_up(call: Invocation, owner: Value, name: Value) -> Value:
    core: Core = call.core
    known = plain(name)
    if not isinstance(known, str):
        return core.item(owner, name, call.node)
    record = core.record(owner)
    native = record.native if isinstance(record, Instance) else record
    if isinstance(native, Mapping) and isinstance(owner, Ref):
        value = core.mapping_item(owner, native, name, call.node, missing=False)
        if value is not None:
            return value
    value = core.attribute(owner, known, call.node)
    if call.name.endswith("called") and isinstance(value, (Func, Bound, Method)):
        return core.call(value, Arguments(), call.node)
    return value


def unknown_filter(call: Invocation) -> Value:
    value = call.get(1) or NOTHING
    own = call.core.cell(call.core.frame.id, f"{FILTER} {plain(call.get(0))}")
    if own is not None:  # the program's own
        return call.core.call(own, Arguments(call.arguments.positional[1:], call.arguments.keywords), call.node)
    return Opaque(("filter", plain(call.get(0)), value.token), trail=value.trail)


def same(call: Invocation) -> Value:
    return call.get(0) or call.core.new(Mapping("dict"), call.node)


HANDLERS: Final[dict[str, Handler]] = {
    "cclint.lookup": lookup, "cclint.called": lookup, "cclint.filter": unknown_filter,
    **dict.fromkeys(("jinja2.FileSystemLoader", "jinja2.loaders.FileSystemLoader", "mako.lookup.TemplateLookup",
                     "fastapi.templating.Jinja2Templates", "starlette.templating.Jinja2Templates"), folder_loader),
    **dict.fromkeys(("jinja2.PackageLoader", "jinja2.loaders.PackageLoader"), package_loader),
    **dict.fromkeys(("jinja2.DictLoader", "jinja2.loaders.DictLoader"), table_loader),
    **dict.fromkeys(("jinja2.ChoiceLoader", "jinja2.loaders.ChoiceLoader"), several_loaders),
    **dict.fromkeys(("jinja2.Environment", "jinja2.environment.Environment", "jinja2.sandbox.SandboxedEnvironment",
                     "jinja2.nativetypes.NativeEnvironment"), environment),
    **dict.fromkeys(("jinja2.Template", "jinja2.environment.Template", "mako.template.Template",
                     "django.template.Template", "django.template.base.Template", "templates.from_string"), from_text),
    "templates.render_to_string": render_named_of, "templates.get_template": by_name, "templates.select_template": by_name,
    "templates.get_or_select_template": by_name,
    "django.template.loader.get_template": by_name, "django.template.loader.select_template": by_name,
    **dict.fromkeys(("template.render", "template.render_async", "template.render_unicode"), render),
    **dict.fromkeys(("flask.render_template", "flask.templating.render_template", "quart.render_template",
                     "django.template.loader.render_to_string"), render_named),
    **dict.fromkeys(("flask.render_template_string", "quart.render_template_string"), render_text),
    **dict.fromkeys(("django.template.Context", "django.template.context.Context", "django.template.RequestContext"),
                    same),
}  # fmt: skip
