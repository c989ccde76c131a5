"""`configparser`: sections and options of INI files of the project. https://docs.python.org/3/library/configparser.html"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.base.paths import Arguments
from cclint.analysis.builtins.data.loading import MISSING, Loader, by_path, documents, missing
from cclint.analysis.values.code import External
from cclint.analysis.values.count import MANY
from cclint.analysis.values.heap import Entry, Instance, Mapping
from cclint.analysis.values.lattice import join
from cclint.analysis.values.place import PathValue
from cclint.analysis.values.rope import Text, constant, constants, plain, text
from cclint.analysis.values.value import (
    BOOLEAN,
    FALSE,
    NOTHING,
    NUMBER,
    STRING,
    TRUE,
    Opaque,
    Ref,
    Run,
    Seq,
    Value,
    each,
    present,
)
from cclint.frontends.settings.interpolation import Style, resolve
from cclint.ir.data import Document, Scalar, Table
from cclint.ir.data import Entry as Line

if TYPE_CHECKING:
    from cclint.analysis.base.core import Core

NAMES: Final = ("ConfigParser", "SafeConfigParser", "RawConfigParser")
STYLES: Final = {"configparser.ExtendedInterpolation": "extended", "configparser.BasicInterpolation": "basic"}


def parser(call: Invocation) -> Value:
    """`ConfigParser(defaults, interpolation=..., converters=...)`."""
    record = Mapping("parser", factory=MISSING)
    record.born = call.core.running
    made = call.core.new(Instance(External("configparser.ConfigParser"), record), call.node)
    style = "raw" if call.name.endswith("RawConfigParser") else "basic"
    given = call.arguments.keywords.get("interpolation")
    if given is not None:
        style = STYLES.get(given.name, "raw") if isinstance(given, External) else "raw"
    call.core.write((made.id, "style"), text(style))
    converters = call.arguments.keywords.get("converters")
    if converters is not None:
        call.core.write((made.id, "converters"), converters)
    return made


def interpolation(call: Invocation) -> Value:
    """`ExtendedInterpolation()`: what matters is which."""
    return External(call.name)


def held(core: Core, value: Value | None) -> Mapping | None:
    record = core.record(value) if value is not None else None
    record = record.native if isinstance(record, Instance) else record
    return record if isinstance(record, Mapping) else None


def read(call: Invocation) -> Value:
    """`parser.read(paths)`: files that are not in the project are passed over, unless there is no other."""
    paths = call.get(0, "filenames")
    found: list[Document] = []
    for one in present(paths) if paths is not None else ():
        if isinstance(one, (Text, PathValue)):
            found += by_path(call, one, "ini")
        else:
            for run in call.core.iterate(one, call.node):
                found += by_path(call, run.value, "ini")
    for document in found:
        take_in(call, document)
    if not found:
        take_unknown(call)
        return call.core.new_list((), call.node)
    return call.unknown()


def read_text(call: Invocation) -> Value:
    """`parser.read_file(file)`, `parser.read_string(text)`."""
    found = list(documents(call, call.get(0), "ini"))
    for document in found:
        take_in(call, document)
    if not found:
        take_unknown(call)
    return NOTHING


def take_unknown(call: Invocation) -> None:
    """A file that is out of sight has been read: the parser holds any sections, and those any options."""
    record, target = held(call.core, call.receiver), call.receiver
    if record is None or record.entries or not isinstance(target, Ref):
        return
    trail = call.hop("name", "an option")
    name, value = Opaque(("element", "name of an option"), STRING), Opaque(("element", "option"), STRING, trail=trail)
    section = call.core.new(Mapping("section", (), MANY, name, value), call.node)
    title = Opaque(("element", "name of a section"), STRING)
    call.core.write_native(target, Mapping(record.kind, (), MANY, title, section, record.factory, record.born))


def take_in(call: Invocation, document: Document) -> None:
    """Add what a file has to what the parser holds."""
    core, target = call.core, call.receiver
    record = held(core, target)
    if record is None or not isinstance(target, Ref):
        return
    shown = core.cell(target.id, "style")
    style = shown.constant if isinstance(shown, Text) else "raw"
    loader = Loader(core, call.node, document.path)
    for root in document.roots:
        if not isinstance(root, Table):
            continue
        whole = root if style == "raw" or not record.entries else together(core, record, root)
        for line in root.entries:
            if not isinstance(line.value, Table):
                continue
            before = record.find(constant(line.key))
            known = held(core, before.value) if before is not None else None
            entries = {entry.key: entry for entry in (known.entries if known is not None else ())}
            for option in line.value.entries:
                value = interpolated(loader, whole, line, option, style or "raw")
                entries[constant(option.key)] = Entry(constant(option.key), value)
            section = loader.mapping(tuple(entries.values()), loader.trail(line.value, str(line.key)), "section")
            core.set_item(target, constant(line.key), section, call.node)
            record = held(core, target) or record


def together(core: Core, record: Mapping, root: Table) -> Table:
    """A file's sections, and what files before it have: values may refer to either."""
    added: list[Line] = []
    for section in record.entries:
        title, before = plain(section.key), held(core, section.value)
        if not isinstance(title, str) or before is None:
            continue
        table = root.get(title)
        own = list(table.entries) if isinstance(table, Table) else []
        names = {line.key for line in own}
        for option in before.entries:
            name, value = plain(option.key), plain(option.value)
            if isinstance(name, str) and isinstance(value, str) and name not in names:
                own.append(Line(root.at, name, Scalar(root.at, value)))
        added.append(Line(root.at, title, Table(root.at, own)))
    titles = {line.key for line in added}
    return Table(root.at, [*added, *(line for line in root.entries if line.key not in titles)])


