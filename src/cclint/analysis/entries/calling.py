"""Modules, functions and methods that nobody in sight runs or calls: evaluated with whatever they may be given."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from contextlib import suppress
from itertools import islice

from cclint.analysis.base.paths import Activation, DivergesError
from cclint.analysis.entries.aftermath import in_a_loop
from cclint.analysis.entries.guarding import Guard
from cclint.analysis.entries.instances import OF_CLASSES, Instances
from cclint.analysis.entries.lasting import Lasting
from cclint.analysis.entries.returned import call_returned
from cclint.analysis.entries.spending import LEAST
from cclint.analysis.entries.surroundings import Surroundings
from cclint.analysis.evaluate.calls.memo import Memo
from cclint.analysis.evaluate.calls.outside import underlying
from cclint.analysis.evaluate.machine import Machine
from cclint.analysis.evaluate.objects.abstract import is_abstract
from cclint.analysis.program.walking import begun_anew
from cclint.analysis.relevance.functions import Tests
from cclint.analysis.values.classes import ClassInfo
from cclint.analysis.values.code import Bound, Class, Frame, Func, Partial
from cclint.analysis.values.heap import Generator
from cclint.analysis.values.state import State
from cclint.analysis.values.value import Opaque, Ref, Value, alternatives
from cclint.finding import Notice
from cclint.ir import nodes as ir

LEAVES = 8
"""How many of the classes below one are looked at, and of the functions that another has made."""


class Calling:
    """Runs modules and calls functions, as somebody might who is not in sight.

    Parameters
    ----------
    machine: the evaluator.
    modules: lowered, by path.
    tests: tells test code from others.
    makers: the functions, by id, and modules, by path, that make objects whose methods others may call.
    """

    def __init__(
        self, machine: Machine, modules: dict[str, ir.Module], tests: Tests, makers: AbstractSet[int | str]
    ) -> None:
        self.machine = machine
        self.tests = tests
        self.makers = makers
        self.modules = modules
        self.ends: dict[str, State] = {}  # by path: the states at the ends of modules
        self.notices: list[Notice] = []  # what is told of those that were broken off
        self.instances = Instances(machine)
        self.surroundings = Surroundings(machine, tests)
        self.derived: dict[int, list[ClassInfo]] = {}  # the classes below each, of those that have been looked at
        self.indexed = 0  # how many that are
        self.lasting = Lasting(machine, self.ends, self.instances, self.surroundings)

    def broken_off(self) -> list[str]:
        """The modules that were broken off since it was asked for the last time: it is told of each why."""
        found, self.machine.broken_off = self.machine.broken_off, []
        for path, error in found:
            with self.guarded(path, 1, path):
                raise error
        return [path for path, _ in found]

    def poor(self) -> list[str]:
        """The modules that have been evaluated since it was asked for the last time, and in which calls were left out."""
        found, self.machine.poor = self.machine.poor, []
        return found

    def undo(self, broken_off: list[str]) -> None:
        """Let an entry be evaluated once more, with more steps.

        Parameters
        ----------
        broken_off: the modules that were. All that was prepared without what they say is prepared anew; what there is of them
        is gone on with.
        """
        self.lasting.anew()
        if broken_off:
            self.machine.memo = Memo()
            self.surroundings.known.clear()
            self.instances.known.clear()
        for path in broken_off:
            self.unload(path)

    def unload(self, path: str) -> None:
        """Take a module's body for one that has not come to its end."""
        self.machine.unload(path)
        self.ends.pop(path, None)

    # Modules

    def module(self, path: str) -> None:
        """Evaluate a module as an import does, and as a script where it asks which of the two it is."""
        machine, module = self.machine, self.modules[path]
        self.end(path)
        if "__name__" in module.body.named:
            machine.start(State())
            machine.main, machine.project_entry = True, path
            with self.guarded(path, 1, path):
                self.ends[path] = machine.run_body(module)
                self.lasting.also.append(self.ends[path])
            machine.main = False

    def end(self, path: str) -> State:
        """The state at the end of a module's body."""
        if path not in self.ends:
            self.machine.start(State())
            with self.guarded(path, 1, path):
                self.machine.import_module(path)
            self.ends[path] = self.machine.loaded.get(path) or State()
            if path in self.makers:
                self.machine.state = self.ends[path]
                self.instances.note_made(0)
        return self.ends[path]

    def guarded(self, path: str, line: int, name: str) -> Guard:
        return Guard(self.machine, self.notices, path, line, name)

    # Functions

    def function(self, path: str, function: ir.Function) -> None:
        """Evaluate a function whose callers are not in sight."""
        machine = self.machine
        head, _, name = function.qualname.rpartition(".")
        machine.start(self.end(path))
        machine.activation = Activation(Frame(path, self.modules[path].body, None))
        machine.outside = self.tests
        with self.guarded(path, function.at[0], function.qualname):
            if head and (owner := self.resolve(path, head)) is not None:
                self.method(owner, function)
            elif head:
                self.kept(path, function)
            else:
                state = self.surroundings.prepared(path, self.modules[path].body, function)
                self.begin(path, state)
                value, sent = machine.cell(path, name), len(machine.sends)
                self.called(value if value is not None else Opaque(("nothing",)), function)
                if isinstance(value, Func):
                    self.called_again(path, state, value, value, sent)
        machine.outside = None

    def called(self, value: Value, function: ir.Function, receiver: Value | None = None) -> None:
        """Call something with arguments that are not known; what it returns reaches callers that are not known."""
        machine = self.machine
        target: Value = value
        while isinstance(target, (Partial, Bound)):
            target = target.function
        if not isinstance(target, Func):
            if id(function) in machine.reached:
                return
            target = value = Func(function, Frame(function.path, self.modules[function.path].body, None))
        own = (isinstance(value, Bound) or receiver is not None) and target.kind != "static"
        arguments = machine.any_arguments(target, int(own))
        if receiver is not None:
            arguments = arguments.after(receiver)
        newest = machine.number
        result = machine.call(value, arguments, function)
        if id(function) in self.makers and machine.live():
            self.instances.note_made(newest)
        machine.finish(function)
        record = machine.record(result)
        if isinstance(result, Ref) and isinstance(record, Generator):
            for run in machine.drained(result, record, function):
                machine.entrust(run.value)
                machine.escape(run.value, function, function.qualname)
                call_returned(self.instances, run.value, function)
        elif machine.live():
            machine.give_back_foreign(function, function.qualname)
            machine.escape(result, function, function.qualname)
            call_returned(self.instances, result, function)
            machine.given_back(
                value.receiver if isinstance(value, Bound) else receiver, function.name, result, function
            )

    def called_again(self, path: str, state: State, target: Func | Bound, function: Func, sent: int) -> None:
        """Call something any number of times that has been called once, as it may act when enough has been gathered: where it has
        changed what it asks for, and has sent nothing yet, or begins that anew.

        Parameters
        ----------
        path: the file where it is begun.
        state: the state in which it has been called.
        target: what is called; `function` has its code.
        sent: how many messages had left before it was called.
        """
        machine = self.machine
        if len(machine.sends) > sent and not begun_anew(function.scope):
            return
        arguments = machine.any_arguments(function, int(isinstance(target, Bound)))
        arguments = arguments.after(target.receiver) if isinstance(target, Bound) else arguments
        if machine.live() and machine.repeats_itself(function, arguments):
            return
        self.begin(path, state)
        in_a_loop(machine, target, int(isinstance(target, Bound)), function.scope)

    def kept(self, path: str, function: ir.Function) -> None:
        """Call a function that another has made (`notify = notifier("smtp")`), under the names that its module has for it."""
        found = dict.fromkeys(value for value, one in self.functions_in(path) if one is function)
        state = self.surroundings.prepared(path, self.modules[path].body, function)
        for value in islice(found, LEAVES):
            self.begin(path, state)
            with suppress(DivergesError):
                self.called(value, function)

    def functions_in(self, path: str) -> Iterator[tuple[Value, ir.Function]]:
        """What a module that has been evaluated holds under its names that can be called, and the function that it calls."""
        end = self.ends.get(path, State())
        for name in sorted(end.names(path)):
            held = end.get((path, name))
            for value in alternatives(held) if isinstance(held, Value) else ():
                target, _ = underlying(value)
                if target is not None:
                    yield value, target.scope

    # Methods

    def method(self, owner: Class, function: ir.Function) -> None:
        """Evaluate a method on instances of each class that has it and has no subclass of its own.

        Where all of those have another one instead, an instance of the class itself is what has it.
        """
        leaves = self.leaves(owner)
        for cls in leaves:
            if self.is_replaced(cls, function):
                continue
            with suppress(DivergesError):
                self.on_instances(cls, function)
        if owner in leaves or id(function) in self.machine.reached:
            return
        if not is_abstract(self.machine.classes[owner.id]):
            with suppress(DivergesError):
                self.on_instances(owner, function)

    def is_replaced(self, cls: Class, function: ir.Function) -> bool:
        """Whether a class has a method of its own, which somebody calls in sight, in place of one of which nothing says that it
        sends.
        """
        machine = self.machine
        methods = machine.classes[cls.id].scope.inner
        own = [one for one in methods if one.name == function.name and one is not function]
        return id(function) in machine.supposed and any(id(one) in machine.reached for one in own)

    def on_instances(self, cls: Class, function: ir.Function) -> None:
        """Call a method on an instance that other methods have left behind."""
        machine, info = self.machine, self.machine.classes[cls.id]
        if function.name in OF_CLASSES:
            return
        path = info.scope.path
        self.begin(path, self.end(path))
        self.begin(path, around := self.surroundings.prepared(path, self.body_of(path), function))
        if function.name == "__init__":
            made = self.instances.made(cls, function)
            if id(function) in self.makers and isinstance(made, Ref):
                self.instances.note_made(made.id)
            return
        sent, left_open = len(machine.sends), self.instances.left_to_others(cls)
        self.on_prepared(cls, function, around)
        if left_open and len(machine.sends) == sent:
            self.begin(path, around)
            self.on_prepared(cls, function, around, others=True)

    def on_prepared(self, cls: Class, function: ir.Function, around: State, *, others: bool = False) -> None:
        """Call a method on the instances that there are, or on one that others have made, each in the state that it is in."""
        machine, info = self.machine, self.machine.classes[cls.id]
        path = info.scope.path
        own = method if isinstance(method := machine.in_order(info.order, function.name), Func) else None
        for made, state in self.instances.prepared(cls, own, function, around, others=others):
            sent = len(machine.sends)
            with suppress(DivergesError):
                self.on_instance(cls, made, state, method, function)
            if own is not None:
                self.called_again(path, state, Bound(own, made), own, sent)

    def on_instance(self, cls: Class, made: Ref, state: State, method: Value | None, function: ir.Function) -> None:
        """Call a method on an instance in a state."""
        machine, info = self.machine, self.machine.classes[cls.id]
        self.begin(info.scope.path, state)
        if not isinstance(method, Func):
            for target in alternatives(machine.attribute(made, function.name, function)):
                if not isinstance(target, Opaque):
                    self.begin(info.scope.path, state)
                    with suppress(DivergesError):
                        self.called(target, function)
        elif method.kind == "property":
            newest, result = machine.number, machine.attribute(made, function.name, function)
            if id(function) in self.makers and machine.live():
                self.instances.note_made(newest)
            call_returned(self.instances, result, function)
        elif method.kind == "static":
            self.called(method, function)
        else:
            self.called(Bound(method, cls if method.kind == "class" else made), method.scope)

    def begin(self, path: str, state: State) -> None:
        """Begin in a module, with what is left of the entry's budget."""
        machine = self.machine
        machine.taken += machine.steps
        machine.ration = max(machine.ration - machine.steps, LEAST)
        deadline, glance = machine.deadline, machine.glance
        machine.start(state)
        machine.deadline, machine.glance = deadline, glance
        machine.activation = Activation(Frame(path, self.body_of(path), None))

    def body_of(self, path: str) -> ir.Function:
        module = self.modules.get(path) or self.machine.project.module(path)
        assert module is not None
        return module.body

    def resolve(self, path: str, dotted: str) -> Class | None:
        """The class of a qualified name."""
        first, *others = dotted.split(".")
        value = self.machine.cell(path, first)
        for name in others:
            value = self.machine.cell(value.id, name) if isinstance(value, Class) else None
        if isinstance(value, Class):
            return value if value.id in self.machine.classes else None
        # A metaclass, or a decorator, may have made something of the class of which nothing is known.
        known = self.machine.classes.values()
        made = (one.id for one in known if one.scope.path == path and one.scope.qualname == dotted)
        return next((Class(one) for one in made), None) if isinstance(value, (Opaque, Ref)) else None

    def leaves(self, cls: Class) -> list[Class]:
        """The classes without subclasses that derive from a class; itself, where there are none."""
        known = self.machine.classes
        for info in islice(known.values(), self.indexed, None):
            for one in dict.fromkeys(info.order):
                if isinstance(one, Class) and one.id != info.id:
                    self.derived.setdefault(one.id, []).append(info)
        self.indexed = len(known)
        below = [info for info in self.derived.get(cls.id, ()) if info.id not in self.machine.shared]
        bases = {base.id for info in below for base in info.order[1:] if isinstance(base, Class)}
        leaves = [Class(info.id) for info in below if info.id not in bases]
        return leaves[:LEAVES] or [cls]
