"""Generators that are sent something."""

from __future__ import annotations

from typing import Final

from cclint.analysis.evaluate.calls import Handler, Invocation
from cclint.analysis.value import NOTHING, Ref, Value


def sent(call: Invocation) -> Value:
    """`generator.send(value)`."""
    own, value = call.receiver, call.get(0)
    answer = call.core.feed(own, value) if isinstance(own, Ref) and value is not None else None
    return call.unknown() if answer is None else answer


def fed(call: Invocation) -> Value:
    """A generator goes on with what it has been sent."""
    own = call.get(0)
    if isinstance(own, Ref):
        call.core.fed(own)
    return NOTHING


HANDLERS: Final[dict[str, Handler]] = {"generator.send": sent, "cclint.generator.fed": fed}