def interpolated(loader: Loader, root: Table, line: Line, option: Line, style: str) -> Value:
    """An option's value, with what other options stand for in it."""
    key = f"{line.key}.{option.key}"
    raw = option.value
    if style == "raw" or not isinstance(raw, Scalar) or not isinstance(raw.value, str):
        return loader.value(raw, key)
    kind: Style = "extended" if style == "extended" else "basic"
    known = resolve(root, str(line.key), raw.value, kind)
    if known is None:
        return Opaque(("setting", loader.path, raw.at), STRING, trail=loader.trail(raw, key))
    return loader.value(Scalar(raw.at, known), key)


def read_dict(call: Invocation) -> Value:
    """`parser.read_dict(sections)`."""
    given = held(call.core, call.get(0))
    for entry in given.entries if given is not None else ():
        inner = held(call.core, entry.value)
        entries = tuple(
            Entry(one.key, call.core.string(one.value, call.node), one.certain)
            for one in (inner.entries if inner else ())
        )
        section = Loader(call.core, call.node, "").mapping(entries, entry.value.trail, "section")
        if isinstance(call.receiver, Ref):
            call.core.set_item(call.receiver, entry.key, section, call.node)
    return NOTHING


def option(call: Invocation) -> tuple[Value | None, Value | None]:
    """What a section, or a parser's section, holds under a name, and what is given for its absence."""
    record = held(call.core, call.receiver)
    in_parser = record is not None and record.kind == "parser"
    name = call.get(1 if in_parser else 0, "option")
    fallback = call.arguments.keywords.get("fallback")
    if fallback is None and not in_parser:
        fallback = call.get(1, "fallback")
    if in_parser:
        wanted = call.get(0, "section")
        entry = record.find(wanted) if record is not None and wanted is not None else None
        record = held(call.core, entry.value) if entry is not None else None
    known = plain(name)
    if record is None or not isinstance(known, str):
        return None, fallback
    entry = record.find(text(known.lower()))
    return (entry.value if entry is not None else None), fallback


def get(call: Invocation) -> Value:
    """`parser.get(section, option, fallback=...)`, `section.get(option, default)`."""
    value, fallback = option(call)
    if value is not None:
        return value
    asked = [plain(run.value) for run in call.arguments.positional]
    unknown = Opaque(
        ("option", *asked),
        STRING,
        born=() if all(isinstance(one, str) for one in asked) else call.core.running,
        trail=call.hop("name", "an option"),
    )
    record = held(call.core, call.receiver)
    if fallback is not None:
        return fallback if record is not None and record.entries else join(unknown, fallback)
    if record is not None and record.kind == "section" and record.rest is None:
        return NOTHING
    missing(call)
    return unknown


