"""Settings in layers: Dynaconf's files, and the configuration that Hydra hands to a program's main function.

https://www.dynaconf.com/settings_files/, https://hydra.cc/docs/advanced/hydra-command-line-flags/
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.builtins.data.loading import Loader
from cclint.analysis.builtins.system.paths import located, near
from cclint.analysis.values.code import Func
from cclint.analysis.values.heap import Entry as Held
from cclint.analysis.values.heap import Instance, Mapping
from cclint.analysis.values.lattice import join_all
from cclint.analysis.values.place import PathValue
from cclint.analysis.values.rope import Text, constant, plain, text
from cclint.analysis.values.value import FALSE, NOTHING, Opaque, Ref, Value, present
from cclint.frontends.settings import format_of
from cclint.ir.data import Data, Entry, Items, Scalar, Table

DEFAULTS: Final = ("settings.toml", "settings.yaml", "settings.yml", "settings.json", "settings.ini", ".secrets.toml",
                   ".secrets.yaml", "config/settings.toml", "config/settings.yaml")  # fmt: skip
CLASS: Final = "dynaconf.Dynaconf"
OMEGACONF: Final = "omegaconf.DictConfig"
FOLDER: Final = ("hydra", "folder")
"""The cell that remembers where `hydra.initialize` looks."""
LAYERS: Final = ("default", "development")
"""The environments that hold where a program names none."""


def dynaconf(call: Invocation) -> Value:
    """`Dynaconf(settings_files=[...], environments=True)`: later files go over earlier ones."""
    keywords = call.arguments.keywords
    given = keywords.get("settings_files") or keywords.get("settings_file")
    paths: list[str] = []
    for one in present(given) if given is not None else ():
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
    value = composed(call, stem, function.scope.path)
    if value is None:
        return function
    return function.altered(given=(*function.given, (function.scope.parameters[0].name, value)))


def composed(call: Invocation, stem: str, near: str) -> Value | None:
    """A configuration with what its defaults list brings: `- mail: prod` is the file `mail/prod.yaml` under the key `mail`,
    later ones go over earlier ones, and the file's own keys stand where `_self_` does
    (https://hydra.cc/docs/advanced/defaults_list/).
    """
    found = _config(call, stem, near)
    if found is None:
        return None
    path, root = found
    own = Loader(call.core, call.node, path, attributed=OMEGACONF).value(root)
    listed = root.get("defaults") if isinstance(root, Table) else None
    if not isinstance(listed, Items):
        return own
    folder = stem.rpartition("/")[0]
    layers: list[Value] = []
    placed = False
    for one in listed.items:
        if isinstance(one, Scalar) and one.value == "_self_":
            layers.append(own)
            placed = True
        elif isinstance(one, Scalar) and isinstance(one.value, str):
            layers += _layer(call, folder, one.value, near, one.value.rpartition("/")[0])
        elif isinstance(one, Table):
            for entry in one.entries:
                group = str(entry.key).removeprefix("override ").removeprefix("optional ").strip()
                if group.startswith(("/", "hydra/")) or not isinstance(entry.value, Scalar):
                    continue
                package = group.partition("@")[2] or group
                layers += _layer(call, folder, f"{group.partition('@')[0]}/{entry.value.value}", near, package)
    layers += [] if placed else [own]
    return merged(call, layers)


def _layer(call: Invocation, folder: str, name: str, near: str, package: str) -> list[Value]:
    """A file of the defaults list, below the keys that its group's name spells."""
    value = composed(call, f"{folder}/{name}" if folder else name, near)
    for key in reversed(package.split("/") if package and package != "_global_" else ()):
        if value is not None:
            loader = Loader(call.core, call.node, "", attributed=OMEGACONF)
            value = loader.mapping((Held(constant(key), value),), None)
    return [value] if value is not None else []


def _config(call: Invocation, stem: str, near: str) -> tuple[str, Data] | None:
    for suffix in (".yaml", ".yml"):
        path = call.core.project.files.find(stem + suffix, iter((near,)))
        document = call.core.project.files.document(path, "yaml") if path is not None else None
        if path is not None and document is not None and document.roots:
            return path, document.roots[0]
    return None


def merged(call: Invocation, layers: Sequence[Value]) -> Value:
    """Configurations on top of each other: tables are merged key by key, all else is replaced."""
    if len(layers) == 1:
        return layers[0]
    entries: dict[Value, Value] = {}
    for layer in layers:
        native = native_of(call, layer)
        if native is None:
            return join_all(layers)  # one of them is not known: any of them can have the last word
        for entry in native.entries:
            below = entries.get(entry.key)
            both = [one for one in (below, entry.value) if one is not None]
            deep = len(both) == 2 and all(native_of(call, one) is not None for one in both)
            entries[entry.key] = merged(call, both) if deep else entry.value
    made = tuple(Held(key, value) for key, value in entries.items())
    return Loader(call.core, call.node, "", attributed=OMEGACONF).mapping(made, None)


def native_of(call: Invocation, value: Value) -> Mapping | None:
    """The dictionary that a configuration is."""
    record = call.core.record(value)
    native = record.native if isinstance(record, Instance) else record
    return native if isinstance(native, Mapping) and native.rest is None else None


def merge(call: Invocation) -> Value:
    """`OmegaConf.merge(one, other)`: https://omegaconf.readthedocs.io/en/latest/usage.html#merging-configurations."""
    given = [run.value for run in call.arguments.positional]
    return merged(call, given) if given else NOTHING


def initialized(call: Invocation) -> Value:
    """`initialize(config_path="conf")`: where `compose` finds its files."""
    folder = call.get(0, "config_path") or call.get(0, "config_dir")
    if folder is not None:
        call.core.state.set(FOLDER, folder)
    return call.core.call_stub(call)


def compose(call: Invocation) -> Value:
    """`compose(config_name="config")`."""
    folder = plain(call.core.cell(*FOLDER) or text("."))
    name = plain(call.get(0, "config_name") or text("config"))
    if not isinstance(folder, str) or not isinstance(name, str):
        return call.core.call_stub(call)
    return composed(call, f"{folder}/{name}".removesuffix(".yaml"), call.core.path) or call.core.call_stub(call)


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
    **dict.fromkeys(("hydra.initialize", "hydra.initialize_config_dir", "hydra.initialize_config_module"), initialized),
    "hydra.compose": compose, "omegaconf.OmegaConf.merge": merge, "omegaconf.OmegaConf.unsafe_merge": merge,
    "dynaconf.Dynaconf": dynaconf, "dynaconf.LazySettings": dynaconf, "dynaconf.base.LazySettings": dynaconf,
    "settings.get": get,
}  # fmt: skip
DECORATORS: Final = {"hydra.main": hydra_main}
