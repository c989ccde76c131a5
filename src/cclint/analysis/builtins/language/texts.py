"""Methods of `str` and `bytes`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.base.paths import Arguments
from cclint.analysis.operations.formatting import braces
from cclint.analysis.operations.operators import number
from cclint.analysis.values import text as ropes
from cclint.analysis.values.carrying import led
from cclint.analysis.values.count import ONE, Count
from cclint.analysis.values.entering import entered, parts_of
from cclint.analysis.values.lattice import collapse, join_all
from cclint.analysis.values.rope import Hole, Piece, Text, constant, plain, text
from cclint.analysis.values.runs import tail
from cclint.analysis.values.value import (
    NOTHING,
    NUMBER,
    STRING,
    Const,
    Opaque,
    Run,
    Runs,
    Seq,
    Value,
    alternatives,
    each,
    present,
    total,
    truth,
)
from cclint.ir import nodes as ir

LARGE: Final = 100_000
"""The longest constant text that a method may make."""
CHARACTERWISE: Final[dict[str, Callable[[str], str]]] = {
    "lower": str.lower, "upper": str.upper, "casefold": str.casefold, "swapcase": str.swapcase, "title": str.title,
}  # fmt: skip
PLAIN: Final = frozenset({
    "capitalize", "title", "swapcase", "isalnum", "isalpha", "isascii", "isdecimal", "isdigit", "isidentifier",
    "islower", "isnumeric",
    "isprintable", "isspace", "istitle", "isupper", "startswith", "endswith", "find", "rfind", "index", "rindex",
    "count", "removeprefix",
    "removesuffix", "center", "ljust", "rjust", "zfill", "expandtabs",
})  # fmt: skip
"""Methods that are computed where everything is known."""
ANSWERS: Final = frozenset({name for name in PLAIN if name.startswith("is")} | {"startswith", "endswith"})
NUMBERS: Final = frozenset({"find", "rfind", "index", "rindex", "count"})


def receiver(call: Invocation) -> Text:
    """The text whose method is called; something unknown as a text with one hole."""
    value = call.receiver if call.receiver is not None else call.get(0)
    return value if isinstance(value, Text) else Text(parts_of(value), value.trail) if value is not None else Text(())


def computed(call: Invocation) -> Value | None:
    """The result of a method where the receiver and all arguments are known."""
    own = receiver(call)
    known = own.constant
    given = [plain(run.value) if run.count == ONE else ... for run in call.arguments.positional]
    name = call.name.rpartition(".")[2]
    if (
        known is None
        or ... in given
        or call.arguments.keywords
        or any(isinstance(one, int) and abs(one) > LARGE for one in given)
    ):
        return None
    try:
        result = getattr(str, name)(known, *given)
    except (TypeError, ValueError, AttributeError):
        return None
    if isinstance(result, str):
        return text(result, own.trail, binary=own.binary)
    return constant(result)


def simple(call: Invocation) -> Value:
    """A method that has no meaning for what is not known."""
    known = computed(call)
    if known is not None:
        return known
    name = call.name.rpartition(".")[2]
    own = receiver(call)
    if name in ANSWERS:
        wanted = plain(call.get(0))
        if name == "startswith" and isinstance(wanted, str):
            first = ropes.beginning(own)
            if first.startswith(wanted) or not wanted.startswith(first):
                return truth(first.startswith(wanted))
        return truth(None, (name, own.identity))
    if name in NUMBERS:
        return Opaque((name, own.identity), NUMBER)
    return whole(call, own)


def characterwise(call: Invocation) -> Value:
    change = CHARACTERWISE[call.name.rpartition(".")[2]]
    return whole(call, ropes.mapped(receiver(call), change))


def strip(call: Invocation) -> Value:
    name = call.name.rpartition(".")[2]
    given = plain(call.get(0))
    characters = given if isinstance(given, str) else None
    own = receiver(call)
    if given is ... and call.get(0) is not None:
        return own
    return whole(call, ropes.stripped(own, characters, left=name != "rstrip", right=name != "lstrip"))


def whole(call: Invocation, made: Text) -> Value:
    """A text that is nothing but one unknown thing is that thing."""
    if len(made.parts) == 1 and isinstance(made.parts[0], Hole) and isinstance(call.receiver, Opaque):
        held = made.parts[0].value
        return held if isinstance(held, Opaque) else call.receiver
    return made


def replace(call: Invocation) -> Value:
    own, old, new = receiver(call), plain(call.get(0, "old")), plain(call.get(1, "new"))
    if (
        isinstance(old, str)
        and isinstance(new, str)
        and own.constant is not None
        and len(new) * own.constant.count(old) > LARGE
    ):
        return Opaque(("replace", own.identity), STRING, trail=own.trail)
    entering = isinstance(new, str) and "@" in new and "\n" in (own.constant or "")  # addresses come into a letter
    if isinstance(old, str) and isinstance(new, str) and not entering:
        return whole(call, ropes.replaced(own, old, new))
    if isinstance(old, str) and call.get(1) is not None:
        spelt = call.core.string(call.get(1) or constant(""), call.node)
        in_front = (Piece((own.constant or "").partition(old)[0]),)
        put = entered(spelt.parts, lambda before: call.hop("text", prev=before), in_front) if entering else spelt.parts
        replacement = Text(put, spelt.trail, binary=spelt.binary)
        runs = ropes.split(own, old, own.trail)
        if own.constant is not None and old:
            return ropes.join(replacement, runs, own.trail)
    return own


def separators(call: Invocation) -> tuple[str | None, int | None, bool]:
    """The separator of a split and how often it splits at most; whether the separator is known."""
    given = call.get(0, "sep")
    separator = plain(given) if given is not None else None
    limit = number(call.get(1, "maxsplit") or Const(-1))
    return (
        separator if isinstance(separator, str) and separator else None,
        limit,
        separator is None or isinstance(separator, str),
    )


def split(call: Invocation) -> Value:
    own = receiver(call)
    separator, limit, known = separators(call)
    backwards = call.name.endswith("rsplit")
    trail = call.hop("split", f"“{separator}”" if separator else "white space", prev=own.trail)
    if call.receiver is not None and ((separator is not None and separator.strip() in (",", ";")) or not known):
        call.core.taken_apart(call.receiver)
    if limit is not None and limit >= 0:
        runs = limited(own, separator, limit, backwards=backwards)
        if runs is None:
            runs = ropes.split(own, separator, trail)
            size = total(runs)
            runs = (Run(collapse(runs).value, Count(min(size.least, 1), limit + 1)),) if runs else ()
    else:
        runs = ropes.split(own, separator, trail)
    made: Value = call.core.new_list(told(runs, trail), call.node, trail)
    if call.receiver is not None and (limit is None or limit < 0) and (separator or "").strip() in (",", ";"):
        call.core.parted_into(call.receiver, made)
    return made


def told(runs: Runs, trail: Any) -> Runs:
    """Elements that come of a split know where it was, if nothing else is known of them."""
    return tuple(Run(run.value.along(trail), run.count) if isinstance(run.value, Opaque) else run for run in runs)


def limited(own: Text, separator: str | None, limit: int, *, backwards: bool) -> Runs | None:
    known = own.constant
    if known is None:
        return ropes.first_and_rest(own, separator, limit, backwards=backwards) if separator else None
    found = known.rsplit(separator, limit) if backwards else known.split(separator, limit)
    return each(text(part, own.trail) for part in found)


def splitlines(call: Invocation) -> Value:
    own = receiver(call)
    trail = call.hop("split", "line ends", prev=own.trail)
    ends = call.get(0, "keepends")
    found = ropes.lines(own, trail, ends=ends is not None and bool(plain(ends)))
    return call.core.new_list(told(found, trail), call.node, trail)


def partition(call: Invocation) -> Value:
    own = receiver(call)
    separator = plain(call.get(0))
    backwards = call.name.endswith("rpartition")
    if isinstance(separator, str) and separator and own.constant is not None:
        found = own.constant.rpartition(separator) if backwards else own.constant.partition(separator)
        return Seq("tuple", each(text(part, own.trail) for part in found), own.trail)
    parts = ropes.cut(own, separator) if isinstance(separator, str) and separator and not backwards else None
    if parts is not None:
        return Seq("tuple", each((parts[0], text(str(separator)), parts[1])), own.trail)
    runs = (
        ropes.first_and_rest(own, separator, 1, backwards=backwards)
        if isinstance(separator, str) and separator
        else None
    )
    if runs is not None and len(runs) == 2:
        return Seq("tuple", each((runs[0].value, text(str(separator)), runs[1].value)), own.trail)
    middle: Value = text(separator) if isinstance(separator, str) else Opaque(("separator",), STRING)
    first = Opaque(("before", own.identity), STRING, born=call.core.running, trail=own.trail)
    last = Opaque(("behind", own.identity), STRING, born=call.core.running, trail=own.trail)
    return Seq("tuple", each((first, middle, last)), own.trail)


def join(call: Invocation) -> Value:
    own = receiver(call)
    value = call.get(0)
    if value is None:
        return own
    separator = own.constant
    spelt = "“" + separator.replace("\n", "\\n").replace("\r", "\\r") + "”" if separator is not None else "a separator"
    made = []
    for one in present(value):
        runs = led(call.core.iterate(one, call.node), value)
        inner = next((run.value.trail for run in runs if run.value.trail is not None), None)
        trail = call.core.hop(
            call.node, "joined", spelt, prev=one.trail or inner, also=inner if one.trail is not None else None
        )
        runs = tuple(Run(_textual(call, run.value), run.count) for run in runs)
        made.append(ropes.join(own, runs, trail, call.core.source_of(one)))
    joined = join_all(made)
    for other in made[1:]:
        joined = joined.along(joined.trail.besides(other.trail) if joined.trail is not None else other.trail)
    return joined


def join_or_wait(call: Invocation) -> Value:
    """`unknown.join(...)`: a text joins a collection; a thread, or a process, is waited for, some seconds or without end."""
    value = call.get(0)
    waits = value is not None and all(isinstance(one, Const) for one in alternatives(value))
    return call.unknown() if waits else join(call)


def _textual(call: Invocation, value: Value) -> Value:
    return (
        value
        if isinstance(value, (Text, Opaque))
        else join_all(
            one if isinstance(one, (Text, Opaque)) else call.core.string(one, call.node) for one in alternatives(value)
        )
    )


def format_(call: Invocation) -> Value:
    own = receiver(call)
    return braces(call.core, own, call.arguments, call.node)


def format_map(call: Invocation) -> Value:
    return braces(call.core, receiver(call), Arguments(rest=call.get(0)), call.node)


def encode(call: Invocation) -> Value:
    own = receiver(call)
    if isinstance(call.receiver, Opaque):
        return call.receiver
    return Text(own.parts, own.trail, binary=True)


def decode(call: Invocation) -> Value:
    own = receiver(call)
    if isinstance(call.receiver, Opaque):
        return call.receiver
    return Text(own.parts, own.trail)


def translate(call: Invocation) -> Value:
    return call.receiver if call.receiver is not None else call.unknown()


def put_behind(call: Invocation) -> Value:
    """`letter.extend(data)`, `letter.append(number)` of a `bytearray`: what holds it holds more."""
    before, added = call.receiver, call.get(0)
    function = call.node.function if isinstance(call.node, ir.Call) else None
    if not isinstance(before, Text) or added is None or not isinstance(function, ir.Attribute):
        return call.unknown()
    holder = function.value
    if not before.binary or not isinstance(holder, (ir.Name, ir.Attribute)) or call.core.expression(holder) != before:
        return call.unknown()  # nor does a text have such a method
    code = number(added)
    more = text(chr(code)) if code is not None and 0 <= code < 256 else call.core.string(added, call.node)
    made = ropes.concat(before, more, lambda known: call.hop("text", prev=known))
    call.core.assign(holder, Text(made.parts, made.trail, binary=True), call.node)
    return NOTHING


METHODS: Final[dict[str, Handler]] = {
    **dict.fromkeys(("extend", "append"), put_behind),
    **dict.fromkeys(PLAIN, simple),
    **dict.fromkeys(CHARACTERWISE, characterwise),
    **dict.fromkeys(("strip", "lstrip", "rstrip"), strip),
    "replace": replace,
    "split": split,
    "rsplit": split,
    "splitlines": splitlines,
    "partition": partition,
    "rpartition": partition,
    "join": join,
    "format": format_,
    "format_map": format_map,
    "encode": encode,
    "decode": decode,
    "translate": translate,
}


def unbound(handler: Handler) -> Handler:
    """A method that is called on the class: the first argument is the receiver."""

    def called(call: Invocation) -> Value:
        own = call.get(0)
        if call.receiver is not None or own is None:
            return handler(call)
        rest = Arguments(tail(call.arguments.positional, 1), call.arguments.keywords, call.arguments.rest)
        return handler(Invocation(call.core, call.node, call.name, own, rest))

    return called


HANDLERS: Final[dict[str, Handler]] = {
    **{f"str.{name}": handler for name, handler in METHODS.items()},
    **{f"builtins.str.{name}": unbound(handler) for name, handler in METHODS.items()},
    # what only texts have tells that something unknown is one
    **{
        f"unknown.{name}": handler
        for name, handler in METHODS.items()
        if name not in ("index", "count", "join", "format", "find", "extend", "append")
    },
    "unknown.join": join_or_wait,
}
