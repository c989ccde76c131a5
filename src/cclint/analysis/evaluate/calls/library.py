"""Calls of libraries that a stub describes."""

from __future__ import annotations

from collections.abc import Sequence as Signatures

from cclint.analysis.base.binding import Given, bind
from cclint.analysis.base.invocation import Invocation
from cclint.analysis.base.paths import Arguments, DivergesError
from cclint.analysis.builtins.mail.copying import copy_of
from cclint.analysis.evaluate.calls.dispatch import asked_for
from cclint.analysis.evaluate.calls.generics import Generics, Meanings
from cclint.analysis.evaluate.calls.outside import SHOWING
from cclint.analysis.evaluate.mail.mailing import Mailing
from cclint.analysis.messages.drafts import Draft
from cclint.analysis.messages.forms import Reader
from cclint.analysis.messages.frozen import Thing, form_of, frozen, libraries
from cclint.analysis.values import runs as sequences
from cclint.analysis.values.code import Bound, Class, External
from cclint.analysis.values.count import UNBOUNDED, Count
from cclint.analysis.values.fields import Field
from cclint.analysis.values.heap import Instance, Mail, Mapping, Sequence
from cclint.analysis.values.lattice import join_all
from cclint.analysis.values.rope import plain
from cclint.analysis.values.trail import Trail
from cclint.analysis.values.value import LISTS, NOTHING, STRING, Opaque, Ref, Run, Seq, Value, alternatives
from cclint.ir import nodes as ir
from cclint.ir.types import Type
from cclint.models.library import Signature, is_role
from cclint.models.vocabulary import ORIGINS

QUERIES = ("sqlalchemy.", "sqlmodel.", "django.db.models.")
"""Libraries whose results have no more rows than what they come from."""


