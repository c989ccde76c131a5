"""Settings in layers: Dynaconf's files, and the configuration that Hydra hands to a program's main function.

https://www.dynaconf.com/settings_files/, https://hydra.cc/docs/advanced/hydra-command-line-flags/
"""

from __future__ import annotations

from typing import Final

from cclint.analysis.builtins.loading import Loader
from cclint.analysis.builtins.paths import located, near
from cclint.analysis.code import Func
from cclint.analysis.evaluate.calls import Handler, Invocation
from cclint.analysis.heap import Instance, Mapping
from cclint.analysis.place import PathValue
from cclint.analysis.rope import Text, plain, text
from cclint.analysis.value import FALSE, NOTHING, Opaque, Ref, Value, alternatives
from cclint.frontends.settings import format_of
from cclint.ir.data import Entry, Table

DEFAULTS: Final = ("settings.toml", "settings.yaml", "settings.yml", "settings.json", "settings.ini", ".secrets.toml",
                   ".secrets.yaml", "config/settings.toml", "config/settings.yaml")  # fmt: skip
CLASS: Final = "dynaconf.Dynaconf"
LAYERS: Final = ("default", "development")
"""The environments that hold where a program names none."""


def dynaconf(call: Invocation) -> Value:
    """`Dynaconf(settings_files=[...], environments=True)`: later files go over earlier ones."""
    keywords = call.arguments.keywords
    given = keywords.get("settings_files") or keywords.get("settings_file")
    paths: list[str] = []
    for one in alternatives(given) if given is not None else ():
        listed = (
            [one] if isinstance(one, (Text, PathValue)) else [run.value for run in call.core.iterate(one, call.node)]
        )
        for name in listed:
            paths += located(call.core, name)
    if given is None:
        found = (call.core.project.files.find(name, near(call.core)) for name in DEFAULTS)
        paths = [path for path in found if path is not None]
    layered = plain(keywords.get("environments", FALSE)) not in (False, None)
    wanted = plain(keywords.get("env", text("development")))
    layers = ("default", wanted) if isinstance(wanted, str) else LAYERS
    held: dict[str, tuple[Entry, str]] = {}
    for path in paths:
        document = call.core.project.files.document(path, format_of(path) or "toml")
        for root in document.roots if document is not None else ():
            tables = (
                [root.get(layer) for layer in (*layers, "global")] if layered and isinstance(root, Table) else [root]
            )
            for table in tables:
                for entry in table.entries if isinstance(table, Table) else ():
                    held[str(entry.key).upper()] = (entry, path)
    if not held:
        return call.core.call_stub(call)
    return layered_value(call, held)


def layered_value(call: Invocation, held: dict[str, tuple[Entry, str]]) -> Value:
    """The object of settings: its names can be written in any case."""
    loader = Loader(call.core, call.node, "", attributed=CLASS)
    made = loader.mapping((), None, "settings")
    record = call.core.record(made)
    assert isinstance(record, Instance)
    assert isinstance(record.native, Mapping)
    for name, (entry, path) in held.items():
        value = Loader(call.core, call.node, path, attributed=CLASS).value(entry.value, str(entry.key))
        for spelt in dict.fromkeys((str(entry.key), name, name.lower())):
            call.core.set_item(made, text(spelt), value, call.node)
            call.core.state.set((made.id, spelt), value)
    return made


def hydra_main(call: Invocation, function: Value) -> Value:
    """`@hydra.main(config_path=..., config_name=...)`: the function is given what the file holds."""
    folder = plain(call.arguments.keywords.get("config_path", text(".")))
    name = plain(call.arguments.keywords.get("config_name", text("config")))
    if not isinstance(function, Func) or not isinstance(name, str) or not function.scope.parameters:
        return function
    base = f"{folder}/{name}" if isinstance(folder, str) else name
    stem = base.removesuffix(".yaml").removesuffix(".yml")
    for suffix in (".yaml", ".yml"):
        path = call.core.project.files.find(stem + suffix, iter((function.scope.path,)))
        document = call.core.project.files.document(path, "yaml") if path is not None else None
        if path is not None and document is not None and document.roots:
            value = Loader(call.core, call.node, path, attributed="omegaconf.DictConfig").value(document.roots[0])
            return function.altered(given=(*function.given, (function.scope.parameters[0].name, value)))
    return function


def get(call: Invocation) -> Value:
    """`settings.get("mail.to", default)`: a name with dots leads through tables."""
    wanted, default = plain(call.get(0, "key")), call.get(1, "default") or NOTHING
    value: Value | None = call.receiver
    for part in wanted.split(".") if isinstance(wanted, str) else ():
        record = call.core.record(value) if value is not None else None
        native = record.native if isinstance(record, Instance) else record
        entry = native.find(text(part)) if isinstance(native, Mapping) else None
        value = entry.value if entry is not None else None
    if not isinstance(wanted, str):
        return Opaque(("setting", call.node.at))
    return value if value is not None and isinstance(call.receiver, Ref) else default


HANDLERS: Final[dict[str, Handler]] = {
    "dynaconf.Dynaconf": dynaconf, "dynaconf.LazySettings": dynaconf, "dynaconf.base.LazySettings": dynaconf, "settings.get": get,
}  # fmt: skip
DECORATORS: Final = {"hydra.main": hydra_main}
