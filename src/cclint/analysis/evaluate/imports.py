"""Imports: modules of the project, and the classes of those that take no part, are evaluated when somebody asks for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container
from contextlib import suppress
from typing import Final

from cclint.analysis.code import External, Frame, Module, Pending
from cclint.analysis.evaluate.core import Core
from cclint.analysis.evaluate.paths import Activation, DivergesError, SpentError
from cclint.analysis.heap import Content, Mapping, Sequence
from cclint.analysis.lattice import normal
from cclint.analysis.rope import constants
from cclint.analysis.state import Key, State, join_contents
from cclint.analysis.value import TRUE, Opaque, Value
from cclint.analysis.walking import names_bound, names_used, statements
from cclint.ir import nodes as ir

DONE: Final = "<effects>"
"""Under which name a state knows that what a module's body does to others has been done."""


class Imports(Core):
    """`import`, and the names of modules."""

    loaded: dict[str, State]
    effects: dict[str, dict[Key, Content]]  # what the bodies of modules change in others
    cells_of: dict[str, list[Key]]  # the names of modules that `base` has
    ration: int
    main: bool

    def on_import(self, node: ir.Import) -> None:
        self.hazards += not self.importable(node)
        path = self.project.resolve(node.module, self.path, node.level)
        if node.member is None:
            self.import_whole(node, path)
            self.import_for_effects(node, path)
        elif node.member == "*":
            self.import_all(node, path)
        elif not node.level and f"{node.module}.{node.member}" in self.models.own:
            self.store(node.name, self.library_name(f"{node.module}.{node.member}", node))
        elif path is None:
            if node.level:
                self.store(node.name, self.unknown(node, "name", node.member))
            elif (inner := self.project.resolve(f"{node.module}.{node.member}", self.path)) is not None:
                self.store(node.name, Module(inner))  # of a namespace package
            else:
                self.store(node.name, self.library_name(f"{node.module}.{node.member}", node))
        else:
            self.store(node.name, Pending(path, node.member))
            self.import_for_effects(node, self.project.submodule(path, node.member))

    def import_for_effects(self, node: ir.Import, path: str | None) -> None:
        """A module whose name is never used is imported for what its body does to others: it registers something there."""
        scope = self.frame.scope
        if path is None or path.endswith("/") or scope.kind != "module":
            return
        if node.name not in names_used(scope):
            if path not in self.loaded and path not in self.loading:
                self.load(path)
            for name in [name for home, name in self.deferred if home == path]:
                self.define(path, name)
            self.import_module(path)

    def library_name(self, name: str, node: ir.Node) -> Value:
        return self.attribute(External(name.rpartition(".")[0]), name.rpartition(".")[2], node)

    def import_whole(self, node: ir.Import, path: str | None) -> None:
        """`import a.b` binds `a`; `import a.b as c` binds the module itself."""
        if not node.whole:
            self.store(node.name, External(self.models.canonical(node.module)) if path is None else Module(path))
            return
        top = node.module.partition(".")[0]
        home = self.project.resolve(top, self.path)
        self.store(node.name, External(top) if home is None else Module(home))

    def import_all(self, node: ir.Import, path: str | None) -> None:
        if path is None:
            for name in self.models.names(node.module):
                self.store_all(name, self.library_name(f"{node.module}.{name}", node))
            return
        self.import_module(path)
        module = self.project.module(path)
        if module is None:
            return
        names = self.exported(path, module, node)
        for name in names:
            self.store_all(name, Pending(path, name))

    def store_all(self, name: str, value: Value) -> None:
        """Bind a name that a star import brings: the scope binds it from now on."""
        self.frame.scope.locals.add(name)
        self.store(name, value)

    def exported(self, path: str, module: ir.Module, node: ir.Node) -> list[str]:
        listed = self.cell(path, "__all__")
        if listed is not None:
            found = sorted(constants(run.value for run in self.iterate(listed, node)))
            if found:
                return found
        return sorted(name for name in module.body.locals if not name.startswith("_"))

    def arrived(self, value: Value) -> Value:
        if not isinstance(value, Pending):
            return value
        seen = set()
        while isinstance(value, Pending):
            if (value.module, value.member) in seen:
                return Opaque(("import", value.module, value.member))
            seen.add((value.module, value.member))
            value = self.found_in(value.module, value.member)
        return value

    def found_in(self, path: str, name: str) -> Value:
        """A name of a module: what a stub of the user says it is, what its body binds, or a module inside the package."""
        if described := self.models.of_user(path, name):
            return External(described)
        if not path.endswith("/"):
            self.import_module(path)
            value = self.cell(path, name)
            if value == Pending(path, name):
                value = self.define(path, name)
            if value is not None:
                return value
        inner = self.project.submodule(path, name)
        if inner is not None:
            return Module(inner)
        module = None if path.endswith("/") else self.project.module(path)
        if module is not None:
            getter = self.cell(path, "__getattr__")
            if getter is None and any(isinstance(one, ir.Import) and one.member == "*" for one in module.body.body):
                return External(f"{self.project.dotted(path)}.{name}")
        return Opaque(("import", path, name))

    def member(self, path: str, name: str, node: ir.Node) -> Value:
        value = self.found_in(path, name)
        if isinstance(value, Pending):
            value = self.arrived(value)
            self.write((path, name), value)
        if isinstance(value, Opaque) and value.trail is None:
            return value.along(self.hop(node, "name", name))
        return value

    def importable(self, node: ir.Import) -> bool:
        path = self.project.resolve(node.module, self.path, node.level)
        if path is not None:
            return True
        if node.level:
            return False
        whole = f"{node.module}.{node.member}" if node.member and node.member != "*" else node.module
        return self.models.importable(whole)

    def module_name(self) -> str:
        if self.main and self.path == self.project_entry:
            return "__main__"
        return self.project.dotted(self.path)

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
        ceiling, begun = self.ceiling, self.steps
        self.ceiling = max(ceiling, self.ration)
        try:
            return work()
        finally:
            self.ceiling = min(ceiling + self.steps - begun, self.ceiling)
            self.suspended.pop()
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

    whole: Container[str]
    """The paths of modules that take part in sending mail: all that their bodies say is evaluated at once."""
    deferred: dict[tuple[str, str], ir.ClassDefinition]
    """The classes of others, which nobody has asked for yet, by their modules and names."""
    defined: dict[tuple[str, str], State]
    """What was made with those that somebody has asked for."""
    unfinished: dict[str, tuple[int, State]]
    """Modules that took more than there was: how many of their statements have been evaluated, and the state behind those."""
    loading: set[str]
    broken_off: list[tuple[str, BaseException]]  # the bodies of modules that were not evaluated to their end, and why
    calls_running: list[tuple[object, ...]]

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
        begun, broken = 0, len(self.broken_off)
        if module.path in self.unfinished and not self.main:
            begun, self.state = self.unfinished.pop(module.path)
        sure = (begun, self.state)  # how far it has got without anything that was broken off
        later = self.later(module)
        last = self.state
        try:
            for number, statement in enumerate(module.body.body[begun:], begun):
                if len(self.broken_off) == broken:
                    sure = (number, self.state)
                    self.state = self.state.fork()
                if isinstance(statement, ir.ClassDefinition) and id(statement) in later:
                    self.deferred[module.path, statement.name] = statement
                    self.store(statement.name, Pending(module.path, statement.name))
                    continue
                self.statement(statement)
                if not self.live():
                    break
                last = self.state
            self.finish(module.body)
        except DivergesError:
            return last
        except (SpentError, RecursionError, MemoryError) as error:
            self.broken_off.append((module.path, error))
            if sure[0] and not self.main:
                self.unfinished[module.path] = sure
            return last
        return self.state if self.live() else last

    def later(self, module: ir.Module) -> set[int]:
        """The classes of a module that nobody has to know before he asks for them: to make one says nothing to others, as far
        as a decorator does not. A program imports far more of them than it uses.
        """
        if module.path in self.whole or module.path == self.project_entry:
            return set()
        bound = Counter(name for statement in statements(module.body.body) for name in names_bound(statement))
        return {
            id(one)
            for one in module.body.body
            if isinstance(one, ir.ClassDefinition) and not one.decorators and bound[one.name] == 1
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
