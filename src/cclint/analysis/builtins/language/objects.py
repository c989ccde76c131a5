"""Built-in functions about objects and types: `str`, `int`, `getattr`, `isinstance`, `super`, ..."""

from __future__ import annotations

import ast
import math
from typing import Any, Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.base.paths import DivergesError
from cclint.analysis.builtins.language.records import new_class
from cclint.analysis.messages.frozen import frozen
from cclint.analysis.messages.recipients import recipients
from cclint.analysis.operations import types
from cclint.analysis.operations.comparing import is_data
from cclint.analysis.operations.formatting import specified
from cclint.analysis.operations.types import is_callable, is_instance, kinds_of, name_of
from cclint.analysis.values.addresses import read_value
from cclint.analysis.values.code import Class, External, Frame, Super
from cclint.analysis.values.heap import Entry, Instance, Mapping
from cclint.analysis.values.lattice import join_all
from cclint.analysis.values.rope import Text, constant, plain, text
from cclint.analysis.values.trail import Trail
from cclint.analysis.values.value import (
    BOOLEAN,
    FALSE,
    NOTHING,
    NUMBER,
    STRING,
    TRUE,
    Const,
    Opaque,
    Ref,
    Seq,
    Value,
    alternatives,
    each,
    truth,
)

LONGEST: Final = 100_000
"""The longest literal that is read."""
DATA: Final = (Const, Opaque, Ref, Seq, Text)
"""What stands for a setting that is not there, and is no function."""


def string(call: Invocation) -> Value:
    value = call.get(0, "object")
    if value is None:
        return text("")
    return join_all(_string(call, one) for one in alternatives(value))


def _string(call: Invocation, value: Value) -> Value:
    if isinstance(value, Opaque):
        return value if value.type is not None else value.refined(type=STRING)
    return call.core.string(value, call.node)


def binary(call: Invocation) -> Value:
    value = call.get(0)
    if isinstance(value, Text):
        return Text(value.parts, value.trail, binary=True)
    return string(call) if value is not None else Text((), binary=True)


def number(call: Invocation) -> Value:
    known = plain(call.get(0)) if call.get(0) is not None else 0
    try:
        return Const(int(known) if call.name.endswith("int") else float(known))
    except (TypeError, ValueError, OverflowError):
        if isinstance(known, str) and call.get(1) is None:
            call.core.raises(External("builtins.ValueError"))
            raise DivergesError from None
        return Opaque(("number",), NUMBER)


def arithmetic(call: Invocation) -> Value:
    known = [plain(run.value) for run in call.arguments.positional]
    if all(isinstance(one, (int, float)) for one in known) and known:
        try:
            compute: Any = {
                "abs": abs,
                "round": round,
                "divmod": divmod,
                "ceil": math.ceil,
                "floor": math.floor,
                "trunc": math.trunc,
            }[call.name.rpartition(".")[2]]
            return constant(compute(*known))
        except (TypeError, ValueError, ArithmeticError, KeyError):
            pass
    return Opaque(("number",), NUMBER)


def boolean(call: Invocation) -> Value:
    value = call.get(0)
    return truth(call.core.truth(value) if value is not None else False, ("bool", call.core.path, call.node.at))


def isinstance_(call: Invocation) -> Value:
    value, kinds = call.get(0), call.get(1)
    if value is None or kinds is None:
        return call.unknown()
    answers = {is_instance(call.core, one, kinds_of(kinds)) for one in alternatives(value)}
    return truth(answers.pop() if len(answers) == 1 else None, ("isinstance", call.core.path, call.node.at))


def get_attribute(call: Invocation) -> Value:
    owner, name, default = call.get(0), plain(call.get(1)), call.get(2)
    if owner is None or not isinstance(name, str):
        return call.unknown()
    core = call.core
    if default is not None and core.own_method(owner, "__getattr__") is not None:
        with core.parting() as base:
            core.state = base.fork()
            got, failed = core.attempted(lambda: core.attribute(owner, name, call.node))
            core.state = core.join(base, [core.state, *failed] if got is not None else failed)
        values = [*([got] if got is not None else ()), *([default] if failed else ())]
        return join_all(values or [default])
    found = core.attribute(owner, name, call.node)
    if isinstance(found, External) and isinstance(default, DATA) and default != NOTHING and is_data(found, core.models):
        found = Opaque(found.key, born=core.running, trail=call.hop("name", found.name))
    if default is not None and isinstance(found, Opaque):
        return default if has_attribute(call) == FALSE else core.or_default(found, default)
    return found


