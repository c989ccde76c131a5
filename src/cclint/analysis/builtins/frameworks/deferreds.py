"""Results that come later in Twisted and Tornado, before there were `async` and `await`.

A result that comes later stands for itself: `yield`ing one gives what it will be.
https://docs.twisted.org/en/stable/core/howto/defer.html
"""

from __future__ import annotations

from typing import Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.base.paths import Arguments, DivergesError
from cclint.analysis.builtins.language.calling import first
from cclint.analysis.values import runs as sequences
from cclint.analysis.values.value import NOTHING, Value


def later(position: int) -> Handler:
    """A function that is called for its result, which comes later."""

    def handler(call: Invocation) -> Value:
        function = sequences.at(call.arguments.positional, position)
        if function is None:
            return call.unknown()
        rest = sequences.tail(call.arguments.positional, position + 1)
        return call.core.call(function, Arguments(rest, call.arguments.keywords, call.arguments.rest), call.node)

    return handler


def returned(call: Invocation) -> Value:
    """`defer.returnValue(value)` leaves the function with a value."""
    value = call.get(0)
    call.core.activation.returns.append((NOTHING if value is None else value, call.core.state))
    raise DivergesError


HANDLERS: Final[dict[str, Handler]] = {
    "twisted.internet.defer.maybeDeferred": later(0), "twisted.internet.defer.ensureDeferred": first,
    "twisted.internet.defer.succeed": first, "twisted.internet.defer.gatherResults": first,
    "twisted.internet.defer.returnValue": returned, "twisted.internet.threads.deferToThread": later(0),
    "twisted.internet.reactor.callLater": later(1), "twisted.internet.reactor.callInThread": later(0),
    "twisted.internet.reactor.callFromThread": later(0), "twisted.internet.task.deferLater": later(2),
}  # fmt: skip
