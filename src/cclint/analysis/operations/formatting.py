"""The ways in which Python fills values into a text: `%`, `str.format`, f-strings, `string.Template`."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from cclint.analysis.values.entering import entered
from cclint.analysis.values.heap import Mapping
from cclint.analysis.values.rope import Hole, Part, Piece, Text, constant
from cclint.analysis.values.text import bounded
from cclint.analysis.values.value import STRING, Const, Opaque, Seq, Value

if TYPE_CHECKING:
    from cclint.analysis.base.core import Core
    from cclint.analysis.base.paths import Arguments
    from cclint.ir import nodes as ir

PERCENT: Final = re.compile(
    r"%(?:\((?P<name>[^)]*)\))?(?P<flags>[#0\- +]*)(?P<width>\*|\d+)?(?:\.(?P<precision>\*|\d+))?[hlL]?(?P<type>.)",
    re.DOTALL,
)
BRACES: Final = re.compile(
    r"\{\{|\}\}|\{(?P<field>[^{}!:]*)(?:!(?P<conversion>[rsa]))?(?::(?P<spec>(?:[^{}]|\{[^{}]*\})*))?\}"
)
DOLLAR: Final = re.compile(
    r"\$(?:(?P<escaped>\$)|(?P<named>[_a-zA-Z][_a-zA-Z0-9]*)|\{(?P<braced>[_a-zA-Z][_a-zA-Z0-9]*)\})"
)
WIDEST: Final = 1000


def filled(
    core: Core,
    template: Text,
    pattern: re.Pattern[str],
    find: Callable[[re.Match[str]], Text | str | None],
    node: ir.Node,
) -> Text:
    """A template with each place that a pattern finds in its constant text replaced.

    Parameters
    ----------
    find: gives the text for a match; a str for literal characters; None to leave the match as it stands.
    """
    parts: list[Part] = []
    for part in template.parts:
        if not isinstance(part, Piece):
            parts.append(part)
            continue
        end = 0
        for match in pattern.finditer(part.text):
            if match.start() > end:
                parts.append(Piece(part.text[end : match.start()], part.trail))
            end = match.end()
            put = find(match)
            if put is None:
                parts.append(Piece(match[0], part.trail))
            elif isinstance(put, str):
                parts.append(Piece(put, part.trail))
            else:
                in_front = tuple(parts)
                parts.extend(entered(put.parts, lambda before: core.hop(node, "text", prev=before), in_front))
        if end < len(part.text):
            parts.append(Piece(part.text[end:], part.trail))
    return Text(bounded(tuple(parts)), template.trail, binary=template.binary)


def percent(core: Core, template: Text, given: Value, node: ir.Node) -> Value:
    """`template % given`."""
    positional = given.items if isinstance(given, Seq) and given.kind == "tuple" else [given]
    taken = 0

    def next_value() -> Value | None:
        nonlocal taken
        taken += 1
        if positional is None:
            return Opaque(("element of", given), trail=given.trail)
        return positional[taken - 1] if taken <= len(positional) else None

    def find(match: re.Match[str]) -> Text | str | None:
        if match["type"] == "%":
            return "%"
        if match["width"] == "*":
            next_value()
        if match["precision"] == "*":
            next_value()
        if match["name"] is not None:
            value: Value | None = core.item(given, constant(match["name"]), node)
        else:
            value = next_value()
        if value is None:
            return None
        if (
            isinstance(value, Const)
            and match["type"] in "diouxXeEfFgGc"
            and match["width"] != "*"
            and match["precision"] != "*"
        ):
            return _percent_number(match, value.value)
        if match["type"] in "ra":
            return represented(core, value, node)
        return core.string(value, node)

    return filled(core, template, PERCENT, find, node)


def _percent_number(match: re.Match[str], value: Any) -> str:
    try:
        if int(match["width"] or 0) > WIDEST or int(match["precision"] or 0) > WIDEST:
            return str(value)
        precision = f".{match['precision']}" if match["precision"] else ""
        spec = f"%{match['flags']}{match['width'] or ''}{precision}{match['type']}"
        return str(spec % value)
    except (TypeError, ValueError, OverflowError):
        return str(value)


def braces(core: Core, template: Text, arguments: Arguments, node: ir.Node, formatter: Value | None = None) -> Text:
    """`template.format(...)`, or `formatter.format(template, ...)`, whose class may do some of it in another way."""
    from cclint.analysis.base.paths import Arguments
    from cclint.analysis.values import runs as sequences

    automatic = 0

    def find(match: re.Match[str]) -> Text | str | None:
        nonlocal automatic
        if match[0] in ("{{", "}}"):
            return match[0][0]
        path = re.match(r"[^.\[]*", match["field"])
        name = path[0] if path else ""
        if name == "":
            name, automatic = str(automatic), automatic + 1
        value: Value | None
        if name.isdigit():
            value = sequences.at(arguments.positional, int(name))
        else:
            value = arguments.keywords.get(name)
            if value is None and arguments.rest is not None:
                value = core.item(arguments.rest, constant(name), node)
        if value is None:
            return Text((Hole(Opaque(("field", name), STRING)),))
        if formatter is not None and (getter := core.own_method(formatter, "get_value")) is not None:
            value = core.call(getter, Arguments.of(constant(int(name) if name.isdigit() else name), *given), node)
        value = _followed(core, value, match["field"][len(path[0]) if path else 0 :], node)
        if formatter is not None and (shown := core.own_method(formatter, "format_field")) is not None:
            return core.string(core.call(shown, Arguments.of(value, constant(match["spec"] or "")), node), node)
        return specified(core, value, match["conversion"] or "", match["spec"] or "", node)

    given: list[Value] = []
    if formatter is not None:
        named = core.call_library("builtins.dict", None, Arguments((), arguments.keywords, arguments.rest), node)
        given = [Seq("tuple", arguments.positional), named]
    return filled(core, template, BRACES, find, node)


def _followed(core: Core, value: Value, rest: str, node: ir.Node) -> Value:
    """The attributes and items that a replacement field names: `{row[email]}`, `{user.email}`."""
    for attribute, key in re.findall(r"\.([^.\[]+)|\[([^\]]*)\]", rest):
        if attribute:
            value = core.attribute(value, attribute, node)
        else:
            value = core.item(value, constant(int(key) if key.isdigit() else key), node)
    return value


def specified(core: Core, value: Value, conversion: str, spec: str, node: ir.Node) -> Text:
    """One value as a replacement field with a conversion and a format specification shows it."""
    from cclint.analysis.base.paths import Arguments

    if conversion in ("r", "a"):
        return represented(core, value, node)
    own = core.own_method(value, "__format__") if not conversion else None
    if own is not None:
        return core.string(core.call(own, Arguments.of(constant(spec)), node), node)
    if spec and not conversion:
        plain = value.value if isinstance(value, Const) else value.constant if isinstance(value, Text) else None
        if plain is not None and not re.search(r"\d{4,}", spec):
            try:
                return Text((Piece(format(plain, spec), value.trail),), value.trail)
            except (TypeError, ValueError):
                return core.string(value, node)
    return core.string(value, node)


def represented(core: Core, value: Value, node: ir.Node) -> Text:
    """`repr(value)`."""
    if isinstance(value, Text):
        inner = value.parts
        return Text((Piece("'"), *inner, Piece("'")), value.trail)
    return core.string(value, node)


def dollar(core: Core, template: Text, named: Value, node: ir.Node, *, safe: bool, delimiter: str = "$") -> Text:
    """`string.Template(template).substitute(named)`; a subclass may have another delimiter."""
    places = DOLLAR if delimiter == "$" else re.compile(DOLLAR.pattern.replace(r"\$", re.escape(delimiter)))

    def find(match: re.Match[str]) -> Text | str | None:
        if match["escaped"]:
            return delimiter
        name = match["named"] or match["braced"]
        record = core.record(named)
        if isinstance(record, Mapping) and record.rest is None and record.find(constant(name)) is None:
            return match[0] if safe else Text((Hole(Opaque(("field", name), STRING)),))
        return core.string(core.item(named, constant(name), node), node)

    return filled(core, template, places, find, node)
