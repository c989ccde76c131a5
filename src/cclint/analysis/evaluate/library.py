"""Calls of libraries that a stub describes, and of code that is not in sight at all."""

from __future__ import annotations

from collections.abc import Mapping as Table
from typing import TypeAlias

from cclint.analysis import runs as sequences
from cclint.analysis.code import Bound, Class, External, Func, Partial
from cclint.analysis.count import MANY, Count
from cclint.analysis.evaluate.calls import Invocation
from cclint.analysis.evaluate.core import Core
from cclint.analysis.evaluate.paths import Arguments, DivergesError
from cclint.analysis.facts import Sending
from cclint.analysis.fields import Snapshot
from cclint.analysis.heap import Instance, Mail, Mapping, Sequence
from cclint.analysis.lattice import collapse, join_all, join_runs
from cclint.analysis.rope import Hole, Text
from cclint.analysis.sending import PendingField, frozen_fields, of_fields, of_text, take_down
from cclint.analysis.trail import Trail
from cclint.analysis.value import LISTS, STRING, Opaque, Ref, Run, Runs, Seq, Value, alternatives
from cclint.ir import nodes as ir
from cclint.ir.types import Type
from cclint.models.load import Parameter, Signature

Bindings: TypeAlias = Table[str, Value]


class Library(Core):
    """What stubs say, and what is done where none says anything."""

    def call_stub(self, invocation: Invocation) -> Value:
        signature = self.models.functions.get(invocation.name)
        if signature is not None:
            return self.by_signature(signature, invocation)
        if invocation.name in self.models.classes:
            return self.library_instance(invocation)
        self.handed_over(invocation.arguments, invocation.node, invocation.name)
        return self.unknown(invocation.node, "call", invocation.name)

    def by_signature(self, signature: Signature, invocation: Invocation) -> Value:
        """Call what a stub gives a signature for: send what it sends, give what it gives."""
        bound = bind(signature, invocation.arguments)
        returns = signature.returns
        name = returns.name if returns is not None else ""
        if name == "Sent":
            self.send_by_marks(signature, bound, invocation)
            return self.unknown(invocation.node, "call", invocation.name)
        if name == "NoReturn":
            raise DivergesError
        if name == "Self" and invocation.receiver is not None:
            return invocation.receiver
        self.called_back(invocation.arguments, invocation.node)
        if returns is None:
            return self.unknown(invocation.node, "call", invocation.name)
        return self.returned(returns, signature, bound, invocation)

    def send_by_marks(self, signature: Signature, bound: dict[str, Value], invocation: Invocation) -> None:
        """A message leaves: the one that is handed over as an object or as text, or the one that the arguments make up."""
        envelope = next((bound[one.name] for one in signature.marked("Envelope") if one.name in bound), None)
        api, node = self.api(invocation), invocation.node
        for parameter in signature.marked("Mail"):
            if parameter.name in bound:
                self.send_object(bound[parameter.name], node, api, envelope)
        for parameter in signature.marked("Raw"):
            if parameter.name in bound:
                self.send_text(bound[parameter.name], node, api, envelope)

    def api(self, invocation: Invocation) -> str:
        return invocation.name

    def send_object(self, value: Value, node: ir.Node, api: str, envelope: Value | None = None) -> bool:
        """A message object is handed to an API that writes its header itself and leaves Bcc out."""
        sent = False
        for one in alternatives(value):
            mail = self.mail_of(one)
            if mail is not None:
                take_down(self, node, api, Sending.MESSAGE, self.pending_fields(mail, node), envelope)
                sent = True
        return sent

    def send_text(self, value: Value, node: ir.Node, api: str, envelope: Value | None = None) -> None:
        """The text of a message goes out as it is."""
        for one in alternatives(value):
            mail = self.mail_of(one)
            if mail is not None:  # an API that takes either, as aiosmtplib's and many of in-house do
                self.send_object(one, node, api, envelope)
            elif isinstance(one, (Text, Opaque)):
                for fields in of_text(one):
                    take_down(self, node, api, Sending.RAW, fields, envelope)

    def header_runs(self, mail: Mail) -> Runs:
        """The header fields of a message, in their order."""
        runs: Runs | None = None
        for one in alternatives(mail.headers):
            record = self.record(one)
            if isinstance(record, Sequence):
                runs = record.runs if runs is None else join_runs(runs, record.runs)
        return runs or ()

    def pending_fields(self, mail: Mail, node: ir.Node) -> tuple[PendingField, ...]:
        """The recipients that a message shows now."""
        return of_fields(frozen_fields(self, self.header_runs(mail), node), mail.born)

    def mail_of(self, value: Value) -> Mail | None:
        """The message that a value is, if it is one."""
        record = self.record(value)
        if isinstance(record, Instance) and isinstance(record.native, Mail):
            return record.native
        return None

    def returned(self, kind: Type, signature: Signature, bound: dict[str, Value], invocation: Invocation) -> Value:
        """A value of the type that a stub says is returned; type variables stand for what the arguments hold."""
        variables = self.variables(signature, bound, invocation)
        trail = next((value.trail for value in bound.values() if value.trail is not None), None)
        own = self.hop(invocation.node, *self.origin(signature, invocation), prev=None)
        key = (signature.name, self.path, invocation.node.at)
        return self.instance_of(kind, variables, key, own if trail is None else trail, own, invocation.node)

    def origin(self, signature: Signature, invocation: Invocation) -> tuple[str, str]:
        return "call", signature.name

    def instance_of(
        self,
        kind: Type,
        variables: dict[str, tuple[Value, Count]],
        key: object,
        trail: Trail,
        own: Trail,
        node: ir.Node,
    ) -> Value:
        if kind.name in variables:
            return variables[kind.name][0]
        if kind.name == "Union":
            return join_all(self.instance_of(one, variables, (key, one), trail, own, node) for one in kind.arguments)
        if kind.name in ("Query", "FileLines", "Environment", "Input"):
            words = {"Query": "query", "FileLines": "file", "Environment": "environment", "Input": "input"}
            root = self.hop(node, words[kind.name], *own.detail)
            return self.instance_of(kind.arguments[0], variables, key, root, root, node)
        if kind.name in LISTS and len(kind.arguments) == 1 and kind.arguments[0].name in variables:
            element, count = variables[kind.arguments[0].name]
            runs = (Run(element, Count(0, count.most)),) if count.most else ()
            if kind.name in ("Iterator", "Iterable", "Generator"):
                return self.new_list(runs, node, trail, "iterator")
            if kind.name == "tuple":
                return Seq("tuple", runs, trail)
            return self.new_list(runs, node, trail, "set" if kind.name == "set" else "list")
        return self.typed(kind, key, own, node)

    def variables(
        self, signature: Signature, bound: dict[str, Value], invocation: Invocation
    ) -> dict[str, tuple[Value, Count]]:
        """What the type variables of a signature stand for in a call."""
        found: dict[str, tuple[Value, Count]] = {}
        for parameter in signature.parameters:
            kind, value = parameter.type, bound.get(parameter.name)
            if kind is None or value is None:
                continue
            if kind.name in TYPE_VARIABLES:
                found.setdefault(kind.name, (value, MANY))
            elif kind.name in LISTS and kind.arguments and kind.arguments[0].name in TYPE_VARIABLES:
                runs = self.iterate(value, invocation.node)
                if runs:
                    whole = collapse(runs)
                    found.setdefault(kind.arguments[0].name, (whole.value, whole.count))
                else:
                    found.setdefault(kind.arguments[0].name, (Opaque(("none",)), Count(0, 0)))
        return found

    def library_instance(self, invocation: Invocation) -> Value:
        """Call a class of a library."""
        name, node = invocation.name, invocation.node
        policy = self.models.message_policy(name)
        init = self.models.member(name, "__init__")
        if policy is not None:
            made = self.new(Instance(External(name), self.new_mail(policy, node)), node)
            if init is not None:
                self.call(Bound(External(init), made), invocation.arguments, node)
            return made
        self.called_back(invocation.arguments, node)
        if init is not None and init in self.handlers_by_name():
            made = self.new(Instance(External(name)), node)
            self.call(Bound(External(init), made), invocation.arguments, node)
            return made
        return Opaque(
            ("instance", name, self.path, node.at), Type(name), born=self.running, trail=self.hop(node, "call", name)
        )

    # Code that is not in sight

    def handed_over(self, arguments: Arguments, node: ir.Node, name: str) -> None:
        for value in arguments.values():
            self.escape(value, node, name)
        self.called_back(arguments, node)

    def escape(self, value: Value, node: ir.Node, name: str, depth: int = 0) -> None:
        """A message that reaches code out of sight counts as sent, one that is part of another message does not."""
        if depth > 3:
            return
        for one in alternatives(value):
            mail = self.mail_of(one)
            if mail is not None:
                if not mail.attached and not mail.received:
                    take_down(self, node, name, Sending.ESCAPED, self.pending_fields(mail, node))
                continue
            if isinstance(one, Text):
                for part in one.parts:
                    if isinstance(part, Hole) and isinstance(part.value, Snapshot):
                        take_down(self, node, name, Sending.ESCAPED, of_fields(part.value.fields, part.value.born))
                continue
            record = self.record(one)
            if isinstance(record, Sequence):
                for run in record.runs:
                    self.escape(run.value, node, name, depth + 1)
            elif isinstance(record, Mapping):
                for run in record.values:
                    self.escape(run.value, node, name, depth + 1)
            elif isinstance(one, Seq):
                for run in one.runs:
                    self.escape(run.value, node, name, depth + 1)

    def called_back(self, arguments: Arguments, node: ir.Node) -> None:
        """Functions of the project that are handed over may be called, with arguments that are not known."""
        for value in list(arguments.values()):
            for one in alternatives(value):
                self.call_back(one, node)

    def call_back(self, value: Value, node: ir.Node, *given: Value) -> Value | None:
        """Call a function that was handed over; what it is not given is unknown."""
        function = value
        while isinstance(function, (Partial, Bound)):
            function = function.function
        if not isinstance(function, Func) or function.scope.kind == "class":
            return None
        if not given and id(function.scope) in self.reached and function.scope.name != "<lambda>":
            return None
        state = self.state
        try:
            with self.parting() as base:
                self.state = base.fork()
                result = self.call(value, Arguments.of(*given), node)
                self.state = self.join(base, [self.state, base.fork()])
        except DivergesError:
            self.state = state.fork()
            return None
        return result

    def library_string(self, value: Ref, record: Instance, node: ir.Node) -> Value:
        if isinstance(record.cls, External):
            member = self.models.member(record.cls.name, "__str__")
        else:
            member = None
            info = self.classes.get(record.cls.id) if isinstance(record.cls, Class) else None
            for one in info.order if info is not None else ():
                if isinstance(one, External) and member is None:
                    member = self.models.member(one.name, "__str__")
        if member is not None:
            return self.call(Bound(External(member), value), Arguments(), node)
        return Opaque(("text of", value.id), STRING, born=self.running, trail=value.trail)


TYPE_VARIABLES = frozenset({"T", "S", "K", "V"})
"""The type variables of stubs."""


def bind(signature: Signature, arguments: Arguments) -> dict[str, Value]:
    """The arguments of a call by the parameters of a signature."""
    bound: dict[str, Value] = {}
    taken = 0
    keywords = {name: value for name, value in arguments.keywords.items() if not name.startswith("?")}
    for parameter in signature.parameters:
        value = _argument(parameter, arguments, keywords, taken)
        if parameter.kind in ("positional", "any"):
            taken += 1
        if value is not None:
            bound[parameter.name] = value
    return bound


def _argument(parameter: Parameter, arguments: Arguments, keywords: dict[str, Value], taken: int) -> Value | None:
    if parameter.kind == "star":
        rest = sequences.tail(arguments.positional, taken)
        return Seq("tuple", rest) if rest else None
    if parameter.kind == "stars":
        return None
    if parameter.kind != "keyword":
        value = sequences.at(arguments.positional, taken)
        if value is not None:
            return value
    return keywords.get(parameter.name)
