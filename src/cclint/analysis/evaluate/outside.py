"""Code that is not in sight: what it is handed may be sent, and it may call back what it is handed."""

from __future__ import annotations

from cclint.analysis.code import Bound, Func, Partial
from cclint.analysis.count import MANY
from cclint.analysis.evaluate.mailing import Mailing
from cclint.analysis.evaluate.paths import Arguments, DivergesError
from cclint.analysis.facts import Sending
from cclint.analysis.forms import Draft, Reader
from cclint.analysis.frozen import frozen, libraries
from cclint.analysis.heap import Instance, Mapping
from cclint.analysis.lattice import join
from cclint.analysis.value import LISTS, STRING, Opaque, Run, Value, alternatives
from cclint.ir import nodes as ir
from cclint.ir.types import Type


class Outside(Mailing):
    """Handing things to code that is not in sight."""

    def handed_over(self, arguments: Arguments, node: ir.Node, name: str) -> None:
        for value in arguments.values():
            self.escape(value, node, name)
        self.called_back(arguments, node)

    def called_back(self, arguments: Arguments, node: ir.Node) -> None:
        """Functions of the project that are handed over may be called, with arguments that are not known."""
        for value in list(arguments.values()):
            for one in alternatives(value):
                self.call_back(one, node)

    def call_back(self, value: Value, node: ir.Node, *given: Value) -> Value | None:
        """Call a function that was handed over.

        Parameters
        ----------
        given: what it is given; without anything, whatever its parameters can take.

        Returns
        -------
        What it gives; None where it is not called, or does not come back.
        """
        function, skip, named = value, 0, set[str]()
        while isinstance(function, (Partial, Bound)):
            skip += len(function.positional) if isinstance(function, Partial) else 1
            named |= {name for name, _ in function.keywords} if isinstance(function, Partial) else set()
            function = function.function
        if not isinstance(function, Func) or function.scope.kind == "class":
            return None
        if not given and id(function.scope) in self.reached and function.scope.name != "<lambda>":
            return None
        state = self.state
        try:
            with self.parting() as base:
                self.state = base.fork()
                arguments = Arguments.of(*given) if given else self.any_arguments(function, skip, named)
                result = self.call(value, arguments, node)
                self.state = self.join(base, [self.state, base.fork()])
        except DivergesError:
            self.state = state.fork()
            return None
        return result

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
                rest = self.new(Mapping("dict", (), MANY, key, value), parameter)
            else:
                value = join(defaults[parameter.name], value) if parameter.name in defaults else value
                if parameter.kind == "keyword" or named:
                    keywords[parameter.name] = value
                elif not any(one.count == MANY for one in positional):
                    positional.append(Run(value))
        return Arguments(tuple(positional), keywords, rest)
