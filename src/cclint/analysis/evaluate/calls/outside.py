"""Code that is not in sight: what it is handed may be sent, and it may call back what it is handed."""

from __future__ import annotations

from collections.abc import Mapping as Table
from typing import Final

from cclint.analysis.base.paths import Arguments, DivergesError
from cclint.analysis.evaluate.calls.filling import Filling
from cclint.analysis.evaluate.calls.injecting import is_marker
from cclint.analysis.evaluate.mail.mailing import Mailing
from cclint.analysis.facts import Sending
from cclint.analysis.messages.drafts import Draft
from cclint.analysis.messages.forms import Reader
from cclint.analysis.messages.frozen import frozen, libraries
from cclint.analysis.program.walking import begun_anew, fills
from cclint.analysis.values import runs as sequences
from cclint.analysis.values.code import Bound, Class, Func, Partial
from cclint.analysis.values.count import MANY, ONE
from cclint.analysis.values.heap import Instance, Mapping
from cclint.analysis.values.lattice import join
from cclint.analysis.values.rope import plain
from cclint.analysis.values.value import LISTS, NOTHING, STRING, Opaque, Ref, Run, Runs, Value, alternatives
from cclint.ir import nodes as ir
from cclint.ir.types import Type

ENTRUSTED: Final = 8
"""How many objects of a class are noted that code out of sight was handed."""

SHOWING: Final = frozenset({
    "debug", "info", "warning", "warn", "error", "exception", "critical", "fatal", "trace", "success", "log",  # of loggers
    "echo", "secho",  # of command lines
})  # fmt: skip
"""Methods and functions that tell who runs the program what they are given: nobody is sent that, and nothing in it is called."""


