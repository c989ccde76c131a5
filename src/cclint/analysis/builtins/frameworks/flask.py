"""Flask's configuration: `app.config["NAME"]`, from objects, modules and files.

https://flask.palletsprojects.com/en/stable/config/. A project has one: what one application is told holds for `current_app`, too.
"""

from __future__ import annotations

from typing import Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.builtins.data.loading import Loader
from cclint.analysis.builtins.system.paths import located
from cclint.analysis.values.code import Module
from cclint.analysis.values.count import ONE
from cclint.analysis.values.heap import Instance, Mapping
from cclint.analysis.values.lattice import join
from cclint.analysis.values.rope import Text, plain, text
from cclint.analysis.values.value import NOTHING, Opaque, Run, Seq, Value, alternatives
from cclint.frontends.settings import format_of
from cclint.ir.data import Table

CONFIG: Final = "flask.config"
"""The owner of the cells that hold the configuration."""
SOURCES: Final = "objects that names are looked up in"


def put(call: Invocation, name: object, value: Value) -> None:
    if isinstance(name, str):
        call.core.write((CONFIG, name), value)


def item(call: Invocation) -> Value:
    """`config["NAME"]`, `config.get("NAME", default)`."""
    name, default = plain(call.get(0, "key")), call.get(1, "default")
    if isinstance(name, str):
        known = call.core.cell(CONFIG, name) or sought(call, name)
        if known is not None:
            return known
    value = Opaque(("flask setting", str(name)), trail=call.hop("name", f"config[{name!r}]"))
    return value if default is None else join(value, default)


def sought(call: Invocation, name: str) -> Value | None:
    """A name in the objects that the configuration was told of, the last first."""
    held = call.core.cell(CONFIG, SOURCES)
    for run in reversed(held.runs if isinstance(held, Seq) else ()):
        one = run.value
        if isinstance(one, Module):
            module = call.core.project.module(one.path)
            if module is None or name not in module.body.locals:
                continue
        value = call.core.attribute(one, name, call.node)
        if not isinstance(value, Opaque) or isinstance(one, Module):
            return value
    return None


def set_one(call: Invocation) -> Value:
    """`config["NAME"] = value`, `config.setdefault("NAME", value)`."""
    put(call, plain(call.get(0)), call.get(1) or NOTHING)
    return call.get(1) or NOTHING


def update(call: Invocation) -> Value:
    """`config.update(mapping, NAME=value)`, `config.from_mapping(...)`."""
    record = call.core.record(call.get(0) or NOTHING)
    record = record.native if isinstance(record, Instance) else record
    for entry in record.entries if isinstance(record, Mapping) else ():
        put(call, plain(entry.key), entry.value)
    for name, value in call.arguments.keywords.items():
        put(call, name, value)
    return NOTHING


def from_object(call: Invocation) -> Value:
    """`config.from_object(object)`, or the name of a module, or of something in one."""
    found: list[Value] = []
    for one in alternatives(call.get(0, "obj") or NOTHING):
        name = plain(one) if isinstance(one, Text) else None
        if name is None:
            found.append(one)
        elif isinstance(name, str) and (path := call.core.project.resolve(name, call.core.path)) is not None:
            found.append(Module(path))
        elif isinstance(name, str) and "." in name:
            home, _, member = name.rpartition(".")
            path = call.core.project.resolve(home, call.core.path)
            found += [call.core.attribute(Module(path), member, call.node)] if path is not None else []
    before = call.core.cell(CONFIG, SOURCES)
    runs = before.runs if isinstance(before, Seq) else ()
    call.core.write(
        (CONFIG, SOURCES), Seq("tuple", (*runs, *(Run(one, ONE) for one in found if not isinstance(one, Opaque))))
    )
    return NOTHING


def from_file(call: Invocation) -> Value:
    """`config.from_pyfile(path)`, `config.from_file(path, load=...)`, `config.from_json(path)`."""
    given = call.get(0, "filename")
    name = plain(given) if isinstance(given, Text) else None
    beside = located(call.core, given) or (
        located(call.core, text(f"instance/{name}")) if isinstance(name, str) else []
    )
    for path in beside:  # or in the instance folder
        kind = "assignments" if call.name.endswith("from_pyfile") else format_of(path) or "json"
        document = call.core.project.files.document(path, kind)
        for root in document.roots if document is not None else ():
            for entry in root.entries if isinstance(root, Table) else ():
                put(call, entry.key, Loader(call.core, call.node, path).value(entry.value, str(entry.key)))
    return NOTHING


HANDLERS: Final[dict[str, Handler]] = {
    f"flask.config.Config.{name}": handler
    for name, handler in {
        "__getitem__": item, "get": item, "__setitem__": set_one, "setdefault": set_one, "update": update,
        "from_mapping": update, "from_object": from_object, "from_pyfile": from_file, "from_file": from_file,
        "from_json": from_file,
    }.items()
}  # fmt: skip
