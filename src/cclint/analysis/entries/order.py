"""Where the analysis starts: at every module that can send mail, and at functions that nothing in the project calls."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from collections.abc import Mapping as Table
from typing import TypeAlias

from cclint.analysis.base.pending import PendingSend
from cclint.analysis.entries.calling import Calling
from cclint.analysis.entries.guarding import cut_short
from cclint.analysis.entries.spending import Spending
from cclint.analysis.evaluate.machine import Machine
from cclint.analysis.program.layout import is_example
from cclint.analysis.relevance.functions import Tests
from cclint.analysis.relevance.outline import every, nested
from cclint.analysis.relevance.uncalled import uncalled
from cclint.analysis.relevance.unreached import Unreached
from cclint.analysis.relevance.within import Within
from cclint.finding import Notice
from cclint.ir import nodes as ir

ALONE, SHALLOW = 4_000, 4
"""Steps that a function may take whose callers took too many, and calls that are followed from there."""
RETRIES = 4
"""How often a module's body is gone on with that entries had no steps left for."""
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
        self.calling = Calling(machine, modules, tests, relevant.makers)
        self.spending = Spending(machine, self.calling.notices)
        self.doubtful: dict[tuple[str, int], list[PendingSend]] = {}  # sent where modules were broken off
        self.of_bodies: set[int] = set()  # functions that modules call of which nothing told that they would
        self.retried: Counter[str] = Counter()  # modules that entries were cut short in
        self.left_out: dict[int, ir.Function] = {}  # functions whose calls were too dear for their callers

    @property
    def notices(self) -> list[Notice]:
        """What is told of entries that were broken off."""
        return self.calling.notices

    def run(self, paths: set[str], *, code: bool = True, tests: bool = True) -> None:
        """All that is neither a test nor an example first: what only those call is judged as if nobody called it.

        Parameters
        ----------
        paths: the modules to start from; the others are evaluated where they are called.
        code, tests: which of them are.
        """
        ordered = sorted(paths & self.modules.keys())
        if code:
            product = [path for path in ordered if not self.tests(path)]
            self.among([path for path in product if not is_example(path)], self.relevant.scopes)
            self.among([path for path in product if is_example(path)], self.relevant.scopes)
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
        self.modules.update(modules)
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
        while roots := self.makers_first(left.roots(self.machine.reached)):
            self.wave([(scopes[id(function)], path, function) for path, function in roots])
            for _, function in roots:
                self.machine.reached.add(id(function))
        self.wave(self.closures(paths, scopes))
        self.alone(paths, scopes)

    def makers_first(self, roots: list[tuple[str, ir.Function]]) -> list[tuple[str, ir.Function]]:
        """Those functions that make objects, where there are some: the methods are called on what they have made."""
        return [one for one in roots if id(one[1]) in self.relevant.makers] or roots

    def functions(self, paths: list[str], scopes: Table[int, int]) -> list[tuple[str, ir.Function]]:
        """The relevant functions and methods, in the order in which they stand."""
        found: list[tuple[str, ir.Function]] = []
        for path in paths:
            found.extend((path, one) for one in every(self.modules[path].body) if id(one) in scopes)
        return found

    def closures(self, paths: list[str], scopes: Table[int, int]) -> list[Entry]:
        """Functions that relevant ones have made, that modules keep under names of their own, and that nothing has called."""
        reached = self.machine.reached
        within: dict[int, int] = {}  # how far a mail API is
        for _, function in self.functions(paths, scopes):
            within.update((id(one), scopes[id(function)]) for one in nested(function) if id(one) not in reached)
        if not within:
            return []
        found = {(path, id(one)): one for path in paths for _, one in self.calling.functions_in(path)}
        return [(within[key], path, one) for (path, key), one in found.items() if key in within]

    def run_through(self) -> Callable[[ir.Function], bool]:
        """Tells the scopes that the programs have got to the end of, as far as they have been evaluated now."""
        cut = {notice.path for notice in self.notices}
        done = {id(self.modules[path].body) for path in self.calling.ends if path in self.modules and path not in cut}
        done |= self.machine.completed
        return lambda scope: id(scope) in done

    def alone(self, paths: list[str], scopes: Table[int, int]) -> None:
        """Evaluate by themselves the functions that no evaluation of their callers has got to the end of.

        What they call is followed for a few calls only: that is where the fields of a message are put together. All of a
        file may take as long as its entries could.
        """
        machine = self.machine
        taken: Counter[str] = Counter()  # milliseconds, by file
        lines = {place for one in machine.sends for place in one.lines()}
        machine.depth = SHALLOW
        machine.seconds = machine.limits.seconds / 4
        for path, function in self.functions(paths, scopes):
            if taken[path] > machine.limits.file_seconds * 1000:
                machine.hurried = True
            elif self.unfinished(function, lines):
                begun = time.thread_time()
                machine.ration = ALONE
                machine.overspent.clear()
                notices = len(self.notices)
                self.calling.function(path, function)
                if len(self.notices) > notices:
                    self.tersely(path, function)
                taken[path] += round((time.thread_time() - begun) * 1000)
        machine.depth = machine.limits.depth

    def tersely(self, path: str, function: ir.Function) -> None:
        """Evaluate a long function for what it says itself: a call in it gives what little work shows, or what its hint says."""
        machine = self.machine
        machine.ration, machine.terse = 2 * machine.limits.steps, TERSE
        machine.overspent.clear()
        machine.given.clear()
        self.calling.function(path, function)
        machine.terse = None

    def unfinished(self, function: ir.Function, lines: set[tuple[str, int]]) -> bool:
        """Whether a function mentions a mail API and no call of it has come to its end: its callers took too long. Where one has
        and another has not, the one may have found nothing to do: it counts if it had to do with a message.

        Parameters
        ----------
        lines: where something was written to messages, or sent.
        """
        if self.relevant.scopes.get(id(function)) != 0:
            return False
        if id(function) not in self.machine.completed:
            return True
        first, last = function.at[0], function.at[2]
        return id(function) in self.left_out and not any(
            path == function.path and first <= line <= last for path, line in lines
        )

    def wave(self, entries: list[Entry]) -> None:
        """Evaluate entries that do not wait for each other."""
        spending = self.spending
        nearest = sorted(entries, key=lambda one: one[0])
        spent = [one for one in nearest if not self.entry(one, spending.at_first(one[0], one[1]))]
        for one in sorted(spent, key=lambda one: one[0]):
            self.entry(one, spending.at_last(one[0]))

    def entry(self, entry: Entry, steps: int) -> bool:
        """Evaluate one entry: whether its budget was enough. What has been called in the meantime is no entry any more."""
        distance, path, function = entry
        machine, calling = self.machine, self.calling
        doubtful = self.doubtful.pop((path, id(function)), [])
        if not self.spending.begin(path, steps):
            machine.sends += doubtful
            return True
        machine.poor.clear()
        machine.costly.clear()
        newest, notices, sent = machine.number, len(self.notices), len(machine.sends)
        if function is None:
            calling.module(path)
        elif not self.called_by_body(path, function):
            calling.function(path, function)
        machine.memo.ended(newest, calling.lasting.known())
        broken_off, poor = calling.broken_off(), calling.poor()
        self.spending.end(distance, path)
        cut, machine.too_dear = machine.too_dear, {}
        short = bool(cut) or len(self.notices) > notices
        if (short or poor) and self.spending.more_than(steps, distance):
            del self.notices[notices:]
            if again := [*broken_off, *poor]:  # what was found without them is true only where there is nothing better
                self.spending.dear.update((path, *again))
                self.doubtful[path, id(function)] = machine.sends[sent:]
                machine.sends[sent:] = [one for one in machine.sends[sent:] if id(one) in machine.standing]
            calling.undo(again)
            if function is None:
                calling.unload(path)
            return False
        machine.sends += doubtful if short else []
        self.left_out.update(cut)
        self.retried.update(broken_off)
        if left := [one for one in broken_off if one not in machine.costly and self.retried[one] <= RETRIES]:
            calling.undo(left)  # it was what they import, or came before them, that took so many steps
        return True

    def called_by_body(self, path: str, function: ir.Function) -> bool:
        """Whether its module, of which nothing told that it would, calls a function: a decorator has handed it on."""
        if path not in self.calling.ends:
            before = {*self.machine.reached}
            self.calling.end(path)
            self.of_bodies |= self.machine.reached - before
        return id(function) in self.of_bodies

    def say_left_out(self) -> None:
        """Name the functions of which a call was too dear for its caller to be followed to its end."""
        for scope in self.left_out.values():
            self.notices.append(cut_short(scope.path, scope.at[0], scope.qualname))
        self.left_out.clear()
