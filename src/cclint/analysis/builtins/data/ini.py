"""`configparser`: what programs ask of sections and options. https://docs.python.org/3/library/configparser.html"""

from __future__ import annotations

from typing import Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.base.paths import Arguments, DivergesError
from cclint.analysis.builtins.data.inifiles import (
    CONVERTED,
    NAMES,
    held,
    interpolation,
    parser,
    read,
    read_dict,
    read_text,
)
from cclint.analysis.builtins.data.loading import missing
from cclint.analysis.values.lattice import join
from cclint.analysis.values.rope import constants, plain, text
from cclint.analysis.values.value import (
    BOOLEAN,
    FALSE,
    NOTHING,
    NUMBER,
    STRING,
    TRUE,
    Const,
    Opaque,
    Run,
    Seq,
    Value,
    each,
)

BOOLEANS: Final = {
    **dict.fromkeys(("1", "yes", "true", "on"), True),
    **dict.fromkeys(("0", "no", "false", "off"), False),
}


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
    entry = record.find(text(known)) or record.find(text(known.lower()))
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
        return instead(call, unknown, fallback)
    if record is not None and record.kind == "section" and record.rest is None:
        return NOTHING
    missing(call)
    return unknown


def instead(call: Invocation, unknown: Value, fallback: Value) -> Value:
    """What is given for an option that is not in sight: there is none where files have been read, else it may be in any."""
    record = held(call.core, call.receiver)
    return fallback if record is not None and record.entries else join(unknown, fallback)


def number(call: Invocation) -> Value:
    """`getint(...)`, `getfloat(...)`: what stands in the file."""
    value, fallback = option(call)
    told = plain(value)
    try:
        if isinstance(told, str):
            return Const(float(told) if call.name.endswith("float") else int(told))
    except ValueError:
        call.core.raises(None)
        raise DivergesError from None
    known = Opaque(("number", *call.node.at), NUMBER)
    return known if fallback is None or value is not None else instead(call, known, fallback)


def flag(call: Invocation) -> Value:
    """`getboolean(...)`: what stands in the file (`ConfigParser.BOOLEAN_STATES`)."""
    value, fallback = option(call)
    told = plain(value)
    if isinstance(told, str) and told.lower() in BOOLEANS:
        return TRUE if BOOLEANS[told.lower()] else FALSE
    known = Opaque(("flag", call.node.at), BOOLEAN)
    return known if fallback is None or value is not None else instead(call, known, fallback)


def converted(call: Invocation) -> Value:
    """`parser.getlist(section, option)`, `section.getlist(option)`: by a converter of the project's own."""
    function, asked, *others = call.arguments.positional
    rest = Arguments(tuple(others), call.arguments.keywords)
    value, fallback = option(Invocation(call.core, call.node, call.name, asked.value, rest))
    if value is None:
        return fallback if fallback is not None else missing(call)
    return call.core.call(function.value, Arguments.of(value), call.node)


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
    "getboolean": flag,
}  # fmt: skip
HANDLERS: Final[dict[str, Handler]] = {
    CONVERTED: converted,
    **{f"{module}.{name}": parser for module in ("configparser", "ConfigParser", "backports.configparser",
                                                 "six.moves.configparser") for name in NAMES},
    "configparser.ExtendedInterpolation": interpolation, "configparser.BasicInterpolation": interpolation,
    **{f"parser.{name}": handler for name, handler in COMMON.items()},
    **{f"section.{name}": handler for name, handler in COMMON.items()},
    "parser.read": read, **dict.fromkeys(("parser.read_file", "parser.readfp", "parser.read_string"), read_text),
    "parser.read_dict": read_dict, "parser.has_option": has, "parser.has_section": has, "parser.set": set_option,
    "parser.sections": sections, "parser.options": sections,
}  # fmt: skip
