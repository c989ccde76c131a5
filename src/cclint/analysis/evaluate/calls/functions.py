"""Calls of the project's own functions: arguments meet parameters, the body is evaluated, paths come back."""

from __future__ import annotations

from typing import Final

from cclint.analysis.base.core import Core
from cclint.analysis.base.paths import DEAD, Activation, Arguments, DivergesError
from cclint.analysis.evaluate.calls.memo import Memo, Outcome
from cclint.analysis.evaluate.calls.rationing import alike
from cclint.analysis.values import runs as sequences
from cclint.analysis.values.carrying import carries
from cclint.analysis.values.code import COROUTINE, Bound, External, Frame, Func, Method, Partial
from cclint.analysis.values.count import Count
from cclint.analysis.values.heap import Entry, Generator, Instance, Mapping, Sequence
from cclint.analysis.values.lattice import join, join_all
from cclint.analysis.values.rope import constant
from cclint.analysis.values.runs import ARGUMENT
from cclint.analysis.values.state import State, join_states
from cclint.analysis.values.substitute import reachable
from cclint.analysis.values.value import NOTHING, STRING, Opaque, Ref, Run, Seq, Value
from cclint.ir import nodes as ir

AGAIN: Final = 3
"""How often a function may be running already when it is called with other arguments; beyond, its result is unknown."""


