"""Where the analysis starts: at every module that can send mail, and at functions that nothing in the project calls."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable
from collections.abc import Mapping as Table
from contextlib import suppress
from itertools import islice
from typing import TypeAlias

from cclint.analysis import memory
from cclint.analysis.classes import ClassInfo
from cclint.analysis.code import Bound, Class, Frame, Func, Partial
from cclint.analysis.evaluate.machine import Machine
from cclint.analysis.evaluate.memo import Memo
from cclint.analysis.evaluate.paths import Activation, DivergesError
from cclint.analysis.guarding import Guard, cut_short
from cclint.analysis.heap import Generator
from cclint.analysis.instances import Instances
from cclint.analysis.lasting import Lasting
from cclint.analysis.outline import every
from cclint.analysis.relevance import Tests, Within
from cclint.analysis.sending import PendingSend
from cclint.analysis.state import State
from cclint.analysis.surroundings import Surroundings
from cclint.analysis.uncalled import uncalled
from cclint.analysis.unreached import Unreached
from cclint.analysis.value import Opaque, Ref, Value
from cclint.finding import Notice
from cclint.ir import nodes as ir

FIRST, LEAST = 3_000, 1_000
"""Steps that an entry may take at first, and when those of the whole run are used up."""
FAR, FAR_STEPS = 2, 50_000
"""Calls between an entry and a mail API from which on it is far away: the values that matter mostly come from nearby. And the
steps that all such entries may take together.
"""
ALONE, SHALLOW = 4_000, 4
"""Steps that a function may take whose callers took too many, and calls that are followed from there."""
TERSE = 120
"""Steps that each call may take in a function that even then takes too many."""
Entry: TypeAlias = tuple[int, str, ir.Function | None]
"""How far a mail API is, a path, and a function; None for the module itself."""


class Entries:
    """The work list of one run."""

    def __init__(self, machine: Machine, relevant: Within, modules: dict[str, ir.Module], tests: Tests) -> None:
        self.machine = machine
        self.tests = tests
        self.relevant = relevant
        self.modules = modules
        machine.whole = modules.keys()
        self.ends: dict[str, State] = {}
        self.notices: list[Notice] = []
        self.instances = Instances(machine)
        self.surroundings = Surroundings(machine, tests)
        self.derived: dict[int, list[ClassInfo]] = {}  # the classes below each, of those that have been looked at
        self.indexed = 0  # how many that are
        self.lasting = Lasting(machine, self.ends, self.instances, self.surroundings)
        self.doubtful: dict[tuple[str, int], list[PendingSend]] = {}  # sent where modules were broken off
        self.dear: set[str] = set()  # modules that take more than an entry has at first, or import one that does
        self.far = 0  # the steps that far entries have taken
        self.left_out: dict[int, ir.Function] = {}  # functions whose calls were too dear for their callers
        self.taken: Counter[str] = Counter()  # the milliseconds that the entries of a file have taken
        self.added: defaultdict[str, float] = defaultdict(float)  # the megabytes that they have added

    def run(self, paths: set[str], *, code: bool = True, tests: bool = True) -> None:
        """All that is no test first: what only tests call is judged as if nobody called it.

        Parameters
        ----------
        paths: the modules to start from; the others are evaluated where they are called.
        code, tests: which of them are.
        """
        ordered = sorted(paths & self.modules.keys())
        if code:
            self.among([path for path in ordered if not self.tests(path)], self.relevant.scopes)
        sent, self.machine.sends = self.machine.sends, []
        if tests:
            self.machine.test_code = self.tests
            self.among([path for path in ordered if self.tests(path)], self.relevant.direct)
            self.machine.test_code = None
        sent += filter(lambda one: one.is_made_in(self.tests), self.machine.sends)
        self.machine.sends = sent  # without what a test makes other code do, which says nothing of that code
        self.say_left_out()

    def bodies(self, modules: dict[str, ir.Module]) -> None:
        """Evaluate files that send by themselves, once it is known what the programs make of them."""
        self.modules = {**self.modules, **modules}
        self.machine.whole = self.modules.keys()
        self.wave([(0, path, None) for path in sorted(modules)])
        self.say_left_out()

    def among(self, paths: list[str], scopes: Table[int, int]) -> None:
        """Evaluate modules, then the functions that nothing has called, outermost first.

        Each gets a small budget at first; those that it was too small for get a large one, the closest to a mail API
        first.
        """
        distances = self.relevant.bodies
        bodies: list[Entry] = [(distances[path], path, None) for path in paths if path in distances]
        self.wave(bodies)
        open_ones = [one for _, one in self.functions(paths, scopes) if id(one) not in self.machine.reached]
        nobodys = uncalled(open_ones, self.modules.values(), self.run_through(), self.relevant.reached)
        self.machine.reached |= nobodys
        self.machine.completed |= nobodys
        left = Unreached(self.functions(paths, scopes), self.relevant.meant)
        while roots := left.roots(self.machine.reached):
            self.wave([(scopes[id(function)], path, function) for path, function in roots])
            for _, function in roots:
                self.machine.reached.add(id(function))
        self.alone(paths, scopes)

    def run_through(self) -> Callable[[ir.Function], bool]:
        """Tells the scopes that the programs have got to the end of, as far as they have been evaluated now."""
        cut = {notice.path for notice in self.notices}
        done = {id(self.modules[path].body) for path in self.ends if path in self.modules and path not in cut}
        done |= self.machine.completed
        return lambda scope: id(scope) in done

    def alone(self, paths: list[str], scopes: Table[int, int]) -> None:
        """Evaluate by themselves the functions that no evaluation of their callers has got to the end of.

        What they call is followed for a few calls only: that is where the fields of a message are put together.
        """
        machine = self.machine
        machine.depth = SHALLOW
        machine.seconds = machine.limits.seconds / 4
        for path, function in self.functions(paths, scopes):
            if self.unfinished(function):
                machine.ration = ALONE
                machine.overspent.clear()
                notices = len(self.notices)
                self.function(path, function)
                if len(self.notices) > notices:
                    self.tersely(path, function)
        machine.depth = machine.limits.depth

    def tersely(self, path: str, function: ir.Function) -> None:
        """Evaluate a long function for what it says itself: a call in it gives what little work shows, or what its hint says."""
        machine = self.machine
        machine.ration, machine.terse = 2 * machine.limits.steps, TERSE
        machine.overspent.clear()
        machine.given.clear()
        self.function(path, function)
        machine.terse = None

    def unfinished(self, function: ir.Function) -> bool:
        """Whether a function mentions a mail API and no call of it has come to its end: its callers took too long."""
        return self.relevant.scopes.get(id(function)) == 0 and id(function) not in self.machine.completed

    def wave(self, entries: list[Entry]) -> None:
        """Evaluate entries that do not wait for each other."""
        nearest = sorted(entries, key=lambda one: one[0])
        most = self.machine.limits.steps
        spent = [
            one for one in nearest if not self.entry(one, self.allowed(one, most if one[1] in self.dear else FIRST))
        ]
        for entry in sorted(spent, key=lambda one: one[0]):
            self.entry(entry, self.allowed(entry, self.machine.limits.steps))

    def allowed(self, entry: Entry, steps: int) -> int:
        """How many of some steps an entry may take: half of them for each call that it is farther away than others."""
        if entry[0] < FAR:
            return steps
        return min(steps, self.machine.limits.steps >> (entry[0] - FAR + 1)) if self.far < FAR_STEPS else LEAST

    def entry(self, entry: Entry, steps: int) -> bool:
        """Evaluate one entry: whether its budget was enough. What has been called in the meantime is no entry any more."""
        _, path, function = entry
        machine = self.machine
        left = machine.limits.file_seconds - self.taken[path] / 1000
        room = machine.limits.memory - self.added[path]
        doubtful = self.doubtful.pop((path, id(function)), [])
        if left <= 0 or room <= 0:
            self.leave_out(path)
            machine.sends += doubtful
            return True
        machine.seconds = min(machine.limits.seconds, left)
        begun, before, newest, taken = time.thread_time(), memory.taken(), machine.number, machine.taken
        machine.ceiling_of_memory = before + room
        steps = max(min(steps, machine.limits.whole - machine.taken), LEAST)
        machine.ration = steps
        notices, sent = len(self.notices), len(machine.sends)
        if function is None:
            self.module(path)
        else:
            self.function(path, function)
        machine.memo.ended(newest, self.lasting.known())
        broken_off, machine.broken_off = machine.broken_off, []
        for broken, error in broken_off:
            with self.guarded(broken, 1, broken):
                raise error
        machine.taken += machine.steps
        self.far += machine.taken - taken if entry[0] >= FAR else 0
        self.taken[path] += round((time.thread_time() - begun) * 1000)
        self.added[path] += memory.taken() - before
        cut, machine.too_dear = machine.too_dear, {}
        again = steps < self.allowed(entry, machine.limits.steps) and machine.taken < machine.limits.whole
        short = bool(cut) or len(self.notices) > notices
        if short and again:
            del self.notices[notices:]
            self.lasting.anew()
            if broken_off:  # what was found without them is taken for true only where there is nothing better
                self.dear.update((path, *(broken for broken, _ in broken_off)))
                self.doubtful[path, id(function)] = machine.sends[sent:]
                del machine.sends[sent:]
                machine.memo = Memo()
                self.surroundings.known.clear()
                self.instances.known.clear()
            if function is None:
                machine.unload(path)  # a body that failed is not taken for one that came to its end
                self.ends.pop(path, None)
            for broken, _ in broken_off:  # the next attempt goes on with them
                machine.unload(broken)
                self.ends.pop(broken, None)
            return False
        machine.sends += doubtful if short else []
        self.left_out.update(cut)
        return True

    def say_left_out(self) -> None:
        """Name the functions of which a call was too dear for its caller to be followed to its end."""
        for scope in self.left_out.values():
            self.notices.append(cut_short(scope.path, scope.at[0], scope.qualname))
        self.left_out.clear()

    def leave_out(self, path: str) -> None:
        """Say once that a file takes too long, or too much."""
        self.machine.hurried = True
        limits = self.machine.limits
        seconds, megabytes = (
            f"{limits.file_seconds:g} seconds (limits.file-seconds)",
            f"{limits.memory} megabytes (limits.memory)",
        )
        after = megabytes if self.added[path] >= limits.memory else seconds
        notice = Notice(path, 1, 1, "cut", f"the analysis of this file was cut short after {after}", fatal=False)
        if notice not in self.notices:
            self.notices.append(notice)

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
        return self.ends[path]

    def guarded(self, path: str, line: int, name: str) -> Guard:
        return Guard(self.machine, self.notices, path, line, name)

    # Functions

    def functions(self, paths: list[str], scopes: Table[int, int]) -> list[tuple[str, ir.Function]]:
        """The relevant functions and methods, in the order in which they stand."""
        found: list[tuple[str, ir.Function]] = []
        for path in paths:
            found.extend((path, one) for one in every(self.modules[path].body) if id(one) in scopes)
        return found

    def function(self, path: str, function: ir.Function) -> None:
        """Evaluate a function whose callers are not in sight."""
        machine = self.machine
        head, _, name = function.qualname.rpartition(".")
        machine.start(self.end(path))
        machine.activation = Activation(Frame(path, self.modules[path].body, None))
        with self.guarded(path, function.at[0], function.qualname):
            if head:
                self.method(path, function, head)
            else:
                state = self.surroundings.prepared(path, self.modules[path].body, function)
                self.begin(path, state)
                value = machine.cell(path, name)
                self.called(value if value is not None else Opaque(("nothing",)), function)

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
        result = machine.call(value, arguments, function)
        machine.finish(function)
        record = machine.record(result)
        if isinstance(result, Ref) and isinstance(record, Generator):
            for run in machine.drained(result, record, function):
                machine.escape(run.value, function, function.qualname)
        elif machine.live():
            machine.give_back_foreign(function, function.qualname)
            machine.escape(result, function, function.qualname)
            machine.given_back(
                value.receiver if isinstance(value, Bound) else receiver, function.name, result, function
            )

    # Methods

    def method(self, path: str, function: ir.Function, head: str) -> None:
        """Evaluate a method on instances of each class that has it and has no subclass of its own."""
        owner = self.resolve(path, head)
        if owner is None:
            return
        for cls in self.leaves(owner):
            with suppress(DivergesError):
                self.on_instances(cls, function)

    def on_instances(self, cls: Class, function: ir.Function) -> None:
        """Call a method on an instance that other methods have left behind."""
        machine, info = self.machine, self.machine.classes[cls.id]
        if function.name in ("__new__", "__init_subclass__", "__class_getitem__"):
            return
        path = info.scope.path
        self.begin(path, self.end(path))
        self.begin(path, around := self.surroundings.prepared(path, self.body_of(path), function))
        if function.name == "__init__":
            self.instances.made(cls, function)
            return
        own = method if isinstance(method := machine.in_order(info.order, function.name), Func) else None
        for made, state in self.instances.prepared(cls, own, function, around):
            sent = len(machine.sends)
            with suppress(DivergesError):
                self.on_instance(cls, made, state, method, function)
            if own is not None and len(machine.sends) == sent:  # it may act when enough has been gathered
                self.begin(path, state)
                self.instances.called_again(made, own, function)

    def on_instance(self, cls: Class, made: Ref, state: State, method: Value | None, function: ir.Function) -> None:
        """Call a method on an instance in a state."""
        machine, info = self.machine, self.machine.classes[cls.id]
        self.begin(info.scope.path, state)
        if not isinstance(method, Func):
            target = machine.attribute(made, function.name, function)
            if not isinstance(target, Opaque):
                self.called(target, function)
        elif method.kind == "property":
            machine.attribute(made, function.name, function)
        elif method.kind == "static":
            self.called(method, function)
        else:
            self.called(Bound(method, cls if method.kind == "class" else made), method.scope)

    def begin(self, path: str, state: State) -> None:
        """Begin in a module, with what is left of the entry's budget."""
        machine = self.machine
        machine.taken += machine.steps
        machine.ration = max(machine.ration - machine.steps, LEAST)
        machine.start(state)
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
        return value if isinstance(value, Class) and value.id in self.machine.classes else None

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
        return leaves[:8] or [cls]