class Library(Mailing, Generics):
    """What stubs say, and what is done where none says anything."""

    def call_stub(self, invocation: Invocation) -> Value:
        signatures = self.models.signatures(invocation.name)
        if signatures and signatures[0].method and invocation.receiver is None:
            invocation = self.with_receiver(invocation)
        if signatures:
            return self.by_signature(self.fitting(signatures, invocation.arguments), invocation)
        if invocation.name in self.models.classes:
            return self.library_instance(invocation)
        likely = self.lookalike(invocation.name.rpartition(".")[2], invocation.arguments)
        if likely is not None:
            return self.call(External(likely), invocation.arguments, invocation.node)
        return self.undescribed(invocation)

    def with_receiver(self, invocation: Invocation) -> Invocation:
        """`Base.method(self, …)` is a call on its first argument, where that is an object of the class."""
        first = sequences.at(invocation.arguments.positional, 0)
        record = self.record(first) if first is not None else None
        owner = invocation.name.rpartition(".")[0]
        kinds = [*libraries(self, record)] if isinstance(record, Instance) else []
        if isinstance(first, Opaque) and first.type is not None:
            kinds = [first.type.name]
        if first is None or not any(self.models.derives(one, owner) for one in kinds):
            return invocation
        given = invocation.arguments
        rest = Arguments(sequences.tail(given.positional, 1), given.keywords, given.rest)
        return Invocation(self, invocation.node, invocation.name, first, rest)

    def fitting(self, signatures: Signatures[Signature], arguments: Arguments) -> Signature:
        """The way of calling a function that a call uses, the last where none fits."""
        ways = [(one, bind(one, arguments)) for one in signatures]
        for sure in (True, False):
            for one, bound in ways:
                if self.fits(one, bound, sure=sure):
                    return one
        return signatures[-1]

    def fits(self, signature: Signature, bound: Given, *, sure: bool) -> bool:
        """Whether arguments can be what a signature asks for, as far as one can see.

        Parameters
        ----------
        sure: what is not known at all is not taken for an object of a certain class.
        """
        if any(name not in bound for name in signature.required):
            return False
        for parameter in signature.parameters:
            value, kind = bound.get(parameter.name), parameter.type
            if kind is None:
                continue
            if value is None:
                if kind.name == "Literal" and not parameter.optional:
                    return False
                continue
            if not self.can_be(value, kind, sure=sure):
                return False
        return True

    def can_be(self, value: Value, kind: Type, *, sure: bool) -> bool:
        """Whether a value can be of a type: constants are compared, and objects by their class."""
        if kind.name == "Literal":
            return any(plain(one) in kind.values or isinstance(one, Opaque) for one in alternatives(value))
        if self.models.keyed(kind.name):
            return self.can_be_form(value, kind, sure=sure)
        if kind.name in self.models.classes:
            record = self.record(value)
            if isinstance(record, Instance):
                return any(self.models.derives(one, kind.name) for one in libraries(self, record))
            if isinstance(value, Opaque) and value.type is not None:
                return self.models.derives(value.type.name, kind.name)
            return isinstance(value, Opaque) and not sure
        return True

    def can_be_form(self, value: Value, kind: Type, *, sure: bool) -> bool:
        """Whether a value has the keys that a TypedDict requires."""
        required = self.models.required(kind.name)
        record = self.record(value)
        if not required or not isinstance(record, Mapping):
            return not (required and sure)
        return required <= {plain(entry.key) for entry in record.entries} or (record.rest is not None and not sure)

    def by_signature(self, signature: Signature, invocation: Invocation) -> Value:
        """Call what a stub gives a signature for: send what it sends, give what it gives."""
        bound = bind(signature, invocation.arguments)
        returns = signature.returns
        name = returns.name if returns is not None else ""
        if name == "NoReturn":
            raise DivergesError
        receiver = self.form_of_receiver(signature, invocation)
        if signature.sends:
            self.leaves(signature, bound, receiver, invocation)
            self.gather(signature, bound, invocation.node)
            return self.unknown(invocation.node, "call", invocation.name)
        if receiver is not None and returns is not None and name == "Clears":
            for kind in returns.arguments:
                slot = self.models.slot(receiver[1], kind)
                self.set_part(receiver[0], slot, kind, self.new_list((), invocation.node), invocation.node)
            return receiver[0]
        if receiver is not None and name == "Copies":
            return self.copied(receiver[0], invocation)
        makes = name in self.models.classes and (receiver is None or not self.models.derives(receiver[1], name))
        if receiver is not None and makes and (slot := self.models.recipient(name)):
            return self.add_recipient(receiver, name, slot, signature, bound, invocation.node)
        if receiver is not None and self.models.parts(signature) and not makes:
            self.fill(receiver[0], receiver[1], signature, bound, invocation.node)
        if name == "Self" and invocation.receiver is not None:
            made = isinstance(invocation.receiver, (Class, External)) and signature.of_class
            return self.call(invocation.receiver, Arguments(), invocation.node) if made else invocation.receiver
        if invocation.name.rpartition(".")[2] not in SHOWING:
            self.called_back(invocation.arguments, invocation.node)
        if returns is None:
            return self.unasked(invocation)
        if makes and self.models.parts(signature):
            built = self.built(returns, signature, bound, invocation)
            if built is not None:
                return built
        if self.models.slots(name) and not self.models.keyed(name):
            return self.new_form(name, invocation.node)
        result = self.returned(returns, signature, bound, invocation)
        of_query = signature.name.startswith(QUERIES) and not signature.name.endswith("__iter__")
        return self.as_few(result, invocation) if of_query else result

    def add_recipient(
        self, receiver: tuple[Ref, str], form: str, slot: str, signature: Signature, bound: Given, node: ir.Node
    ) -> Value:
        """A method adds a recipient to its receiver, and gives it: what the program then says of it counts."""
        made = self.new_form(form, node)
        given = {**bound}
        for parameter in self.models.parts(signature):
            if parameter.name in bound and parameter.type is not None and is_role(parameter.type):
                self.set_part(made, slot, Type("Address"), bound[parameter.name], node)
                given[parameter.name] = made
        self.fill(*receiver, signature, given, node)
        return made

    def copied(self, value: Ref, invocation: Invocation) -> Value:
        """A copy of a form, which is as old as the form: what has piled up until now is in it, too."""
        made = copy_of(invocation, value, {}, deep=True)
        record, kept = self.record(made), self.record(value)
        if record is not None and kept is not None:
            record.born = kept.born
        return made

    def form_of_receiver(self, signature: Signature, invocation: Invocation) -> tuple[Ref, str] | None:
        """The object whose method is called, where it is a form, and the class that says so."""
        record = self.record(invocation.receiver) if invocation.receiver is not None else None
        if not signature.method or not isinstance(invocation.receiver, Ref) or not isinstance(record, Instance):
            return None
        form = form_of(self, record)
        return None if form is None else (invocation.receiver, form)

    def leaves(
        self, signature: Signature, bound: Given, receiver: tuple[Ref, str] | None, invocation: Invocation
    ) -> None:
        """A call sends: what its receiver is, what its arguments say, or both; arguments go before the receiver's parts."""
        node, ways = invocation.node, [Draft()]
        if receiver is not None and signature.name.endswith(".__init__"):
            self.fill(*receiver, signature, bound, node)
        elif receiver is not None:
            target, form = receiver
            given = {one.type for one in self.models.parts(signature) if bound.get(one.name, NOTHING) != NOTHING}
            kept = frozen(self, target, node)
            if isinstance(kept, Thing):
                slots = {self.models.slot(form, kind) for kind in given if kind is not None}
                left = tuple(part for part in kept.attributes if part[0] not in slots)
                kept = Thing(kept.form, left, kept.mail, kept.born, kept.trail)
                ways = Reader(self.models, self.hop(node, "header", "a message")).thing(kept, ways)
        ways = self.drafts(self.models.parts(signature), bound, node, ways)
        if signature.returns is not None and signature.returns.name == "Posted":
            self.post(ways, node)
        else:
            self.leave(ways, node, invocation.name)

    def gather(self, signature: Signature, bound: Given, node: ir.Node) -> None:
        """Extend the list that was given for a `To[Gathers]` by the addresses of Cc and Bcc."""
        for target in self.models.parts(signature):
            held = bound.get(target.name)
            if target.type is None or Type("Gathers") not in target.type.arguments or held is None:
                continue
            for part in self.models.parts(signature):
                value = bound.get(part.name)
                if part.type is None or part.type.name not in ("Cc", "Bcc") or value is None or value == NOTHING:
                    continue
                method = "extend" if any(map(self.is_listed, alternatives(value))) else "append"
                for one in alternatives(held):
                    if isinstance(self.record(one), Sequence):
                        self.call(Bound(External(f"builtins.list.{method}"), one), Arguments.of(value), node)

    def built(self, returns: Type, signature: Signature, bound: Given, invocation: Invocation) -> Value | None:
        """A function makes a message of its arguments: an object with the parts, or the header fields, that they say."""
        node = invocation.node
        if self.models.slots(returns.name):
            made = self.new_form(returns.name, node)
            self.fill(made, returns.name, Signature("__init__", signature.parameters, None), bound, node)
            return made
        policy = self.models.message_policy(returns.name)
        if policy is None:
            return None
        mail = self.new_mail(policy, node)
        made = self.new(Instance(External(returns.name), mail), node)
        fields = []
        for draft in self.drafts(self.models.parts(signature), bound, node, [Draft()]):
            fields += [Run(Field(one.role, one.value, one.trail), one.count) for one in draft.final]
        assert isinstance(mail.headers, Ref)
        self.write(mail.headers.id, Sequence("list", tuple(fields), self.running))
        return made

    def returned(self, kind: Type, signature: Signature, bound: Given, invocation: Invocation) -> Value:
        """A value of the type that a stub says is returned; type variables stand for what the arguments hold."""
        variables = self.variables(signature, bound, invocation)
        trail = next((value.trail for value in bound.values() if value.trail is not None), None)
        asked = invocation.receiver.trail if invocation.receiver is not None else None
        if trail is None and asked is not None and asked.origin in ORIGINS.values():
            trail = asked  # what a query gives comes from where it was asked for
        own = self.hop(invocation.node, *self.origin(signature), prev=None)
        key = (signature.name, self.path, invocation.node.at, asked_for(invocation.arguments))
        return self.instance_of(kind, variables, key, own if trail is None else trail, own, invocation.node)

    def origin(self, signature: Signature) -> tuple[str, str]:
        return "call", signature.name

    def instance_of(
        self,
        kind: Type,
        variables: Meanings,
        key: object,
        trail: Trail,
        own: Trail,
        node: ir.Node,
    ) -> Value:
        if kind.name in variables:
            return variables[kind.name].value
        if kind.name == "Union":
            return join_all(self.instance_of(one, variables, (key, one), trail, own, node) for one in kind.arguments)
        if kind.name == "type" and kind.arguments:
            known = variables.get(kind.arguments[0].name)
            return known.value if known is not None else External(kind.arguments[0].name)
        if kind.name in ORIGINS:
            root = trail if trail.origin == ORIGINS[kind.name] else self.hop(node, ORIGINS[kind.name], *own.detail)
            return self.instance_of(kind.arguments[0], variables, key, root, root, node)
        if kind.name in LISTS and len(kind.arguments) == 1 and kind.arguments[0].name in variables:
            element, count, _ = variables[kind.arguments[0].name]
            runs = (Run(element, Count(0, count.most)),) if count.most else ()
            if kind.name in ("Iterator", "Iterable", "Generator"):
                return self.new_list(runs, node, trail, "iterator")
            if kind.name == "tuple":
                return Seq("tuple", runs, trail)
            return self.new_list(runs, node, trail, "set" if kind.name == "set" else "list")
        return self.typed(kind.filled(self.types_of(variables)), key, trail if trail.origin != "call" else own, node)

    def as_few(self, made: Value, invocation: Invocation) -> Value:
        """The rows of a result: no more than there are in what was asked, and in the statement."""
        asked = [run.value for run in invocation.arguments.positional[:1]]
        asked += [invocation.receiver] if invocation.receiver is not None else []
        most = min((one.length.most for one in asked if isinstance(one, Opaque)), default=UNBOUNDED)
        return made if most == UNBOUNDED else self.limit(made, Count(0, most)) or made

    def library_instance(self, invocation: Invocation) -> Value:
        """Call a class of a library."""
        name, node = invocation.name, invocation.node
        policy = self.models.message_policy(name)
        init = self.models.member(name, "__init__")
        slots = self.models.slots(name)
        if policy is not None or slots:
            native = self.new_mail(policy, node) if policy is not None else None
            made = self.new_form(name, node, native)
            if init is not None:
                self.call(Bound(External(init), made), invocation.arguments, node)
            else:
                for label, value in invocation.arguments.keywords.items():
                    if label in slots and value != NOTHING:
                        self.set_part(made, label, slots[label], value, node)
            return made
        self.called_back(invocation.arguments, node)
        if init is not None and init in self.handlers_by_name():
            made = self.new(Instance(External(name)), node)
            self.call(Bound(External(init), made), invocation.arguments, node)
            return made
        signature = self.fitting(self.models.signatures(init), invocation.arguments) if init is not None else None
        if signature is not None:
            self.by_signature(signature, invocation)
        return Opaque(
            ("instance", name, self.path, node.at),
            self.generic(name, signature, invocation),
            born=self.running,
            trail=self.hop(node, "call", name),
        )

    def new_form(self, name: str, node: ir.Node, native: Mail | None = None) -> Ref:
        """An object of a library's class, with the objects that are parts of it from the beginning."""
        made = self.new(Instance(External(name), native), node)
        for label, cls in self.models.owned(name).items():
            self.write((made.id, label), self.new_form(cls, node))
        return made

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
