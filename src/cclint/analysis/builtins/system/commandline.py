"""Command lines: `sys.argv`, `argparse`, `optparse`, `getopt`, `click`, `typer`."""

from __future__ import annotations

import re
from typing import Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.base.paths import Arguments
from cclint.analysis.operations import comparing
from cclint.analysis.values.classes import RECORDS
from cclint.analysis.values.code import Class, External, Func, Partial
from cclint.analysis.values.count import MANY, ONE, SOME, UNBOUNDED, Count
from cclint.analysis.values.heap import Bag, Instance
from cclint.analysis.values.lattice import join, join_all
from cclint.analysis.values.rope import plain
from cclint.analysis.values.value import FALSE, NOTHING, NUMBER, STRING, Opaque, Ref, Run, Seq, Value, each, truth

SEPARATED: Final = re.compile(
    r"\b(?:comma|semi-?colon)s?[- ]?(?:sep[ae]rated|delimited)"
    r"|\b(?:sep[ae]rated|delimited) (?:by|with) (?:an? )?(?:comma|semi-?colon)",
    re.IGNORECASE,
)
"""What help texts say of a word that holds several things."""


def held_in(call: Invocation) -> Count:
    """How many addresses a single word holds, by what its help says: several, where it speaks of separators."""
    said, shown = (plain(call.arguments.keywords.get(name, NOTHING)) for name in ("help", "metavar"))
    several = (isinstance(said, str) and SEPARATED.search(said)) or (isinstance(shown, str) and "," in shown)
    return Count(1, UNBOUNDED) if several else ONE


def argument(call: Invocation, name: str, *, many: bool, count: Count = MANY) -> Value:
    """A word, or any number of words, of the command line."""
    trail = call.hop("input", f"the command line's `{name}`")
    word = Opaque(("argument", call.core.path, name), STRING, ONE if many else held_in(call), trail=trail)
    return call.core.new_list((Run(word, count),), call.node, trail) if many else word


# argparse


def parser(call: Invocation) -> Value:
    if isinstance(call.receiver, Ref):
        record = call.core.record(call.receiver)
        if isinstance(record, Instance):
            call.core.write(call.receiver.id, Instance(record.cls, Bag("parser"), record.born))
    return NOTHING


def bag_of(call: Invocation) -> tuple[Ref, Instance, Bag] | None:
    record = call.core.record(call.receiver) if isinstance(call.receiver, Ref) else None
    if isinstance(call.receiver, Ref) and isinstance(record, Instance) and isinstance(record.native, Bag):
        return call.receiver, record, record.native
    return None


def add_argument(call: Invocation) -> Value:
    """`add_argument(names..., nargs=, action=, default=, type=, dest=)`: remembers what the namespace will hold."""
    found = bag_of(call)
    names = [plain(run.value) for run in call.arguments.positional]
    if found is None or not names or any(not isinstance(name, str) for name in names):
        return Opaque(("argument", call.node.at))
    dest = plain(call.arguments.keywords["dest"]) if "dest" in call.arguments.keywords else None
    if not isinstance(dest, str):
        long = next((name for name in names if str(name).startswith("--")), names[0])
        dest = str(long).lstrip("-").replace("-", "_")
    owner, record, bag = found
    optional = str(names[0]).startswith("-")
    value = argument_value(call, dest, optional=optional)
    call.core.write(owner.id, Instance(record.cls, bag.put(dest, value), record.born))
    return Opaque(("argument", call.node.at))


