"""Context variables: what one task has put there is there for it and whatever it calls.

Other tasks see what was there when they were made. That is not told apart: tasks that ask for a variable see what was
put there last on the way to them. https://docs.python.org/3/library/contextvars.html
"""

from __future__ import annotations

from typing import Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.values.code import External
from cclint.analysis.values.heap import Instance
from cclint.analysis.values.value import NOTHING, Ref, Value

HELD: Final = "value"
DEFAULT: Final = "default"
OLDER: Final = "old_value"


def variable(call: Invocation) -> Value:
    """`ContextVar("people", default=...)`."""
    made = call.core.new(Instance(External("contextvars.ContextVar"), None, call.core.running), call.node)
    if (default := call.get(None, "default")) is not None:
        call.core.write((made.id, DEFAULT), default)
    return made


def get(call: Invocation) -> Value:
    """`people.get()`, `people.get(default)`: a variable that nobody in sight has set may have been set out of sight."""
    own = call.receiver
    if not isinstance(own, Ref):
        return call.unknown()
    held: Value | None = call.core.cell(own.id, HELD)
    default: Value | None = call.get(0, "default") or call.core.cell(own.id, DEFAULT)
    if held is not None:
        return held
    return call.unknown() if default is None else default


def put(call: Invocation) -> Value:
    """`token = people.set(value)`: the token knows what was there before."""
    own, value = call.receiver, call.get(0, "value")
    token = call.core.new(Instance(External("contextvars.Token"), None, call.core.running), call.node)
    if isinstance(own, Ref) and value is not None:
        before = call.core.cell(own.id, HELD)
        if before is not None:
            call.core.write((token.id, OLDER), before)
        call.core.write((own.id, HELD), value)
    return token


def reset(call: Invocation) -> Value:
    """`people.reset(token)`."""
    own, token = call.receiver, call.get(0, "token")
    if isinstance(own, Ref) and isinstance(token, Ref):
        call.core.write((own.id, HELD), call.core.cell(token.id, OLDER))
    return NOTHING


HANDLERS: Final[dict[str, Handler]] = {
    "contextvars.ContextVar": variable, "contextvars.ContextVar.get": get, "contextvars.ContextVar.set": put,
    "contextvars.ContextVar.reset": reset,
}  # fmt: skip