def number(call: Invocation) -> Value:
    return Opaque(("number",), NUMBER)


def converted(call: Invocation) -> Value:
    """`parser.getlist(section, option)`: by a converter of the project's own, named without its `get`."""
    table = call.core.cell(call.receiver.id, "converters") if isinstance(call.receiver, Ref) else None
    value, fallback = option(call)
    record = held(call.core, table)
    entry = record.find(text(call.name.rpartition(".")[2].removeprefix("get"))) if record is not None else None
    if entry is None or value is None:
        return fallback if fallback is not None and entry is not None else call.unknown()
    return call.core.call(entry.value, Arguments.of(value), call.node)


def has(call: Invocation) -> Value:
    if call.name.endswith("section"):
        record, wanted = held(call.core, call.receiver), call.get(0)
        known = record is not None and wanted is not None and record.find(wanted) is not None
    else:
        known = option(call)[0] is not None
    return TRUE if known else Opaque(("has", call.node.at), BOOLEAN) if _unread(call) else FALSE


def _unread(call: Invocation) -> bool:
    record = held(call.core, call.receiver)
    return record is None or not record.entries


def sections(call: Invocation) -> Value:
    """`parser.sections()`, `parser.options(section)`."""
    record = held(call.core, call.receiver)
    if record is not None and call.name.endswith("options"):
        entry = record.find(call.get(0) or NOTHING)
        record = held(call.core, record.value if entry is None else entry.value)
    if record is None:
        return call.unknown()
    names = [name for name in constants(entry.key for entry in record.entries) if name != "DEFAULT"]
    runs = each(map(text, names))
    if record.rest is not None and record.key is not None:
        runs = (*runs, Run(record.key, record.rest))
    return call.core.new_list(runs, call.node)


def items(call: Invocation) -> Value:
    """`parser.items(section)`: pairs of a name and a value."""
    record = held(call.core, call.receiver)
    if call.get(0) is not None and record is not None:
        entry = record.find(call.get(0) or NOTHING)
        record = held(call.core, record.value if entry is None else entry.value)
    if record is None:
        return call.unknown()
    pairs = tuple(Run(Seq("tuple", each((entry.key, entry.value)))) for entry in record.entries)
    if record.rest is not None and record.key is not None and record.value is not None:
        pairs = (*pairs, Run(Seq("tuple", each((record.key, record.value))), record.rest))
    return call.core.new_list(pairs, call.node)


def set_option(call: Invocation) -> Value:
    """`parser.set(section, option, value)`."""
    record, name = held(call.core, call.receiver), plain(call.get(1))
    entry = record.find(call.get(0) or NOTHING) if record is not None else None
    if entry is not None and isinstance(name, str):
        call.core.set_item(entry.value, text(name.lower()), call.get(2) or NOTHING, call.node)
    return NOTHING


COMMON: Final[dict[str, Handler]] = {
    "get": get, "getint": number, "getfloat": number, "items": items,
    "getboolean": lambda call: Opaque(("flag", call.node.at)),
    **dict.fromkeys(("getlist", "getcsv", "getaddresses", "getemails", "getarray"), converted),
}  # fmt: skip
HANDLERS: Final[dict[str, Handler]] = {
    **{f"{module}.{name}": parser for module in ("configparser", "ConfigParser", "backports.configparser",
                                                 "six.moves.configparser") for name in NAMES},
    "configparser.ExtendedInterpolation": interpolation, "configparser.BasicInterpolation": interpolation,
    **{f"parser.{name}": handler for name, handler in COMMON.items()},
    **{f"section.{name}": handler for name, handler in COMMON.items()},
    "parser.read": read, **dict.fromkeys(("parser.read_file", "parser.readfp", "parser.read_string"), read_text),
    "parser.read_dict": read_dict, "parser.has_option": has, "parser.has_section": has, "parser.set": set_option,
    "parser.sections": sections, "parser.options": sections,
}  # fmt: skip