class Functions(Core):
    """Calling functions and running generators."""

    memo: Memo
    calls_running: list[tuple[object, ...]]
    depth: int
    """How deep calls may be nested."""
    completed: set[int]
    """The functions of which a call has come to its end, with all that it calls, by the ids of their scopes. One that can only
    raise where it is called in sight, before it sends anything, has callers that are not, or it would not be there.
    """
    dropped: int
    ceiling: int

    def call_function(self, function: Func, arguments: Arguments, node: ir.Node) -> Value:
        """Call a function of the project.

        Raises
        ------
        DivergesError: it does not come back, or not with these arguments.
        """
        self.step()
        self.reached.add(id(function.scope))
        if is_declared(function.scope):
            return self.as_hinted(function, node)
        call = self.call_cached if function.given and function.is_cached else self.call_anew
        return call(function, arguments, node)

    def call_anew(self, function: Func, arguments: Arguments, node: ir.Node) -> Value:
        """Call a function, or do what a call of it is known to do."""
        running = sum(1 for activation in self.stack if activation.frame.scope is function.scope)
        self.hazards += len(self.stack) >= self.depth
        if len(self.stack) >= self.depth or running > AGAIN + self.limits.depth // 4:
            return self.as_hinted(function, node)
        key = self.memo_key(function, arguments)
        known = self.memo.find(self, key)
        if known is not None:
            return self.given_by(self.memo.again(self, known), function, node)
        if running > AGAIN and key in self.calls_running:
            return self.unknown(node, "call", function.scope.qualname)
        if running > 1 and any(alike(key, one) for one in self.calls_running):
            return self.unknown(node, "call", function.scope.qualname)
        return self.rationed(function, arguments, node, key)

    def memo_key(self, function: Func, arguments: Arguments) -> tuple[object, ...]:
        keywords = tuple(sorted(arguments.keywords.items(), key=lambda item: item[0]))
        return (function.identity, arguments.positional, keywords, arguments.rest, self.outside is None, self.running)

    def repeats_itself(self, function: Func, arguments: Arguments) -> bool:
        """Whether a call that has been made would do the same once more: it has changed nothing that it asks for."""
        return self.memo.unchanged(self, self.memo_key(function, arguments))

    def evaluated(self, function: Func, arguments: Arguments, node: ir.Node, key: tuple[object, ...]) -> Value:
        base, sends, first, hazards = self.state, len(self.sends), self.number, self.hazards
        starved = self.starved
        dropped, scarce = self.dropped, self.scarce
        frame = Frame(self.allocate(("frame", id(function.scope))), function.scope, function.frame, function.owner)
        caller = self.activation
        with self.parting():
            layer = State(base)
            layer.log = {}
            self.state = layer
            self.bind(function, frame, arguments, node)
            self.activation = Activation(frame)
            self.stack.append(self.activation)
            self.calls_running.append(key)
            try:
                result = self.body(function, frame)
            finally:
                callee, self.activation = self.activation, caller
                self.stack.pop()
                self.calls_running.pop()
            outer = caller.handlers[-1] if caller.handlers else caller.raises
            outer.extend(callee.raises)
            ended = self.state
            failed = ended is DEAD or result is None
            if self.dropped == dropped and not (failed and len(self.sends) == sends):
                self.completed.add(id(function.scope))
            if ended is DEAD or result is None:
                if self.starved > starved and function.scope.asynchronous and self.patient:
                    return self.suspended_call(base, function, arguments, node)
                raise DivergesError
            writes = reachable(ended.changes(base), result, first, self.base)
        self.state = base.fork()
        self.state.cells.update(writes)
        if self.starved > starved and function.scope.asynchronous and self.patient:
            self.wait_for(function, arguments)
        raised = tuple(dict.fromkeys(one.value for one in callee.raises))
        self.sends[sends:] = {
            id(send): send for send in self.sends[sends:]
        }.values()  # those of known calls are there again
        self.memo.keep(
            key,
            Outcome(
                layer.log,
                dict(writes),
                result,
                tuple(self.sends[sends:]),
                first,
                self.number,
                raised,
                self.hazards > hazards,
                self.scarce > scarce,
            ),
        )
        return self.given_by(result, function, node)

    def given_by(self, value: Value, function: Func, node: ir.Node) -> Value:
        """What a function gives, as its caller has it."""
        if not carries(value) or (value.trail is None and not self.is_made(value)):
            return value
        return value.along(self.hop(node, "returned", function.scope.name, prev=value.trail))

    def wait_for(self, function: Func, arguments: Arguments) -> None:
        values = tuple(run.value for run in arguments.positional)
        self.waits(Partial(function, values, tuple(arguments.keywords.items())))

    def suspended_call(self, base: State, function: Func, arguments: Arguments, node: ir.Node) -> Value:
        """What a coroutine gives that waits for others from its beginning."""
        self.state = base.fork()
        self.wait_for(function, arguments)
        return self.unknown(node, "call", function.scope.qualname)

    def body(self, function: Func, frame: Frame) -> Value | None:
        """Evaluate a function's body in the present state: the value that it gives, None where it gives none on any path."""
        base = self.state
        if function.kind == COROUTINE:
            self.activation.yields = lambda value: value
        elif function.scope.generator:
            made = self.allocate(("generator", id(function.scope)))
            self.state.set(made, Generator(function, frame, self.running))
            self.feedable(made, function.scope)
            return Ref(made)
        base.pins += 1
        self.block(function.scope.body)
        returns = self.activation.returns
        if self.live():
            returns.append((NOTHING, self.state))
        base.pins -= 1
        if not returns:
            self.state = DEAD
            return None
        joined = join_states(base, [state for _, state in returns])
        self.state = DEAD if joined is None else joined
        return join_all(value for value, _ in returns)

    # Parameters

    def bind(self, function: Func, frame: Frame, arguments: Arguments, node: ir.Node) -> None:
        """Put the arguments into the cells of the parameters.

        Raises
        ------
        DivergesError: a parameter is left without a value, or an argument without a parameter.
        """
        runs = arguments.positional
        keywords = dict(arguments.keywords)
        defaults = dict(function.defaults)
        given = dict(function.given)
        taken = 0
        for parameter in function.scope.parameters:
            name = parameter.name
            value: Value | None
            if parameter.kind == "star":
                left = sequences.tail(runs, taken)
                passed = tuple(Run(self.passed(run.value, function, parameter, node), run.count) for run in left)
                value = Seq("tuple", passed)
            elif parameter.kind == "stars":
                keywords = {key: self.passed(one, function, parameter, node) for key, one in keywords.items()}
                value = self.rest_of(keywords, arguments.rest, node)
            else:
                value = None
                if parameter.kind != "keyword":
                    value = sequences.at(runs, taken)
                    optional = value is not None and sum(run.count.least for run in runs) <= taken
                    taken += 1
                    if optional and name in defaults:
                        value = join(value, defaults[name]) if value is not None else None
                if value is None and name in keywords and parameter.kind != "positional":
                    value = keywords.pop(name)
                    if keywords.pop(f"?{name}", None) is not None and name in defaults:
                        value = join(value, defaults[name])
                if value is None and name in given:
                    value = given[name]
                if value is None and arguments.rest is not None and parameter.kind != "positional":
                    value = self.item(arguments.rest, constant(name), node)
                    if name in defaults:
                        value = join(value, defaults[name])
                if value is None:
                    value = defaults.get(name)
                elif name not in given:
                    value = self.passed(value, function, parameter, node)
                if value is None:
                    value = self.missing(parameter, function)
            self.state.set((frame.id, name), self.hinted(value, parameter, frame))

    def missing(self, parameter: ir.Parameter, function: Func) -> Value:
        """A parameter that the call leaves out: the call raises, unless a wrapper that is not in sight fills it in."""
        return self.parameter(parameter, function)

    def parameter(self, parameter: ir.Parameter, function: Func) -> Value:
        """A parameter whose callers are not in sight."""
        injected = self.injected(parameter, function)
        if injected is not None:
            return injected
        # A wrapper that a decorator has made is another one for each function that it wraps.
        own = () if function.frame.parent is None else (function.frame.id,)
        key: object = ("parameter", function.scope.path, function.scope.at, parameter.name, *own)
        if parameter.kind == "star":
            key = (key, ARGUMENT)
        trail = self.trail_of_parameter(parameter, function)
        hint = self.type_of(parameter.annotation, function.frame)
        return self.typed(hint, key, trail, parameter)

    def hinted(self, value: Value, parameter: ir.Parameter, frame: Frame) -> Value:
        """An argument that is not known takes its parameter's type."""
        if parameter.annotation is None or parameter.kind in ("star", "stars"):
            return value
        return self.hinted_value(value, parameter.annotation, frame)

    def passed(self, value: Value, function: Func, parameter: ir.Parameter, node: ir.Node) -> Value:
        """An argument as its parameter holds it."""
        name, trail = function.scope.name, value.trail
        if function.owner and function.kind != "static" and parameter is function.scope.parameters[0]:
            return value  # the object that a method is called on
        if isinstance(value, (Bound, Func, Method, Partial)):
            return value.along(self.hop(node, "handed", name, parameter.name, called(value)))
        what = "within" if self.is_record(value) else "passed"
        if trail is None:
            return value.along(self.hop(node, what, name, parameter.name)) if self.is_made(value) else value
        if not carries(value):
            return value
        if trail.what == "parameter" and trail.at == parameter.at and trail.path == function.scope.path:
            return value  # it is nobody's argument: who calls is not in sight
        return value.along(self.hop(node, what, name, parameter.name, prev=trail))

    def is_record(self, value: Value) -> bool:
        """Whether a value is something of which the recipients are a part: a dictionary, an object, a tuple of lists."""
        if isinstance(value, Seq):
            return value.kind == "tuple" and any(isinstance(run.value, (Ref, Seq)) for run in value.runs)
        return isinstance(self.record(value), (Mapping, Instance))

    def is_made(self, value: Value) -> bool:
        """Whether a value is something that a program has made out of others, which know where they come from: it does not."""
        record = self.record(value)
        return (
            isinstance(value, Seq)
            or isinstance(record, (Sequence, Mapping))
            or (isinstance(record, Instance) and record.native is None)
        )

    def rest_of(self, keywords: dict[str, Value], rest: Value | None, node: ir.Node) -> Value:
        """The dictionary of `**keywords`."""
        entries = tuple(
            Entry(constant(name), value, certain=f"?{name}" not in keywords)
            for name, value in keywords.items()
            if not name.startswith("?")
        )
        record = Mapping("dict", entries, born=self.running)
        if rest is not None:
            key = Opaque(("keyword", self.path, node.at), STRING)
            record = record.opened(key, Opaque(("rest", rest), trail=rest.trail), Count(0, 1 << 40))
        return self.new(record, node)


def is_declared(scope: ir.Function) -> bool:
    """Whether a function only says what it gives, `def get(self) -> list[str]: ...`: somebody else puts it there."""
    hint = scope.returns
    return not scope.body and hint is not None and not (isinstance(hint, ir.Constant) and hint.value is None)


def called(function: Value) -> str:
    """The name of something that can be called, as its author has it."""
    match function:
        case Func():
            return function.scope.name
        case Method():
            return function.name
        case External():
            return function.name.rpartition(".")[2]
        case Bound() | Partial():
            return called(function.function)
    return "it"
