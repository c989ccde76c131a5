"""What loaders of settings make of a file of the project, or of a text that is known: `json.load`, `yaml.safe_load` ...

The values are those of the file, and their trails begin at its lines. A key that the file does not have may be in the one
that the program is run with: asking for it gives something unknown, unless the program is ready for its absence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.base.paths import Arguments
from cclint.analysis.builtins.data.encoding import UNPACKERS, unpack
from cclint.analysis.builtins.system.paths import located
from cclint.analysis.values.code import External
from cclint.analysis.values.count import Count
from cclint.analysis.values.heap import Bag, Buffer, Entry, Instance, Mapping
from cclint.analysis.values.lattice import join_all
from cclint.analysis.values.place import PathValue
from cclint.analysis.values.rope import Text, constant, plain, text
from cclint.analysis.values.trail import Trail
from cclint.analysis.values.value import NOTHING, STRING, Const, Opaque, Ref, Run, Value, alternatives, lasting
from cclint.frontends.settings import MalformedError, parse
from cclint.ir.data import Data, Document, Items, Scalar, Table

if TYPE_CHECKING:
    from cclint.analysis.base.core import Core
    from cclint.frontends.settings.ini import Dialect
    from cclint.ir import nodes as ir

BUDGET: Final = 4_000
"""Values of one file that become values of the program; the others are unknown."""
SPELT_OUT: Final = 60
"""Elements of a list that are kept one by one."""
TAGGED: Final = "yaml constructors"
"""The owner of the cells for functions that a program registers for tags."""
MISSING: Final = lasting(External("cclint.setting"))
"""What is called for a key that a settings file does not have."""


class Loader:
    """Turns the tree of a file into values of the program.

    Parameters
    ----------
    core: the evaluator.
    node: the call that loads.
    path: the file; "" where the text stands in the program itself, so that all values come from the call.
    attributed: keys can be read as attributes, too.
    hook: what the program makes of each mapping (`object_hook` of `json.loads`).
    """

    def __init__(
        self, core: Core, node: ir.Node, path: str, *, attributed: str = "", hook: Value | None = None
    ) -> None:
        self.core = core
        self.node = node
        self.path = path
        self.attributed = attributed
        self.hook = hook
        self.left = BUDGET

    def value(self, data: Data, key: str = "") -> Value:
        """The value that a program gets for a part of a file."""
        self.left -= 1
        if data.tag and self.left > 0 and (built := self.core.cell(TAGGED, data.tag)) is not None:
            return self.constructed(built, data, key)
        if self.left < 0 or data.tag:
            return Opaque(("setting", self.path, data.at), trail=self.trail(data, key))
        match data:
            case Scalar():
                return self.scalar(data, key)
            case Items():
                return self.items(data, key)
            case Table() if self.hook is not None:
                return self.core.call(self.hook, Arguments.of(self.table(data, key)), self.node)
            case Table():
                return self.table(data, key)

    def constructed(self, function: Value, data: Data, key: str) -> Value:
        """What the program's own constructor makes of a value with a tag."""
        value = self.value(replace(data, tag=""), key)
        node = self.core.new(Instance(External("cclint.YamlNode"), Bag("yaml_node", (("value", value),))), self.node)
        if isinstance(data, Scalar):
            self.core.write((node.id, "value"), value)
        loader = self.core.new(Instance(External("cclint.YamlLoader"), Bag("yaml_loader")), self.node)
        return self.core.call(function, Arguments.of(loader, node), self.node)

    def scalar(self, data: Scalar, key: str) -> Value:
        if not isinstance(data.value, str):
            return Const(data.value)
        if "@" not in data.value:
            return text(data.value)
        return text(data.value, self.trail(data, key, data.value))

    def items(self, data: Items, key: str) -> Value:
        runs = [Run(self.value(item, key)) for item in data.items[:SPELT_OUT]]
        rest = len(data.items) - len(runs)
        if rest:
            kept = join_all(run.value for run in runs)
            runs = [
                Run(Opaque(("settings", kept.token), STRING, trail=self.trail(data, key)), Count(rest, rest)),
                *runs,
            ]
        return self.core.new_list(tuple(runs), self.node, self.trail(data, key))

    def table(self, data: Table, key: str) -> Value:
        entries = tuple(
            Entry(constant(entry.key), self.value(entry.value, f"{key}.{entry.key}" if key else str(entry.key)))
            for entry in data.entries
        )
        return self.mapping(entries, self.trail(data, key))

    def mapping(self, entries: tuple[Entry, ...], trail: Trail | None, kind: str = "dict") -> Ref:
        """A dictionary of a settings file."""
        record = Mapping(kind, entries, factory=MISSING)
        if not self.attributed:
            return self.core.new(record, self.node, trail)
        record.born = self.core.running
        made = self.core.new(Instance(External(self.attributed), record), self.node, trail)
        for entry in entries:
            if isinstance(entry.key, Text) and (name := entry.key.constant):
                self.core.write((made.id, name), entry.value)
        return made

    def trail(self, data: Data, key: str, shown: str = "") -> Trail:
        if not self.path:
            return self.core.hop(self.node, "literal", f"“{shown}”" if shown else "a text")
        told = f"the setting `{key}`" if key else "the whole file"
        return Trail(self.path, data.at, "settings", (f"{told}, “{shown}”" if shown else told,))