def argument_value(call: Invocation, dest: str, *, optional: bool) -> Value:
    """What an argument holds after parsing (the argparse page of the library reference, nargs and action)."""
    keywords = call.arguments.keywords
    nargs, action = plain(keywords.get("nargs", NOTHING)), plain(keywords.get("action", NOTHING))
    default = keywords.get("default")
    kind = keywords.get("type")
    if action in ("store_true", "store_false"):
        return truth(None, ("flag", dest))
    if action == "count" or (kind == External("builtins.int") and nargs is None and action is None):
        return Opaque(("number",), NUMBER)
    if action in ("append", "extend"):
        word = argument(call, dest, many=True, count=SOME)
        return join(word, default if default is not None else NOTHING)
    if nargs in ("+", "*") or isinstance(nargs, int) or nargs == "...":
        count = Count(nargs, nargs) if isinstance(nargs, int) else SOME if nargs == "+" else MANY
        words = argument(call, dest, many=True, count=count)
        return join(words, default) if default is not None and optional else words
    value = argument(call, dest, many=False)
    choices = keywords.get("choices")
    known = comparing.elements(call.core, choices) if choices is not None else None
    if known is not None and 0 < len(known) <= 4:
        value = join_all(known)
    if kind is not None and not isinstance(kind, Opaque) and kind != External("builtins.str"):
        value = converted(call, kind, value)
        default = converted(call, kind, default) if default is not None and default != NOTHING else default
    if default is not None and (optional or nargs == "?"):
        return join(value, default)
    return join(value, NOTHING) if optional and plain(keywords.get("required", FALSE)) is not True else value


def converted(call: Invocation, kind: Value, value: Value) -> Value:
    """What `type=` makes of a word."""
    if isinstance(kind, Partial) and isinstance(kind.function, External):
        return call.core.call(kind, Arguments.of(value), call.node)
    result: Value | None = call.core.call_back(kind, call.node, value) if isinstance(kind, (Func, Partial)) else None
    if result is not None:
        return result
    if isinstance(kind, External) and kind.name in ("builtins.int", "builtins.float"):
        return Opaque(("number",), NUMBER)
    if isinstance(kind, (External, Opaque, Ref)):
        return call.core.call(kind, Arguments.of(value), call.node) if isinstance(kind, External) else value
    return value


def add_group(call: Invocation) -> Value:
    """A group of arguments fills the same namespace; so do the parsers of sub-commands, as far as we care."""
    return call.receiver or call.unknown()


def parse(call: Invocation) -> Value:
    """`parse_args()`: a namespace with all that was added."""
    found = bag_of(call)
    made = call.core.new(Instance(External("argparse.Namespace")), call.node, call.hop("input", "the command line"))
    for name, value in found[2].facts if found is not None else ():
        call.core.state.set((made.id, name), value)
    if call.name.endswith("parse_known_args") or (call.core.path and call.name.startswith("optparse")):
        rest = argument(call, "the other words", many=True)
        return Seq("tuple", each((made, rest)))
    return made


def set_defaults(call: Invocation) -> Value:
    found = bag_of(call)
    if found is not None:
        owner, record, bag = found
        for name, value in call.arguments.keywords.items():
            known = bag.get(name)
            bag = bag.put(name, value if known is None else join(known, value))
        call.core.write(owner.id, Instance(record.cls, bag, record.born))
    return NOTHING


def getopt(call: Invocation) -> Value:
    """`getopt(args, options)`: pairs of an option and its word, and the words that are left."""
    pair = Seq("tuple", each((Opaque(("option",), STRING), argument(call, "option", many=False))))
    options = call.core.new_list((Run(pair, MANY),), call.node)
    return Seq("tuple", each((options, argument(call, "the other words", many=True))))


# click, typer


def option(call: Invocation, function: Value) -> Value:
    """`@click.option("--cc", multiple=True)`: what the parameter of that name is given."""
    if not isinstance(function, Func):
        return function
    names = [plain(run.value) for run in call.arguments.positional if isinstance(plain(run.value), str)]
    if not names:
        return function
    is_argument = call.name.endswith("argument")
    plain_name = next((name for name in names if not str(name).startswith("-")), None)
    long = next((name for name in names if str(name).startswith("--")), names[0])
    dest = str(plain_name or str(long).partition("/")[0].lstrip("-")).replace("-", "_").lower()
    keywords = call.arguments.keywords
    several = plain(keywords.get("multiple", FALSE)) is True
    nargs = plain(keywords.get("nargs", NOTHING))
    default = keywords.get("default")
    if plain(keywords.get("is_flag", FALSE)) is True or "/" in str(long) or plain(keywords.get("count", FALSE)) is True:
        value: Value = truth(None, ("flag", dest))
    elif several or (isinstance(nargs, int) and nargs != 1):
        count = MANY if several or nargs == -1 else Count(nargs, nargs)
        trail = call.hop("input", f"the command line's `{dest}`")
        value = Seq("tuple", (Run(Opaque(("argument", call.core.path, dest), STRING, trail=trail), count),), trail)
    else:
        value = argument(call, dest, many=False)
        if default is None and not is_argument and plain(keywords.get("required", FALSE)) is not True:
            default = NOTHING
    if default is not None:
        value = join(value, default)
    return function.altered(given=(*function.given, (dest, value)))


