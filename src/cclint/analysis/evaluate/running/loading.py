"""Modules of the project, and the classes of those that take no part, are evaluated when somebody asks for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container
from contextlib import suppress
from typing import Final

from cclint.analysis.base.core import Core
from cclint.analysis.base.paths import Activation, DivergesError, SpentError
from cclint.analysis.program.walking import names_bound, statements
from cclint.analysis.values.code import External, Frame, Pending
from cclint.analysis.values.heap import Content, Mapping, Sequence
from cclint.analysis.values.lattice import normal
from cclint.analysis.values.state import Key, State, join_contents
from cclint.analysis.values.value import TRUE, Opaque, Value
from cclint.ir import nodes as ir

DONE: Final = "<effects>"
"""Under which name a state knows that what a module's body does to others has been done."""


class Loading(Core):
    """Bodies of modules."""

    loaded: dict[str, State]
    effects: dict[str, dict[Key, Content]]  # what the bodies of modules change in others
    cells_of: dict[str, list[Key]]  # the names of modules that `base` has
    whole: Container[str]
    """The paths of modules that take part in sending mail: all that their bodies say is evaluated at once."""
    deferred: dict[tuple[str, str], ir.ClassDefinition]
    """The classes of others, which nobody has asked for yet, by their modules and names."""
    defined: dict[tuple[str, str], State]
    """What was made with those that somebody has asked for."""
    unfinished: dict[str, tuple[int, State]]
    """Modules that took more than there was: how many of their statements have been evaluated, and the state behind those."""
    costly: set[str]
    """Modules that were broken off and had themselves taken much of what the entry could, without what they import."""
    inside: int  # the steps that were taken by what the module imports which is evaluated now
    loading: set[str]
    broken_off: list[tuple[str, BaseException]]  # the bodies of modules that were not evaluated to their end, and why
    poor: list[str]  # the modules in whose bodies calls were left out
    calls_running: list[tuple[object, ...]]
    ration: int
    registers: Callable[[str, str], bool]
    """Whether making a class, by the path of its module and its name, may do something to others."""
    main: bool
    project_entry: str = ""

    def import_module(self, path: str) -> None:
        if path in self.loading:
            return
        if path not in self.loaded:
            self.load(path)
        if path in self.effects and self.live() and self.state.get((path, DONE)) is None:
            self.state.set((path, DONE), TRUE)
            self.affect(self.effects[path])

    def affect(self, cells: dict[Key, Content]) -> None:
        """Do to the state what code of a module does to other modules."""
        for key, content in cells.items():
            self.state.set(key, affected(self.base.get(key), self.read(key), content))

    def load(self, path: str) -> None:
        """Evaluate a module's body: what it makes is there for all from now on, what it changes elsewhere is kept apart."""
        module = self.project.module(path)
        if module is None:
            self.loaded[path] = State()
            return
        self.loading.add(path)
        try:
            self.loaded[path] = ended = self.apart(lambda: self.run_body(module))
        finally:
            self.loading.discard(path)
        self.hand_over(path, ended)

    def apart(self, work: Callable[[], State]) -> State:
        """Do something in a state of its own, which nobody's call is in: it costs the entry, and once."""
        kept = (self.state, self.activation, self.stack, self.running, self.width, self.main, self.calls_running)
        self.suspended.append(self.state)
        self.state, self.stack, self.running, self.width, self.main = State(), [], (), 1, False
        self.calls_running = []
        outside, self.outside = self.outside, None
        ceiling, begun = self.ceiling, self.steps
        self.ceiling = max(ceiling, self.ration)
        try:
            return work()
        finally:
            self.ceiling = min(ceiling + self.steps - begun, self.ceiling)
            self.suspended.pop()
            self.outside = outside
            self.state, self.activation, self.stack, self.running, self.width, self.main, self.calls_running = kept

    def define(self, path: str, name: str) -> Value:
        """Evaluate a class that was left for later, as its module does: what a name of that stands for."""
        node = self.deferred.pop((path, name), None)
        module = self.project.module(path)
        if node is None or module is None:  # it is defined by now, or just being so
            known = self.base.get((path, name))
            return (
                known if isinstance(known, Value) and known != Pending(path, name) else Opaque(("import", path, name))
            )

        def body() -> State:
            self.activation = Activation(Frame(path, module.body, None))
            with suppress(DivergesError):
                self.statement(node)
            return self.state if self.live() else State()

        try:
            ended = self.defined[path, name] = self.apart(body)
        except BaseException:
            self.deferred[path, name] = node  # whoever asks next begins anew
            raise
        value = ended.get((path, name))
        found = value if isinstance(value, Value) else Opaque(("import", path, name))
        self.base.pop((path, name), None)
        affects = self.hand_over(path, ended)
        self.base[path, name] = found
        if self.live() and self.state.get((path, DONE)) is not None:
            self.affect(affects)
        if self.state.get((path, name)) is not None:  # of the module, which is not finished
            self.state.set((path, name), found)
        return found

    def hand_over(self, path: str, ended: State) -> dict[Key, Content]:
        """What code of a module has made is there for all from now on; what it has changed elsewhere is kept apart."""
        for key, content in ended.changes(None).items():
            if content is not None and self.is_own(key, path):
                self.base.setdefault(key, content)
                if not isinstance(key, int) and key[0] == path:
                    self.cells_of.setdefault(path, []).append(key)
        affects = {
            key: content
            for key, content in ended.changes(None).items()
            if content is not None and not self.is_own(key, path) and key in self.base and self.base[key] != content
        }
        if affects:
            self.effects.setdefault(path, {}).update(affects)
        return affects

    def unload(self, path: str) -> None:
        """A module was not finished: what is left of it is evaluated when it is asked for again."""
        self.loaded.pop(path, None)
        self.effects.pop(path, None)
        kept = self.defined.keys() if path in self.unfinished else ()
        cells = self.cells_of.pop(path, [])
        self.cells_of[path] = [key for key in cells if key in kept]
        for key in cells:
            if key not in kept:
                self.base.pop(key, None)
        for left in [
            left for left in (*self.deferred, *self.defined) if left[0] == path and path not in self.unfinished
        ]:
            self.deferred.pop(left, None)
            self.defined.pop(left, None)

    def is_own(self, key: Key, path: str) -> bool:
        """Whether a cell belongs to what a module made itself, not to what it changed in another one."""
        owner = key if isinstance(key, int) else key[0]
        return owner == path if isinstance(owner, str) else key not in self.base

    def run_body(self, module: ir.Module) -> State:
        """Evaluate a module's body from an empty state, or go on where it was broken off: the state at its end, as far as it
        gets.
        """
        self.activation = Activation(Frame(module.path, module.body, None))
        started, around, self.inside = self.steps, self.inside, 0
        begun, sent, before = 0, len(self.sends), (len(self.broken_off), self.scarce)
        if module.path in self.unfinished and not self.main:
            begun, self.state = self.unfinished.pop(module.path)
        sure = (begun, self.state)  # how far it has got without anything that was broken off, or left out
        standing = sent  # the messages until then: whoever goes on from there does not send them again
        later = self.later(module)
        last = self.state
        try:
            statements, number = module.body.body, begun
            while number < len(statements):
                statement = statements[number]
                if (len(self.broken_off), self.scarce) == before:
                    sure, standing = (number, self.state), len(self.sends)
                    self.state = self.state.fork()
                if isinstance(statement, ir.ClassDefinition) and id(statement) in later:
                    self.deferred[module.path, statement.name] = statement
                    self.store(statement.name, Pending(module.path, statement.name))
                    number += 1
                    continue
                raised = len(self.activation.raises)
                done = self.held_apart(statements, number) if type(statement) is ir.Branch else number
                if done == number:
                    self.statement(statement)
                    done += 1
                number = done
                if not self.live() and not self.goes_on(statement, last, raised):
                    break
                last = self.state
            self.finish(module.body)
        except DivergesError:
            return last
        except (SpentError, RecursionError, MemoryError) as error:
            self.broken_off.append((module.path, error))
            if not isinstance(error, SpentError) or self.steps - started - self.inside > self.ration // 4:
                self.costly.add(module.path)
            if sure[0] and not self.main:
                self.unfinished[module.path] = sure
            return last
        finally:
            self.inside = around + self.steps - started
            if self.scarce > before[1]:
                self.poor.append(module.path)
            standing = len(self.sends) if (len(self.broken_off), self.scarce) == before else standing
            self.standing.update((id(send), send) for send in self.sends[sent:standing])
        return self.state if self.live() else last

    def goes_on(self, statement: ir.Statement, before: State, raised: int) -> bool:
        """Whether a module goes on behind a statement that seems to fail, as none can be imported that always does: what the
        statement binds is not known then. A program may well be ended on purpose.

        Parameters
        ----------
        statement: one of the module's body.
        before: the state in front of it.
        raised: how many exceptions had been raised before.
        """
        if not isinstance(statement, (ir.Assign, ir.ClassDefinition, ir.Import)):
            return False
        if any(one.value == External("builtins.SystemExit") for one in self.activation.raises[raised:]):
            return False
        del self.activation.raises[raised:]
        self.state = before.fork()
        for name in names_bound(statement):
            self.store(name, self.unknown(statement, "name", name))
        return True

    def later(self, module: ir.Module) -> set[int]:
        """The classes of a module that nobody has to know before he asks for them: to make one says nothing to others, as far
        as a decorator or a base class does not. A program imports far more of them than it uses.
        """
        if module.path in self.whole or module.path == self.project_entry:
            return set()
        bound = Counter(name for statement in statements(module.body.body) for name in names_bound(statement))
        return {
            id(one)
            for one in module.body.body
            if isinstance(one, ir.ClassDefinition)
            and not one.decorators
            and bound[one.name] == 1
            and not self.registers(module.path, one.name)
        }


def affected(before: Content | None, now: Content | None, after: Content) -> Content | None:
    """What a cell of another module holds when a module's body has changed it.

    Parameters
    ----------
    before, after: in front of that body and behind it, when it was evaluated by itself.
    now: as others may have changed it in the meantime.
    """
    if now is None or now == before:
        return after
    if isinstance(now, Mapping) and isinstance(after, Mapping) and isinstance(before, Mapping):
        added = tuple(
            entry for entry in after.entries if before.find(entry.key) is None and now.find(entry.key) is None
        )
        return now.altered(entries=(*now.entries, *added))
    if isinstance(now, Sequence) and isinstance(after, Sequence) and isinstance(before, Sequence):
        length = len(before.runs)
        if after.runs[:length] == before.runs:
            return now.holding(normal((*now.runs, *after.runs[length:])))
    return join_contents(now, after)