def add_constructor(call: Invocation) -> Value:
    """`yaml.add_constructor("!tag", function)`, `SafeLoader.add_constructor(...)`."""
    tag, function = plain(call.get(0, "tag")), call.get(1, "constructor")
    if isinstance(tag, str) and function is not None:
        call.core.write((TAGGED, tag), function)
    return NOTHING


def construct(call: Invocation) -> Value:
    """`loader.construct_sequence(node)` and its kin: the value without its tag."""
    record = call.core.record(call.get(0, "node") or NOTHING)
    bag = record.native if isinstance(record, Instance) else None
    return (bag.get("value") if isinstance(bag, Bag) else None) or call.unknown()


def missing(call: Invocation) -> Value:
    """A key that is not in the file: the program may handle that, or have it in the file that it is run with."""
    if call.core.activation.handlers:
        state = call.core.state
        call.core.state = state.fork()
        call.core.raises(None)
        call.core.state = state
    return Opaque(("missing setting", call.core.path, call.node.at), trail=call.hop("name", "a setting"))


def documents(
    call: Invocation, source: Value | None, format: str, dialect: Dialect | None = None
) -> Iterator[Document]:
    """What a loader reads: a file that is open, the path of one, or text."""
    files = call.core.project.files
    for given in alternatives(source) if source is not None else ():
        record, one = call.core.record(given), given
        if isinstance(record, Buffer):
            one = record.command if isinstance(record.command, Text) else record.text
        if isinstance(one, PathValue) or call.name in BY_PATH:
            yield from by_path(call, one, format, dialect)
            continue
        if not isinstance(one, Text):
            continue
        trail = one.trail
        if trail is not None and trail.what == "file" and one == files.content(trail.path):
            found = files.document(trail.path, format, dialect)
            if found is not None:
                yield found
        elif (known := one.constant) is not None and known.strip():
            try:
                yield parse(known, format, dialect=dialect)
            except MalformedError:
                continue


def by_path(call: Invocation, value: Value, format: str = "", dialect: Dialect | None = None) -> Iterator[Document]:
    """The files of the project that a path leads to."""
    files = call.core.project.files
    for path in located(call.core, value):
        found = files.document(path, format or files.guessed(path, "yaml"), dialect)
        if found is not None:
            yield found


