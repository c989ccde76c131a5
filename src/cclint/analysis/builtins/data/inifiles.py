"""What a `configparser.ConfigParser` is made with, and the files and texts that it reads.
https://docs.python.org/3/library/configparser.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cclint.analysis.base.invocation import Invocation
from cclint.analysis.builtins.data.loading import MISSING, Loader, by_path, documents
from cclint.analysis.values.code import External, Partial
from cclint.analysis.values.count import MANY
from cclint.analysis.values.heap import Entry, Instance, Mapping
from cclint.analysis.values.place import PathValue
from cclint.analysis.values.rope import Text, constant, constants, plain, text
from cclint.analysis.values.value import NOTHING, STRING, Opaque, Ref, Value, present
from cclint.frontends.settings.ini import DEFAULT, Dialect
from cclint.frontends.settings.interpolation import Style, resolve
from cclint.ir.data import Document, Scalar, Table
from cclint.ir.data import Entry as Line

if TYPE_CHECKING:
    from cclint.analysis.base.core import Core

CONVERTED: Final = "cclint.converted"
"""Asks for an option by a converter of the project's own; it is handed that, and whom it asks."""
OPTIONS: Final = frozenset({"default_section", "delimiters", "comment_prefixes", "inline_comment_prefixes"})
"""Parameters that say how files are read."""
NAMES: Final = ("ConfigParser", "SafeConfigParser", "RawConfigParser")
STYLES: Final = {"configparser.ExtendedInterpolation": "extended", "configparser.BasicInterpolation": "basic"}


def parser(call: Invocation) -> Value:
    """`ConfigParser(defaults, interpolation=..., converters=..., ...)`."""
    record = Mapping("parser", factory=MISSING)
    record.born = call.core.running
    made = call.core.new(Instance(External("configparser.ConfigParser"), record), call.node)
    style = "raw" if call.name.endswith("RawConfigParser") else "basic"
    given = call.arguments.keywords.get("interpolation")
    if given is not None:
        style = STYLES.get(given.name, "raw") if isinstance(given, External) else "raw"
    call.core.write((made.id, "style"), text(style))
    converters = held(call.core, call.arguments.keywords.get("converters"))
    for entry in converters.entries if converters is not None else ():
        call.core.write((made.id, f"get{plain(entry.key)}"), Partial(External(CONVERTED), (entry.value, made), ()))
    for name in OPTIONS & call.arguments.keywords.keys():
        call.core.write((made.id, name), call.arguments.keywords[name])
    defaults = held(call.core, call.get(0, "defaults"))
    if defaults is not None and defaults.entries:
        entries = tuple(Entry(one.key, call.core.string(one.value, call.node)) for one in defaults.entries)
        section = Loader(call.core, call.node, "").mapping(entries, call.hop("name", "an option"), "section")
        call.core.set_item(made, text(DEFAULT), section, call.node)
    return made


def dialect_of(call: Invocation) -> Dialect | None:
    """How a parser reads; None where it does so as usual."""
    core, made = call.core, call.receiver
    if not isinstance(made, Ref):
        return None
    usual = Dialect()

    def told(name: str, otherwise: tuple[str, ...]) -> tuple[str, ...]:
        value = core.cell(made.id, name)
        if value is None:
            return otherwise
        runs = core.iterate(value, call.node) if value != NOTHING else ()
        return tuple(constants(run.value for run in runs))

    default = plain(core.cell(made.id, "default_section"))
    form = core.cell(made.id, "optionxform")
    found = Dialect(
        default if isinstance(default, str) else usual.default,
        told("delimiters", usual.delimiters),
        told("comment_prefixes", usual.comments),
        told("inline_comment_prefixes", usual.inline),
        form is not None,
    )
    return found if found != usual else None


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
    dialect = dialect_of(call)
    for one in present(paths) if paths is not None else ():
        if isinstance(one, (Text, PathValue)):
            found += by_path(call, one, "ini", dialect)
        else:
            for run in call.core.iterate(one, call.node):
                found += by_path(call, run.value, "ini", dialect)
    for document in found:
        take_in(call, document)
    if not found:
        take_unknown(call)
        return call.core.new_list((), call.node)
    return call.unknown()


def read_text(call: Invocation) -> Value:
    """`parser.read_file(file)`, `parser.read_string(text)`."""
    found = list(documents(call, call.get(0), "ini", dialect_of(call)))
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
    common = record.find(text(DEFAULT))
    defaults = held(core, common.value) if common is not None else None
    converters = [
        (name, core.cell(target.id, name)) for name in sorted(core.state.names(target.id)) if name[:3] == "get"
    ]
    for root in document.roots:
        if not isinstance(root, Table):
            continue
        whole = root if style == "raw" or not record.entries else together(core, record, root)
        for line in root.entries:
            if not isinstance(line.value, Table):
                continue
            before = record.find(constant(line.key))
            known = held(core, before.value) if before is not None else defaults
            entries = {entry.key: entry for entry in (known.entries if known is not None else ())}
            for option in line.value.entries:
                value = interpolated(loader, whole, line, option, style or "raw")
                entries[constant(option.key)] = Entry(constant(option.key), value)
            section = loader.mapping(tuple(entries.values()), loader.trail(line.value, str(line.key)), "section")
            for name, made in converters:
                if isinstance(made, Partial):
                    core.write((section.id, name), Partial(made.function, (made.positional[0], section), ()))
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