class Outside(Mailing, Filling):
    """Handing things to code that is not in sight."""

    def handed_over(self, arguments: Arguments, node: ir.Node, name: str) -> None:
        for value in arguments.values():
            self.escape(value, node, name)
        self.called_back(arguments, node)
        for value in arguments.values():
            self.filled(value, node, name)

    def called_back(self, arguments: Arguments, node: ir.Node) -> None:
        """Functions of the project that are handed over may be called, with arguments that are not known."""
        for index, run in enumerate(arguments.positional):
            rest = sequences.tail(arguments.positional, index + 1)
            for one in alternatives(run.value):
                self.call_back(self.as_given(one, rest, arguments, node), node)
        others = [*arguments.keywords.values(), *((arguments.rest,) if arguments.rest is not None else ())]
        for value in others:
            for one in alternatives(value):
                self.call_back(self.as_given(one, (), arguments, node), node)
        for value in arguments.values():
            for one in alternatives(value):
                self.entrust(one)
                self.used(one, node)

    def entrust(self, value: Value) -> None:
        """Note an object whose class has methods that take part in sending: whoever is handed it may call those, on this
        object as it is now, where nobody in sight does. An `__init__` that hands its object on has not yet filled it.
        """
        record = self.record(value) if isinstance(value, Ref) else None
        if not isinstance(value, Ref) or not isinstance(record, Instance) or not isinstance(record.cls, Class):
            return
        known = self.entrusted.get(record.cls.id, {})
        if value.id not in known and len(known) >= ENTRUSTED:
            return
        if self.frame.scope.name != "__init__" and self.takes_part(record.cls):
            self.entrusted.setdefault(record.cls.id, known)[value.id] = self.state
            self.state = self.state.fork()  # what is noted does not change any more

    def as_given(self, value: Value, rest: Runs, arguments: Arguments, node: ir.Node) -> Value:
        """A function that is handed over, with the arguments that are handed over for it, where they are as many as it takes.

        Parameters
        ----------
        rest: what stands behind it; `args`, `kwargs` and their like in the same call go before that.
        """
        function, skip = underlying(value)
        if function is None:
            return value
        packed = next((arguments.keywords[name] for name in PACKED if name in arguments.keywords), None)
        named = next((arguments.keywords[name] for name in NAMED if name in arguments.keywords), None)
        if packed is None and named is None:
            if not any(is_telling(run.value) for run in rest):
                return value
            runs = rest
        else:
            runs = self.iterate(packed, node) if packed is not None and packed != NOTHING else ()
        record = self.record(named) if named is not None else None
        keywords = {str(plain(one.key)): one.value for one in record.entries} if isinstance(record, Mapping) else {}
        if (
            (not runs and not keywords)
            or any(run.count != ONE for run in runs)
            or not takes(function, skip, len(runs), keywords)
        ):
            return value
        return Partial(value, tuple(run.value for run in runs), tuple(keywords.items()))

    def call_back(self, value: Value, node: ir.Node, *given: Value) -> Value | None:
        """Call a function that was handed over.

        Parameters
        ----------
        given: what it is given; without anything, whatever its parameters can take.

        Returns
        -------
        What it gives; None where it is not called, or does not come back.
        """
        function, skip = underlying(value)
        named = named_in(value)
        if function is None or function.scope.kind == "class":
            return None
        if not given and id(function.scope) in self.reached and function.scope.name != "<lambda>":
            return None
        state = self.state
        try:
            with self.parting() as base:
                self.state = base.fork()
                arguments = Arguments.of(*given) if given else self.any_arguments(function, skip, named)
                sent = len(self.sends)
                result = self.call(value, arguments, node)
                if not given and (begun_anew(function.scope) or (len(self.sends) == sent and fills(function.scope))):
                    self.rounds((Run(NOTHING, MANY),), lambda _: self.called_once_more(value, function, skip, node))
                self.state = self.join(base, [self.state, base.fork()])
        except DivergesError:
            self.state = state.fork()
            return None
        return result

    def called_once_more(self, value: Value, function: Func, skip: int, node: ir.Node) -> None:
        self.call(value, self.any_arguments(function, skip, named_in(value)), node)

    def given_back(self, receiver: Value | None, name: str, result: Value, node: ir.Node) -> None:
        """A method gives a library what it asks for by calling it: the form of a message, or a list of such."""
        record = self.record(receiver) if receiver is not None else None
        for library in libraries(self, record) if isinstance(record, Instance) else ():
            member = self.models.member(library, name)
            for signature in self.models.signatures(member) if member is not None else ():
                kind = signature.returns
                if kind is None or not self.models.holds_form(kind):
                    continue
                kind = Type("Each", kind.arguments) if kind.name in LISTS else kind
                reader = Reader(self.models, self.hop(node, "header", "a message"))
                self.leave(reader.read(kind, frozen(self, result, node), [Draft()]), node, name, Sending.ESCAPED)

    def any_arguments(self, function: Func, skip: int = 0, named: frozenset[str] | set[str] = frozenset()) -> Arguments:
        """Arguments of which only the hints and defaults of the parameters are known.

        Parameters
        ----------
        skip: how many positional parameters have their argument already.
        named: those that have theirs by keyword.
        """
        positional: list[Run] = []
        keywords: dict[str, Value] = {}
        rest: Value | None = None
        defaults = dict(function.defaults)
        given = {name for name, _ in function.given} | named
        for number, parameter in enumerate(function.scope.parameters):
            if parameter.name in given or (number < skip and parameter.kind in ("positional", "any")):
                continue
            value = self.parameter(parameter, function)
            if parameter.kind == "star":
                positional.append(Run(value, MANY))
            elif parameter.kind == "stars":
                key = Opaque(("keyword", parameter.name), STRING)
                rest = self.new(Mapping("dict", (), MANY, key, value), parameter, value.trail)
            else:
                default = defaults.get(parameter.name)
                value = value if default is None or is_marker(default) else join(default, value)
                if parameter.kind == "keyword" or named:
                    keywords[parameter.name] = value
                elif not any(one.count == MANY for one in positional):
                    positional.append(Run(value))
        return Arguments(tuple(positional), keywords, rest)


PACKED: Final = ("args", "argument", "arguments")
NAMED: Final = ("kwargs", "kwds", "keywords")
"""What libraries call the arguments for a function that they are handed."""


def underlying(value: Value) -> tuple[Func | None, int]:
    """The function of the project that a callable is, and how many positional arguments it has already."""
    skip = 0
    while isinstance(value, (Partial, Bound)):
        skip += len(value.positional) if isinstance(value, Partial) else 1
        value = value.function
    return (value if isinstance(value, Func) else None), skip


def named_in(value: Value) -> set[str]:
    """The keywords that a callable has already."""
    named: set[str] = set()
    while isinstance(value, (Partial, Bound)):
        named |= {name for name, _ in value.keywords} if isinstance(value, Partial) else set()
        value = value.function
    return named


def takes(function: Func, skip: int, number: int, keywords: Table[str, Value]) -> bool:
    """Whether a function can be called with so many positional arguments, and these by keyword."""
    parameters = [one for one in function.scope.parameters if one.kind in ("positional", "any")][skip:]
    starred = any(one.kind == "star" for one in function.scope.parameters)
    open_ones = [one for one in parameters[number:] if one.default is None and one.name not in keywords]
    return not open_ones and (starred or number <= len(parameters))


def is_telling(value: Value) -> bool:
    """Whether an argument says whom a function shall write to; a plain word can be what it is registered under."""
    known = plain(value)
    return "@" in known if isinstance(known, str) else known is ...