def loaded(call: Invocation, found: Iterable[Document], *, several: bool = False, attributed: str = "") -> Value | None:
    """The values of documents; None where there are none."""
    made: list[Value] = []
    for document in found:
        if not document.roots and not several:
            continue  # an empty file is to be filled
        hook = call.arguments.keywords.get("object_hook")
        hook = None if hook == NOTHING else hook
        loader = Loader(call.core, call.node, document.path, attributed=attributed, hook=hook)
        roots = [loader.value(root) for root in document.roots]
        if several:
            made.append(call.core.new_list(tuple(map(Run, roots)), call.node, kind="iterator"))
        else:
            made.append(roots[0] if roots else NOTHING)
    return join_all(made) if made else None


def _loading(format: str, *keywords: str, several: bool = False, attributed: str = "") -> Handler:
    def handler(call: Invocation) -> Value:
        source = call.get(0) or next(
            (call.arguments.keywords[k] for k in keywords if k in call.arguments.keywords), None
        )
        found = loaded(call, documents(call, source, format), several=several, attributed=attributed)
        if found is not None and not any(isinstance(one, Opaque) for one in alternatives(source or NOTHING)):
            return found
        made = unpack(call) if call.name in UNPACKERS else call.core.call_stub(call)
        if found is None:
            return made
        # A text that is not known, or else one that is: `json.loads(os.environ.get("PEOPLE", "[]"))`.
        return call.core.or_default(made, found) if isinstance(made, Opaque) else found

    return handler


BY_PATH: Final = frozenset({"toml.load", "anyconfig.load", "omegaconf.OmegaConf.load", "box.Box.from_yaml",
                            "box.Box.from_json", "box.Box.from_toml", "configobj.ConfigObj",
                            "munch.Munch.fromYAML"})  # fmt: skip
"""Loaders that take text for the path of a file."""
YAML: Final = ("load", "safe_load", "full_load", "unsafe_load", "round_trip_load")
HANDLERS: Final[dict[str, Handler]] = {
    "yaml.add_constructor": add_constructor,
    **{f"yaml.{name}.add_constructor": add_constructor
       for name in ("SafeLoader", "FullLoader", "Loader", "UnsafeLoader", "CSafeLoader", "CLoader")},
    **{f"yaml_loader.construct_{name}": construct for name in ("sequence", "scalar", "mapping", "object", "pairs")},
    "cclint.setting": missing,
    **{f"yaml.{name}": _loading("yaml", "stream") for name in YAML},
    **{f"yaml.{name}_all": _loading("yaml", "stream", several=True) for name in YAML},
    **{f"ruamel.yaml.{name}": _loading("yaml", "stream") for name in YAML},
    "ruamel.yaml.YAML": lambda call: call.core.new(Bag("ruamel"), call.node),
    "ruamel.load": _loading("yaml", "stream"), "ruamel.load_all": _loading("yaml", several=True),
    "oyaml.safe_load": _loading("yaml"), "oyaml.load": _loading("yaml"),
    **{f"{module}.{name}": _loading("json", "fp", "s") for module in ("json", "simplejson", "ujson", "rapidjson", "json5",
                                                                     "orjson", "commentjson", "hjson")
       for name in ("load", "loads")},
    **{f"{module}.{name}": _loading("toml", "fp", "f") for module in ("tomllib", "tomli", "toml", "tomlkit", "rtoml",
                                                                     "pytoml", "qtoml")
       for name in ("load", "loads", "parse")},
    "anyconfig.load": _loading(""), "configobj.ConfigObj": _loading("ini", "infile"),
    "omegaconf.OmegaConf.load": _loading("yaml", "file_", attributed="omegaconf.DictConfig"),
    "box.Box.from_yaml": _loading("yaml", "filename", "yaml_string", attributed="box.Box"),
    "box.Box.from_json": _loading("json", "filename", "json_string", attributed="box.Box"),
    "box.Box.from_toml": _loading("toml", "filename", "toml_string", attributed="box.Box"),
    "jsonlines.open": _loading("lines", several=True),
}  # fmt: skip
