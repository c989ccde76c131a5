"""Objects whose makers and callers are not in sight, in every state in which their own methods can leave them."""

from __future__ import annotations

from operator import itemgetter
from typing import Final

from cclint.analysis.base.paths import Arguments
from cclint.analysis.entries.aftermath import in_any_order
from cclint.analysis.entries.lending import Given, lent
from cclint.analysis.evaluate.machine import Machine
from cclint.analysis.program.walking import ANY, bound_attributes, changed_attributes, filled_names, self_attributes
from cclint.analysis.values.classes import ClassInfo
from cclint.analysis.values.code import COROUTINE, Bound, Class, Func
from cclint.analysis.values.heap import Instance, Sequence
from cclint.analysis.values.lattice import join
from cclint.analysis.values.state import State
from cclint.analysis.values.value import NOTHING, Opaque, Ref, Seq, Value, alternatives, total
from cclint.ir import nodes as ir
from cclint.ir.types import Type

MOST: Final = 8
"""How many instances of one class are looked at."""
OF_CLASSES: Final = frozenset({"__new__", "__init_subclass__", "__class_getitem__"})
"""Methods that Python calls on the class without being told so by a decorator (language reference, 3.3.3 and 3.3.5)."""


class Instances:
    """The objects of one run, made and prepared once for each class."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.known: dict[tuple[object, ...], list[tuple[Ref, State]]] = {}
        self.code: dict[tuple[int, ...], tuple[list[ClassInfo], list[ir.Function]]] = {}

    def made(self, cls: Class, node: ir.Node) -> Value:
        """Make an instance with arguments that are not known."""
        machine = self.machine
        init = machine.in_order(machine.classes[cls.id].order, "__init__")
        arguments = machine.any_arguments(init, 1) if isinstance(init, Func) else Arguments()
        value = machine.instantiate(cls, arguments, node)
        if isinstance(value, Ref):
            self.leave_open(value, cls)
        return value

    def leave_open(self, made: Ref, cls: Class) -> None:
        """Attributes without anything in them, which the methods of a class use and nobody in sight fills, are there for
        those who derive from it or use it: `recipients = []`, `recipients = None`.
        """
        machine, info = self.machine, self.machine.classes[cls.id]
        methods = [one for own in self.in_order(info) for one in own.scope.inner if one.kind == "function"]
        used = {name for one in methods if self.takes_part(one) for name in self_attributes(one)}
        others = [one for one in methods if one.name != "__init__"]
        filled = {names[-1] for one in others for names in filled_names(one)}
        filled.update(*(bound_attributes(one) for one in others))
        for name in sorted(used - filled):
            value = machine.cell(made.id, name) or machine.in_order(info.order, name)
            if name.startswith("_") or value is None or not self.is_empty(value):
                continue
            key, hop = ("attribute", made.id, name), machine.hop(info.scope, "name", f"{info.name}.{name}")
            kind = None if value == NOTHING else Type("list")
            hinted = machine.hinted_attribute(cls, name, key, hop, info.scope)
            machine.state.set((made.id, name), join(value, hinted or Opaque(key, kind, trail=hop)))

    def is_empty(self, value: Value) -> bool:
        """Whether something is None, or a collection that holds nothing."""
        record = self.machine.record(value)
        runs = value.runs if isinstance(value, Seq) else record.runs if isinstance(record, Sequence) else None
        return value == NOTHING or (runs is not None and not total(runs).most)

    def takes_part(self, method: ir.Function) -> bool:
        return self.machine.relevant is None or id(method) in self.machine.relevant

    def existing(self, cls: Class) -> list[Ref]:
        """The instances of a class that a program has made by the time that it stands still."""
        return [one for one, kind in self.objects() if kind == cls][:MOST]

    def objects(self) -> list[tuple[Ref, Value]]:
        """The objects that there are, in the order in which they were made, each with its class."""
        state = self.machine.state
        records = [(key, state.get(key)) for key in list(state.keys()) if isinstance(key, int)]
        made = sorted(((key, one) for key, one in records if isinstance(one, Instance)), key=itemgetter(0))
        return [(Ref(key), one.cls) for key, one in made]

    def note_made(self, newest: int) -> None:
        """Note the objects that a function, or the statements of a module, has made by its end, and has not given to anybody in
        sight: `return Mailer(people)`, `app.mailer = Mailer(people)`.

        Parameters
        ----------
        newest: the number of the last object that was there before.
        """
        for one, _ in self.objects():
            if one.id > newest:
                self.machine.entrust(one)

    def left_to_others(self, cls: Class) -> bool:
        """Whether all instances that there are were handed to code out of sight, which may have configured them: `Mail()`."""
        return cls.id in self.machine.entrusted and not self.existing(cls)

    def at_hand(self, cls: Class, node: ir.Node) -> list[tuple[Value, State]]:
        """The instances that there are, each with the state that it is in: those of modules, and those that code out of sight
        has been handed; else one that it may have made.
        """
        machine = self.machine
        entrusted: list[tuple[Value, State]] = [
            (Ref(made), state) for made, state in machine.entrusted.get(cls.id, {}).items()
        ]
        existing = self.existing(cls)
        there = [one for one in entrusted if one[0] not in existing] + [(one, machine.state) for one in existing]
        return there[-MOST:] or [(self.made(cls, node), machine.state)]

    def prepared(
        self, cls: Class, method: Func | None, node: ir.Node, around: State, *, others: bool = False
    ) -> list[tuple[Ref, State]]:
        """Instances for a method to be called on, each with the state that it is in; none where none can be made.

        The methods that change what others use have been called any number of times, but for the method itself, whose
        first call is the one that matters. Where the program has made instances itself, there are no others.

        Parameters
        ----------
        cls: the class.
        method: one of its methods.
        node: where it stands.
        around: the state of its surroundings, which the machine is in; it has to be kept.
        others: whether it is about an instance that code out of sight may have made, in place of those that there are.
        """
        changing = [one for one in self.changing(cls) if one != method]  # which a decorator may have wrapped alike
        key = (cls.id, tuple(one.token for one in changing), id(around), others)
        if key not in self.known:
            self.known[key] = []
            before = self.machine.state
            at_hand = [(self.made(cls, node), before)] if others else self.at_hand(cls, node)
            for made, state in at_hand:
                if not isinstance(made, Ref):
                    continue
                self.machine.state = state.fork()
                if made.id in self.machine.entrusted.get(cls.id, ()):
                    self.leave_open(made, cls)
                calls = [(Bound(one, made), 1) for one in changing]
                calls += [(Bound(one, held), 1) for held, inner in self.held(made) for one in self.changing(inner)]
                if calls:
                    in_any_order(self.machine, calls, node)
                self.known[key].append((made, self.machine.state))
                self.machine.state = before.fork()
        return self.known[key]

    def held(self, made: Ref) -> list[tuple[Ref, Class]]:
        """The objects that an object keeps and that take part in sending: others may have filled them."""
        machine, found = self.machine, []
        for name in sorted(machine.state.names(made.id)):
            value = machine.cell(made.id, name)
            record = machine.record(value) if isinstance(value, Ref) else None
            cls = record.cls if isinstance(record, Instance) else None
            if isinstance(value, Ref) and isinstance(cls, Class) and machine.takes_part(cls):
                found.append((value, cls))
        return found[:MOST]

    def changing(self, cls: Class) -> list[Func]:
        """The methods that change an attribute which a method that can take part in sending uses."""
        found = []
        machine, info = self.machine, self.machine.classes[cls.id]
        changing = self.changing_code(cls)
        classes = [
            machine.classes[one.id] for one in info.order if isinstance(one, Class) and one.id in machine.classes
        ]
        own = {id(inner) for one in classes for inner in one.scope.inner}
        for inner in changing:
            value = machine.in_order(info.order, inner.name)
            for one in alternatives(value) if value is not None else ():
                made = id(one.scope) not in own if isinstance(one, Func) else False  # by a decorator, which calls it
                if isinstance(one, Func) and one.kind in ("function", COROUTINE) and (made or one.scope is inner):
                    found.append(one)
        return found

    def in_order(self, info: ClassInfo) -> list[ClassInfo]:
        """A class and those of the project that it derives from, in the order in which attributes are looked up."""
        known = self.machine.classes
        return [known[one.id] for one in info.order if isinstance(one, Class) and one.id in known]

    def changing_code(self, cls: Class) -> list[ir.Function]:
        """The code of those methods, whatever else a class has under their names."""
        machine = self.machine
        info = machine.classes[cls.id]
        own = self.in_order(info)
        key = (len(machine.relevant or ()), *(id(one.scope) for one in own))
        if key not in self.code:
            methods = [inner for one in own for inner in one.scope.inner if inner.kind == "function"]
            relevant = {id(one) for one in methods if self.takes_part(one)}
            mentioned = {name for one in methods if id(one) in relevant for name in one.taken}
            using = [one for one in methods if id(one) in relevant or one.name in mentioned]
            used = {ANY, *(name for one in using for name in self_attributes(one))}
            others = [one for one in methods if one.name not in {"__init__", "__del__", *OF_CLASSES}]
            changed = {id(one): changed_attributes(one) | self.filled(one) for one in others}
            if any(ANY in one for one in changed.values()):  # whoever gets the object may use all of it
                used.update(*changed.values())
            changing = [one for one in others if not used.isdisjoint(changed[id(one)])]
            self.code[key] = (own, changing)  # the classes are kept, so that their numbers stay theirs
        return self.code[key][1]

    def filled(self, method: ir.Function) -> set[str]:
        """The attributes that a method gives to functions of the project which add something to them."""
        own = method.parameters[0].name if method.parameters else ""

        def is_own(value: Given) -> bool:
            return isinstance(value, ir.Attribute) and isinstance(value.value, ir.Name) and value.value.id == own

        return {one.name for one in lent(self.machine, method, is_own) if isinstance(one, ir.Attribute)}
