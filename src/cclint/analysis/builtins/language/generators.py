"""Generators that are sent something, and managers that a stack enters elsewhere than in a statement of its own block."""

from __future__ import annotations

from typing import Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.base.paths import Arguments
from cclint.analysis.values import runs as sequences
from cclint.analysis.values.code import External
from cclint.analysis.values.heap import Generator
from cclint.analysis.values.value import NOTHING, Ref, Value


def sent(call: Invocation) -> Value:
    """`generator.send(value)`."""
    own, value = call.receiver, call.get(0)
    answer = call.core.feed(own, value) if isinstance(own, Ref) and value is not None else None
    if answer is None and own is not None:  # it does not look at what it is sent
        return call.core.call(External("builtins.next"), Arguments.of(own), call.node)
    return call.unknown() if answer is None else answer


def fed(call: Invocation) -> Value:
    """A generator goes on with what it has been sent."""
    own = call.get(0)
    if isinstance(own, Ref):
        call.core.fed(own)
    return NOTHING


def entered(call: Invocation) -> Value:
    """`stack.enter_context(manager)` in a loop, or of a stack that an object keeps: when it is left is not known, so that what
    a generator does behind its `yield` is done at once.
    """
    context = call.get(0)
    if context is None:
        return call.unknown()
    record = call.core.record(context)
    if isinstance(context, Ref) and isinstance(record, Generator):
        given = sequences.at(call.core.drained(context, record, call.node), 0)
        return call.unknown() if given is None else given
    return call.core.entered(context, call.node)


HANDLERS: Final[dict[str, Handler]] = {
    "generator.send": sent, "iterator.send": sent, "cclint.generator.fed": fed,
    "contextlib.ExitStack.enter_context": entered, "contextlib.AsyncExitStack.enter_async_context": entered,
}  # fmt: skip