def set_attribute(call: Invocation) -> Value:
    owner, name, value = call.get(0), plain(call.get(1)), call.get(2)
    if owner is not None and isinstance(name, str) and value is not None:
        call.core.set_attribute(owner, name, value, call.node)
    elif owner is not None and isinstance(call.get(1), Opaque) and value is not None:
        call.core.set_any(owner, value, call.node)
    return NOTHING


def delete_attribute(call: Invocation) -> Value:
    owner, name = call.get(0), plain(call.get(1))
    if owner is not None and isinstance(name, str):
        call.core.set_attribute(owner, name, None, call.node)
    return NOTHING


def has_attribute(call: Invocation) -> Value:
    owner, name = call.get(0), plain(call.get(1))
    core = call.core
    if isinstance(owner, Ref) and isinstance(name, str) and owner.id not in core.shared:
        record = core.record(owner)
        if core.cell(owner.id, name) is not None:
            return TRUE
        if isinstance(record, Instance) and isinstance(record.cls, Class) and core.classes.get(record.cls.id):
            order = core.classes[record.cls.id].order
            if core.in_order(order, name) is not None:
                return TRUE
            if all(isinstance(one, Class) for one in order) and owner.id not in core.strangers:
                return FALSE
    answers = (
        {types.has_attribute(core, one, name) for one in alternatives(owner)}
        if owner and isinstance(name, str)
        else {None}
    )
    if answers in ({True}, {False}):
        return truth(answers.pop())
    return Opaque(("hasattr", core.path, call.node.at), BOOLEAN)


def type_(call: Invocation) -> Value:
    value = call.get(0)
    if value is None:
        return call.unknown()
    if call.get(2) is not None:
        return new_class(call)
    return join_all(type_of(call, one) for one in alternatives(value))


def type_of(call: Invocation, value: Value) -> Value:
    record = call.core.record(value)
    if isinstance(record, Instance):
        return record.cls
    name = name_of(call.core, value)
    if name is not None:
        return External(f"builtins.{name}")
    return Opaque(("type of", value.identity))


def callable_(call: Invocation) -> Value:
    value = call.get(0)
    answers = {is_callable(call.core, one) for one in alternatives(value)} if value is not None else {None}
    return truth(answers.pop() if len(answers) == 1 else None, ("callable", call.core.path, call.node.at))


def super_(call: Invocation) -> Value:
    owner, receiver = call.get(0), call.get(1)
    if isinstance(owner, Class) and receiver is not None:
        return Super(owner.id, receiver)
    return call.unknown()


def input_(call: Invocation) -> Value:
    return call.core.unknown(call.node, "input", "a line that the user types", type=STRING)


NAMED = {"class": ("__module__", "__qualname__"), "module": ("__file__", "__name__")}
"""By kind of scope, names that are there without being bound.
https://docs.python.org/3/reference/datamodel.html#creating-the-class-object
"""


def variables(call: Invocation) -> Value:
    owner = call.get(0)
    if owner is None:
        return local_names(call)
    return call.core.attributes_of(owner, call.node) if isinstance(owner, Ref) else call.unknown()


def local_names(call: Invocation) -> Value:
    """`locals()`: the names of the running scope with what they hold; those of the scopes around that it uses are left out."""
    return names_in(call, call.core.frame)


def global_names(call: Invocation) -> Value:
    """`globals()`: the names of the module."""
    frame = call.core.frame
    while frame.parent is not None:
        frame = frame.parent
    return names_in(call, frame)


def names_in(call: Invocation, frame: Frame) -> Value:
    held = [(name, call.core.cell(frame.id, name)) for name in sorted(frame.scope.locals)]
    entries = [Entry(constant(name), call.core.arrived(one)) for name, one in held if one is not None]
    entries += [Entry(constant(name), call.core.special(name)) for name in NAMED.get(frame.scope.kind, ())]
    return call.core.new(Mapping("dict", tuple(entries)), call.node)