def context(call: Invocation, function: Value) -> Value:
    """`@click.pass_context`: a first argument that the library passes."""
    if isinstance(function, Func) and function.scope.parameters:
        name = function.scope.parameters[0].name
        return function.altered(given=(*function.given, (name, Opaque(("click context",)))))
    return function


def declared(call: Invocation) -> Value:
    """`typer.Option(...)`, `typer.Argument(...)`: the default of a parameter; its type is the hint's."""
    default = call.get(0, "default")
    if held_in(call) != ONE:
        word = argument(call, "words", many=False)
        return word if default is None or _is_ellipsis(default) else join(word, default)
    if default is not None and not _is_ellipsis(default):
        return default
    return Opaque(("typer", call.core.path, call.node.at))


def _is_ellipsis(value: Value) -> bool:
    return plain(value) is Ellipsis


def arguments(call: Invocation) -> Value:
    return argument(call, "words", many=True)


def none(call: Invocation) -> Value:
    return NOTHING


def same_function(call: Invocation, function: Value) -> Value:
    return function


def cached(call: Invocation, function: Value) -> Value:
    """`functools.lru_cache` and its kin: whoever calls again gets the same object."""
    return function.cached() if isinstance(function, Func) else function


def recorded(call: Invocation, cls: Value) -> Value:
    """`@dataclass` and its kin write `__init__` from the class's fields."""
    info = call.core.classes.get(cls.id) if isinstance(cls, Class) else None
    if info is not None:
        info.kind = RECORDS[call.name]
        info.slots = call.core.slots(info)
    return cls


def wraps(call: Invocation) -> Value:
    """`functools.wraps(f)` hands the wrapper on, with the function that it wraps."""
    wrapped = call.get(0, "wrapped")
    return Partial(External("cclint.wraps"), () if wrapped is None else (wrapped,), ())


def wrapping(call: Invocation) -> Value:
    """What `wraps(f)` makes of a function."""
    wrapped, wrapper = call.get(0), call.get(1)
    if isinstance(wrapper, Func) and wrapped is not None:
        return wrapper.altered(given=(*wrapper.given, ("__wrapped__", wrapped)))
    return wrapper or wrapped or NOTHING


PARSER: Final[dict[str, Handler]] = {
    "__init__": parser, "add_argument": add_argument, "add_option": add_argument, "add_argument_group": add_group,
    "add_mutually_exclusive_group": add_group, "add_subparsers": add_group, "add_parser": add_group,
    "add_option_group": add_group, "parse_args": parse, "parse_known_args": parse, "parse_intermixed_args": parse,
    "set_defaults": set_defaults, "set_usage": none,
}  # fmt: skip
HANDLERS: Final[dict[str, Handler]] = {
    **{f"argparse.ArgumentParser.{name}": handler for name, handler in PARSER.items()},
    **{f"optparse.OptionParser.{name}": handler for name, handler in PARSER.items()},
    "getopt.getopt": getopt, "getopt.gnu_getopt": getopt,
    "typer.Option": declared, "typer.Argument": declared,
    "functools.wraps": wraps, "cclint.wraps": wrapping,
}  # fmt: skip
DECORATORS: Final = {
    **dict.fromkeys(RECORDS, recorded),
    "click.option": option, "click.argument": option, "asyncclick.option": option, "asyncclick.argument": option,
    "click.pass_context": context, "click.pass_obj": context, "cclint.same": same_function,
    "functools.lru_cache": cached, "functools.cache": cached, "contextlib.contextmanager": same_function,
    "contextlib.asynccontextmanager": same_function,
}  # fmt: skip
