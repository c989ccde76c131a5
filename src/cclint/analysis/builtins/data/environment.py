"""The environment, and the libraries that read it and the `.env` files of a project: python-dotenv, python-decouple,
environs, django-environ, Starlette, Streamlit.

A `.env` file counts where something in the project loads such files; what the process's real environment adds is not known.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.base.paths import Arguments
from cclint.analysis.builtins.data.loading import Loader
from cclint.analysis.builtins.system.paths import located, near
from cclint.analysis.values import text as ropes
from cclint.analysis.values.code import External, Partial
from cclint.analysis.values.count import MANY
from cclint.analysis.values.heap import Bag, Instance, Mapping
from cclint.analysis.values.lattice import join
from cclint.analysis.values.rope import Text, plain, text
from cclint.analysis.values.value import NOTHING, NUMBER, STRING, Opaque, Ref, Run, Value
from cclint.frontends.settings import MalformedError, parse
from cclint.ir.data import Document, Scalar, Table

if TYPE_CHECKING:
    from cclint.analysis.base.core import Core
    from cclint.ir import nodes as ir

LOADS: Final = re.compile(
    rb"load_dotenv|dotenv_values|read_env|decouple|env_file|FLASK_APP|import environs|python-dotenv|['/]\.env'|[/\"]\.env\""
)
"""What sources have in them that load environment files."""
SET: Final = "os.environ"
"""The owner of the cells for the variables that the program sets itself."""
NAMES: Final = (".env", ".env.local", ".flaskenv", "app.env", "config.env")


def variables(core: Core) -> list[Document]:
    """The environment files that the project loads, those nearest to what is running."""
    files = core.project.files
    found: dict[str, None] = dict.fromkeys(sorted(files.environments))
    if not found:
        there = [path for name in NAMES if (path := files.find(name, near(core))) is not None]
        # All files are searched only where there is something to be loaded.
        if there and core.project.holding(LOADS):
            found = dict.fromkeys(there)
    documents = (files.document(path, "env") for path in found)
    return [one for one in documents if one is not None]


def variable(core: Core, name: str, node: ir.Node, documents: list[Document] | None = None) -> Value | None:
    """What the environment files say of a variable; None where they do not name it."""
    for document in variables(core) if documents is None else documents:
        for root in document.roots:
            data = root.get(name) if isinstance(root, Table) else None
            if data is not None:
                return Loader(core, node, document.path).value(data, name)
    return None


def environment(call: Invocation) -> Value:
    """`os.environ[name]`, `os.environ.get(name, default)`, `os.getenv(name, default)`: one text, or the default."""
    given = call.get(0, "key")
    name = plain(given)
    default = call.get(1, "default")
    if isinstance(name, str):
        known = call.core.cell(SET, name) or variable(call.core, name, call.node)
        if known is not None:
            return known
    shown = f"`{name}`" if isinstance(name, str) else "of a name that is not known"
    key = ("environment", name if isinstance(name, str) else call.node.at)
    value = Opaque(key, STRING, trail=call.hop("environment", shown))
    if call.name.endswith("__getitem__") or default is None:
        return value
    return join(value, default)


def set_variable(call: Invocation) -> Value:
    """`os.environ[name] = value`."""
    name, value = plain(call.get(0)), call.get(1)
    if isinstance(name, str) and value is not None:
        call.core.write((SET, name), value)
    return NOTHING


def set_default(call: Invocation) -> Value:
    """`os.environ.setdefault(name, value)`: the environment that the program runs in may have it already."""
    value = environment(call)
    name = plain(call.get(0, "key"))
    if isinstance(name, str):
        call.core.write((SET, name), value)
    return value


def update(call: Invocation) -> Value:
    """`os.environ.update(mapping, NAME=value)`."""
    record = call.core.record(call.get(0) or NOTHING)
    record = record.native if isinstance(record, Instance) else record
    given = {plain(entry.key): entry.value for entry in (record.entries if isinstance(record, Mapping) else ())}
    for name, value in {**given, **call.arguments.keywords}.items():
        if isinstance(name, str):
            call.core.write((SET, name), value)
    return NOTHING


# python-dotenv


def load(call: Invocation) -> Value:
    """`load_dotenv(path)`, `Env.read_env(path)`: its variables are in the environment from now on."""
    path = call.get(0, "dotenv_path") or call.get(None, "path") or call.get(None, "env_file")
    call.core.project.files.environments.update(located(call.core, path))
    return NOTHING


def values(call: Invocation) -> Value:
    """`dotenv_values(path)`: a dictionary."""
    path = call.get(0, "dotenv_path") or text(".env")
    for name in located(call.core, path):
        document = call.core.project.files.document(name, "env")
        if document is not None:
            return Loader(call.core, call.node, name).value(document.roots[0])
    return call.core.call_stub(call)


def found(call: Invocation) -> Value:
    return text(".env")


# python-decouple, environs, django-environ


def asked(call: Invocation) -> tuple[str | None, Value | None, Value | None]:
    """The name that is asked for, what the files say of it, and the default."""
    name = plain(call.get(0, "option") or call.get(0, "name") or call.get(0, "var") or NOTHING)
    default = call.get(1, "default")
    if not isinstance(name, str):
        return None, None, default
    prefix = call.core.cell(call.receiver.id, "prefix") if isinstance(call.receiver, Ref) else None
    if prefix is not None and prefix != NOTHING:
        if not isinstance(prefix, Text) or prefix.constant is None:
            return None, None, default
        name = prefix.constant + name
    known = variable(call.core, name, call.node)
    if known is None and call.name.startswith("decouple"):
        path = call.core.project.files.find("settings.ini", near(call.core))
        document = call.core.project.files.document(path, "ini") if path is not None else None
        for root in document.roots if document is not None else ():
            section = root.get("settings") if isinstance(root, Table) else None
            data = section.get(name.lower()) if isinstance(section, Table) else None
            if document is not None and isinstance(data, Scalar):
                known = Loader(call.core, call.node, document.path).value(data, name)
    return name, known, default


def unknown(call: Invocation, name: str | None) -> Opaque:
    return Opaque(
        ("environment", name if name is not None else call.node.at), STRING,
        trail=call.hop("environment", f"`{name}`" if name else "of a name that is not known"),
    )  # fmt: skip


def cast(call: Invocation) -> Value:
    """`decouple.config(name, default=..., cast=...)`: what the cast makes of the variable, or of a default that is text."""
    name, known, default = asked(call)
    kind = call.get(2, "cast")
    if known is not None:
        return made_of(call, kind, known)
    value = made_of(call, kind, unknown(call, name))
    if default is None:
        return value
    return join(value, made_of(call, kind, default) if isinstance(default, Text) else default)


def made_of(call: Invocation, kind: Value | None, value: Value) -> Value:
    if kind is None or kind == NOTHING:
        return value
    if isinstance(kind, External) and kind.name in ("builtins.int", "builtins.float", "builtins.bool"):
        return Opaque(("number",), NUMBER)
    if isinstance(kind, External) and kind.name == "builtins.list":
        return listed(call, value, ",")
    if isinstance(kind, External) and kind.name == "builtins.str":
        return value
    return call.core.call(kind, Arguments.of(value), call.node)


def chosen(call: Invocation) -> Value:
    """`Config(RepositoryEnv(path))`: reads as `config` does."""
    return External("decouple.config")


def csv(call: Invocation) -> Value:
    """`decouple.Csv(delimiter=...)`: a cast that splits."""
    delimiter = call.arguments.keywords.get("delimiter")
    return Partial(External("cclint.split"), (), (("delimiter", delimiter),) if delimiter is not None else ())


def split(call: Invocation) -> Value:
    delimiter = plain(call.arguments.keywords.get("delimiter", text(",")))
    return listed(call, call.get(0) or NOTHING, delimiter if isinstance(delimiter, str) else ",")


def listed(call: Invocation, value: Value, delimiter: str) -> Value:
    """The stripped parts of a text between commas."""
    if isinstance(value, Opaque):
        part = Opaque((value.key, "part"), STRING, born=value.born, trail=value.trail)
        return call.core.new_list((Run(part, MANY),), call.node, value.trail)
    if not isinstance(value, Text):
        return value
    trail = call.hop("split", f"“{delimiter}”", prev=value.trail)
    runs = tuple(
        Run(ropes.stripped(run.value, None) if isinstance(run.value, Text) else run.value, run.count)
        for run in ropes.split(value, delimiter, value.trail)
    )
    return call.core.new_list(tuple(run for run in runs if run.value != text("")), call.node, trail)


def reader(call: Invocation) -> Value:
    """`Env(NAME=(type, default))`: remembers the types."""
    if isinstance(call.receiver, Ref):
        record = call.core.record(call.receiver)
        if isinstance(record, Instance):
            bag = Bag("environment")
            for name, value in call.arguments.keywords.items():
                bag = bag.put(name, value)
            call.core.write(call.receiver.id, Instance(record.cls, bag, record.born))
        if (prefix := call.arguments.keywords.get("prefix")) is not None:
            call.core.write((call.receiver.id, "prefix"), prefix)
    return NOTHING


def prefixed(call: Invocation) -> Value:
    """`with env.prefixed("MAIL_"):`: the names that are asked for within begin so, behind the prefixes around it."""
    core, own = call.core, call.get(0, "prefix")
    if not isinstance(call.receiver, Ref) or own is None:
        return call.core.call_stub(call)
    made = core.new(Instance(External("environs.Prefixed")), call.node)
    before = core.cell(call.receiver.id, "prefix") or text("")
    within = ropes.concat(before, own) if isinstance(before, Text) and isinstance(own, Text) else call.unknown()
    for name, value in (("env", call.receiver), ("before", before), ("within", within)):
        core.write((made.id, name), value)
    return made


def prefix_set(call: Invocation) -> Value:
    """The beginning, or the end, of such a block."""
    env = call.core.cell(call.receiver.id, "env") if isinstance(call.receiver, Ref) else None
    if not isinstance(call.receiver, Ref) or not isinstance(env, Ref):
        return NOTHING
    which = "within" if call.name.endswith("__enter__") else "before"
    call.core.write((env.id, "prefix"), call.core.cell(call.receiver.id, which))
    return env


def word(call: Invocation) -> Value:
    """`env(name, default=...)`, `env.str(name)`."""
    name, known, default = asked(call)
    record = call.core.record(call.receiver) if call.receiver is not None else None
    scheme = (
        record.native.get(name) if isinstance(record, Instance) and isinstance(record.native, Bag) and name else None
    )
    pair = plain_pair(call, scheme)
    kind = call.arguments.keywords.get("cast", call.arguments.keywords.get("subcast"))
    if pair is not None:
        kind, default = kind or pair[0], default if default is not None else pair[1]
    if known is not None:
        return made_of(call, kind, known)
    value = made_of(call, kind, unknown(call, name))
    return value if default is None else join(value, default)


def plain_pair(call: Invocation, scheme: Value | None) -> tuple[Value, Value | None] | None:
    """The type and the default of a scheme of django-environ."""
    if scheme is None:
        return None
    if isinstance(scheme, External):
        return scheme, None
    runs = call.core.iterate(scheme, call.node)
    return (runs[0].value, runs[1].value) if len(runs) == 2 else (runs[0].value, None) if runs else None


def words(call: Invocation) -> Value:
    """`env.list(name, default=..., delimiter=...)`: split at commas."""
    name, known, default = asked(call)
    delimiter = plain(call.arguments.keywords.get("delimiter", text(",")))
    sign = delimiter if isinstance(delimiter, str) else ","
    if known is not None:
        return listed(call, known, sign)
    value = listed(call, unknown(call, name), sign)
    return value if default is None else join(value, default)


def parsed(call: Invocation) -> Value:
    """`env.json(name)`."""
    name, known, default = asked(call)
    if isinstance(known, Text) and known.constant is not None:
        try:
            return Loader(call.core, call.node, "").value(parse(known.constant, "json").roots[0])
        except MalformedError:
            pass
    value = Opaque(("environment", name, "json"), trail=call.hop("environment", f"`{name}`"))
    return value if default is None else join(value, default)


def number(call: Invocation) -> Value:
    return Opaque(("number",), NUMBER)


# Starlette, Streamlit


def starlette(call: Invocation) -> Value:
    """`starlette.config.Config(env_file)`: its variables are known from now on (https://www.starlette.io/config/)."""
    call.core.project.files.environments.update(located(call.core, call.get(0, "env_file")))
    return External("cclint.starlette")


def starlette_asked(call: Invocation) -> Value:
    """`config(key, cast=..., default=...)`."""
    name, kind, default = plain(call.get(0, "key")), call.get(1, "cast"), call.get(2, "default")
    known = variable(call.core, name, call.node) if isinstance(name, str) else None
    if known is not None:
        return made_of(call, kind, known)
    value = made_of(call, kind, unknown(call, name if isinstance(name, str) else None))
    if default is None:
        return value
    return join(value, made_of(call, kind, default) if isinstance(default, Text) else default)


def secret(call: Invocation) -> Value:
    """`st.secrets[name]`: a table, or a value, of `.streamlit/secrets.toml`
    (https://docs.streamlit.io/develop/api-reference/connections/secrets.toml).
    """
    name = plain(call.get(0, "key"))
    path = call.core.project.files.find(".streamlit/secrets.toml", near(call.core))
    document = call.core.project.files.document(path, "toml") if path is not None else None
    for root in document.roots if document is not None and isinstance(name, str) else ():
        data = root.get(name) if isinstance(root, Table) else None
        if data is not None and path is not None:
            return Loader(call.core, call.node, path).value(data, str(name))
    return call.unknown()


READER: Final[dict[str, Handler]] = {
    "__init__": reader, "__call__": word, "str": word, "list": words, "tuple": words, "json": parsed, "dict": parsed,
    "read_env": load, "int": number, "float": number, "bool": number,
    "prefixed": prefixed,
}  # fmt: skip
HANDLERS: Final[dict[str, Handler]] = {
    "os.getenv": environment, "os.environ.get": environment, "os.environ.__getitem__": environment,
    "os.environ.setdefault": set_default, "os.environ.__setitem__": set_variable, "os.putenv": set_variable,
    "os.environ.update": update, "dotenv.load_dotenv": load, "dotenv.main.load_dotenv": load,
    "dotenv.dotenv_values": values, "dotenv.find_dotenv": found, "decouple.config": cast, "decouple.Csv": csv,
    "cclint.split": split, **dict.fromkeys(("decouple.Config", "decouple.AutoConfig"), chosen),
    "starlette.config.Config": starlette, "cclint.starlette": starlette_asked,
    "starlette.datastructures.CommaSeparatedStrings": split,
    **dict.fromkeys(("environs.Prefixed.__enter__", "environs.Prefixed.__exit__"), prefix_set),
    "streamlit.secrets.__getitem__": secret, "streamlit.secrets.get": secret,
    **{f"environs.Env.{name}": handler for name, handler in READER.items()},
    **{f"environ.Env.{name}": handler for name, handler in READER.items()},
}  # fmt: skip