def literal(call: Invocation) -> Value:
    """`ast.literal_eval(text)`: what the text says, where it is known."""
    value = call.get(0)
    known = plain(value)
    if isinstance(known, str) and len(known) < LONGEST:
        try:
            return made_of(call, ast.literal_eval(known), value.trail if value is not None else None)
        except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
            pass
    return call.unknown()


def made_of(call: Invocation, known: Any, trail: Trail | None) -> Value:
    """A value of Python's own as the analysis has it."""
    core = call.core
    if isinstance(known, tuple):
        return Seq("tuple", each(made_of(call, one, trail) for one in known), trail)
    if isinstance(known, (list, set)):
        ordered = known if isinstance(known, list) else sorted(known, key=repr)
        return core.new_list(each(made_of(call, one, trail) for one in ordered), call.node, trail, type(known).__name__)
    if isinstance(known, dict):
        entries = tuple(Entry(made_of(call, key, trail), made_of(call, one, trail)) for key, one in known.items())
        return core.new(Mapping("dict", entries), call.node, trail)
    return constant(known, trail)


def formatted(call: Invocation) -> Value:
    """`format(value, spec)`."""
    value, spec = call.get(0), plain(call.get(1) or text(""))
    if value is None or not isinstance(spec, str):
        return call.unknown()
    return join_all(specified(call.core, one, "", spec, call.node) for one in alternatives(value))


def namespace(call: Invocation) -> Value:
    """`types.SimpleNamespace(name=value, ...)`: an object with these attributes."""
    result = call.core.new(Instance(External(call.name)), call.node)
    for name, value in call.arguments.keywords.items():
        call.core.set_attribute(result, name, value, call.node)
        result.trail = result.trail or value.trail
    return result


def leave(call: Invocation) -> Value:
    """`exit`, `quit`: no path comes back."""
    call.core.raises(External("builtins.SystemExit"))
    raise DivergesError


def reveal(call: Invocation) -> Value:
    """For test suites: note how many addresses a value holds."""
    value = call.get(0)
    if value is not None:
        kept = frozen(call.core, value, call.node)
        call.core.reveals.append((call.node, call.core.path, str(read_value(recipients(kept)).count)))
    return value or NOTHING


FUNCTIONS: Final[dict[str, Handler]] = {
    "str": string, "unicode": string, "repr": string, "ascii": string, "bytes": binary, "bytearray": binary,
    "int": number, "long": number, "float": number, "bool": boolean, "isinstance": isinstance_,
    "callable": callable_,
    "getattr": get_attribute, "setattr": set_attribute, "delattr": delete_attribute, "hasattr": has_attribute,
    "type": type_, "super": super_, "input": input_, "raw_input": input_, "vars": variables, "locals": local_names,
    "globals": global_names, "format": formatted, "exit": leave, "quit": leave, "abs": arithmetic, "round": arithmetic,
    "divmod": arithmetic, "reveal": reveal,
}  # fmt: skip


def sentinel(call: Invocation) -> Value:
    """`object()`: something that is identical with nothing but itself."""
    return call.core.new(Instance(External("builtins.object")), call.node)


def subclasses(call: Invocation) -> Value:
    """`Class.__subclasses__()`: those that are known by now."""
    cls = call.get(0)
    found = [Class(info.id) for info in call.core.classes.values() if cls in info.bases]
    return call.core.new_list(each(found), call.node) if found else call.unknown()


HANDLERS: Final[dict[str, Handler]] = {
    "builtins.object": sentinel,
    **{f"builtins.{name}": handler for name, handler in FUNCTIONS.items()},
    **dict.fromkeys(("types.SimpleNamespace", "threading.local"), namespace),
    "cclint.subclasses": subclasses,
    "math.ceil": arithmetic,
    "math.floor": arithmetic,
    "math.trunc": arithmetic,
    "sys.exit": leave,
    "os._exit": leave,
    "os.abort": leave,
    "ast.literal_eval": literal,
}
